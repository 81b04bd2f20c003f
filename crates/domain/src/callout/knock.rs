//! Going there: a silent post becomes a task with an owner and a time, for the door or for the radio.

use jiff::SignedDuration;

use super::{CallState, How};
use crate::words;

words! {
    /// By which way somebody tries to reach a silent post.
    KnockWay {
        /// Goes to the door.
        Knock = "knock",
        /// Calls by radio, or by another line that does not need the network.
        Radio = "radio",
    }

    /// What was found.
    KnockFound {
        /// The post is there: it counts as on post.
        There = "there",
        /// Nobody answered.
        Nobody = "nobody",
    }

    /// Where such a task stands.
    KnockState {
        /// Still to be done.
        Open = "open",
        /// The post was found.
        Done = "done",
        /// Nobody answered there: somebody must decide what next.
        Nobody = "nobody",
        /// The post said so itself meanwhile.
        Needless = "needless",
        /// The round ended before.
        Ended = "ended",
    }
}

/// Longest time that a task is given, minutes.
pub const KNOCK_MINUTES_MAX: u32 = 240;

impl KnockWay {
    /// How a report that this brings is recorded.
    pub fn how(self) -> How {
        match self {
            Self::Knock => How::Knock,
            Self::Radio => How::Radio,
        }
    }

    /// How long a task has that nobody gave a time: a way across a community takes longer than a radio call.
    pub fn usual(self) -> SignedDuration {
        match self {
            Self::Knock => SignedDuration::from_mins(15),
            Self::Radio => SignedDuration::from_mins(5),
        }
    }
}

impl KnockState {
    /// Where a task stands: by what was found, where the call stands, and whether its round has ended.
    pub fn of(found: Option<KnockFound>, call: CallState, round_ended: bool) -> Self {
        match (found, call) {
            (Some(KnockFound::There), _) => Self::Done,
            (_, CallState::OnPost) => Self::Needless,
            (Some(KnockFound::Nobody), _) => Self::Nobody,
            _ if round_ended || call == CallState::Ended => Self::Ended,
            _ => Self::Open,
        }
    }
}
