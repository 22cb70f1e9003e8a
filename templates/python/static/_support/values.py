"""What kinds of JSON values there are, and which of them are equal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def kinds_in(names: str) -> frozenset[str]:
    return frozenset(filter(None, names.split("|")))


def kind_of(value: object) -> str:
    if value is None:
        return "null"
    for kind, name in _KINDS:
        if isinstance(value, kind):
            return name
    return "object" if isinstance(value, BaseModel) else ""


_KINDS: list[tuple[type, str]] = [
    (str, "string"),
    (dict, "object"),
    (bool, "boolean"),
    (int, "integer"),
    (float, "float"),
    (list, "array"),
    (tuple, "array"),
]


def one_of(value: object, some: Sequence[Any]) -> bool:
    kind = kind_of(value)
    return any(
        value == other
        # A whole number is listed as a float where it is beyond 64 bits.
        and kind_of(other) in ({"integer", "float"} if kind == "integer" else {kind})
        for other in some
    )


def once(some: Iterable[Any]) -> list[Any]:
    """Give each number once, as it is spelled first: 1.0 is 1."""
    found: dict[tuple[str, Any], Any] = {}
    for value in some:
        number = plain(value)
        found.setdefault((kind_of(number), number), value)
    return list(found.values())


def plain(value: Any) -> Any:
    """Give equal JSON values the same text: 1.0 is 1."""
    kind = kind_of(value)
    if kind == "float" and value.is_integer():
        return int(value)
    if kind == "array":
        return [plain(item) for item in value]
    if kind == "object":
        return {name: plain(item) for name, item in value.items()}
    return value
