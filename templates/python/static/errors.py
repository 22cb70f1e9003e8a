"""Where in a message an error is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

_LABEL = re.compile(
    r"<(?:[A-Z_]\w*(?: \d+|\..*)?|(?:bool|dict|float|int|list|str|tuple)|all|unknown|\d+|\*)>",
    re.DOTALL,
)
"""How a branch of a union is called in the place of an error: by a class, or by what it is."""


def json_pointer(error: Mapping[str, Any]) -> str:
    """Turn the place of an error (one of ``error.errors()``) into a JSON Pointer.

    Pydantic also names the branch of a union there, and the tag that chose it. These are left out.
    """
    steps: list[str] = []
    parts = iter(error["loc"])
    for part in parts:
        if isinstance(part, str) and _LABEL.fullmatch(part):
            _, dot, tag = part[1:-1].partition(".")
            if dot and next(parts, None) is None and "tag" in error["type"]:
                steps.append(tag)
        elif part != "[key]":
            steps.append(str(part))
    return "".join("/" + step.replace("~", "~0").replace("/", "~1") for step in steps)
