"""Lists with a type for each place, and lists without equal elements."""

from __future__ import annotations

import json
from typing import Any, cast, get_args

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, to_jsonable_python
from pydantic_core import core_schema as cs

from .schemas import as_branch, choose, strict
from .values import plain


class Places:
    """A list with a type for each place, read as a tuple; ``rest`` is that of all further places."""

    def __init__(
        self,
        *places: Any,
        rest: Any = ...,  # not `None`, which is a type
        least: int | None = None,
        most: int | None = None,
    ) -> None:
        self.places, self.rest, self.least, self.most = places, rest, least, most

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        items = [
            strict(handler.generate_schema(place))
            for place in self.places or get_args(source)
        ]
        if self.rest is not ...:
            rest = strict(handler.generate_schema(self.rest))
            long = cs.tuple_schema(
                [*items, rest],
                variadic_item_index=len(items),
                max_length=self.most,
                strict=False,
            )
        else:
            long = cs.tuple_schema(items, strict=False)
        least = len(items) if self.least is None else self.least
        if least >= len(items):
            long["min_length"] = least
            return long
        # Fewer elements than places: each length has a schema of its own.
        choices: dict[str, CoreSchema] = {
            as_branch(count): cs.tuple_schema(items[:count], strict=False)
            for count in range(least, len(items))
        }
        choices[as_branch("all")] = long

        def pick(value: Any) -> str | None:
            if not isinstance(value, (list, tuple)):
                return None
            count = len(cast("list[Any]", value))
            return (
                None
                if count < least
                else as_branch(count)
                if count < len(items)
                else as_branch("all")
            )

        return choose(pick, choices, f"a list of at least {least} elements")


class Unique:
    """A list without two equal elements."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return cs.no_info_after_validator_function(_check_unique, handler(source))


def _check_unique(items: list[Any]) -> list[Any]:
    texts = [
        json.dumps(plain(to_jsonable_python(item)), sort_keys=True) for item in items
    ]
    if len({*texts}) != len(texts):
        raise PydanticCustomError("unique", "Input should have no two equal elements")
    return items
