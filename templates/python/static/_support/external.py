"""Unions of bare strings and of objects with one member."""

from __future__ import annotations

from typing import Any, get_args

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema

from .enums import ClosedEnum, OpenEnum
from .schemas import as_branch, choose
from .structs import Struct
from .unions import Branches, members_of, with_rest
from .values import kind_of, kinds_in


class External(Branches):
    """A union of bare strings and of objects with one member, whose key says which it is.

    ``keys`` are those of the objects, in order. ``Unknown...``, where there is one, is the last
    object and takes unknown keys; ``keep`` is as for `Tagged`.
    """

    def __init__(
        self, name: str, *keys: str, closed: bool = False, keep: str = ""
    ) -> None:
        super().__init__(name)
        self.keys = keys
        self.closed, self.keep = closed, kinds_in(keep)

    def whole(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Give the schema of the union, as it is by itself."""
        members: list[Any] = list(get_args(source)) or [source]
        texts = [
            cls for cls in members if isinstance(cls, type) and issubclass(cls, str)
        ]
        objects = [
            cls for cls in members if isinstance(cls, type) and issubclass(cls, Struct)
        ]
        unknown = None if self.closed else objects.pop()
        by_key = dict(zip(self.keys, objects, strict=True))
        choices = {as_branch(cls.__name__): handler(cls) for cls in (*texts, *objects)}
        text = next((as_branch(cls.__name__) for cls in texts), None)
        plain = {
            str.__str__(value)
            for cls in texts
            if issubclass(cls, (OpenEnum, ClosedEnum))
            for value in cls.known_values()
        }

        def pick(value: Any) -> str | None:
            if isinstance(value, str):
                return text if value in plain or value not in by_key else None
            keys = members_of(value).keys()
            key = next(iter(keys), None) if len(keys) == 1 else None
            return as_branch(by_key[key].__name__) if key in by_key else None

        expected = " or ".join(
            filter(
                None,
                [
                    "a string" if text else "",
                    f"an object with one of {', '.join(by_key)}",
                ],
            )
        )
        one = choose(pick, choices, expected)
        if unknown is None and not self.keep:
            return one

        def is_unknown(value: Any) -> bool:
            if kind_of(value) in self.keep:
                return True
            keys = members_of(value).keys()
            known = keys & by_key.keys() or keys & plain
            return unknown is not None and len(keys) == 1 and not known

        return with_rest(self.name, one, is_unknown, unknown, handler)
