// A client, as a user would write one.
import {
  clientRequestMethods,
  isServerNotification,
  isServerRequest,
  type ArgsOf,
  type Call,
  type ClientRequests,
  type ResultOf,
  type ServerNotification,
  type ThreadItem,
  type ThreadStartParams,
  type TurnStatus,
} from "./protocol/index.js";

declare const call: Call<ClientRequests>;

export async function start(params: ThreadStartParams): Promise<string> {
  const { thread } = await call("thread/start", params);
  await call("account/logout");
  // @ts-expect-error The params are not those of this method.
  await call("turn/start", { nothing: true });
  // @ts-expect-error There is no such method.
  await call("thread/begin", {});
  return thread.id;
}

export type Started = ResultOf<"thread/start">;
export const noParams: ArgsOf<ClientRequests["account/logout"]> = [];

export function text(item: ThreadItem): string {
  switch (item.type) {
    case "agentMessage":
      return item.text;
    case "commandExecution":
      return item.command;
    default: {
      // @ts-expect-error A newer server may send more: this is not `never`.
      const nothing: never = item;
      return String(nothing);
    }
  }
}

export function done(status: TurnStatus): boolean {
  return status === "completed" || status === "a status that a newer server sends";
}

// @ts-expect-error A known tag with content that does not fit.
export const wrong: ThreadItem = { type: "agentMessage", id: "1", text: 5 };
// @ts-expect-error Absent is not undefined.
export const undefinedModel: ThreadStartParams = { model: undefined };
export const nullModel: ThreadStartParams = { model: null };

export function heard(message: ServerNotification): string | undefined {
  if (message.method === "thread/started") {
    return message.params.thread.id;
  }
  return undefined;
}

function check(holds: boolean, what: string): void {
  if (!holds) {
    throw new Error(what);
  }
}

const started: unknown = JSON.parse('{"method":"thread/started","params":{"thread":{"id":"t"}}}');
check(isServerNotification(started, "thread/started"), "a notification");
check(!isServerNotification(started, "turn/started"), "another notification");
check(!isServerNotification(null, "turn/started"), "no message");
const asked: unknown = { method: "item/fileChange/requestApproval", id: 1, params: {} };
check(isServerRequest(asked, "item/fileChange/requestApproval"), "a request");
check(!isServerNotification(asked, "thread/started"), "not a notification");
check(clientRequestMethods.includes("thread/start"), "the list of methods");
