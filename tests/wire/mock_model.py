"""A model on loopback: answers `POST /v1/responses` with server-sent events, by a script.

What it says depends on the last item of the conversation. A user's text is looked up in
`SCRIPT`, whose values are lists of output items; after the output of a tool it says `Done.`.
"""

import json
import re
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

USAGE = {
    "input_tokens": 120,
    "input_tokens_details": {"cached_tokens": 20},
    "output_tokens": 30,
    "output_tokens_details": {"reasoning_tokens": 10},
    "total_tokens": 150,
}


def message(text):
    content = [{"type": "output_text", "text": text, "annotations": []}]
    return {"type": "message", "role": "assistant", "content": content}


def reasoning(summary, text):
    return {
        "type": "reasoning",
        "summary": [{"type": "summary_text", "text": summary}],
        "content": [{"type": "reasoning_text", "text": text}],
        "encrypted_content": None,
    }


def call(name, arguments, namespace=None):
    item = {"type": "function_call", "name": name, "arguments": json.dumps(arguments)}
    return item if namespace is None else {**item, "namespace": namespace}


def custom_call(name, text):
    return {"type": "custom_tool_call", "name": name, "input": text}


PATCH = "*** Begin Patch\n*** Add File: notes.md\n+# Notes\n+one\n*** End Patch\n"
PATCH_2 = "*** Begin Patch\n*** Update File: notes.md\n@@\n # Notes\n-one\n+two\n*** End Patch\n"
OUTSIDE = "*** Begin Patch\n*** Add File: ../outside/notes.md\n+outside\n*** End Patch\n"
PLAN = {
    "explanation": "Small steps.",
    "plan": [
        {"step": "Read", "status": "completed"},
        {"step": "Write", "status": "in_progress"},
        {"step": "Test", "status": "pending"},
    ],
}
QUESTION = {
    "questions": [
        {
            "id": "colour",
            "header": "Colour",
            "question": "Which one?",
            "options": [
                {"label": "Red", "description": "Warm."},
                {"label": "Blue (Recommended)", "description": "Cold."},
            ],
        }
    ]
}
REVIEW = {
    "findings": [
        {
            "title": "[P2] Off by one",
            "body": "The loop ends too early.",
            "confidence_score": 0.8,
            "priority": 2,
            "code_location": {"absolute_file_path": "/home/user/project/main.py", "line_range": {"start": 1, "end": 2}},
        }
    ],
    "overall_correctness": "patch is incorrect",
    "overall_explanation": "One finding.",
    "overall_confidence_score": 0.7,
}


def shell(tools, command, **more):
    """A call of whichever tool the runtime offers to run commands."""
    if "exec_command" in tools:
        return call("exec_command", {"cmd": command, **more})
    if "shell_command" in tools:
        return call("shell_command", {"command": command, **more})
    return call("shell", {"command": ["bash", "-lc", command], **more})


def patch(tools, text):
    if "apply_patch" in tools:
        return custom_call("apply_patch", text)
    return shell(tools, f"apply_patch <<'PATCH'\n{text}PATCH")


ESCALATE = {"sandbox_permissions": "require_escalated", "justification": "May I list the folder?"}

SCRIPT = {
    "hello": lambda tools: [reasoning("**Greeting**", "A greeting is due."), message("Hello, **world**.")],
    "plan": lambda tools: [call("update_plan", PLAN)],
    "run": lambda tools: [shell(tools, "printf 'one\\ntwo\\n'")],
    "fail": lambda tools: [shell(tools, "echo no >&2; exit 3")],
    "ask": lambda tools: [shell(tools, "ls -1 / >/dev/null && echo listed", **ESCALATE)],
    "patch": lambda tools: [patch(tools, PATCH)],
    "change": lambda tools: [patch(tools, PATCH_2)],
    "outside": lambda tools: [patch(tools, OUTSIDE)],
    "question": lambda tools: [call("request_user_input", QUESTION)],
    "dynamic": lambda tools: [call("lookup_ticket", {"id": "T-1"})],
    "image": lambda tools: [call("view_image", {"path": "pixel.png"})],
    "permission": lambda tools: [
        call("request_permissions", {"reason": "Network, please.", "permissions": {"network": {"enabled": True}}})
    ],
    "mcp": lambda tools: [call("add", {"a": 1, "b": 2}, tools.get("add"))],
    "mcp-fail": lambda tools: [call("fail", {}, tools.get("fail"))],
    "mcp-ask": lambda tools: [call("ask", {}, tools.get("ask"))],
    "mcp-open": lambda tools: [call("open", {}, tools.get("open"))],
    "search": lambda tools: [
        {
            "type": "web_search_call",
            "status": "completed",
            "action": {"type": "search", "query": "weather", "queries": ["weather", "weather today"]},
        },
        message("Sunny."),
    ],
    "spawn": lambda tools: [call("spawn_agent", {"task_name": "helper", "message": "hello"}, tools.get("spawn_agent"))],
    "interact": lambda tools: [shell(tools, "read line; echo got $line", tty=True, yield_time_ms=250)],
    "proposal": lambda tools: [message("Here it is.\n<proposed_plan>\n# Plan\n- one\n- two\n</proposed_plan>\n")],
    "slow": lambda tools: [message("Slow.")],
    "sleep": lambda tools: [shell(tools, "sleep 30", yield_time_ms=250)],
    "review": lambda tools: [message(json.dumps(REVIEW))],
}


