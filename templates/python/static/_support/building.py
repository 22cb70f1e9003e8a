"""Completing classes, each by one thread at a time, and how they are called."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from inspect import Parameter, Signature
from threading import RLock
from typing import TYPE_CHECKING, Any

from pydantic import VERSION, BaseModel, main
from pydantic_core import core_schema as cs

from .members import WireDefault
from .schemas import AS_IT_IS

if TYPE_CHECKING:
    from collections.abc import Generator

    from pydantic.fields import FieldInfo
    from pydantic_core import CoreSchema

# Pydantic's own where it has one: a thread that holds the one would wait for the other.
LOCK: Any = getattr(main, "_rebuild_lock", None) or RLock()

# Whether each class that is being completed was met yet.
_under_way: dict[type, bool] = {}

# Of these, those that were met within themselves.
_circular: set[type] = set()

# There, a union of the user's own warns of a model with absent members.
_COUNTS_MEMBERS = VERSION.startswith("2.12.")

# There, a model can only be written where its class is complete; later ones complete it then.
_WRITES_COMPLETE = VERSION.startswith(("2.12.", "2.13."))

# There, reading JSON drops a member that is called like an attribute; reading objects does not.
_DROPS_MEMBERS = VERSION.startswith("2.13.")


def is_by_itself(cls: type) -> bool:
    """Whether a class that others hold is completed before them, so that all reuse its validator.

    Of classes that hold each other, each would have all others in it.
    """
    if cls in _under_way:
        if _under_way[cls]:
            _circular.add(cls)
        _under_way[cls] = True
        return False
    return _WRITES_COMPLETE or not _circular


@contextmanager
def under_way(cls: type) -> Generator[None, None, None]:
    """Complete a class meanwhile."""
    with LOCK:
        inner = cls in _under_way
        _under_way.setdefault(cls, False)
        limit = sys.getrecursionlimit()
        # A level of a long chain of types takes pydantic about a hundred frames.
        sys.setrecursionlimit(max(limit, 30_000))
        try:
            yield
        finally:
            sys.setrecursionlimit(limit)
            if not inner:
                del _under_way[cls]
                _circular.discard(cls)


def within(schema: CoreSchema) -> CoreSchema:
    """Give the schema of a complete model to what holds it."""
    if not _COUNTS_MEMBERS:
        return schema
    held: Any = schema
    if held["type"] == "definitions":
        held = {**held, "schema": within(held["schema"])}
    else:
        held = {**held, "serialization": AS_IT_IS}
    made: CoreSchema = held
    return made


def whole(fields: Any) -> Any:
    """Give the schema of the fields of a model that has members by other names than its attributes'."""
    if not _DROPS_MEMBERS:
        return fields
    return cs.no_info_before_validator_function(lambda members: members, fields)


class Called:
    """The signature of a class, by attribute names: pydantic would tell those of the wire."""

    def __get__(self, model: object, owner: type[BaseModel]) -> Signature:
        is_ours = hasattr(owner.__init__, "__pydantic_base_init__")
        if model is not None or not is_ours:
            raise AttributeError("__signature__")
        fields = owner.__pydantic_fields__.items()
        return Signature([_parameter(name, info) for name, info in fields])


def _parameter(name: str, info: FieldInfo) -> Parameter:
    default: Any = info.get_default(call_default_factory=False)
    if info.is_required():
        default = Parameter.empty
    elif isinstance(default, WireDefault):
        default = default.value
    kind = info.rebuild_annotation()
    return Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=kind)
