"""What a user builds on the generated models: run, and read by type checkers."""

import copy
import importlib
import inspect
import itertools
import json
import pickle
import sys
import threading
from types import GenericAlias
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

import protocol
from protocol import (
    AgentMessageThreadItem,
    PlanThreadItem,
    Thread,
    ThreadItem,
    ThreadReadParams,
    ThreadStartParams,
)
from protocol.methods import CLIENT_REQUESTS, THREAD_READ


class Call(BaseModel):
    """Unions of the user's own, whose branches are generated."""

    params: ThreadStartParams | int
    items: list[AgentMessageThreadItem | PlanThreadItem]


class Checked(ThreadStartParams):
    """A subclass that validates what is set."""

    model_config = ConfigDict(validate_assignment=True)

    labels: list[str] = []
    count: int = Field(default=0, ge=0, validate_default=True)


_made = itertools.count()


class Ours(ThreadStartParams):
    """A subclass with defaults of its own."""

    model: str | None = "gpt-5.5"
    tags: list[str] = []
    number: int = Field(default_factory=lambda: next(_made))


class AtOnce(ThreadStartParams):
    """A subclass that is completed where it is defined."""

    model_config = ConfigDict(defer_build=False, validate_assignment=True)


def unions() -> None:
    """Absent members are nothing to warn of: warnings are errors here."""
    item = {"type": "agentMessage", "id": "1", "text": "hi"}
    value = {"params": {"cwd": "/", "new": 1}, "items": [item]}
    call = Call.model_validate(value)
    assert json.loads(call.model_dump_json()) == call.model_dump() == value
    some = call.model_dump(include={"params": {"new"}}, by_alias=False)
    assert some == {"params": {"new": 1}}


def assignments() -> None:
    """Subclasses validate what is set, and keep what is absent absent."""
    added: dict[str, Any] = {"labels": [], "count": 0}
    own: dict[str, Any]
    for cls, own in ((Checked, added), (AtOnce, {})):
        model = cls(cwd="/")
        model.model_provider = None
        try:
            model.cwd = json.loads("1")
        except ValidationError:
            assert model.model_dump() == {"cwd": "/", "modelProvider": None, **own}
        else:
            raise AssertionError("a number was taken for a path")
        del model.cwd
        assert model.model_dump() == {"modelProvider": None, **own}
    checked = Checked.model_validate({"labels": ["a"]})
    assert checked.model_dump() == {"labels": ["a"], "count": 0}


def defaults() -> None:
    """What a subclass declares has its default from the beginning, as in any model of Pydantic."""
    ours = Ours.model_validate({"cwd": "/"})
    ours.tags.append("a")
    number = ours.number
    value = {"cwd": "/", "model": "gpt-5.5", "tags": ["a"], "number": number}
    assert ours.model_dump() == json.loads(ours.model_dump_json()) == value
    assert ours.model_fields_set == {"cwd"} and Ours().number == number + 1
    assert Ours().tags == [] and Ours(tags=["b"], model=None).model is None
    for copied in (ours.model_copy(deep=True), pickle.loads(pickle.dumps(ours))):
        assert copied == ours and copied.model_dump() == value
    made = Ours.model_construct(cwd="/", number=1)
    assert made.model_dump() == {**value, "tags": [], "number": 1}
    # The class that declares it first has its own idea, used before or after.
    assert ThreadStartParams().model_dump() == {}
    assert Ours(number=1).model_dump() == {"model": "gpt-5.5", "tags": [], "number": 1}
    ours.model = "other"
    assert ours.model == "other" and "model" in ours.model_fields_set
    del ours.model
    assert not hasattr(ours, "model")


def local() -> None:
    """A subclass may refer to what its function defines."""

    class Kept(ThreadStartParams):
        later: "list[Later]" = []

    class Later(BaseModel):
        number: int

    kept = Kept.model_validate({"later": [{"number": 1}]})
    assert kept.later == [Later(number=1)]
    assert Kept().later == []


