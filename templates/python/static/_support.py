"""What the generated models have in common.

A model reads and writes the JSON of the wire, whole: what was absent stays absent, ``null`` stays
``null``, and members, values and tags that the schema does not know are kept as they came.

- Attributes are in snake case, members are spelled as on the wire. Keyword arguments of a
  constructor are attribute names; whatever is *parsed* (``model_validate``,
  ``model_validate_json``, a ``TypeAdapter``, a field of another model) has wire names only.
- A member that was neither parsed nor set reads as its default (mostly ``None``) and is not
  written. Setting it to ``None`` writes ``null``; ``del model.attribute`` makes it absent again.
- Types are strict: a string is no number, ``1.0`` is no integer, ``True`` is neither.
"""

from __future__ import annotations

import json
import math
import sys
from copy import deepcopy
from enum import Enum
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    ClassVar,
    Literal,
    NoReturn,
    TypeAlias,
    TypeVar,
    cast,
    get_args,
    get_origin,
)

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, TypeAdapter
from pydantic_core import (
    MISSING,
    CoreSchema,
    PydanticCustomError,
    ValidationError,
    to_jsonable_python,
)
from pydantic_core import core_schema as cs

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Mapping, Sequence

    import typing_extensions
    from pydantic.fields import FieldInfo

T = TypeVar("T")
E = TypeVar("E", bound="OpenEnum")

_building: set[type] = set()
_NO_ERRORS = ValidationError.from_exception_data("", [])
# A value of a union is written as what it is: nothing is guessed among the branches.
_AS_IT_IS = cs.simple_ser_schema("any")


def _camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(map(str.capitalize, rest))


