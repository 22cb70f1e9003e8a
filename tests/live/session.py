"""A session with the real server through the generated types: `session.py PROJECT COMMAND...`."""

import sys
from pathlib import Path
from typing import Any

from client import Client
from protocol import (
    AcceptWithExecpolicyAmendmentCommandExecutionApprovalDecision,
    AgentMessageThreadItem,
    ClientInfo,
    CommandExecutionApprovalDecisionAcceptWithExecpolicyAmendment,
    CommandExecutionApprovalDecisionKind,
    CommandExecutionRequestApprovalParams,
    CommandExecutionRequestApprovalResponse,
    CommandExecutionThreadItem,
    ConfigReadParams,
    DynamicToolCallParams,
    DynamicToolCallResponse,
    FunctionDynamicToolSpec,
    InitializeCapabilities,
    InitializeParams,
    InputTextDynamicToolCallOutputContentItem,
    SandboxMode,
    TextUserInput,
    ThreadReadParams,
    ThreadStartParams,
    TurnCompletedNotification,
    TurnInterruptParams,
    TurnStartParams,
    TurnStatus,
)
from protocol.methods import (
    CONFIG_READ,
    INITIALIZE,
    INITIALIZED,
    ITEM_AGENT_MESSAGE_DELTA,
    ITEM_COMMAND_EXECUTION_REQUEST_APPROVAL,
    ITEM_COMPLETED,
    ITEM_TOOL_CALL,
    THREAD_READ,
    THREAD_START,
    TURN_COMPLETED,
    TURN_INTERRUPT,
    TURN_START,
    TURN_STARTED,
    Incoming,
    Method,
    ResponseError,
)


