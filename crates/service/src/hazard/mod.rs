//! Hazards: report, act, look.

mod act;
mod bulk;
mod cases;
pub(crate) mod located;
mod near;
mod order;
mod overdue;
mod proof;
mod report;
mod report_limit;
pub(crate) mod restricted;
mod view;

pub use act::Act;
pub use bulk::{BULK_MOST, BulkRow};
pub use cases::{CaseImport, RefusedCase};
pub use near::Near;
pub(crate) use order::NewOrder;
pub use report::{Extras, Reported, Submission};
pub use report_limit::Origin;
pub(crate) use report_limit::lane_key;
pub use store::import::ImportRun;
pub use view::{ActionOffer, Detail, FollowView, TimelineLine};

use domain::catalogue::Urgency;
use domain::deadline::Deadline;
use domain::hazard::{EventKind, Grading, Hazard, Severity};
use domain::id::{BodyId, CommandId, TextId};
use domain::journal::{By, Cause, Kind, NewEntry};
use jiff::Timestamp;
use serde_json::{Value, json};
use store::{Rows, Write, text};
use uuid::Uuid;

use crate::{ServiceError, secret};

/// What the journal tells about one step of a hazard.
struct StepEntry<'a> {
    hazard: &'a Hazard,
    from: Option<&'a Hazard>,
    event: EventKind,
    /// A body that the step names without making it the responsible one.
    named: Option<BodyId>,
    by: By,
    /// What set it off, where no person did.
    cause: Option<Cause>,
    command: Option<CommandId>,
    happened_at: Timestamp,
    now: Timestamp,
    /// By which time limits it was judged: [`domain::deadline::Rules::stamp`].
    rules: &'a str,
}

impl<'a> StepEntry<'a> {
    /// A step that time or the system takes, at the moment in which it is recorded.
    fn new(hazard: &'a Hazard, event: EventKind, rules: &'a str, now: Timestamp) -> Self {
        Self {
            hazard,
            from: None,
            event,
            named: None,
            by: By::default(),
            cause: None,
            command: None,
            happened_at: now,
            now,
            rules,
        }
    }

    /// The entry, with the hash of a text that was kept apart.
    fn entry(&self, text: Option<Value>) -> NewEntry {
        let mut payload = self.hazard.facts();
        let step = [
            ("from", json!(self.from.map(|hazard| hazard.state))),
            ("body_before", json!(self.from.and_then(|hazard| hazard.body))),
            ("named", json!(self.named)),
            ("rules", json!(self.rules)),
            ("text", json!(text)),
        ];
        payload.extend(step.map(|(name, value)| (name.to_owned(), value)));
        let called_before = self.from.map(Hazard::called).filter(|called| !called.is_empty());
        payload.extend(called_before.map(|called| ("called_before".to_owned(), json!(called))));
        NewEntry {
            kind: Kind::Hazard(self.event),
            subject: self.hazard.id.0,
            unit: Some((self.hazard.unit, self.hazard.path.clone())),
            body: self.hazard.body,
            by: self.by,
            cause: self.cause,
            command: self.command,
            happened_at: self.happened_at,
            recorded_at: self.now,
            payload: Value::Object(payload),
        }
    }
}

/// Keeps a text in the redactable table; gives what the journal holds instead.
pub(crate) async fn keep_text(
    write: &Write,
    subject: Uuid,
    field: &str,
    value: &str,
) -> Result<Option<Value>, ServiceError> {
    let Some(kept) = Kept::new(value) else { return Ok(None) };
    text::insert(write, kept.id, subject, field, value, &kept.salt).await?;
    Ok(Some(kept.held))
}

/// Keeps a text that comes in with its subject; gives what the journal holds instead.
fn keep_text_with(rows: &mut Rows, subject: Uuid, field: &str, value: &str) -> Option<Value> {
    let kept = Kept::new(value)?;
    text::insert_with(rows, kept.id, subject, field, value, &kept.salt);
    Some(kept.held)
}

/// A text's name, its salt, and what the journal holds in its place.
struct Kept {
    id: TextId,
    salt: [u8; 16],
    held: Value,
}

impl Kept {
    /// `None` where there is no text.
    fn new(value: &str) -> Option<Self> {
        if value.trim().is_empty() {
            return None;
        }
        let (id, salt) = (TextId(Uuid::now_v7()), secret::salt());
        let hash = secret::hex(&secret::sha256(&[&salt, value.as_bytes()]));
        Some(Self { id, salt, held: json!({ "id": id, "hash": hash }) })
    }
}

/// Deadlines of a hazard computed again from its journal, to hold the stored ones against.
///
/// # Errors
/// When the rules of that time are not known here, or have no limit for a step.
pub fn recompute(
    rules: &domain::deadline::Rules,
    entries: &[store::journal::Entry],
) -> Result<Vec<Deadline>, ServiceError> {
    let mut deadlines = Vec::new();
    for entry in entries {
        let event = entry.kind.strip_prefix("hazard.").and_then(EventKind::from_word);
        let Some((event, grading)) = event.zip(grading(entry)) else { continue };
        let stamp = entry.payload.get("rules").and_then(Value::as_str).unwrap_or_default();
        let unknown = || ServiceError::Internal(format!("the time limits `{stamp}` are not known here"));
        let rules = if stamp == rules.stamp() { rules.clone() } else { rules.of(stamp).ok_or_else(unknown)? };
        deadlines = rules.after(deadlines, grading, event, entry.recorded_at)?;
    }
    Ok(deadlines)
}

/// How the hazard was graded after the entry.
fn grading(entry: &store::journal::Entry) -> Option<Grading> {
    let word = |key: &str| entry.payload.get(key).and_then(Value::as_str);
    let until = entry.payload.get("until").and_then(Value::as_i64);
    Some(Grading {
        urgency: word("urgency").and_then(Urgency::from_word)?,
        severity: word("severity").and_then(Severity::from_word)?,
        until: until.and_then(|at| Timestamp::from_millisecond(at).ok()),
    })
}
