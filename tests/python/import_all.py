"""Imports every module of the package and completes every model."""

import importlib
import pkgutil
from typing import Any, cast

from pydantic import BaseModel, TypeAdapter

import protocol


def main() -> None:
    """Load everything."""
    modules = [
        module.name for module in pkgutil.walk_packages(protocol.__path__, "protocol.")
    ]
    for name in modules:
        importlib.import_module(name)
    for name in protocol.__all__:
        kind: Any = getattr(protocol, name)
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            kind.model_json_schema()
        else:
            TypeAdapter(cast(Any, kind))
    print(f"{len(modules)} modules, {len(protocol.__all__)} types")


if __name__ == "__main__":
    main()
