"""The schema of a generated class, put together from its fields.

Pydantic's own way looks in each field for what no generated class has, validators and serializers
above all, and takes twice as long: a first message needs a hundred classes.
"""

from __future__ import annotations

from types import NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin

from pydantic_core import CoreSchema
from pydantic_core import core_schema as cs

from .members import NeverNull

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import BaseModel, GetCoreSchemaHandler
    from pydantic.fields import FieldInfo

_UNIONS = (UnionType, Union)

_SCALARS: dict[object, Callable[[], CoreSchema]] = {
    str: cs.str_schema,
    int: cs.int_schema,
    bool: cs.bool_schema,
    NoneType: cs.none_schema,
    Any: cs.any_schema,
}

# Strings and integers in their bounds, which many fields share.
_bounded: dict[tuple[object, ...], Any] = {}


def can_assemble(cls: type[BaseModel]) -> bool:
    """Whether a class has nothing that pydantic alone knows how to read."""
    # Before 2.13 there is no telling whether unknown members have a type; nor are the names of the wire there.
    if getattr(cls, "__pydantic_extra_info__", cls) is not None:
        return False
    if cls.model_config.get("alias_generator") is None:
        return True
    fields = cls.__pydantic_fields__.values()
    return all(isinstance(info.validation_alias, str) for info in fields)


def assemble(cls: type[BaseModel], handler: GetCoreSchemaHandler) -> CoreSchema:
    """Make what pydantic makes of the class."""
    fields = {
        name: _field(info, handler) for name, info in cls.__pydantic_fields__.items()
    }
    config: Any = cls.model_config  # has all that a `Struct` says
    return cs.model_schema(
        cls,
        cs.model_fields_schema(fields, model_name=cls.__name__, computed_fields=[]),
        config=cs.CoreConfig(
            title=cls.__name__,
            extra_fields_behavior=config["extra"],
            strict=config["strict"],
            serialize_by_alias=config["serialize_by_alias"],
            ser_json_inf_nan=config["ser_json_inf_nan"],
        ),
        custom_init=False,
        root_model=False,
        # As pydantic's: a class that holds itself is referred to before it is there.
        ref=f"{cls.__module__}.{cls.__qualname__}:{id(cls)}",
    )


def _field(info: FieldInfo, handler: GetCoreSchemaHandler) -> cs.ModelField:
    wire: Any = info.validation_alias  # a plain name, or none
    value = _annotated(info.annotation, info.metadata, handler)
    if not info.is_required():
        value = cs.with_default_schema(value, default=info.default)
    return cs.model_field(
        value, validation_alias=wire, serialization_alias=info.serialization_alias
    )


def _annotated(kind: Any, marks: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
    match marks:
        case []:
            return _schema(kind, handler)
        case [NeverNull()]:
            schema: Any = _schema(kind, handler)
            inner: CoreSchema = schema.get("schema", schema)
            return inner if schema["type"] == "nullable" else schema
        case _:
            whole = (kind, *marks)
            if kind in (int, str):
                return _bounds(whole, handler)
            return handler.generate_schema(Annotated[whole])


def _bounds(kind: tuple[Any, ...], handler: GetCoreSchemaHandler) -> CoreSchema:
    if kind not in _bounded:
        _bounded[kind] = handler.generate_schema(Annotated[kind])
    schema: CoreSchema = _bounded[kind].copy()
    return schema


def _schema(kind: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
    if scalar := _SCALARS.get(kind):
        return scalar()
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _annotated(inner[0], [*inner[1:]], handler)
    if origin is Literal:
        return cs.literal_schema([*inner])
    if origin is list:
        return cs.list_schema(_schema(inner[0], handler))
    if origin in _UNIONS and len(inner) == 2 and inner[1] is NoneType:
        return cs.nullable_schema(_schema(inner[0], handler))
    return handler.generate_schema(kind)
