//! A session with the real server through the generated types: `session PROJECT COMMAND...`.

mod client;

use std::sync::{Arc, Mutex};

use client::Client;
use generated::v163::methods::{Request as _, client as ask, server as asked};
use generated::v163::{
    ClientInfo, CommandExecutionApprovalDecision,
    CommandExecutionApprovalDecisionAcceptWithExecpolicyAmendment, CommandExecutionRequestApprovalResponse,
    CommandExecutionStatus, ConfigReadParams, DynamicToolCallOutputContentItem, DynamicToolCallResponse,
    DynamicToolSpec, Field, FunctionDynamicToolSpec, InitializeCapabilities, InitializeParams,
    InputTextDynamicToolCallOutputContentItem, Json, SandboxMode, ServerNotification, ServerRequest,
    TextUserInput, ThreadItem, ThreadReadParams, ThreadStartParams, TurnInterruptParams, TurnStartParams,
    TurnStatus, UserInput,
};
use serde_json::json;

type Decisions = Arc<Mutex<Vec<CommandExecutionApprovalDecision>>>;

/// Answers what the server asks.
fn answer(request: &ServerRequest, decisions: &Decisions) -> Json {
    let answer = match request {
        ServerRequest::ItemCommandExecutionRequestApproval(request) => {
            let decision = decisions.lock().expect("one thread").remove(0);
            let response = CommandExecutionRequestApprovalResponse::new(decision);
            serde_json::to_value(asked::ItemCommandExecutionRequestApproval::answer(&request.id, &response))
        }
        ServerRequest::ItemToolCall(request) => {
            let text = format!("{} {}", request.params.tool, request.params.arguments);
            let item = InputTextDynamicToolCallOutputContentItem::new(text);
            let items = vec![DynamicToolCallOutputContentItem::InputText(item)];
            let response = DynamicToolCallResponse::new(items, true);
            serde_json::to_value(asked::ItemToolCall::answer(&request.id, &response))
        }
        other => panic!("{other:?} was not expected"),
    };
    answer.expect("an answer")
}

/// What happens in it.
struct Session {
    client: Client,
    decisions: Decisions,
    project: String,
    thread: String,
}

impl Session {
    fn start(project: &str, command: &[String]) -> Self {
        let decisions = Decisions::default();
        let theirs = Arc::clone(&decisions);
        let mut client = Client::start(command, Box::new(move |request| answer(request, &theirs)));
        let mut info = ClientInfo::new("test", "1");
        info.title = Field::Null;
        let mut params = InitializeParams::new(info);
        params.capabilities =
            Field::Value(InitializeCapabilities { experimental_api: Some(true), ..Default::default() });
        let hello = client.call::<ask::Initialize>(&params).expect("a greeting");
        assert!(!hello.platform_os.is_empty());
        client.tell::<ask::Initialized>(&());
        let schema = json!({"type": "object", "properties": {"id": {"type": "string"}}});
        let tool = FunctionDynamicToolSpec::new("Looks up a ticket.", schema, "lookup_ticket");
        let params = ThreadStartParams {
            cwd: project.into(),
            sandbox: Field::Value(SandboxMode::ReadOnly),
            dynamic_tools: Field::Value(vec![DynamicToolSpec::Function(tool)]),
            experimental_raw_events: Some(true),
            ..ThreadStartParams::default()
        };
        let started = client.call::<ask::ThreadStart>(&params).expect("a thread");
        assert_eq!(started.model_provider, "mock");
        Self { client, decisions, project: project.to_owned(), thread: started.thread.id }
    }

    fn begin(&mut self, words: &str) -> String {
        let params = TurnStartParams::new(vec![UserInput::Text(TextUserInput::new(words))], &*self.thread);
        self.client.call::<ask::TurnStart>(&params).expect("a turn").turn.id
    }

    fn end(&mut self, turn: &str) -> TurnStatus {
        self.client.until(|told| match told {
            ServerNotification::TurnCompleted(told) if told.params.turn.id == turn => {
                Some(told.params.turn.status.clone())
            }
            _ => None,
        })
    }

