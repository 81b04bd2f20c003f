//! Duty rosters (值班表): who is on duty when, and who leads the shift (带班领导).
//!
//! A [`Line`] gives a post a shift on some days: one date, or some weekdays between two dates. Its times are local; a
//! shift whose end is not after its start ends on the next day. A [`Substitute`] changes one line for one date. What a
//! post is really there for is cut to its [`Term`]: a posting that ended, or an account that was disabled, is not on
//! duty, whatever the roster says.
//!
//! Where the clock is put forward, a time that does not exist is the moment of the change; where it is put back, a time
//! that exists twice is the first one. So local times in order are moments in order, one shift ends where the next
//! begins, and no instant is counted twice or lost.

mod watch;

use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime, Time, Weekday};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{Span, Timestamp};
use uuid::Uuid;

use crate::id::{PostingId, UnitId};

pub use watch::{Watch, gaps, on_duty, watches};

/// Most days that are asked for at once.
pub const DAYS_MAX: i64 = 62;

/// Weekdays as a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days(u8);

/// One line of a roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Identity.
    pub id: Uuid,
    /// The unit.
    pub unit: UnitId,
    /// Who is on duty.
    pub posting: PostingId,
    /// Start, local time.
    pub starts: Time,
    /// End, local time; not after the start means on the next day.
    pub ends: Time,
    /// On which weekdays the shift begins.
    pub days: Days,
    /// The first date on which it begins; none for always.
    pub from: Option<Date>,
    /// The last date on which it begins; none for always.
    pub to: Option<Date>,
    /// Whether this post leads the shift.
    pub leader: bool,
}

/// A line changed for the shift that begins on one date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Substitute {
    /// The line.
    pub line: Uuid,
    /// The date on which the shift begins.
    pub date: Date,
    /// Who comes instead; none means nobody.
    pub posting: Option<PostingId>,
}

/// From when to when a posting counts: its own dates, and until its account was disabled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// From.
    pub from: Timestamp,
    /// Until; none for without end.
    pub to: Option<Timestamp>,
}

/// When postings count. One that is not here never does.
pub type Terms = BTreeMap<PostingId, Term>;

impl Days {
    /// Each day.
    pub const ALL: Self = Self(0b111_1111);

    /// The set of these weekdays, Monday 1 to Sunday 7; `None` when it is empty or a number is none of them.
    pub fn of(numbers: impl IntoIterator<Item = u8>) -> Option<Self> {
        let mut set = 0;
        for number in numbers {
            set |= 1_u8.checked_shl(u32::from(number).checked_sub(1)?).filter(|_| number <= 7)?;
        }
        (set != 0).then_some(Self(set))
    }

    /// The weekdays as digits, such as `12345`; `None` for anything else.
    pub fn from_digits(text: &str) -> Option<Self> {
        Self::of(text.chars().map(|digit| digit.to_digit(10).and_then(|digit| u8::try_from(digit).ok()).unwrap_or(0)))
    }

    /// The weekdays, Monday 1 to Sunday 7, in order.
    pub fn numbers(self) -> impl Iterator<Item = u8> {
        (1..=7).filter(move |number| self.0 & (1 << (number - 1)) != 0)
    }

    /// The same as digits.
    pub fn digits(self) -> String {
        self.numbers().map(|number| number.to_string()).collect()
    }

    fn contain(self, day: Weekday) -> bool {
        self.0 & (1 << day.to_monday_zero_offset()) != 0
    }
}

impl Line {
    /// Whether a shift begins on this date.
    pub fn begins_on(&self, date: Date) -> bool {
        self.days.contain(date.weekday())
            && self.from.is_none_or(|from| from <= date)
            && self.to.is_none_or(|to| date <= to)
    }

    /// The moments between which the shift of this date lasts; `None` where the clock skips all of it.
    pub fn shift(&self, date: Date, zone: &TimeZone) -> Option<(Timestamp, Timestamp)> {
        let last = if self.ends <= self.starts { date.tomorrow().ok()? } else { date };
        let from = moment(date.to_datetime(self.starts), zone)?;
        let to = moment(last.to_datetime(self.ends), zone)?;
        (from < to).then_some((from, to))
    }
}

/// The moment of a local time, in the same order as the local times.
pub fn moment(local: DateTime, zone: &TimeZone) -> Option<Timestamp> {
    let ambiguous = zone.to_ambiguous_timestamp(local);
    match ambiguous.offset() {
        AmbiguousOffset::Gap { .. } => {
            let after = ambiguous.later().ok()?.checked_add(Span::new().nanoseconds(1)).ok()?;
            zone.preceding(after).next().map(|change| change.timestamp())
        }
        AmbiguousOffset::Unambiguous { .. } | AmbiguousOffset::Fold { .. } => ambiguous.earlier().ok(),
    }
}
