"""The sessions that are held with the server. Each is a function of a `Stage`.

Methods that a runtime does not know are skipped, so one scenario serves all versions.
"""

import base64
import os

from stage import FULL, HELLO, text, token


def plain(stage):
    """A client that did not opt in to the experimental interface."""
    client = stage.open(HELLO)
    stage.start()
    stage.turn("hello")
    stage.turn("run")
    stage.ask("thread/read", {"threadId": stage.thread, "includeTurns": True})
    stage.ask("thread/list", {})
    stage.ask("model/list", {})
    client.ask("thread/increment_elicitation", {"threadId": stage.thread})
    client.close()


def envelopes(stage):
    """Ids of every kind, members beside them, and what is refused."""
    client = stage.open(None)
    client.ask("thread/list", {})
    client.ask("thread/list", {"limit": -1})
    client.ask("initialize", HELLO, identifier="first")
    client.notify("initialized")
    client.ask("initialize", HELLO, identifier=-7)
    client.ask("account/read", {}, identifier=2**53 + 1)
    client.ask("account/read", {}, identifier="a-string", jsonrpc="2.0")
    trace = {"traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "tracestate": None}
    client.ask("account/read", {"refreshToken": False}, trace=trace)
    client.ask("thread/read", {"threadId": "not-an-id"})
    client.ask("thread/read", {"threadId": "01980000-0000-7000-8000-000000000000"})
    client.ask("thread/read", {})
    client.ask("turn/start", {"threadId": "01980000-0000-7000-8000-000000000000", "input": []})
    client.ask("fs/readFile", {"path": "relative"})
    client.ask("fs/readFile", {"path": "/nonexistent"})
    client.ask("account/rateLimits/read")
    client.ask("config/value/write", {"keyPath": "model", "value": 3, "mergeStrategy": "replace"})
    client.ask("thread/resume", {"threadId": "01980000-0000-7000-8000-000000000000"})
    client.close()


def turns(stage):
    """What a model can do in a turn, with raw events."""
    stage.open()
    tools = [
        {
            "type": "function",
            "name": "lookup_ticket",
            "description": "Looks up a ticket.",
            "inputSchema": {"type": "object", "properties": {"id": {"type": "string"}}, "required": ["id"]},
        }
    ]
    if "server/diagnostics" not in stage.methods:
        tools[0].pop("type")
    stage.start(experimentalRawEvents=True, dynamicTools=tools, personality="friendly")
    stage.client.await_notification("mcpServer/startupStatus/updated", lambda p: p.get("status") == "ready")
    for words in ("hello", "plan", "run", "fail", "patch", "change", "dynamic", "image"):
        stage.turn(words)
    stage.decisions = ["fail"]
    stage.turn("dynamic")
    stage.turn("search")
    stage.turn("hello", input=[
        {"type": "text", "text": "hello @main.py", "text_elements": [{"byteRange": {"start": 6, "end": 14}, "placeholder": None}]},
        {"type": "localImage", "path": os.path.join(stage.world.project, "pixel.png")},
        {"type": "image", "url": "data:image/png;base64,AAEC"},
        {"type": "skill", "name": "greet", "path": os.path.join(stage.world.project, ".agents/skills/greet/SKILL.md")},
        {"type": "mention", "name": "Calendar", "path": "app://calendar"},
    ], effort="low", summary="concise", outputSchema={"type": "object"})
    settings = {"model": "gpt-5.5", "reasoning_effort": "low", "developer_instructions": None}
    stage.turn("question", collaborationMode={"mode": "plan", "settings": settings})
    stage.turn("proposal", collaborationMode={"mode": "plan", "settings": settings})
    stage.turn("hello", collaborationMode={"mode": "default", "settings": settings})
    for words in ("quota", "overload", "cut", "context"):
        stage.turn(words)
    stage.client.settle()
    stage.client.close()


def tools(stage):
    """What only a model without a catalogue entry is offered: MCP tools and agents."""
    stage.open()
    stage.start(model="mock-model", modelProvider="mock")
    stage.client.await_notification("mcpServer/startupStatus/updated", lambda p: p.get("status") == "ready")
    for words in ("mcp", "mcp-fail", "mcp-ask", "mcp-open", "spawn"):
        stage.turn(words)
    stage.decisions = ["decline"]
    stage.turn("mcp-ask")
    stage.client.settle(1)
    stage.ask("thread/read", {"threadId": stage.thread, "includeTurns": True})
    stage.client.close()


def approvals(stage):
    """Requests of the server, and every answer to them."""
    stage.open()
    stage.start(approvalPolicy="on-request", sandbox="read-only")
    for decision in ("decline", "acceptForSession", "accept", "cancel"):
        stage.decisions = [decision]
        stage.turn("ask")
    for decision in ("decline", "accept", "cancel"):
        stage.decisions = [decision]
        stage.turn("outside")
        stage.decisions = [decision]
        stage.turn("patch")
    stage.decisions = [{"acceptWithExecpolicyAmendment": {"execpolicy_amendment": ["ls", "-1"]}}]
    stage.turn("ask")
    stage.turn("hello", approvalPolicy="untrusted")
    stage.decisions = ["accept"]
    stage.turn("fail")
    granular = {"sandbox_approval": True, "rules": True, "skill_approval": True, "request_permissions": True, "mcp_elicitations": True}
    policy = {"type": "workspaceWrite", "writableRoots": [stage.world.project], "networkAccess": False}
    stage.turn("permission", approvalPolicy={"granular": granular}, sandboxPolicy=policy)
    stage.turn("ask", approvalPolicy="never", sandboxPolicy={"type": "dangerFullAccess"})
    stage.turn("interact")
    stage.turn("ask", approvalPolicy="on-request", approvalsReviewer="auto_review", sandboxPolicy=policy)
    stage.client.settle(1)
    stage.client.close()


def steering(stage):
    """Turns that are steered, queued behind and interrupted."""
    stage.open()
    stage.start()
    turn = stage.turn("slow", wait=False)
    stage.client.await_notification("turn/started", lambda p: p.get("turn", {}).get("id") == turn)
    stage.ask("turn/steer", {"threadId": stage.thread, "expectedTurnId": turn, "input": text("more")})
    stage.ask("turn/steer", {"threadId": stage.thread, "expectedTurnId": "another", "input": text("more")})
    queued = stage.ask("thread/queue/add", {"threadId": stage.thread, "clientUserMessageId": "m-1", "input": text("hello")})
    stage.ask("thread/queue/list", {"threadId": stage.thread})
    entry = queued.get("queuedSubmission", queued).get("id")
    stage.ask("thread/queue/update", {"threadId": stage.thread, "queuedSubmissionId": entry, "input": text("plan")})
    stage.ask("thread/queue/reorder", {"threadId": stage.thread, "queuedSubmissionIds": [entry]})
    stage.ask("thread/queue/delete", {"threadId": stage.thread, "queuedSubmissionId": entry})
    stage.ask("thread/queue/add", {"threadId": stage.thread, "clientUserMessageId": "m-2", "input": text("hello")})
    stage.ask("thread/queue/start", {"threadId": stage.thread})
    stage.client.await_notification("turn/completed", lambda p: p.get("turn", {}).get("id") == turn)
    stage.client.settle(1)
    turn = stage.turn("slow", wait=False)
    stage.client.await_notification("turn/started", lambda p: p.get("turn", {}).get("id") == turn)
    stage.ask("turn/settings/update", {"threadId": stage.thread, "turnId": turn, "effort": "high"})
    stage.ask("turn/interrupt", {"threadId": stage.thread, "turnId": turn})
    stage.client.await_notification("turn/completed", lambda p: p.get("turn", {}).get("id") == turn)
    turn = stage.turn("sleep")
    stage.ask("thread/backgroundTerminals/list", {"threadId": stage.thread})
    stage.ask("thread/backgroundTerminals/terminate", {"threadId": stage.thread, "processId": "0"})
    stage.ask("thread/backgroundTerminals/clean", {"threadId": stage.thread})
    stage.ask("thread/compact/start", {"threadId": stage.thread})
    stage.client.await_notification("turn/completed", lambda p: p.get("turn", {}).get("id") != turn)
    stage.client.settle(1)
    stage.ask("thread/shellCommand", {"threadId": stage.thread, "command": "echo from the user"})
    stage.client.settle(1)
    stage.ask("review/start", {"threadId": stage.thread, "target": {"type": "custom", "instructions": "review main.py"}, "delivery": "inline"})
    stage.client.settle(2)
    stage.ask("review/start", {"threadId": stage.thread, "target": {"type": "uncommittedChanges"}, "delivery": "detached"})
    stage.client.settle(2)
    stage.client.close()


def threads(stage):
    """Everything that can be asked of a thread."""
    stage.open()
    thread = stage.start()
    first = stage.turn("hello")
    last = stage.turn("run")
    here = {"threadId": thread}
    stage.ask("thread/name/set", {**here, "name": "Küche ☕"})
    stage.ask("thread/metadata/update", {**here, "gitInfo": {"branch": "main", "sha": None}})
    stage.ask("thread/settings/update", {**here, "effort": "medium", "approvalPolicy": "never"})
    stage.ask("thread/memoryMode/set", {**here, "mode": "disabled"})
    stage.ask("thread/goal/set", {**here, "objective": "Ship it", "tokenBudget": 9007199254740993, "status": "paused"})
    stage.ask("thread/goal/get", here)
    stage.ask("thread/goal/clear", here)
    stage.ask("thread/goal/get", here)
    stage.ask("thread/increment_elicitation", here)
    stage.ask("thread/decrement_elicitation", here)
    attachment = {**here, "attachmentType": "note", "identityKey": "n-1"}
    stage.ask("thread/attachment/add", {**attachment, "payload": {"a": [1, None, 1.5, "x"], "big": 9007199254740993}})
    stage.ask("thread/attachment/list", here)
    stage.ask("thread/attachmentOwner/list", {"attachmentType": "note", "identityKey": "n-1"})
    stage.ask("thread/attachment/remove", attachment)
    stage.ask("thread/read", {**here, "includeTurns": True})
    stage.ask("thread/read", {**here, "includeTurns": False})
    stage.ask("thread/turns/list", {**here, "limit": 1, "sortDirection": "asc"})
    stage.ask("thread/turns/list", {**here, "itemsView": "full"})
    stage.ask("thread/turns/items/list", {**here, "turnId": first})
    items = stage.ask("thread/items/list", {**here, "turnId": first})
    ids = [one.get("item", one).get("id") for one in items.get("data", [])][:1]
    stage.ask("thread/items/list", {**here, "turnId": first, "cursor": {"type": "item", "itemId": (ids or ["none"])[0]}})
    stage.ask("thread/items/read", {**here, "turnId": first, "itemIds": ids})
    stage.ask("thread/timeline/list", here)
    stage.ask("thread/timeline/list", {**here, "limit": 1})
    stage.ask("thread/search", {"searchTerm": "hello"})
    stage.ask("thread/searchOccurrences", {**here, "searchTerm": "hello"})
    state = stage.client.await_notification("thread/readState/changed", timeout=1) or {}
    for revision in ("0", state.get("readState", {}).get("revision", "0")):
        stage.ask("thread/readState/update", {**here, "expectedRevision": revision, "operation": {"type": "read"}})
    stage.ask("thread/inject_items", {**here, "items": [{"type": "message", "role": "user", "content": [{"type": "input_text", "text": "injected"}]}]})
    stage.ask("thread/memory/read", here)
    stage.ask("thread/guardianReview", here)
    stage.ask("thread/prediction/request", {**here, "sourceTurnId": last})
    stage.ask("thread/list", {"limit": 1, "sortKey": "created_at", "sortDirection": "asc"})
    stage.ask("thread/list", {"cwd": [stage.world.project], "modelProviders": [], "sourceKinds": ["appServer", "vscode"]})
    stage.ask("thread/loaded/list", {})
    fork = stage.ask("thread/fork", {**here, "lastTurnId": first}).get("thread", {}).get("id")
    stage.ask("thread/fork", {**here, "ephemeral": True, "excludeTurns": True})
    stage.ask("thread/revert", {"threadId": fork, "beforeTurnId": first})
    stage.ask("thread/rollback", {"threadId": fork, "numTurns": 1})
    stage.ask("thread/archive", {"threadId": fork})
    stage.ask("thread/list", {"archived": True})
    stage.ask("thread/unarchive", {"threadId": fork})
    stage.ask("thread/delete", {"threadId": fork})
    fresh = stage.start()
    stage.ask("thread/prepareApprovedPlan", {"threadId": fresh, "markdown": "# Plan\n- one\n"})
    stage.ask("thread/unsubscribe", here)
    stage.client.settle()
    stage.client.close()
    stage.open()
    stage.ask("thread/resume", here)
    stage.ask("thread/resume", {**here, "excludeTurns": True, "initialTurnsPage": {"limit": 1, "sortDirection": "desc"}})
    stage.turn("hello", threadId=thread)
    stage.client.close()


def organising(stage):
    """Projects and sections."""
    stage.open()
    thread = stage.start()
    stage.turn("hello")
    root = {"path": stage.world.project}
    made = stage.ask("project/create", {"idempotencyKey": "p-1", "name": "Project", "roots": [root], "metadata": {"colour": "red"}})
    project = made.get("project", {}).get("id", "none")
    stage.ask("project/list", {})
    stage.ask("project/read", {"projectId": project})
    stage.ask("project/update", {"projectId": project, "name": "Renamed"})
    stage.ask("thread/metadata/update", {"threadId": thread, "projectId": project})
    stage.ask("thread/list", {"projectId": project})
    stage.ask("thread/metadata/update", {"threadId": thread, "projectId": None})
    stage.ask("project/move", {"projectId": project, "beforeProjectId": None})
    stage.ask("project/import", {"idempotencyKey": "p-2", "name": "Imported", "roots": [root]})
    stage.ask("project/delete", {"projectId": project})
    made = stage.ask("threadSection/create", {"name": "Later", "appearance": {"color": "blue", "icon": None}})
    section = made.get("section", {}).get("id", "none")
    stage.ask("threadSection/list", {})
    stage.ask("threadSection/update", {"sectionId": section, "name": "Soon"})
    stage.ask("thread/section/move", {"threadId": thread, "sectionId": section})
    stage.ask("thread/section/move", {"threadId": thread, "sectionId": None})
    stage.ask("threadSection/delete", {"sectionId": section})
    stage.client.settle()
    stage.client.close()


def files(stage):
    """The file system, and processes."""
    stage.open()
    folder = os.path.join(stage.world.project, "made")
    note, copy = os.path.join(folder, "note.txt"), os.path.join(folder, "copy.txt")
    stage.ask("fs/createDirectory", {"path": folder, "recursive": True})
    stage.ask("fs/watch", {"path": folder, "watchId": "w-1"})
    stage.ask("fs/writeFile", {"path": note, "dataBase64": base64.b64encode(b"hello").decode()})
    stage.ask("fs/readFile", {"path": note})
    stage.ask("fs/getMetadata", {"path": note})
    stage.ask("fs/copy", {"sourcePath": note, "destinationPath": copy})
    stage.ask("fs/readDirectory", {"path": folder})
    stage.client.await_notification("fs/changed", timeout=4)
    stage.ask("fs/unwatch", {"watchId": "w-1"})
    stage.ask("fs/remove", {"path": folder, "recursive": True, "force": None})
    stage.ask("fuzzyFileSearch", {"query": "main", "roots": [stage.world.project], "cancellationToken": None})
    stage.ask("fuzzyFileSearch/sessionStart", {"sessionId": "s-1", "roots": [stage.world.project]})
    stage.ask("fuzzyFileSearch/sessionUpdate", {"sessionId": "s-1", "query": "main"})
    stage.client.settle(0.5)
    stage.ask("fuzzyFileSearch/sessionStop", {"sessionId": "s-1"})
    stage.ask("command/exec", {"command": ["echo", "hello"], "sandboxPolicy": {"type": "dangerFullAccess"}})
    stage.ask("command/exec", {"command": ["sh", "-c", "exit 3"], "timeoutMs": 5000, "env": {"X": None, "Y": "1"}, "sandboxPolicy": {"type": "dangerFullAccess"}})
    live = {"command": ["cat"], "processId": "c-1", "tty": True, "streamStdin": True, "streamStdoutStderr": True, "size": {"rows": 24, "cols": 80}}
    stage.client.send({"id": 1001, "method": "command/exec", "params": {**live, "sandboxPolicy": {"type": "dangerFullAccess"}}})
    stage.client.settle(0.3)
    stage.ask("command/exec/resize", {"processId": "c-1", "size": {"rows": 30, "cols": 90}})
    stage.ask("command/exec/write", {"processId": "c-1", "deltaBase64": base64.b64encode(b"hi\n").decode()})
    stage.client.settle(0.3)
    stage.ask("command/exec/terminate", {"processId": "c-1"})
    spawn = {"command": ["cat"], "cwd": stage.world.project, "processHandle": "h-1", "streamStdin": True, "streamStdoutStderr": True, "tty": True, "size": {"rows": 24, "cols": 80}}
    stage.ask("process/spawn", spawn)
    stage.ask("process/resizePty", {"processHandle": "h-1", "size": {"rows": 30, "cols": 90}})
    stage.ask("process/writeStdin", {"processHandle": "h-1", "deltaBase64": base64.b64encode(b"hi\n").decode()})
    stage.client.settle(0.3)
    stage.ask("process/kill", {"processHandle": "h-1"})
    stage.client.await_notification("process/exited", timeout=4)
    stage.client.close()


def configuration(stage):
    """Configuration, models, skills, hooks, plugins, MCP servers, accounts."""
    stage.open()
    cwd = stage.world.project
    market = os.path.join(stage.world.market, ".agents/plugins/marketplace.json")
    stage.ask("config/read", {"includeLayers": True, "cwd": cwd})
    stage.ask("configRequirements/read")
    stage.ask("config/value/write", {"keyPath": "model_verbosity", "value": "low", "mergeStrategy": "upsert"})
    edit = {"keyPath": "tools.view_image", "value": True, "mergeStrategy": "replace"}
    stage.ask("config/batchWrite", {"edits": [edit], "reloadUserConfig": True})
    stage.ask("config/mcpServer/reload")
    for method, *params in (
        ("model/list", {"includeHidden": True, "limit": 2}),
        ("modelProvider/capabilities/read", {}),
        ("experimentalFeature/list", {"limit": 4}),
        ("experimentalFeature/enablement/set", {"enablement": {"memories": False}}),
        ("permissionProfile/list", {"cwd": cwd}),
        ("collaborationMode/list", {}),
        ("skills/list", {"cwds": [cwd], "forceReload": True}),
        ("skills/extraRoots/set", {"extraRoots": []}),
        ("skills/config/write", {"name": "greet", "enabled": False}),
        ("hooks/list", {"cwds": [cwd]}),
        ("marketplace/add", {"source": os.path.join(cwd, "nowhere")}),
        ("marketplace/add", {"source": stage.world.market}),
        ("plugin/list", {"cwds": [cwd]}),
        ("plugin/read", {"pluginName": "demo", "marketplacePath": market}),
        ("plugin/read", {"pluginName": "none", "marketplacePath": market}),
        ("plugin/install", {"pluginName": "demo", "marketplacePath": market}),
        ("plugin/installed", {}),
        ("plugin/search", {"searchTerm": "demo"}),
        ("plugin/reconcile", {}),
        ("plugin/share/list", {}),
        ("skills/list", {"cwds": [cwd]}),
        ("plugin/uninstall", {"pluginId": "demo@market"}),
        ("marketplace/upgrade", {}),
        ("marketplace/remove", {"marketplaceName": "market"}),
        ("app/list", {}),
        ("app/installed", {}),
        ("app/read", {"appIds": ["calendar"]}),
        ("memory/status", {}),
        ("memory/reset",),
        ("rollout/compress",),
        ("mock/experimentalMethod", {"value": "x"}),
        ("environment/info", {"environmentId": "local"}),
        ("environment/status", {"environmentId": "local"}),
        ("environment/add", {"environmentId": "far", "execServerUrl": "ws://127.0.0.1:9"}),
        ("environment/status", {"environmentId": "far"}),
        ("externalAgentConfig/import/recordHistory", {"providerId": "other", "itemTypeResults": []}),
        ("externalAgentConfig/import/readHistories",),
        ("remoteControl/status/read",),
        ("remoteControl/disable",),
        ("windowsSandbox/readiness",),
        ("thread/realtime/listVoices", {}),
        ("server/diagnostics", {}),
        ("userVerification/status", {}),
        ("account/bedrock/discover", {}),
        ("account/gatewayOAuth/read",),
        ("account/gatewayOAuth/cancel",),
        ("account/securitySetup/read",),
        ("accountSession/list", {}),
        ("account/workspaceMessages/read",),
        ("account/usage/read",),
        ("modelProvider/list", {}),
        ("feedback/save", {"classification": "bug", "savePath": os.path.join(stage.world.home, "feedback.zip")}),
    ):
        stage.ask(method, *params)
    found = stage.ask("externalAgentConfig/detect", {"includeHome": False, "cwds": [cwd]})
    stage.ask("externalAgentConfig/import", {"migrationItems": found.get("items", [])})
    stage.client.await_notification("externalAgentConfig/import/completed", timeout=4)
    stage.ask("account/read", {})
    stage.ask("account/login/start", {"type": "apiKey", "apiKey": "not-a-key"})
    stage.ask("account/read", {"refreshToken": False})
    stage.ask("account/logout")
    login = stage.ask("account/login/start", {"type": "chatgpt"})
    stage.ask("account/login/cancel", {"loginId": login.get("loginId", "none")})
    stage.client.settle()
    thread = stage.start()
    stage.client.await_notification("mcpServer/startupStatus/updated", lambda p: p.get("status") == "ready")
    stage.ask("mcpServerStatus/list", {"detail": "full"})
    stage.ask("mcpServerStatus/list", {"detail": "toolsAndAuthOnly", "limit": 1})
    stage.ask("mcpServer/resource/read", {"threadId": thread, "server": "demo", "uri": "demo://notes"})
    stage.ask("mcpServer/resource/read", {"threadId": thread, "server": "demo", "uri": "demo://blob"})
    stage.ask("mcpServer/tool/call", {"threadId": thread, "server": "demo", "tool": "add", "arguments": {"a": 1, "b": 2}})
    stage.ask("mcpServer/tool/call", {"threadId": thread, "server": "demo", "tool": "fail"})
    stage.ask("thread/realtime/start", {"threadId": thread, "outputModality": "text"})
    stage.client.settle()
    stage.ask("thread/realtime/stop", {"threadId": thread})
    stage.ask("feedback/upload", {"classification": "bug", "includeLogs": False})
    stage.client.settle()
    stage.client.close()


def trust(stage):
    """Trusts the hooks, as a user would."""
    stage.open()
    found = stage.ask("hooks/list", {"cwds": [stage.world.project]})
    hooks = [hook for one in found.get("data", []) for hook in one["hooks"]]
    state = {hook["key"]: {"enabled": True, "trusted_hash": hook["currentHash"]} for hook in hooks if "currentHash" in hook}
    edit = {"keyPath": "hooks.state", "value": state, "mergeStrategy": "upsert"}
    stage.ask("config/batchWrite", {"edits": [edit], "reloadUserConfig": True})
    stage.ask("hooks/list", {"cwds": [stage.world.project]})
    stage.client.close()


def account(stage):
    """A ChatGPT account, whose back end is on loopback, and what the server asks of such a client."""
    capabilities = {**FULL["capabilities"], "requestAttestation": True}
    stage.open({**FULL, "capabilities": capabilities})
    login = {"type": "chatgptAuthTokens", "accessToken": token(), "chatgptAccountId": "account-1", "chatgptPlanType": "plus"}
    stage.ask("account/login/start", login)
    stage.ask("account/read", {"refreshToken": False})
    for method in ("account/rateLimits/read", "account/usage/read", "account/workspaceMessages/read"):
        stage.ask(method)
    stage.ask("account/sendAddCreditsNudgeEmail", {"creditType": "credits"})
    stage.ask("account/rateLimitResetCredit/consume", {"idempotencyKey": "k-1"})
    stage.ask("remoteControl/disable")
    stage.ask("app/list", {})
    clock = {"enabled": True, "clock_source": "external", "reminder_interval_seconds": 1}
    config = {"features.current_time_reminder": clock} if "server/diagnostics" in stage.methods else {}
    stage.start(modelProvider="account", config=config)
    stage.turn("hello")
    stage.turn("expired")
    stage.client.settle(1)
    stage.ask("account/logout")
    stage.client.settle()
    stage.client.close()


ALL = (trust, plain, envelopes, turns, tools, approvals, steering, threads, organising, files, configuration, account)
