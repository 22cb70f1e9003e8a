"""Unions of objects that are told apart by a tag, and what all unions have in common."""

from __future__ import annotations

from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    Literal,
    NoReturn,
    cast,
    get_args,
    get_origin,
)

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema
from pydantic_core import core_schema as cs
from typing_extensions import TypeAliasType

from .scalars import Exact
from .schemas import AS_IT_IS, IN_ORDER, NO_ERRORS, as_branch, strict
from .structs import Struct
from .values import kind_of, kinds_in

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


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
        self._is_open = False

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Give the schema of the union, which is defined once where the union is met within itself.

        Else each of many variants that hold the union would hold all others anew.
        """
        if self._is_open:
            if self not in self._named:
                kind: Any = Annotated[source, Within(self)]
                self._named[self] = _NAMED(self.name, kind)
            return handler.generate_schema(self._named[self])
        self._is_open = True
        try:
            return self.whole(source, handler)
        finally:
            self._is_open = False

    def whole(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Give the schema of the union, as it is by itself."""
        raise NotImplementedError

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
            self._named[place] = _NAMED(name, Annotated[kind, Exact()])
        return handler.generate_schema(self._named[place])

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: Any
    ) -> dict[str, Any]:
        """Say what each branch is."""
        branches = _branches(schema)
        whole = branches == [schema]
        sides: dict[str, Any] = handler(schema if whole else cs.union_schema(branches))
        return sides


class Within:
    """A union within itself."""

    def __init__(self, union: Branches) -> None:
        self.union = union

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return self.union.whole(source, handler)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: Any
    ) -> dict[str, Any]:
        return self.union.__get_pydantic_json_schema__(schema, handler)


def _branches(schema: Any) -> list[Any]:
    if schema["type"] == "tagged-union":
        return [
            one
            for name, one in schema["choices"].items()
            if name != IN_ORDER and one["type"] != "function-wrap"
        ]
    if schema["type"] == "union" and isinstance(schema["choices"][0], tuple):
        known, unknown = (one for one, _ in schema["choices"])
        rest = [] if unknown["type"] == "function-plain" else [unknown]
        return [*_branches(known), *rest]
    return [schema]


class Tagged(Branches):
    """A union of objects that are told apart by a tag.

    ``Unknown...``, where there is one, is the last member and takes objects with an unknown tag;
    ``others`` are branches that are no classes, by tag;
    ``keep`` names the JSON kinds of other values that are kept too, whatever is wrong with them.
    """

    def __init__(
        self,
        name: str,
        tag: str,
        *attrs: str,
        others: Mapping[str, Any] | None = None,
        closed: bool = False,
        keep: str = "",
    ) -> None:
        super().__init__(name)
        self.tag, self.attrs = tag, attrs or (tag,)
        self.others = others or {}
        self.closed, self.keep = closed, kinds_in(keep)

    def whole(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Give the schema of the union, as it is by itself."""
        members: list[Any] = list(get_args(source)) or [source]
        classes: list[type[Struct]] = [
            cls for cls in members if isinstance(cls, type) and issubclass(cls, Struct)
        ]
        unknown = None if self.closed else classes.pop()
        by_tag = {tag: handler(cls) for cls in classes for tag in self._tags(cls)}
        for tag, kind in self.others.items():
            by_tag[tag] = self.branch(id(kind), kind, "object", handler)
        path: list[list[str | int]] = [[name] for name in (self.tag, *self.attrs)]
        one = cs.tagged_union_schema(by_tag, path, serialization=AS_IT_IS)
        label = f"{self.name}.{self.tag}"
        if unknown is None and not self.keep:
            return _labelled(label, one, cs.no_info_plain_validator_function(_refuse))

        def is_unknown(value: Any) -> bool:
            if kind_of(value) in self.keep:
                return True
            tag = members_of(value).get(self.tag)
            return unknown is not None and isinstance(tag, str) and tag not in by_tag

        return with_rest(label, one, is_unknown, unknown, handler)

    def _tags(self, cls: type[Struct]) -> list[str]:
        fields = cls.__pydantic_fields__
        kinds = (fields[attr].annotation for attr in self.attrs if attr in fields)
        kind: Any = next(kinds, None)
        if get_origin(kind) is Literal:
            return list(get_args(kind))
        known = getattr(kind, "known_values", None)
        return [] if known is None else [str.__str__(tag) for tag in known()]


def with_rest(
    label: str,
    known: CoreSchema,
    is_unknown: Callable[[object], bool],
    unknown: type[Struct] | None,
    handler: GetCoreSchemaHandler,
) -> CoreSchema:
    def keep(value: Any, rest: Callable[[Any], Any]) -> Any:
        if not is_unknown(value):
            raise NO_ERRORS  # the branch that was chosen has already said what is wrong
        return rest(value) if isinstance(value, dict) else cast("object", value)

    rest = cs.no_info_wrap_validator_function(
        keep, handler(unknown) if unknown else cs.any_schema()
    )
    return _labelled(label, known, rest)


def _labelled(label: str, known: CoreSchema, rest: CoreSchema) -> CoreSchema:
    choices: list[CoreSchema | tuple[CoreSchema, str]] = [
        (known, as_branch(label)),
        (rest, as_branch("unknown")),
    ]
    return cs.union_schema(choices, mode="left_to_right", serialization=AS_IT_IS)


def _refuse(_: object) -> NoReturn:
    raise NO_ERRORS  # what is known has already said what is wrong


def members_of(value: Any) -> dict[str, Any]:
    if isinstance(value, dict):
        return cast("dict[str, Any]", value)
    if isinstance(value, Struct):
        names = type(value).__wire_names__
        return {names.get(name, name): member for name, member in value}
    return {}
