//! Deadlines under pauses, other gradings and other calendars: what another system's issues taught
//! (Zammad #390 pauses, #2082 calendars, #3140 changed limits, #5177 pauses and reopening).

use domain::calendar::Holidays;
use domain::catalogue::Urgency;
use domain::deadline::{Deadline, Rules, Step, next_due};
use domain::hazard::{EventKind as E, Grading, Severity};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::common::time;

fn rules() -> Rules {
    Rules::shipped(TimeZone::get("Asia/Shanghai").unwrap()).unwrap()
}

fn grading(urgency: Urgency) -> Grading {
    Grading { urgency, severity: Severity::General, until: None }
}

/// Events with their grading, one after the other.
fn after(events: &[(E, Grading, &str)]) -> Vec<Deadline> {
    let rules = rules();
    events
        .iter()
        .fold(Vec::new(), |deadlines, (event, grading, at)| rules.after(deadlines, *grading, *event, time(at)).unwrap())
}

fn of(deadlines: &[Deadline], step: Step) -> &Deadline {
    deadlines.iter().rfind(|deadline| deadline.step == step).unwrap()
}

fn until(urgency: Urgency, at: &str) -> Grading {
    Grading { until: Some(time(at)), ..grading(urgency) }
}

const URGENT: Urgency = Urgency::Urgent;
const NORMAL: Urgency = Urgency::Normal;

/// Controlled on Friday 20 November 2026 at 10:00: 72 hours to rectify an urgent one, 168 working hours a normal one.
fn controlled(urgency: Urgency) -> Vec<(E, Grading, &'static str)> {
    let g = grading(urgency);
    vec![
        (E::Reported, g, "2026-11-20T08:00:00+08:00"),
        (E::Accepted, g, "2026-11-20T08:10:00+08:00"),
        (E::Assigned, g, "2026-11-20T08:20:00+08:00"),
        (E::Controlled, g, "2026-11-20T10:00:00+08:00"),
    ]
}

fn due(deadlines: &[Deadline], step: Step) -> Timestamp {
    of(deadlines, step).due_at
}

#[test]
fn a_pause_moves_the_end_by_what_was_left() {
    let mut life = controlled(URGENT);
    life.push((E::Suspended, until(URGENT, "2026-11-25T10:00:00+08:00"), "2026-11-21T10:00:00+08:00"));
    let paused = after(&life);
    assert!(of(&paused, Step::Rectify).is_paused());
    assert_eq!(next_due(&paused).unwrap().step, Step::Resume, "the queue shows when it goes on");
    life.push((E::Resumed, grading(URGENT), "2026-11-25T10:00:00+08:00"));
    let resumed = after(&life);
    assert_eq!(due(&resumed, Step::Rectify), time("2026-11-27T10:00:00+08:00"), "48 of 72 hours were left");
    assert_eq!(of(&resumed, Step::Rectify).unpaused_due_at, time("2026-11-23T10:00:00+08:00"), "both clocks show");
}

#[test]
fn two_pauses_add_up() {
    let mut life = controlled(URGENT);
    life.push((E::Suspended, until(URGENT, "2026-11-21T10:00:00+08:00"), "2026-11-20T11:00:00+08:00"));
    life.push((E::Resumed, grading(URGENT), "2026-11-20T13:00:00+08:00"));
    life.push((E::Suspended, until(URGENT, "2026-11-22T10:00:00+08:00"), "2026-11-20T14:00:00+08:00"));
    life.push((E::Resumed, grading(URGENT), "2026-11-20T17:00:00+08:00"));
    assert_eq!(due(&after(&life), Step::Rectify), time("2026-11-23T15:00:00+08:00"), "72 hours and 2 + 3 paused");
}

#[test]
fn a_pause_over_a_weekend_takes_no_working_time_and_gives_none() {
    let mut life = controlled(NORMAL);
    let without = due(&after(&life), Step::Rectify);
    life.push((E::Suspended, until(NORMAL, "2026-11-23T00:00:00+08:00"), "2026-11-21T00:00:00+08:00"));
    life.push((E::Resumed, grading(NORMAL), "2026-11-23T00:00:00+08:00"));
    assert_eq!(due(&after(&life), Step::Rectify), without, "Saturday and Sunday stood still anyway");
}

