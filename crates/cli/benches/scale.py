"""How time and memory grow with the schema: `python3 crates/cli/benches/scale.py [CODEGEN] [PART...]`.

Each shape is generated in three languages at a size and at four times that size; `slope` is the second time over
the first, 4 where the cost is linear. A shape whose slope is far above that has something quadratic in it.
"""

import json
import os
import sys
import tempfile
import time

REF = "#/definitions/"


def definitions(count):
    """A plain protocol: structs that refer to each other, enumerations, tagged unions, nullables, maps."""
    made = {}
    for index in range(count):
        other = {"$ref": f"{REF}Type{(index * 7 + 3) % count}"}
        kind = index % 5
        if kind == 0:
            made[f"Type{index}"] = {"type": "string", "enum": [f"value{n}" for n in range(5)], "description": "One of."}
        elif kind == 1:
            made[f"Type{index}"] = {
                "oneOf": [
                    {
                        "type": "object",
                        "title": f"Variant{n}Type{index}",
                        "required": ["type", "value"],
                        "properties": {"type": {"type": "string", "enum": [f"v{n}"]}, "value": other},
                    }
                    for n in range(2)
                ]
            }
        else:
            made[f"Type{index}"] = {
                "type": "object",
                "description": "A thing with members.",
                "required": ["id", "other"],
                "properties": {
                    "id": {"type": "integer", "format": "int64"},
                    "name": {"type": ["string", "null"], "description": "What it is called."},
                    "other": {"anyOf": [other, {"type": "null"}]},
                    "many": {"type": "array", "items": {"type": "string"}},
                    "by": {"type": "object", "additionalProperties": {"type": "boolean"}},
                },
            }
    return made


def tagged(index, key="t"):
    return {
        "type": "object",
        "required": [key, "x"],
        "properties": {key: {"const": f"v{index}"}, "x": {"type": "string"}},
    }


def methods(count):
    made = {}
    listed = []
    for index in range(count):
        made[f"M{index}Params"] = {"type": "object", "properties": {"a": {"type": "string"}}}
        made[f"M{index}Response"] = {"type": "object", "properties": {"b": {"type": "string"}}}
        listed.append(
            {
                "type": "object",
                "required": ["id", "method", "params"],
                "properties": {
                    "id": {"type": "integer"},
                    "method": {"enum": [f"n{index % 100}/m{index}"]},
                    "params": {"$ref": f"{REF}M{index}Params"},
                },
            }
        )
    made["ClientRequest"] = {"oneOf": listed}
    return made


def symbols(index):
    """Texts that are different and of the same words."""
    return "a" + "".join("-_"[index >> bit & 1] for bit in range(16)) + "b"


def one(schema):
    return {"One": schema}


