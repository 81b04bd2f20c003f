//! Counts of people and households in a unit, and the rule that keeps small ones back.

use jiff::Timestamp;

/// Counts of one unit at one date. Every count may be unknown; none names a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statistics {
    /// The date that the counts describe.
    pub as_of: Timestamp,
    /// Where they come from.
    pub source: String,
    /// Whether they were estimated (scaled from a larger area).
    pub estimate: bool,
    /// Residents.
    pub population: Option<u32>,
    /// Households.
    pub households: Option<u32>,
    /// Residents of 60 years and more.
    pub age_60_plus: Option<u32>,
    /// Residents of 80 years and more.
    pub age_80_plus: Option<u32>,
    /// Residents under 14 years.
    pub age_under_14: Option<u32>,
    /// Households living in rented homes.
    pub rented_households: Option<u32>,
    /// Households without local registration.
    pub non_registered_households: Option<u32>,
}

/// Counts from 1 to 4 are not shown: in a small grid they would point at somebody.
pub const SUPPRESS_BELOW: u32 = 5;

/// A count as it may be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// The count itself (0, or at least [`SUPPRESS_BELOW`]).
    Count(u32),
    /// Between 1 and 4: not shown.
    Suppressed,
}

/// How a group's count may be shown. 0 is shown: it points at nobody.
pub fn shown(count: u32) -> Shown {
    if count != 0 && count < SUPPRESS_BELOW { Shown::Suppressed } else { Shown::Count(count) }
}
