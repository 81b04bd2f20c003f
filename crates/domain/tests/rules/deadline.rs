//! Deadlines over the life of a hazard.

use domain::catalogue::Urgency;
use domain::deadline::{Deadline, Rules, Step, effect, next_due};
use domain::hazard::{EventKind, Grading, Severity, State};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

use crate::common::hazard::{live, reported, tries};
use crate::common::t0;

fn rules() -> Rules {
    Rules::shipped(TimeZone::get("Asia/Shanghai").unwrap()).unwrap()
}

/// What happened to one hazard, with its grading and the times: a life, now and then overdue.
type Life = Vec<(EventKind, Grading, State, Timestamp)>;

fn lives() -> impl Strategy<Value = Life> {
    tries().prop_map(|tries| {
        let opened = reported();
        let mut life = vec![(EventKind::Reported, opened.grading(), opened.state, t0())];
        for step in live(&tries) {
            match step.result {
                Ok((after, event)) => life.push((event, after.grading(), after.state, step.at)),
                Err(_) if step.before.version % 3 == 0 => {
                    life.push((EventKind::Overdue, step.before.grading(), step.before.state, step.at));
                }
                Err(_) => {}
            }
        }
        life
    })
}

/// The deadlines after each event of a life.
fn history(life: &Life) -> Vec<Vec<Deadline>> {
    let rules = rules();
    let mut deadlines = Vec::new();
    let step = |&(event, grading, _, at): &(EventKind, Grading, State, Timestamp)| {
        deadlines = rules.after(deadlines.clone(), grading, event, at).unwrap();
        deadlines.clone()
    };
    life.iter().map(step).collect()
}

fn emergency() -> Grading {
    Grading { urgency: Urgency::Emergency, severity: Severity::General, until: None }
}

#[test]
fn every_event_meets_and_opens_what_was_agreed() {
    let words = |steps: &[Step]| steps.iter().map(|step| step.word()).collect::<Vec<_>>().join(" ");
    let line = |event: EventKind| {
        let effect = effect(event);
        let (meets, opens) = (words(effect.meets), words(effect.opens));
        format!("{:<17} meets [{meets}] opens [{opens}] others {:?}", event.word(), effect.others)
    };
    insta::assert_snapshot!(EventKind::ALL.map(line).join("\n"));
}

#[test]
fn overdue_is_past_the_limit_not_at_it() {
    let deadline = rules().deadline(emergency(), Step::Accept, t0()).unwrap();
    let at = |seconds| t0().checked_add(SignedDuration::from_secs(seconds)).unwrap();
    assert!(!deadline.is_overdue(at(900)));
    assert!(deadline.is_overdue(at(901)));
}

#[test]
fn a_step_done_in_time_is_never_overdue_later() {
    let mut deadline = rules().deadline(emergency(), Step::Accept, t0()).unwrap();
    deadline.met_at = Some(t0());
    assert!(!deadline.is_overdue(t0().checked_add(SignedDuration::from_hours(99)).unwrap()));
}

proptest! {
    #[test]
    fn a_step_has_at_most_one_open_deadline(life in lives()) {
        for deadlines in history(&life) {
            for step in Step::ALL {
                let open = deadlines.iter().filter(|d| d.step == step && d.is_open()).count();
                prop_assert!(open <= 1, "{open} open deadlines for `{}`", step.word());
            }
        }
    }

    #[test]
    fn nothing_ends_or_is_met_before_it_began(life in lives()) {
        for deadline in history(&life).into_iter().flatten() {
            prop_assert!(deadline.due_at >= deadline.started_at);
            prop_assert!(deadline.met_at.is_none_or(|met| met >= deadline.started_at));
        }
    }

    #[test]
    fn what_is_over_has_no_open_deadline(life in lives()) {
        for (deadlines, (_, _, state, _)) in history(&life).iter().zip(&life) {
            if !state.is_open() {
                prop_assert!(next_due(deadlines).is_none());
            }
        }
    }

    #[test]
    fn what_goes_on_has_an_open_deadline(life in lives()) {
        for (deadlines, (_, _, state, _)) in history(&life).iter().zip(&life) {
            if state.is_open() {
                prop_assert!(next_due(deadlines).is_some(), "nothing is due in `{}`", state.word());
            }
        }
    }

    #[test]
    fn the_next_one_due_is_the_earliest_open(life in lives()) {
        for deadlines in history(&life) {
            let open = deadlines.iter().filter(|d| d.is_open() && !d.is_paused());
            prop_assert_eq!(next_due(&deadlines).map(|d| d.due_at), open.map(|d| d.due_at).min());
        }
    }

    #[test]
    fn what_was_met_stays_as_it_was(life in lives()) {
        for pair in history(&life).windows(2) {
            let met: Vec<_> = pair[0].iter().filter(|d| d.met_at.is_some()).collect();
            prop_assert!(met.iter().all(|deadline| pair[1].contains(deadline)));
            prop_assert!(pair[1].len() >= pair[0].len());
        }
    }
}
