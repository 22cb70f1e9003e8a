"""Strings with known values."""

from __future__ import annotations

from enum import Enum
from inspect import cleandoc
from typing import TYPE_CHECKING, Any, ClassVar, Literal, TypeVar, cast

from pydantic_core import core_schema as cs

if TYPE_CHECKING:
    from collections.abc import Iterator

    import typing_extensions
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema

E = TypeVar("E", bound="OpenEnum")
M = TypeVar("M")


class OpenEnumType(type):
    """What the class itself does as that of an `Enum` does, for the known values."""

    if TYPE_CHECKING:
        __values__: _Values

    def __iter__(cls: type[M]) -> Iterator[M]:
        """Go through the known values."""
        kind: Any = cls
        return iter(kind.__values__.values())

    def __len__(cls) -> int:
        """Count the known values."""
        return len(cls.__values__)

    def __bool__(cls) -> Literal[True]:
        """A class is there, whatever it has."""
        return True

    def __contains__(cls, value: object) -> bool:
        """Whether a value is known."""
        return isinstance(value, str) and value in cls.__values__


class OpenEnum(str, metaclass=OpenEnumType):
    """A string with known values, which are class attributes; any other string is kept too.

    A known value is one object, however it was made: it may be compared by ``is``.
    """

    __slots__ = ()

    if TYPE_CHECKING:
        __values__: ClassVar[_Values]

    def __new__(cls, value: str) -> typing_extensions.Self:
        """Give the known value, or make a string that the schema does not know."""
        return cast("typing_extensions.Self", cls.__values__[value])

    @property
    def value(self) -> str:
        """The plain string."""
        return str.__str__(self)

    @property
    def is_known(self) -> bool:
        """Whether the schema knows the value."""
        return self in type(self).__values__

    @classmethod
    def known_values(cls) -> list[typing_extensions.Self]:
        """List the values that the schema knows."""
        return cast("list[typing_extensions.Self]", list(cls.__values__.values()))

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        text = cs.str_schema(strict=True)
        find = cls.__values__.__getitem__
        return cs.no_info_after_validator_function(
            find, text, serialization=cs.simple_ser_schema("str")
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: Any
    ) -> dict[str, Any]:
        text: dict[str, Any] = handler(schema)
        known = {**text, "enum": [value.value for value in cls.__values__.values()]}
        about = vars(cls).get("__doc__")
        named = {"title": cls.__name__, "anyOf": [known, text]}
        # Before Python 3.13 the lines of a docstring are indented as in the source.
        return {"description": cleandoc(about), **named} if about else named


class _Values(dict[str, OpenEnum]):
    """The known values by their texts, which gives others too."""

    def __init__(self, cls: type[OpenEnum]) -> None:
        super().__init__()
        self._type = cls

    def __missing__(self, text: str) -> OpenEnum:
        return str.__new__(self._type, text)


class Known:
    """Declare a known value of an open enumeration."""

    def __init__(self, value: str) -> None:
        self.value = value

    def __set_name__(self, owner: type[OpenEnum], name: str) -> None:
        if "__values__" not in vars(owner):
            owner.__values__ = _Values(owner)
        known = owner.__values__[self.value]
        owner.__values__[self.value] = known
        setattr(owner, name, known)

    if TYPE_CHECKING:

        def __get__(self, instance: object, owner: type[E]) -> E: ...


known = Known


class _Text(str):
    __slots__ = ()


class ClosedEnum(_Text, Enum):
    """A string that is one of the known values; any other string is refused."""

    @classmethod
    def known_values(cls) -> list[str]:
        """List the values."""
        return [member.value for member in cls]

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        text = cs.literal_schema([member.value for member in cls])
        return cs.no_info_after_validator_function(
            cls, text, serialization=cs.simple_ser_schema("str")
        )
