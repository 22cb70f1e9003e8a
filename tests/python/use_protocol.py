"""What a user writes: run, and read by type checkers."""

import copy
import json
import pickle

from pydantic import BaseModel, TypeAdapter, ValidationError

import protocol
from protocol import (
    AgentMessageThreadItem,
    CommandExecutionApprovalDecisionKind,
    CommandExecutionRequestApprovalResponse,
    GetAccountTokenUsageParams,
    HookMetadata,
    MemoryResetResponse,
    MigrationDetails,
    Model,
    ServerNotification,
    SessionSource,
    SessionSourceKind,
    Thread,
    ThreadItem,
    ThreadStartParams,
    ThreadStartResponse,
    TurnStartParams,
    UnknownThreadItem,
)
from protocol.errors import json_pointer
from protocol.methods import (
    ACCOUNT_USAGE_READ,
    INITIALIZED,
    ITEM_COMMAND_EXECUTION_REQUEST_APPROVAL,
    MEMORY_RESET,
    SERVER_NOTIFICATIONS,
    SERVER_REQUESTS,
    THREAD_START,
    Incoming,
    InvalidParams,
    Method,
    Notification,
    Registry,
    ResponseError,
)


class Saved(BaseModel):
    """A model of the user's own."""

    thread: Thread | None = None
    items: list[ThreadItem] = []


def start(cwd: str | None) -> dict[str, object]:
    """Make a request."""
    params = ThreadStartParams(cwd=cwd, ephemeral=True)
    params.model_provider = None
    return THREAD_START.request(1, params)


def without_params() -> list[dict[str, object]]:
    """Call what needs no params."""
    return [
        MEMORY_RESET.request(1),
        ACCOUNT_USAGE_READ.request(2),
        ACCOUNT_USAGE_READ.request(3, GetAccountTokenUsageParams()),
        INITIALIZED.message(),
        INITIALIZED.message(None, trace="t"),
    ]


def answer(value: object) -> ThreadStartResponse:
    """Read a result."""
    return THREAD_START.result(value)


def describe(item: ThreadItem) -> str:
    """Tell the variants apart."""
    match item:
        case AgentMessageThreadItem(text=text):
            return text
        case UnknownThreadItem(type=tag):
            return f"unknown {tag}"
        case _:
            return item.type


def stamped(notification: ServerNotification) -> int | None:
    """An unknown variant has what the schema says of all."""
    return notification.emitted_at_ms


def common() -> None:
    """What an unknown variant shares with others is read where it is right, and written as it came."""
    adapter: TypeAdapter[ServerNotification] = TypeAdapter(ServerNotification)
    for value, read in ((5, 5), ("5", None), (1.5, None), (None, None)):
        message = {"method": "brand/new", "emittedAtMs": value}
        told = adapter.validate_python(message)
        assert stamped(told) == read and adapter.dump_python(told) == message
    assert stamped(adapter.validate_python({"method": "brand/new"})) is None
    hook: HookMetadata = TypeAdapter[HookMetadata](HookMetadata).validate_json(
        '{"handlerType":"brand-new","key":"k","source":"user"}'
    )
    assert hook.key == "k" and hook.source == "user" and hook.enabled is None


def source(value: SessionSource) -> bool:
    """Compare an open enumeration."""
    return value == SessionSourceKind.CLI or value == "brand-new"


def told(text: str, among: Registry[Notification[object]]) -> object:
    """Read a notification."""
    incoming: Incoming[Notification[object]] = among.decode(text)
    return incoming.params


def answered(method: Method[None, MemoryResetResponse], text: str) -> str:
    """Tell an answer from an error."""
    try:
        return method.decode_response(text).model_dump_json()
    except ResponseError as error:
        assert pickle.loads(pickle.dumps(error)).members == error.members
        return f"{error}: {error.data}"


def refused(text: str) -> str:
    """Tell what is wrong with an answer."""
    try:
        MEMORY_RESET.decode_response(text)
    except ValidationError as error:
        return ",".join(json_pointer(line) for line in error.errors())
    except ValueError as error:
        return str(error)
    raise AssertionError(f"{text} was accepted")


def values() -> None:
    """Known values are one object each, others are strings that say so."""
    known, other = SessionSourceKind("cli"), SessionSourceKind("brand-new")
    assert known is SessionSourceKind.CLI and known.is_known and not other.is_known
    assert pickle.loads(pickle.dumps(known)) is known and copy.deepcopy(known) is known
    again = pickle.loads(pickle.dumps(other))
    assert again == other and type(again) is SessionSourceKind
    assert other.value == "brand-new" and type(other.value) is str
    assert hash(known) == hash("cli") and json.dumps([known]) == '["cli"]'
    assert known in SessionSourceKind.known_values()
    assert list(SessionSourceKind) == SessionSourceKind.known_values()
    assert len(SessionSourceKind) == len(SessionSourceKind.known_values())
    assert "cli" in SessionSourceKind and other not in SessionSourceKind
    told = TypeAdapter(SessionSourceKind).json_schema()
    assert "cli" in told["anyOf"][0]["enum"] and told["anyOf"][1] == {"type": "string"}


