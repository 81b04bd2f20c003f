//! The loop from report to closed.

use std::fmt::Write;

use domain::catalogue::Catalogue;
use domain::hazard::{Action, Command, Draft, EventKind, Hazard, Refusal, State, TEXT_MAX_CHARS, next};
use domain::id::AccountId;
use domain::unit::UnitKind;
use proptest::prelude::*;

use crate::common::{account, body, hazard_id, t0, unit};

/// A hazard just reported.
fn reported() -> Hazard {
    let unit = unit(1, UnitKind::CommunityGrid, None);
    let catalogue = Catalogue::shipped().unwrap();
    let draft =
        Draft::new(hazard_id(), "A04".to_owned(), None, (None, None), None, Some(unit.id), None, None, t0()).unwrap();
    Hazard::open(&draft, catalogue.get("A04").unwrap(), &unit, None, t0()).0
}

fn command(action: Action, text: &str) -> Command {
    let text = text.to_owned();
    match action {
        Action::Accept => Command::Accept,
        Action::Reject => Command::Reject { reason: text },
        Action::Assign => Command::Assign { body: body(1) },
        Action::Control => Command::Control { note: text },
        Action::Start => Command::Start,
        Action::Finish => Command::Finish { note: text },
        Action::Verify => Command::Verify,
        Action::Return => Command::Return { reason: text },
        Action::Close => Command::Close,
    }
}

/// Commands of three people, mostly with a text where one is needed.
fn commands() -> impl Strategy<Value = Vec<(Command, AccountId)>> {
    let text = prop_oneof![9 => Just("done"), 1 => Just(" ")];
    let one = (prop::sample::select(&Action::ALL[..]), text, 0..3_u32)
        .prop_map(|(action, text, who)| (command(action, text), account(who)));
    prop::collection::vec(one, 1..150)
}

fn after(actions: &[(Action, u32)]) -> Hazard {
    actions
        .iter()
        .fold(reported(), |hazard, &(action, who)| hazard.apply(&command(action, "done"), account(who)).unwrap().0)
}

#[test]
fn every_pair_of_state_and_action_is_as_agreed() {
    let mut table = String::new();
    for state in State::ALL {
        for action in Action::ALL {
            let result =
                next(state, action).map_or("-".to_owned(), |(to, event)| format!("{} ({})", to.word(), event.word()));
            writeln!(table, "{:<22} {:<8} {result}", state.word(), action.word()).unwrap();
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

#[test]
fn the_main_path_reaches_closed() {
    let path = [
        (Action::Accept, 0),
        (Action::Assign, 0),
        (Action::Control, 1),
        (Action::Start, 1),
        (Action::Finish, 1),
        (Action::Return, 0),
        (Action::Finish, 1),
        (Action::Verify, 0),
        (Action::Close, 0),
    ];
    assert_eq!(after(&path).state, State::Closed);
}

#[test]
fn whoever_finished_may_not_judge() {
    let path =
        [(Action::Accept, 0), (Action::Assign, 0), (Action::Control, 0), (Action::Start, 0), (Action::Finish, 1)];
    let waiting = after(&path);
    for action in [Action::Verify, Action::Return] {
        assert_eq!(waiting.apply(&command(action, "done"), account(1)), Err(Refusal::VerifierIsRectifier));
    }
}

#[test]
fn texts_are_needed_and_bounded() {
    let reject = |text: &str| reported().apply(&command(Action::Reject, text), account(0)).map(|_| ());
    let refused = Err(Refusal::Text(Action::Reject));
    assert_eq!(reject(&"长".repeat(TEXT_MAX_CHARS)), Ok(()));
    assert_eq!(reject(&"长".repeat(TEXT_MAX_CHARS + 1)), refused);
    assert_eq!(reject("\n \u{3000}"), refused);
}

#[test]
fn regression_a_null_character_reached_the_database() {
    let refused = Err(Refusal::Text(Action::Reject));
    assert_eq!(reported().apply(&command(Action::Reject, "a\0b"), account(0)).map(|_| ()), refused);
    assert!(reported().apply(&command(Action::Reject, "two\r\nlines\tand a tab"), account(0)).is_ok());
}

proptest! {
    #[test]
    fn no_sequence_leaves_a_closed_state(commands in commands()) {
        let mut hazard = reported();
        for (command, actor) in commands {
            let ended = !hazard.state.is_open();
            if let Ok((after, _)) = hazard.apply(&command, actor) {
                prop_assert!(!ended, "{command:?} left `{}`", hazard.state.word());
                hazard = after;
            }
        }
    }

    #[test]
    fn no_sequence_lets_the_rectifier_verify(commands in commands()) {
        let mut hazard = reported();
        let mut rectifier = None;
        for (command, actor) in commands {
            let Ok((after, event)) = hazard.apply(&command, actor) else { continue };
            match event {
                EventKind::Started | EventKind::Finished => rectifier = Some(actor),
                EventKind::Verified | EventKind::Returned => prop_assert_ne!(rectifier, Some(actor)),
                _ => {}
            }
            hazard = after;
        }
    }

    #[test]
    fn versions_count_accepted_commands(commands in commands()) {
        let mut hazard = reported();
        let mut accepted = 0;
        for (command, actor) in commands {
            let before = hazard.clone();
            if let Ok((after, _)) = hazard.apply(&command, actor) {
                accepted += 1;
                hazard = after;
            } else {
                prop_assert_eq!(&before, &hazard);
            }
            prop_assert_eq!(hazard.version, 1 + accepted);
        }
    }

    #[test]
    fn commands_change_nothing_but_what_they_are_about(commands in commands()) {
        let mut hazard = reported();
        for (command, actor) in commands {
            let Ok((after, _)) = hazard.apply(&command, actor) else { continue };
            let expected = Hazard {
                state: after.state,
                version: after.version,
                body: if let Command::Assign { body } = command { Some(body) } else { hazard.body },
                rectifier: if matches!(command, Command::Start | Command::Finish { .. }) { Some(actor) } else { hazard.rectifier },
                ..hazard.clone()
            };
            prop_assert_eq!(&after, &expected);
            hazard = after;
        }
    }

    #[test]
    fn check_foretells_apply(commands in commands()) {
        let mut hazard = reported();
        for (command, actor) in commands {
            let foretold = hazard.check(command.action(), actor);
            match hazard.apply(&command, actor) {
                Ok((after, event)) => {
                    prop_assert_eq!(foretold, Ok((after.state, event)));
                    hazard = after;
                }
                Err(Refusal::Text(_)) => prop_assert!(foretold.is_ok()),
                Err(refusal) => prop_assert_eq!(foretold, Err(refusal)),
            }
        }
    }
}
