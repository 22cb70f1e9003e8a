//! What came by a method, taken apart by hand.

use serde_json::{Value, json};

use crate::methods_fixture::methods::{Notification as _, Request as _, client, server};
use crate::methods_fixture::{ErrorNotification, ThreadStartParams};

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
}
