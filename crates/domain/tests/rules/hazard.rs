//! The loop from report to closed.

use std::collections::BTreeSet;
use std::fmt::Write;

use domain::hazard::{
    Action, Around, Command, Doer, EventKind, Hazard, Refusal, SecuredItem, Severity, Standing, State, TEXT_MAX_CHARS,
    Verdict, Waiting, WaitingReason, Whistle, WhistleKind, next,
};
use domain::id::{AccountId, BodyId, HazardId, UnitId, WaitingId, WhistleId};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use uuid::Uuid;

use crate::common::hazard::{after, another, command, doer, live, reported, tries};
use crate::common::{account, t0};

fn try_one(hazard: &Hazard, action: Action, text: &str, doer: Doer) -> Result<(Hazard, EventKind), Refusal> {
    let master = another();
    hazard.apply(&command(action, text, 0, t0()), doer, &Around { now: t0(), above: None, other: Some(&master) })
}

#[test]
fn every_pair_of_state_and_action_is_as_agreed() {
    let mut table = String::new();
    for state in State::ALL {
        for action in Action::ALL {
            let fresh = Standing { state, before: Some(State::Rectifying), controlled: false, reopened: false };
            let later = Standing { controlled: true, reopened: true, ..fresh };
            let word = |at| next(at, action).map(|(to, event)| format!("{} ({})", to.word(), event.word()));
            match (word(fresh), word(later)) {
                (None, None) => {}
                (one, other) if one == other => {
                    writeln!(table, "{:<22} {:<16} {}", state.word(), action.word(), one.unwrap()).unwrap();
                }
                (one, other) => {
                    let [one, other] = [one, other].map(|text| text.unwrap_or("-".to_owned()));
                    writeln!(table, "{:<22} {:<16} {one}, later {other}", state.word(), action.word()).unwrap();
                }
            }
        }
    }
    insta::assert_snapshot!(table);
}

#[test]
fn words_read_back() {
    for state in State::ALL {
        assert_eq!(State::from_word(state.word()), Some(state));
    }
    for event in EventKind::ALL {
        assert_eq!(EventKind::from_word(event.word()), Some(event));
    }
}

const RECTIFIED: [(Action, u32); 5] =
    [(Action::Accept, 0), (Action::Assign, 0), (Action::Control, 1), (Action::Start, 1), (Action::Finish, 1)];

fn rectified(more: &[(Action, u32)]) -> Hazard {
    after(&[&RECTIFIED[..], more].concat())
}

#[test]
fn the_main_path_reaches_closed() {
    let closed = rectified(&[(Action::Return, 0), (Action::Finish, 1), (Action::Verify, 0), (Action::Close, 0)]);
    assert_eq!(closed.state, State::Closed);
}

#[test]
fn whoever_had_a_hand_in_it_may_not_judge() {
    let waiting = rectified(&[(Action::Return, 0), (Action::Finish, 2)]);
    for who in [1, 2] {
        for action in [Action::Verify, Action::Return] {
            assert_eq!(try_one(&waiting, action, "done", doer(who, 1, 2)), Err(Refusal::VerifierIsRectifier));
        }
    }
    assert!(try_one(&waiting, Action::Verify, "", doer(0, 1, 2)).is_ok());
}

#[test]
fn danger_is_controlled_before_anybody_is_named() {
    let fenced = after(&[(Action::Accept, 0), (Action::Control, 0), (Action::Assign, 0)]);
    assert_eq!(fenced.state, State::Controlled);
    let handed_back = after(&[(Action::Accept, 0), (Action::Control, 0), (Action::Assign, 0), (Action::HandBack, 1)]);
    assert!(handed_back.controlled, "who is responsible changes nothing about the fence");
}

