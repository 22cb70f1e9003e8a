// What there is at run time: values of enumerations, names of methods, guards.
import {
  clientRequestMethods,
  isClientNotification,
  isServerNotification,
  isClientRequestMethod,
  isServerNotificationMethod,
  isServerRequest,
  isServerRequestMethod,
  MessagePhase,
  serverRequestMethods,
} from "./protocol/index.js";

function check(what: string, holds: boolean): void {
  if (!holds) throw new Error(what);
}

check("a notification is told by its method", isServerNotification({ method: "turn/started", params: {} }, "turn/started"));
check("another method is not it", !isServerNotification({ method: "turn/completed" }, "turn/started"));
check("a request is no notification", !isServerNotification({ id: 1, method: "turn/started" }, "turn/started"));
check("a request has an id", isServerRequest({ id: "a", method: "currentTime/read" }, "currentTime/read"));
check("id 0 is an id", isServerRequest({ id: 0, method: "currentTime/read" }, "currentTime/read"));
check("without an id it is none", !isServerRequest({ method: "currentTime/read" }, "currentTime/read"));
check("a client's notification", isClientNotification({ method: "initialized" }, "initialized"));
check("any that is known", isServerNotification({ method: "turn/started" }) && isServerRequest({ id: 1, method: "currentTime/read" }));
check("one that is not", !isServerNotification({ method: "turn/exploded" }) && !isServerRequest({ id: 1, method: "later" }));
check("any of the other side is none", !isServerRequest({ id: 1, method: "thread/start" }));
check("any request has an id", !isServerRequest({ method: "currentTime/read" }));
check("nothing is no method", !Reflect.apply(isServerNotification, undefined, [{ method: "turn/started" }, undefined]));
check("names are known", isClientRequestMethod("thread/start") && isServerRequestMethod("currentTime/read"));
check("others are not", !isClientRequestMethod("toString") && !isServerNotificationMethod("thread/start"));
for (const other of [null, undefined, 1, "turn/started", [], {}, () => 1]) {
  check("what is no message is no message", !isServerNotification(other, "turn/started"));
}
check("methods have names", clientRequestMethods.includes("thread/start"));
check("methods of both sides", serverRequestMethods.includes("item/commandExecution/requestApproval"));
check("each name once", new Set(clientRequestMethods).size === clientRequestMethods.length);
check("values have names", MessagePhase.FinalAnswer === "final_answer");
check("values can be listed", Object.values(MessagePhase).includes("commentary"));
