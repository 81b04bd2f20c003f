//! Warnings come in: read, judged, kept, and, where they are official, followed by calls at once.
//!
//! Whatever a warning says stands in its text; what is kept beside it is what is asked for again and again: the
//! colour, the units, until when. An exercise, a test or a draft is kept and shown as such, and opens nothing.

mod agree;
mod confirm;
mod feed;
mod poll;
mod receive;
mod show;
mod signature;
mod verify;

use ::warning::Finding;
use ::warning::colour::ColourTable;
use ::warning::event::EventTable;
use domain::callout::Plan;
use domain::colour::WarningColour;
use store::callout::Callout;
use store::warning::Warning;

use crate::ServiceError;
use crate::callout::GROUP_MAX;

pub use agree::Agreeing;
pub use feed::FeedOrder;
pub use poll::{Content, Issue, Led, News};
pub use show::{WarningPage, WarningSheet};
pub use signature::Checker;
pub use verify::{DAYS_MAX, IssuerSum};

/// How a warning came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Handed in over HTTP.
    Push,
    /// Found in a feed.
    Feed,
    /// Read from a file by the operator.
    File,
}

impl Way {
    /// The stable word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Push => "push",
            Self::Feed => "feed",
            Self::File => "file",
        }
    }
}

/// What an installation sets about warnings.
#[derive(Debug, Clone)]
pub struct Warnings {
    /// Senders, as CAP names them, whose orange and red start calls by themselves when they come in by an
    /// authenticated way. Empty: nobody's do, and each round is begun by a person.
    pub official_senders: Vec<String>,
    /// How calls go.
    pub plan: Plan,
    /// Most reports of posts in one transaction, 1 to 64.
    pub report_group: usize,
    /// Share of confirmations that are called back blind, 0 to 1.
    pub call_back_share: f64,
    /// The operator's program that judges signatures; they are shown as present where there is none.
    pub signature_checker: Option<Checker>,
    /// How colours are found.
    pub colours: ColourTable,
    /// How it is found what a warning warns of.
    pub events: EventTable,
    /// The weakest colour at which loudspeakers play.
    pub loud_from: WarningColour,
    /// Messages for the public.
    pub public: crate::public_message::Settings,
}

impl Warnings {
    /// The shipped tables, and no official sender.
    ///
    /// # Errors
    /// When shipped data is damaged; tests hold that it is not.
    pub fn shipped() -> Result<Self, ServiceError> {
        let plan = Plan::shipped().map_err(|error| ServiceError::Internal(error.to_string()))?;
        Ok(Self {
            official_senders: Vec::new(),
            plan,
            report_group: GROUP_MAX,
            call_back_share: domain::callout::call_back::SHARE,
            signature_checker: None,
            colours: ColourTable::shipped()?,
            events: EventTable::shipped()?,
            loud_from: WarningColour::Red,
            public: crate::public_message::Settings::shipped()?,
        })
    }
}

/// A warning that was taken.
#[derive(Debug)]
pub struct Received {
    /// As it is kept.
    pub warning: Warning,
    /// Whether it had come before.
    pub known: bool,
    /// The round of calls that it began or took over.
    pub callout: Option<Callout>,
    /// What is worth a look in its text.
    pub findings: Vec<Finding>,
}
