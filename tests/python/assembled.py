"""Asks pydantic for the schema of each class that the packages put together themselves.

    python assembled.py PACKAGE...
"""

import importlib
import sys
from collections.abc import Iterator
from typing import Any

from pydantic import VERSION, BaseModel


def plain(schema: Any) -> Any:
    """Leave what tells two schemas apart."""
    if isinstance(schema, dict):
        kept = {key: plain(value) for key, value in schema.items() if key != "metadata"}
        return {key: value for key, value in kept.items() if value not in ([], None)}
    if isinstance(schema, list | tuple):
        return [plain(item) for item in schema]
    if callable(schema) and not isinstance(schema, type):
        # Each time another function, or method bound anew.
        return getattr(schema, "__qualname__", type(schema))
    return schema


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
            made.append(plain(cls.__pydantic_core_schema__))
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
