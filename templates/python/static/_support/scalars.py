"""Numbers in their ranges, constants, and what no value is."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, TypeAlias, get_args

from pydantic import Field, GetCoreSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError
from pydantic_core import core_schema as cs

from .schemas import AS_IT_IS, any_of, strict
from .values import once, one_of

if TYPE_CHECKING:
    from collections.abc import Callable


# Under this key a schema says what values it takes: what is shown of it is made of that.
_VALUES = "values"


class OneOf:
    """A scalar that is one of the given values, in kind too: ``True`` and ``1.0`` are no ``1``."""

    def __init__(self, *values: Any) -> None:
        self.values = values

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        values: tuple[Any, ...] = self.values or get_args(source)
        expected = ", ".join(map(json.dumps, once(values)))

        def check(value: Any) -> Any:
            if one_of(value, values):
                return value
            raise PydanticCustomError(
                "literal_error", "Input should be {expected}", {"expected": expected}
            )

        return cs.no_info_plain_validator_function(
            check, serialization=AS_IT_IS, metadata={_VALUES: once(values)}
        )

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: Any
    ) -> dict[str, Any]:
        metadata: Any = schema.get("metadata") or {}
        match metadata.get(_VALUES, self.values):
            case [value]:
                return {"const": value}
            case values:
                return {"enum": list(values)}


class Exact:
    """Make a type strict wherever it is used."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        exact: CoreSchema = strict(handler(source))
        return exact


class Numeric:
    """A number in a range; an integer stays an integer."""

    def __init__(
        self,
        *,
        ge: float | None = None,
        gt: float | None = None,
        le: float | None = None,
        lt: float | None = None,
    ) -> None:
        self.ge, self.gt, self.le, self.lt = ge, gt, le, lt

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        def whole(bound: float | None, towards: Callable[[float], int]) -> int | None:
            return None if bound is None else towards(bound)

        number = cs.float_schema(
            strict=True,
            allow_inf_nan=False,
            ge=self.ge,
            gt=self.gt,
            le=self.le,
            lt=self.lt,
        )
        integer = cs.int_schema(
            strict=True,
            ge=whole(self.ge, math.ceil),
            gt=whole(self.gt, math.floor),
            le=whole(self.le, math.floor),
            lt=whole(self.lt, math.ceil),
        )
        signs = {
            "at least": self.ge,
            "more than": self.gt,
            "at most": self.le,
            "less than": self.lt,
        }
        bounds = " and ".join(
            f"{sign} {bound}" for sign, bound in signs.items() if bound is not None
        )
        return any_of([integer, number], f"a number {bounds}".rstrip())


class _Nothing:
    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        def refuse(value: object) -> NoReturn:
            raise PydanticCustomError("never", "No value is allowed here")

        return cs.no_info_plain_validator_function(refuse, serialization=AS_IT_IS)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: Any
    ) -> dict[str, Any]:
        return {"not": {}}


# What no value is.
Nothing: TypeAlias = Annotated[NoReturn, _Nothing()]


# A number that keeps its kind: 1 stays 1, and 1.0 stays 1.0.
Number: TypeAlias = Annotated[float, Numeric()]


Int8: TypeAlias = Annotated[int, Field(strict=True, ge=-(2**7), le=2**7 - 1)]


Int16: TypeAlias = Annotated[int, Field(strict=True, ge=-(2**15), le=2**15 - 1)]


Int32: TypeAlias = Annotated[int, Field(strict=True, ge=-(2**31), le=2**31 - 1)]


Int64: TypeAlias = Annotated[int, Field(strict=True, ge=-(2**63), le=2**63 - 1)]


UInt8: TypeAlias = Annotated[int, Field(strict=True, ge=0, le=2**8 - 1)]


UInt16: TypeAlias = Annotated[int, Field(strict=True, ge=0, le=2**16 - 1)]


UInt32: TypeAlias = Annotated[int, Field(strict=True, ge=0, le=2**32 - 1)]


UInt64: TypeAlias = Annotated[int, Field(strict=True, ge=0, le=2**64 - 1)]
