"""Members that may be absent: what their attributes read as then."""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias, TypeVar

from pydantic import ConfigDict, GetCoreSchemaHandler, TypeAdapter, ValidationError
from pydantic_core import MISSING, CoreSchema

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic.fields import FieldInfo

    from .structs import Struct

T = TypeVar("T")


class NeverNull:
    def __repr__(self) -> str:
        return "NeverNull"

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        schema: Any = handler(source)
        inner: CoreSchema = schema["schema"] if schema["type"] == "nullable" else schema
        return inner


# May be left out, which reads as None, but is never null on the wire.
Omit: TypeAlias = Annotated[T | None, NeverNull()]


class Optional:
    """An attribute that reads as its default while its member is absent."""

    __slots__ = ("default", "name")

    def __init__(self, name: str, default: Any) -> None:
        self.name = name
        self.default = default

    @staticmethod
    def of(name: str, info: FieldInfo) -> Optional:
        default = info.default
        if isinstance(default, WireDefault):
            return Fresh(name, default.reader(info))
        return Optional(name, default)

    def __get__(self, model: Struct | None, owner: type[Struct]) -> Any:
        if model is None:
            raise AttributeError(self.name)
        value = model.__dict__.get(self.name, MISSING)
        return self.default if value is MISSING else value

    def __set__(self, model: Struct, value: Any) -> None:
        vars(model)[self.name] = value
        model.__pydantic_fields_set__.add(self.name)

    def __delete__(self, model: Struct) -> None:
        vars(model)[self.name] = MISSING
        model.__pydantic_fields_set__.discard(self.name)


class Fresh(Optional):
    """The same with a default that can be changed: each reader gets one of its own."""

    __slots__ = ()

    def __get__(self, model: Struct | None, owner: type[Struct]) -> Any:
        if model is None:
            raise AttributeError(self.name)
        value = model.__dict__.get(self.name, MISSING)
        return self.default() if value is MISSING else value


class Own(Optional):
    """An attribute as any other: there is none while nothing is set."""

    __slots__ = ()

    def __get__(self, model: Struct | None, owner: type[Struct]) -> Any:
        if model is None or self.name not in model.__dict__:
            raise AttributeError(self.name)
        return model.__dict__[self.name]

    def __delete__(self, model: Struct) -> None:
        del vars(model)[self.name]


class WireDefault:
    """A default as the wire spells it."""

    def __init__(self, value: object) -> None:
        self.value = value

    def __repr__(self) -> str:
        return f"wire_default({self.value!r})"

    def reader(self, info: FieldInfo) -> Callable[[], Any]:
        """Give what makes the value; the type is built when it is first asked for."""
        if self.value == []:
            return list
        adapter = cache(lambda: _adapter_of(info.rebuild_annotation()))
        return lambda: adapter().validate_python([deepcopy(self.value)])[0]


def _adapter_of(kind: Any) -> TypeAdapter[Any]:
    # In a list, since a model has a configuration of its own and refuses another.
    alone: Any = list
    return TypeAdapter[Any](alone[kind], config=ConfigDict(strict=True))


def wire_default(value: object) -> Any:
    """Give an attribute a default as the wire spells it; it is read when it is asked for."""
    return WireDefault(value)


_common: dict[tuple[type, str], TypeAdapter[Any]] = {}


def common(model: Struct, wire: str, kind: Any, absent: T) -> T:
    """Read a member that all variants of a union have from one that the schema does not know."""
    members = model.model_extra or {}
    if wire not in members:
        return absent
    place = type(model), wire
    if place not in _common:
        _common[place] = _adapter_of(kind)
    try:
        value: T = _common[place].validate_python([members[wire]])[0]
    except ValidationError:
        return absent
    return value
