"""Unions whose branches are told apart by what a value looks like."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema
from pydantic_core import core_schema as cs

from .cases import Case, nearest
from .schemas import IN_ORDER, any_of, as_branch, choose, refusal
from .trials import in_order
from .unions import Branches
from .values import kind_of, kinds_in

if TYPE_CHECKING:
    from collections.abc import Callable


class Untagged(Branches):
    """A union whose branches are told apart by what a value looks like, else tried in order.

    Each case belongs to the member of the union in its place, unless it names a type.
    """

    def __init__(self, name: str, *cases: Case | str, keep: str = "") -> None:
        super().__init__(name)
        self.keep = kinds_in(keep)
        self.cases = [Case(case) if isinstance(case, str) else case for case in cases]

    def whole(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Give the schema of the union, as it is by itself."""
        members: list[Any] = list(get_args(source)) or [source]
        types: list[Any] = [
            members[place] if case.type is ... else case.type
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
                if get_args(kind) or not isinstance(kind, type) or kind is Any
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

        near = as_branch(self.name)

        def say(value: Any, _: Callable[[Any], Any]) -> Any:
            raise refusal(expected + nearest(self.cases, types, value))

        choices[near] = cs.no_info_wrap_validator_function(say, cs.any_schema())

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
            if len(fits) > 1:
                return near
            return fits[0] if fits else None

        by_name = list(zip(names, self.cases, strict=True))
        return choose(pick, choices, expected)
