//! Plans: which places are looked at with which checklist, and when.
//!
//! A plan falls due on days that recur (`schedule`), all year or within a season, and once for each warning that sets it
//! off (`triggers`). Each time it does is an [`Occurrence`], the same for all its places; what became of it at one place
//! is a [`Record`] of that place. Both say nothing of who was there.

mod check;
mod occurrence;
mod recurrence;
mod season;
mod shipped;
mod trigger;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::text::Text;

pub use occurrence::{Cause, Move, Occurrence, REASON_MAX_CHARS, Record, Status};
pub use season::{MonthDay, Season};
pub use shipped::Plans;
pub use trigger::{Trigger, Warned};

/// Longest time between the first and the last moment that occurrences are asked for, in days.
pub const SPAN_MAX_DAYS: i64 = 3_660;

/// Which places are looked at with which checklist, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Stable word.
    pub id: String,
    /// Names.
    pub names: Text,
    /// Id of the checklist.
    pub checklist: String,
    /// Which places.
    pub places: Places,
    /// On which days, if on any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schedule: Option<Schedule>,
    /// Which warnings add a round, in and out of season.
    #[serde(default)]
    pub triggers: Vec<Trigger>,
}

/// Which places a plan concerns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Places {
    /// Every place of these kinds.
    Kinds(Vec<String>),
    /// The places with these ids.
    Named(Vec<String>),
}

/// The days on which a plan falls due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Schedule {
    /// The day from which the recurrence counts; it is due itself only where the rule gives it. Years 2000 to 2199.
    pub starts: Date,
    /// An RRULE of RFC 5545 by day, week, month or year. COUNT counts days out of season too.
    pub rule: String,
    /// For how many days each round is due, the first one included; 1 to 366.
    pub days: u16,
    /// Only days within it, where it is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub season: Option<Season>,
}

impl Plan {
    /// Whether it concerns the place with this id and kind.
    pub fn concerns(&self, place: &str, kind: &str) -> bool {
        match &self.places {
            Places::Kinds(kinds) => kinds.iter().any(|one| one == kind),
            Places::Named(ids) => ids.iter().any(|one| one == place),
        }
    }
}
