"""A client that talks to `codex app-server` over stdio and keeps every message."""

import json
import os
import queue
import shutil
import subprocess
import sys
import threading
import time

TIMEOUT = 15
PATH = "/usr/local/bin:/usr/bin:/bin"


def environment(world, offline=True):
    """What the server sees of the machine."""
    variables = {
        "HOME": world.home,
        "CODEX_HOME": world.codex_home,
        "PATH": PATH,
        "TZ": "UTC",
        "LANG": "C.UTF-8",
        "USER": "user",
        "LOGNAME": "user",
        "SHELL": "/bin/bash",
        "NO_PROXY": "127.0.0.1,localhost",
    }
    if offline:
        variables.update({"HTTPS_PROXY": "http://127.0.0.1:9", "HTTP_PROXY": "http://127.0.0.1:9"})
    return variables


class Client:
    """One run of the server. `log` gets `(direction, message)` in the order on the wire."""

    def __init__(self, binary, world, log, answer=None, offline=True):
        self.log, self.answer = log, answer
        self.lock = threading.Lock()
        self.responses = {}
        self.incoming = queue.Queue()
        self.seen = []
        self.count = 0
        self.errors = open(world.stderr, "ab")
        self.process = subprocess.Popen(
            [binary, "app-server"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.errors,
            env=environment(world, offline),
            cwd=world.project,
        )
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in self.process.stdout:
            message = json.loads(line)
            with self.lock:
                self.log.append(("toClient", message))
            if "method" in message and "id" in message:
                threading.Thread(target=self.reply, args=(message,), daemon=True).start()
            elif "method" in message:
                self.seen.append(message)
            else:
                self.responses[json.dumps(message["id"])] = message
            self.incoming.put(message)
        self.incoming.put(None)

    def send(self, message):
        data = (json.dumps(message, ensure_ascii=False) + "\n").encode()
        with self.lock:
            self.log.append(("toServer", message))
            try:
                self.process.stdin.write(data)
                self.process.stdin.flush()
            except BrokenPipeError:
                pass

    def reply(self, message):
        if self.answer is None:
            return
        body = self.answer(message["method"], message["params"])
        if body is not None:
            self.send({"id": message["id"], **body})

    def notify(self, method, params=None):
        self.send({"method": method} if params is None else {"method": method, "params": params})

    def ask(self, method, *params, identifier=None, timeout=TIMEOUT, **more):
        """Sends a request and waits; the whole answer, or None."""
        if identifier is None:
            self.count += 1
            identifier = self.count
        request = {"id": identifier, "method": method, **more}
        if params:
            request["params"] = params[0]
        self.send(request)
        key = json.dumps(identifier)
        self.until(lambda: key in self.responses, timeout)
        return self.responses.get(key)

    def result(self, method, *params, **more):
        """The result, or an empty object."""
        answer = self.ask(method, *params, **more) or {}
        return answer.get("result", {})

    def await_notification(self, method, holds=lambda params: True, timeout=TIMEOUT):
        found = []

        def look():
            found[:] = [one for one in self.seen if one["method"] == method and holds(one.get("params", {}))]
            return bool(found)

        self.until(look, timeout)
        return found[-1]["params"] if found else None

    def until(self, holds, timeout):
        end = time.monotonic() + timeout
        while not holds():
            left = end - time.monotonic()
            if left <= 0 or self.process.poll() is not None:
                return
            try:
                self.incoming.get(timeout=min(left, 0.05))
            except queue.Empty:
                pass

    def settle(self, seconds=0.3):
        """Lets late messages arrive."""
        time.sleep(seconds)

    def close(self):
        self.process.stdin.close()
        try:
            self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.errors.close()


class World:
    """A home, a project and a configuration in a scratch folder."""

    def __init__(self, root, model_url, mcp_server):
        self.root = root
        self.home = os.path.join(root, "home", "user")
        self.codex_home = os.path.join(self.home, ".codex")
        self.project = os.path.join(self.home, "project")
        self.stderr = os.path.join(root, "stderr")
        os.makedirs(os.path.join(self.project, ".agents", "skills", "greet"))
        os.makedirs(self.codex_home)
        self.write(self.project, "main.py", "for i in range(3):\n    print(i)\n")
        skill = "---\nname: greet\ndescription: Greets people.\n---\n\nSay hello.\n"
        self.write(self.project, ".agents/skills/greet/SKILL.md", skill)
        self.write(self.project, "CLAUDE.md", "Be brief.\n")
        self.write_bytes(self.project, "pixel.png", PIXEL)
        self.plugin()
        self.git()
        shutil.copy(mcp_server, self.home)
        server = json.dumps(os.path.join(self.home, os.path.basename(mcp_server)))
        python = json.dumps(sys.executable)
        config = CONFIG.format(python=python, url=model_url, base=model_url.removesuffix("/v1"), mcp=server, project=json.dumps(self.project))
        self.write(self.codex_home, "config.toml", config)

    @staticmethod
    def write(folder, name, text):
        World.write_bytes(folder, name, text.encode())

    @staticmethod
    def write_bytes(folder, name, data):
        with open(os.path.join(folder, name), "wb") as file:
            file.write(data)

    def plugin(self):
        """A marketplace with one plugin, beside the project."""
        self.market = os.path.join(self.home, "market")
        demo = os.path.join(self.market, "plugins", "demo")
        os.makedirs(os.path.join(self.market, ".agents", "plugins"))
        os.makedirs(os.path.join(demo, ".codex-plugin"))
        os.makedirs(os.path.join(demo, "skills", "sing"))
        source = {"source": "local", "path": "./plugins/demo"}
        policy = {"installation": "AVAILABLE", "authentication": "ON_INSTALL"}
        entry = {"name": "demo", "source": source, "policy": policy, "category": "Fun"}
        market = {"name": "market", "interface": {"displayName": "Market"}, "plugins": [entry]}
        self.write(self.market, ".agents/plugins/marketplace.json", json.dumps(market))
        interface = {"displayName": "Demo", "shortDescription": "Sings.", "capabilities": ["Read"], "defaultPrompt": ["Sing."]}
        manifest = {"name": "demo", "version": "1.0.0", "description": "Sings.", "skills": "./skills", "interface": interface}
        self.write(demo, ".codex-plugin/plugin.json", json.dumps(manifest))
        self.write(demo, "skills/sing/SKILL.md", "---\nname: sing\ndescription: Sings.\n---\n\nSing.\n")

    def git(self):
        env = {**os.environ, "HOME": self.home, "GIT_CONFIG_NOSYSTEM": "1"}
        for words in (
            ["init", "-q", "-b", "main"],
            ["config", "user.name", "User"],
            ["config", "user.email", "user@example.org"],
            ["remote", "add", "origin", "https://example.org/project.git"],
            ["add", "."],
            ["commit", "-q", "-m", "First"],
        ):
            subprocess.run(["git", *words], cwd=self.project, env=env, check=True)


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360f8cf50cf000003020181b3ba60"
    "490000000049454e44ae426082"
)

