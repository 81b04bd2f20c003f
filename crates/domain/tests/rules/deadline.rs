//! Deadlines over the life of a hazard.

use domain::catalogue::Urgency;
use domain::deadline::{Deadline, Rules, Step, effect, next_due};
use domain::hazard::{Action, EventKind, State, next};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

use crate::common::t0;

fn rules() -> Rules {
    Rules::shipped(TimeZone::get("Asia/Shanghai").unwrap()).unwrap()
}

/// What can happen to one hazard, with the times: a walk through the loop, now and then overdue.
fn lives() -> impl Strategy<Value = Vec<(EventKind, State, Timestamp)>> {
    let wish = (prop::sample::select(&Action::ALL[..]), 0..20_000_i64, prop::bool::weighted(0.1));
    prop::collection::vec(wish, 0..120).prop_map(|wishes| {
        let mut state = State::Reported;
        let mut now = t0();
        let mut life = vec![(EventKind::Reported, state, now)];
        for (action, minutes, overdue) in wishes {
            let event = match next(state, action) {
                _ if overdue => EventKind::Overdue,
                Some((to, event)) => {
                    state = to;
                    event
                }
                None => continue,
            };
            now = now.checked_add(SignedDuration::from_mins(minutes)).unwrap();
            life.push((event, state, now));
        }
        life
    })
}

/// The deadlines after each event of a life.
fn history(urgency: Urgency, life: &[(EventKind, State, Timestamp)]) -> Vec<Vec<Deadline>> {
    let rules = rules();
    let mut deadlines = Vec::new();
    let step = |&(event, _, at): &(EventKind, State, Timestamp)| {
        deadlines = rules.after(deadlines.clone(), urgency, event, at).unwrap();
        deadlines.clone()
    };
    life.iter().map(step).collect()
}

fn urgencies() -> impl Strategy<Value = Urgency> {
    prop::sample::select(&Urgency::ALL[..])
}

#[test]
fn every_event_meets_and_opens_what_was_agreed() {
    let words = |steps: &[Step]| steps.iter().map(|step| step.word()).collect::<Vec<_>>().join(" ");
    let line = |event: EventKind| {
        let (met, opened) = effect(event);
        format!("{:<9} meets [{}] opens [{}]", event.word(), words(met), words(opened))
    };
    insta::assert_snapshot!(EventKind::ALL.map(line).join("\n"));
}

#[test]
fn overdue_is_past_the_limit_not_at_it() {
    let deadline = rules().deadline(Urgency::Emergency, Step::Accept, t0()).unwrap();
    let at = |seconds| t0().checked_add(SignedDuration::from_secs(seconds)).unwrap();
    assert!(!deadline.is_overdue(at(900)));
    assert!(deadline.is_overdue(at(901)));
}

#[test]
fn a_step_done_in_time_is_never_overdue_later() {
    let mut deadline = rules().deadline(Urgency::Emergency, Step::Accept, t0()).unwrap();
    deadline.met_at = Some(t0());
    assert!(!deadline.is_overdue(t0().checked_add(SignedDuration::from_hours(99)).unwrap()));
}

proptest! {
    #[test]
    fn a_step_has_at_most_one_open_deadline(urgency in urgencies(), life in lives()) {
        for deadlines in history(urgency, &life) {
            for step in Step::ALL {
                let open = deadlines.iter().filter(|d| d.step == step && d.met_at.is_none()).count();
                prop_assert!(open <= 1, "{open} open deadlines for `{}`", step.word());
            }
        }
    }

    #[test]
    fn nothing_ends_or_is_met_before_it_began(urgency in urgencies(), life in lives()) {
        for deadline in history(urgency, &life).into_iter().flatten() {
            prop_assert!(deadline.due_at >= deadline.started_at);
            prop_assert!(deadline.met_at.is_none_or(|met| met >= deadline.started_at));
        }
    }

    #[test]
    fn what_is_over_has_no_open_deadline(urgency in urgencies(), life in lives()) {
        for (deadlines, (_, state, _)) in history(urgency, &life).iter().zip(&life) {
            if !state.is_open() {
                prop_assert!(next_due(deadlines).is_none());
            }
        }
    }

    #[test]
    fn what_goes_on_has_an_open_deadline(urgency in urgencies(), life in lives()) {
        for (deadlines, (_, state, _)) in history(urgency, &life).iter().zip(&life) {
            if state.is_open() {
                prop_assert!(next_due(deadlines).is_some(), "nothing is due in `{}`", state.word());
            }
        }
    }

    #[test]
    fn the_next_one_due_is_the_earliest_open(urgency in urgencies(), life in lives()) {
        for deadlines in history(urgency, &life) {
            let open = deadlines.iter().filter(|d| d.met_at.is_none());
            prop_assert_eq!(next_due(&deadlines).map(|d| d.due_at), open.map(|d| d.due_at).min());
        }
    }

    #[test]
    fn what_was_met_stays_as_it_was(urgency in urgencies(), life in lives()) {
        for pair in history(urgency, &life).windows(2) {
            let met: Vec<_> = pair[0].iter().filter(|d| d.met_at.is_some()).collect();
            prop_assert!(met.iter().all(|deadline| pair[1].contains(deadline)));
            prop_assert!(pair[1].len() >= pair[0].len());
        }
    }
}
