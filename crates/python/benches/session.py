"""The generated package beside the official SDK's models, in one run.

    python3 crates/python/benches/session.py PACKAGE RECORDING

PACKAGE is the folder of the generated package, RECORDING one of `tests/wire`, of the same version
as the installed `openai-codex`. Prints the ratios of a first session (import, then the results and
notifications of a first turn) and, as geometric means over messages, of decoding and of dumping.
Each figure is the best of several runs, in CPU time: another process does not count.
"""

import json
import math
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

OFFICIAL = "openai_codex.generated.v2_all"
TURN = ["initialize", "thread/start", "turn/start"]
DECODED = [
    "thread/read",
    "thread/resume",
    "thread/list",
    "thread/start",
    "turn/start",
    "model/list",
]
DECODED_NOTIFICATIONS = [
    "item/completed",
    "turn/completed",
    "thread/started",
    "item/agentMessage/delta",
]


def recorded(path: str) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """The largest result of each method, and the notifications of the first turn."""
    results: dict[str, str] = {}
    notifications: list[tuple[str, str]] = []
    for line in Path(path).read_text().splitlines():
        entry = json.loads(line)
        if entry["direction"] != "toClient":
            continue
        method, message = entry.get("method"), entry["message"]
        if entry["kind"] == "response":
            text = json.dumps(message["result"])
            if len(text) > len(results.get(method, "")):
                results[method] = text
        elif entry["kind"] == "notification":
            notifications.append((method, json.dumps(message.get("params", {}))))
    return results, notifications


def first_turn(notifications: list[tuple[str, str]]) -> list[tuple[str, str]]:
    end = next(
        (
            n
            for n, (method, _) in enumerate(notifications)
            if method == "turn/completed"
        ),
        len(notifications),
    )
    return notifications[: end + 1]


def type_names(package: Any) -> tuple[dict[str, str], dict[str, str]]:
    """The type of each result and of each notification's parameters, by method."""
    methods = __import__(f"{package.__name__}.methods", fromlist=["x"])
    results = {name: method._result for name, method in methods.CLIENT_REQUESTS.items()}
    params = {
        name: method._params for name, method in methods.SERVER_NOTIFICATIONS.items()
    }
    return results, params


def best(run: Callable[[], object], least: float = 0.3) -> float:
    """Seconds of CPU for one call."""
    run()
    number, best_time, end = 1, math.inf, time.process_time() + least
    while time.process_time() < end:
        start = time.process_time()
        for _ in range(number):
            run()
        taken = time.process_time() - start
        best_time = min(best_time, taken / number)
        if taken < 0.01:
            number *= 2
    return best_time


SESSION = """
import sys, time, json
module, work = sys.argv[1], json.load(open(sys.argv[2]))
import pydantic, pydantic.main
class Warm(pydantic.BaseModel): pass
start = time.process_time()
package = __import__(module, fromlist=["x"])
for name, text in work:
    getattr(package, name).model_validate_json(text)
print(time.process_time() - start)
"""


def sessions(
    modules: list[str], work: list[tuple[str, str]], where: str
) -> list[float]:
    """Seconds of CPU for a first session with each module, each in a process of its own, by turns."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "work.json")
        path.write_text(json.dumps(work))
        environment = {**os.environ, "PYTHONPATH": where, "PYTHONPYCACHEPREFIX": folder}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        times: dict[str, float] = dict.fromkeys(modules, math.inf)
        for _ in range(12):
            for module in modules:
                command = [sys.executable, "-c", SESSION, module, str(path)]
                times[module] = min(
                    times[module],
                    float(subprocess.check_output(command, env=environment)),
                )
    return [times[module] for module in modules]


def main() -> None:
    folder, recording = Path(sys.argv[1]).resolve(), sys.argv[2]
    sys.path.insert(0, str(folder.parent))
    ours = __import__(folder.name)
    theirs = __import__(OFFICIAL, fromlist=["x"])
    results, notifications = recorded(recording)
    result_names, param_names = type_names(ours)
    turn = [
        (result_names[method], results[method]) for method in TURN if method in results
    ]
    turn += [
        (param_names[m], text)
        for m, text in first_turn(notifications)
        if m in param_names
    ]
    turn = [(name, text) for name, text in turn if hasattr(theirs, name)]
    mine, other = sessions([folder.name, OFFICIAL], turn, str(folder.parent))
    print(
        f"first session, {len(turn)} messages: {mine * 1e3:.1f} ms / {other * 1e3:.1f} ms = {mine / other:.3f}"
    )
    # The whole recording, one message after the other, in process time.
    everything = [
        (result_names[m], text) for m, text in results.items() if result_names.get(m)
    ]
    everything += [
        (param_names[m], text) for m, text in notifications if m in param_names
    ]
    everything = [
        (name, text)
        for name, text in everything
        if all(
            isinstance(getattr(package, name, None), type) for package in (ours, theirs)
        )
    ]
    whole = []
    for package in (ours, theirs):
        pairs = [
            (getattr(package, name).model_validate_json, text)
            for name, text in everything
        ]
        whole.append(
            best(lambda pairs=pairs: [read(text) for read, text in pairs], 1.0)
        )
    print(
        f"all {len(everything)} messages: decode {whole[0] * 1e3:.2f} / {whole[1] * 1e3:.2f} ms = {whole[0] / whole[1]:.3f}"
    )
    largest: dict[str, str] = {}
    for method, text in notifications:
        if len(text) > len(largest.get(method, "")):
            largest[method] = text
    messages = [
        (method, result_names[method], results[method])
        for method in DECODED
        if method in results
    ]
    messages += [
        (m, param_names[m], largest[m]) for m in DECODED_NOTIFICATIONS if m in largest
    ]
    decode, dump = [], []
    for method, name, text in messages:
        pair = []
        for package in (ours, theirs):
            cls = getattr(package, name, None)
            if cls is None:
                break
            value = cls.model_validate_json(text)
            dumped = (
                {} if package is ours else {"by_alias": True, "exclude_unset": True}
            )
            pair.append(
                (
                    best(lambda: cls.model_validate_json(text)),
                    best(lambda: value.model_dump_json(**dumped)),
                )
            )
        if len(pair) == 2:
            (a, b), (c, d) = pair
            decode.append(a / c)
            dump.append(b / d)
            print(
                f"{method} ({len(text)} bytes): decode {a * 1e6:.0f}/{c * 1e6:.0f} us, dump {b * 1e6:.0f}/{d * 1e6:.0f} us"
            )
    mean = lambda ratios: math.exp(sum(map(math.log, ratios)) / len(ratios))  # noqa: E731
    print(
        f"decode {mean(decode):.3f}, dump {mean(dump):.3f} (geometric means of {len(decode)})"
    )


if __name__ == "__main__":
    main()