class Struct(BaseModel):
    """An object: attributes in snake case, camel case on the wire, unknown members kept."""

    model_config = ConfigDict(
        extra="allow",
        strict=True,
        defer_build=True,
        alias_generator=_camel,
        serialize_by_alias=True,
        protected_namespaces=(),
    )

    # Not annotated at run time: pydantic would evaluate it again for each class.
    if TYPE_CHECKING:
        # What is always written, and what is never null, by attribute.
        __constants__: ClassVar[dict[str, Any]]
        __never_null__: ClassVar[frozenset[str]]
        # The attributes that are spelled otherwise on the wire, once a class is complete.
        __wire_names__: ClassVar[dict[str, str]]
        # What must hold between the members.
        __rules__: ClassVar[tuple[Rule, ...]]
    else:
        __constants__ = {}
        __never_null__ = frozenset()
        __wire_names__ = {}
        __rules__ = ()

    if not TYPE_CHECKING:

        def __init__(self, /, **data: Any) -> None:
            __tracebackhide__ = True
            cls = type(self)
            if not cls.__pydantic_complete__:
                cls.model_rebuild()
            wire = {
                cls.__wire_names__.get(name, name): value
                for name, value in cls.__constants__.items()
            }
            wire |= cls._to_wire(data)
            self.__pydantic_validator__.validate_python(wire, self_instance=self)

        # Parsing does not come this way: pydantic calls an __init__ only where this is missing.
        __init__.__pydantic_base_init__ = True

        def __setattr__(self, name: str, value: Any) -> None:
            if value is None and name in self.__never_null__:
                delattr(self, name)
            else:
                super().__setattr__(name, value)

    @classmethod
    def _to_wire(cls, data: dict[str, Any]) -> dict[str, Any]:
        names, optional = cls.__wire_names__, cls.__never_null__
        given = {
            name: value
            for name, value in data.items()
            if value is not None or name not in optional
        }
        wire = {names.get(name, name): value for name, value in given.items()}
        if len(wire) != len(given):
            twice = ", ".join(
                f"{name} and {names[name]}"
                for name in given
                if names.get(name) in given
            )
            raise TypeError(
                f"{cls.__name__}() got one member by both its names: {twice}"
            )
        return wire

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        if cls.__pydantic_complete__:
            return cls.__pydantic_core_schema__
        if cls not in _building:
            # Complete a nested model first, once: whatever holds it then reuses its validator.
            _building.add(cls)
            limit = sys.getrecursionlimit()
            # A level of a long chain of types takes pydantic about a hundred frames.
            sys.setrecursionlimit(max(limit, 30_000))
            try:
                cls.model_rebuild(raise_errors=False, _types_namespace={})
            finally:
                sys.setrecursionlimit(limit)
                _building.discard(cls)
            if cls.__pydantic_complete__:
                return cls.__pydantic_core_schema__
        # Not `source`: within a union, pydantic names the union here.
        return cls._finish(handler(cls), handler)

    @classmethod
    def _finish(cls, schema: CoreSchema, handler: GetCoreSchemaHandler) -> CoreSchema:
        try:
            inner: Any = handler.resolve_ref_schema(schema)
        except LookupError:
            return schema  # refers to itself: it is being finished further up
        outer = inner
        while inner["type"] != "model-fields":
            inner = inner["schema"]
        cls._survey()
        wire_names: dict[str, str] = {}
        for name, field in inner["fields"].items():
            wire = field.get("validation_alias", name)
            if wire != name:
                wire_names[name] = wire
            value: Any = field["schema"]
            if value["type"] == "default":
                if name in cls.__constants__:
                    field["schema"] = value["schema"]  # to be set by a constructor only
                else:
                    value.pop("default_factory", None)
                    value["default"] = MISSING  # pydantic does not write it
        cls.__wire_names__ = wire_names
        if cls.__rules__ and outer["type"] == "model":
            outer["schema"] = cs.no_info_after_validator_function(
                cls._check_rules, outer["schema"]
            )
        return schema

    @classmethod
    def _survey(cls) -> None:
        constants: dict[str, Any] = {}
        never_null: list[str] = []
        for name, info in cls.__pydantic_fields__.items():
            if any(isinstance(mark, _Omit) for mark in info.metadata):
                never_null.append(name)
            elif _is_constant(info):
                constants[name] = info.default
                continue
            if not info.is_required():
                setattr(cls, name, _Optional.of(name, info))
        cls.__constants__ = constants
        cls.__never_null__ = frozenset(never_null)

    @classmethod
    def _check_rules(
        cls, parts: tuple[dict[str, Any], dict[str, Any] | None, set[str]]
    ) -> object:
        present = {
            cls.__wire_names__.get(name, name) for name in parts[0] if name in parts[2]
        } | {*(parts[1] or ())}
        for rule in cls.__rules__:
            if complaint := rule(present):
                raise PydanticCustomError(
                    "members", "{complaint}", {"complaint": complaint}
                )
        return parts

    @classmethod
    def model_construct(
        cls, _fields_set: set[str] | None = None, **values: Any
    ) -> typing_extensions.Self:
        """Make a model of values that are known to be valid, by attribute name."""
        if not cls.__pydantic_complete__:
            cls.model_rebuild()
        made = super().model_construct(_fields_set, **{**cls.__constants__, **values})
        given = made.__pydantic_fields_set__
        given.update(cls.__constants__)
        absent = {
            name: MISSING
            for name in cls.__pydantic_fields__
            if name in made.__dict__ and name not in given
        }
        vars(made).update(absent)
        return made

    def model_copy(
        self, *, update: Mapping[str, Any] | None = None, deep: bool = False
    ) -> typing_extensions.Self:
        """Copy the model; ``update`` gives new values by attribute name, not validated."""
        copied = super().model_copy(update=update, deep=deep)
        for name in self.__never_null__.intersection(update or ()):
            setattr(copied, name, copied.__dict__[name])
        return copied

    def __iter__(self) -> Generator[tuple[str, Any], None, None]:
        """Go through the members that are there, by attribute name."""
        return (
            (name, value) for name, value in super().__iter__() if value is not MISSING
        )

    def __repr_args__(self) -> Iterator[tuple[str | None, Any]]:
        """Show the members that are there."""
        return (
            (name, value)
            for name, value in super().__repr_args__()
            if value is not MISSING
        )

    def __deepcopy__(
        self, memo: dict[int, Any] | None = None
    ) -> typing_extensions.Self:
        """Copy the model and all that it holds."""
        memo = {} if memo is None else memo
        memo[id(MISSING)] = MISSING
        return super().__deepcopy__(memo)

    def __getstate__(self) -> dict[Any, Any]:
        """Pickle the members that are there."""
        state = super().__getstate__()
        members = {
            name: value for name, value in self.__dict__.items() if value is not MISSING
        }
        return {**state, "__dict__": members}

    def __setstate__(self, state: dict[Any, Any]) -> None:
        """Restore a pickled model."""
        if not self.__pydantic_complete__:
            type(self).model_rebuild()
        absent = {
            name: MISSING
            for name, info in type(self).__pydantic_fields__.items()
            if not info.is_required()
        }
        super().__setstate__({**state, "__dict__": absent | state["__dict__"]})


