use jiff::{SignedDuration, Timestamp};

use super::*;
use crate::colour::WarningColour;
use crate::unit::UnitKind;
use crate::warned::WarnedOf;

fn at(minutes: i64) -> Timestamp {
    Timestamp::from_second(1_626_000_000 + minutes * 60).expect("a time")
}

fn asking(level: ResponseLevel, since: i64, asks_stops: bool) -> Proposal {
    Proposal {
        level: Some(level),
        trigger: "rain".to_owned(),
        since: at(since),
        decide_by: at(since + 20),
        alarm_at: at(since + 30),
        asks_stops,
    }
}

const NO_STOPS: Option<Stops> = Some(Stops { gatherings: false, classes: false, business: false });

#[test]
fn a_second_warning_of_the_same_strength_does_not_set_the_clock_back() {
    let first = Response::proposed(asking(ResponseLevel::Ii, 0, true), None);
    let (after, asks) = first.ask(asking(ResponseLevel::Ii, 480, true), None);
    assert!(!asks);
    assert_eq!(after.proposal.as_ref().map(|proposal| proposal.since), Some(at(0)));
    let (after, asks) = after.ask(asking(ResponseLevel::I, 500, true), None);
    assert!(asks, "a stronger one asks anew");
    assert_eq!(after.proposal.map(|proposal| proposal.since), Some(at(500)));
}

#[test]
fn what_is_in_force_is_not_asked_for_again() {
    let proposed = Response::proposed(asking(ResponseLevel::Iii, 0, false), None);
    let (active, kind) = proposed.decide(Verdict::Activate(ResponseLevel::Ii), None).expect("decided");
    assert_eq!(kind, StepKind::Activated);
    assert!(!active.ask(asking(ResponseLevel::Iii, 60, false), None).1);
    let (asked, asks) = active.ask(asking(ResponseLevel::I, 60, true), None);
    assert!(asks);
    assert_eq!(asked.state, ResponseState::Active, "it stays in force while the rise is decided");
    let (raised, kind) = asked.decide(Verdict::Activate(ResponseLevel::I), NO_STOPS).expect("raised");
    assert_eq!((raised.level, kind), (Some(ResponseLevel::I), StepKind::Raised));
}

#[test]
fn red_wants_yes_or_no_whatever_is_decided() {
    let red = Response::proposed(asking(ResponseLevel::Ii, 0, true), None);
    for verdict in [Verdict::Activate(ResponseLevel::Ii), Verdict::Decline] {
        assert_eq!(red.decide(verdict, None), Err(ResponseRefusal::StopsMissing));
        assert!(red.decide(verdict, NO_STOPS).is_ok());
    }
}

#[test]
fn silence_climbs_twice_and_a_decision_ends_it() {
    let silent = Response::proposed(asking(ResponseLevel::Iii, 0, false), None);
    assert_eq!(silent.escalate(at(19)), None);
    let once = silent.escalate(at(20)).expect("the target has passed");
    assert_eq!(once.escalate(at(29)), None);
    let twice = once.escalate(at(30)).expect("the alarm");
    assert_eq!((twice.escalations, twice.escalate(at(600))), (2, None));
    let (decided, _) = twice.decide(Verdict::Activate(ResponseLevel::Iii), None).expect("decided late");
    assert_eq!(decided.escalate(at(900)), None);
}

#[test]
fn the_end_of_the_warning_lapses_what_nobody_decided_and_asks_to_end_what_is_in_force() {
    let lag = Lag { target: SignedDuration::from_mins(20), alarm: SignedDuration::from_mins(30) };
    let silent = Response::proposed(asking(ResponseLevel::Iii, 0, false), None);
    let (lapsed, kind) = silent.outlive(lag, at(90)).expect("it lapses");
    assert_eq!((lapsed.state, kind), (ResponseState::Lapsed, StepKind::Lapsed));
    assert_eq!(lapsed.decide(Verdict::Activate(ResponseLevel::Iii), None), Err(ResponseRefusal::Over));
    let (active, _) = silent.decide(Verdict::Activate(ResponseLevel::Iii), None).expect("decided");
    let (ending, kind) = active.outlive(lag, at(90)).expect("the end is proposed");
    assert_eq!((ending.state, kind), (ResponseState::Active, StepKind::EndProposed));
    assert_eq!(ending.decide(Verdict::End, None).expect("ended").0.state, ResponseState::Ended);
    let (going_on, asks) = ending.ask(asking(ResponseLevel::Iii, 95, false), None);
    assert!(!asks && going_on.proposal.is_none(), "a new warning of the same strength takes the proposal back");
}

#[test]
fn a_task_keeps_its_first_instant_and_its_last_number() {
    let task = Task { state: TaskState::Open, due_at: at(30), done_at: None, amount: None };
    let done = task.report(TaskState::Done, Some(12), at(20)).expect("done");
    let again = done.report(TaskState::Done, Some(15), at(40)).expect("again");
    assert_eq!((again.done_at, again.amount, again.is_late(at(50))), (Some(at(20)), Some(15), false));
    assert_eq!(task.report(TaskState::Open, None, at(1)), Err(TaskRefusal::NoReport));
    assert!(task.is_late(at(31)));
}

#[test]
fn the_shipped_plans_can_be_used() {
    let plans = Plans::shipped().expect("the table");
    let rows: Vec<_> = plans.triggered(WarnedOf::Rainstorm, WarningColour::Red).collect();
    assert!(!rows.is_empty());
    for (plan, row) in rows {
        for &body in &row.bodies {
            let lines: Vec<_> = plan.lines(body, row.level).collect();
            assert!(!lines.is_empty(), "{} has nothing to do at {}", body.word(), row.level.word());
        }
    }
    let flood = plans.get("flood").expect("the flood plan");
    let closes = flood.lines(UnitKind::Street, ResponseLevel::Iii).any(|item| item.kind == ItemKind::ClosePlaces);
    assert!(closes, "at orange underground places close");
    for item in plans.plans.iter().flat_map(|plan| &plan.items) {
        assert!(item.names.0.contains_key("zh") && item.names.0.contains_key("en"), "{}", item.id);
    }
}
