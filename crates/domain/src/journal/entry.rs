//! An entry, who caused it and because of what.

use jiff::Timestamp;
use serde_json::Value;
use uuid::Uuid;

use super::Kind;
use crate::id::{
    AccountId, BodyId, CalloutId, CommandId, HazardId, ImportId, PostingId, PublicMessageId, ResponseId, UnitId,
    WarningId,
};
use crate::unit::UnitPath;

/// Who caused a change, in which capacity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct By {
    /// The account; none for an anonymous report and for the system itself.
    pub account: Option<AccountId>,
    /// The posting under which it was done.
    pub posting: Option<PostingId>,
}

/// The other thing because of which something changed: the warning that calls were opened for, the hazard that took a
/// duplicate in, the import that brought a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// A warning that came, changed or ended.
    Warning(WarningId),
    /// A round of calls.
    Callout(CalloutId),
    /// A response.
    Response(ResponseId),
    /// What readings proposed.
    Proposal(Uuid),
    /// Another hazard.
    Hazard(HazardId),
    /// A message for the public that took the place of another.
    PublicMessage(PublicMessageId),
    /// An import.
    Import(ImportId),
}

impl Cause {
    /// What kind of thing it is, in the words of [`Kind::subject_kind`].
    pub fn kind(self) -> &'static str {
        match self {
            Self::Warning(_) => "warning",
            Self::Callout(_) => "callout",
            Self::Response(_) => "response",
            Self::Proposal(_) => "proposal",
            Self::Hazard(_) => "hazard",
            Self::PublicMessage(_) => "public_message",
            Self::Import(_) => "import",
        }
    }

    /// Its id.
    pub fn id(self) -> Uuid {
        match self {
            Self::Warning(id) => id.0,
            Self::Callout(id) => id.0,
            Self::Response(id) => id.0,
            Self::Hazard(id) => id.0,
            Self::PublicMessage(id) => id.0,
            Self::Import(id) => id.0,
            Self::Proposal(id) => id,
        }
    }
}

/// An entry before the store gives it its place in the journal.
#[derive(Debug, Clone, PartialEq)]
pub struct NewEntry {
    /// What it tells.
    pub kind: Kind,
    /// The thing that changed.
    pub subject: Uuid,
    /// The unit concerned, with its path at that time.
    pub unit: Option<(UnitId, UnitPath)>,
    /// The responsible body, where there is one; part of the row filter.
    pub body: Option<BodyId>,
    /// Who did it.
    pub by: By,
    /// What set it off, where it was not done for its own sake.
    pub cause: Option<Cause>,
    /// The command that did it.
    pub command: Option<CommandId>,
    /// When it happened, by the device, never later than its receipt.
    pub happened_at: Timestamp,
    /// When the server recorded it.
    pub recorded_at: Timestamp,
    /// What changed; no personal data, no free text.
    pub payload: Value,
}

impl NewEntry {
    /// An entry about `subject` alone: no unit, no body, no actor, nothing changed but the fact itself.
    pub fn about(kind: Kind, subject: Uuid, now: Timestamp) -> Self {
        Self {
            kind,
            subject,
            unit: None,
            body: None,
            by: By::default(),
            cause: None,
            command: None,
            happened_at: now,
            recorded_at: now,
            payload: Value::Object(serde_json::Map::new()),
        }
    }
}
