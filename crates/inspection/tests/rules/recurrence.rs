//! Recurrences, against days that another implementation gives (python-dateutil 2.9.0).

use inspection::plan::{Places, Plan, Schedule};
use inspection::{Code, Refusal, Text};
use jiff::tz::TimeZone;
use proptest::prelude::*;

use crate::common::at;

/// Rule, first and last day asked for, and the days; the recurrence starts on 1 January 2026.
const KNOWN: [(&str, &str, &str, &str); 13] = [
    (
        "FREQ=MONTHLY;BYMONTHDAY=1,15",
        "2026-04-20",
        "2026-07-01",
        "2026-05-01 2026-05-15 2026-06-01 2026-06-15 2026-07-01",
    ),
    (
        "FREQ=MONTHLY;INTERVAL=2;BYDAY=-1MO",
        "2026-01-01",
        "2027-03-31",
        "2026-01-26 2026-03-30 2026-05-25 2026-07-27 2026-09-28 2026-11-30 2027-01-25 2027-03-29",
    ),
    (
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        "2026-01-01",
        "2026-06-30",
        "2026-01-30 2026-02-27 2026-03-31 2026-04-30 2026-05-29 2026-06-30",
    ),
    (
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=MO",
        "2026-01-01",
        "2026-02-10",
        "2026-01-04 2026-01-13 2026-01-18 2026-01-27 2026-02-01 2026-02-10",
    ),
    (
        "FREQ=YEARLY;BYMONTH=2,8;BYMONTHDAY=20",
        "2026-01-01",
        "2027-12-31",
        "2026-02-20 2026-08-20 2027-02-20 2027-08-20",
    ),
    ("FREQ=MONTHLY;BYMONTHDAY=31", "2026-01-01", "2026-08-01", "2026-01-31 2026-03-31 2026-05-31 2026-07-31"),
    ("FREQ=DAILY;INTERVAL=3;COUNT=4", "2026-01-01", "2026-12-01", "2026-01-01 2026-01-04 2026-01-07 2026-01-10"),
    ("FREQ=WEEKLY;BYDAY=MO;UNTIL=20260119T000000Z", "2026-01-01", "2026-12-01", "2026-01-05 2026-01-12 2026-01-19"),
    ("FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO", "2026-01-01", "2029-12-31", "2027-01-04 2028-01-03 2029-01-01 2029-12-31"),
    ("FREQ=YEARLY;BYYEARDAY=-1", "2026-01-01", "2028-12-31", "2026-12-31 2027-12-31 2028-12-31"),
    ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "2026-01-01", "2034-12-31", "2028-02-29 2032-02-29"),
    (
        "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=10",
        "2026-01-01",
        "2027-01-30",
        "2026-01-10 2026-04-10 2026-07-10 2026-10-10 2027-01-10",
    ),
    ("FREQ=MONTHLY;BYDAY=1TU", "2026-01-01", "2026-04-30", "2026-01-06 2026-02-03 2026-03-03 2026-04-07"),
];

/// A plan of places named once, that falls due by this rule.
pub(crate) fn plan(rule: &str, days: u16) -> Plan {
    let starts = "2026-01-01".parse().expect("a day");
    Plan {
        id: "plan".to_owned(),
        names: Text::zh_en("计划", "Plan"),
        checklist: "lift".to_owned(),
        places: Places::Named(vec!["lift-1".to_owned()]),
        schedule: Some(Schedule { starts, rule: rule.to_owned(), days, season: None }),
        triggers: Vec::new(),
    }
}

/// The keys of its rounds from the first to the last day, both included, in UTC.
fn days(rule: &str, first: &str, last: &str) -> Result<String, Refusal> {
    let (from, to) = (at(&format!("{first}T00:00:00Z")), at(&format!("{last}T00:00:01Z")));
    let rounds = plan(rule, 1).occurrences(&TimeZone::UTC, from, to)?;
    Ok(rounds.iter().map(inspection::plan::Occurrence::key).collect::<Vec<_>>().join(" "))
}

#[test]
fn the_days_are_those_of_another_implementation() {
    for (rule, first, last, expected) in KNOWN {
        assert_eq!(days(rule, first, last).as_deref(), Ok(expected), "{rule}");
    }
}

#[test]
fn the_first_day_is_due_only_where_the_rule_gives_it() {
    assert_eq!(days("FREQ=MONTHLY;BYMONTHDAY=2", "2026-01-01", "2026-01-31").as_deref(), Ok("2026-01-02"));
}