#[test]
fn after_two_hand_backs_the_coordinator_decides() {
    let around = [(Action::Assign, 0), (Action::HandBack, 1), (Action::Assign, 0), (Action::HandBack, 1)];
    let twice = after(&[&[(Action::Accept, 0)], &around[..]].concat());
    assert_eq!(Action::Assign.permission(&twice), Some(domain::access::Permission::CoordinateHazard));
    let decided = after(&[&[(Action::Accept, 0)], &around[..], &[(Action::Assign, 0)]].concat());
    assert_eq!(try_one(&decided, Action::HandBack, "no", doer(1, 1, 2)), Err(Refusal::HandBacksSpent));
}

#[test]
fn an_appeal_is_decided_once_by_somebody_else() {
    let appealed = after(&[(Action::Reject, 0), (Action::Appeal, 2)]);
    assert_eq!(appealed.state, State::Reported);
    assert_eq!(Action::Accept.permission(&appealed), Some(domain::access::Permission::CoordinateHazard));
    for action in [Action::Accept, Action::Reject] {
        assert_eq!(try_one(&appealed, action, "again", doer(0, 1, 2)), Err(Refusal::SecondLookBySame));
    }
    let again = after(&[(Action::Reject, 0), (Action::Appeal, 2), (Action::Reject, 1)]);
    assert_eq!(try_one(&again, Action::Appeal, "please", doer(2, 1, 2)), Err(Refusal::AppealSpent));
}

#[test]
fn a_suspension_needs_control_and_somebody_else() {
    let assigned = after(&[(Action::Accept, 0), (Action::Assign, 0)]);
    assert_eq!(try_one(&assigned, Action::Suspend, "no money", doer(0, 1, 2)), Err(Refusal::ControlFirst));
    let rectifying = after(&RECTIFIED[..4]);
    assert_eq!(try_one(&rectifying, Action::Suspend, "no money", doer(1, 1, 2)), Err(Refusal::ApproverIsRectifier));
    let (waits, _) = try_one(&rectifying, Action::Suspend, "no money", doer(0, 1, 2)).unwrap();
    assert!(waits.state.is_open(), "a suspended hazard counts as open");
    assert_eq!(try_one(&waits, Action::Resume, "", doer(0, 1, 2)).unwrap().0.state, State::Rectifying);
}

#[test]
fn only_the_asked_department_confirms_a_major_hazard() {
    let (suspected, _) =
        try_one(&after(&[(Action::Accept, 0)]), Action::SuspectMajor, "cracks", doer(0, 1, 4)).unwrap();
    assert_eq!(try_one(&suspected, Action::ConfirmMajor, "", doer(1, 2, 2)), Err(Refusal::NotAsked));
    assert_eq!(try_one(&suspected, Action::ConfirmMajor, "", Doer::default()), Err(Refusal::NotAsked));
    let (major, _) = try_one(&suspected, Action::ConfirmMajor, "", doer(1, 1, 2)).unwrap();
    assert_eq!(major.severity, Severity::Major);
}

#[test]
fn the_five_items_block_closing_and_nothing_before() {
    let verified = rectified(&[(Action::Verify, 0)]);
    let mut major = Hazard { severity: Severity::Major, ..verified };
    for item in SecuredItem::ALL {
        assert_eq!(try_one(&major, Action::Close, "", doer(0, 1, 2)), Err(Refusal::ItemsMissing), "{}", item.word());
        major.secured |= item.bit();
    }
    assert!(try_one(&major, Action::Close, "", doer(0, 1, 2)).is_ok());
    let suspected = Hazard { severity: Severity::SuspectedMajor, ..major };
    assert_eq!(try_one(&suspected, Action::Close, "", doer(0, 1, 2)), Err(Refusal::MajorUndecided));
}

#[test]
fn a_supervised_hazard_is_taken_off_the_list_first() {
    let verified = rectified(&[(Action::Verify, 0)]);
    assert_eq!(try_one(&verified, Action::Supervise, "fire", doer(0, 1, 2)), Err(Refusal::CountyOrAbove));
    let (listed, _) = try_one(&verified, Action::Supervise, "fire", doer(0, 1, 1)).unwrap();
    assert_eq!(try_one(&listed, Action::Close, "", doer(0, 1, 2)), Err(Refusal::UnderSupervision));
    let (off, _) = try_one(&listed, Action::EndSupervision, "seen", doer(0, 1, 0)).unwrap();
    assert!(try_one(&off, Action::Close, "", doer(0, 1, 2)).is_ok());
}

