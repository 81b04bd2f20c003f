//! Hazards: from report to closed, as a pure state machine.
//!
//! Cast: a reporter (anybody), the unit that answers for the place, the body that must rectify, and a
//! verifier who is somebody else. A [`Hazard`] changes only through [`Hazard::open`] and
//! [`Hazard::apply`]; each gives back the one event that happened. Nothing is stored here.

mod draft;
mod state;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::access::{Permission, Target};
use crate::catalogue::{CaseKind, Item, Urgency};
use crate::id::{AccountId, BodyId, HazardId, UnitId};
use crate::unit::boundary::Position;
use crate::unit::{Unit, UnitPath};

pub use draft::{Draft, DraftError, TEXT_MAX_CHARS, is_text};
pub use state::{State, next};

/// Something that an actor does to a hazard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Take the report on (受理).
    Accept,
    /// Refuse the report; says why.
    Reject {
        /// Why it is not taken.
        reason: String,
    },
    /// Name the body that must rectify.
    Assign {
        /// The responsible body.
        body: BodyId,
    },
    /// Interim control is in place (fence, power off, people sent away).
    Control {
        /// What was done.
        note: String,
    },
    /// Rectification begins.
    Start,
    /// Rectification is done and ready to be verified.
    Finish {
        /// What was done.
        note: String,
    },
    /// Verification passed (验收).
    Verify,
    /// Verification failed: back to rectification.
    Return {
        /// What is still wrong.
        reason: String,
    },
    /// The file is closed (销号).
    Close,
}

/// A command without its content: the row of the transition table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// See [`Command::Accept`].
    Accept,
    /// See [`Command::Reject`].
    Reject,
    /// See [`Command::Assign`].
    Assign,
    /// See [`Command::Control`].
    Control,
    /// See [`Command::Start`].
    Start,
    /// See [`Command::Finish`].
    Finish,
    /// See [`Command::Verify`].
    Verify,
    /// See [`Command::Return`].
    Return,
    /// See [`Command::Close`].
    Close,
}

impl Action {
    /// Every action, in the order of the loop.
    pub const ALL: [Self; 9] = [
        Self::Accept,
        Self::Reject,
        Self::Assign,
        Self::Control,
        Self::Start,
        Self::Finish,
        Self::Verify,
        Self::Return,
        Self::Close,
    ];

    /// The stable word used on the wire.
    pub fn word(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Reject => "reject",
            Self::Assign => "assign",
            Self::Control => "control",
            Self::Start => "start",
            Self::Finish => "finish",
            Self::Verify => "verify",
            Self::Return => "return",
            Self::Close => "close",
        }
    }

    /// The permission that it needs on the hazard.
    pub fn permission(self) -> Permission {
        match self {
            Self::Accept => Permission::AcceptHazard,
            Self::Reject => Permission::RejectHazard,
            Self::Assign => Permission::AssignHazard,
            Self::Control => Permission::ControlHazard,
            Self::Start | Self::Finish => Permission::RectifyHazard,
            Self::Verify | Self::Return => Permission::VerifyHazard,
            Self::Close => Permission::CloseHazard,
        }
    }
}

impl Command {
    /// What it does, without content.
    pub fn action(&self) -> Action {
        match self {
            Self::Accept => Action::Accept,
            Self::Reject { .. } => Action::Reject,
            Self::Assign { .. } => Action::Assign,
            Self::Control { .. } => Action::Control,
            Self::Start => Action::Start,
            Self::Finish { .. } => Action::Finish,
            Self::Verify => Action::Verify,
            Self::Return { .. } => Action::Return,
            Self::Close => Action::Close,
        }
    }

    /// The text that it must carry, where it must.
    fn required_text(&self) -> Option<&str> {
        match self {
            Self::Reject { reason } | Self::Return { reason } => Some(reason),
            Self::Control { note } | Self::Finish { note } => Some(note),
            Self::Accept | Self::Assign { .. } | Self::Start | Self::Verify | Self::Close => None,
        }
    }
}

/// What happened to a hazard; the event kind of its journal entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// A report came in.
    Reported,
    /// It came over from another system, as it stood there.
    Imported,
    /// It was taken on.
    Accepted,
    /// It was refused.
    Rejected,
    /// A body was named.
    Assigned,
    /// Interim control is in place.
    Controlled,
    /// Rectification began.
    Started,
    /// Rectification was reported done.
    Finished,
    /// Verification passed.
    Verified,
    /// Verification failed.
    Returned,
    /// It was closed.
    Closed,
    /// A deadline passed.
    Overdue,
}

impl EventKind {
    /// Every kind.
    pub const ALL: [Self; 12] = [
        Self::Reported,
        Self::Imported,
        Self::Accepted,
        Self::Rejected,
        Self::Assigned,
        Self::Controlled,
        Self::Started,
        Self::Finished,
        Self::Verified,
        Self::Returned,
        Self::Closed,
        Self::Overdue,
    ];

