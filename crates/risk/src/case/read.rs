//! Reading typed inputs, with the path of what is wrong.

use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::value::RawValue;
use serde_path_to_error::{Path, Segment};

use crate::refusal::{Refusal, code};

/// Longest value that is repeated in a refusal, characters.
const SHOWN_MAX: usize = 60;

/// The typed value, or where it is wrong. From text, so that the order of keys is kept.
pub(crate) fn read<T: DeserializeOwned>(raw: &RawValue) -> Result<T, Refusal> {
    text(raw.get())
}

/// The typed value of a whole text.
pub(crate) fn text<T: DeserializeOwned>(text: &str) -> Result<T, Refusal> {
    let mut json = serde_json::Deserializer::from_str(text);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|error| refusal(text, &error))?;
    let nothing_more = json.end();
    nothing_more.map_err(|error| Refusal::new(code::MALFORMED, "", "more after it", error.to_string()))?;
    Ok(value)
}

fn refusal(text: &str, error: &serde_path_to_error::Error<serde_json::Error>) -> Refusal {
    let mut path = pointer(error.path());
    let message = error.inner().to_string();
    let whole: Result<Value, _> = serde_json::from_str(text);
    let Ok(whole) = whole else {
        return Refusal::new(code::MALFORMED, path, "no JSON", format!("JSON is needed: {message}"));
    };
    // Which line and column of a part says nothing about the whole; the path does.
    let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message);
    if let Some(name) = message.strip_prefix("missing field ") {
        path = format!("{path}/{}", escaped(name.trim_matches('`')));
        return Refusal::new(code::MALFORMED, path, "nothing", format!("{name} is needed"));
    }
    let found = whole.pointer(&path).map_or_else(|| "nothing".to_owned(), shown);
    let wanted = message.split_once(", expected ").map_or_else(|| message.to_owned(), |(_, what)| needed(what));
    Refusal::new(code::MALFORMED, path, found, wanted)
}

/// What is needed, in words of JSON.
fn needed(what: &str) -> String {
    let what = match what {
        "f64" => "a number",
        "u32" | "u64" | "usize" => "a whole number from 0",
        "a string" => "a text",
        "a sequence" => "a list",
        "a map" => "an object",
        what if what.starts_with("struct ") => "an object",
        what => what,
    };
    format!("{what} is needed")
}

/// The value in backticks, cut where it is long.
fn shown(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() <= SHOWN_MAX {
        return format!("`{text}`");
    }
    format!("`{}…`", text.chars().take(SHOWN_MAX).collect::<String>())
}

/// The path as a JSON pointer (RFC 6901).
fn pointer(path: &Path) -> String {
    let mut pointer = String::new();
    for segment in path {
        let part = match segment {
            Segment::Seq { index } => index.to_string(),
            Segment::Map { key } => escaped(key),
            Segment::Enum { variant } => escaped(variant),
            Segment::Unknown => continue,
        };
        pointer.push('/');
        pointer.push_str(&part);
    }
    pointer
}

/// A name as a part of a JSON pointer.
pub(crate) fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
