//! The guards: what the table of states alone does not forbid.

use jiff::{SignedDuration, Timestamp};

use super::{Action, Command, Hazard, Refusal, SecuredItem, Severity, State};
use crate::id::{AccountId, BodyId, UnitId};

/// Longest suspension in one go, days (domain reference 1.5); it can be granted again.
pub const SUSPEND_MAX_DAYS: i64 = 15;

/// Who acts, in which capacity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Doer {
    /// The account; none for the system and for a reporter who holds the follow secret alone.
    pub account: Option<AccountId>,
    /// The body of the posting.
    pub body: Option<BodyId>,
    /// The posting's unit.
    pub unit: Option<UnitId>,
    /// Level of that unit, 0 city to 5 micro-grid.
    pub level: Option<u8>,
}

/// What a command needs to know beside the hazard itself.
#[derive(Debug, Clone, Copy)]
pub struct Around<'a> {
    /// Server time.
    pub now: Timestamp,
    /// The unit above the highest one that owns it now.
    pub above: Option<UnitId>,
    /// The other hazard of a merge or a recurrence.
    pub other: Option<&'a Hazard>,
}

impl Hazard {
    /// Whether `doer` could do `action` now, as far as guards go that need no content.
    pub(super) fn guard(&self, action: Action, doer: Doer) -> Result<(), Refusal> {
        let rectified = doer.account.is_some_and(|account| self.rectifiers.contains(&account));
        let refused = match action {
            Action::Verify | Action::Return if rectified => Refusal::VerifierIsRectifier,
            Action::Accept | Action::Reject if self.appealed && self.rejecter == doer.account => {
                Refusal::SecondLookBySame
            }
            Action::Appeal if self.appealed => Refusal::AppealSpent,
            Action::HandBack if self.hand_backs >= Self::HAND_BACKS_MAX => Refusal::HandBacksSpent,
            Action::Suspend if !self.controlled => Refusal::ControlFirst,
            Action::Suspend if rectified => Refusal::ApproverIsRectifier,
            Action::SuspectMajor if self.severity == Severity::Major => Refusal::Already,
            Action::ConfirmMajor | Action::DenyMajor if self.severity != Severity::SuspectedMajor => {
                Refusal::State { action, state: self.state }
            }
            Action::ConfirmMajor | Action::DenyMajor if self.asked.is_none() || self.asked != doer.body => {
                Refusal::NotAsked
            }
            Action::Close if self.severity == Severity::SuspectedMajor => Refusal::MajorUndecided,
            Action::Close if self.severity == Severity::Major && !self.is_secured() => Refusal::ItemsMissing,
            Action::Close if self.supervised_by.is_some() => Refusal::UnderSupervision,
            Action::Supervise | Action::EndSupervision if doer.level.is_none_or(|level| level > 1) => {
                Refusal::CountyOrAbove
            }
            Action::Supervise if self.supervised_by.is_some() => Refusal::Already,
            Action::EndSupervision if self.supervised_by.is_none() => Refusal::NotSupervised,
            Action::Whistle if doer.level != Some(2) => Refusal::StreetOnly,
            Action::AnswerWhistle if !self.is_called(doer.body) => Refusal::NoWhistle,
            Action::Answer if self.waitings.iter().all(|waiting| waiting.answer.is_some()) => Refusal::NoQuestion,
            Action::JudgeFixed | Action::JudgeNotFixed if self.verdict.is_some() => Refusal::Judged,
            _ => return Ok(()),
        };
        Err(refused)
    }

    /// The guards that look at what the command carries.
    pub(super) fn guard_content(&self, command: &Command, doer: Doer, around: &Around<'_>) -> Result<(), Refusal> {
        let longest = around.now.checked_add(SignedDuration::from_hours(24 * SUSPEND_MAX_DAYS)).unwrap_or(around.now);
        let refused = match command {
            Command::Suspend { until, .. } if *until <= around.now || *until > longest => {
                Refusal::Until(SUSPEND_MAX_DAYS)
            }
            // Whoever was asked first may be the wrong one: then another department decides.
            Command::SuspectMajor { body, .. } if self.asked == Some(*body) && self.is_suspected() => Refusal::Already,
            Command::Regrade { urgency, .. } if *urgency == self.urgency => Refusal::Already,
            Command::Escalate { .. } if around.above.is_none() => Refusal::TopReached,
            Command::Merge { master } if !around.other.is_some_and(|other| self.can_join(other, *master)) => {
                Refusal::Master
            }
            Command::Recur { earlier } => match around.other {
                Some(other) if other.id == *earlier && other.id != self.id && other.state == State::Closed => {
                    return Ok(());
                }
                _ => Refusal::Earlier,
            },
            Command::AnswerWhistle { id, .. } => {
                let called = |w: &&super::Whistle| w.id == *id && w.answered_at.is_none() && Some(w.body) == doer.body;
                match self.whistles.iter().find(called) {
                    Some(_) => return Ok(()),
                    None => Refusal::NoWhistle,
                }
            }
            // A second thing under the same name would overwrite the first.
            Command::Whistle { id, .. } if self.whistles.iter().any(|w| w.id == *id) => Refusal::Already,
            Command::Ask { id, .. } if self.waitings.iter().any(|w| w.id == *id) => Refusal::Already,
            Command::Ask { asked_at, .. } if *asked_at > around.now => Refusal::Date,
            Command::Answer { id, answered_at, .. } => {
                match self.waitings.iter().find(|w| w.id == *id && w.answer.is_none()) {
                    Some(w) if w.asked_at <= *answered_at && *answered_at <= around.now => return Ok(()),
                    Some(_) => Refusal::Date,
                    None => Refusal::NoQuestion,
                }
            }
            _ => return Ok(()),
        };
        Err(refused)
    }

    /// Whether all five items are settled.
    pub fn is_secured(&self) -> bool {
        SecuredItem::ALL.into_iter().all(|item| self.secured & item.bit() != 0)
    }

    fn is_suspected(&self) -> bool {
        self.severity == Severity::SuspectedMajor
    }

    fn is_called(&self, body: Option<BodyId>) -> bool {
        self.whistles.iter().any(|whistle| whistle.answered_at.is_none() && Some(whistle.body) == body)
    }

    /// A duplicate joins an open hazard only: chains and circles cannot arise.
    fn can_join(&self, other: &Self, master: crate::id::HazardId) -> bool {
        other.id == master && other.id != self.id && other.state.is_open()
    }
}
