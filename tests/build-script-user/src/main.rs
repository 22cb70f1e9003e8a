//! Uses the generated types as any crate would.

mod protocol {
    include!(concat!(env!("OUT_DIR"), "/mod.rs"));
}

use protocol::methods::{Request, client};
use protocol::{Color, NoteWriteParams};

/// A type of the user's own around a generated one.
#[derive(Debug, PartialEq, serde::Serialize, serde::Deserialize)]
struct Envelope {
    params: NoteWriteParams,
}

fn main() -> Result<(), serde_json::Error> {
    let text = r#"{"params":{"text":"milk","color":"blue","later":null}}"#;
    let envelope: Envelope = serde_json::from_str(text)?;
    let Color::Unknown(color) = envelope.params.color.clone().unwrap_or(Color::Red) else {
        panic!("blue is not known");
    };
    assert_eq!(&*color, "blue");
    assert_eq!(serde_json::to_string(&envelope)?, text);
    let refused =
        serde_json::from_str::<Envelope>(r#"{"params":{"text":3}}"#).map_err(|error| error.to_string());
    assert!(refused.is_err_and(|error| error.contains("text")));
    println!("{}", client::NoteWrite::METHOD);
    Ok(())
}
