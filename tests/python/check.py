"""Runs values through generated types: `check.py PACKAGE VALUES`.

VALUES is a JSON file with `accept` and `refuse`, each by type name. Every value goes through all
the ways in which Pydantic reads one.
"""

import importlib
import json
import pickle
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError, create_model


def same(a: Any, b: Any) -> bool:
    """Compare JSON values, kinds of numbers included."""
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(same(a[key], b[key]) for key in a)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(same, a, b))
    return type(a) is type(b) and a == b


def dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def readers(kind: Any) -> Iterator[tuple[str, str, Callable[[Any], list[Any]]]]:
    """The ways to read a value and to write it again, and where each puts it."""
    adapter: TypeAdapter[Any] = TypeAdapter(kind)
    yield (
        "adapter.json",
        "",
        lambda v: written(adapter, adapter.validate_json(dumps(v))),
    )
    yield "adapter.python", "", lambda v: written(adapter, adapter.validate_python(v))
    user: Any = create_model("User", it=(kind, ...), many=(list[kind], []))

    def nested(value: Any) -> list[Any]:
        both = user.model_validate_json(dumps({"it": value, "many": [value]}))
        again = user.model_validate({"it": value, "many": [value]})
        texts = [
            json.loads(both.model_dump_json()),
            both.model_dump(mode="json"),
            again.model_dump(mode="json"),
        ]
        return [text["it"] for text in texts] + [text["many"][0] for text in texts]

    yield "nested", "/it", nested
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield "json", "", lambda v: written(adapter, kind.model_validate_json(dumps(v)))
        yield "python", "", lambda v: written(adapter, kind.model_validate(v))


def written(adapter: TypeAdapter[Any], value: Any) -> list[Any]:
    """Every way to write a value."""
    texts = [
        json.loads(adapter.dump_json(value)),
        adapter.dump_python(value, mode="json"),
    ]
    if isinstance(value, BaseModel):
        for attribute in type(value).model_fields:
            getattr(value, attribute)  # a default is read only when it is asked for
        texts += [json.loads(value.model_dump_json()), value.model_dump(mode="json")]
        copies = [
            value.model_copy(),
            value.model_copy(deep=True),
            pickle.loads(pickle.dumps(value)),
        ]
        for copied in copies:
            assert copied == value, f"a copy differs: {copied!r}"
            texts.append(copied.model_dump(mode="json"))
    return texts


REGISTRIES = {
    "ClientRequest": "CLIENT_REQUESTS",
    "ClientNotification": "CLIENT_NOTIFICATIONS",
    "ServerRequest": "SERVER_REQUESTS",
    "ServerNotification": "SERVER_NOTIFICATIONS",
}


def made_again(package: str, name: str, message: Any) -> str | None:
    """What is wrong with the message that a method makes of what it read, if anything."""
    if name not in REGISTRIES or not isinstance(message, dict):
        return None
    methods = importlib.import_module(f"{package}.methods")
    incoming = getattr(methods, REGISTRIES[name]).decode(message)
    if incoming.method is None:
        return None
    others = {"jsonrpc", "method", "id", "params"}
    members = {key: message[key] for key in message.keys() - others}
    if name.endswith("Request"):
        made = incoming.method.request(incoming.id, incoming.params, **members)
    else:
        made = incoming.method.message(incoming.params, **members)
    # Where the schema does not ask for it, who sends it decides.
    said = {"jsonrpc": message["jsonrpc"]} if "jsonrpc" in message else {}
    kind = getattr(importlib.import_module(package), name)
    try:
        TypeAdapter(kind).validate_python(made)
    except ValidationError as error:
        return f"{name}: {dumps(made)}: {error}"
    if same({**made, **said}, message):
        return None
    return f"{name}: {dumps(message)} is {dumps(made)}"


def main() -> int:
    package, values = sys.argv[1], json.loads(Path(sys.argv[2]).read_text())
    module = importlib.import_module(package)
    support = importlib.import_module(f"{package}.errors")
    # Pydantic itself goes through a schema by recursion.
    sys.setrecursionlimit(30_000)
    wrong: list[str] = []
    count = 0
    for name in values["refuse"]:
        for mode in ("validation", "serialization"):
            told = TypeAdapter(getattr(module, name)).json_schema(mode=mode)
            # What refuses values says which, also to who asks for a schema.
            if values["refuse"][name] and not told.keys() - {"title", "description"}:
                wrong.append(f"{name}: its JSON Schema says nothing")
    for name, list_ in values["accept"].items():
        for way, _, read in readers(getattr(module, name)):
            for value in list_:
                count += 1
                try:
                    for text in read(value):
                        if not same(text, value):
                            wrong.append(
                                f"{name} by {way}: {dumps(value)} came back as {dumps(text)}"
                            )
                except (ValidationError, AssertionError) as error:
                    wrong.append(f"{name} by {way}: {dumps(value)}: {error}")
    for name, list_ in values["accept"].items():
        wrong.extend(filter(None, (made_again(package, name, one) for one in list_)))
    for name, list_ in values["refuse"].items():
        for way, prefix, read in readers(getattr(module, name)):
            for case in list_:
                count += 1
                try:
                    read(case["value"])
                    wrong.append(
                        f"{name} by {way}: {dumps(case['value'])} was accepted"
                    )
                except ValidationError as error:
                    found = [support.json_pointer(line) for line in error.errors()]
                    places = {prefix + case["at"]} | (
                        {"/many/0" + case["at"]} if prefix else set()
                    )
                    if not places & set(found):
                        wrong.append(
                            f"{name} by {way}: {dumps(case['value'])}: {found}, not at {case['at']!r}"
                        )
    print(f"{count} values, {len(wrong)} wrong")
    print("\n".join(wrong[:200]))
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
