"""Asks pydantic for the schema of each class that the packages put together themselves.

    python assembled.py PACKAGE...
"""

import importlib
import sys
from collections.abc import Iterator
from typing import Any

from pydantic import VERSION, BaseModel

# What is said of a schema for others than the validator.
NOT_TOLD = {"metadata", "ref"}


class Schema:
    """What tells two schemas apart: what has a name may be written out, or stand among the definitions."""

    def __init__(self, schema: Any) -> None:
        self.models: dict[type, Any] = {}
        self.defined = {one["ref"]: one for one in schema.get("definitions", ())}
        self.open: list[str] = []
        self.root = self.plain(schema.get("schema", schema) if self.defined else schema)

    def plain(self, schema: Any) -> Any:
        if isinstance(schema, dict):
            return self.named(schema)
        if isinstance(schema, list | tuple):
            return [self.plain(item) for item in schema]
        if callable(schema) and not isinstance(schema, type):
            # Each time another function, or method bound anew.
            return getattr(schema, "__qualname__", type(schema))
        return schema

    def named(self, schema: dict[str, Any]) -> Any:
        ref = schema.get("schema_ref")
        if ref in self.defined and ref not in self.open:
            target = self.defined[ref]
            if target["type"] == "model":
                return self.named(target)
            self.open.append(ref)
            written = self.named(target)
            self.open.remove(ref)
            return written
        cls = schema.get("cls") if schema.get("type") == "model" else None
        if cls and cls not in self.models:
            self.models[cls] = None
            self.models[cls] = self.members(schema)
        return {"model": cls} if cls else self.members(schema)

    def members(self, schema: dict[str, Any]) -> dict[str, Any]:
        told = {name: one for name, one in schema.items() if name not in NOT_TOLD}
        kept = {name: self.plain(value) for name, value in told.items()}
        return {name: value for name, value in kept.items() if value not in ([], None)}


def classes(base: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """Go through all that are made of one."""
    for cls in base.__subclasses__():
        yield cls
        yield from classes(cls)


def differences(name: str) -> tuple[int, list[str]]:
    """Count the classes that are put together, and name those that come out otherwise."""
    package = importlib.import_module(name)
    structs = importlib.import_module(f"{name}._support.structs")
    for exported in package.__all__:
        getattr(package, exported)
    can_assemble, assembled, wrong = structs.can_assemble, 0, []
    for cls in dict.fromkeys(classes(structs.Struct)):
        made = []
        for way in (can_assemble, lambda _: False):
            structs.can_assemble = way
            cls.model_rebuild(force=True)
            schema = Schema(cls.__pydantic_core_schema__)
            made.append((schema.root, schema.models))
        assembled += can_assemble(cls)
        if made[0] != made[1]:
            wrong.append(f"{name}.{cls.__name__}: {made[0]}\n  pydantic: {made[1]}")
        structs.can_assemble = can_assemble
    return assembled, wrong


def main() -> None:
    """Compare all packages."""
    counted, wrong = 0, []
    for name in sys.argv[1:]:
        assembled, different = differences(name)
        counted += assembled
        wrong += different
    print(f"pydantic {VERSION}: {counted} classes put together, {len(wrong)} otherwise")
    if wrong:
        raise SystemExit("\n".join(wrong[:5]))
    if not counted and not VERSION.startswith("2.12."):
        raise SystemExit("no class is put together")


if __name__ == "__main__":
    main()
