//! The transition table of the loop.

use serde::{Deserialize, Serialize};

use super::{Action, EventKind};

/// Where a hazard stands. Escalated, whistled and rated are events, not states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Reported (上报).
    Reported,
    /// Taken on (受理).
    Accepted,
    /// Refused (不予受理).
    Rejected,
    /// A body must rectify (分派).
    Assigned,
    /// Interim control is in place (管控).
    Controlled,
    /// Being rectified (整改).
    Rectifying,
    /// Waits for somebody else to look (待验收).
    AwaitingVerification,
    /// Found rectified (验收).
    Verified,
    /// Closed (销号).
    Closed,
    /// Paused with interim control; still counts as open (挂账).
    Suspended,
    /// Part of another hazard (并案).
    Duplicate,
}

impl State {
    /// Every state, in the order of the loop.
    pub const ALL: [Self; 11] = [
        Self::Reported,
        Self::Accepted,
        Self::Rejected,
        Self::Assigned,
        Self::Controlled,
        Self::Rectifying,
        Self::AwaitingVerification,
        Self::Verified,
        Self::Closed,
        Self::Suspended,
        Self::Duplicate,
    ];

    /// The stable word used on the wire and in the database.
    pub fn word(self) -> &'static str {
        match self {
            Self::Reported => "reported",
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
            Self::Assigned => "assigned",
            Self::Controlled => "controlled",
            Self::Rectifying => "rectifying",
            Self::AwaitingVerification => "awaiting_verification",
            Self::Verified => "verified",
            Self::Closed => "closed",
            Self::Suspended => "suspended",
            Self::Duplicate => "duplicate",
        }
    }

    /// The state with this [`word`](Self::word).
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }

    /// Whether somebody still has to do something.
    pub fn is_open(self) -> bool {
        !matches!(self, Self::Rejected | Self::Closed | Self::Duplicate)
    }
}

/// The state after `action` and the event that it is; `None` where the state does not allow it.
pub fn next(state: State, action: Action) -> Option<(State, EventKind)> {
    use State as S;
    let step = match (state, action) {
        (S::Reported, Action::Accept) => (S::Accepted, EventKind::Accepted),
        (S::Reported, Action::Reject) => (S::Rejected, EventKind::Rejected),
        (S::Accepted | S::Assigned, Action::Assign) => (S::Assigned, EventKind::Assigned),
        (S::Assigned, Action::Control) => (S::Controlled, EventKind::Controlled),
        (S::Controlled, Action::Start) => (S::Rectifying, EventKind::Started),
        (S::Rectifying, Action::Finish) => (S::AwaitingVerification, EventKind::Finished),
        (S::AwaitingVerification, Action::Verify) => (S::Verified, EventKind::Verified),
        (S::AwaitingVerification, Action::Return) => (S::Rectifying, EventKind::Returned),
        (S::Verified, Action::Close) => (S::Closed, EventKind::Closed),
        _ => return None,
    };
    Some(step)
}
