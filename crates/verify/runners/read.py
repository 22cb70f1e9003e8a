"""Runs values through generated types: `read.py FILE`, one value a line, one answer a line.

An answer is `[true, null]` where the value came back exactly, `[true, TEXT]` where it did not,
`[false, PLACES, MESSAGE]` where it was refused, and `[null, MESSAGE]` where two ways to read it
disagree or something else went wrong.
"""

import importlib
import json
import sys
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError, create_model

Ways = list[tuple[str, Any]]


def same(a: Any, b: Any) -> bool:
    """Compare JSON values, kinds of numbers included."""
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(same(a[key], b[key]) for key in a)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(same, a, b))
    return type(a) is type(b) and a == b


def ways(kind: Any) -> Ways:
    """The ways to read a text and to write the value again."""
    adapter: TypeAdapter[Any] = TypeAdapter(kind)
    user: Any = create_model("User", it=(kind, ...), many=(list[kind], []))

    def by_adapter(text: str) -> list[Any]:
        value = adapter.validate_json(text)
        return [json.loads(adapter.dump_json(value)), adapter.dump_python(value, mode="json")]

    def by_value(text: str) -> list[Any]:
        return [adapter.dump_python(adapter.validate_python(json.loads(text)), mode="json")]

    def nested(text: str) -> list[Any]:
        both = user.model_validate_json(f'{{"it":{text},"many":[{text}]}}')
        dumped = json.loads(both.model_dump_json())
        return [dumped["it"], dumped["many"][0]]

    found: Ways = [("adapter", by_adapter), ("python", by_value), ("nested", nested)]
    if isinstance(kind, type) and issubclass(kind, BaseModel):

        def by_model(text: str) -> list[Any]:
            value = kind.model_validate_json(text)
            return [json.loads(value.model_dump_json()), value.model_dump(mode="json")]

        found.append(("model", by_model))
    return found


def answer(support: Any, all_ways: Ways, text: str) -> list[Any]:
    """What became of a value, read in every way."""
    wanted = json.loads(text)
    first: list[Any] | None = None
    for way, read in all_ways:
        found: list[Any] = [True, None]
        try:
            for back in read(text):
                if not same(back, wanted):
                    found = [True, json.dumps(back, ensure_ascii=False)]
                    break
        except ValidationError as error:
            places = [support.json_pointer(line) for line in error.errors(include_url=False)]
            found = [False, places, str(error)]
        except Exception as error:  # noqa: BLE001 what it is, is said
            found = [None, f"{way}: {type(error).__name__}: {error}"]
        if first is None or (first == [True, None] and found[0] is True):
            first = found
        elif found[0] is not first[0]:
            return [None, f"read by {all_ways[0][0]}: {first}; by {way}: {found}"]
    return first or [None, "nothing was read"]


def main() -> None:
    known: dict[tuple[str, str], tuple[Any, Ways]] = {}
    with open(sys.argv[1], encoding="utf-8", newline="\n") as values:
        for line in values:
            package, name, text = line.rstrip("\n").split("\t", 2)
            if (package, name) not in known:
                known[package, name] = (
                    importlib.import_module(f"{package}.errors"),
                    ways(getattr(importlib.import_module(package), name)),
                )
            support, all_ways = known[package, name]
            sys.stdout.write(json.dumps(answer(support, all_ways, text)) + "\n")


if __name__ == "__main__":
    main()
