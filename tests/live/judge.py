"""What the generated types say of requests: a line of JSON for each line of JSON."""

import json
import sys
from typing import Any

from pydantic import TypeAdapter, ValidationError

from protocol import ClientRequest
from protocol.methods import CLIENT_REQUESTS

UNION: TypeAdapter[ClientRequest] = TypeAdapter(ClientRequest)


def same(text: str, value: object) -> None:
    """Compare with what was written, kinds of numbers included."""
    written = json.dumps(value, sort_keys=True)
    if json.dumps(json.loads(text), sort_keys=True) != written:
        raise AssertionError(f"{text} came back as {written}")


def judge(text: str) -> dict[str, Any]:
    """By the union of all requests and by the table of methods: both must say the same."""
    error = None
    written = ""
    try:
        written = UNION.dump_json(UNION.validate_json(text)).decode()
        same(text, json.loads(written))
    except ValidationError as whole:
        error = whole
    try:
        called = CLIENT_REQUESTS.decode(text)
        assert called.method is not None
        if "params" in called.message:
            message = called.method.request(called.message["id"], called.params)
            # What is given as nothing is left out.
            if called.message["params"] is not None:
                same(text, message)
        accepted = True
    except ValueError:
        accepted = False
    assert accepted == (error is None), f"{text}: {error}"
    return {"accepted": accepted, "text": written if error is None else str(error)}


def main() -> None:
    """Answer line by line."""
    for line in sys.stdin:
        print(json.dumps(judge(line.rstrip("\n"))))


if __name__ == "__main__":
    main()
