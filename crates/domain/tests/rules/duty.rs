//! Laws of the duty roster: no instant twice, none lost, in any zone.

use std::collections::BTreeMap;

use domain::duty::{Days, Line, Substitute, Term, Terms, Watch, gaps, moment, on_duty, watches};
use domain::id::{PostingId, UnitId};
use jiff::civil::{Date, Time, date, time};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use proptest::prelude::*;
use uuid::Uuid;

fn post(number: u128) -> PostingId {
    PostingId(Uuid::from_u128(number))
}

fn line(id: u128, posting: u128, starts: Time, ends: Time) -> Line {
    Line {
        id: Uuid::from_u128(id),
        unit: UnitId(Uuid::nil()),
        posting: post(posting),
        starts,
        ends,
        days: Days::ALL,
        from: None,
        to: None,
        leader: false,
    }
}

fn terms(posts: u128) -> Terms {
    (1..=posts).map(|number| (post(number), Term { from: Timestamp::UNIX_EPOCH, to: None })).collect()
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn shanghai() -> TimeZone {
    TimeZone::get("Asia/Shanghai").unwrap()
}

fn zones() -> impl Strategy<Value = TimeZone> {
    // No change of the clock; an hour at night; half an hour; at midnight.
    let names = ["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Havana"];
    proptest::sample::select(names.to_vec()).prop_map(|name| TimeZone::get(name).unwrap())
}

fn dates() -> impl Strategy<Value = Date> {
    (0..1_400_i64).prop_map(|days| date(2021, 1, 1).checked_add(Span::new().days(days)).unwrap())
}

fn times() -> impl Strategy<Value = Time> {
    (0..96_i8).prop_map(|quarter| time(quarter / 4, quarter % 4 * 15, 0, 0))
}

fn lines() -> impl Strategy<Value = Vec<Line>> {
    let one = (1..4_u128, times(), times(), 1..128_u8, any::<bool>(), proptest::option::of(dates()));
    proptest::collection::vec(one, 0..7).prop_map(|all| {
        let each = (1..).zip(all).map(|(id, (posting, starts, ends, days, leader, to))| Line {
            days: Days::of((1..=7).filter(|day| days & (1 << (day - 1)) != 0)).unwrap(),
            leader,
            to,
            ..line(id, posting, starts, ends)
        });
        each.collect()
    })
}

#[test]
fn a_night_shift_goes_over_midnight_and_the_day_before_counts() {
    let night = line(1, 1, time(17, 30, 0, 0), time(8, 30, 0, 0));
    let dated = Line { from: Some(date(2026, 2, 16)), to: Some(date(2026, 2, 16)), ..night };
    let there =
        |moment: &str| !on_duty(std::slice::from_ref(&dated), &[], &terms(1), &shanghai(), at(moment)).is_empty();
    assert!(!there("2026-02-16T17:29:59+08:00") && there("2026-02-16T17:30:00+08:00"));
    assert!(there("2026-02-17T08:29:59+08:00") && !there("2026-02-17T08:30:00+08:00"));
    assert!(!there("2026-02-17T18:00:00+08:00"), "one date is one shift");
}

#[test]
fn whoever_comes_instead_is_there_and_nobody_else() {
    let lines = [line(1, 1, time(8, 0, 0, 0), time(20, 0, 0, 0))];
    let noon = at("2026-02-16T12:00:00+08:00");
    let who = |posting| {
        let change = Substitute { line: lines[0].id, date: date(2026, 2, 16), posting };
        let found = on_duty(&lines, &[change], &terms(2), &shanghai(), noon);
        found.into_iter().map(|watch| watch.posting).collect::<Vec<_>>()
    };
    assert_eq!(who(Some(post(2))), [post(2)]);
    assert_eq!(who(None), [], "nobody is an answer");
}

#[test]
fn a_posting_that_ended_is_not_on_duty() {
    let lines = [line(1, 1, time(8, 0, 0, 0), time(20, 0, 0, 0)), line(2, 2, time(8, 0, 0, 0), time(20, 0, 0, 0))];
    let ended = at("2026-02-16T12:00:00+08:00");
    let terms: Terms = BTreeMap::from([(post(1), Term { from: Timestamp::UNIX_EPOCH, to: Some(ended) })]);
    let there = |moment| on_duty(&lines, &[], &terms, &shanghai(), moment).len();
    assert_eq!((there(ended - Span::new().seconds(1)), there(ended)), (1, 0), "and one without a term never is");
}

#[test]
fn weekdays_are_digits() {
    assert_eq!(Days::from_digits("12345").map(Days::digits).as_deref(), Some("12345"));
    assert_eq!(Days::from_digits("71").map(Days::digits).as_deref(), Some("17"));
    for wrong in ["", "0", "8", "1-5", "一"] {
        assert_eq!(Days::from_digits(wrong), None, "{wrong}");
    }
}

proptest! {
    /// Two shifts that share their borders hold each instant of the day once, also where the clock changes.
    #[test]
    fn day_and_night_are_the_whole_day(zone in zones(), day in dates(), first in times(), second in times()) {
        prop_assume!(first != second);
        let lines = [line(1, 1, first, second), line(2, 2, second, first)];
        let from = moment(day.to_datetime(time(0, 0, 0, 0)), &zone).unwrap();
        let to = from + Span::new().hours(72);
        let found = watches(&lines, &[], &terms(2), &zone, (from, to));
        prop_assert_eq!(gaps(&found, (from, to)), vec![]);
        for pair in found.windows(2) {
            prop_assert_eq!(pair[0].to, pair[1].from, "{:?}", pair);
        }
    }

    #[test]
    fn local_times_in_order_are_moments_in_order(zone in zones(), day in dates(), a in times(), b in times()) {
        let moments = [a.min(b), a.max(b)].map(|time| moment(day.to_datetime(time), &zone).unwrap());
        prop_assert!(moments[0] <= moments[1]);
    }

    /// Of one post no instant is counted twice, and a moment's answer is the same as the range's.
    #[test]
    fn no_instant_is_counted_twice(zone in zones(), lines in lines(), day in dates(), minutes in 0..2_880_i64) {
        let from = moment(day.to_datetime(time(0, 0, 0, 0)), &zone).unwrap();
        let to = from + Span::new().hours(72);
        let found = watches(&lines, &[], &terms(3), &zone, (from, to));
        for watch in &found {
            prop_assert!(from <= watch.from && watch.from < watch.to && watch.to <= to);
            let twice = |other: &&Watch| other.posting == watch.posting && other.from < watch.to && watch.from < other.to;
            prop_assert_eq!(found.iter().filter(twice).count(), 1, "{:?}", found);
        }
        let at = from + Span::new().minutes(minutes);
        let mut there: Vec<_> = found.iter().filter(|watch| watch.from <= at && at < watch.to).map(|watch| (watch.posting, watch.leader)).collect();
        let mut asked: Vec<_> = on_duty(&lines, &[], &terms(3), &zone, at).iter().map(|watch| (watch.posting, watch.leader)).collect();
        there.sort();
        asked.sort();
        prop_assert_eq!(there, asked);
        for (start, end) in gaps(&found, (from, to)) {
            prop_assert!(found.iter().all(|watch| watch.to <= start || end <= watch.from));
        }
    }
}