#[test]
fn the_whistle_is_for_streets_and_answered_by_the_called_department() {
    let accepted = after(&[(Action::Accept, 0)]);
    assert_eq!(try_one(&accepted, Action::Whistle, "come", doer(0, 1, 3)), Err(Refusal::StreetOnly));
    let (called, _) = try_one(&accepted, Action::Whistle, "come", doer(0, 1, 2)).unwrap();
    assert_eq!(called.called(), [crate::common::body(1)]);
    assert_eq!(try_one(&called, Action::AnswerWhistle, "on the way", doer(1, 2, 2)), Err(Refusal::NoWhistle));
    let (answered, _) = try_one(&called, Action::AnswerWhistle, "on the way", doer(1, 1, 2)).unwrap();
    assert_eq!(try_one(&answered, Action::AnswerWhistle, "again", doer(1, 1, 2)), Err(Refusal::NoWhistle));
}

#[test]
fn the_reporter_can_have_it_opened_again_once() {
    let closed = rectified(&[(Action::Verify, 0), (Action::Close, 0)]);
    let (again, event) = try_one(&closed, Action::JudgeNotFixed, "still there", Doer::default()).unwrap();
    assert_eq!((again.state, event, again.controlled), (State::Assigned, EventKind::Reopened, false));
    let round =
        [(Action::Control, 1), (Action::Start, 1), (Action::Finish, 1), (Action::Verify, 0), (Action::Close, 0)];
    let second = round.iter().fold(again, |h, &(action, who)| try_one(&h, action, "done", doer(who, 1, 2)).unwrap().0);
    let (judged, event) = try_one(&second, Action::JudgeNotFixed, "still there", Doer::default()).unwrap();
    assert_eq!((judged.state, event), (State::Closed, EventKind::Judged), "said, and kept beside the handler's");
    assert_eq!(try_one(&judged, Action::JudgeFixed, "", Doer::default()), Err(Refusal::Judged));
}

#[test]
fn nothing_joins_itself_a_duplicate_or_what_is_over() {
    let (one, other) = (reported(), another());
    let merge = |into: &Hazard| {
        let around = Around { now: t0(), above: None, other: Some(into) };
        one.apply(&Command::Merge { master: into.id }, doer(0, 1, 2), &around).map(|(after, _)| after)
    };
    let duplicate = merge(&other).unwrap();
    assert_eq!((duplicate.state, duplicate.merged_into), (State::Duplicate, Some(other.id)));
    assert_eq!(merge(&one), Err(Refusal::Master));
    for state in [State::Duplicate, State::Closed, State::Rejected] {
        assert_eq!(merge(&Hazard { state, ..another() }), Err(Refusal::Master), "{}", state.word());
    }
    let around = Around { now: t0(), above: None, other: None };
    let (apart, _) =
        duplicate.apply(&Command::Separate { reason: "other door".to_owned() }, doer(0, 1, 2), &around).unwrap();
    assert_eq!((apart.state, apart.merged_into), (State::Reported, None));
}

#[test]
fn texts_are_needed_and_bounded() {
    let reject = |text: &str| try_one(&reported(), Action::Reject, text, doer(0, 1, 2)).map(|_| ());
    let refused = Err(Refusal::Text(Action::Reject));
    assert_eq!(reject(&"长".repeat(TEXT_MAX_CHARS)), Ok(()));
    assert_eq!(reject(&"长".repeat(TEXT_MAX_CHARS + 1)), refused);
    assert_eq!(reject("\n \u{3000}"), refused);
}

