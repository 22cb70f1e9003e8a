"""Imports every module of the package and completes every model."""

import importlib
import pkgutil

import protocol
from pydantic import BaseModel, TypeAdapter


def main() -> None:
    """Load everything."""
    modules = [module.name for module in pkgutil.walk_packages(protocol.__path__, "protocol.")]
    for name in modules:
        importlib.import_module(name)
    for name in protocol.__all__:
        kind = getattr(protocol, name)
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            kind.model_json_schema()
        else:
            TypeAdapter(kind)
    print(f"{len(modules)} modules, {len(protocol.__all__)} types")


if __name__ == "__main__":
    main()
