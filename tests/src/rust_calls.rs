//! What came by a method, taken apart by hand.

use serde_json::{Value, json};

use crate::methods_fixture::methods::{Notification as _, Request as _, client, server};
use crate::methods_fixture::methods::Failure;
use crate::methods_fixture::{ApproveResponse, ClientRequest, ErrorNotification, RequestId, Thread, ThreadStartParams};
use crate::methods_fixture::{ThreadStartClientRequest, ThreadStartResponse, ThreadStopParams};

fn refused<T>(result: Result<T, serde_json::Error>) -> String {
    result.err().expect("an error").to_string()
}

/// A known method gives its own params, an unknown one is kept, and what is wrong is said with its place.
pub fn check() {
    let started = client::Request::from_parts("thread/start", Some(json!({"model": "m"}))).expect("params");
    let params = ThreadStartParams { model: Some("m".to_owned()), ..ThreadStartParams::default() };
    assert_eq!(started, client::Request::ThreadStart(Box::new(params)));
    assert_eq!(started.method(), client::ThreadStart::METHOD);

    let failed = server::Notification::from_parts("error", Some(json!({"message": "x", "new": 1}))).expect("params");
    let server::Notification::Error(params) = &failed else { panic!("{failed:?}") };
    assert_eq!((params.message.as_str(), params.extra.get("new")), ("x", Some(&json!(1))));
    assert_eq!(serde_json::to_value::<&ErrorNotification>(params).expect("a value"), json!({"message": "x", "new": 1}));
    assert_eq!(failed.method(), server::Error::METHOD);

    for absent in [None, Some(Value::Null)] {
        assert_eq!(client::Request::from_parts("ping", absent).expect("no params"), client::Request::Ping);
    }
    // The schema says nothing of these params: whatever comes is kept.
    for params in [None, Some(Value::Null), Some(json!({"new": 1}))] {
        let told = client::Notification::from_parts("initialized", params.clone()).expect("any params");
        assert_eq!(told, client::Notification::Initialized(params.clone()));
        assert_eq!(written(&told).get("params"), params.as_ref());
    }
    let stop = client::Request::from_parts("thread/stop", None).expect("no params");
    assert_eq!(stop, client::Request::ThreadStop(Box::new(None)));

    for params in [None, Some(json!({"at": [1]}))] {
        let unknown = client::Request::from_parts("brand/new", params.clone()).expect("any params");
        assert_eq!(unknown.method(), "brand/new");
        assert_eq!(unknown, client::Request::Unknown { method: "brand/new".to_owned(), params });
    }

    let wrong = refused(client::Request::from_parts("thread/start", Some(json!({"model": 5}))));
    assert!(wrong.ends_with(" at /params/model"), "{wrong}");
    let wrong = refused(client::Request::from_parts("ping", Some(json!({}))));
    assert!(wrong.ends_with(" at /params"), "{wrong}");
    let missing = refused(server::Notification::from_parts("error", Some(json!({}))));
    assert!(missing.ends_with(" at /params/message"), "{missing}");
    let absent = refused(server::Notification::from_parts("error", None));
    assert!(absent.contains("missing field `params`"), "{absent}");
    calls();
    answers();
    messages();
    let request = ThreadStartClientRequest::new(RequestId::from(1), ThreadStartParams::default());
    assert_eq!(ClientRequest::from(request.clone()), ClientRequest::ThreadStart(request));
}

