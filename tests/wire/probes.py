"""Writes probes for `oracle.py`: for each request of a schema, params that are right or wrong in one place.

    python3 tests/wire/probes.py schema/0.163.0/experimental/codex_app_server_protocol.schemas.json \\
        | python3 tests/wire/oracle.py BINARY > tests/wire/0.163.0.verdicts.jsonl

A probe has `method`, `params` (unless they are absent), `kind` (what is tried) and `at` (where, in the
params). A type is probed at the first place where it is found. The kinds:

- should be taken: `minimal`, `value`, `null` (where the schema has null), `enum-value`, `items`,
  `entries`, `largest`, `integer-for-number`, `unknown-member`
- should be refused: `missing`, `null-for-required`, `null-for-optional` (where the schema has no
  null), `null-item`, `null-entry`, `unknown-value`, `unknown-tag`, `unknown-member-closed`,
  `float-for-integer`, `string-for-integer`, `integer-for-boolean`, `integer-for-string`, `too-large`
- for the record: `params-absent`, `params-null`, `params-empty`, `params-array`, `array-for-object`,
  `relative-path`, `negative`
"""

import copy
import json
import sys

LARGEST = {
    "int32": 2**31 - 1,
    "int64": 2**63 - 1,
    "uint8": 2**8 - 1,
    "uint16": 2**16 - 1,
    "uint32": 2**32 - 1,
    "uint64": 2**64 - 1,
    "uint": 2**64 - 1,
}
UNKNOWN = "not-a-value-of-this-version"
PATHS = {"AbsolutePathBuf": "/home/user", "LegacyAppPathString": "/home/user", "PathUri": "file:///home/user"}


def put(root, path, value):
    """A copy of a value with something else at a place."""
    if not path:
        return value
    root = copy.deepcopy(root)
    inner = root
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    return root


class Schema:
    """What is asked of a bundle."""

    def __init__(self, bundle):
        self.bundle = bundle

    def name(self, schema):
        """The definition that a schema refers to, through a wrapper that adds words or null."""
        if not isinstance(schema, dict):
            return ""
        if "$ref" in schema:
            return schema["$ref"].split("/")[-1]
        inner = schema.get("allOf") or [one for one in schema.get("anyOf", []) if one != {"type": "null"}]
        return self.name(inner[0]) if len(inner) == 1 else ""

    def resolve(self, schema):
        while isinstance(schema, dict) and "$ref" in schema:
            target = self.bundle
            for step in schema["$ref"].split("/")[1:]:
                target = target[step]
            schema = target
        if isinstance(schema, dict) and len(schema.get("allOf", [])) == 1:
            return self.resolve(schema["allOf"][0])
        return schema if isinstance(schema, dict) else {}

    def branches(self, schema):
        """The schema itself, and what it is one of."""
        schema = self.resolve(schema)
        yield schema
        for one in schema.get("oneOf", []) + schema.get("anyOf", []):
            yield from self.branches(one)

    @staticmethod
    def kinds(schema):
        kinds = schema.get("type", [])
        return kinds if isinstance(kinds, list) else [kinds]

    def nullable(self, schema):
        resolved = self.resolve(schema)
        words = {"description", "title", "default", "format", "$schema"}
        return not set(resolved) - words or any("null" in self.kinds(one) for one in self.branches(schema))

    def objects(self, schema):
        """Each object that a schema allows: members, the required ones, whether it is closed."""
        schema = self.resolve(schema)
        members, required = schema.get("properties", {}), schema.get("required", [])
        closed = schema.get("additionalProperties") is False
        branches = schema.get("oneOf", []) + schema.get("anyOf", [])
        if not branches and (members or "object" in self.kinds(schema)):
            if not isinstance(schema.get("additionalProperties"), dict):
                yield members, required, closed
        for branch in branches:
            for inner, needed, shut in self.objects(branch):
                yield {**members, **inner}, [*required, *needed], closed or shut

    def sample(self, schema):
        """A small value that a schema allows."""
        if self.name(schema) in PATHS:
            return PATHS[self.name(schema)]
        schema = self.resolve(schema)
        if "enum" in schema:
            return schema["enum"][0]
        own = {name: self.sample(one) for name, one in schema.get("properties", {}).items() if name in schema.get("required", [])}
        branches = [one for one in schema.get("oneOf", []) + schema.get("anyOf", []) if one != {"type": "null"}]
        if branches:
            value = self.sample(branches[0])
            return {**own, **value} if isinstance(value, dict) else value
        kinds = [kind for kind in self.kinds(schema) if kind != "null"]
        simple = {"array": [], "string": "x", "integer": 1, "number": 1.5, "boolean": True}
        return own if not kinds and own or "object" in kinds else simple.get(kinds[0], None) if kinds else "any"