def _is_constant(info: FieldInfo) -> bool:
    if info.is_required():
        return False
    values = next(
        (
            mark.values
            for mark in info.metadata
            if isinstance(mark, OneOf) and mark.values
        ),
        None,
    )
    if values is None and get_origin(info.annotation) is Literal:
        values = get_args(info.annotation)
    return values is not None and len(values) == 1


class SnakeStruct(Struct):
    """An object whose members are spelled like its attributes."""

    model_config = ConfigDict(alias_generator=None)


class _Optional:
    """An attribute that reads as its default while its member is absent."""

    __slots__ = ("default", "name")

    def __init__(self, name: str, default: Any) -> None:
        self.name = name
        self.default = default

    @staticmethod
    def of(name: str, info: FieldInfo) -> _Optional:
        default = info.default
        if isinstance(default, WireDefault):
            return _Fresh(name, lambda: default.read(info))
        if info.default_factory is not None or isinstance(default, (list, dict)):
            return _Fresh(
                name,
                lambda: info.get_default(call_default_factory=True, validated_data={}),
            )
        return _Optional(name, default)

    def __get__(self, model: Struct | None, owner: type[Struct]) -> Any:
        if model is None:
            raise AttributeError(self.name)
        value = model.__dict__.get(self.name, MISSING)
        return self.default if value is MISSING else value

    def __set__(self, model: Struct, value: Any) -> None:
        vars(model)[self.name] = value
        model.__pydantic_fields_set__.add(self.name)

    def __delete__(self, model: Struct) -> None:
        vars(model)[self.name] = MISSING
        model.__pydantic_fields_set__.discard(self.name)


class _Fresh(_Optional):
    """The same with a default that can be changed: each reader gets one of its own."""

    __slots__ = ()

    def __get__(self, model: Struct | None, owner: type[Struct]) -> Any:
        if model is None:
            raise AttributeError(self.name)
        value = model.__dict__.get(self.name, MISSING)
        return self.default() if value is MISSING else value


class WireDefault:
    """A default as the wire spells it."""

    def __init__(self, value: object) -> None:
        self.value = value

    def read(self, info: FieldInfo) -> Any:
        kind: Any = info.rebuild_annotation()
        return TypeAdapter[Any](kind, config=ConfigDict(strict=True)).validate_python(
            deepcopy(self.value)
        )


def wire_default(value: object) -> Any:
    """Give an attribute a default as the wire spells it; it is read when it is asked for."""
    return WireDefault(value)


class OpenEnum(str):
    """A string with known values, which are class attributes; any other string is kept too."""

    __slots__ = ()

    @classmethod
    def known_values(cls) -> list[typing_extensions.Self]:
        """List the values that the schema knows."""
        return [value for value in vars(cls).values() if isinstance(value, cls)]

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        text = cs.str_schema(strict=True)
        find = _Values(cls).__getitem__
        return cs.no_info_after_validator_function(
            find, text, serialization=cs.simple_ser_schema("str")
        )


class _Values(dict[str, OpenEnum]):
    """Finds known values, which is faster than to make them anew, and makes others."""

    def __init__(self, cls: type[OpenEnum]) -> None:
        super().__init__({str(value): value for value in cls.known_values()})
        self._make = cls

    def __missing__(self, text: str) -> OpenEnum:
        return self._make(text)


