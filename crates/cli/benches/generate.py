"""Times `codegen generate` against its peers, in one run: `generate.py [--runs N] [--peer NAME=COMMAND ...]`.

Each figure is a whole process, from its start to its end, with the files on disk: minimum and median of the
runs, which take turns. `codegen` writes all three languages from the real schema; a peer's command is run as
given, `{schema}` standing for the flat v2 bundle that peers can read, `{out}` for an empty folder.

    cargo build --release -p codegen-cli
    python3 crates/cli/benches/generate.py \
        --peer 'typify=cargo-typify typify {schema} --output {out}/types.rs' \
        --peer 'datamodel-codegen=datamodel-codegen --input {schema} --input-file-type jsonschema --output {out}/models.py'
"""

import argparse
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def once(command: list[str], cwd: Path) -> float:
    start = time.perf_counter()
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True)
    took = time.perf_counter() - start
    if done.returncode:
        sys.exit(f"{shlex.join(command)}: exit {done.returncode}\n{done.stderr[-2000:]}")
    return took


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--codegen", type=Path, default=ROOT / "target/release/codegen")
    parser.add_argument("--schema", type=Path, help="what {schema} stands for")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--peer", action="append", default=[], metavar="NAME=COMMAND")
    args = parser.parse_args()
    times: dict[str, list[float]] = {"codegen": []}
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch)
        shutil.copytree(ROOT / "schema", work / "schema")
        shutil.copy(ROOT / "codegen.toml", work)
        for _ in range(args.runs):
            shutil.rmtree(work / "snapshots", ignore_errors=True)
            times["codegen"].append(once([str(args.codegen), "generate", "--quiet"], work))
            for peer in args.peer:
                name, command = peer.split("=", 1)
                out = work / "peer"
                shutil.rmtree(out, ignore_errors=True)
                out.mkdir()
                schema = args.schema or sys.exit("a peer needs --schema")
                words = [word.format(schema=schema, out=out) for word in shlex.split(command)]
                times.setdefault(name, []).append(once(words, work))
    ours = statistics.median(times["codegen"])
    for name, took in times.items():
        median = statistics.median(took)
        print(f"{name:20} min {min(took) * 1000:8.1f} ms  median {median * 1000:8.1f} ms  codegen/this {ours / median:.3f}")


if __name__ == "__main__":
    main()
