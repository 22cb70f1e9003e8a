/// Reads a value and writes it again.
#[allow(dead_code)]
fn read<T: serde::de::DeserializeOwned + serde::Serialize>(text: &str) -> Result<String, String> {
    let value: T = serde_json::from_str(text).map_err(|error| error.to_string())?;
    serde_json::to_string(&value).map_err(|error| format!("it cannot be written: {error}"))
}