class Known:
    """Declare a known value of an open enumeration."""

    def __init__(self, value: str) -> None:
        self.value = value

    def __set_name__(self, owner: type[OpenEnum], name: str) -> None:
        setattr(owner, name, owner(self.value))

    if TYPE_CHECKING:

        def __get__(self, instance: object, owner: type[E]) -> E: ...


known = Known


class _Text(str):
    __slots__ = ()


class ClosedEnum(_Text, Enum):
    """A string that is one of the known values; any other string is refused."""

    @classmethod
    def known_values(cls) -> list[str]:
        """List the values."""
        return [member.value for member in cls]

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        text = cs.literal_schema([member.value for member in cls])
        return cs.no_info_after_validator_function(
            cls, text, serialization=cs.simple_ser_schema("str")
        )


class Tagged:
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
        self.name, self.tag, self.attrs = name, tag, attrs or (tag,)
        self.others = others or {}
        self.closed, self.keep = closed, _kinds(keep)

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        members: list[Any] = list(get_args(source)) or [source]
        classes: list[type[Struct]] = [
            cls for cls in members if isinstance(cls, type) and issubclass(cls, Struct)
        ]
        unknown = None if self.closed else classes.pop()
        by_tag = {tag: handler(cls) for cls in classes for tag in self._tags(cls)}
        for tag, kind in self.others.items():
            by_tag[tag] = handler.generate_schema(kind)
        path: list[list[str | int]] = [[name] for name in (self.tag, *self.attrs)]
        one = cs.tagged_union_schema(by_tag, path, serialization=_AS_IT_IS)
        if unknown is None and not self.keep:
            return one

        def is_unknown(value: Any) -> bool:
            if _kind(value) in self.keep:
                return True
            tag = _members(value).get(self.tag)
            return unknown is not None and isinstance(tag, str) and tag not in by_tag

        return _with_rest(self.name + "." + self.tag, one, is_unknown, unknown, handler)

    def _tags(self, cls: type[Struct]) -> list[str]:
        fields = cls.__pydantic_fields__
        kind: Any = next(
            fields[attr].annotation for attr in self.attrs if attr in fields
        )
        if get_origin(kind) is Literal:
            return list(get_args(kind))
        return [str.__str__(tag) for tag in kind.known_values()]


class External:
    """A union of bare strings and of objects with one member, whose key says which it is.

    ``keys`` are those of the objects, in order. ``Unknown...``, where there is one, is the last
    object and takes unknown keys; ``keep`` is as for `Tagged`.
    """

    def __init__(
        self, name: str, *keys: str, closed: bool = False, keep: str = ""
    ) -> None:
        self.name, self.keys = name, keys
        self.closed, self.keep = closed, _kinds(keep)

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        members: list[Any] = list(get_args(source)) or [source]
        texts = [
            cls for cls in members if isinstance(cls, type) and issubclass(cls, str)
        ]
        objects = [
            cls for cls in members if isinstance(cls, type) and issubclass(cls, Struct)
        ]
        unknown = None if self.closed else objects.pop()
        by_key = dict(zip(self.keys, objects, strict=True))
        choices = {f"<{cls.__name__}>": handler(cls) for cls in (*texts, *objects)}
        text = next((f"<{cls.__name__}>" for cls in texts), None)
        plain = {
            str.__str__(value)
            for cls in texts
            if issubclass(cls, (OpenEnum, ClosedEnum))
            for value in cls.known_values()
        }

        def pick(value: Any) -> str | None:
            if isinstance(value, str):
                return text if value in plain or value not in by_key else None
            keys = _members(value).keys()
            key = next(iter(keys), None) if len(keys) == 1 else None
            return f"<{by_key[key].__name__}>" if key in by_key else None

        expected = " or ".join(
            filter(
                None,
                [
                    "a string" if text else "",
                    f"an object with one of {', '.join(by_key)}",
                ],
            )
        )
        one = _choose(pick, choices, expected)
        if unknown is None and not self.keep:
            return one

        def is_unknown(value: Any) -> bool:
            if _kind(value) in self.keep:
                return True
            keys = _members(value).keys()
            known = keys & by_key.keys() or keys & plain
            return unknown is not None and len(keys) == 1 and not known

        return _with_rest(self.name, one, is_unknown, unknown, handler)


