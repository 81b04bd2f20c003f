use super::*;

fn candidate(work: Work, of: &'static str, count: u32) -> Candidate<&'static str> {
    Candidate { work, of, count }
}

#[test]
fn the_three_that_lower_most_come_first() {
    let tree = alone(NodeKind::Grid, facts(&[(Measure::HazardPlaces, 10), (Measure::GeneralOverdue, 9)]), None);
    let candidates = [
        candidate(Work::HoldDrills, "grid", 1),
        candidate(Work::RectifyGeneral, "stairwell", 1),
        candidate(Work::RectifyGeneral, "garage", 5),
        candidate(Work::RectifyGeneral, "roof", 1),
        candidate(Work::RectifyGeneral, "gas room", 2),
    ];
    let actions = tree.actions(0, &candidates).expect("the node is there");
    let of: Vec<_> = actions.iter().map(|action| (action.of, action.owner)).collect();
    let body = Owner::HazardBody;
    assert_eq!(of, [("garage", body), ("gas room", body), ("stairwell", body)]);
}

#[test]
fn what_others_hide_is_named() {
    let tree = alone(NodeKind::Place, place(&[(Measure::MajorOverdue, 2)]), None);
    let candidates = ["slope", "wall"].map(|of| candidate(Work::RectifyMajor, of, 1));
    let actions = tree.actions(0, &candidates).expect("the node is there");
    assert_eq!(actions.len(), 2);
    for action in actions {
        // Twenty is where the scale ends, so that one of two changes nothing.
        assert_eq!((action.lowers, action.lowers_last), (Points::ZERO, Points(60_000_000)));
    }
}

#[test]
fn an_action_lowers_by_what_a_recomputation_says() {
    let tree = alone(NodeKind::Place, place(&[(Measure::MajorOverdue, 1)]), None);
    let actions = tree.actions(0, &[candidate(Work::RectifyMajor, "slope", 1)]).expect("the node is there");
    let done = graded(place(&[]));
    assert_eq!(actions[0].lowers, tree.grades()[0].score - done.score);
    assert_eq!(actions[0].level, done.level);
}

#[test]
fn no_more_is_done_than_there_is() {
    let tree = alone(NodeKind::Place, place(&[(Measure::GeneralOverdue, 2)]), None);
    let actions = tree.actions(0, &[candidate(Work::RectifyGeneral, "garage", 9)]).expect("the node is there");
    assert_eq!(actions[0].count, 2);
}

#[test]
fn what_lowers_nothing_is_not_named() {
    let tree = alone(NodeKind::Place, place(&[]), None);
    let all = [Work::RectifyMajor, Work::InspectPlaces, Work::HoldDrills].map(|work| candidate(work, "place", 1));
    assert_eq!(tree.actions(0, &all).expect("the node is there"), []);
}

/// The last of them is reckoned with the others done, whatever they are: no count may be of two works.
#[test]
fn no_two_works_change_the_same_counts() {
    let mut full = facts(&[]);
    full.counts = [10; Measure::COUNT];
    let sums = sums::Sums::of(&reported(full), &shipped(), NOW);
    let mut changed = [0; Measure::COUNT];
    for work in Work::ALL {
        let mut done = sums.clone();
        for of in [Measure::PlacesSeen, Measure::PostsFilled, Measure::PlansCurrent, Measure::RequestsHelped] {
            done.counts[of as usize] = 5;
        }
        for of in [Measure::DrillsHeld, Measure::HouseholdsReached, Measure::IncidentsReviewed] {
            done.counts[of as usize] = 5;
        }
        let before = done.clone();
        assert_eq!(work.apply(&mut done, 1), 1, "{work:?}");
        for (changed, (new, old)) in changed.iter_mut().zip(done.counts.iter().zip(before.counts)) {
            *changed += usize::from(*new != old);
        }
    }
    assert!(changed.iter().all(|works| *works <= 1), "{changed:?}");
}

fn reported(mut facts: Facts) -> Facts {
    facts.readings = [Reading::At(NOW); Source::COUNT];
    facts
}

#[test]
fn work_is_of_a_body_or_a_unit() {
    assert_eq!(Work::RepairSensors.owner(), Owner::PlaceBody);
    assert_eq!(Work::RevisePlans.owner(), Owner::PlanBody);
    assert_eq!(Work::FillPosts.owner(), Owner::Unit);
}
