//! Coverage: counted per place and plan, with what is not known, and without any person.

use std::collections::BTreeSet;

use inspection::coverage::{Coverage, Round, Share, coverage};
use inspection::plan::{Cause, Move, Occurrence, Record, Status};
use jiff::civil::date;
use serde_json::Value;

use crate::common::at;

/// A round at this place, due for the first week of that month of 2026.
fn round(place: &str, plan: &str, month: i8, record: Record) -> Round {
    let occurrence = Occurrence {
        plan: plan.to_owned(),
        cause: Cause::Schedule { date: date(2026, month, 1) },
        opens: at(&format!("2026-{month:02}-01T00:00:00Z")),
        closes: at(&format!("2026-{month:02}-08T00:00:00Z")),
    };
    Round { place: place.to_owned(), occurrence, record }
}

fn done(moment: &str) -> Record {
    Record { done_at: Some(at(moment)), moved: None }
}

fn undone() -> Record {
    Record::default()
}

fn moved_to_july() -> Record {
    let moved = Move { to: date(2026, 7, 20), closes: at("2026-07-21T00:00:00Z"), reason: "施工".to_owned() };
    Record { done_at: None, moved: Some(moved) }
}

fn of_2026(rounds: &[Round], now: &str) -> Vec<Coverage> {
    coverage(rounds, at("2026-01-01T00:00:00Z"), at("2027-01-01T00:00:00Z"), at(now))
}

/// One round of each sort.
fn each() -> [Round; 6] {
    [
        round("garage", "flood", 1, done("2026-01-03T00:00:00Z")),
        round("garage", "flood", 2, done("2026-02-20T00:00:00Z")),
        round("garage", "flood", 3, undone()),
        round("garage", "flood", 4, moved_to_july()),
        round("garage", "flood", 7, undone()),
        round("garage", "flood", 8, undone()),
    ]
}

#[test]
fn each_round_counts_once_and_those_to_come_not_at_all() {
    let rows = of_2026(&each(), "2026-07-03T00:00:00Z");
    let counts = rows.iter().map(|row| [row.due, row.done, row.late, row.missed, row.rescheduled, row.open]);
    assert_eq!(counts.collect::<Vec<_>>(), [[5, 1, 1, 1, 1, 1]]);
    assert_eq!(rows[0].in_time, Share::of(1, 3));
}

#[test]
fn a_round_that_was_moved_counts_as_missed_once_the_new_day_is_over() {
    let row = &of_2026(&each(), "2026-07-21T00:00:00Z")[0];
    assert_eq!((row.rescheduled, row.missed), (0, 3));
}

#[test]
fn places_and_plans_are_counted_apart_and_sorted() {
    let rounds = [("b", "y"), ("a", "y"), ("b", "x"), ("a", "y")].map(|(place, plan)| round(place, plan, 1, undone()));
    let rows = of_2026(&rounds, "2026-06-01T00:00:00Z");
    let rows: Vec<_> = rows.iter().map(|row| (row.place.as_str(), row.plan.as_str(), row.missed)).collect();
    assert_eq!(rows, [("a", "y", 2), ("b", "x", 1), ("b", "y", 1)]);
}

#[test]
fn a_round_belongs_to_the_period_in_which_it_opens() {
    let rounds = [round("a", "x", 1, undone()), round("a", "x", 2, undone())];
    let rows = coverage(&rounds, at("2026-01-01T00:00:00Z"), at("2026-02-01T00:00:00Z"), at("2026-06-01T00:00:00Z"));
    assert_eq!(rows.iter().map(|row| row.due).collect::<Vec<_>>(), [1]);
}

#[test]
fn a_share_of_nothing_is_unknown() {
    let rows = of_2026(&[round("a", "x", 1, undone())], "2026-01-03T00:00:00Z");
    assert_eq!((rows[0].open, rows[0].in_time), (1, None));
    assert_eq!((Share::of(0, 0), Share::of(2, 1)), (None, None));
}

/// 8 of 10, 0 of 10 and 10 of 10, computed apart from the program.
#[test]
fn the_interval_is_wilsons() {
    for (part, low, high) in [
        (8, 0.490_162_471_536_641_8, 0.943_317_848_545_624_8),
        (0, 0.0, 0.277_532_799_862_889_2),
        (10, 0.722_467_200_137_110_7, 1.0),
    ] {
        let share = Share::of(part, 10).expect("a share");
        assert!((share.low - low).abs() < 1e-12 && (share.high - high).abs() < 1e-12, "{share:?}");
    }
}

/// Every name of a field, at any depth.
fn names(value: &Value, into: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, value)| {
            into.insert(name.clone());
            names(value, into);
        }),
        Value::Array(all) => all.iter().for_each(|value| names(value, into)),
        _ => {}
    }
}

#[test]
fn no_type_of_coverage_has_a_field_for_a_person_or_a_post() {
    let mut found = BTreeSet::new();
    let status = Status::Rescheduled { to: date(2026, 7, 20), reason: String::new(), missed: true };
    let warning = Cause::Warning { warning: String::new(), hazard: String::new(), colour: String::new() };
    let mut by_warning = round("a", "x", 1, moved_to_july());
    by_warning.occurrence.cause = warning;
    let values = [
        serde_json::to_value(of_2026(&each(), "2026-07-03T00:00:00Z")),
        serde_json::to_value(each()),
        serde_json::to_value([by_warning]),
        serde_json::to_value(status),
    ];
    values.into_iter().for_each(|value| names(&value.expect("written"), &mut found));
    let allowed = [
        "cause",
        "closes",
        "colour",
        "date",
        "done",
        "done_at",
        "due",
        "hazard",
        "high",
        "in_time",
        "late",
        "low",
        "missed",
        "moved",
        "occurrence",
        "open",
        "opens",
        "place",
        "plan",
        "reason",
        "record",
        "rescheduled",
        "schedule",
        "status",
        "to",
        "value",
        "warning",
    ];
    assert_eq!(found, allowed.map(str::to_owned).into(), "a field that is new must not lead to a person");
}
