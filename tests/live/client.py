"""A client of the server as a user would write it: every message goes through the generated types."""

import json
import queue
import subprocess
import threading
from collections.abc import Callable
from typing import Any, TypeVar

from pydantic import TypeAdapter

from protocol import (
    ClientNotification,
    ClientRequest,
    JSONRPCError,
    JSONRPCMessage,
    JSONRPCNotification,
    JSONRPCRequest,
    JSONRPCResponse,
    ServerNotification,
    ServerRequest,
)
from protocol.methods import (
    SERVER_NOTIFICATIONS,
    SERVER_REQUESTS,
    Incoming,
    Method,
    Notification,
    ResponseError,
)

Params = TypeVar("Params")
Result = TypeVar("Result")

TIMEOUT = 30.0
MESSAGE: TypeAdapter[JSONRPCMessage] = TypeAdapter(JSONRPCMessage)
UNIONS: dict[str, TypeAdapter[Any]] = {
    "client request": TypeAdapter(ClientRequest),
    "client notification": TypeAdapter(ClientNotification),
    "server request": TypeAdapter(ServerRequest),
    "server notification": TypeAdapter(ServerNotification),
}


def exact(adapter: TypeAdapter[Any], text: str) -> None:
    """Read a message and write it: the same JSON value, kinds of numbers included."""
    # Not `==`, which does not tell 1 from 1.0.
    written = json.dumps(
        json.loads(adapter.dump_json(adapter.validate_json(text))), sort_keys=True
    )
    if written != json.dumps(json.loads(text), sort_keys=True):
        raise AssertionError(f"{text} came back as {written}")


class Client:
    """Speaks with a server that it starts."""

    def __init__(
        self,
        command: list[str],
        answer: Callable[[Incoming[Method[Any, Any]]], dict[str, Any]],
    ) -> None:
        self.answer = answer
        self.answers: dict[str | int, queue.Queue[str]] = {}
        self.told: queue.Queue[Incoming[Notification[Any]]] = queue.Queue()
        self.count = 0
        self.counts: dict[str, int] = {}
        self.wrong: list[str] = []
        self.server = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def call(self, method: Method[Params, Result], params: Params) -> Result:
        """Ask the server."""
        self.count += 1
        # Ids of both kinds, and one that no float can hold.
        id = self.count + 2**53 if self.count % 2 else f"call-{self.count}"
        answers: queue.Queue[str] = queue.Queue()
        self.answers[id] = answers
        self._send("client request", method.request(id, params))
        text = answers.get(timeout=TIMEOUT)
        try:
            result = method.decode_response(text)
        except ResponseError as error:
            self._compare(method, text, error.response(id))
            raise
        self._compare(method, text, method.response(id, result))
        return result

    def tell(self, method: Notification[Params], params: Params) -> None:
        """Tell the server."""
        self._send("client notification", method.message(params))

    def until(
        self, method: Notification[Params], holds: Callable[[Params], bool]
    ) -> Params:
        """Wait for a notification."""
        while True:
            told = self.told.get(timeout=TIMEOUT)
            if told.method is method and holds(told.params):
                params: Params = told.params
                return params

    def close(self) -> None:
        """End the session."""
        assert self.server.stdin is not None
        self.server.stdin.close()
        self.server.wait(timeout=TIMEOUT)
        self.reader.join(timeout=TIMEOUT)

    def _send(self, union: str, message: dict[str, Any]) -> None:
        text = json.dumps(message)
        exact(UNIONS[union], text)
        self._note(union)
        assert self.server.stdin is not None
        self.server.stdin.write(text + "\n")
        self.server.stdin.flush()

    def _compare(
        self, method: Method[Any, Any], text: str, written: dict[str, Any]
    ) -> None:
        if json.dumps(json.loads(text), sort_keys=True) != json.dumps(
            written, sort_keys=True
        ):
            self.wrong.append(f"{method.name}: {text} came back as {written}")

    def _note(self, kind: str) -> None:
        self.counts[kind] = self.counts.get(kind, 0) + 1

    def _read(self) -> None:
        assert self.server.stdout is not None
        for line in self.server.stdout:
            try:
                self._receive(line.strip())
            except (AssertionError, ValueError) as error:
                self.wrong.append(f"{line.strip()}: {error}")

    def _receive(self, text: str) -> None:
        exact(MESSAGE, text)
        match MESSAGE.validate_json(text):
            case JSONRPCRequest():
                exact(UNIONS["server request"], text)
                self._note("server request")
                incoming = SERVER_REQUESTS.decode(text)
                assert incoming.method is not None, f"{incoming.name} is not known"
                response = json.dumps(self.answer(incoming))
                exact(MESSAGE, response)
                incoming.method.decode_response(response)
                self._note("client response")
                assert self.server.stdin is not None
                self.server.stdin.write(response + "\n")
                self.server.stdin.flush()
            case JSONRPCNotification():
                exact(UNIONS["server notification"], text)
                self._note("server notification")
                told = SERVER_NOTIFICATIONS.decode(text)
                assert told.method is not None, f"{told.name} is not known"
                exact(TypeAdapter(Any), json.dumps(told.method.message(told.params)))
                self.told.put(told)
            case JSONRPCResponse(id=id) | JSONRPCError(id=id):
                self._note("server answer")
                self.answers[id].put(text)