CONFIG = """\
model = "gpt-5.5"
model_provider = "mock"
approval_policy = "on-request"
sandbox_mode = "workspace-write"
model_reasoning_summary = "detailed"
show_raw_agent_reasoning = true
chatgpt_base_url = "{base}/backend-api"
cli_auth_credentials_store = "file"

[features]
request_permissions_tool = true
apply_patch_streaming_events = true
step_model_switching = true

[model_providers.mock]
name = "Mock"
base_url = "{url}"
wire_api = "responses"
request_max_retries = 0
stream_max_retries = 0
supports_websockets = false

[model_providers.account]
name = "Account"
base_url = "{url}"
wire_api = "responses"
request_max_retries = 0
stream_max_retries = 0
supports_websockets = false
requires_openai_auth = true

[analytics]
enabled = false

[apps._default]
enabled = true

[apps.calendar]
enabled = false
default_tools_approval_mode = "prompt"

[apps.calendar.tools.create]
enabled = true
approval_mode = "approve"

[projects.{project}]
trust_level = "trusted"

[mcp_servers.demo]
command = {python}
args = [{mcp}]

[mcp_servers.gone]
command = "/nonexistent/mcp"

[[hooks.SessionStart]]
[[hooks.SessionStart.hooks]]
type = "command"
command = "echo '{{}}'"

[[hooks.UserPromptSubmit]]
[[hooks.UserPromptSubmit.hooks]]
type = "command"
command = "echo Remember the milk."

[[hooks.PreToolUse]]
matcher = "^Bash$"
[[hooks.PreToolUse.hooks]]
type = "command"
command = "true"
statusMessage = "Looking"
"""
