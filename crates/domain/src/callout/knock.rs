//! Going there: a silent post becomes a task with an owner and a time, for the door or for the radio.

use jiff::SignedDuration;
use serde::Deserialize;

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
}

/// How long tasks have that nobody gave a time, by their way; part of the [`Plan`](super::Plan).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct KnockTimes {
    knock: SignedDuration,
    radio: SignedDuration,
}

/// A way across a community takes longer than a radio call.
impl Default for KnockTimes {
    fn default() -> Self {
        Self { knock: SignedDuration::from_mins(15), radio: SignedDuration::from_mins(5) }
    }
}

impl KnockTimes {
    /// The time of a way.
    pub(super) fn of(self, way: KnockWay) -> SignedDuration {
        match way {
            KnockWay::Knock => self.knock,
            KnockWay::Radio => self.radio,
        }
    }

    /// Whether each is a time that somebody could give by hand.
    pub(super) fn are_usable(self) -> bool {
        let by_hand = SignedDuration::from_mins(1)..=SignedDuration::from_mins(i64::from(KNOCK_MINUTES_MAX));
        KnockWay::ALL.into_iter().all(|way| by_hand.contains(&self.of(way)))
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
