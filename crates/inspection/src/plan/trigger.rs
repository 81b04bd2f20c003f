//! Warnings add a round: at once, and once for each warning.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Cause, Occurrence, Plan};

/// A warning that sets a plan off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trigger {
    /// What is warned of.
    pub hazard: String,
    /// Each colour that sets it off.
    pub colours: Vec<String>,
    /// Within how many hours of the warning the round is to be done; 1 to 168.
    pub hours: u16,
}

/// A warning that came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Warned<'a> {
    /// Id of the first message of its chain: an update or a stronger colour is the same warning.
    pub id: &'a str,
    /// What it warns of.
    pub hazard: &'a str,
    /// Its colour.
    pub colour: &'a str,
    /// When it came in; the hours count from here, whatever the clocks do.
    pub at: Timestamp,
}

impl Plan {
    /// The round that the warning adds, unless `known` has its [`key`](Occurrence::key): so each warning adds one, however
    /// often it is updated. The first trigger that fits says how long it is due.
    pub fn triggered(&self, warning: Warned<'_>, known: &BTreeSet<String>) -> Option<Occurrence> {
        let fits = |trigger: &&Trigger| {
            trigger.hazard == warning.hazard && trigger.colours.iter().any(|colour| colour == warning.colour)
        };
        let trigger = self.triggers.iter().find(fits)?;
        let hours = SignedDuration::from_hours(i64::from(trigger.hours));
        let round = Occurrence {
            plan: self.id.clone(),
            cause: Cause::Warning {
                warning: warning.id.to_owned(),
                hazard: warning.hazard.to_owned(),
                colour: warning.colour.to_owned(),
            },
            opens: warning.at,
            closes: warning.at.checked_add(hours).unwrap_or(Timestamp::MAX),
        };
        (!known.contains(&round.key())).then_some(round)
    }
}
