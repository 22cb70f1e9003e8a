"""Asks the server itself what its requests may hold.

    python3 tests/wire/oracle.py BINARY < probes.jsonl > verdicts.jsonl

A probe is a line of JSON with `method` and, unless they are to be absent, `params`; other members
(a name, a comment) are kept. Instead of them it may have `text`, a whole message, which is sent as it
is but for its id. A verdict is the probe with `accepted`, and where it was refused the
beginning of the `message`.

A request that arrives before `initialize` is parsed into its typed form and only then refused:
"Not initialized" says that the deserialiser took it. Nothing is run, nothing is asked of the
network. A server that falls silent or dies is started again; a probe that gets no answer has
`accepted: null`.
"""

import json
import os
import queue
import shutil
import subprocess
import sys
import tempfile
import threading

from session import PATH

TIMEOUT = 5
BATCH = 64


class Oracle:
    """A server that is never initialised."""

    def __init__(self, binary):
        self.binary, self.count, self.process = binary, 0, None
        self.home = tempfile.mkdtemp(prefix="oracle-")

    def start(self):
        self.answers = queue.Queue()
        self.process = subprocess.Popen(
            [self.binary, "app-server"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"HOME": self.home, "CODEX_HOME": self.home, "PATH": PATH, "HTTPS_PROXY": "http://127.0.0.1:9"},
        )
        threading.Thread(target=self.read, args=(self.process, self.answers), daemon=True).start()

    @staticmethod
    def read(process, answers):
        for line in process.stdout:
            answers.put(json.loads(line))
        answers.put(None)

    def stop(self):
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def close(self):
        self.stop()
        shutil.rmtree(self.home, ignore_errors=True)

    def ask(self, probes):
        """The messages that answer a batch, by place; those without an answer are missing."""
        if self.process is None:
            self.start()
        first, lines = self.count, []
        for probe in probes:
            lines.append(request(self.count, probe))
            self.count += 1
        found = {}
        try:
            self.process.stdin.write(("\n".join(lines) + "\n").encode())
            self.process.stdin.flush()
            while len(found) < len(probes):
                answer = self.answers.get(timeout=TIMEOUT)
                if answer is None:
                    break
                if "error" in answer and answer.get("id", -1) >= first:
                    found[answer["id"] - first] = answer["error"]["message"]
        except (queue.Empty, BrokenPipeError):
            pass
        if len(found) < len(probes):
            self.stop()
        return found


def request(identifier, probe):
    """The line that asks for a verdict."""
    message = json.loads(probe["text"]) if "text" in probe else {"method": probe["method"]}
    if "params" in probe:
        message["params"] = probe["params"]
    return json.dumps({**message, "id": identifier})


def verdicts(oracle, probes):
    """Each probe with its verdict. What a batch leaves unanswered is asked again, alone."""
    for start in range(0, len(probes), BATCH):
        batch = probes[start : start + BATCH]
        found = oracle.ask(batch)
        for place, probe in enumerate(batch):
            message = found.get(place)
            if message is None:
                message = oracle.ask([probe]).get(0)
            yield verdict(probe, message)


def verdict(probe, message):
    if message is None:
        return {**probe, "accepted": None}
    if message == "Not initialized":
        return {**probe, "accepted": True}
    return {**probe, "accepted": False, "message": message.removeprefix("Invalid request: ")[:100]}


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    probes = [json.loads(line) for line in sys.stdin if line.strip()]
    oracle = Oracle(os.path.abspath(sys.argv[1]))
    try:
        for one in verdicts(oracle, probes):
            print(json.dumps(one, ensure_ascii=False, separators=(",", ":")))
    finally:
        oracle.close()


if __name__ == "__main__":
    main()
