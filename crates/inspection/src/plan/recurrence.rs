//! The days that an RRULE gives.
//!
//! The crate `rrule` is asked for days alone, on a calendar without a time zone (it calls it UTC). Moments are made from
//! them with the time zone database that the rest of the program uses, so that one database decides about summer time.

use chrono::TimeDelta;
use jiff::civil::Date;
use rrule::RRuleSet;

use super::Schedule;
use crate::refusal::{Code, Refusal};

/// Longest rule, in bytes.
const RULE_MAX_BYTES: usize = 300;

/// Parts of a rule that say on which days; times of day are no part of a plan.
const PARTS: [&str; 11] = [
    "FREQ",
    "INTERVAL",
    "COUNT",
    "UNTIL",
    "BYDAY",
    "BYMONTH",
    "BYMONTHDAY",
    "BYYEARDAY",
    "BYWEEKNO",
    "BYSETPOS",
    "WKST",
];

/// The days of the schedule from `first` to `last`, both included, in order; out of season there are none.
///
/// # Errors
/// [`Code::Recurrence`] where the rule cannot be used.
pub(super) fn days(schedule: &Schedule, first: Date, last: Date) -> Result<Vec<Date>, Refusal> {
    let wrong = || Refusal::new(Code::Recurrence, "/schedule/rule", &schedule.rule);
    if !is_by_day(&schedule.rule) {
        return Err(wrong());
    }
    let text = format!("DTSTART:{}T000000Z\nRRULE:{}", schedule.starts.strftime("%Y%m%d"), schedule.rule);
    let set: RRuleSet = text.parse().map_err(|_| wrong())?;
    let start = *set.get_dt_start();
    let (after, before) = (apart(schedule.starts, first), apart(schedule.starts, last));
    let within = set.after(start + after).before(start + before);
    let given = within.all(u16::MAX).dates.into_iter();
    let days = given.map(|moment| moment.date_naive().to_string().parse().map_err(|_| wrong()));
    let days: Vec<Date> = days.collect::<Result<_, _>>()?;
    Ok(days.into_iter().filter(|day| schedule.season.is_none_or(|season| season.contains(*day))).collect())
}

/// The days between two dates, as the other calendar counts them.
fn apart(from: Date, to: Date) -> TimeDelta {
    TimeDelta::hours(to.duration_since(from).as_hours())
}

/// Whether it is a rule by day or coarser, of known parts that each stand once.
fn is_by_day(rule: &str) -> bool {
    let mut keys: Vec<&str> = Vec::new();
    let each = rule.split(';').all(|part| {
        let Some((key, value)) = part.split_once('=') else { return false };
        let fits = match key {
            "FREQ" => ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"].contains(&value),
            "INTERVAL" | "COUNT" => value.parse::<u16>().is_ok_and(|number| number > 0),
            // Without `Z` it would be a time of whatever zone the machine is in.
            "UNTIL" => value.len() == 16 && value.ends_with("T000000Z"),
            _ => !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b",+-".contains(&byte)),
        };
        let new = PARTS.contains(&key) && !keys.contains(&key);
        keys.push(key);
        fits && new
    });
    rule.len() <= RULE_MAX_BYTES && each && keys.contains(&"FREQ")
}