class Approver:
    """Answers what the server asks."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.decisions: list[Any] = []

    def __call__(self, incoming: Incoming[Method[Any, Any]]) -> dict[str, Any]:
        self.asked.append(incoming.name)
        match incoming.params:
            case CommandExecutionRequestApprovalParams():
                answer = CommandExecutionRequestApprovalResponse(
                    decision=self.decisions.pop(0)
                )
                return ITEM_COMMAND_EXECUTION_REQUEST_APPROVAL.response(
                    incoming.id, answer
                )
            case DynamicToolCallParams(arguments=arguments, tool=tool):
                text = f"{tool} {arguments}"
                item = InputTextDynamicToolCallOutputContentItem(text=text)
                return ITEM_TOOL_CALL.response(
                    incoming.id,
                    DynamicToolCallResponse(content_items=[item], success=True),
                )
            case other:
                raise AssertionError(f"{incoming.name} was not expected: {other!r}")


class Session:
    """What happens in it."""

    def __init__(self, project: str, command: list[str]) -> None:
        self.project = project
        self.approver = Approver()
        self.client = Client(command, self.approver)
        self.thread = ""

    def start(self) -> None:
        """Begin."""
        capabilities = InitializeCapabilities(experimental_api=True)
        info = ClientInfo(name="test", version="1", title=None)
        hello = self.client.call(
            INITIALIZE, InitializeParams(client_info=info, capabilities=capabilities)
        )
        assert hello.platform_os and hello.codex_home
        self.client.tell(INITIALIZED, None)
        tool = FunctionDynamicToolSpec(
            name="lookup_ticket",
            description="Looks up a ticket.",
            input_schema={"type": "object", "properties": {"id": {"type": "string"}}},
        )
        params = ThreadStartParams(
            cwd=self.project,
            sandbox=SandboxMode.READ_ONLY,
            dynamic_tools=[tool],
            experimental_raw_events=True,
        )
        started = self.client.call(THREAD_START, params)
        assert started.model_provider == "mock" and started.cwd == self.project
        self.thread = started.thread.id

    def begin(self, words: str) -> str:
        """Start a turn."""
        params = TurnStartParams(
            thread_id=self.thread, input=[TextUserInput(text=words)]
        )
        return self.client.call(TURN_START, params).turn.id

    def end(self, turn: str) -> TurnCompletedNotification:
        """Wait for the end of a turn."""
        return self.client.until(TURN_COMPLETED, lambda told: told.turn.id == turn)

    def streamed(self) -> None:
        """Read items as they come."""
        turn = self.begin("hello")
        delta = self.client.until(
            ITEM_AGENT_MESSAGE_DELTA, lambda told: told.turn_id == turn
        )
        assert "Hello, **world**.".startswith(delta.delta)
        done = self.client.until(
            ITEM_COMPLETED, lambda told: isinstance(told.item, AgentMessageThreadItem)
        )
        assert (
            isinstance(done.item, AgentMessageThreadItem)
            and done.item.text == "Hello, **world**."
        )
        assert self.end(turn).turn.status is TurnStatus.COMPLETED

    def asked(self, decision: object, status: str) -> None:
        """Answer what the server asks."""
        self.approver.decisions.append(decision)
        turn = self.begin("ask")
        done = self.client.until(
            ITEM_COMPLETED,
            lambda told: isinstance(told.item, CommandExecutionThreadItem),
        )
        assert (
            isinstance(done.item, CommandExecutionThreadItem)
            and done.item.status == status
        ), done
        assert self.end(turn).turn.status is TurnStatus.COMPLETED

    def called(self) -> None:
        """Execute a tool for the server."""
        self.end(self.begin("dynamic"))
        assert self.approver.asked[-1] == "item/tool/call"

    def interrupted(self) -> None:
        """Stop a turn."""
        turn = self.begin("slow")
        self.client.until(TURN_STARTED, lambda told: told.turn.id == turn)
        self.client.call(
            TURN_INTERRUPT, TurnInterruptParams(thread_id=self.thread, turn_id=turn)
        )
        assert self.end(turn).turn.status is TurnStatus.INTERRUPTED

    def read(self) -> None:
        """Ask for what there is."""
        params = ThreadReadParams(thread_id=self.thread, include_turns=True)
        thread = self.client.call(THREAD_READ, params).thread
        kinds = {item.type for turn in thread.turns for item in turn.items}
        assert {
            "userMessage",
            "agentMessage",
            "commandExecution",
            "dynamicToolCall",
        } <= kinds, kinds
        config = self.client.call(
            CONFIG_READ, ConfigReadParams(include_layers=True, cwd=self.project)
        )
        assert config.config.model_provider == "mock" and config.layers

    def failed(self) -> None:
        """Ask for what there is not."""
        try:
            self.client.call(
                THREAD_READ,
                ThreadReadParams(thread_id="01980000-0000-7000-8000-000000000000"),
            )
        except ResponseError as error:
            assert error.code < 0 and error.message
        else:
            raise AssertionError("there is no such thread")

    def run(self) -> None:
        """Do all."""
        self.start()
        self.streamed()
        amendment = CommandExecutionApprovalDecisionAcceptWithExecpolicyAmendment(
            execpolicy_amendment=["ls"]
        )
        self.asked(CommandExecutionApprovalDecisionKind.DECLINE, "declined")
        self.asked(CommandExecutionApprovalDecisionKind.ACCEPT, "completed")
        self.asked(
            AcceptWithExecpolicyAmendmentCommandExecutionApprovalDecision(
                accept_with_execpolicy_amendment=amendment
            ),
            "completed",
        )
        self.called()
        self.interrupted()
        self.read()
        self.failed()
        self.client.close()


def main() -> None:
    """Run it and tell how many messages of each kind there were."""
    session = Session(str(Path(sys.argv[1])), sys.argv[2:])
    try:
        session.run()
    finally:
        session.client.server.kill()
    assert not session.client.wrong, "\n".join(session.client.wrong)
    asked = session.approver.asked
    assert asked.count("item/commandExecution/requestApproval") == 3, asked
    print(
        ", ".join(
            f"{count} of {kind}"
            for kind, count in sorted(session.client.counts.items())
        )
    )


if __name__ == "__main__":
    main()
