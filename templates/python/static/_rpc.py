"""Methods of a JSON-RPC protocol and the messages that call them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import import_module
from typing import Annotated, Any, Generic, TypeAlias, TypeVar, cast, overload

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from pydantic_core import (
    CoreSchema,
    InitErrorDetails,
    SchemaValidator,
    from_json,
    to_jsonable_python,
)
from pydantic_core import core_schema as cs

from ._index import load
from ._support.schemas import any_of
from .errors import json_pointer

Params = TypeVar("Params")
Result = TypeVar("Result")
Given = TypeVar("Given")
Known = TypeVar("Known", bound="Notification[Any]")
# The name of a type, what makes a type, or nothing.
Source: TypeAlias = "str | Callable[[], Any] | None"
Json: TypeAlias = "str | bytes | bytearray"
Id: TypeAlias = "str | int"

# What each message says of JSON-RPC's version, where the schema wants it.
_VERSION: dict[str, Any] = {}


def _id() -> Any:
    """Give the type of a request's id, where the method has no other."""
    return any_id()


def _members(message: Json | Mapping[str, Any]) -> Mapping[str, Any]:
    members: Any = message if isinstance(message, Mapping) else from_json(message)
    if isinstance(members, Mapping):
        return cast("Mapping[str, Any]", members)
    raise ValueError("the message is no object")


def _called(members: Mapping[str, Any]) -> str:
    name = members.get("method")
    if isinstance(name, str):
        return name
    raise ValueError("the message names no `method`")


def of(kind: Any, *args: Any) -> Any:
    """Make a type of types that are loaded: `of(list, load("X"))` is `list[X]`."""
    return kind[args]


def _adapter(source: Source) -> TypeAdapter[Any]:
    kind: Any = load(source) if isinstance(source, str) else source and source()
    is_model = isinstance(kind, type) and issubclass(kind, BaseModel)
    config = None if is_model else ConfigDict(strict=True)
    return TypeAdapter(cast("Any", kind), config=config)


def _method(name: str) -> Any:
    return getattr(import_module(".methods", __package__), name)


def anything() -> Any:
    """Params of which the schema says nothing: whatever comes is let pass."""
    return Any


class _AnyId:
    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        text, whole = cs.str_schema(strict=True), cs.int_schema(strict=True)
        return any_of([text, whole], "a string or an integer")


def any_id() -> Any:
    """Ids of which the schema says nothing: what JSON-RPC has."""
    return Annotated[str | int, _AnyId()]


class Notification(Generic[Params]):
    """A method that is not answered."""

    def __init__(self, name: str, params: Source, *, null: bool = False) -> None:
        self.name = name
        self._params = params
        # Whether no params are written as null.
        self._null = null

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name}>"

    def __reduce__(self) -> Any:
        """Pickle a method that the package has by its name: it stays one object."""
        methods = vars(sys.modules.get(f"{__package__}.methods", object))
        own = next((name for name, one in methods.items() if one is self), None)
        return super().__reduce__() if own is None else (_method, (own,))

    @cached_property
    def _params_adapter(self) -> TypeAdapter[Any]:
        return _adapter(self._params)

    def params(self, value: object) -> Params:
        """Read parameters from a decoded JSON value."""
        return cast("Params", self._params_adapter.validate_python(value))

    def params_json(self, text: Json) -> Params:
        """Read parameters from JSON text."""
        return cast("Params", self._params_adapter.validate_json(text))

    def check_id(self, message: Mapping[str, Any]) -> None:
        """Look at the id of a message that calls the method: it needs none."""

    @overload
    def message(
        self: Notification[Given | None], params: Given | None = None, **members: Any
    ) -> dict[str, Any]: ...
    @overload
    def message(self, params: Params, **members: Any) -> dict[str, Any]: ...
    def message(self, params: Any = None, **members: Any) -> dict[str, Any]:
        """Make the message that calls the method, as a JSON value."""
        message = {**_VERSION, "method": self.name, **members}
        if params is not None or self._null:
            message["params"] = to_jsonable_python(params)
        return message