    /// Reads items as they come.
    fn streamed(&mut self) {
        let turn = self.begin("hello");
        let delta = self.client.until(|told| match told {
            ServerNotification::ItemAgentMessageDelta(told) if told.params.turn_id == turn => {
                Some(told.params.delta.clone())
            }
            _ => None,
        });
        assert!("Hello, **world**.".starts_with(&delta));
        let text = self.client.until(|told| match told {
            ServerNotification::ItemCompleted(told) => match &told.params.item {
                ThreadItem::AgentMessage(message) => Some(message.text.clone()),
                _ => None,
            },
            _ => None,
        });
        assert_eq!(text, "Hello, **world**.");
        assert_eq!(self.end(&turn), TurnStatus::Completed);
    }

    /// Answers what the server asks.
    fn asked(&mut self, decision: CommandExecutionApprovalDecision, status: &CommandExecutionStatus) {
        self.decisions.lock().expect("one thread").push(decision);
        let turn = self.begin("ask");
        let found = self.client.until(|told| match told {
            ServerNotification::ItemCompleted(told) => match &told.params.item {
                ThreadItem::CommandExecution(item) => Some(item.status.clone()),
                _ => None,
            },
            _ => None,
        });
        assert_eq!(found, *status);
        assert_eq!(self.end(&turn), TurnStatus::Completed);
        assert!(self.decisions.lock().expect("one thread").is_empty());
    }

    /// Stops a turn.
    fn interrupted(&mut self) {
        let turn = self.begin("slow");
        self.client.until(|told| match told {
            ServerNotification::TurnStarted(told) if told.params.turn.id == turn => Some(()),
            _ => None,
        });
        let params = TurnInterruptParams::new(&*self.thread, &*turn);
        self.client.call::<ask::TurnInterrupt>(&params).expect("it stops");
        assert_eq!(self.end(&turn), TurnStatus::Interrupted);
    }

    /// Asks for what there is.
    fn read(&mut self) {
        let mut params = ThreadReadParams::new(&*self.thread);
        params.include_turns = Some(true);
        let thread = self.client.call::<ask::ThreadRead>(&params).expect("the thread").thread;
        let items = || thread.turns.iter().flat_map(|turn| &turn.items);
        assert!(items().any(|item| matches!(item, ThreadItem::UserMessage(_))));
        assert!(items().any(|item| matches!(item, ThreadItem::DynamicToolCall(_))));
        let params = ConfigReadParams {
            cwd: Field::Value(self.project.clone()),
            include_layers: Some(true),
            ..ConfigReadParams::default()
        };
        let config = self.client.call::<ask::ConfigRead>(&params).expect("the configuration");
        assert_eq!(config.config.model_provider.get().map(String::as_str), Some("mock"));
        assert!(config.layers.get().is_some_and(|layers| !layers.is_empty()));
        let nothing = ThreadReadParams::new("01980000-0000-7000-8000-000000000000");
        let error = self.client.call::<ask::ThreadRead>(&nothing).expect_err("there is no such thread");
        assert!(error.code < 0 && !error.message.is_empty());
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut session = Session::start(&arguments[0], &arguments[1..]);
    session.streamed();
    session.asked(CommandExecutionApprovalDecision::Decline, &CommandExecutionStatus::Declined);
    session.asked(CommandExecutionApprovalDecision::Accept, &CommandExecutionStatus::Completed);
    let amendment = CommandExecutionApprovalDecisionAcceptWithExecpolicyAmendment::new(vec!["ls".to_owned()]);
    let amendment = CommandExecutionApprovalDecision::AcceptWithExecpolicyAmendment(amendment);
    session.asked(amendment, &CommandExecutionStatus::Completed);
    let turn = session.begin("dynamic");
    session.end(&turn);
    session.interrupted();
    session.read();
    for (kind, count) in session.client.close() {
        println!("{count} of {kind}");
    }
}