/// Serde reads and writes the enums of methods as messages, alone and beside members of a user's.
fn messages() {
    let text = r#"{"jsonrpc":"2.0","method":"error","params":{"message":"x","new":1},"at":5}"#;
    let told: server::Notification = serde_json::from_str(text).expect("a notification");
    assert_eq!(told.method(), "error");
    assert_eq!(written(&told), json!({"method": "error", "params": {"message": "x", "new": 1}}));
    assert_eq!(written(&told), written(told.call()));
    let later: server::Notification = serde_json::from_value(json!({"method": "later"})).expect("any");
    assert_eq!(later, server::Notification::Unknown { method: "later".to_owned(), params: None });

    #[cfg(feature = "odd")]
    flattened();
    for (text, at) in [
        (r#"{"method":"error","params":{"message":1}}"#, " at /params/message"),
        (r#"{"params":{},"method":"error"}"#, " at /params/message"),
        (r#"{"params":{}}"#, "missing field `method` at /method"),
        (r#"{"method":"error","method":"error"}"#, "duplicate field `method`"),
        (r#"{"method":"later","params":{"a":1,"a":2}}"#, " at /params"),
        (r#"{"method":1}"#, "expected a string"),
        ("[]", "a message with a method"),
    ] {
        let wrong = refused(serde_json::from_str::<server::Notification>(text));
        assert!(wrong.contains(at), "{text}: {wrong}");
    }
}

/// A type of a user's, with the id beside the method.
#[cfg(feature = "odd")]
fn flattened() {
    #[derive(Debug, PartialEq, serde::Serialize, serde::Deserialize)]
    struct Asked {
        id: RequestId,
        #[serde(flatten)]
        request: client::Request,
    }
    let message = json!({"id": 7, "method": "thread/start", "params": {"model": "m"}});
    let asked: Asked = serde_json::from_value(message.clone()).expect("a request");
    assert_eq!(written(&asked), message);
    assert_eq!((&asked.id, asked.request.method()), (&RequestId::from(7), "thread/start"));
}

fn written(message: impl serde::Serialize) -> Value {
    serde_json::to_value(message).expect("a message")
}

/// The messages that ask and tell are those that the types of whole messages read.
fn calls() {
    let params = ThreadStartParams { model: Some("m".to_owned()), ..ThreadStartParams::default() };
    let text = serde_json::to_string(&client::ThreadStart::call(7, &params)).expect("a message");
    assert_eq!(text, r#"{"method":"thread/start","id":7,"params":{"model":"m"}}"#);
    let read: ClientRequest = serde_json::from_str(&text).expect("a request");
    assert_eq!(read, ThreadStartClientRequest::new(RequestId::from(7), params.clone()).into());
    let id = RequestId::from("a".to_owned());
    let request = client::Request::ThreadStart(Box::new(params));
    assert_eq!(written(request.call(&id)), json!({"method": "thread/start", "id": "a", "params": {"model": "m"}}));
    // What must be there is written where it is null, too.
    assert_eq!(written(client::ThreadStop::call(1, &None)), json!({"method": "thread/stop", "id": 1, "params": null}));
    assert_eq!(written(client::Request::ThreadStop(Box::new(None)).call(1)), written(client::ThreadStop::call(1, &None)));
    let stop = Some(ThreadStopParams { force: Some(true), ..ThreadStopParams::default() });
    assert_eq!(written(client::ThreadStop::call(1, &stop))["params"], json!({"force": true}));
    assert_eq!(written(client::Ping::call(2, &())), json!({"method": "ping", "id": 2, "params": null}));
    assert_eq!(written(client::Request::Ping.call(2)), json!({"method": "ping", "id": 2, "params": null}));
    assert_eq!(written(client::Initialized::call(&())), json!({"method": "initialized"}));
    assert_eq!(written(client::Notification::Initialized(None).call()), json!({"method": "initialized"}));
    for text in [
        serde_json::to_string(&client::Ping::call(2, &())).expect("a message"),
        serde_json::to_string(&client::ThreadStop::call(1, &None)).expect("a message"),
    ] {
        serde_json::from_str::<ClientRequest>(&text).expect("what the schema says of it");
    }
    let unknown = client::Request::Unknown { method: "brand/new".to_owned(), params: Some(json!([1])) };
    assert_eq!(written(unknown.call(3)), json!({"method": "brand/new", "id": 3, "params": [1]}));
}

/// Answers, with a result or an error, as they are written and read.
fn answers() {
    let result = ThreadStartResponse::new(Thread::new("t"));
    let answer = written(client::ThreadStart::answer(1, &result));
    assert_eq!(answer, json!({"id": 1, "result": {"thread": {"id": "t"}}}));
    assert_eq!(client::ThreadStart::read_answer(answer).expect("an answer"), Ok(result));
    assert_eq!(written(server::Approve::answer("x", &ApproveResponse::new(true))), json!({"id": "x", "result": {"ok": true}}));

    let failure = Failure { data: Some(Value::Null), ..Failure::new(Failure::INVALID_PARAMS, "no") };
    let answer = written(failure.answer(2));
    assert_eq!(answer, json!({"id": 2, "error": {"code": -32602, "message": "no", "data": null}}));
    assert_eq!(client::ThreadStart::read_answer(answer).expect("an answer"), Err(failure.clone()));
    assert_eq!(failure.to_string(), "no (-32602)");

    for (answer, at) in [
        (json!({"id": 1, "result": {"thread": {"id": 5}}}), " at /result/thread/id"),
        (json!({"id": 1, "error": {"code": "x", "message": "no"}}), " at /error/code"),
        (json!({"id": 1, "error": {"code": 1}}), " at /error/message"),
        (json!({"id": 1, "error": 1}), " at /error"),
        (json!({"id": 1}), "expected a result or an error"),
        (json!({"id": 1, "result": {}, "error": {"code": 1, "message": "no"}}), "not both"),
        (json!([]), "expected an object"),
    ] {
        let wrong = refused(client::ThreadStart::read_answer(answer));
        assert!(wrong.ends_with(at), "{wrong}");
    }
}
