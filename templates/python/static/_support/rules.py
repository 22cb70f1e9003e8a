"""What must hold between the members of an object."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


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
