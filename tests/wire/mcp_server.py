"""An MCP server over stdio with a few tools, for the recorder to configure."""

import json
import sys

SCHEMA = {"type": "object", "properties": {"a": {"type": "integer"}, "b": {"type": "integer"}}}
TOOLS = [
    {"name": "add", "title": "Add", "description": "Adds two numbers.", "inputSchema": SCHEMA,
     "annotations": {"readOnlyHint": True}},
    {"name": "fail", "description": "Fails.", "inputSchema": {"type": "object"},
     "annotations": {"readOnlyHint": True}},
    {"name": "ask", "description": "Asks the user.", "inputSchema": {"type": "object"},
     "annotations": {"readOnlyHint": True}},
    {"name": "open", "description": "Sends the user to a page.", "inputSchema": {"type": "object"},
     "annotations": {"readOnlyHint": True}},
]
RESOURCE = {"uri": "demo://notes", "name": "notes", "mimeType": "text/plain"}
TEMPLATE = {"uriTemplate": "demo://notes/{id}", "name": "note", "mimeType": "text/plain"}
FORM = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "title": "Name", "minLength": 1},
        "age": {"type": "integer", "minimum": 0},
        "fun": {"type": "boolean", "default": True},
        "size": {"type": "string", "enum": ["s", "m"], "enumNames": ["Small", "Medium"]},
    },
    "required": ["name"],
}


def send(message):
    sys.stdout.write(json.dumps({"jsonrpc": "2.0", **message}) + "\n")
    sys.stdout.flush()


def tool_call(identifier, params):
    name, arguments = params["name"], params.get("arguments") or {}
    token = (params.get("_meta") or {}).get("progressToken")
    if token is not None:
        send({"method": "notifications/progress",
              "params": {"progressToken": token, "progress": 1, "total": 2, "message": "Half way."}})
    if name == "fail":
        return {"content": [{"type": "text", "text": "It failed."}], "isError": True}
    if name in ("ask", "open"):
        params = {"message": "Who are you?", "requestedSchema": FORM}
        if name == "open":
            params = {"mode": "url", "message": "Please look.", "url": "https://example.org/form", "elicitationId": "e-1"}
        send({"id": "ask-1", "method": "elicitation/create", "params": params})
        answer = json.loads(sys.stdin.readline())
        return {"content": [{"type": "text", "text": json.dumps(answer.get("result"))}]}
    total = arguments.get("a", 0) + arguments.get("b", 0)
    return {"content": [{"type": "text", "text": str(total)}], "structuredContent": {"sum": total}}


def answer(method, params):
    if method == "initialize":
        return {"protocolVersion": params["protocolVersion"], "serverInfo": {"name": "demo", "version": "1.0"},
                "capabilities": {"tools": {}, "resources": {}}, "instructions": "Add numbers."}
    lists = {"tools/list": ("tools", TOOLS), "resources/list": ("resources", [RESOURCE]),
             "resources/templates/list": ("resourceTemplates", [TEMPLATE])}
    if method in lists:
        key, value = lists[method]
        return {key: value}
    if method == "resources/read":
        if params["uri"] == "demo://blob":
            return {"contents": [{"uri": params["uri"], "mimeType": "image/png", "blob": "AAEC"}]}
        return {"contents": [{"uri": params["uri"], "mimeType": "text/plain", "text": "A note."}]}
    return {}


def main():
    for line in sys.stdin:
        message = json.loads(line)
        if "id" not in message or "method" not in message:
            continue
        params = message.get("params") or {}
        if message["method"] == "tools/call":
            result = tool_call(message["id"], params)
        else:
            result = answer(message["method"], params)
        send({"id": message["id"], "result": result})


if __name__ == "__main__":
    main()