#[test]
fn a_limit_that_had_passed_before_the_pause_stays_passed() {
    let mut life = controlled(URGENT);
    life.push((E::Suspended, until(URGENT, "2026-11-30T10:00:00+08:00"), "2026-11-24T10:00:00+08:00"));
    assert!(
        of(&after(&life), Step::Rectify).is_overdue(time("2026-11-24T10:00:00+08:00")),
        "overdue while it stands still"
    );
    life.push((E::Resumed, grading(URGENT), "2026-11-30T10:00:00+08:00"));
    let resumed = after(&life);
    assert_eq!(due(&resumed, Step::Rectify), time("2026-11-23T10:00:00+08:00"));
    assert!(of(&resumed, Step::Rectify).is_overdue(time("2026-11-30T10:00:00+08:00")), "a pause heals nothing");
}

#[test]
fn a_paused_limit_does_not_pass_meanwhile() {
    let mut life = controlled(URGENT);
    life.push((E::Suspended, until(URGENT, "2026-11-30T10:00:00+08:00"), "2026-11-21T10:00:00+08:00"));
    assert!(!of(&after(&life), Step::Rectify).is_overdue(time("2026-11-29T10:00:00+08:00")));
}

#[test]
fn another_urgency_counts_from_the_deadlines_own_start() {
    let mut life = controlled(NORMAL);
    life.push((E::Regraded, grading(URGENT), "2026-11-20T18:00:00+08:00"));
    let regraded = after(&life);
    assert_eq!(
        due(&regraded, Step::Rectify),
        time("2026-11-23T10:00:00+08:00"),
        "72 hours after control, not after the change"
    );
    assert_eq!(of(&regraded, Step::Accept).limit, "PT24H", "what was met is judged by the limit of its time");
}

#[test]
fn another_urgency_keeps_the_pauses() {
    let mut life = controlled(NORMAL);
    life.push((E::Suspended, until(NORMAL, "2026-11-25T10:00:00+08:00"), "2026-11-20T12:00:00+08:00"));
    life.push((E::Resumed, grading(NORMAL), "2026-11-20T16:00:00+08:00"));
    life.push((E::Regraded, grading(URGENT), "2026-11-20T18:00:00+08:00"));
    assert_eq!(due(&after(&life), Step::Rectify), time("2026-11-23T14:00:00+08:00"), "72 hours and 4 paused");
}

#[test]
fn a_suspected_major_hazard_is_controlled_within_two_hours() {
    let major = Grading { severity: Severity::SuspectedMajor, ..grading(NORMAL) };
    let mut life = controlled(NORMAL);
    life.truncate(2);
    life.push((E::MajorSuspected, major, "2026-11-20T09:00:00+08:00"));
    let strict = after(&life);
    assert_eq!(due(&strict, Step::Control), time("2026-11-20T11:00:00+08:00"));
    life.push((E::MajorDenied, grading(NORMAL), "2026-11-20T10:00:00+08:00"));
    assert_eq!(
        due(&after(&life), Step::Control),
        time("2026-11-20T11:00:00+08:00"),
        "danger first: it is not given back"
    );
}

#[test]
fn what_makes_it_major_never_lengthens_a_limit() {
    let emergency = grading(Urgency::Emergency);
    let major = Grading { severity: Severity::Major, ..emergency };
    let life = [
        (E::Reported, emergency, "2026-11-20T08:00:00+08:00"),
        (E::Accepted, emergency, "2026-11-20T08:10:00+08:00"),
        (E::MajorConfirmed, major, "2026-11-20T09:50:00+08:00"),
    ];
    assert_eq!(due(&after(&life), Step::Control), time("2026-11-20T10:10:00+08:00"));
}

#[test]
fn handing_it_back_gives_no_new_time_for_the_danger() {
    let mut life = controlled(URGENT);
    life.truncate(3);
    let before = due(&after(&life), Step::Control);
    life.push((E::HandedBack, grading(URGENT), "2026-11-20T20:00:00+08:00"));
    life.push((E::Assigned, grading(URGENT), "2026-11-20T20:30:00+08:00"));
    let again = after(&life);
    assert_eq!(due(&again, Step::Control), before);
    assert_eq!(of(&again, Step::Assign).started_at, time("2026-11-20T20:00:00+08:00"), "only naming starts anew");
}

