//! Responses (应急响应): what a warning sets going, and who decided it.
//!
//! A warning does nothing by itself but call people. Rows of a [`Plan`] say which response of which body it *proposes*;
//! a named person decides, with a reason, and silence climbs up the tree: at the row's target the unit above hears, at
//! its alarm once more. A body has at most one open [`Response`] of a plan: a second warning of the same strength finds
//! the clock running and does not set it back, a stronger one proposes to raise the level. When the last warning that
//! asked for it is over, the end is proposed; it is decided too.
//!
//! The lag is the time from the warning to the recorded decision.

mod plan;
mod task;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::id::WarningId;
use crate::words;

pub use plan::{Item, ItemKind, Lag, Plan, Plans, PlansError, Trigger};
pub use task::{TASK_AMOUNT_MAX, Task, TaskRefusal, TaskState};

words! {
    /// Level of a response, the weakest first. Not a colour of a warning and not a level of risk.
    ResponseLevel {
        /// 四级.
        Iv = "iv",
        /// 三级.
        Iii = "iii",
        /// 二级.
        Ii = "ii",
        /// 一级.
        I = "i",
    }

    /// Where a response stands.
    ResponseState {
        /// The warning asks for it; nobody has decided.
        Proposed = "proposed",
        /// In force at a level.
        Active = "active",
        /// A person decided against it.
        Declined = "declined",
        /// It was in force and is over.
        Ended = "ended",
        /// The warning was over before anybody decided.
        Lapsed = "lapsed",
    }

    /// What happened to a response.
    StepKind {
        /// A warning asked for it.
        Proposed = "proposed",
        /// It came into force.
        Activated = "activated",
        /// To a higher level.
        Raised = "raised",
        /// To a lower level.
        Lowered = "lowered",
        /// Decided against.
        Declined = "declined",
        /// Nobody decided in time: the unit above hears.
        Escalated = "escalated",
        /// The warning was over before a decision.
        Lapsed = "lapsed",
        /// Over.
        Ended = "ended",
        /// The last warning is over: the end is asked for.
        EndProposed = "end_proposed",
    }
}

/// What a warning asks to be decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The level; `None` asks to end.
    pub level: Option<ResponseLevel>,
    /// The row of the plan.
    pub trigger: String,
    /// When the warning was sent: the lag counts from here.
    pub since: Timestamp,
    /// When the unit above hears.
    pub decide_by: Timestamp,
    /// When it hears once more.
    pub alarm_at: Timestamp,
    /// Whether the decision must say if gatherings, classes and business stop (red).
    pub asks_stops: bool,
}

/// The response of one body under one plan: what the rules need of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// Where it stands.
    pub state: ResponseState,
    /// The level in force.
    pub level: Option<ResponseLevel>,
    /// What waits for a decision.
    pub proposal: Option<Proposal>,
    /// The latest warning that asks for it.
    pub warning: Option<WarningId>,
    /// How often silence has climbed since the proposal: 0, 1 (target passed) or 2 (alarm).
    pub escalations: u8,
}

/// Whether gatherings, classes and business stop: yes or no, each said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stops {
    /// 停止集会.
    pub gatherings: bool,
    /// 停课.
    pub classes: bool,
    /// 停业.
    pub business: bool,
}

/// What a person decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// In force at this level from now on.
    Activate(ResponseLevel),
    /// Not now, or not higher.
    Decline,
    /// Over.
    End,
}

/// Why a decision cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ResponseRefusal {
    /// It is over.
    #[error("this response is over; start a new one")]
    Over,
    /// Nothing waits for a decision.
    #[error("nothing is proposed that could be declined")]
    NothingProposed,
    /// It stands at this level already.
    #[error("it is in force at this level already")]
    Unchanged,
    /// It is not in force.
    #[error("only a response in force can end; decline what is proposed")]
    NotActive,
    /// A red warning wants an answer.
    #[error("a red warning asks whether gatherings, classes and business stop: say yes or no to each")]
    StopsMissing,
}

impl Response {
    /// A response that a warning asks for.
    pub fn proposed(proposal: Proposal, warning: Option<WarningId>) -> Self {
        Self { state: ResponseState::Proposed, level: None, proposal: Some(proposal), warning, escalations: 0 }
    }

    /// A response that a person begins without being asked.
    pub fn begun() -> Self {
        Self { state: ResponseState::Proposed, level: None, proposal: None, warning: None, escalations: 0 }
    }

