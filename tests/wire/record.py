"""Records real messages of `codex app-server`, offline.

    python3 tests/wire/record.py BINARY OUT

BINARY is the `codex` of a runtime (in the wheel of `openai-codex-cli-bin`, or in the npm package
`@openai/codex`); OUT is a file such as `tests/wire/0.163.0.jsonl`. Nothing but Python's standard
library is needed. The server runs in a scratch folder against a model on loopback; outside calls
fail at once.

A line of OUT is a JSON object: `direction` (`toServer`, `toClient`), `kind` (`request`, `response`,
`error`, `notification`), `method` (for a response or an error: the method that it answers) and
`message`, whole and as on the wire but for what `Sanitiser` makes neutral: paths, the host, ids
that are UUIDs, ports, and the middle of long texts. Kinds of JSON are never changed, and no member
is added or removed. Left out are messages of a shape that was recorded twice, and requests that the
server's own deserialiser refused (the error that answers them stays).
"""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile

import scenario
from mock_model import Model
from session import PATH, World
from stage import Stage

HERE = os.path.dirname(os.path.abspath(__file__))
LONGEST = 600
TWINS = 2
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
# Members whose value says what the message is, rather than what it is about.
TELLING = {"type", "status", "kind", "mode", "method", "source", "phase", "action", "decision", "name"}


class Sanitiser:
    """Takes the machine out of messages."""

    def __init__(self, root, port, binary):
        self.uuids = {}
        self.host = socket.gethostname()
        self.fixed = [
            (sys.executable, "/usr/bin/python3"),
            (os.path.dirname(os.path.dirname(binary)), "/opt/codex"),
            (os.path.join(root, "home"), "/home"),
            (root, "/scratch"),
            (f"127.0.0.1:{port}", "127.0.0.1:8080"),
        ]

    def uuid(self, match):
        number = self.uuids.setdefault(match[0], len(self.uuids) + 1)
        return f"01980000-0000-{match[0][14]}000-8000-{number:012x}"

    def text(self, text):
        for old, new in self.fixed:
            text = text.replace(old, new)
        text = UUID.sub(self.uuid, text)
        text = re.sub(r"\([A-Z][A-Za-z ]* [0-9._]+; x86_64\) unknown", "(Linux; x86_64) unknown", text)
        if text == self.host:
            return "host"
        if text.startswith("eyJ"):
            return "header.claims.signature"
        if len(text) > LONGEST:
            text = f"{text[: LONGEST - 100]} [...] {text[-80:]}"
        return text

    def value(self, value):
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            return [self.value(one) for one in value]
        if isinstance(value, dict):
            return {self.text(key): self.value(one) for key, one in value.items()}
        return value


def shape(value, key=None):
    """What two messages have in common that need not both be kept."""
    if isinstance(value, dict):
        return tuple((name, shape(one, name)) for name, one in sorted(value.items()))
    if isinstance(value, list):
        return tuple(sorted({repr(shape(one)) for one in value}))
    if isinstance(value, str) and key in TELLING:
        return value
    return type(value).__name__


def entries(log):
    """The messages of one session, each with what it is."""
    asked, refused = {}, set()
    for direction, message in log:
        if direction == "toClient" and "Invalid request" in message.get("error", {}).get("message", ""):
            refused.add(json.dumps(message["id"]))
    for direction, message in log:
        if "method" in message:
            kind = "request" if "id" in message else "notification"
            method = message["method"]
            if kind == "request":
                asked[direction, json.dumps(message["id"])] = method
                if direction == "toServer" and json.dumps(message["id"]) in refused:
                    continue
        else:
            kind = "error" if "error" in message else "response"
            other = "toServer" if direction == "toClient" else "toClient"
            method = asked.get((other, json.dumps(message["id"])))
            if method is None:
                continue
        yield {"direction": direction, "kind": kind, "method": method, "message": message}


def methods(binary, folder):
    """The methods that this runtime lists."""
    subprocess.run(
        [binary, "app-server", "generate-json-schema", "--experimental", "--out", folder],
        check=True,
        env={"HOME": folder, "CODEX_HOME": folder, "PATH": PATH},
    )
    with open(os.path.join(folder, "ClientRequest.json")) as file:
        schema = json.load(file)
    return {one["properties"]["method"]["enum"][0] for one in schema["oneOf"]}


def record(binary, out):
    # Not in the folder for temporary files: the runtime does not install its sandbox there.
    root = tempfile.mkdtemp(prefix=".wire-", dir=os.path.expanduser("~"))
    schema = os.path.join(root, "schema")
    os.mkdir(schema)
    model = Model()
    try:
        world = World(root, model.url, os.path.join(HERE, "mcp_server.py"))
        stage = Stage(binary, world, methods(binary, schema))
        for session in scenario.ALL:
            session(stage)
            print(f"{session.__name__}: {sum(map(len, stage.sessions))} messages so far", file=sys.stderr)
        save(stage.sessions, Sanitiser(root, model.server_address[1], binary), out)
    finally:
        shutil.rmtree(root, ignore_errors=True)


def save(sessions, sanitiser, out):
    seen = {}
    with open(out, "w", encoding="utf-8") as file:
        for log in sessions:
            for entry in entries(log):
                entry["message"] = sanitiser.value(entry["message"])
                mark = (entry["direction"], entry["kind"], entry["method"], shape(entry["message"]))
                seen[mark] = seen.get(mark, 0) + 1
                if seen[mark] <= TWINS:
                    file.write(json.dumps(entry, ensure_ascii=False, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    record(os.path.abspath(sys.argv[1]), sys.argv[2])