PARTS = {
    "definitions": (10_000, definitions),
    "methods": (2_000, methods),
    "colliding values": (1_000, lambda n: one({"enum": [symbols(i) for i in range(n)]})),
    "values": (5_000, lambda n: one({"enum": [f"v{i}" for i in range(n)]})),
    "constants": (5_000, lambda n: one({"enum": [i if i % 2 else f"v{i}" for i in range(n)]})),
    "tagged variants": (2_500, lambda n: one({"oneOf": [tagged(i) for i in range(n)]})),
    "variants by reference": (
        2_500,
        lambda n: {f"V{i}": tagged(i) for i in range(n)} | one({"anyOf": [{"$ref": f"{REF}V{i}"} for i in range(n)]}),
    ),
    "variants of one tag": (
        1_000,
        lambda n: one({"oneOf": [{"type": "object", "required": ["t", f"x{i}"], "properties": {"t": {"const": "a"}}} for i in range(n)]}),
    ),
    "variants by key": (
        2_500,
        lambda n: one(
            {
                "oneOf": [
                    {"type": "object", "additionalProperties": False, "required": [f"k{i}"], "properties": {f"k{i}": {"type": "string"}}}
                    for i in range(n)
                ]
            }
        ),
    ),
    "variants by nothing": (
        1_000,
        lambda n: one({"anyOf": [{"type": "object", "properties": {f"k{i}": {"type": "string"}}} for i in range(n)]}),
    ),
    "branches and unevaluated": (
        1_000,
        lambda n: one(
            {
                "type": "object",
                "unevaluatedProperties": False,
                "anyOf": [{"required": [f"k{i}"], "properties": {f"k{i}": {"type": "string"}}} for i in range(n)],
            }
        ),
    ),
    "nested unions": (
        1_000,
        lambda n: {f"U{i}": {"anyOf": [{"$ref": f"{REF}U{i + 1}"}, tagged(i)]} for i in range(n)} | {f"U{n}": tagged(n)},
    ),
    "properties": (2_500, lambda n: one({"type": "object", "properties": {f"p{i}": {"type": "string"} for i in range(n)}})),
    "colliding properties": (
        1_000,
        lambda n: one({"type": "object", "properties": {symbols(i): {"type": "string"} for i in range(n)}}),
    ),
    "inline types": (
        2_500,
        lambda n: one(
            {"type": "object", "properties": {f"p{i}": {"type": "object", "properties": {"x": {"type": "string"}}} for i in range(n)}}
        ),
    ),
    "equal titles": (
        2_500,
        lambda n: {f"D{i}": {"type": "object", "properties": {"x": {"title": "Same", "type": "object", "properties": {"y": True}}}} for i in range(n)},
    ),
    "equal places": (
        1_000,
        lambda n: {
            "A": {"type": "object", "properties": {symbols(i): {"type": "object", "properties": {"y": True}} for i in range(n)}}
        },
    ),
    "contested names": (2_500, lambda n: {symbols(i): {"type": "object"} for i in range(n)}),
    "chain of allOf": (
        2_000,
        lambda n: {f"D{i}": {"allOf": [{"$ref": f"{REF}D{i + 1}"}], "description": "x"} for i in range(n)}
        | {f"D{n}": {"type": "object", "properties": {"x": {"type": "string"}}}},
    ),
    "chain of references": (5_000, lambda n: {f"D{i}": {"$ref": f"{REF}D{i + 1}"} for i in range(n)} | {f"D{n}": {"type": "string"}}),
    "circle": (2_500, lambda n: {f"D{i}": {"type": "object", "properties": {"x": {"$ref": f"{REF}D{(i + 1) % n}"}}} for i in range(n)}),
    "bomb": (200, lambda n: {f"D{i}": {"allOf": [{"$ref": f"{REF}D{i + 1}"}] * 2} for i in range(n)} | {f"D{n}": {"type": "object"}}),
    "own $id": (
        1_000,
        lambda n: {f"D{i}": {"$id": f"http://x/{i}.json", "type": "object", "properties": {"x": {"$ref": f"http://x/{(i + 1) % n}.json"}}} for i in range(n)},
    ),
    "references into": (
        2_500,
        lambda n: {"A": {"type": "object", "properties": {f"p{i}": {"type": "object"} for i in range(n)}}}
        | {"B": {"type": "object", "properties": {f"q{i}": {"$ref": f"{REF}A/properties/p{i}"} for i in range(n)}}},
    ),
    "long string": (1_000_000, lambda n: one({"type": "string", "description": "word " * (n // 5), "default": "x" * n})),
    "long pattern": (1_000_000, lambda n: one({"type": "object", "properties": {"p": {"type": "string", "pattern": "(a+)+" * (n // 5)}}})),
    "long line of spaces": (500_000, lambda n: one({"type": "string", "description": "a" + " " * n + "b"})),
    "lines": (50_000, lambda n: one({"type": "string", "description": "- a\n" * n})),
    "unknown keywords": (2_500, lambda n: {f"D{i}": {"type": "object", f"strange{i}": 1} for i in range(n)}),
    "dangling references": (1_000, lambda n: {f"Definition{i}": {"$ref": f"{REF}Definition{i}x"} for i in range(n)}),
    "tuple": (500, lambda n: one({"type": "array", "items": [{"type": "string"}] * n})),
    "deep default": (
        1_000,
        lambda n: {"A": {"type": "object", "properties": {"x": {"type": "array", "items": {"type": "integer"}, "default": list(range(n))}}}},
    ),
}

LANGUAGES = ["rust", "python", "typescript"]


def measure(codegen, schema):
    with tempfile.TemporaryDirectory() as folder:
        with open(f"{folder}/schema.json", "w") as file:
            json.dump({"$schema": "http://json-schema.org/draft-07/schema#", "definitions": schema}, file)
        with open(f"{folder}/codegen.toml", "w") as file:
            file.write('version = 1\nschema = "schema.json"\n')
            for language in LANGUAGES:
                file.write(f'[[targets]]\nlang = "{language}"\nout = "gen/{language}"\n')
        begun = time.perf_counter()
        process = os.posix_spawn(
            codegen,
            [codegen, "generate", "-q", "--config", f"{folder}/codegen.toml"],
            os.environ,
            file_actions=[(os.POSIX_SPAWN_OPEN, 2, "/dev/null", os.O_WRONLY, 0)],
        )
        _, status, usage = os.wait4(process, 0)
        took = time.perf_counter() - begun
        return took, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, os.waitstatus_to_exitcode(status)


def main():
    arguments = sys.argv[1:]
    codegen = arguments.pop(0) if arguments and os.sep in arguments[0] else "target/release/codegen"
    print(f"{'shape':28} {'size':>8} {'s':>7} {'CPU s':>7} {'MB':>6} {'exit':>4} {'4 x: s':>8} {'CPU s':>7} {'MB':>6} {'slope':>6}")
    for name, (size, make) in PARTS.items():
        if arguments and name not in arguments:
            continue
        took, cpu, memory, code = measure(codegen, make(size))
        more, more_cpu, more_memory, more_code = measure(codegen, make(4 * size))
        mark = "" if code == more_code else f" exit {more_code}"
        print(
            f"{name:28} {size:8} {took:7.2f} {cpu:7.2f} {memory:6.0f} {code:4} {more:8.2f} {more_cpu:7.2f} "
            f"{more_memory:6.0f} {more_cpu / max(cpu, 0.001):6.1f}{mark}",
            flush=True,
        )


if __name__ == "__main__":
    main()