#[test]
fn opening_it_again_starts_new_limits_and_judges_no_old_one() {
    let g = grading(URGENT);
    let mut life = controlled(URGENT);
    life.extend([
        (E::Finished, g, "2026-11-21T10:00:00+08:00"),
        (E::Verified, g, "2026-11-21T11:00:00+08:00"),
        (E::Closed, g, "2026-11-21T12:00:00+08:00"),
        (E::Reopened, g, "2026-12-21T12:00:00+08:00"),
    ]);
    let again = after(&life);
    assert_eq!(
        next_due(&again).map(|due| (due.step, due.due_at)),
        Some((Step::Control, time("2026-12-22T12:00:00+08:00")))
    );
    assert!(!of(&again, Step::Rectify).is_overdue(time("2026-12-21T12:00:00+08:00")), "met in time a month ago");
}

#[test]
fn a_merged_one_is_due_no_more_until_it_is_separated() {
    let mut life = controlled(URGENT);
    life.push((E::Merged, grading(URGENT), "2026-11-20T12:00:00+08:00"));
    let merged = after(&life);
    assert!(next_due(&merged).is_none());
    assert!(!of(&merged, Step::Rectify).is_overdue(time("2027-01-01T00:00:00+08:00")));
    life.push((E::Separated, grading(URGENT), "2026-11-24T12:00:00+08:00"));
    let apart = after(&life);
    assert_eq!(due(&apart, Step::Rectify), time("2026-11-23T10:00:00+08:00"), "its time ran on");
}

#[test]
fn a_new_holiday_table_changes_no_deadline_that_was_given() {
    let before = after(&controlled(NORMAL));
    let mut table: serde_json::Value =
        serde_json::from_str(include_str!("../../../../data/catalogue/holidays.json")).unwrap();
    let off = table["years"]["2026"]["off"].as_array_mut().unwrap();
    off.push(serde_json::json!("2026-11-24"));
    let rules = rules().with_holidays(serde_json::from_value(table).unwrap());
    let later = rules.after(before.clone(), grading(NORMAL), E::Overdue, time("2026-11-23T10:00:00+08:00")).unwrap();
    assert_eq!(later, before, "only new limits run on the new table");
    let fresh = rules.deadline(grading(NORMAL), Step::Rectify, time("2026-11-20T10:00:00+08:00")).unwrap();
    assert!(fresh.due_at > due(&before, Step::Rectify));
}

#[test]
fn what_was_computed_then_is_computed_again_by_the_rules_of_then() {
    let first = include_str!("../../../../data/catalogue/deadlines.json");
    let mut tables: serde_json::Value = serde_json::from_str(first).unwrap();
    let mut next = tables[0].clone();
    next["version"] = "2099-01-01".into();
    next["urgencies"]["normal"]["accept"] = "PT1H".into();
    tables.as_array_mut().unwrap().push(next);
    let holidays = || Holidays::shipped().unwrap();
    let zone = || TimeZone::get("Asia/Shanghai").unwrap();
    let before = Rules::read(first, holidays().until(2025), zone()).unwrap();
    let now = Rules::read(&tables.to_string(), holidays(), zone()).unwrap();
    assert_ne!(before.stamp(), now.stamp());
    let at = time("2026-09-30T10:00:00+08:00");
    let accept = |rules: &Rules| rules.deadline(grading(NORMAL), Step::Accept, at).unwrap();
    assert_ne!(accept(&before), accept(&now));
    let of_then = now.of(before.stamp()).unwrap();
    assert_eq!(accept(&of_then), accept(&before), "the limits and the holidays that were known");
    assert_eq!(accept(&of_then).unknown_year, Some(2026));
    assert!(now.source(&accept(&before).rule).is_some(), "and it can still be said where they came from");
    assert!(now.of("2001-01-01/2026").is_none() && now.of("").is_none());
    assert!(Rules::read("[]", holidays(), zone()).is_err());
}