class Case:
    """A branch of an untagged union and what a value must be like to belong to it."""

    def __init__(
        self,
        kinds: str,
        kind: Any = None,
        *,
        required: Sequence[str] = (),
        only: Sequence[str] | None = None,
        literals: Mapping[str, Sequence[Any]] | None = None,
        scalars: Sequence[Any] | None = None,
    ) -> None:
        self.kinds, self.type = _kinds(kinds), kind
        self.required, self.only = required, only
        self.literals, self.scalars = literals or {}, scalars

    def __call__(self, value: Any) -> bool:
        """Tell whether the value can belong to this branch."""
        if _kind(value) not in self.kinds:
            return False
        if self.scalars is not None and not isinstance(value, (dict, list, Struct)):
            return _one_of(value, self.scalars)
        if not (self.required or self.literals or self.only is not None):
            return True
        members = _members(value)
        return (
            all(name in members for name in self.required)
            and all(
                name in members and _one_of(members[name], some)
                for name, some in self.literals.items()
            )
            and (self.only is None or members.keys() <= set(self.only))
        )

    def admit(self, value: Any) -> Any:
        """Let a value pass that can belong to this branch."""
        if self(value):
            return value
        raise _NO_ERRORS  # the branches that it can belong to say what is wrong


class Untagged:
    """A union whose branches are told apart by what a value looks like, else tried in order.

    Each case belongs to the member of the union in its place, unless it names a type.
    """

    def __init__(self, name: str, *cases: Case | str, keep: str = "") -> None:
        self.name, self.keep = name, _kinds(keep)
        self.cases = [Case(case) if isinstance(case, str) else case for case in cases]

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        members: list[Any] = list(get_args(source)) or [source]
        types: list[Any] = [
            members[place] if case.type is None else case.type
            for place, case in enumerate(self.cases)
        ]
        branches = [_strict(handler.generate_schema(kind)) for kind in types]
        kinds = sorted({kind for case in self.cases for kind in case.kinds})
        expected = f"a valid {self.name}: {', '.join(kinds)}"
        if kinds and not {"object", "array"} & {*kinds} and not self.keep:
            return _any_of(branches, expected)
        # What has arguments shares its name with others: two lists, say.
        names = [
            f"<{self.name} {place}>"
            if get_args(kind) or not isinstance(kind, type)
            else f"<{kind.__name__}>"
            for place, kind in enumerate(types)
        ]
        choices = dict(zip(names, branches, strict=True))
        in_order: list[CoreSchema | tuple[CoreSchema, str]] = [
            (cs.no_info_before_validator_function(case.admit, branch), name)
            for case, name, branch in zip(self.cases, names, branches, strict=True)
        ]
        choices["*"] = cs.union_schema(
            in_order, mode="left_to_right", serialization=_AS_IT_IS
        )

        def pick(value: Any) -> str | None:
            fits = [name for name, case in by_name if case(value)]
            if len(fits) > 1:
                return "*"
            # Where its kind leaves one branch only, that branch says what is wrong.
            kind = _kind(value)
            fits = fits or [name for name, case in by_name if kind in case.kinds]
            return fits[0] if len(fits) == 1 else None

        by_name = list(zip(names, self.cases, strict=True))
        return _choose(pick, choices, expected)


def _choose(
    pick: Callable[[Any], str | None], choices: dict[str, CoreSchema], expected: str
) -> CoreSchema:
    return cs.tagged_union_schema(
        dict(choices),
        pick,
        custom_error_type="union",
        custom_error_message="Input should be {expected}",
        custom_error_context={"expected": expected},
        serialization=_AS_IT_IS,
    )


