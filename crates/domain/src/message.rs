//! Messages that leave the house: channels, their states, what is told.

use serde::{Deserialize, Serialize};

/// By which way a message goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// A text message to a phone.
    Sms,
    /// An e-mail.
    Mail,
    /// A phone that rings and speaks.
    Voice,
}

impl Channel {
    /// Every channel.
    pub const ALL: [Self; 3] = [Self::Sms, Self::Mail, Self::Voice];

    /// The stable word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Sms => "sms",
            Self::Mail => "mail",
            Self::Voice => "voice",
        }
    }

    /// The channel with this [`word`](Self::word).
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.word() == word)
    }
}

/// Where the message to one recipient stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MessageState {
    /// Written, not begun.
    Pending,
    /// Handed to the carrier; no answer yet.
    Sending,
    /// The carrier took it and will send it later.
    QueuedRemotely,
    /// The carrier sent it on.
    Sent,
    /// It arrived.
    Delivered,
    /// It did not go this time; it is tried again.
    FailedTemporary,
    /// It will not go.
    FailedPermanent,
}

impl MessageState {
    /// Every state.
    pub const ALL: [Self; 7] = [
        Self::Pending,
        Self::Sending,
        Self::QueuedRemotely,
        Self::Sent,
        Self::Delivered,
        Self::FailedTemporary,
        Self::FailedPermanent,
    ];

    /// The stable word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Sending => "sending",
            Self::QueuedRemotely => "queued_remotely",
            Self::Sent => "sent",
            Self::Delivered => "delivered",
            Self::FailedTemporary => "failed_temporary",
            Self::FailedPermanent => "failed_permanent",
        }
    }

    /// The state with this [`word`](Self::word).
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }

    /// Whether the carrier took it.
    pub fn is_taken(self) -> bool {
        matches!(self, Self::QueuedRemotely | Self::Sent | Self::Delivered)
    }

    /// Whether it must still be handed to the carrier. *Sending* counts: whoever sent it may have died
    /// before the answer, and a text that comes twice is better than one that never comes.
    pub fn is_to_send(self) -> bool {
        matches!(self, Self::Pending | Self::Sending | Self::FailedTemporary)
    }

    /// Whether a carrier's later report may lead from here to `next`: forwards only, so that reports
    /// that overtake each other leave the latest truth.
    pub fn may_become(self, next: Self) -> bool {
        use MessageState as S;
        match (self, next) {
            (S::Pending | S::FailedTemporary | S::Sending, S::Sending) => true,
            (S::Pending | S::FailedTemporary, S::FailedPermanent) => true,
            (S::Sending, next) => !matches!(next, S::Pending),
            (S::QueuedRemotely, S::Sent | S::Delivered | S::FailedPermanent) => true,
            (S::Sent, S::Delivered | S::FailedPermanent) => true,
            _ => false,
        }
    }
}

/// What a reporter is told about a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatusStep {
    /// It was taken on.
    Accepted,
    /// It was refused.
    Rejected,
    /// Somebody has to rectify it.
    Assigned,
    /// Its file is closed: the reporter is asked whether it is fixed.
    Closed,
    /// It goes on together with another report of the same thing.
    Merged,
}

impl StatusStep {
    /// Every step.
    pub const ALL: [Self; 5] = [Self::Accepted, Self::Rejected, Self::Assigned, Self::Closed, Self::Merged];

    /// The stable word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
            Self::Assigned => "assigned",
            Self::Closed => "closed",
            Self::Merged => "merged",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_never_leads_backwards() {
        for from in MessageState::ALL {
            assert_eq!(MessageState::from_word(from.word()), Some(from));
            assert!(!from.may_become(MessageState::Pending));
            assert!(!MessageState::Delivered.may_become(from) && !MessageState::FailedPermanent.may_become(from));
        }
        assert!(MessageState::Sent.may_become(MessageState::Delivered));
        assert!(!MessageState::Sent.may_become(MessageState::QueuedRemotely));
    }
}
