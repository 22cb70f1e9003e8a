"""Core schemas that several kinds of types are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic_core import CoreSchema, PydanticCustomError, ValidationError
from pydantic_core import core_schema as cs

if TYPE_CHECKING:
    from collections.abc import Callable


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


def either(first: Any, *others: Any) -> Any:
    """Make a union that is a value: there, type checkers do not take the `|` of all types."""
    kind = first
    for other in others:
        kind = kind | other
    return kind


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
