//! A client of the server as a user would write it: every message goes through the generated types.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use generated::v163::methods::{Notification, Request};
use generated::v163::{
    ClientNotification, ClientRequest, JSONRPCErrorError, JSONRPCMessage, Json, RequestId,
    ServerNotification, ServerRequest,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

const TIMEOUT: Duration = Duration::from_secs(30);

/// Reads a message and writes it: the same JSON value, kinds of numbers included.
fn exact<T: DeserializeOwned + Serialize>(text: &str) -> T {
    let value: T = serde_json::from_str(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    let written = serde_json::to_string(&value).expect("it was read");
    let (read, again): (Json, Json) =
        (serde_json::from_str(text).expect("JSON"), serde_json::from_str(&written).expect("JSON"));
    assert_eq!(read, again, "it came back otherwise");
    value
}

/// The message by which the client answers a request of the server.
pub type Answer = Box<dyn FnMut(&ServerRequest) -> Json>;

/// Speaks with a server that it starts.
pub struct Client {
    server: Child,
    input: ChildStdin,
    lines: Receiver<String>,
    answer: Answer,
    told: Vec<ServerNotification>,
    count: i64,
    /// How many messages there were of each kind.
    pub counts: BTreeMap<&'static str, usize>,
}

impl Client {
    /// Starts a server.
    pub fn start(command: &[String], answer: Answer) -> Self {
        let mut server = Command::new(&command[0])
            .args(&command[1..])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the server");
        let (input, output) = (server.stdin.take().expect("piped"), server.stdout.take().expect("piped"));
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines() {
                let _ = sender.send(line.expect("UTF-8"));
            }
        });
        Self { server, input, lines, answer, told: Vec::new(), count: 0, counts: BTreeMap::new() }
    }

    /// Asks the server. Every other id is a string, and those between are more than a float can hold.
    pub fn call<M: Request>(&mut self, params: &M::Params) -> Result<M::Response, JSONRPCErrorError> {
        self.count += 1;
        let id = if self.count % 2 == 0 {
            RequestId::from(format!("call-{}", self.count))
        } else {
            RequestId::from((1 << 53) + self.count)
        };
        let text = serde_json::to_string(&M::call(&id, params)).expect("a request");
        exact::<ClientRequest>(&text);
        self.send("client request", &text);
        loop {
            match self.next() {
                JSONRPCMessage::Response(response) if response.id == id => {
                    let result = M::read_result(response.result.clone()).expect("a result");
                    let written = serde_json::to_value(&result).expect("it was read");
                    assert_eq!(written, response.result, "it came back otherwise");
                    return Ok(result);
                }
                JSONRPCMessage::Error(error) if error.id == id => return Err(error.error),
                other => panic!("{other:?} answers nothing"),
            }
        }
    }

    /// Tells the server.
    pub fn tell<M: Notification>(&mut self, params: &M::Params) {
        let text = serde_json::to_string(&M::call(params)).expect("a notification");
        exact::<ClientNotification>(&text);
        self.send("client notification", &text);
    }

    /// Waits for a notification.
    pub fn until<T>(&mut self, mut wanted: impl FnMut(&ServerNotification) -> Option<T>) -> T {
        loop {
            while !self.told.is_empty() {
                if let Some(found) = wanted(&self.told.remove(0)) {
                    return found;
                }
            }
            self.hear();
        }
    }

    /// Ends the session.
    pub fn close(mut self) -> BTreeMap<&'static str, usize> {
        drop(self.input);
        let _ = self.server.wait();
        self.counts
    }

    /// The next answer; what comes before it is dealt with.
    fn next(&mut self) -> JSONRPCMessage {
        loop {
            if let Some(answer) = self.hear() {
                return answer;
            }
        }
    }

    fn hear(&mut self) -> Option<JSONRPCMessage> {
        let text = self.lines.recv_timeout(TIMEOUT).expect("the server says something");
        match exact::<JSONRPCMessage>(&text) {
            JSONRPCMessage::Request(_) => {
                self.note("server request");
                let text = (self.answer)(&exact(&text)).to_string();
                exact::<JSONRPCMessage>(&text);
                self.send("client response", &text);
                None
            }
            JSONRPCMessage::Notification(_) => {
                self.note("server notification");
                self.told.push(exact(&text));
                None
            }
            answer => {
                self.note("server answer");
                Some(answer)
            }
        }
    }

    fn send(&mut self, kind: &'static str, text: &str) {
        self.note(kind);
        writeln!(self.input, "{text}").expect("the server reads");
    }

    fn note(&mut self, kind: &'static str) {
        *self.counts.entry(kind).or_default() += 1;
    }
}
