"""Where in a message an error is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

_BRANCH = re.compile("<as (.+)>", re.DOTALL)
"""How a branch of a union is called in the place of an error."""


def json_pointer(error: Mapping[str, Any]) -> str:
    """Turn the place of an error (one of ``error.errors()``) into a JSON Pointer.

    Pydantic also names the branch of a union there, and the tag that chose it. These are left out.
    """
    steps: list[str] = []
    place = list(error["loc"])
    # Where the name of a member is wrong, this stands behind it.
    if (
        place[1:]
        and place[-1] == "[key]"
        and place[-2] == error.get("input", place[-2])
    ):
        place.pop()
    parts = iter(place)
    for part in parts:
        if branch := _BRANCH.fullmatch(str(part)):
            _, dot, tag = branch[1].partition(".")
            if dot and next(parts, None) is None and "tag" in error["type"]:
                steps.append(tag)
        else:
            steps.append(str(part))
    return "".join("/" + step.replace("~", "~0").replace("/", "~1") for step in steps)