class Method(Notification[Params], Generic[Params, Result]):
    """A method that is answered."""

    def __init__(
        self,
        name: str,
        params: Source,
        result: Source,
        *,
        null: bool = False,
        id: Source = _id,
        may_lack_id: bool = False,
    ) -> None:
        super().__init__(name, params, null=null)
        self._result = result
        self._id = id
        self._may_lack_id = may_lack_id

    @cached_property
    def _id_adapter(self) -> TypeAdapter[Any]:
        return _adapter(self._id)

    @cached_property
    def _result_adapter(self) -> TypeAdapter[Any]:
        return _adapter(self._result)

    def result(self, value: object) -> Result:
        """Read a result from a decoded JSON value."""
        return cast("Result", self._result_adapter.validate_python(value))

    def result_json(self, text: Json) -> Result:
        """Read a result from JSON text."""
        return cast("Result", self._result_adapter.validate_json(text))

    def check_id(self, message: Mapping[str, Any]) -> None:
        """Look at the id of a message that calls the method: a wrong one raises Pydantic's `ValidationError`."""
        if "id" in message:
            self._id_adapter.validate_python(message["id"])
        elif not self._may_lack_id:
            absent = InitErrorDetails(type="missing", input=message)
            raise ValidationError.from_exception_data(self.name, [absent])

    @overload
    def request(
        self: Method[Given | None, Any],
        id: Id,
        params: Given | None = None,
        **members: Any,
    ) -> dict[str, Any]: ...
    @overload
    def request(self, id: Id, params: Params, **members: Any) -> dict[str, Any]: ...
    def request(self, id: Id, params: Any = None, **members: Any) -> dict[str, Any]:
        """Make the message that calls the method, as a JSON value."""
        return self.message(params, id=id, **members)

    def response(self, id: Id, result: Result, **members: Any) -> dict[str, Any]:
        """Make the message that answers a call, as a JSON value."""
        answer = {"id": id, "result": to_jsonable_python(result)}
        return {**_VERSION, **answer, **members}

    def decode_response(self, message: Json | Mapping[str, Any]) -> Result:
        """Read the message that answers a call; an error is raised as `ResponseError`."""
        members = _members(message)
        error = members.get("error")
        # A null beside the other is an absent one.
        if error is not None or "result" not in members:
            if members.get("result") is not None:
                raise ValueError("the message has both a `result` and an `error`")
            if "error" not in members:
                raise ValueError("the message has neither a `result` nor an `error`")
            raise ResponseError.read(error)
        return self.result(members["result"])


@cache
def _error() -> SchemaValidator:
    code = cs.typed_dict_field(cs.int_schema(strict=True))
    message = cs.typed_dict_field(cs.str_schema(strict=True))
    fields = {"code": code, "message": message}
    return SchemaValidator(cs.typed_dict_schema(fields, extra_behavior="allow"))


class ResponseError(Exception):
    """An error that answers a call: received, or to be sent."""

    def __init__(self, code: int, message: str, **members: Any) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message
        self.members: dict[str, Any] = {"code": code, "message": message, **members}
        """All members of the error, those that the protocol does not name among them."""

    def __str__(self) -> str:
        return f"{self.message} ({self.code})"

    @property
    def data(self) -> Any:
        """What else the error says, if anything."""
        return self.members.get("data")

    @classmethod
    def read(cls, error: object) -> ResponseError:
        """Read the `error` of a message."""
        members = _error().validate_python(error)
        made = cls(members["code"], members["message"])
        made.members = members
        return made

    def response(self, id: Id | None, **members: Any) -> dict[str, Any]:
        """Make the message that answers a call, as a JSON value; `id` is `None` where it could not be read."""
        answer = {"id": id, "error": to_jsonable_python(self.members)}
        return {**_VERSION, **answer, **members}


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
    """All members of the message, as they came."""

    @property
    def id(self) -> Any:
        """What the answer to a request repeats; a notification has none, which reads as `None`."""
        return self.message.get("id")


class _Invalid(ValueError):
    """A message of a known method is wrong in a part."""

    _part: str

    def __init__(
        self,
        method: Notification[Any],
        message: Mapping[str, Any],
        cause: ValidationError,
    ) -> None:
        super().__init__(method, message, cause)
        self.method = method
        """The method that was called."""
        self.message = message
        """All members of the message, as they came."""
        self.cause = cause
        """What is wrong, and where in that part."""

    def __str__(self) -> str:
        return f"invalid {self._part} of {self.name}: {self.cause}"

    @property
    def name(self) -> str:
        """The name of the method."""
        return self.method.name

    def _wrong(self) -> str:
        return "; ".join(
            f"/{self._part}{json_pointer(line)}: {line['msg']}"
            for line in self.cause.errors(include_url=False)
        )


class InvalidParams(_Invalid):
    """A known method was called with parameters that are wrong; a request can still be answered."""

    _part = "params"

    @property
    def id(self) -> Any:
        """What the answer to a request repeats; a notification has none, which reads as `None`."""
        return self.message.get("id")

    def response(self, **members: Any) -> dict[str, Any]:
        """Make the message that tells the caller, by the code -32602, what is wrong."""
        error = ResponseError(-32602, f"Invalid params: {self._wrong()}")
        return error.response(self.id, **members)


class InvalidRequest(_Invalid):
    """A known method was called without an id that its answer could repeat."""

    _part = "id"

    def response(self, **members: Any) -> dict[str, Any]:
        """Make the message that tells the caller, by the code -32600, what is wrong; its id is null."""
        error = ResponseError(-32600, f"Invalid request: {self._wrong()}")
        return error.response(None, **members)


class Registry(dict[str, Known], Generic[Known]):
    """Methods by name."""

    def __init__(self, *methods: Known) -> None:
        super().__init__({method.name: method for method in methods})

    def decode(self, message: Json | Mapping[str, Any]) -> Incoming[Known]:
        """Read a message; one with an unknown method is kept as it came.

        Parameters that a known method does not take raise `InvalidParams`; before that, a request
        without an id that it takes raises `InvalidRequest`.
        """
        members = _members(message)
        name = _called(members)
        method = self.get(name)
        params = members.get("params")
        if method is not None:
            try:
                method.check_id(members)
            except ValidationError as error:
                raise InvalidRequest(method, members, error) from error
            try:
                params = method.params(params)
            except ValidationError as error:
                raise InvalidParams(method, members, error) from error
        return Incoming(name, method, params, members)