def signatures() -> None:
    """A class tells how it is called, by the names of attributes, before and after it is complete."""
    for _ in range(2):
        parameters = inspect.signature(ThreadReadParams).parameters
        assert "thread_id" in parameters and "threadId" not in parameters
        assert parameters["thread_id"].default is inspect.Parameter.empty
        ThreadReadParams(thread_id="1")
    assert "labels" in inspect.signature(Checked).parameters


def pickled() -> None:
    """A message may go to another process, once its types were used, too."""
    message = {"id": 1, "method": "thread/read", "params": {"threadId": "1"}}
    asked = CLIENT_REQUESTS.decode(message)
    again = pickle.loads(pickle.dumps(asked))
    assert again == asked and again.method is THREAD_READ
    assert copy.deepcopy(CLIENT_REQUESTS) == CLIENT_REQUESTS


def misspelt() -> ThreadReadParams:
    """Constructors take the names of attributes: checkers refuse those of the wire."""
    return ThreadReadParams(threadId="1")  # type: ignore[call-arg]


def shown() -> None:
    """A member that the schema does not name is no attribute, and does not look like one."""
    params = ThreadStartParams.model_validate({"model_provider": "x", "cwd": None})
    told = "ThreadStartParams(cwd=None, model_extra={'model_provider': 'x'})"
    assert repr(params) == told and params.model_provider is None
    assert repr(ThreadStartParams()) == "ThreadStartParams()"
    assert repr(ThreadStartParams.__new__(ThreadStartParams)) == "ThreadStartParams()"


def wire_names() -> None:
    """What is set by its name on the wire is the same member."""
    params = ThreadReadParams(thread_id="1")
    setattr(params, json.loads('"threadId"'), "2")
    assert params.thread_id == "2" and params.model_dump_json() == '{"threadId":"2"}'
    copied = params.model_copy(update={"threadId": "3", "new": 1})
    assert copied.thread_id == "3" and copied.model_extra == {"new": 1}
    assert copied.model_dump() == {"threadId": "3", "new": 1}
    none = ThreadStartParams(ephemeral=True).model_copy(update={"modelProvider": None})
    assert none.model_dump() == {"ephemeral": True, "modelProvider": None}
    try:
        params.model_copy(update={"threadId": "3", "thread_id": "4"})
    except TypeError as error:
        assert "thread_id and threadId" in str(error)
    else:
        raise AssertionError("one member was given twice")


def numbers() -> None:
    """A number beyond a float does not become null, and one beyond 64 bits is what it is."""
    params = ThreadStartParams.model_validate_json('{"new":1e400}')
    assert params.model_dump_json() == '{"new":Infinity}'
    one_of: Any = importlib.import_module("protocol._support.values").one_of
    assert one_of(2**70, [1.0, float(2**70)]) and not one_of(2**70 + 1, [float(2**70)])
    assert not one_of(1.0, [1]) and not one_of(True, [1.0])


def threads() -> None:
    """Types may be used by several threads at once, which leaves no trace."""
    limit, failures = sys.getrecursionlimit(), list[BaseException]()
    every: list[Any] = [getattr(protocol, name) for name in protocol.__all__[:300]]
    start = threading.Barrier(8)

    def use() -> None:
        start.wait()
        try:
            for kind in every:
                many: Any = GenericAlias(list, (kind,))
                TypeAdapter[object](many).validate_json("[]")
        except BaseException as error:
            failures.append(error)

    workers = [threading.Thread(target=use) for _ in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert not failures, failures
    assert sys.getrecursionlimit() == limit


def main() -> None:
    """Run all."""
    threads()
    unions()
    assignments()
    defaults()
    local()
    signatures()
    shown()
    wire_names()
    numbers()
    pickled()
    assert misspelt().thread_id == "1"
    adapter: TypeAdapter[Thread | list[ThreadItem]] = TypeAdapter(
        Thread | list[ThreadItem]
    )
    assert adapter.validate_python([{"type": "new"}]) != []
    print("used")


if __name__ == "__main__":
    main()
