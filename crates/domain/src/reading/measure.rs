//! What readings come to in a window, and whether that crosses a threshold. A gap may hide something and never makes
//! anything: what was not measured is not compared.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Quantity, Reading, Series, Side, Statistic, thousandths};

/// Minutes of a day.
pub(super) const DAY: u32 = 24 * 60;

/// What is measured over which window, and from where on it counts.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// Of what.
    pub quantity: Quantity,
    /// What counts of the readings in the window.
    pub statistic: Statistic,
    /// The window, minutes; whole days where days are compared.
    pub window_minutes: u32,
    /// The threshold, in the quantity's unit.
    pub value: f64,
    /// On which side of it, where that is not the usual one.
    #[serde(default)]
    pub side: Option<Side>,
}

/// A threshold that was crossed, and what the readings came to. Both are thousandths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Met {
    /// What was measured.
    pub quantity: Quantity,
    /// What counted of the readings in the window.
    pub statistic: Statistic,
    /// The window that ends at the moment, minutes.
    pub window_minutes: u32,
    /// What the readings in it came to.
    pub value: i64,
    /// The threshold.
    pub threshold: i64,
}

impl Measure {
    /// The side that counts. Where none is said: below the threshold for the least, from it upwards for all others.
    pub fn side(&self) -> Side {
        let usual = if self.statistic == Statistic::Min { Side::Below } else { Side::AtLeast };
        self.side.unwrap_or(usual)
    }

    /// From how far back it needs readings, minutes.
    pub fn reach_minutes(&self) -> u32 {
        match self.statistic {
            Statistic::Sum | Statistic::Max | Statistic::Min => self.window_minutes,
            // The day that the first one is compared with.
            Statistic::Fall => self.window_minutes.saturating_add(DAY),
            // Days on which clocks are put back are longer.
            Statistic::DaysMax => self.window_minutes.saturating_add(120),
        }
    }

    /// What the readings up to `at` came to, where that crosses the threshold. `gap` is the longest time without a
    /// reading in a day that counts as measured.
    pub(super) fn met(&self, series: &Series, at: Timestamp, zone: &TimeZone, gap: SignedDuration) -> Option<Met> {
        let readings = series.get(&self.quantity)?;
        let inside = between(readings, ago(at, self.window_minutes), at);
        let values = || inside.iter().map(|one| one.value);
        let value = match self.statistic {
            Statistic::Sum => (!inside.is_empty()).then(|| values().sum::<i64>())?,
            Statistic::Max => values().max()?,
            Statistic::Min => values().min()?,
            Statistic::Fall => fall(readings, at, self.window_minutes / DAY, gap)?,
            Statistic::DaysMax => days_max(readings, at, self.window_minutes / DAY, zone)?,
        };
        let threshold = thousandths(self.value);
        let met = Met {
            quantity: self.quantity,
            statistic: self.statistic,
            window_minutes: self.window_minutes,
            value,
            threshold,
        };
        self.side().holds(value, threshold).then_some(met)
    }
}

impl Side {
    /// Whether a value lies on this side of a threshold.
    pub fn holds(self, value: i64, threshold: i64) -> bool {
        match self {
            Self::AtLeast => value >= threshold,
            Self::Above => value > threshold,
            Self::AtMost => value <= threshold,
            Self::Below => value < threshold,
        }
    }

    /// Whether one threshold is farther out than another on this side.
    pub(super) fn is_farther(self, one: i64, other: i64) -> bool {
        match self {
            Self::AtLeast | Self::Above => one > other,
            Self::AtMost | Self::Below => one < other,
        }
    }
}

fn ago(at: Timestamp, minutes: u32) -> Timestamp {
    at.saturating_sub(SignedDuration::from_mins(i64::from(minutes))).unwrap_or(at)
}

/// Readings after a moment, up to another.
fn between(readings: &[Reading], after: Timestamp, until: Timestamp) -> &[Reading] {
    let until = &readings[..readings.partition_point(|one| one.at <= until)];
    &until[until.partition_point(|one| one.at <= after)..]
}

/// By how much the least of the last 24 h lies below the least of 24 h before, at most `days` days ago. Whole days are
/// compared, so that a night is not taken for a fall, and earlier ones only where they were measured throughout.
fn fall(readings: &[Reading], at: Timestamp, days: u32, gap: SignedDuration) -> Option<i64> {
    let least = |inside: &[Reading]| inside.iter().map(|one| one.value).min();
    let now = least(between(readings, ago(at, DAY), at))?;
    let earlier = (1..=days).filter_map(|day| {
        let until = ago(at, day * DAY);
        let after = ago(until, DAY);
        let inside = between(readings, after, until);
        if is_whole(inside, after, until, gap) { least(inside) } else { None }
    });
    earlier.max().map(|before| before - now)
}

/// Whether no two readings, nor an edge and the next one, lie farther apart than `gap`.
fn is_whole(inside: &[Reading], after: Timestamp, until: Timestamp, gap: SignedDuration) -> bool {
    let mut last = after;
    inside.iter().map(|one| one.at).chain([until]).all(|at| {
        let near = at.duration_since(last) <= gap;
        last = at;
        near
    })
}

/// The greatest value of each of so many calendar days in a row, the day of `at` the last, and of these the least:
/// where it crosses a threshold, every day did. A day without a reading breaks the row.
fn days_max(readings: &[Reading], at: Timestamp, days: u32, zone: &TimeZone) -> Option<i64> {
    let mut date = zone.to_datetime(at).date();
    let mut rest = &readings[..readings.partition_point(|one| one.at <= at)];
    let mut least = i64::MAX;
    for _ in 0..days {
        let midnight = zone.to_timestamp(date.at(0, 0, 0, 0)).ok()?;
        let (earlier, day) = rest.split_at(rest.partition_point(|one| one.at < midnight));
        least = least.min(day.iter().map(|one| one.value).max()?);
        rest = earlier;
        date = date.yesterday().ok()?;
    }
    Some(least)
}
