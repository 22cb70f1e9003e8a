"""Strings with known values."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic_core import core_schema as cs

if TYPE_CHECKING:
    import typing_extensions
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema

E = TypeVar("E", bound="OpenEnum")


class OpenEnum(str):
    """A string with known values, which are class attributes; any other string is kept too."""

    __slots__ = ()

    @classmethod
    def known_values(cls) -> list[typing_extensions.Self]:
        """List the values that the schema knows."""
        return [value for value in vars(cls).values() if isinstance(value, cls)]

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        text = cs.str_schema(strict=True)
        find = _Values(cls).__getitem__
        return cs.no_info_after_validator_function(
            find, text, serialization=cs.simple_ser_schema("str")
        )


class _Values(dict[str, OpenEnum]):
    """Finds known values, which is faster than to make them anew, and makes others."""

    def __init__(self, cls: type[OpenEnum]) -> None:
        super().__init__({str(value): value for value in cls.known_values()})
        self._make = cls

    def __missing__(self, text: str) -> OpenEnum:
        return self._make(text)


class Known:
    """Declare a known value of an open enumeration."""

    def __init__(self, value: str) -> None:
        self.value = value

    def __set_name__(self, owner: type[OpenEnum], name: str) -> None:
        setattr(owner, name, owner(self.value))

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