def _any_of(branches: list[CoreSchema], expected: str) -> CoreSchema:
    return cs.union_schema(
        list(branches),
        mode="left_to_right",
        custom_error_type="union",
        custom_error_message="Input should be {expected}",
        custom_error_context={"expected": expected},
        serialization=_AS_IT_IS,
    )


def _with_rest(
    label: str,
    known: CoreSchema,
    is_unknown: Callable[[object], bool],
    unknown: type[Struct] | None,
    handler: GetCoreSchemaHandler,
) -> CoreSchema:
    def keep(value: Any, rest: Callable[[Any], Any]) -> Any:
        if not is_unknown(value):
            raise _NO_ERRORS  # the branch that was chosen has already said what is wrong
        return rest(value) if isinstance(value, dict) else cast("object", value)

    rest = cs.no_info_wrap_validator_function(
        keep, handler(unknown) if unknown else cs.any_schema()
    )
    choices: list[CoreSchema | tuple[CoreSchema, str]] = [
        (known, f"<{label}>"),
        (rest, "<unknown>"),
    ]
    return cs.union_schema(choices, mode="left_to_right", serialization=_AS_IT_IS)


def _kinds(names: str) -> frozenset[str]:
    return frozenset(filter(None, names.split("|")))


def _kind(value: object) -> str:
    if value is None:
        return "null"
    for kind, name in _KINDS:
        if isinstance(value, kind):
            return name
    return "object" if isinstance(value, Struct) else ""


_KINDS: list[tuple[type, str]] = [
    (str, "string"),
    (dict, "object"),
    (bool, "boolean"),
    (int, "integer"),
    (float, "float"),
    (list, "array"),
    (tuple, "array"),
]


def _members(value: Any) -> dict[str, Any]:
    if isinstance(value, dict):
        return cast("dict[str, Any]", value)
    if isinstance(value, Struct):
        names = type(value).__wire_names__
        return {names.get(name, name): member for name, member in value}
    return {}


def _one_of(value: object, some: Sequence[Any]) -> bool:
    kind = _kind(value)
    return any(kind == _kind(other) and value == other for other in some)


class OneOf:
    """A scalar that is one of the given values, in kind too: ``True`` and ``1.0`` are no ``1``."""

    def __init__(self, *values: Any) -> None:
        self.values = values

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        values: tuple[Any, ...] = self.values or get_args(source)
        expected = ", ".join(map(json.dumps, values))

        def check(value: Any) -> Any:
            if _one_of(value, values):
                return value
            raise PydanticCustomError(
                "literal_error", "Input should be {expected}", {"expected": expected}
            )

        return cs.no_info_plain_validator_function(check, serialization=_AS_IT_IS)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: Any
    ) -> dict[str, Any]:
        return {"enum": list(self.values)} if self.values else {}


class Exact:
    """Make a type strict wherever it is used."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        exact: CoreSchema = _strict(handler(source))
        return exact


_SCALARS = {"str", "int", "float", "bool", "bytes", "list", "dict"}
_INSIDE = {"schema", "items_schema", "keys_schema", "values_schema"}


def _strict(schema: Any) -> Any:
    """Say in the schema itself what the configuration of a model says of its fields."""
    if schema["type"] in _SCALARS:
        schema["strict"] = True
    if schema["type"] in _SCALARS | {"nullable", "function-after"}:
        for key in _INSIDE & schema.keys():
            _strict(schema[key])
    return schema


class Places:
    """A list with a type for each place, read as a tuple; ``rest`` is that of all further places."""

    def __init__(
        self,
        *places: Any,
        rest: Any = None,
        least: int | None = None,
        most: int | None = None,
    ) -> None:
        self.places, self.rest, self.least, self.most = places, rest, least, most

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        items = [
            _strict(handler.generate_schema(place))
            for place in self.places or get_args(source)
        ]
        if self.rest is not None:
            rest = _strict(handler.generate_schema(self.rest))
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
            f"<{count}>": cs.tuple_schema(items[:count], strict=False)
            for count in range(least, len(items))
        }
        choices["<all>"] = long

        def pick(value: Any) -> str | None:
            if not isinstance(value, (list, tuple)):
                return None
            count = len(cast("list[Any]", value))
            return (
                None
                if count < least
                else f"<{count}>"
                if count < len(items)
                else "<all>"
            )

        return _choose(pick, choices, f"a list of at least {least} elements")


class Unique:
    """A list without two equal elements."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return cs.no_info_after_validator_function(_check_unique, handler(source))


