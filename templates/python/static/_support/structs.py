"""Objects whose members have names."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, ClassVar, Literal, get_args, get_origin

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import (
    MISSING,
    CoreSchema,
    InitErrorDetails,
    PydanticCustomError,
    ValidationError,
)
from pydantic_core import core_schema as cs
from typing_extensions import Format, get_annotations

from .assembly import assemble, can_assemble
from .building import LOCK, Called, is_by_itself, under_way, whole, within
from .members import NeverNull, Optional, Own
from .scalars import OneOf

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping
    from typing import TypeAlias

    import typing_extensions
    from pydantic.fields import FieldInfo

    from .rules import Rule

    # What pydantic's own `__iter__` gives.
    Attributes: TypeAlias = Generator[tuple[str, Any], None, None]


def _camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(map(str.capitalize, rest))


class Struct(BaseModel):
    """An object: attributes in snake case, camel case on the wire, unknown members kept."""

    # As mypy's plugin reads it: constructors take the names of attributes.
    model_config = ConfigDict(validate_by_name=True)
    if not TYPE_CHECKING:
        model_config = ConfigDict(
            extra="allow",
            strict=True,
            defer_build=True,
            alias_generator=_camel,
            serialize_by_alias=True,
            protected_namespaces=(),
            ser_json_inf_nan="constants",
        )

    # Not annotated at run time: pydantic would evaluate it again for each class.
    if TYPE_CHECKING:
        # What is always written, and what is never null, by attribute.
        __constants__: ClassVar[dict[str, Any]]
        __never_null__: ClassVar[frozenset[str]]
        # The attributes that are spelled otherwise on the wire, once a class is complete.
        __wire_names__: ClassVar[dict[str, str]]
        # And back: the names of the wire that are no attributes.
        __attributes__: ClassVar[dict[str, str]]
        # What a class that is not generated declares: it has its default from the beginning.
        __own__: ClassVar[frozenset[str]]
        # What must hold between the members.
        __rules__: ClassVar[tuple[Rule, ...]]
        # With one of these the members begin that have no attribute, where they must.
        __extra_prefixes__: ClassVar[tuple[str, ...]]
    else:
        __constants__ = {}
        __never_null__ = frozenset()
        __wire_names__ = {}
        __attributes__ = {}
        __own__ = frozenset()
        __rules__ = ()
        __extra_prefixes__ = ()

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
        __signature__ = Called()

        # To hand on a dozen options that nobody gave takes longer than to write a small message.
        @classmethod
        @wraps(BaseModel.model_validate_json.__func__)
        def model_validate_json(cls, json_data: Any, **options: Any) -> Any:
            if options:
                return super().model_validate_json(json_data, **options)
            return cls.__pydantic_validator__.validate_json(json_data)

        @wraps(BaseModel.model_dump_json)
        def model_dump_json(self, **options: Any) -> str:
            if options:
                return super().model_dump_json(**options)
            return self.__pydantic_serializer__.to_json(self).decode()

        def __setattr__(self, name: str, value: Any) -> None:
            name = self.__attributes__.get(name, name)
            if value is None and name in self.__never_null__:
                delattr(self, name)
            else:
                super().__setattr__(name, value)

        # Checkers read pydantic's own: their plugin makes one for each class.
        @classmethod
        def model_construct(
            cls, _fields_set: set[str] | None = None, **values: Any
        ) -> Any:
            """Make a model of values that are known to be valid, by attribute name."""
            if not cls.__pydantic_complete__:
                cls.model_rebuild()
            made = super().model_construct(
                _fields_set, **{**cls.__constants__, **values}
            )
            given = made.__pydantic_fields_set__
            given.update(cls.__constants__)
            there = given | cls.__own__
            absent = {
                name: MISSING
                for name in cls.__pydantic_fields__
                if name in made.__dict__ and name not in there
            }
            vars(made).update(absent)
            return made

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
            raise cls._twice("", given)
        return wire

    @classmethod
    def _to_attributes(cls, data: Mapping[str, Any]) -> dict[str, Any]:
        names = cls.__attributes__
        update = {names.get(name, name): value for name, value in data.items()}
        if len(update) != len(data):
            raise cls._twice(".model_copy", data)
        return update

    @classmethod
    def _twice(cls, what: str, given: Mapping[str, Any]) -> TypeError:
        names = cls.__wire_names__
        twice = ", ".join(
            f"{name} and {names[name]}" for name in given if names.get(name) in given
        )
        return TypeError(
            f"{cls.__name__}{what}() got one member by both its names: {twice}"
        )

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        # A subclass that is not deferred is being completed here and now.
        if cls.model_config.get("defer_build"):
            with LOCK:
                if is_by_itself(cls):
                    cls.model_rebuild(raise_errors=False, _types_namespace={})
        if cls.__pydantic_complete__:
            return within(cls.__pydantic_core_schema__)
        # A class that holds itself is left to pydantic, which knows where it is being made.
        if _is_generated(cls) and cls not in _assembled and can_assemble(cls):
            _assembled.add(cls)
            try:
                return cls._finish(assemble(cls, handler), handler)
            finally:
                _assembled.discard(cls)
        # Not `source`: within a union, pydantic names the union here.
        return cls._finish(handler(cls), handler)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        from .described import describe, tell_defaults

        found = handler(schema)
        members = handler.resolve_ref_schema(found).get("properties", {})
        tell_defaults(cls, members)
        for base in cls.__mro__:
            if issubclass(base, Struct) and _is_generated(base):
                describe(base, cls.__wire_names__, members)
        return found

    @classmethod
    def model_rebuild(
        cls,
        *,
        force: bool = False,
        raise_errors: bool = True,
        _parent_namespace_depth: int = 2,
        _types_namespace: Mapping[str, Any] | None = None,
    ) -> bool | None:
        """Complete the class, which happens by itself when it is first used."""
        if cls.__pydantic_complete__ and not force:
            return None
        with under_way(cls):
            return super().model_rebuild(
                force=force,
                raise_errors=raise_errors,
                # This method is a level itself.
                _parent_namespace_depth=_parent_namespace_depth + 1,
                _types_namespace=_types_namespace,
            )

    @classmethod
    def __pydantic_on_complete__(cls) -> None:
        if "__signature__" in vars(cls):
            del cls.__signature__  # there is a better one

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
            if value["type"] == "default" and name not in cls.__own__:
                if name in cls.__constants__:
                    field["schema"] = value["schema"]  # to be set by a constructor only
                else:
                    value.pop("default_factory", None)
                    value["default"] = MISSING  # pydantic does not write it
                    value["validate_default"] = False
        cls.__wire_names__ = wire_names
        cls.__attributes__ = {
            wire: name
            for name, wire in wire_names.items()
            if wire not in cls.__pydantic_fields__
        }
        if wire_names and outer["type"] == "model":
            outer["schema"] = whole(outer["schema"])
        is_checked = cls.__rules__ or cls.__extra_prefixes__
        if is_checked and outer["type"] == "model":
            outer["schema"] = cs.no_info_after_validator_function(
                cls._check_rules, outer["schema"]
            )
        return schema

    @classmethod
    def _survey(cls) -> None:
        constants: dict[str, Any] = {}
        never_null: list[str] = []
        if not _is_generated(cls):
            cls.__own__ = _own_fields(cls)
        for name, info in cls.__pydantic_fields__.items():
            if name in cls.__own__:
                # Not as in a generated class that declares it, too.
                setattr(cls, name, Own(name, None))
                continue
            if any(isinstance(mark, NeverNull) for mark in info.metadata):
                never_null.append(name)
            elif _is_constant(info):
                constants[name] = info.default
                continue
            if not info.is_required():
                setattr(cls, name, Optional.of(name, info))
        cls.__constants__ = constants
        cls.__never_null__ = frozenset(never_null)

    @classmethod
    def _check_rules(
        cls, parts: tuple[dict[str, Any], dict[str, Any] | None, set[str]]
    ) -> object:
        # Pydantic 2.13 does not look at `extras_keys_schema` where it reads JSON.
        if unknown := [
            InitErrorDetails(type="extra_forbidden", loc=(name,), input=value)
            for name, value in (parts[1] or {}).items()
            if cls.__extra_prefixes__ and not name.startswith(cls.__extra_prefixes__)
        ]:
            raise ValidationError.from_exception_data(cls.__name__, unknown)
        present = {
            cls.__wire_names__.get(name, name)
            for name in parts[0]
            if name in parts[2] or name in cls.__own__
        } | {*(parts[1] or ())}
        for rule in cls.__rules__:
            if complaint := rule(present):
                raise PydanticCustomError(
                    "members", "{complaint}", {"complaint": complaint}
                )
        return parts

    def model_copy(
        self, *, update: Mapping[str, Any] | None = None, deep: bool = False
    ) -> typing_extensions.Self:
        """Copy the model; ``update`` gives new values by attribute name, not validated."""
        update = self._to_attributes(update or {})
        copied = super().model_copy(update=update, deep=deep)
        for name in self.__never_null__.intersection(update):
            setattr(copied, name, copied.__dict__[name])
        return copied

    def __iter__(self) -> Attributes:
        """Go through the members that are there, by attribute name."""
        return (
            (name, value) for name, value in super().__iter__() if value is not MISSING
        )

    def __repr_args__(self) -> Iterator[tuple[str | None, Any]]:
        """Show the members that are there, and apart those that the schema does not name."""
        cls = type(self)
        named = cls.__pydantic_fields__.keys() | cls.__pydantic_computed_fields__.keys()
        shown: dict[str | None, Any] = {}
        for name, value in super().__repr_args__():
            if name in named:
                shown.setdefault(name, value)
        # A model that is still being made has none.
        if extra := getattr(self, "model_extra", None):
            shown["model_extra"] = extra
        return ((name, value) for name, value in shown.items() if value is not MISSING)

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
            if not info.is_required() and name not in self.__own__
        }
        super().__setstate__({**state, "__dict__": absent | state["__dict__"]})


_assembled: set[type] = set()

# All generated modules begin so.
_PACKAGE = __name__.removesuffix("_support.structs")


def _is_generated(cls: type) -> bool:
    return f"{cls.__module__}.".startswith(_PACKAGE)


def _own_fields(cls: type[Struct]) -> frozenset[str]:
    """Name the fields that are declared last by a class that is not generated."""
    own: set[str] = set()
    for base in reversed(cls.__mro__):
        if not _is_generated(base):
            own |= get_annotations(base, format=Format.FORWARDREF).keys()
        elif issubclass(base, Struct):
            own -= base.__pydantic_fields__.keys()
    return frozenset(own & cls.__pydantic_fields__.keys())


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
