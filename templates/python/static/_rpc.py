"""Methods of a JSON-RPC protocol and the messages that call them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeAlias, TypeVar, cast

from pydantic import BaseModel, ConfigDict, TypeAdapter
from pydantic_core import from_json, to_jsonable_python

from ._index import load

Params = TypeVar("Params")
Result = TypeVar("Result")
Known = TypeVar("Known", bound="Notification[Any]")
# The name of a type, what makes a type, or nothing.
Source: TypeAlias = "str | Callable[[], Any] | None"
Json: TypeAlias = "str | bytes | bytearray"


def _adapter(source: Source) -> TypeAdapter[Any]:
    kind: Any = load(source) if isinstance(source, str) else source and source()
    is_model = isinstance(kind, type) and issubclass(kind, BaseModel)
    config = None if is_model else ConfigDict(strict=True)
    return TypeAdapter(cast("Any", kind), config=config)


class Notification(Generic[Params]):
    """A method that is not answered."""

    def __init__(self, name: str, params: Source) -> None:
        self.name = name
        self._params = params

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name}>"

    @cached_property
    def _params_adapter(self) -> TypeAdapter[Any]:
        return _adapter(self._params)

    def params(self, value: object) -> Params:
        """Read parameters from a decoded JSON value."""
        return cast("Params", self._params_adapter.validate_python(value))

    def params_json(self, text: Json) -> Params:
        """Read parameters from JSON text."""
        return cast("Params", self._params_adapter.validate_json(text))

    def message(self, params: Params, **members: Any) -> dict[str, Any]:
        """Make the message that calls the method, as a JSON value."""
        message = {"method": self.name, **members}
        return (
            message
            if params is None
            else {**message, "params": to_jsonable_python(params)}
        )


class Method(Notification[Params], Generic[Params, Result]):
    """A method that is answered."""

    def __init__(self, name: str, params: Source, result: Source) -> None:
        super().__init__(name, params)
        self._result = result

    @cached_property
    def _result_adapter(self) -> TypeAdapter[Any]:
        return _adapter(self._result)

    def result(self, value: object) -> Result:
        """Read a result from a decoded JSON value."""
        return cast("Result", self._result_adapter.validate_python(value))

    def result_json(self, text: Json) -> Result:
        """Read a result from JSON text."""
        return cast("Result", self._result_adapter.validate_json(text))

    def request(self, id: str | int, params: Params, **members: Any) -> dict[str, Any]:
        """Make the message that calls the method, as a JSON value."""
        return self.message(params, id=id, **members)


@dataclass(frozen=True)
class Incoming(Generic[Known]):
    """A message that was received.

    Parameters of a known method have its type; those of an unknown one are as they came.
    """

    name: str
    """The name of the method."""
    method: Known | None
    """The method, if it is known."""
    params: Any
    """What the method was called with."""
    message: Mapping[str, Any]
    """All members of the message, `id` of a request among them, as they came."""


class Registry(dict[str, Known], Generic[Known]):
    """Methods by name."""

    def __init__(self, *methods: Known) -> None:
        super().__init__({method.name: method for method in methods})

    def decode(self, message: Json | Mapping[str, Any]) -> Incoming[Known]:
        """Read a message; one with an unknown method is kept as it came."""
        members: Any = message if isinstance(message, Mapping) else from_json(message)
        name = members["method"]
        method = self.get(name)
        params = members.get("params")
        return Incoming(
            name, method, params if method is None else method.params(params), members
        )