def _check_unique(items: list[Any]) -> list[Any]:
    texts = [
        json.dumps(_plain(to_jsonable_python(item)), sort_keys=True) for item in items
    ]
    if len({*texts}) != len(texts):
        raise PydanticCustomError("unique", "Input should have no two equal elements")
    return items


def _plain(value: Any) -> Any:
    """Give equal JSON values the same text: 1.0 is 1."""
    kind = _kind(value)
    if kind == "float" and value.is_integer():
        return int(value)
    if kind == "array":
        return [_plain(item) for item in value]
    if kind == "object":
        return {name: _plain(item) for name, item in value.items()}
    return value


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
        return _any_of([integer, number], f"a number {bounds}".rstrip())


class _Omit:
    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        schema: Any = handler(source)
        inner: CoreSchema = schema["schema"] if schema["type"] == "nullable" else schema
        return inner


class _Nothing:
    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        def refuse(value: object) -> NoReturn:
            raise PydanticCustomError("never", "No value is allowed here")

        return cs.no_info_plain_validator_function(refuse, serialization=_AS_IT_IS)


# May be left out, which reads as None, but is never null on the wire.
Omit: TypeAlias = Annotated[T | None, _Omit()]
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


class Rule:
    """What must hold between the members of an object."""

    def __call__(self, present: set[str]) -> str | None:
        """Complain of the members that are there, or do not."""
        raise NotImplementedError


class AnyOf(Rule):
    """At least one of these sets of members is there."""

    def __init__(self, *sets: set[str]) -> None:
        self.sets = sets

    def __call__(self, present: set[str]) -> str | None:
        if any(some <= present for some in self.sets):
            return None
        return f"Input should have {_named(self.sets)}"


class ExactlyOne(AnyOf):
    """Exactly one of these sets of members is there."""

    def __call__(self, present: set[str]) -> str | None:
        if sum(some <= present for some in self.sets) == 1:
            return None
        return f"Input should have exactly one of {_named(self.sets)}"


class Requires(Rule):
    """Where the first member is there, the others are."""

    def __init__(self, first: str, *others: str) -> None:
        self.first, self.others = first, others

    def __call__(self, present: set[str]) -> str | None:
        missing = [name for name in self.others if name not in present]
        return (
            f"{self.first} needs {', '.join(missing)} too"
            if self.first in present and missing
            else None
        )


class Members(Rule):
    """There are so many members."""

    def __init__(self, least: int = 0, most: int | None = None) -> None:
        self.least, self.most = least, most

    def __call__(self, present: set[str]) -> str | None:
        if len(present) < self.least:
            return f"Input should have at least {self.least} members"
        if self.most is not None and len(present) > self.most:
            return f"Input should have at most {self.most} members"
        return None


def _named(sets: Sequence[set[str]]) -> str:
    return " or ".join(" and ".join(sorted(some)) for some in sets)


def json_pointer(error: Mapping[str, Any]) -> str:
    """Turn the place of an error (one of ``error.errors()``) into a JSON Pointer.

    Pydantic also names the branch of a union there, and the tag that chose it. These are left out.
    """
    steps: list[str] = []
    parts = iter(error["loc"])
    for part in parts:
        if isinstance(part, str) and part.startswith("<") and part.endswith(">"):
            _, dot, tag = part[1:-1].partition(".")
            if dot and next(parts, None) is None and "tag" in error["type"]:
                steps.append(tag)
        elif part not in ("*", "[key]"):
            steps.append(str(part))
    return "".join("/" + step.replace("~", "~0").replace("/", "~1") for step in steps)
