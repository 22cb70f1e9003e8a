"""Says of each value whether its type accepts it: `verdicts.py PACKAGE VALUES`.

VALUES is a JSON list of `[type, text]`. For each, `true` is printed where the value comes back as it
was, `false` where it is refused, and what else came of it where neither is so.
"""

import importlib
import json
import sys
from pathlib import Path
from typing import Any

from check import same
from pydantic import TypeAdapter, ValidationError


def verdict(adapter: TypeAdapter[Any], text: str) -> bool | str:
    try:
        value = adapter.validate_json(text)
    except ValidationError:
        return False
    written = adapter.dump_json(value).decode()
    return same(json.loads(text), json.loads(written)) or f"written as {written}"


def main(package: str, values: str) -> None:
    types: Any = importlib.import_module(package)
    adapters: dict[str, TypeAdapter[Any]] = {}
    verdicts: list[bool | str] = []
    for name, text in json.loads(Path(values).read_text("utf-8")):
        if name not in adapters:
            adapters[name] = TypeAdapter(getattr(types, name))
        verdicts.append(verdict(adapters[name], text))
    print(json.dumps(verdicts))


if __name__ == "__main__":
    main(*sys.argv[1:])