#[test]
fn regression_a_null_character_reached_the_database() {
    let reject = |text: &str| try_one(&reported(), Action::Reject, text, doer(0, 1, 2)).map(|_| ());
    assert_eq!(reject("a\0b"), Err(Refusal::Text(Action::Reject)));
    assert!(reject("two\r\nlines\tand a tab").is_ok());
}

proptest! {
    #[test]
    fn what_is_over_is_left_by_its_own_door_alone(tries in tries()) {
        for step in live(&tries) {
            let Ok((after, event)) = &step.result else { continue };
            if step.before.state.is_open() || after.state == step.before.state {
                continue;
            }
            let door = match step.before.state {
                State::Rejected => EventKind::Appealed,
                State::Closed => EventKind::Reopened,
                _ => EventKind::Separated,
            };
            prop_assert_eq!(*event, door);
        }
    }

    #[test]
    fn no_sequence_lets_a_rectifier_verify(tries in tries()) {
        let mut rectifiers = Vec::new();
        for step in live(&tries) {
            let Ok((_, event)) = &step.result else { continue };
            match event {
                EventKind::Started | EventKind::Finished => rectifiers.push(step.doer.account),
                EventKind::Verified | EventKind::Returned => prop_assert!(!rectifiers.contains(&step.doer.account)),
                _ => {}
            }
        }
    }

    #[test]
    fn nothing_is_closed_against_a_guard(tries in tries()) {
        for step in live(&tries) {
            if let Ok((after, EventKind::Closed)) = &step.result {
                prop_assert!(after.severity != Severity::SuspectedMajor);
                prop_assert!(after.severity == Severity::General || after.is_secured());
                prop_assert!(after.supervised_by.is_none() && after.controlled);
            }
        }
    }

    #[test]
    fn limits_of_rounds_hold(tries in tries()) {
        let steps = live(&tries);
        let count = |kind: EventKind| {
            steps.iter().filter(|step| step.result.as_ref().is_ok_and(|(_, event)| *event == kind)).count()
        };
        prop_assert!(count(EventKind::HandedBack) <= usize::from(Hazard::HAND_BACKS_MAX));
        prop_assert!(count(EventKind::Appealed) <= 1);
        prop_assert!(count(EventKind::Reopened) <= 1);
    }

    #[test]
    fn escalation_and_calls_remove_no_owner(tries in tries()) {
        for step in live(&tries) {
            let Ok((after, event)) = &step.result else { continue };
            prop_assert_eq!(after.unit, step.before.unit);
            if !matches!(event, EventKind::Assigned | EventKind::HandedBack) {
                prop_assert_eq!(after.body, step.before.body, "{}", event.word());
            }
        }
    }

    #[test]
    fn a_place_to_go_back_to_is_kept_exactly_while_it_is_needed(tries in tries()) {
        for step in live(&tries) {
            let Ok((after, _)) = &step.result else { continue };
            let away = matches!(after.state, State::Suspended | State::Duplicate);
            prop_assert_eq!(after.before.is_some(), away, "`{}`", after.state.word());
            prop_assert_eq!(after.merged_into.is_some(), after.state == State::Duplicate);
            prop_assert_eq!(after.suspended_until.is_some(), after.state == State::Suspended);
        }
    }

    #[test]
    fn versions_count_accepted_commands(tries in tries()) {
        let mut accepted = 0;
        for step in live(&tries) {
            prop_assert_eq!(step.before.version, 1 + accepted);
            accepted += i32::from(step.result.is_ok());
        }
    }

    #[test]
    fn check_foretells_apply(tries in tries()) {
        for step in live(&tries) {
            let foretold = step.before.check(step.command.action(), step.doer);
            match step.result {
                Ok((after, event)) => prop_assert_eq!(foretold, Ok((after.state, event))),
                Err(refusal) if foretold.is_err() => prop_assert_eq!(foretold, Err(refusal)),
                // What a command carries is looked at last.
                Err(refusal) => prop_assert!(matches!(
                    refusal,
                    Refusal::Text(_) | Refusal::Already | Refusal::TopReached | Refusal::Earlier | Refusal::Date
                        | Refusal::NoQuestion | Refusal::NoWhistle
                ), "{refusal:?}"),
            }
        }
    }
}

