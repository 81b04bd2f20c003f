//! When a round is due by the clocks of the city, and how it stands.

use inspection::Code;
use inspection::plan::{Occurrence, Record, Status};
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;

use crate::common::at;
use crate::recurrence::plan;

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).expect("a bundled zone")
}

/// The one round of that day: due from its first moment for this many days.
fn round(day: Date, days: u16, zone: &TimeZone) -> Occurrence {
    let opens = day.to_zoned_datetime(zone.clone()).expect("a moment").timestamp();
    let mut plan = plan("FREQ=DAILY", days);
    plan.schedule.iter_mut().for_each(|schedule| schedule.starts = day);
    let rounds = plan.occurrences(zone, opens, opens + jiff::SignedDuration::from_secs(1)).expect("rounds");
    rounds.into_iter().next().expect("the round of that day")
}

/// Opens and closes.
fn window(name: &str, day: Date, days: u16) -> (String, String) {
    let round = round(day, days, &zone(name));
    (round.opens.to_string(), round.closes.to_string())
}

#[test]
fn a_day_is_as_long_as_the_clocks_make_it() {
    let expected = [
        ("Asia/Shanghai", date(2026, 5, 1), "2026-04-30T16:00:00Z", "2026-05-01T16:00:00Z"),
        // 23 hours: summer time begins.
        ("Europe/London", date(2026, 3, 29), "2026-03-29T00:00:00Z", "2026-03-29T23:00:00Z"),
        // 25 hours: it ends.
        ("America/Chicago", date(2026, 11, 1), "2026-11-01T05:00:00Z", "2026-11-02T06:00:00Z"),
        // There is no midnight on this day: it begins at one.
        ("Africa/Cairo", date(2026, 4, 24), "2026-04-23T22:00:00Z", "2026-04-24T21:00:00Z"),
    ];
    for (name, day, opens, closes) in expected {
        assert_eq!(window(name, day, 1), (opens.to_owned(), closes.to_owned()), "{name}");
    }
}

#[test]
fn it_is_due_for_its_days_the_first_one_included() {
    let (opens, closes) = window("Asia/Shanghai", date(2026, 5, 1), 7);
    assert_eq!((opens.as_str(), closes.as_str()), ("2026-04-30T16:00:00Z", "2026-05-07T16:00:00Z"));
}

/// A week from 1 May 2026, in Shanghai.
fn week() -> Occurrence {
    round(date(2026, 5, 1), 7, &zone("Asia/Shanghai"))
}

fn done(moment: &str) -> Record {
    Record { done_at: Some(at(moment)), moved: None }
}

#[test]
fn undone_it_is_upcoming_due_and_missed() {
    let status = |now: &str| week().status(&Record::default(), at(now));
    assert_eq!(status("2026-04-30T15:59:59Z"), Status::Upcoming);
    assert_eq!(status("2026-04-30T16:00:00Z"), Status::Due);
    assert_eq!(status("2026-05-07T15:59:59Z"), Status::Due);
    assert_eq!(status("2026-05-07T16:00:00Z"), Status::Missed);
}

#[test]
fn done_it_is_in_time_or_late_whenever_it_is_asked() {
    for now in ["2026-05-06T00:00:00Z", "2027-01-01T00:00:00Z"] {
        assert_eq!(week().status(&done("2026-05-07T15:59:59Z"), at(now)), Status::Done);
        assert_eq!(week().status(&done("2026-05-07T16:00:00Z"), at(now)), Status::Late);
    }
}

#[test]
fn a_missed_round_is_moved_with_a_reason_and_stays_visible() {
    let (week, shanghai) = (week(), zone("Asia/Shanghai"));
    let now = at("2026-05-08T02:00:00Z");
    let moved = week.reschedule(date(2026, 5, 12), " 车库积水,无法进入 ", &shanghai, now).expect("moved");
    let mut record = Record { done_at: None, moved: Some(moved) };
    let reason = "车库积水,无法进入".to_owned();
    let waiting = Status::Rescheduled { to: date(2026, 5, 12), reason, missed: true };
    assert_eq!(week.status(&record, now), waiting);
    assert_eq!(week.status(&record, at("2026-05-12T16:00:00Z")), Status::Missed, "the new day is over");
    record.done_at = Some(at("2026-05-12T03:00:00Z"));
    assert_eq!(week.status(&record, at("2026-05-13T00:00:00Z")), Status::Late);
}

#[test]
fn a_round_that_was_moved_before_it_closed_has_not_been_missed() {
    let (week, now) = (week(), at("2026-05-02T02:00:00Z"));
    let moved = week.reschedule(date(2026, 5, 12), "学校放假", &zone("Asia/Shanghai"), now).expect("moved");
    let record = Record { done_at: None, moved: Some(moved) };
    let missed = |now: &str| match week.status(&record, at(now)) {
        Status::Rescheduled { missed, .. } => Some(missed),
        _ => None,
    };
    assert_eq!(missed("2026-05-02T02:00:00Z"), Some(false));
    assert_eq!(missed("2026-05-09T00:00:00Z"), Some(true));
}

#[test]
fn a_move_needs_a_reason_and_a_day_ahead() {
    let (week, shanghai) = (week(), zone("Asia/Shanghai"));
    let now = at("2026-05-08T02:00:00Z");
    let refused = |to: Date, reason: &str| {
        let refusal = week.reschedule(to, reason, &shanghai, now).expect_err("refused");
        assert_eq!(refusal.code, Code::Move);
        refusal.path
    };
    assert_eq!(refused(date(2026, 5, 12), "  "), "/reason");
    assert_eq!(refused(date(2026, 5, 12), &"水".repeat(501)), "/reason");
    assert_eq!(refused(date(2026, 5, 7), "下雨"), "/to");
    assert_eq!(refused(date(2027, 6, 1), "下雨"), "/to");
    assert!(week.reschedule(date(2026, 5, 8), "下雨", &shanghai, now).is_ok(), "today");
}