def described() -> None:
    """A JSON Schema has the docs of fields, also in a class of a user's and of nested models."""

    class Mine(TurnStartParams):
        """Mine."""

        own: int = 0
        """Whether this is told, pydantic decides."""

    for kind in (TurnStartParams, Mine):
        told = kind.model_json_schema()
        fields = told["properties"]
        assert fields["cwd"]["description"].startswith("Override the working directory")
        assert "description" not in fields["threadId"]
        nested = told["$defs"]["TextUserInput"]["properties"]["text_elements"]
        assert nested["description"].startswith("UI-defined spans")
    assert "description" not in Mine.model_json_schema()["properties"]["own"]
    assert Mine.model_json_schema()["properties"]["own"]["default"] == 0
    # What an absent member reads as, that it is deprecated.
    migrated = MigrationDetails.model_json_schema()["properties"]
    assert migrated["commands"]["default"] == []
    assert "default" not in told["properties"]["cwd"]
    model = Model.model_json_schema()["properties"]
    assert model["supportsPersonality"]["deprecated"]
    assert "deprecated" not in model["id"]
    plain = TurnStartParams.model_json_schema(by_alias=False)["properties"]
    assert plain["approval_policy"]["description"].startswith("Override the approval")


def asked_badly() -> None:
    """A request with wrong parameters can be answered."""
    text = '{"id":"a","method":"item/commandExecution/requestApproval","params":{}}'
    try:
        SERVER_REQUESTS.decode(text)
    except InvalidParams as error:
        assert error.id == "a" and error.message == json.loads(text)
        assert error.method is ITEM_COMMAND_EXECUTION_REQUEST_APPROVAL
        assert error.name == error.method.name and error.name in str(error)
        assert error.__cause__ is error.cause and isinstance(error, ValueError)
        message = error.response(jsonrpc="2.0")
        assert message["id"] == "a" and message["error"]["code"] == -32602
        assert "/params/itemId: Field required" in message["error"]["message"]
        again = pickle.loads(pickle.dumps(error))
        assert again.id == "a" and str(again) == str(error)
    else:
        raise AssertionError("params without their members were taken")


def answers() -> None:
    """Answer and be answered."""
    assert without_params() == [
        {"method": "memory/reset", "id": 1},
        {"method": "account/usage/read", "id": 2},
        {"method": "account/usage/read", "id": 3, "params": {}},
        {"method": "initialized"},
        {"method": "initialized", "trace": "t"},
    ]
    assert answered(MEMORY_RESET, '{"id":1,"result":{"x":1}}') == '{"x":1}'
    text = '{"id":1,"error":{"code":-32600,"message":"no","data":{"a":null},"x":1}}'
    assert answered(MEMORY_RESET, text) == "no (-32600): {'a': None}"
    try:
        MEMORY_RESET.decode_response(text)
    except ResponseError as error:
        assert error.response(1) == json.loads(text)
    assert refused('{"id":1,"error":{"code":1.0}}') == "/code,/message"
    assert refused('{"id":1,"result":[]}') == ""
    assert answered(MEMORY_RESET, '{"id":1,"result":{},"error":null}') == "{}"
    assert "both" in refused('{"result":{},"error":{"code":1,"message":"m"}}')
    assert "neither" in refused('{"id":1}') and "no object" in refused("[]")
    unable = ResponseError(-32601, "no such method")
    wanted = {"id": None, "error": {"code": -32601, "message": "no such method"}}
    assert unable.response(None) == wanted and unable.data is None
    asked = SERVER_REQUESTS.decode('{"id":9007199254740993,"method":"brand/new"}')
    assert asked.id == 2**53 + 1 and asked.method is None and asked.params is None
    decision = CommandExecutionApprovalDecisionKind.ACCEPT
    message = ITEM_COMMAND_EXECUTION_REQUEST_APPROVAL.response(
        asked.id,
        CommandExecutionRequestApprovalResponse(decision=decision),
        jsonrpc="2.0",
    )
    result = {"decision": "accept"}
    assert message == {"id": 2**53 + 1, "result": result, "jsonrpc": "2.0"}
    assert told('{"method":"brand/new","params":[1]}', SERVER_NOTIFICATIONS) == [1]
    asked_badly()
    try:
        SERVER_REQUESTS.decode('{"id":1,"result":{}}')
    except ValueError as error:
        assert "method" in str(error)
    else:
        raise AssertionError("an answer is no call")


def main() -> None:
    """Run all."""
    assert protocol.methods.THREAD_START is THREAD_START
    assert {"methods", "errors"} <= {*dir(protocol)} and protocol.errors
    values()
    described()
    common()
    answers()
    message = start("/tmp")
    expected = {"cwd": "/tmp", "ephemeral": True, "modelProvider": None}
    assert message == {"method": "thread/start", "id": 1, "params": expected}, message
    assert json.loads(ThreadStartParams(cwd=None).model_dump_json()) == {"cwd": None}
    item = AgentMessageThreadItem(id="1", text="hi")
    assert item.model_dump() == {"type": "agentMessage", "id": "1", "text": "hi"}
    assert describe(item) == "hi"
    items = [item.model_dump(), {"type": "new", "x": 2**60}]
    saved = Saved.model_validate({"items": items})
    assert describe(saved.items[1]) == "unknown new"
    assert saved.model_dump(mode="json")["items"] == items
    adapter: TypeAdapter[ThreadItem] = TypeAdapter(ThreadItem)
    assert adapter.validate_python(items[1]).model_extra == {"x": 2**60}
    assert source(SessionSourceKind("brand-new")) and not source(SessionSourceKind("x"))
    text = '{"method":"brand/new","params":{"a":null},"emittedAtMs":1}'
    unknown = SERVER_NOTIFICATIONS.decode(text)
    assert unknown.method is None and unknown.params == {"a": None}
    assert unknown.message["emittedAtMs"] == 1
    print("used")


if __name__ == "__main__":
    main()
