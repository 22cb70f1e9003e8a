"""What values of a branch of an untagged union look like."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

from .schemas import NO_ERRORS
from .structs import Struct
from .unions import members_of
from .values import kind_of, kinds_in, once, one_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


# More faults are not told.
_TOLD = 3


class Case:
    """A branch of an untagged union and what a value must be like to belong to it."""

    def __init__(
        self,
        kinds: str,
        kind: Any = ...,  # not `None`, which is a type
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

    def faults(self, value: Any) -> tuple[int, list[str]]:
        """Tell what is wrong with a value of one of the kinds, and how much of it speaks for another branch."""
        if isinstance(value, (list, tuple)):
            return self._faults_of_array(cast("list[Any]", value))
        if isinstance(value, (dict, Struct)):
            return self._faults_of_object(members_of(value))
        return 0, [] if self(value) else [
            f"the value should be {_either(self.scalars)}"
        ]

    def _faults_of_array(self, items: Sequence[Any]) -> tuple[int, list[str]]:
        found = [
            f"[{index}] should be {case}"
            for index, case in self.elements
            if index < len(items) and not case(items[index])
        ]
        least, most = self.length
        count = [f"at least {least} items"] if len(items) < least else []
        count += [f"at most {most} items"] if most and len(items) > most else []
        return len(found), found + count

    def _faults_of_object(self, members: Mapping[str, Any]) -> tuple[int, list[str]]:
        found = [
            f"`{name}` should be {_either(some)}"
            for name, some in self.literals.items()
            if name in members and not one_of(members[name], some)
        ] + [
            f"`{name}` should be {_kinds(kinds)}"
            for name, kinds in self.members.items()
            if name in members and kind_of(members[name]) not in kinds
        ]
        missing = [
            f"`{name}` is missing" for name in self.required if name not in members
        ]
        only = members if self.only is None else self.only
        extra = [f"`{name}` is too much" for name in members if name not in only]
        return len(found), found + missing + extra

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

    def __str__(self) -> str:
        """Say what a scalar of this branch is."""
        return _kinds(self.kinds) if self.scalars is None else _either(self.scalars)


def _either(some: Iterable[Any] | None) -> str:
    return " or ".join(json.dumps(one, ensure_ascii=False) for one in once(some or ()))


def _kinds(kinds: Iterable[str]) -> str:
    return " or ".join(sorted(kinds))


def _name(branch: Any, place: int) -> str:
    return branch.__name__ if isinstance(branch, type) else f"branch {place}"


def nearest(cases: Sequence[Case], types: Sequence[Any], value: Any) -> str:
    """Say what the branch misses that a value belongs to most likely."""
    kind = kind_of(value)
    found = [
        (*case.faults(value), _name(branch, place))
        for place, (case, branch) in enumerate(zip(cases, types, strict=True))
        if kind in case.kinds
    ]
    _, faults, name = min(found, key=lambda one: (one[0], len(one[1])))
    return f"; the nearest, {name}: {', '.join(faults[:_TOLD])}"
