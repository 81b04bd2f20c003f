//! The transition table of the loop.

use super::{Action, EventKind};
use crate::words::words;

words! {
    /// Where a hazard stands. Escalated, whistled and judged are events, not states.
    State {
        /// Reported (上报).
        Reported = "reported",
        /// Taken on (受理).
        Accepted = "accepted",
        /// Refused (不予受理).
        Rejected = "rejected",
        /// A body must rectify (分派).
        Assigned = "assigned",
        /// Interim control is in place (管控).
        Controlled = "controlled",
        /// Being rectified (整改).
        Rectifying = "rectifying",
        /// Waits for somebody else to look (待验收).
        AwaitingVerification = "awaiting_verification",
        /// Found rectified (验收).
        Verified = "verified",
        /// Closed (销号).
        Closed = "closed",
        /// Paused with interim control; still counts as open (挂账).
        Suspended = "suspended",
        /// Part of another hazard (并案).
        Duplicate = "duplicate",
    }
}

impl State {
    /// Whether somebody still has to do something.
    pub fn is_open(self) -> bool {
        !matches!(self, Self::Rejected | Self::Closed | Self::Duplicate)
    }

    /// Whether it was taken on and its work is not done yet.
    pub fn is_worked_on(self) -> bool {
        matches!(self, Self::Accepted | Self::Assigned | Self::Controlled | Self::Rectifying | Self::Suspended)
    }
}

/// Where a hazard stands, with what the table needs of its past.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The state.
    pub state: State,
    /// The state to which a suspended or merged hazard goes back.
    pub before: Option<State>,
    /// Whether interim control is in place.
    pub controlled: bool,
    /// Whether the reporter has had it opened again once.
    pub reopened: bool,
}

/// The state after `action` and the event that it is; `None` where the state does not allow it.
pub fn next(at: Standing, action: Action) -> Option<(State, EventKind)> {
    use Action as A;
    use EventKind as E;
    use State as S;
    let step = match (at.state, action) {
        (S::Reported, A::Accept) => (S::Accepted, E::Accepted),
        (S::Reported, A::Reject) => (S::Rejected, E::Rejected),
        (S::Rejected, A::Appeal) => (S::Reported, E::Appealed),
        (S::Accepted | S::Assigned | S::Controlled, A::Assign) if at.controlled => (S::Controlled, E::Assigned),
        (S::Accepted | S::Assigned, A::Assign) => (S::Assigned, E::Assigned),
        (S::Assigned | S::Controlled, A::HandBack) => (S::Accepted, E::HandedBack),
        // Danger does not wait for an owner.
        (S::Accepted, A::Control) if !at.controlled => (S::Accepted, E::Controlled),
        (S::Assigned, A::Control) => (S::Controlled, E::Controlled),
        (S::Controlled, A::Start) => (S::Rectifying, E::Started),
        (S::Rectifying, A::Finish) => (S::AwaitingVerification, E::Finished),
        (S::AwaitingVerification, A::Verify) => (S::Verified, E::Verified),
        (S::AwaitingVerification | S::Verified, A::Return) => (S::Rectifying, E::Returned),
        (S::Verified, A::Close) => (S::Closed, E::Closed),
        (S::Assigned | S::Controlled | S::Rectifying, A::Suspend) => (S::Suspended, E::Suspended),
        // Granted again.
        (S::Suspended, A::Suspend) => (S::Suspended, E::Suspended),
        (S::Suspended, A::Resume) => (at.before?, E::Resumed),
        (S::Closed, A::JudgeNotFixed) if !at.reopened => (S::Assigned, E::Reopened),
        (S::Closed, A::JudgeFixed | A::JudgeNotFixed) => (S::Closed, E::Judged),
        // A suspended one has a state to go back to already.
        (state, A::Merge) if state.is_open() && state != S::Suspended => (S::Duplicate, E::Merged),
        (S::Duplicate, A::Separate) => (at.before?, E::Separated),
        (state, A::Secure) if state.is_worked_on() => (state, E::Secured),
        (state, A::Ask) if state.is_worked_on() => (state, E::Asked),
        (state, A::Answer) if state.is_worked_on() => (state, E::Answered),
        (state, A::Regrade) if state.is_open() => (state, E::Regraded),
        (state, A::SuspectMajor) if state.is_open() => (state, E::MajorSuspected),
        (state, A::ConfirmMajor) if state.is_open() => (state, E::MajorConfirmed),
        (state, A::DenyMajor) if state.is_open() => (state, E::MajorDenied),
        (state, A::Escalate) if state.is_open() => (state, E::Escalated),
        (state, A::Whistle) if state.is_worked_on() => (state, E::Whistled),
        (state, A::AnswerWhistle) => (state, E::WhistleAnswered),
        (state, A::Supervise) if state.is_open() => (state, E::Supervised),
        (state, A::EndSupervision) if state.is_open() => (state, E::SupervisionEnded),
        (state, A::Recur) if state.is_open() => (state, E::Recurred),
        _ => return None,
    };
    Some(step)
}
