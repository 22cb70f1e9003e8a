"""Branches of a union that are tried in order, for values that may belong to several."""

from __future__ import annotations

from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from pydantic_core import CoreSchema, ValidationError
from pydantic_core import core_schema as cs

from .schemas import AS_IT_IS, NO_ERRORS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


# Each level of nesting can double them: more than these are not told of all branches.
_TOLD = 20


class _Trial:
    def __init__(self, value: object) -> None:
        self.value = value  # kept, so that its identity stays its own
        self.found: str | None = None
        self.error: ValidationError | None = None
        self.failures: list[ValidationError] = []

    def fail(self, error: ValidationError) -> ValidationError:
        """Keep what is wrong in the end: of many errors those of the branch that got furthest."""
        many = error.error_count() > _TOLD and self.failures
        self.error = max(self.failures, key=_depth) if many else error
        return self.error.with_traceback(None)


def _depth(error: ValidationError) -> int:
    places = error.errors(include_url=False, include_context=False, include_input=False)
    return max((len(place["loc"]) for place in places), default=0)


# A value within several such values is read with each branch of theirs, but tried once: else each level
# of nesting would double the time.
_TRIALS: ContextVar[dict[tuple[object, int], _Trial] | None] = ContextVar(
    "trials", default=None
)


def in_order(
    branches: Sequence[tuple[str, Callable[[Any], bool], CoreSchema]],
) -> CoreSchema:
    """Read a value as the first of the named branches that it may belong to and that takes it."""
    own = object()

    def attempt(
        name: str, may_be: Callable[[Any], bool]
    ) -> Callable[[Any, Callable[[Any], Any]], Any]:
        def read(value: Any, branch: Callable[[Any], Any]) -> Any:
            trial = (_TRIALS.get() or {})[own, id(value)]
            if not may_be(value) or trial.found not in (None, name):
                raise NO_ERRORS  # the branches that it can belong to say what is wrong
            try:
                result = branch(value)
            except ValidationError as error:
                trial.failures.append(error)
                raise
            trial.found = name
            return result

        return read

    def once(value: Any, branches: Callable[[Any], Any]) -> Any:
        trials = _TRIALS.get()
        if trials is None:
            token = _TRIALS.set({})
            try:
                return once(value, branches)
            finally:
                _TRIALS.reset(token)
        trial = trials.setdefault((own, id(value)), _Trial(value))
        if trial.error is not None:
            raise trial.error.with_traceback(None)
        try:
            return branches(value)
        except ValidationError as error:
            raise trial.fail(error) from None

    choices: list[CoreSchema | tuple[CoreSchema, str]] = [
        (cs.no_info_wrap_validator_function(attempt(name, may_be), branch), name)
        for name, may_be, branch in branches
    ]
    union = cs.union_schema(choices, mode="left_to_right", serialization=AS_IT_IS)
    return cs.no_info_wrap_validator_function(once, union, serialization=AS_IT_IS)