    /// Whether it is proposed or in force.
    pub fn is_open(&self) -> bool {
        matches!(self.state, ResponseState::Proposed | ResponseState::Active)
    }

    /// The response after another warning, and whether that asks for something new. What stands at least as high, in
    /// force or proposed, stays, and so does its clock.
    pub fn ask(&self, new: Proposal, warning: Option<WarningId>) -> (Self, bool) {
        let followed = Self { warning, ..self.clone() };
        let covered = self.level >= new.level;
        match &self.proposal {
            Some(open) if open.level >= new.level => (followed, false),
            // The end was proposed, and a warning asks for no more than what is in force: it goes on.
            _ if covered => (Self { proposal: None, escalations: 0, ..followed }, false),
            _ => (Self { proposal: Some(new), escalations: 0, ..followed }, true),
        }
    }

    /// The response after a decision, and what kind of step that was.
    ///
    /// # Errors
    /// When it is over, nothing changes by it, or a red warning gets no answer about stops.
    pub fn decide(&self, verdict: Verdict, stops: Option<Stops>) -> Result<(Self, StepKind), ResponseRefusal> {
        if !self.is_open() {
            return Err(ResponseRefusal::Over);
        }
        let decided = Self { proposal: None, escalations: 0, ..self.clone() };
        let asks_stops = self.proposal.as_ref().is_some_and(|proposal| proposal.asks_stops);
        match (verdict, self.level) {
            (Verdict::Activate(_) | Verdict::Decline, _) if asks_stops && stops.is_none() => {
                Err(ResponseRefusal::StopsMissing)
            }
            (Verdict::Activate(level), Some(before)) if level == before => Err(ResponseRefusal::Unchanged),
            (Verdict::Activate(level), before) => {
                let kind = match before {
                    None => StepKind::Activated,
                    Some(before) if before < level => StepKind::Raised,
                    Some(_) => StepKind::Lowered,
                };
                Ok((Self { state: ResponseState::Active, level: Some(level), ..decided }, kind))
            }
            (Verdict::Decline, _) if self.proposal.is_none() => Err(ResponseRefusal::NothingProposed),
            (Verdict::Decline, None) => Ok((Self { state: ResponseState::Declined, ..decided }, StepKind::Declined)),
            (Verdict::Decline, Some(_)) => Ok((decided, StepKind::Declined)),
            (Verdict::End, Some(_)) => Ok((Self { state: ResponseState::Ended, ..decided }, StepKind::Ended)),
            (Verdict::End, None) => Err(ResponseRefusal::NotActive),
        }
    }

    /// The response after silence: `None` while there is still time, or nobody is asked.
    pub fn escalate(&self, now: Timestamp) -> Option<Self> {
        let proposal = self.proposal.as_ref().filter(|_| self.is_open())?;
        let passed = match self.escalations {
            0 => proposal.decide_by <= now,
            1 => proposal.alarm_at <= now,
            _ => false,
        };
        passed.then(|| Self { escalations: self.escalations + 1, ..self.clone() })
    }

    /// When silence climbs next.
    pub fn escalates_at(&self) -> Option<Timestamp> {
        let proposal = self.proposal.as_ref().filter(|_| self.is_open())?;
        match self.escalations {
            0 => Some(proposal.decide_by),
            1 => Some(proposal.alarm_at),
            _ => None,
        }
    }

    /// The response when the last warning that asked for it is over: `None` where that changes nothing.
    pub fn outlive(&self, lag: Lag, now: Timestamp) -> Option<(Self, StepKind)> {
        let alone = Self { warning: None, ..self.clone() };
        match self.state {
            ResponseState::Proposed => {
                let lapsed = Self { state: ResponseState::Lapsed, proposal: None, escalations: 0, ..alone };
                Some((lapsed, StepKind::Lapsed))
            }
            ResponseState::Active => {
                let end = Proposal {
                    level: None,
                    trigger: String::new(),
                    since: now,
                    decide_by: after(now, lag.target),
                    alarm_at: after(now, lag.alarm),
                    asks_stops: false,
                };
                Some((Self { proposal: Some(end), escalations: 0, ..alone }, StepKind::EndProposed))
            }
            _ => None,
        }
    }
}

/// The instant that lies `span` after `at`.
pub fn after(at: Timestamp, span: SignedDuration) -> Timestamp {
    at.saturating_add(span).unwrap_or(at)
}

#[cfg(test)]
mod tests;
