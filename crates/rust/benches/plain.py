"""The generated Rust beside the same types with derived serde, in one run.

    python3 crates/rust/benches/plain.py [--version 0.163.0/stable] [--rounds 3] [--only check,debug,...]

Makes both crates from the bundle below `schema/`, and a program for each that reads, writes, clones,
compares and prints every type of a method. Prints CPU time (of the user) of compiling, the size of the
program, and what it does with the messages of `tests/wire` that both crates take. The two take turns; each
figure is the best of its rounds.
"""

import argparse
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
SIDES = ["ours", "plain"]
MANIFEST = """[package]
name = "{name}"
version = "0.0.0"
edition = "2024"

[dependencies]
serde = {{ version = "1", features = ["derive"] }}
serde_json = "1"
{more}
"""


def cpu(command: list[str], folder: Path, environment: dict[str, str] | None = None) -> tuple[float, str]:
    """Seconds of user time that a command and its children take, and what it prints."""
    process = subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, **(environment or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout and process.stderr
    text, errors = process.stdout.read(), process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = status
    if status:
        sys.exit(f"{' '.join(command)}: {errors}")
    return usage.ru_utime, text


def prepare(folder: Path, version: str, target: Path) -> None:
    bundle, recording = ROOT / "schema" / version, ROOT / "tests/wire" / f"{version.split('/')[0]}.jsonl"
    shutil.rmtree(folder, ignore_errors=True)
    generate = ["cargo", "run", "--quiet", "-p", "codegen-rust", "--example", "plain", "--"]
    overlay = ROOT / "schema/app-server.overlay.toml"
    subprocess.run(
        [*generate, folder, recording, bundle, ROOT / "codegen.toml", overlay],
        cwd=ROOT,
        check=True,
        stderr=subprocess.DEVNULL,
    )
    program = (ROOT / "crates/rust/benches/plain/consumer.rs").read_text()
    for side in SIDES:
        (folder / side / "Cargo.toml").write_text(MANIFEST.format(name=f"types-{side}", more=""))
        uses = folder / f"uses-{side}"
        (uses / "src").mkdir(parents=True)
        more = f'types-{side} = {{ path = "../{side}" }}'
        (uses / "Cargo.toml").write_text(MANIFEST.format(name=f"uses-{side}", more=more))
        (uses / "src/main.rs").write_text(f"{program}\nuse types_{side} as types;\n")
        shutil.copy(folder / "dispatch.rs", uses / "src")
    members = ", ".join(f'"{side}", "uses-{side}"' for side in SIDES)
    profile = '[profile.release]\nstrip = true\n'
    (folder / "Cargo.toml").write_text(f"[workspace]\nresolver = \"3\"\nmembers = [{members}]\n\n{profile}")
    shutil.copy(ROOT / "Cargo.lock", folder)


def compiled(folder: Path, target: Path, rounds: int, only: set[str]) -> None:
    environment = {"CARGO_TARGET_DIR": str(target), "CARGO_INCREMENTAL": "0"}
    for what, command in [
        ("check", ["check"]),
        ("debug", ["build"]),
        ("release", ["build", "--release"]),
    ]:
        if what not in only:
            continue
        best = dict.fromkeys(SIDES, float("inf"))
        for number in range(rounds + 1):  # the first builds serde
            for side in SIDES:
                (folder / side / "src/lib.rs").touch()
                (folder / f"uses-{side}/src/main.rs").touch()
                time.sleep(0.1)
                taken, _ = cpu(["cargo", *command, "-p", f"uses-{side}"], folder, environment)
                if number:
                    best[side] = min(best[side], taken)
        show(what, best, "s")


def show(what: str, figures: dict[str, float], unit: str, faster: bool = False) -> None:
    ours, plain = (figures[side] for side in SIDES)
    ratio = plain / ours if faster else ours / plain
    print(f"{what}: {ours:.2f} / {plain:.2f} {unit}, {ratio:.3f}", flush=True)


def used(folder: Path, target: Path, rounds: int, times: int) -> None:
    programs = {side: str(target / "release" / f"uses-{side}") for side in SIDES}
    show("stripped program", {side: os.path.getsize(programs[side]) / 1024 for side in SIDES}, "kB")
    messages = folder / "messages.tsv"
    lines = messages.read_text().split("\n")[:-1]
    looks = {
        side: cpu([programs[side], "look", "1", str(messages)], folder)[1].splitlines() for side in SIDES
    }
    for side in SIDES:
        read = sum(look.startswith("true") for look in looks[side])
        whole = sum(look.endswith("true") for look in looks[side])
        print(f"{side}: of {len(lines)} values {read} read, {whole} back whole")
    both = [
        line
        for line, *two in zip(lines, *looks.values())
        if all(look.startswith("true") for look in two)
    ]
    common = folder / "common.tsv"
    common.write_text("".join(f"{line}\n" for line in both))
    held = {side: int(cpu([programs[side], "hold", "1", str(common)], folder)[1]) for side in SIDES}
    written = {side: int(cpu([programs[side], "write", "1", str(common)], folder)[1]) for side in SIDES}
    for what in ["read", "write"]:
        best = dict.fromkeys(SIDES, float("inf"))
        for _ in range(rounds):
            for side in SIDES:
                long, _ = cpu([programs[side], what, str(times), str(common)], folder)
                best[side] = min(best[side], long)
        show(what, best, "s", faster=True)
        if what == "write":
            show("write per byte", {s: best[s] / written[s] * 1e6 for s in SIDES}, "us", faster=True)
    show("bytes written", {side: written[side] / 1024 for side in SIDES}, "kB")
    show("bytes held", {side: held[side] / 1024 for side in SIDES}, "kB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--version", default="0.163.0/stable")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--times", type=int, default=200, help="how often each message is read and written")
    parser.add_argument("--only", default="check,debug,release,used")
    arguments = parser.parse_args()
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "plain"
    folder = target / "crates"
    only = set(arguments.only.split(","))
    prepare(folder, arguments.version, target)
    compiled(folder, target, arguments.rounds, only)
    if "used" in only:
        release = {"CARGO_TARGET_DIR": str(target)}
        for side in SIDES:
            cpu(["cargo", "build", "--release", "-p", f"uses-{side}"], folder, release)
        used(folder, target, arguments.rounds * 2 + 1, arguments.times)


if __name__ == "__main__":
    main()
