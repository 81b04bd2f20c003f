//! Calendars on which time limits run.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// Which hours count towards a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CalendarKind {
    /// Every hour.
    Clock,
    /// 00:00 to 24:00 of working days.
    WorkingDays,
}

impl CalendarKind {
    /// The stable word used on the wire and in the database.
    pub fn word(self) -> &'static str {
        match self {
            Self::Clock => "clock",
            Self::WorkingDays => "working_days",
        }
    }
}

/// One year's exceptions from Monday-to-Friday.
#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Year {
    off: BTreeSet<Date>,
    work: BTreeSet<Date>,
}

/// Working days, year by year, as published.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Holidays {
    years: BTreeMap<i16, Year>,
}

/// When a limit ends, and what must be said about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct End {
    /// The instant.
    pub at: Timestamp,
    /// The first year on the way for which no holidays are known: Monday to Friday was taken.
    pub unknown_year: Option<i16>,
}

impl Holidays {
    /// The holidays that ship (`data/catalogue/holidays.json`).
    ///
    /// # Errors
    /// When the shipped file does not parse; a test holds that it does.
    pub fn shipped() -> Result<Self, serde_json::Error> {
        serde_json::from_str(include_str!("../../../data/catalogue/holidays.json"))
    }

    /// The last year whose exceptions are known.
    pub fn last_year(&self) -> Option<i16> {
        self.years.last_key_value().map(|(year, _)| *year)
    }

    /// Those of the years up to this one, as they were known before the next was published.
    #[must_use]
    pub fn until(mut self, year: i16) -> Self {
        self.years.retain(|known, _| *known <= year);
        self
    }

    /// Whether work is done on this day. In a year without a table: Monday to Friday.
    pub fn is_working_day(&self, date: Date) -> bool {
        let weekday = !matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday);
        match self.years.get(&date.year()) {
            Some(year) => (weekday && !year.off.contains(&date)) || year.work.contains(&date),
            None => weekday,
        }
    }

    /// When `limit` ends that starts at `start`, on `calendar`, with days as they fall in `zone`.
    /// On working days the limit runs from 00:00 to 24:00 and stands still on the other days.
    ///
    /// # Errors
    /// When the end lies outside the years that a date can have.
    pub fn end(
        &self,
        start: Timestamp,
        limit: SignedDuration,
        calendar: CalendarKind,
        zone: &TimeZone,
    ) -> Result<End, jiff::Error> {
        if calendar == CalendarKind::Clock {
            return Ok(End { at: start.checked_add(limit)?, unknown_year: None });
        }
        let mut at = start;
        let mut rest = limit;
        let mut unknown_year = None;
        loop {
            let date = zone.to_datetime(at).date();
            let midnight = zone.to_timestamp(date.tomorrow()?.at(0, 0, 0, 0))?;
            if !self.years.contains_key(&date.year()) {
                unknown_year = unknown_year.or(Some(date.year()));
            }
            if self.is_working_day(date) {
                let today = at.duration_until(midnight);
                if rest <= today {
                    return Ok(End { at: at.checked_add(rest)?, unknown_year });
                }
                rest -= today;
            }
            at = midnight;
        }
    }

    /// How much of a limit runs off between two instants, on `calendar`, with days as they fall in `zone`.
    ///
    /// # Errors
    /// When a day lies outside the years that a date can have.
    pub fn elapsed(
        &self,
        from: Timestamp,
        to: Timestamp,
        calendar: CalendarKind,
        zone: &TimeZone,
    ) -> Result<SignedDuration, jiff::Error> {
        if calendar == CalendarKind::Clock || to <= from {
            return Ok(from.duration_until(to.max(from)));
        }
        let mut at = from;
        let mut sum = SignedDuration::ZERO;
        while at < to {
            let date = zone.to_datetime(at).date();
            let midnight = zone.to_timestamp(date.tomorrow()?.at(0, 0, 0, 0))?;
            if self.is_working_day(date) {
                sum += at.duration_until(midnight.min(to));
            }
            at = midnight;
        }
        Ok(sum)
    }
}