#[test]
fn a_follower_has_no_account_to_compare() {
    let rejected = after(&[(Action::Reject, 0)]);
    assert_eq!(rejected.rejecter, Some(account(0)));
    assert!(try_one(&rejected, Action::Appeal, "look again", Doer::default()).is_ok());
}

/// Laws about closing prove something only where lives get there.
#[test]
fn lives_reach_every_state_and_event() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut states, mut events) = (std::collections::BTreeSet::new(), std::collections::BTreeSet::new());
    for _ in 0..400 {
        let tries = tries().new_tree(&mut runner).unwrap().current();
        for step in live(&tries) {
            if let Ok((after, event)) = step.result {
                states.insert(after.state);
                events.insert(event);
            }
        }
    }
    let missing: Vec<State> = State::ALL.into_iter().filter(|state| !states.contains(state)).collect();
    assert_eq!(missing, []);
    let outside = [
        EventKind::Reported,
        EventKind::Imported,
        EventKind::Overdue,
        EventKind::Absorbed,
        EventKind::Recurred,
        EventKind::Amended,
    ];
    let missing: Vec<EventKind> =
        EventKind::ALL.into_iter().filter(|event| !events.contains(event) && !outside.contains(event)).collect();
    assert_eq!(missing, [], "`recurred` needs a closed other hazard and has a test of its own");
}

#[test]
fn only_what_was_closed_can_come_back() {
    let recur = |state: State| {
        let earlier = Hazard { state, ..another() };
        let around = Around { now: t0(), above: None, other: Some(&earlier) };
        reported().apply(&Command::Recur { earlier: earlier.id }, doer(0, 1, 2), &around).map(|(after, _)| after.recurs)
    };
    assert_eq!(recur(State::Closed), Ok(Some(another().id)));
    assert_eq!(recur(State::Rectifying), Err(Refusal::Earlier));
}

#[test]
fn the_journal_holds_every_fact_of_a_hazard_and_no_account() {
    let (body, other) = (BodyId(Uuid::from_u128(1)), HazardId(Uuid::from_u128(2)));
    let (unit, account) = (UnitId(Uuid::from_u128(3)), AccountId(Uuid::from_u128(4)));
    let whistle = Whistle {
        id: WhistleId(Uuid::from_u128(5)),
        kind: WhistleKind::Emergency,
        body,
        sounded_at: t0(),
        answered_at: Some(t0()),
    };
    let waiting = Waiting {
        id: WaitingId(Uuid::from_u128(6)),
        kind: WaitingReason::MaintenanceFund,
        body,
        asked_at: t0(),
        answer: Some((t0(), false)),
    };
    let whole = Hazard {
        before: Some(State::Assigned),
        asked: Some(body),
        controlled: true,
        suspended_until: Some(t0()),
        secured: 31,
        escalated_to: Some(unit),
        supervised_by: Some(unit),
        body: Some(body),
        hand_backs: 1,
        reporter: Some(account),
        rejecter: Some(account),
        rectifiers: vec![account],
        appealed: true,
        reopened: true,
        whistles: vec![whistle],
        waitings: vec![waiting],
        merged_into: Some(other),
        recurs: Some(other),
        verdict: Some(Verdict::Fixed),
        ..reported()
    };
    let facts = whole.facts();
    let names: BTreeSet<&str> = facts.keys().map(String::as_str).collect();
    assert_eq!(names, BTreeSet::from(Hazard::FACTS), "what verification looks at is what entries hold");
    let text = serde_json::to_string(&facts).unwrap();
    assert!(!text.contains(&account.0.to_string()), "people stand in the entries themselves");
    assert!(facts["waitings"][0]["granted"] == false && facts["whistles"][0]["answered_at"].is_i64());
}
