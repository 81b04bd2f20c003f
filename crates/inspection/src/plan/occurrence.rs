//! One time that a plan falls due, and what became of it at one place.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

use super::{Plan, SPAN_MAX_DAYS, recurrence};
use crate::refusal::{Code, Refusal};
use crate::text::is_line;

/// Longest reason for moving a round, in characters.
pub const REASON_MAX_CHARS: usize = 500;

/// One time that a plan falls due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Occurrence {
    /// The plan.
    pub plan: String,
    /// Why it falls due.
    pub cause: Cause,
    /// From when on it is due.
    pub opens: Timestamp,
    /// Until when it is due; at that moment it is no longer.
    pub closes: Timestamp,
}

/// Why a plan falls due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Cause {
    /// A day of its schedule.
    Schedule {
        /// The day in the city.
        date: Date,
    },
    /// A warning.
    Warning {
        /// Id of the first message of its chain.
        warning: String,
        /// What it warns of.
        hazard: String,
        /// Its colour when it set the plan off.
        colour: String,
    },
}

/// What became of an occurrence at one place.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// When every item was answered.
    pub done_at: Option<Timestamp>,
    /// To which day it was moved last.
    pub moved: Option<Move>,
}

/// A round that was moved to another day. Made by [`Occurrence::reschedule`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Move {
    /// The new day in the city.
    pub to: Date,
    /// When that day ends.
    pub closes: Timestamp,
    /// Why.
    pub reason: String,
}

/// How an occurrence stands at one place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum Status {
    /// It is not due yet.
    Upcoming,
    /// It is due and not done.
    Due,
    /// It was done before it closed.
    Done,
    /// It was done after it closed, moved or not.
    Late,
    /// It was moved, and the new day is not over.
    Rescheduled {
        /// The new day.
        to: Date,
        /// Why.
        reason: String,
        /// Whether it had closed undone when this was asked.
        missed: bool,
    },
    /// It closed, and the day that it was moved to, if any, is over; it is not done.
    Missed,
}

impl Plan {
    /// The rounds of its schedule that open from `from` on and before `to`, in order. A day begins and ends by the clocks of
    /// `zone`: it may have 23 or 25 hours.
    ///
    /// # Errors
    /// [`Code::Recurrence`] where the rule cannot be used, [`Code::Range`] where more than [`SPAN_MAX_DAYS`] are asked for
    /// or a day lies outside the calendar.
    pub fn occurrences(&self, zone: &TimeZone, from: Timestamp, to: Timestamp) -> Result<Vec<Occurrence>, Refusal> {
        let Some(schedule) = &self.schedule else { return Ok(Vec::new()) };
        if to.duration_since(from) > SignedDuration::from_hours(24 * SPAN_MAX_DAYS) {
            return Err(Refusal::new(Code::Range, "/to", to));
        }
        let local = |moment: Timestamp| moment.to_zoned_datetime(zone.clone()).date();
        let mut rounds = Vec::new();
        for date in recurrence::days(schedule, local(from), local(to))? {
            let (opens, closes) = (starts(date, 0, zone)?, starts(date, i64::from(schedule.days), zone)?);
            if (from..to).contains(&opens) {
                rounds.push(Occurrence { plan: self.id.clone(), cause: Cause::Schedule { date }, opens, closes });
            }
        }
        Ok(rounds)
    }
}

/// When the day begins that comes `days` after `date`.
fn starts(date: Date, days: i64, zone: &TimeZone) -> Result<Timestamp, Refusal> {
    let day = date.checked_add(days.days());
    let moment = day.and_then(|day| day.to_zoned_datetime(zone.clone()));
    moment.map(|moment| moment.timestamp()).map_err(|_| Refusal::new(Code::Range, "/date", date))
}

impl Occurrence {
    /// What tells it apart from the other rounds of its plan: its day, or `warning:` and the warning's id.
    pub fn key(&self) -> String {
        match &self.cause {
            Cause::Schedule { date } => date.to_string(),
            Cause::Warning { warning, .. } => format!("warning:{warning}"),
        }
    }

    /// Moves it to another day in the city, for a reason; a missed round too. It stays the round that it was: done on the
    /// new day it is late, unless it had not closed yet.
    ///
    /// # Errors
    /// [`Code::Move`] where the day is over at `now` or when the round opens, or lies more than a year ahead, or the reason
    /// is blank or longer than [`REASON_MAX_CHARS`].
    pub fn reschedule(&self, to: Date, reason: &str, zone: &TimeZone, now: Timestamp) -> Result<Move, Refusal> {
        let reason = reason.trim();
        if !is_line(reason, REASON_MAX_CHARS) {
            return Err(Refusal::new(Code::Move, "/reason", reason));
        }
        let wrong = || Refusal::new(Code::Move, "/to", to);
        let closes = starts(to, 1, zone).map_err(|_| wrong())?;
        let year = SignedDuration::from_hours(24 * 366);
        let earliest = now.max(self.opens);
        if closes <= earliest || closes.duration_since(earliest) > year {
            return Err(wrong());
        }
        Ok(Move { to, closes, reason: reason.to_owned() })
    }

    /// How it stands at a place at `now`.
    pub fn status(&self, record: &Record, now: Timestamp) -> Status {
        match (record.done_at, &record.moved) {
            (Some(at), _) if at < self.closes => Status::Done,
            (Some(_), _) => Status::Late,
            (None, Some(moved)) if now < moved.closes => {
                let missed = self.closes <= now;
                Status::Rescheduled { to: moved.to, reason: moved.reason.clone(), missed }
            }
            (None, _) if now < self.opens => Status::Upcoming,
            (None, _) if now < self.closes => Status::Due,
            (None, _) => Status::Missed,
        }
    }
}
