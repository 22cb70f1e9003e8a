"""Unions whose branches are told apart by what a value looks like."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast, get_args

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema
from pydantic_core import core_schema as cs

from .schemas import (
    IN_ORDER,
    NO_ERRORS,
    any_of,
    as_branch,
    choose,
    refusal,
)
from .structs import Struct
from .trials import in_order
from .unions import Branches, members_of
from .values import kind_of, kinds_in, one_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


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
        members: Mapping[str, str] | None = None,
        elements: Sequence[tuple[int, Case]] = (),
        length: tuple[int, int | None] = (0, None),
    ) -> None:
        self.kinds, self.type = kinds_in(kinds), kind
        self.required, self.only = required, only
        self.literals, self.scalars = literals or {}, scalars
        kinds_of = (members or {}).items()
        self.members = {name: kinds_in(kinds) for name, kinds in kinds_of}
        self.elements, self.length = elements, length

    def __call__(self, value: Any) -> bool:
        """Tell whether the value can belong to this branch."""
        if kind_of(value) not in self.kinds:
            return False
        if isinstance(value, (list, tuple)):
            return self._fits_array(cast("list[Any]", value))
        if isinstance(value, (dict, Struct)):
            return self._fits_object(members_of(value))
        return self.scalars is None or one_of(value, self.scalars)

    def _fits_array(self, items: Sequence[Any]) -> bool:
        least, most = self.length
        return (
            least <= len(items)
            and (most is None or len(items) <= most)
            and all(
                index >= len(items) or case(items[index])
                for index, case in self.elements
            )
        )

    def _fits_object(self, members: Mapping[str, Any]) -> bool:
        return (
            all(name in members for name in self.required)
            and all(
                name not in members or one_of(members[name], some)
                for name, some in self.literals.items()
            )
            and all(
                name not in members or kind_of(members[name]) in kinds
                for name, kinds in self.members.items()
            )
            and (self.only is None or members.keys() <= set(self.only))
        )

    @property
    def lists(self) -> bool:
        """Tell whether this branch holds to values that are listed."""
        return bool(self.literals) or self.scalars is not None

    def admit(self, value: Any) -> Any:
        """Let a value pass that can belong to this branch."""
        if self(value):
            return value
        raise NO_ERRORS  # the branches that it can belong to say what is wrong


class Untagged(Branches):
    """A union whose branches are told apart by what a value looks like, else tried in order.

    Each case belongs to the member of the union in its place, unless it names a type.
    """

    def __init__(self, name: str, *cases: Case | str, keep: str = "") -> None:
        super().__init__(name)
        self.keep = kinds_in(keep)
        self.cases = [Case(case) if isinstance(case, str) else case for case in cases]

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        members: list[Any] = list(get_args(source)) or [source]
        types: list[Any] = [
            members[place] if case.type is None else case.type
            for place, case in enumerate(self.cases)
        ]
        branches = [
            self.branch(place, kind, "".join(sorted(case.kinds)), handler)
            for place, (case, kind) in enumerate(zip(self.cases, types, strict=True))
        ]
        kinds = sorted({kind for case in self.cases for kind in case.kinds})
        expected = f"a valid {self.name}: {', '.join(kinds)}"
        if kinds and not {"object", "array"} & {*kinds} and not self.keep:
            # What is open by itself is not open beside others.
            guarded = [
                branch
                if case.scalars is None
                else cs.no_info_before_validator_function(case.admit, branch)
                for case, branch in zip(self.cases, branches, strict=True)
            ]
            return any_of(guarded, expected)
        # What has arguments shares its name with others: two lists, say.
        names = [
            as_branch(
                f"{self.name} {place}"
                if get_args(kind) or not isinstance(kind, type)
                else kind.__name__
            )
            for place, kind in enumerate(types)
        ]
        choices = dict(zip(names, branches, strict=True))
        several = list(zip(names, self.cases, branches, strict=True))
        choices[IN_ORDER] = in_order(several)
        wrong = [
            as_branch(f"{self.name} {len(names) + place}") if case.lists else name
            for place, (case, name) in enumerate(zip(self.cases, names, strict=True))
        ]

        def refuse(value: Any, read: Callable[[Any], Any]) -> Any:
            # What a list of this union shuts out may be open by itself.
            read(value)
            raise refusal(expected)

        for name, branch in zip(wrong, branches, strict=True):
            choices.setdefault(name, cs.no_info_wrap_validator_function(refuse, branch))

        def pick(value: Any) -> str | None:
            fits = [name for name, case in by_name if case(value)]
            if len(fits) > 1:
                return IN_ORDER
            # Where its kind leaves one branch only, that branch says what is wrong.
            kind = kind_of(value)
            fits = fits or [
                name
                for name, case in zip(wrong, self.cases, strict=True)
                if kind in case.kinds
            ]
            return fits[0] if len(fits) == 1 else None

        by_name = list(zip(names, self.cases, strict=True))
        return choose(pick, choices, expected)
