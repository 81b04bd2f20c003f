//! Limits that stand still on days without work.

use domain::calendar::{CalendarKind, Holidays};
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use proptest::prelude::*;

use crate::common::time;

fn zone() -> TimeZone {
    TimeZone::get("Asia/Shanghai").unwrap()
}

/// When a limit on working days ends, and the year without a table.
fn end(start: &str, hours: i64) -> (Timestamp, Option<i16>) {
    let limit = SignedDuration::from_hours(hours);
    let end = Holidays::shipped().unwrap().end(time(start), limit, CalendarKind::WorkingDays, &zone()).unwrap();
    (end.at, end.unknown_year)
}

fn ends(start: &str, hours: i64, expected: &str) {
    assert_eq!(end(start, hours), (time(expected), None), "{hours} working hours from {start}");
}

#[test]
fn a_weekend_stands_still() {
    ends("2026-11-20T10:00:00+08:00", 24, "2026-11-23T10:00:00+08:00");
}

#[test]
fn a_limit_may_end_at_midnight_before_a_weekend() {
    ends("2026-11-20T10:00:00+08:00", 14, "2026-11-21T00:00:00+08:00");
}

#[test]
fn what_comes_on_a_sunday_begins_on_monday() {
    ends("2026-11-22T15:00:00+08:00", 24, "2026-11-24T00:00:00+08:00");
}

#[test]
fn national_day_stands_still_and_its_working_saturday_counts() {
    // 8 hours of Wednesday, none from 1 to 7 October, Thursday, Friday, 16 hours of Saturday the 10th.
    ends("2026-09-30T16:00:00+08:00", 72, "2026-10-10T16:00:00+08:00");
}

#[test]
fn a_working_sunday_counts() {
    ends("2026-09-18T12:00:00+08:00", 24, "2026-09-20T12:00:00+08:00");
}

#[test]
fn days_are_those_of_the_zone() {
    // Friday 20:00 in UTC is Saturday 04:00 in Zhengzhou.
    ends("2026-11-20T20:00:00Z", 24, "2026-11-24T00:00:00+08:00");
}

#[test]
fn the_clock_calendar_never_stands_still() {
    let start = time("2026-10-01T10:00:00+08:00");
    let limit = SignedDuration::from_hours(24);
    let end = Holidays::shipped().unwrap().end(start, limit, CalendarKind::Clock, &zone()).unwrap();
    assert_eq!((end.at, end.unknown_year), (time("2026-10-02T10:00:00+08:00"), None));
}

#[test]
fn an_unknown_year_is_monday_to_friday_and_said_to_be_unknown() {
    // A Thursday that is a holiday in every year with a table.
    assert_eq!(end("2031-05-01T10:00:00+08:00", 24), (time("2031-05-02T10:00:00+08:00"), Some(2031)));
    assert_eq!(end("2031-05-02T10:00:00+08:00", 24), (time("2031-05-05T10:00:00+08:00"), Some(2031)));
}

#[test]
fn a_limit_that_runs_into_an_unknown_year_says_which() {
    assert_eq!(end("2026-12-31T12:00:00+08:00", 24), (time("2027-01-01T12:00:00+08:00"), Some(2027)));
    assert_eq!(end("2026-12-31T12:00:00+08:00", 12), (time("2027-01-01T00:00:00+08:00"), None));
}

#[test]
fn days_of_the_published_tables() {
    let holidays = Holidays::shipped().unwrap();
    let works = |day: Date| holidays.is_working_day(day);
    assert!(!works(date(2026, 2, 17)), "Spring Festival, a Tuesday");
    assert!(works(date(2026, 2, 14)), "a working Saturday before it");
    assert!(!works(date(2026, 10, 7)), "the last day of National Day, a Wednesday");
    assert!(works(date(2026, 10, 10)), "the working Saturday after it");
    assert!(works(date(2026, 11, 24)), "an ordinary Tuesday");
    assert!(!works(date(2026, 11, 21)), "an ordinary Saturday");
}

/// Working time between two instants, counted day by day.
fn worked(from: Timestamp, to: Timestamp) -> SignedDuration {
    let holidays = Holidays::shipped().unwrap();
    let midnight = |day: Date| zone().to_timestamp(day.at(0, 0, 0, 0)).unwrap();
    let mut day = zone().to_datetime(from).date();
    let mut sum = SignedDuration::ZERO;
    while midnight(day) < to {
        let tomorrow = day.checked_add(1.day()).unwrap();
        if holidays.is_working_day(day) {
            sum += midnight(day).max(from).duration_until(midnight(tomorrow).min(to));
        }
        day = tomorrow;
    }
    sum
}

/// A time from 2025 to 2028, and a limit of at most 30 working days, both to the minute.
fn limits() -> impl Strategy<Value = (Timestamp, SignedDuration)> {
    (0..1_500_000_i64, 1..43_200_i64).prop_map(|(minute, limit)| {
        let start = time("2025-01-01T00:00:00+08:00").checked_add(SignedDuration::from_mins(minute)).unwrap();
        (start, SignedDuration::from_mins(limit))
    })
}

proptest! {
    #[test]
    fn exactly_the_limit_is_worked_until_its_end((start, limit) in limits()) {
        let end = Holidays::shipped().unwrap().end(start, limit, CalendarKind::WorkingDays, &zone()).unwrap();
        prop_assert_eq!(worked(start, end.at), limit);
    }

    #[test]
    fn the_end_is_the_first_instant_at_which_the_limit_is_worked((start, limit) in limits()) {
        let end = Holidays::shipped().unwrap().end(start, limit, CalendarKind::WorkingDays, &zone()).unwrap();
        let before = end.at.checked_sub(SignedDuration::from_secs(1)).unwrap();
        prop_assert!(worked(start, before) < limit);
    }
}