#[test]
fn times_of_day_and_what_is_no_rule_are_refused() {
    let bad = [
        "",
        "MONTHLY",
        "BYMONTHDAY=1",
        "FREQ=HOURLY",
        "FREQ=DAILY;BYHOUR=8",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;COUNT=0",
        "FREQ=DAILY;INTERVAL=-1",
        "FREQ=DAILY;FREQ=DAILY",
        "FREQ=DAILY;UNTIL=20261231",
        "FREQ=DAILY;UNTIL=20261231T000000",
        "FREQ=MONTHLY;BYMONTHDAY=32",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=DAILY\nRDATE:20260101T000000Z",
        "FREQ=DAILY;BYMONTH=",
    ];
    for rule in bad {
        assert_eq!(days(rule, "2026-01-01", "2026-12-31"), Err(Refusal::new(Code::Recurrence, "/schedule/rule", rule)));
    }
}

#[test]
fn a_recurrence_that_began_long_ago_still_gives_its_days() {
    let mut plan = plan("FREQ=DAILY;INTERVAL=2", 1);
    plan.schedule.iter_mut().for_each(|schedule| schedule.starts = jiff::civil::date(2000, 1, 1));
    let rounds = plan.occurrences(&TimeZone::UTC, at("2199-12-29T00:00:00Z"), at("2200-01-03T00:00:00Z"));
    let keys: Vec<_> = rounds.expect("rounds").iter().map(inspection::plan::Occurrence::key).collect();
    // 73,048 days from 1 January 2000 to 31 December 2199: even.
    assert_eq!(keys, ["2199-12-29", "2199-12-31", "2200-01-02"]);
}

#[test]
fn asking_for_more_than_ten_years_is_refused() {
    let refusal = days("FREQ=DAILY", "2026-01-01", "2037-01-01").expect_err("refused");
    assert_eq!((refusal.code, refusal.path.as_str()), (Code::Range, "/to"));
}

#[test]
fn what_is_asked_for_in_two_parts_is_the_same_as_in_one() {
    let rule = "FREQ=MONTHLY;BYDAY=2WE,-1FR";
    let zone = TimeZone::get("Asia/Shanghai").expect("a bundled zone");
    let (from, middle, to) = (at("2026-03-01T09:30:00Z"), at("2026-06-25T16:00:00Z"), at("2026-12-01T00:00:00Z"));
    let part = |from, to| plan(rule, 3).occurrences(&zone, from, to).expect("rounds");
    assert_eq!([part(from, middle), part(middle, to)].concat(), part(from, to));
    // 26 June 2026 is the last Friday: it opens at the very moment that parts them.
    assert_eq!(part(middle, to)[0].key(), "2026-06-26");
}

/// Rules of every part with values in and out of range.
fn rule() -> impl Strategy<Value = String> {
    let numbers = prop::collection::vec(prop_oneof![-40..40_i32, -400..400_i32, Just(i32::MAX)], 1..4);
    let list = numbers.prop_map(|all| all.iter().map(i32::to_string).collect::<Vec<_>>().join(","));
    let part = prop_oneof![
        (0..=u16::MAX).prop_map(|number| format!("INTERVAL={number}")),
        (0..=u16::MAX).prop_map(|number| format!("COUNT={number}")),
        (prop::sample::select(vec!["BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS"]), list)
            .prop_map(|(part, list)| format!("{part}={list}")),
        ("(|[+-]?[0-9]{1,3})", prop::sample::select(vec!["MO", "WE", "SU"]))
            .prop_map(|(nth, day)| format!("BYDAY={nth}{day}")),
        prop::sample::select(vec![
            "WKST=SU".to_owned(),
            "UNTIL=20270101T000000Z".to_owned(),
            "UNTIL=20250101T000000Z".to_owned()
        ]),
    ];
    let frequency = prop::sample::select(vec!["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]);
    (frequency, prop::collection::vec(part, 0..4))
        .prop_map(|(frequency, parts)| [vec![format!("FREQ={frequency}")], parts].concat().join(";"))
}

proptest! {
    // A rule that never comes true is searched for until the end of the calendar: a few are enough.
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever the rule: it is refused, or its rounds open in order within what is asked for.
    #[test]
    fn a_rule_is_refused_or_gives_days_in_order_within_what_is_asked_for(rule in rule()) {
        let (from, to) = (at("2026-03-01T00:00:00Z"), at("2027-03-01T00:00:00Z"));
        if let Ok(rounds) = plan(&rule, 1).occurrences(&TimeZone::UTC, from, to) {
            prop_assert!(rounds.is_sorted_by(|a, b| a.opens < b.opens), "{rule}");
            prop_assert!(rounds.iter().all(|round| (from..to).contains(&round.opens)), "{rule}");
        }
    }
}
