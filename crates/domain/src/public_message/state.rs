//! The table of states, and who may do what: never one person alone, but by break-glass.

use jiff::Timestamp;

use super::{Oral, PublicKind, PublicMessage, PublicState, Review, ReviewVerdict};
use crate::id::AccountId;

/// A step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// Writes it anew.
    Edit,
    /// Hands it in.
    Submit,
    /// Publishes it, perhaps on a decision by word of mouth.
    Approve {
        /// The decision.
        oral: Option<Oral>,
    },
    /// Refuses it.
    Reject,
    /// Publishes a fixed template alone.
    BreakGlass {
        /// Whether its text is a template, unchanged.
        fixed: bool,
        /// Whether a red is in force for all of its units.
        red: bool,
        /// A decision by word of mouth.
        oral: Option<Oral>,
    },
    /// Judges a message that one person sent.
    Review {
        /// How.
        verdict: ReviewVerdict,
    },
    /// Signs one's own decision by word of mouth.
    Sign {
        /// When.
        at: Timestamp,
    },
}

/// Who does it, as far as it matters here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Doer {
    /// The account.
    pub account: AccountId,
    /// Whether its access did not change within the last 24 hours, and it changed nobody's.
    pub settled: bool,
    /// Whether password and second factor were shown within the last minutes.
    pub fresh: bool,
}

/// Why a step is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PublicRefusal {
    /// The state does not allow it.
    #[error("a message in state `{}` does not allow this step; load it again", .0.word())]
    State(PublicState),
    /// Only its author writes on and hands in.
    #[error("only its author writes a message on and hands it in")]
    NotAuthor,
    /// Whoever wrote it cannot publish, refuse or judge it.
    #[error("its author cannot publish, refuse or judge it: a second person must")]
    Author,
    /// The access of whoever decides changed too lately.
    #[error("your access, or somebody's by you, changed within 24 hours: another person must decide")]
    Unsettled,
    /// The second factor was not shown lately.
    #[error("show password and second factor first; without a second factor, set one up and sign in with it")]
    NotFresh,
    /// Break-glass takes fixed templates alone.
    #[error("one person alone sends a template unchanged, as a forwarded warning")]
    NotFixed,
    /// There is no red for all of the units.
    #[error("one person alone sends only while a red warning is in force for every one of the units")]
    NoRed,
    /// The decision is the author's or the recorder's own.
    #[error("a decision by word of mouth is that of a third person, who may publish here")]
    OwnDecision,
    /// It is not the signer's decision.
    #[error("only whoever decided signs, once")]
    NotDecider,
}

impl PublicRefusal {
    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::State(_) => "message_state",
            Self::NotAuthor => "message_not_author",
            Self::Author => "approver_is_author",
            Self::Unsettled => "access_unsettled",
            Self::NotFresh => "second_factor_needed",
            Self::NotFixed => "template_not_fixed",
            Self::NoRed => "no_red_in_force",
            Self::OwnDecision => "decider_invalid",
            Self::NotDecider => "message_not_decider",
        }
    }
}

impl PublicMessage {
    /// The message after a step.
    ///
    /// # Errors
    /// When the state forbids it, or this person may not take it.
    pub fn apply(&self, command: &Command, doer: Doer) -> Result<Self, PublicRefusal> {
        use PublicState as S;
        let author = doer.account == self.author;
        let mut after = Self { version: self.version + 1, ..self.clone() };
        let state = |allowed: bool| if allowed { Ok(()) } else { Err(PublicRefusal::State(self.state)) };
        match *command {
            Command::Edit => {
                state(matches!(self.state, S::Draft | S::Rejected))?;
                own(author)?;
                (after.state, after.decider) = (S::Draft, None);
            }
            Command::Submit => {
                state(self.state == S::Draft)?;
                own(author)?;
                fresh(doer)?;
                after.state = S::Submitted;
            }
            Command::Approve { oral } => {
                state(self.state == S::Submitted)?;
                second(author, doer)?;
                third(oral, self.author, doer.account)?;
                (after.state, after.decider, after.oral) = (S::Published, Some(doer.account), oral);
            }
            Command::Reject => {
                state(self.state == S::Submitted)?;
                second(author, doer)?;
                (after.state, after.decider) = (S::Rejected, Some(doer.account));
            }
            Command::BreakGlass { fixed, red, oral } => {
                state(self.state == S::Draft)?;
                own(author)?;
                fresh(doer)?;
                settled(doer)?;
                if !fixed || self.kind != PublicKind::Forward {
                    return Err(PublicRefusal::NotFixed);
                }
                if !red {
                    return Err(PublicRefusal::NoRed);
                }
                third(oral, self.author, doer.account)?;
                (after.state, after.glass, after.oral) = (S::Published, true, oral);
            }
            Command::Review { verdict } => {
                state(self.glass && self.review.is_none())?;
                second(author, doer)?;
                after.review = Some(Review { by: doer.account, verdict });
            }
            Command::Sign { at } => {
                let oral = self.oral.filter(|oral| oral.account == doer.account && oral.signed_at.is_none());
                let oral = oral.ok_or(PublicRefusal::NotDecider)?;
                fresh(doer)?;
                after.oral = Some(Oral { signed_at: Some(at), ..oral });
            }
        }
        Ok(after)
    }

    /// The message when its time is over, or another one ends it; `None` where it is not in force.
    pub fn ended(&self, state: PublicState) -> Option<Self> {
        let ends = state.was_published() && state != PublicState::Published;
        let ended = || Self { state, version: self.version + 1, ..self.clone() };
        (self.state == PublicState::Published && ends).then(ended)
    }
}

fn own(author: bool) -> Result<(), PublicRefusal> {
    if author { Ok(()) } else { Err(PublicRefusal::NotAuthor) }
}

fn fresh(doer: Doer) -> Result<(), PublicRefusal> {
    if doer.fresh { Ok(()) } else { Err(PublicRefusal::NotFresh) }
}

fn settled(doer: Doer) -> Result<(), PublicRefusal> {
    if doer.settled { Ok(()) } else { Err(PublicRefusal::Unsettled) }
}

/// A second person, whose access can be trusted.
fn second(author: bool, doer: Doer) -> Result<(), PublicRefusal> {
    if author {
        return Err(PublicRefusal::Author);
    }
    settled(doer)?;
    fresh(doer)
}

/// Whoever is said to have decided is neither the author nor whoever writes it down.
fn third(oral: Option<Oral>, author: AccountId, recorder: AccountId) -> Result<(), PublicRefusal> {
    match oral {
        Some(oral) if oral.account == author || oral.account == recorder || oral.signed_at.is_some() => {
            Err(PublicRefusal::OwnDecision)
        }
        _ => Ok(()),
    }
}
