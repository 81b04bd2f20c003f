//! Call-and-confirm (叫应): a warning is not delivered before the person on duty says so.
//!
//! For each post on duty in the units of a warning there is one [`Call`]. It is *pending* until the first attempt left,
//! then *sent*, until the post reports: 已收到 (*received*: somebody has it), 已到岗 (*on post*: somebody is there) and
//! 已转移 n (*moved*: what was done). The three are never the same. A carrier that cannot reach the phone makes it
//! *unreached*, which is apart from silence: there the network is at fault, not the person.
//!
//! While a call is not answered, a [`Ladder`] says what comes next and when. A call ends with its warning: confirmed
//! calls keep what they said, open ones become *ended*.

mod board;
pub mod call_back;
mod counts;
mod knock;
mod ladder;
mod reply;
mod rule;

use jiff::Timestamp;

use crate::words;

pub use board::{Board, Sum, is_blackout};
pub use call_back::{Checked, Found};
pub use counts::Counts;
pub use knock::{KNOCK_MINUTES_MAX, KnockFound, KnockState, KnockWay};
pub use ladder::{Ladder, Plan, PlanError, Rung, Step, Unless};
pub use rule::Rule;

words! {
    /// Where a call stands.
    CallState {
        /// Written, nothing has left yet.
        Pending = "pending",
        /// At least one channel took it; no answer.
        Sent = "sent",
        /// No channel can reach the phone, or there is none to reach.
        Unreached = "unreached",
        /// 已收到: somebody has it.
        Received = "received",
        /// 已到岗: somebody is at the point.
        OnPost = "on_post",
        /// The warning ended before anybody answered.
        Ended = "ended",
    }

    /// By which way a report came.
    How {
        /// On the page, signed in.
        Page = "page",
        /// By the button behind the link of this call.
        Link = "link",
        /// By an answer to the text message.
        Sms = "sms",
        /// By a key pressed in the voice call.
        Voice = "voice",
        /// Told to somebody by radio or phone, who wrote it down.
        Radio = "radio",
        /// Found at the door by somebody else.
        Knock = "knock",
    }

    /// Why calls end without an answer.
    Ending {
        /// Another warning took the place of this one.
        Superseded = "superseded",
        /// The warning was taken back.
        Cancelled = "cancelled",
        /// Its time is over.
        Expired = "expired",
        /// A person ended the round of calls.
        Closed = "closed",
    }
}

/// What a post says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Report {
    /// 已收到.
    Received,
    /// 已到岗.
    OnPost,
    /// 已转移: so many people moved so far, in all.
    Moved(u32),
}

/// The call of one post: what the rules need of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Call {
    /// Where it stands.
    pub state: CallState,
    /// The last rung of the ladder that was climbed.
    pub step: Step,
    /// When the first attempt began; the ladder counts from here.
    pub first_at: Option<Timestamp>,
    /// When 已收到 was recorded.
    pub received_at: Option<Timestamp>,
    /// When 已到岗 was recorded.
    pub on_post_at: Option<Timestamp>,
    /// People moved so far; the last word counts.
    pub moved: Option<u32>,
}

/// Why a report cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CallRefusal {
    /// The warning is over.
    #[error("this call has ended with its warning")]
    Ended,
    /// More people than a unit has.
    #[error("`{given}` people cannot have been moved; at most {MOVED_MAX}")]
    TooMany {
        /// What was said.
        given: u32,
    },
}

/// Most people that one post reports as moved.
pub const MOVED_MAX: u32 = 100_000;

impl Call {
    /// A call that has just been written down.
    pub fn new() -> Self {
        Self {
            state: CallState::Pending,
            step: Step::First,
            first_at: None,
            received_at: None,
            on_post_at: None,
            moved: None,
        }
    }

    /// Whether the post has not answered.
    pub fn is_silent(&self) -> bool {
        matches!(self.state, CallState::Pending | CallState::Sent | CallState::Unreached)
    }

    /// The call after the post's word. Saying the same again changes nothing; nothing that was said is taken back by
    /// a lesser word: who is on post and taps 已收到 late stays on post. 已到岗 and 已转移 say that it was received too.
    ///
    /// # Errors
    /// When the call has ended, or the number cannot be true.
    pub fn report(&self, report: Report, now: Timestamp) -> Result<Self, CallRefusal> {
        if self.state == CallState::Ended {
            return Err(CallRefusal::Ended);
        }
        let mut after = *self;
        after.received_at = self.received_at.or(Some(now));
        match report {
            Report::Received => {}
            Report::OnPost => after.on_post_at = self.on_post_at.or(Some(now)),
            Report::Moved(given) if given > MOVED_MAX => return Err(CallRefusal::TooMany { given }),
            // Who moves people is there.
            Report::Moved(people) => {
                after.on_post_at = self.on_post_at.or(Some(now));
                after.moved = Some(people);
            }
        }
        after.state = if after.on_post_at.is_some() { CallState::OnPost } else { CallState::Received };
        Ok(after)
    }

    /// The call after an attempt on all channels of one rung: whether any of them took it. Who is called apart from the
    /// ladder, because the call was handed over, does not bring it back to a lower rung.
    pub fn attempted(&self, step: Step, taken: bool, now: Timestamp) -> Self {
        let state = match (self.state, taken) {
            (CallState::Pending | CallState::Sent | CallState::Unreached, true) => CallState::Sent,
            // What went out before may still ring.
            (CallState::Pending | CallState::Unreached, false) => CallState::Unreached,
            (state, _) => state,
        };
        Self { state, step: self.step.max(step), first_at: self.first_at.or(Some(now)), ..*self }
    }

    /// The call when its warning ends. What was said stays.
    pub fn end(&self) -> Self {
        Self { state: if self.is_silent() { CallState::Ended } else { self.state }, ..*self }
    }
}

impl Default for Call {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests;
