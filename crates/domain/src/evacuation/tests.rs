//! Nobody is lost, nobody goes home by a report.

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

use super::{Counts, EvacuationRefusal, HomeRefusal, Moving, Return, Situation, Stage, may_return};

fn stage() -> impl Strategy<Value = Stage> {
    proptest::sample::select(Stage::ALL.to_vec())
}

#[test]
fn whoever_is_there_or_may_still_come_needs_room_and_whoever_left_was_there() {
    let go = |counts: Counts, from, to, households| counts.go(Moving { from, to, households }).expect("a way");
    let listed = Counts::listed(10).expect("a group");
    assert_eq!((listed.room_needed(), listed.arrivals()), (10, 0));
    let moved = go(go(listed, Stage::Listed, Stage::Relatives, 2), Stage::Listed, Stage::Shelter, 3);
    assert_eq!((moved.room_needed(), moved.arrivals()), (8, 3), "relatives take in two");
    let left = go(moved, Stage::Shelter, Stage::LeftEarly, 3);
    assert_eq!((left.room_needed(), left.arrivals()), (8, 3), "they may come back");
    assert_eq!(go(moved, Stage::Shelter, Stage::AfterCare, 1).authorise().arrivals(), 5, "counts tell no more");
}

proptest! {
    #[test]
    fn as_many_households_come_out_as_went_in(
        start in 0_u32..200,
        steps in proptest::collection::vec((stage(), stage(), 0_u32..50), 0..60),
    ) {
        let mut counts = Counts::listed(start).expect("a group");
        for (from, to, households) in steps {
            if let Ok(after) = counts.go(Moving { from, to, households }) {
                counts = after;
            }
            prop_assert_eq!(counts.total(), start);
            prop_assert_eq!(counts.authorise().total(), start);
        }
    }

    #[test]
    fn doors_take_households_from_the_list_and_only_a_door_beyond_it_is_one_more(
        start in 0_u32..20,
        ticks in proptest::collection::vec((0_usize..30, stage()), 0..80),
    ) {
        let mut counts = Counts::listed(start).expect("a group");
        let mut doors: std::collections::BTreeMap<usize, Stage> = std::collections::BTreeMap::new();
        for (door, to) in ticks {
            let marked = marks(&doors);
            if let Some(after) = counts.mark(&marked, doors.get(&door).copied(), to) {
                counts = after;
                doors.insert(door, to);
            }
            let marked = marks(&doors);
            prop_assert_eq!(counts.without(&marked).total() + marked.total(), counts.total());
            prop_assert!(counts.total() >= start);
            prop_assert!(counts.total() <= start + u32::try_from(doors.len()).expect("few doors"));
        }
    }
}

fn marks(doors: &std::collections::BTreeMap<usize, Stage>) -> Counts {
    let mut counts = [0; Stage::ALL.len()];
    for stage in doors.values() {
        counts[*stage as usize] += 1;
    }
    Counts::from_array(counts)
}

#[test]
fn nobody_goes_home_by_a_report_alone() {
    for from in Stage::ALL {
        assert!(!from.leads_to(Stage::ReturnAuthorised), "{from:?}");
        assert_eq!(from.leads_to(Stage::Returned), from == Stage::ReturnAuthorised, "{from:?}");
    }
    let at_shelter = Counts::listed(4).and_then(|list| step(&list, Stage::Listed, Stage::Shelter, 4)).expect("moved");
    let left = step(&at_shelter, Stage::Shelter, Stage::LeftEarly, 1).expect("seen");
    assert_eq!((left.unaccounted(), left.sheltered()), (1, 3), "who left early is looked for");
    let authorised = left.authorise();
    assert_eq!((authorised.at(Stage::ReturnAuthorised), authorised.at(Stage::LeftEarly)), (3, 1));
}

fn step(counts: &Counts, from: Stage, to: Stage, households: u32) -> Result<Counts, EvacuationRefusal> {
    counts.go(Moving { from, to, households })
}

#[test]
fn every_stage_is_safe_or_in_somebodys_hand_and_can_be_reached() {
    for stage in Stage::ALL {
        assert_eq!(stage.is_safe(), stage.hand().is_none(), "{stage:?}");
        let reached = stage == Stage::Listed
            || stage == Stage::ReturnAuthorised
            || Stage::ALL.into_iter().any(|from| from.leads_to(stage));
        assert!(reached, "{stage:?}");
    }
}

#[test]
fn a_recount_adds_those_whom_nobody_had_listed_and_takes_away_nobody_who_was_reached() {
    let told = Counts::listed(10).and_then(|list| step(&list, Stage::Listed, Stage::Notified, 6)).expect("told");
    assert_eq!(told.recount(15).expect("more").at(Stage::Listed), 9);
    assert_eq!(told.recount(6).expect("fewer").total(), 6);
    assert_eq!(told.recount(5), Err(EvacuationRefusal::Reached { asked: 5, reached: 6 }));
}

#[test]
fn nobody_returns_within_a_day_of_the_rain_while_the_risk_is_high() {
    let now: Timestamp = "2021-07-22T08:00:00+08:00".parse().expect("a time");
    let ago = |hours| now.saturating_sub(SignedDuration::from_hours(hours)).ok();
    let open =
        Situation { decided: Return::Open, above: false, risk_high: true, rain_ended_at: None, not_before: None, now };
    assert_eq!(may_return(open), Err(HomeRefusal::AfterRain), "it rains");
    assert_eq!(may_return(Situation { rain_ended_at: ago(23), ..open }), Err(HomeRefusal::AfterRain));
    assert_eq!(may_return(Situation { rain_ended_at: ago(24), ..open }), Ok(()));
    assert_eq!(may_return(Situation { risk_high: false, ..open }), Ok(()));
    let later = now.saturating_add(SignedDuration::from_hours(1)).ok();
    let named = Situation { risk_high: false, not_before: later, ..open };
    assert_eq!(may_return(named), Err(HomeRefusal::TooEarly));
    let refused = Situation { decided: Return::Refused, risk_high: false, ..open };
    assert_eq!(may_return(refused), Err(HomeRefusal::RefusedAbove));
    assert_eq!(may_return(Situation { above: true, ..refused }), Ok(()));
    assert_eq!(may_return(Situation { decided: Return::Authorised, ..open }), Err(HomeRefusal::Decided));
}
