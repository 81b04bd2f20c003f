//! Readings of gauges, and what they propose. A reading never warns and never calls: a person decides.
//!
//! Values are thousandths of the quantity's unit, so that a sum of tenths reaches a threshold exactly.

mod check;
mod cross;
mod level;
mod measure;
mod table;

use jiff::{SignedDuration, Timestamp};

use crate::colour::WarningColour;

pub use cross::{Crossing, Fresh, Here, Series, crossings};
pub use level::Levels;
pub use measure::{Measure, Met};
pub use table::{Plausible, Table, TableError, Threshold, thousandths};

crate::words::words! {
    /// What a gauge measures.
    Quantity {
        /// Rain that fell since the reading before, mm.
        Rain = "rain",
        /// Snow that fell since the reading before, as melted water, mm.
        Snow = "snow",
        /// Mean wind, m/s.
        WindMean = "wind_mean",
        /// Gust, m/s.
        WindGust = "wind_gust",
        /// Temperature of the air, °C.
        Temperature = "temperature",
        /// Visibility, m.
        Visibility = "visibility",
        /// Level of water at the gauge, m.
        Level = "level",
        /// Relative humidity of the air, %.
        Humidity = "humidity",
        /// Temperature of the surface of a road, °C.
        SurfaceTemperature = "surface_temperature",
        /// Fine dust (PM2.5), µg/m³.
        Pm25 = "pm25",
    }
    /// What counts of the readings in a window.
    Statistic {
        /// All of them together.
        Sum = "sum",
        /// The greatest.
        Max = "max",
        /// The least; unless a side is said, the threshold is crossed downwards.
        Min = "min",
        /// By how much the least of 24 h fell within the window.
        Fall = "fall",
        /// The least of the greatest of each calendar day in a row: every day reached it.
        DaysMax = "days_max",
    }
    /// On which side of a threshold a value counts.
    Side {
        /// From it upwards.
        AtLeast = "at_least",
        /// Above it.
        Above = "above",
        /// From it downwards.
        AtMost = "at_most",
        /// Below it.
        Below = "below",
    }
    /// What became of a proposal.
    ProposalState {
        /// Nobody has decided yet.
        Open = "open",
        /// Somebody acted on it.
        Taken = "taken",
        /// Somebody decided that nothing is to be done.
        Dismissed = "dismissed",
    }
    /// How a gauge fares.
    GaugeState {
        /// It never spoke yet.
        New = "new",
        /// It speaks as often as it should.
        Ok = "ok",
        /// It should have spoken and did not.
        Silent = "silent",
        /// Its secret was taken back.
        Revoked = "revoked",
    }
    /// Why a reading is refused.
    ReadingRefusal {
        /// The gauge does not measure it.
        QuantityNotAllowed = "quantity_not_allowed",
        /// It comes in another unit than the quantity has.
        UnitWrong = "unit_wrong",
        /// No such value is possible.
        Implausible = "implausible",
        /// A broker kept it and sends it again: nobody knows how old it is.
        Retained = "retained",
        /// It is from the future.
        InFuture = "in_future",
        /// It is too old to propose anything.
        TooOld = "too_old",
        /// Another value of that moment is here already.
        Conflicting = "conflicting",
    }
}

impl ReadingRefusal {
    /// What to do about it.
    pub fn detail(self) -> &'static str {
        match self {
            Self::QuantityNotAllowed => "this gauge is not registered for the quantity; add it there",
            Self::UnitWrong => "the value is in another unit than the quantity has; convert it",
            Self::Implausible => "no such value is possible; look at the gauge",
            Self::Retained => "a broker kept it and its age is not known; send it without the retain flag",
            Self::InFuture => "it is from the future; set the clock of the gauge",
            Self::TooOld => "it is older than six hours and proposes nothing any more",
            Self::Conflicting => "another value of this moment is here already; the first one stays",
        }
    }
}

impl Quantity {
    /// Its unit, as readings write it.
    pub fn unit(self) -> &'static str {
        match self {
            Self::Rain | Self::Snow => "mm",
            Self::WindMean | Self::WindGust => "m/s",
            Self::Temperature | Self::SurfaceTemperature => "°C",
            Self::Visibility | Self::Level => "m",
            Self::Humidity => "%",
            Self::Pm25 => "µg/m³",
        }
    }

    /// Whether a reading may write its unit so. The sign for a millionth exists twice, and devices send either.
    pub fn is_unit(self, unit: &str) -> bool {
        unit.replace('\u{3bc}', "\u{b5}") == self.unit()
    }
}

/// How far a device's clock may run ahead.
pub const AHEAD_MAX: SignedDuration = SignedDuration::from_secs(120);

/// How late a reading may come: a link that was down for hours catches up, yesterday proposes nothing.
pub const LATE_MAX: SignedDuration = SignedDuration::from_hours(6);

/// How much longer than its interval a gauge may be quiet before it counts as silent.
pub const GRACE: SignedDuration = SignedDuration::from_secs(60);

/// A value at a moment: for what falls, the end of the time in which it fell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reading {
    /// When.
    pub at: Timestamp,
    /// Thousandths of the unit.
    pub value: i64,
}

/// How a gauge fares, by what is known of it. One that never spoke is silent when it should have.
pub fn gauge_state(
    revoked: bool,
    made: Timestamp,
    last: Option<Timestamp>,
    every_s: u32,
    now: Timestamp,
) -> GaugeState {
    match last {
        _ if revoked => GaugeState::Revoked,
        last if is_silent(last.unwrap_or(made), every_s, now) => GaugeState::Silent,
        None => GaugeState::New,
        Some(_) => GaugeState::Ok,
    }
}

/// Whether a gauge that should speak every `every_s` seconds is silent.
pub fn is_silent(last: Timestamp, every_s: u32, now: Timestamp) -> bool {
    now.duration_since(last) > SignedDuration::from_secs(i64::from(every_s)) + GRACE
}

/// Why a reading cannot be taken; what is here already is looked at elsewhere.
///
/// # Errors
/// The reason.
pub fn admit(
    table: &Table,
    allowed: &[Quantity],
    quantity: Quantity,
    unit: &str,
    reading: Reading,
    now: Timestamp,
) -> Result<(), ReadingRefusal> {
    let plausible = table.plausible.iter().find(|one| one.quantity == quantity);
    if !allowed.contains(&quantity) {
        Err(ReadingRefusal::QuantityNotAllowed)
    } else if !quantity.is_unit(unit) {
        Err(ReadingRefusal::UnitWrong)
    } else if !plausible.is_some_and(|range| range.holds(reading.value)) {
        Err(ReadingRefusal::Implausible)
    } else if reading.at.duration_since(now) > AHEAD_MAX {
        Err(ReadingRefusal::InFuture)
    } else if now.duration_since(reading.at) > LATE_MAX {
        Err(ReadingRefusal::TooOld)
    } else {
        Ok(())
    }
}

/// Whether a crossing is not proposed, since somebody decided about as much a short while ago.
pub fn is_quiet(
    table: &Table,
    decided: Option<(WarningColour, Timestamp)>,
    colour: WarningColour,
    now: Timestamp,
) -> bool {
    let quiet = SignedDuration::from_mins(i64::from(table.quiet_minutes));
    decided.is_some_and(|(before, at)| colour <= before && now.duration_since(at) < quiet)
}

#[cfg(test)]
mod tests;
