"""What fields are for, as the sources say it: read when a JSON Schema is asked for."""

from __future__ import annotations

import ast
import inspect
import sys
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .structs import Struct


def describe(base: type, names: dict[str, str], members: dict[str, Any]) -> None:
    """Add what a class says of its fields, by attribute or wire name."""
    for attribute, text in _told(base.__module__).get(base.__name__, {}).items():
        member = members.get(names.get(attribute, attribute), members.get(attribute))
        if member is not None:
            member.setdefault("description", text)
            if text.startswith("Deprecated") or text.endswith("\nDeprecated."):
                member.setdefault("deprecated", True)


def tell_defaults(cls: type[Struct], members: dict[str, Any]) -> None:
    """Add what an absent member reads as: pydantic knows no default, since none is written."""
    for attribute, info in cls.__pydantic_fields__.items():
        names = cls.__wire_names__
        member = members.get(names.get(attribute, attribute), members.get(attribute))
        # A default as the wire spells it, and an enumeration, have their value within.
        default = getattr(info.default, "value", info.default)
        told = isinstance(default, (str, int, float, list, dict))
        if told and member is not None and attribute not in cls.__constants__:
            member.setdefault("default", default)


# Pydantic's own way reads the source of each class when that is made: importing a package
# would take twice as long.
@cache
def _told(module: str) -> dict[str, dict[str, str]]:
    try:
        tree = ast.parse(inspect.getsource(sys.modules[module]))
    except (OSError, TypeError, SyntaxError):
        return {}  # there is no source, only what was made of it
    classes = (node for node in tree.body if isinstance(node, ast.ClassDef))
    return {node.name: dict(_fields(node)) for node in classes}


def _fields(node: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for field, below in pairwise(node.body):
        match field, below:
            case (
                ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str(text))),
            ):
                yield name, inspect.cleandoc(text)
            case _:
                pass
