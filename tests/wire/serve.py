"""Runs `codex app-server` offline, with a model on loopback, as if this were the server.

    python3 tests/wire/serve.py BINARY ROOT

Standard input and output are the server's own. ROOT is a new folder; the project is
`ROOT/home/user/project`. It goes away with the server.
"""

import os
import shutil
import subprocess
import sys

from mock_model import Model
from session import World, environment

HERE = os.path.dirname(os.path.abspath(__file__))


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    binary, root = map(os.path.abspath, sys.argv[1:])
    shutil.rmtree(root, ignore_errors=True)
    os.makedirs(root)
    world = World(root, Model().url, os.path.join(HERE, "mcp_server.py"))
    with open(world.stderr, "ab") as errors:
        server = subprocess.Popen(
            [binary, "app-server"], stderr=errors, env=environment(world), cwd=world.project
        )
    try:
        sys.exit(server.wait())
    finally:
        server.kill()
        shutil.rmtree(root, ignore_errors=True)


if __name__ == "__main__":
    main()
