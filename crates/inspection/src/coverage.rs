//! What was looked at, per place and plan: never per person, and no type here has a field for one.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::plan::{Occurrence, Record, Status};

/// The normal quantile of a two-sided interval of 95 %.
const Z_95: f64 = 1.959_963_984_540_054;

/// One round at one place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Round {
    /// Id of the place.
    pub place: String,
    /// The time that the plan fell due.
    pub occurrence: Occurrence,
    /// What became of it here.
    pub record: Record,
}

/// What became of the rounds of one plan at one place.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Coverage {
    /// Id of the place.
    pub place: String,
    /// The plan.
    pub plan: String,
    /// Rounds that opened in the period, up to now: the sum of the five below.
    pub due: u32,
    /// Done before they closed.
    pub done: u32,
    /// Done after they closed.
    pub late: u32,
    /// Closed undone, and not moved to a day to come.
    pub missed: u32,
    /// Moved, and the new day is not over.
    pub rescheduled: u32,
    /// Not done, and not closed yet.
    pub open: u32,
    /// Share of those done in time among those done, late or missed; unknown, not 0, where there is none.
    pub in_time: Option<Share>,
}

/// A share with what is not known about it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Share {
    /// The share itself, 0 to 1.
    pub value: f64,
    /// Lower end of the Wilson interval of 95 %.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Share {
    /// `part` of `whole`, with the score interval of 95 % (Wilson 1927, Journal of the American Statistical Association 22:
    /// 209–212); none where `whole` is 0 or smaller than `part`.
    pub fn of(part: u32, whole: u32) -> Option<Self> {
        if whole == 0 || part > whole {
            return None;
        }
        let (n, value) = (f64::from(whole), f64::from(part) / f64::from(whole));
        let z2 = Z_95 * Z_95;
        let middle = (value + z2 / (2.0 * n)) / (1.0 + z2 / n);
        let half = Z_95 / (1.0 + z2 / n) * (value * (1.0 - value) / n + z2 / (4.0 * n * n)).sqrt();
        // Rounding would leave the ends that are 0 and 1 by the formula just beside them.
        let low = if part == 0 { 0.0 } else { middle - half };
        let high = if part == whole { 1.0 } else { middle + half };
        Some(Self { value, low, high })
    }
}

/// Counts the rounds that opened from `from` on and before `to`, as they stand at `now`, sorted by place and plan. Rounds
/// that have not opened yet count for nothing.
pub fn coverage(rounds: &[Round], from: Timestamp, to: Timestamp, now: Timestamp) -> Vec<Coverage> {
    let mut counted: BTreeMap<(&str, &str), Coverage> = BTreeMap::new();
    let opened = |round: &&Round| (from..to).contains(&round.occurrence.opens) && round.occurrence.opens <= now;
    for round in rounds.iter().filter(opened) {
        let key = (round.place.as_str(), round.occurrence.plan.as_str());
        let row = counted.entry(key).or_insert_with(|| Coverage::none(key));
        row.due += 1;
        match round.occurrence.status(&round.record, now) {
            Status::Upcoming | Status::Due => row.open += 1,
            Status::Done => row.done += 1,
            Status::Late => row.late += 1,
            Status::Rescheduled { .. } => row.rescheduled += 1,
            Status::Missed => row.missed += 1,
        }
    }
    counted.into_values().map(Coverage::with_share).collect()
}

impl Coverage {
    fn none((place, plan): (&str, &str)) -> Self {
        Self {
            place: place.to_owned(),
            plan: plan.to_owned(),
            due: 0,
            done: 0,
            late: 0,
            missed: 0,
            rescheduled: 0,
            open: 0,
            in_time: None,
        }
    }

    fn with_share(self) -> Self {
        Self { in_time: Share::of(self.done, self.done + self.late + self.missed), ..self }
    }
}