    /// The stable word used on the wire and in the journal.
    pub fn word(self) -> &'static str {
        match self {
            Self::Reported => "reported",
            Self::Imported => "imported",
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
            Self::Assigned => "assigned",
            Self::Controlled => "controlled",
            Self::Started => "started",
            Self::Finished => "finished",
            Self::Verified => "verified",
            Self::Returned => "returned",
            Self::Closed => "closed",
            Self::Overdue => "overdue",
        }
    }

    /// The kind with this [`word`](Self::word).
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// One hazard as it stands now. Free text is kept apart, where it can be redacted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hazard {
    /// Identity, chosen by the client.
    pub id: HazardId,
    /// What sort of record it is.
    pub kind: CaseKind,
    /// Catalogue id.
    pub category: String,
    /// How fast it must be handled.
    pub urgency: Urgency,
    /// Whether only a narrow circle may see it.
    pub restricted: bool,
    /// Where it stands in the loop.
    pub state: State,
    /// The unit that answers for the place.
    pub unit: UnitId,
    /// Path of that unit now.
    pub path: UnitPath,
    /// Where it is.
    pub position: Option<Position>,
    /// The body that must rectify.
    pub body: Option<BodyId>,
    /// The account that reported it; none for an anonymous report.
    pub reporter: Option<AccountId>,
    /// Whoever started or finished rectification last; may not verify it.
    pub rectifier: Option<AccountId>,
    /// When the report was received.
    pub reported_at: Timestamp,
    /// Counts up with every change.
    pub version: i32,
}

/// Why a command was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The state does not allow it.
    #[error("`{}` is not possible in state `{}`", .action.word(), .state.word())]
    State {
        /// What was asked.
        action: Action,
        /// Where the hazard stands.
        state: State,
    },
    /// Whoever rectified may not judge the result.
    #[error("the verifier must be somebody other than the rectifier")]
    VerifierIsRectifier,
    /// A text is missing, too long or holds control characters.
    #[error("`{}` needs a text of 1 to {TEXT_MAX_CHARS} characters, none of them a control character", .0.word())]
    Text(Action),
}

impl Refusal {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::State { .. } => "transition_refused",
            Self::VerifierIsRectifier => "verifier_is_rectifier",
            Self::Text(_) => "text_required",
        }
    }
}

impl Hazard {
    /// A new hazard from a checked draft, in the unit that answers for its place.
    pub fn open(
        draft: &Draft,
        item: &Item,
        unit: &Unit,
        reporter: Option<AccountId>,
        now: Timestamp,
    ) -> (Self, EventKind) {
        let hazard = Self {
            id: draft.id,
            kind: item.kind,
            category: item.id.clone(),
            urgency: item.urgency,
            restricted: item.restricted,
            state: State::Reported,
            unit: unit.id,
            path: unit.path.clone(),
            position: draft.position,
            body: None,
            reporter,
            rectifier: None,
            reported_at: now,
            version: 1,
        };
        (hazard, EventKind::Reported)
    }

    /// What access rules look at.
    pub fn target(&self) -> Target<'_> {
        Target { path: &self.path, body: self.body, restricted: self.restricted }
    }

    /// Whether `actor` could do `action` now, as far as state and guards go (not permission).
    ///
    /// # Errors
    /// The refusal that [`apply`](Self::apply) would give, texts aside.
    pub fn check(&self, action: Action, actor: AccountId) -> Result<(State, EventKind), Refusal> {
        let refused = Refusal::State { action, state: self.state };
        let result = next(self.state, action).ok_or(refused)?;
        let judges = matches!(action, Action::Verify | Action::Return);
        if judges && self.rectifier == Some(actor) {
            return Err(Refusal::VerifierIsRectifier);
        }
        Ok(result)
    }

    /// The hazard after `command`, and what happened.
    ///
    /// # Errors
    /// When the state, a guard or a missing text forbids it; nothing changes then.
    pub fn apply(&self, command: &Command, actor: AccountId) -> Result<(Self, EventKind), Refusal> {
        let (state, event) = self.check(command.action(), actor)?;
        if let Some(text) = command.required_text() {
            let length = text.trim().chars().count();
            if length == 0 || length > TEXT_MAX_CHARS || !is_text(text) {
                return Err(Refusal::Text(command.action()));
            }
        }
        let mut after = Self { state, version: self.version + 1, ..self.clone() };
        match command {
            Command::Assign { body } => after.body = Some(*body),
            Command::Start | Command::Finish { .. } => after.rectifier = Some(actor),
            _ => {}
        }
        Ok((after, event))
    }
}