WINDOW = {"used_percent": 42, "limit_window_seconds": 18000, "reset_after_seconds": 600, "reset_at": 1800000000}
BACKEND = {
    "/profiles/me": {"stats": {"lifetime_tokens": 9007199254740993, "current_streak_days": 3, "daily_usage_buckets": []}},
    "/usage": {
        "plan_type": "plus",
        "rate_limit": {"allowed": True, "limit_reached": False, "primary_window": WINDOW, "secondary_window": None},
        "credits": {"has_credits": True, "unlimited": False, "balance": "9.99"},
    },
}


class Model(ThreadingHTTPServer):
    """The server."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.once = set()
        self.count = 0
        self.lock = threading.Lock()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def take(self, word):
        """Whether this is the first time."""
        with self.lock:
            first = word not in self.once
            self.once.add(word)
        return first

    def next_id(self, kind):
        with self.lock:
            self.count += 1
            return f"{kind}_{self.count:04}"


def tool_names(tools):
    names = {}
    for tool in tools:
        if tool.get("type") == "namespace":
            names.update({inner.get("name"): tool.get("name") for inner in tool.get("tools", [])})
        else:
            names[tool.get("name") or tool.get("type")] = None
    return names


def follow_up(tools, item):
    """What comes after a tool's output."""
    session = re.search(r"session ID (\d+)", json.dumps(item.get("output", "")))
    if session and "write_stdin" in tools:
        return [call("write_stdin", {"session_id": int(session[1]), "chars": "line\n", "yield_time_ms": 500})]
    return [message("Done.")]


def prompt(body):
    """What the user said last, without what was added around it."""
    for item in reversed(body.get("input", [])):
        if item.get("type") == "message" and item.get("role") == "user":
            text = "".join(part.get("text", "") for part in item.get("content", [])).strip()
            if text and not text.startswith(("#", "<")):
                return text
    return ""


def choose(body):
    """The output items for a conversation."""
    tools = tool_names(body.get("tools", []))
    for item in reversed(body.get("input", [])):
        if item.get("type", "").endswith("_output"):
            return follow_up(tools, item)
        if item.get("type") == "message" and item.get("role") == "user":
            break
    text = prompt(body)
    word = "review" if "review" in text.lower() else text.split(maxsplit=1)[0] if text else ""
    return SCRIPT.get(word, SCRIPT["hello"])(tools)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        path = self.path.split("?")[0]
        found = next((value for end, value in BACKEND.items() if path.endswith(end)), {"data": [], "models": []})
        body = json.dumps(found).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        body = json.loads(raw or b"{}")
        text = prompt(body)
        if not self.path.endswith("/responses"):
            self.fail(404, "not_found")
        elif text == "overload":
            self.fail(503, "server_error")
        elif text == "expired" and self.server.take("expired"):
            self.fail(401, "token_expired")
        elif text == "quota":
            self.fail(429, "usage_limit_reached")
        else:
            self.stream(choose(body), text)

    def fail(self, status, kind):
        body = json.dumps({"error": {"type": kind, "code": kind, "message": "The mock refuses."}}).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def event(self, kind, **members):
        data = json.dumps({"type": kind, **members})
        self.wfile.write(f"event: {kind}\ndata: {data}\n\n".encode())
        self.wfile.flush()

    def stream(self, items, text):
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        response = {"id": self.server.next_id("resp"), "object": "response", "status": "in_progress"}
        try:
            self.event("response.created", response=response)
            if text == "slow":
                time.sleep(8)
            for index, item in enumerate(items):
                self.item(index, item)
            if text == "cut":
                self.close_connection = True
                return
            if text == "context":
                error = {"code": "context_length_exceeded", "message": "Too long."}
                self.event("response.failed", response={**response, "status": "failed", "error": error})
                return
            self.event("response.completed", response={**response, "status": "completed", "usage": USAGE, "output": []})
        except (BrokenPipeError, ConnectionResetError):
            pass
        self.close_connection = True

    def item(self, index, item):
        item = {"id": self.server.next_id("item"), **item}
        if item["type"].endswith("_call") and item["type"] != "web_search_call":
            item["call_id"] = self.server.next_id("call")
        where = {"item_id": item["id"], "output_index": index}
        if item["type"] == "message":
            self.event("response.output_item.added", output_index=index, item={**item, "content": []})
            text = item["content"][0]["text"]
            half = len(text) // 2
            for part in (text[:half], text[half:]):
                self.event("response.output_text.delta", **where, content_index=0, delta=part)
        elif item["type"] == "reasoning":
            self.event("response.output_item.added", output_index=index, item={**item, "summary": [], "content": []})
            self.event("response.reasoning_summary_part.added", **where, summary_index=0)
            summary, text = item["summary"][0]["text"], item["content"][0]["text"]
            self.event("response.reasoning_summary_text.delta", **where, summary_index=0, delta=summary)
            self.event("response.reasoning_text.delta", **where, content_index=0, delta=text)
        elif item["type"] == "custom_tool_call":
            self.event("response.output_item.added", output_index=index, item={**item, "input": ""})
            for line in item["input"].splitlines(keepends=True):
                self.event("response.custom_tool_call_input.delta", **where, call_id=item["call_id"], delta=line)
        else:
            self.event("response.output_item.added", output_index=index, item=item)
        self.event("response.output_item.done", output_index=index, item=item)
