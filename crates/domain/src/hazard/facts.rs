//! What the journal holds of a hazard after a step.

use jiff::Timestamp;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{Hazard, Waiting, Whistle};

impl Hazard {
    /// The names that [`facts`](Self::facts) may have.
    pub const FACTS: [&str; 23] = [
        "to",
        "category",
        "urgency",
        "severity",
        "restricted",
        "called",
        "version",
        "body",
        "until",
        "merged_into",
        "before",
        "asked",
        "controlled",
        "secured",
        "escalated_to",
        "supervised_by",
        "hand_backs",
        "appealed",
        "reopened",
        "recurs",
        "verdict",
        "whistles",
        "waitings",
    ];

    /// Everything that stands in the hazard's rows and is neither personal nor free text nor moved by the unit tree,
    /// as a JSON object; what is not set is left out. Two hazards that differ in such a fact differ here, so whoever
    /// changes a row behind the journal's back is found by the last entry about it.
    ///
    /// Instants are UTC milliseconds, `secured` the bits of [`super::SecuredItem::bit`]. Accounts are missing: each
    /// entry names its own actor.
    pub fn facts(&self) -> Map<String, Value> {
        let facts = [
            ("to", Some(json!(self.state))),
            ("category", Some(json!(self.category))),
            ("urgency", Some(json!(self.urgency))),
            ("severity", Some(json!(self.severity))),
            ("restricted", Some(json!(self.restricted))),
            ("called", Some(json!(self.called()))),
            ("version", Some(json!(self.version))),
            ("body", self.body.map(|body| json!(body))),
            ("until", self.suspended_until.map(|until| json!(until.as_millisecond()))),
            ("merged_into", self.merged_into.map(|hazard| json!(hazard))),
            ("before", self.before.map(|state| json!(state))),
            ("asked", self.asked.map(|body| json!(body))),
            ("controlled", self.controlled.then_some(Value::Bool(true))),
            ("secured", (self.secured != 0).then(|| json!(self.secured))),
            ("escalated_to", self.escalated_to.map(|unit| json!(unit))),
            ("supervised_by", self.supervised_by.map(|unit| json!(unit))),
            ("hand_backs", (self.hand_backs != 0).then(|| json!(self.hand_backs))),
            ("appealed", self.appealed.then_some(Value::Bool(true))),
            ("reopened", self.reopened.then_some(Value::Bool(true))),
            ("recurs", self.recurs.map(|hazard| json!(hazard))),
            ("verdict", self.verdict.map(|verdict| json!(verdict))),
            ("whistles", list(&self.whistles, |w| w.id.0, whistle)),
            ("waitings", list(&self.waitings, |w| w.id.0, waiting)),
        ];
        facts.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
    }
}

/// In the order of their ids: rows come back in another order than they were added in.
fn list<T>(items: &[T], id: impl Fn(&T) -> Uuid, show: impl Fn(&T) -> Value) -> Option<Value> {
    let mut items: Vec<&T> = items.iter().collect();
    items.sort_unstable_by_key(|item| id(item));
    (!items.is_empty()).then(|| items.into_iter().map(show).collect())
}

fn whistle(whistle: &Whistle) -> Value {
    json!({
        "id": whistle.id,
        "kind": whistle.kind,
        "body": whistle.body,
        "sounded_at": whistle.sounded_at.as_millisecond(),
        "answered_at": whistle.answered_at.map(Timestamp::as_millisecond),
    })
}

fn waiting(waiting: &Waiting) -> Value {
    json!({
        "id": waiting.id,
        "kind": waiting.kind,
        "body": waiting.body,
        "asked_at": waiting.asked_at.as_millisecond(),
        "answered_at": waiting.answer.map(|(at, _)| at.as_millisecond()),
        "granted": waiting.answer.map(|(_, granted)| granted),
    })
}
