"""A client with a script: what it is, and what it answers to the server's requests."""

import base64
import json
import time

from session import Client

HELLO = {"clientInfo": {"name": "recorder", "title": None, "version": "1.0.0"}}
FULL = {
    "clientInfo": {"name": "recorder", "title": "Recorder", "version": "1.0.0"},
    "capabilities": {
        "experimentalApi": True,
        "requestAttestation": False,
        "mcpServerOpenaiFormElicitation": True,
        "optOutNotificationMethods": [],
    },
}


def text(words, **more):
    return [{"type": "text", "text": words, **more}]


class Stage:
    """What the sessions share: the binary, the world, the methods that there are, the record."""

    def __init__(self, binary, world, methods):
        self.binary, self.world, self.methods = binary, world, methods
        self.sessions = []
        self.decisions = []
        self.thread = None

    def open(self, initialize=FULL):
        log = []
        self.sessions.append(log)
        self.client = Client(self.binary, self.world, log, self.answer)
        if initialize is not None:
            self.client.ask("initialize", initialize)
            self.client.notify("initialized")
        return self.client

    def ask(self, method, *params, **more):
        if method not in self.methods:
            return {}
        answer = self.client.ask(method, *params, **more) or {}
        return answer.get("result", {})

    def start(self, **params):
        thread = self.ask("thread/start", {"cwd": self.world.project, **params})
        self.thread = thread.get("thread", {}).get("id")
        return self.thread

    def turn(self, words, wait=True, **params):
        """A whole turn; the id of the turn."""
        params = {"threadId": self.thread, "input": text(words), **params}
        turn = self.ask("turn/start", params).get("turn", {}).get("id")
        if wait and turn:
            self.client.await_notification("turn/completed", lambda p: p.get("turn", {}).get("id") == turn)
        return turn

    def answer(self, method, params):
        """What the client answers to the server's requests."""
        decision = self.decisions.pop(0) if self.decisions else None
        if method == "mcpServer/elicitation/request":
            if decision is not None:
                return {"result": {"action": decision, "content": None, "_meta": None}}
            content = {"name": "Ada", "age": 36} if "requestedSchema" in params else None
            return {"result": {"action": "accept", "content": content, "_meta": None}}
        if method == "item/tool/requestUserInput":
            return {"result": {"answers": {q["id"]: {"answers": [q["options"][0]["label"]]} for q in params["questions"]}}}
        if method == "item/tool/call":
            if decision == "fail":
                return {"error": {"code": -32000, "message": "no such ticket", "data": {"id": None}}}
            items = [{"type": "inputText", "text": "Ticket T-1 is open."}]
            return {"result": {"contentItems": items, "success": True}}
        if method == "item/permissions/requestApproval":
            return {"result": {"permissions": {"network": {"enabled": True}}, "scope": "turn"}}
        if method == "currentTime/read":
            return {"result": {"currentTimeAt": int(time.time())}}
        if method == "account/chatgptAuthTokens/refresh":
            return {"result": {"accessToken": token(), "chatgptAccountId": "account-1", "chatgptPlanType": "plus"}}
        if method == "attestation/generate":
            return {"result": {"token": "attested"}}
        if method.endswith("requestApproval"):
            return {"result": {"decision": decision or "accept"}}
        return {"error": {"code": -32601, "message": f"{method} is not supported"}}


def token():
    """A JSON Web Token that nobody signed."""
    claims = {"chatgpt_account_id": "account-1", "chatgpt_plan_type": "plus", "chatgpt_user_id": "user-1"}
    body = {"email": "user@example.org", "exp": 4102444800, "https://api.openai.com/auth": claims}
    parts = ({"alg": "none"}, body, {})
    return ".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts)