class Prober:
    """Collects the probes of one method."""

    def __init__(self, schema, method, seen, probes):
        self.schema, self.method, self.seen, self.probes = schema, method, seen, probes

    def add(self, kind, at, params):
        place = "/".join(map(str, at))
        self.probes.append({"method": self.method, "kind": kind, "at": place, "params": params})

    def walk(self, root, path, schema):
        """`root` holds a right value of `schema` at `path`."""
        name = self.schema.name(schema)
        if path and name:
            if name in self.seen:
                return
            self.seen.add(name)
        branches = list(self.schema.branches(schema))
        self.scalars(root, path, branches)
        if name == "AbsolutePathBuf":
            self.add("relative-path", path, put(root, path, "relative"))
        for branch in branches:
            self.containers(root, path, branch)
        for members, required, closed in self.schema.objects(schema):
            self.object(root, path, members, required, closed)

    def scalars(self, root, path, branches):
        def attempt(kind, value):
            self.add(kind, path, put(root, path, value))

        kinds = {kind for branch in branches if "enum" not in branch for kind in Schema.kinds(branch)}
        values = [value for branch in branches for value in branch.get("enum", [])]
        if values and "string" not in kinds:
            attempt("unknown-value", UNKNOWN)
            for value in values:
                attempt("enum-value", value)
        if "integer" in kinds:
            shape = next(branch for branch in branches if "integer" in Schema.kinds(branch)).get("format")
            attempt("negative", -1)
            if "number" not in kinds:
                attempt("float-for-integer", 1.0)
            if "string" not in kinds:
                attempt("string-for-integer", "1")
            if shape in LARGEST:
                attempt("largest", LARGEST[shape])
                attempt("too-large", LARGEST[shape] + 1)
        if "number" in kinds:
            attempt("integer-for-number", 1)
        if kinds - {"null"} == {"boolean"}:
            attempt("integer-for-boolean", 1)
        if kinds - {"null"} == {"string"} and not values:
            attempt("integer-for-string", 5)

    def containers(self, root, path, branch):
        entries = branch.get("additionalProperties")
        for wanted, inner, kind, make, step in (
            ("array" in Schema.kinds(branch), branch.get("items", {}), ("items", "null-item"), lambda one: [one], 0),
            (isinstance(entries, dict), entries, ("entries", "null-entry"), lambda one: {"key": one}, "key"),
        ):
            if not wanted:
                continue
            filled = put(root, path, make(self.schema.sample(inner)))
            self.add(kind[0], path, filled)
            if not self.schema.nullable(inner):
                self.add(kind[1], path, put(root, path, make(None)))
            self.walk(filled, [*path, step], inner)

    def object(self, root, path, members, required, closed):
        small = {name: self.schema.sample(members[name]) for name in members if name in required}
        self.add("minimal", path, put(root, path, small))
        unknown = "unknown-member-closed" if closed else "unknown-member"
        self.add(unknown, path, put(root, path, {**small, "notAMemberOfThisVersion": 1}))
        self.add("array-for-object", path, put(root, path, list(small.values())))
        for name, member in members.items():
            at = [*path, name]
            tag = len(self.schema.resolve(member).get("enum", [])) == 1
            null = put(root, path, {**small, name: None})
            if name in required:
                self.add("missing", at, put(root, path, {key: value for key, value in small.items() if key != name}))
                if not self.schema.nullable(member):
                    self.add("null-for-required", at, null)
            else:
                self.add("null" if self.schema.nullable(member) else "null-for-optional", at, null)
                self.add("value", at, put(root, path, {**small, name: self.schema.sample(member)}))
            if tag:
                self.add("unknown-tag", at, put(root, path, {**small, name: UNKNOWN}))
            else:
                self.walk(put(root, path, {**small, name: self.schema.sample(member)}), at, member)


def probes(bundle):
    schema, seen, found = Schema(bundle), set(), []
    for one in bundle["definitions"]["ClientRequest"]["oneOf"]:
        method = one["properties"]["method"]["enum"][0]
        if method == "initialize":
            continue
        found.append({"method": method, "kind": "params-absent", "at": ""})
        for kind, params in (("params-null", None), ("params-empty", {}), ("params-array", [])):
            found.append({"method": method, "kind": kind, "at": "", "params": params})
        params = one["properties"].get("params", {})
        Prober(schema, method, seen, found).walk(schema.sample(params), [], params)
    return found


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    with open(sys.argv[1], encoding="utf-8") as file:
        for probe in probes(json.load(file)):
            print(json.dumps(probe, ensure_ascii=False))


if __name__ == "__main__":
    main()
