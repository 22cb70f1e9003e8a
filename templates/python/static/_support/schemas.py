"""Core schemas that several kinds of types are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args, get_origin

from pydantic_core import CoreSchema, PydanticCustomError, ValidationError
from pydantic_core import core_schema as cs
from typing_extensions import TypeAliasType

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import GetCoreSchemaHandler


NO_ERRORS = ValidationError.from_exception_data("", [])


def as_branch(name: object) -> str:
    """Give what a branch of a union is called in the place of an error; `errors` knows it again."""
    return f"<as {name}>"


# Several branches of a union in one.
IN_ORDER = as_branch("*")


# A value of a union is written as what it is: nothing is guessed among the branches.
AS_IT_IS = cs.simple_ser_schema("any")


def choose(
    pick: Callable[[Any], str | None], choices: dict[str, CoreSchema], expected: str
) -> CoreSchema:
    return cs.tagged_union_schema(
        dict(choices),
        pick,
        custom_error_type="union",
        custom_error_message="Input should be {expected}",
        custom_error_context={"expected": expected},
        serialization=AS_IT_IS,
    )


def refusal(expected: str) -> PydanticCustomError:
    message = "Input should be {expected}"
    return PydanticCustomError("union", message, {"expected": expected})


def any_of(branches: list[CoreSchema], expected: str) -> CoreSchema:
    return cs.union_schema(
        list(branches),
        mode="left_to_right",
        custom_error_type="union",
        custom_error_message="Input should be {expected}",
        custom_error_context={"expected": expected},
        serialization=AS_IT_IS,
    )


_SCALARS = {"str", "int", "float", "bool", "bytes", "list", "dict"}


_INSIDE = {"schema", "items_schema", "keys_schema", "values_schema"}


def strict(schema: Any) -> Any:
    """Say in the schema itself what the configuration of a model says of its fields."""
    if schema["type"] in _SCALARS:
        schema["strict"] = True
    if schema["type"] in _SCALARS | {"nullable", "function-after"}:
        for key in _INSIDE & schema.keys():
            strict(schema[key])
    return schema


class Strict:
    """Marks a type whose schema says itself that it is strict."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        made: CoreSchema = strict(handler(source))
        return made


# Type checkers want a variable for each.
_NAMED: Any = TypeAliasType


def _is_small(kind: Any) -> bool:
    origin = get_origin(kind)
    if origin is Annotated:
        return _is_small(get_args(kind)[0])
    named = isinstance(kind, (type, TypeAliasType))
    return kind is None or origin is Literal or (not origin and named)


class Branches:
    """A union whose JSON Schema has its branches side by side.

    Pydantic's own says that only one of them may hold, and looks for the tag in branches that are not there yet.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._named: dict[object, Any] = {}

    def branch(
        self, place: object, kind: Any, like: str, handler: GetCoreSchemaHandler
    ) -> Any:
        """Give the schema of a branch, which may stand at several places.

        Pydantic defines once what has a name; else unions in unions double with each level.
        """
        if _is_small(kind):
            return strict(handler.generate_schema(kind))
        if place not in self._named:
            own = [mark.name for mark in get_args(kind) if isinstance(mark, Branches)]
            name: Any = own[0] if own else self.name + like.title()
            self._named[place] = _NAMED(name, Annotated[kind, Strict()])
        return handler.generate_schema(self._named[place])

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: Any
    ) -> dict[str, Any]:
        """Say what each branch is."""
        branches = _branches(schema)
        whole = branches == [schema]
        sides: dict[str, Any] = handler(schema if whole else cs.union_schema(branches))
        return sides


def _branches(schema: Any) -> list[Any]:
    if schema["type"] == "tagged-union":
        return [
            one
            for name, one in schema["choices"].items()
            if name != IN_ORDER and one["type"] != "function-wrap"
        ]
    if schema["type"] == "union" and isinstance(schema["choices"][0], tuple):
        known, unknown = (one for one, _ in schema["choices"])
        return [*_branches(known), unknown]
    return [schema]
