// What a user of the real protocol writes. Compiled, never run.
import type {
  ArgsOf,
  Call,
  ClientRequests,
  ChatgptAccount,
  CodexErrorInfo,
  HookMetadata,
  MessagePhase,
  Handlers,
  Known,
  Method,
  Notify,
  ClientNotifications,
  ParamsOf,
  ResultOf,
  RequestId,
  ServerNotification,
  ServerNotifications,
  ServerRequest,
  ServerRequests,
  SessionSource,
  ThreadItem,
  ThreadStartParams,
  ThreadStartResponse,
  UnknownTag,
  UnknownVariant,
} from "./protocol/index.js";
import { isServerNotification, isServerNotificationMethod, isServerRequest, serverNotificationMethods } from "./protocol/index.js";

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

/** An open union: every known variant narrows, `default` is the unknown one and not `never`. */
export function describe(item: ThreadItem): string {
  switch (item.type) {
    case "agentMessage":
      return item.text;
    case "commandExecution":
      return `${item.command}: ${String(item.exitCode ?? "running")}`;
    case "plan":
    case "exitedReviewMode":
      return item.id;
    default: {
      return item.type;
    }
  }
}

/** With all known variants handled, what is left is the unknown one: its tag is a string. */
export function handler(hook: HookMetadata): string {
  switch (hook.handlerType) {
    case "command":
      return hook.command;
    case "mcpTool":
    case "prompt":
    case "agent":
      return hook.key;
    default: {
      // @ts-expect-error It is not `never`: a newer peer may send more.
      const nothing: never = hook;
      void nothing;
      const tag: string = hook.handlerType;
      const other: unknown = hook["whatever"];
      return `${tag} ${hook.key} ${String(other)}`;
    }
  }
}

/** The tag of an unknown variant has a name: the declarations of what users export without its type need it. */
export function tagOf(item: UnknownVariant<"type">): UnknownTag {
  return item.type;
}

/** Filters infer the variant. */
export function texts(items: ThreadItem[]): string[] {
  return items.filter((item) => item.type === "agentMessage").map((item) => item.text);
}

/** Bare strings and objects with one member. */
export function source(from: SessionSource): string {
  if (typeof from === "string") return from;
  if (from.custom !== undefined) return from.custom.toUpperCase();
  if (from.subAgent !== undefined) return typeof from.subAgent;
  const unknown: unknown = from["somethingNew"];
  return String(unknown);
}

export const custom: SessionSource = { custom: "mine" };
// @ts-expect-error One member only.
export const both: SessionSource = { custom: "mine", subAgent: "review" };
// @ts-expect-error A known key with content that does not fit.
export const bad: SessionSource = { custom: 1 };

export function status(error: CodexErrorInfo): number | null | undefined {
  if (typeof error === "object" && error.httpConnectionFailed !== undefined) {
    return error.httpConnectionFailed.httpStatusCode;
  }
  return undefined;
}

/** Any string is a phase; the known ones are a type of their own. */
export const phase: MessagePhase = "some_later_phase";
export const known: Known<MessagePhase> = "final_answer";
// @ts-expect-error It is not known.
export const unknownPhase: Known<MessagePhase> = "some_later_phase";

/** In a variant too, which is told apart by its tag alone. */
export const account: ChatgptAccount = { type: "chatgpt", email: null, planType: "some_later_plan" };

// Calls: params and result by the method.
declare const call: Call<ClientRequests>;
declare const notify: Notify<ClientNotifications>;

export async function session(params: ThreadStartParams): Promise<string> {
  const started = await call("thread/start", params);
  const same: Same<typeof started, ThreadStartResponse> = true;
  void same;
  await call("account/logout");
  notify("initialized");
  // @ts-expect-error These params may not be left out.
  await call("turn/start");
  // @ts-expect-error No such method.
  await call("thread/strat", params);
  // @ts-expect-error Not its params.
  await call("thread/start", { model: 1 });
  // @ts-expect-error A misspelt member.
  await call("thread/start", { modle: "gpt-5.5" });
  return started.thread.id;
}

/** A wrapper that is generic in the method, as users write one: nothing is cast. */
export async function logged<M extends keyof ClientRequests & Method>(
  method: M,
  ...args: ArgsOf<ClientRequests[M]>
): Promise<ResultOf<M>> {
  const [params] = args;
  const same: ParamsOf<M> | undefined = params;
  void same;
  // @ts-expect-error The params are those of the method.
  const number: number = params;
  void number;
  const result: ResultOf<M> = await call(method, ...args);
  return result;
}

/** And a client that is a class, whose method is the function that types of the protocol speak of. */
export class Client {
  readonly #send: <R>(message: { method: string; params?: unknown }) => Promise<R>;
  readonly call: Call<ClientRequests> = (method, ...args) => this.request(method, ...args);

  constructor(send: <R>(message: { method: string; params?: unknown }) => Promise<R>) {
    this.#send = send;
  }

  async request<M extends keyof ClientRequests>(
    method: M,
    ...[params]: ArgsOf<ClientRequests[M]>
  ): Promise<ResultOf<M>> {
    return this.#send<ResultOf<M>>({ method, params });
  }
}

/** What answers a request, by its method. */
export async function answered<M extends keyof ServerRequests>(
  table: Handlers<ServerRequests>,
  method: M,
  ...args: ArgsOf<ServerRequests[M]>
): Promise<ResultOf<M>> {
  return table[method](...args);
}

export const paramsOf: Same<ParamsOf<"thread/start">, ThreadStartParams> = true;
export const resultOf: Same<ResultOf<"thread/start">, ThreadStartResponse> = true;

/** A client answers what a server asks. */
export const handlers: Pick<
  Handlers<ServerRequests>,
  "currentTime/read" | "item/commandExecution/requestApproval"
> = {
  "currentTime/read": () => ({ currentTimeAt: 1_800_000_000 }),
  "item/commandExecution/requestApproval": async () => ({ decision: "accept" }),
};

// Absent is not null, and neither is undefined.
export const absent: ThreadStartParams = {};
export const nothing: ThreadStartParams = { model: null };
// @ts-expect-error Absent is not undefined.
export const undefinedModel: ThreadStartParams = { model: undefined };

/** Messages narrow by their method, from the union or from anything. */
export function received(message: ServerNotification): string {
  switch (message.method) {
    case "thread/started":
      return message.params.thread.id;
    default:
      return message.method;
  }
}

/** A request that is not listed wants an answer, too. */
export function refused(message: ServerRequest): RequestId {
  switch (message.method) {
    case "currentTime/read":
      return message.id;
    default: {
      const id: Same<typeof message.id, RequestId> = true;
      void id;
      return message.id;
    }
  }
}

/** Whatever came, without a method to ask for. */
export function anyKnown(message: unknown): RequestId | string | undefined {
  if (isServerRequest(message)) {
    const request: Exclude<ServerRequest, UnknownVariant<"method">> = message;
    return message.method === "currentTime/read" ? message.params.threadId : request.id;
  }
  // @ts-expect-error One method at a time, and one that is known.
  isServerNotification(message, undefined);
  return isServerNotification(message) && message.method === "turn/started" ? message.params.threadId : undefined;
}

/** The name of a method, from anywhere. */
export function noted(method: string): keyof ServerNotifications | undefined {
  return isServerNotificationMethod(method) ? method : undefined;
}

export function parsed(text: string): string {
  const message: unknown = JSON.parse(text);
  if (isServerNotification(message, "turn/started")) {
    const at: number | undefined = message.emittedAtMs;
    return `${message.params.threadId} ${String(at)}`;
  }
  return serverNotificationMethods.join();
}
