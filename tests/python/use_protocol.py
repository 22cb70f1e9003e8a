"""What a user writes: run, and read by type checkers."""

import json

from pydantic import BaseModel, TypeAdapter

from protocol import (
    AgentMessageThreadItem,
    SessionSource,
    SessionSourceKind,
    Thread,
    ThreadItem,
    ThreadStartParams,
    ThreadStartResponse,
    UnknownThreadItem,
)
from protocol.methods import SERVER_NOTIFICATIONS, THREAD_START


class Saved(BaseModel):
    """A model of the user's own."""

    thread: Thread | None = None
    items: list[ThreadItem] = []


def start(cwd: str | None) -> dict[str, object]:
    """Make a request."""
    params = ThreadStartParams(cwd=cwd, ephemeral=True)
    params.model_provider = None
    return THREAD_START.request(1, params)


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


def source(value: SessionSource) -> bool:
    """Compare an open enumeration."""
    return value == SessionSourceKind.CLI or value == "brand-new"


def main() -> None:
    """Run all."""
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
