//! Warnings add a round by themselves, once each.

use std::collections::BTreeSet;

use inspection::Plan;
use inspection::plan::{Cause, Plans, Warned};

use crate::common::at;

fn shipped() -> Vec<Plan> {
    Plans::shipped().expect("the plans that ship").plans
}

fn warned(hazard: &'static str, colour: &'static str) -> Warned<'static> {
    Warned { id: "chain-1", hazard, colour, at: at("2026-12-20T10:00:00Z") }
}

/// The plans that ship to which the warning adds a round.
fn set_off(hazard: &'static str, colour: &'static str) -> Vec<String> {
    let rounds = shipped().into_iter().filter_map(|plan| plan.triggered(warned(hazard, colour), &BTreeSet::new()));
    rounds.map(|round| round.plan).collect()
}

#[test]
fn an_orange_rainstorm_warning_adds_the_check_of_garages_out_of_season_too() {
    assert_eq!(set_off("rainstorm", "orange"), ["garage_flood_season"]);
    assert_eq!(set_off("rainstorm", "red"), ["garage_flood_season"]);
    assert_eq!(set_off("rainstorm", "yellow"), Vec::<String>::new());
    assert_eq!(set_off("heat", "red"), Vec::<String>::new());
}

fn garage() -> Plan {
    shipped().into_iter().find(|plan| plan.id == "garage_flood_season").expect("the plan for garages")
}

#[test]
fn the_round_opens_with_the_warning_and_is_due_for_its_hours() {
    let round = garage().triggered(warned("rainstorm", "orange"), &BTreeSet::new()).expect("a round");
    assert_eq!((round.opens, round.closes), (at("2026-12-20T10:00:00Z"), at("2026-12-20T16:00:00Z")));
    assert_eq!(round.key(), "warning:chain-1");
    let (warning, hazard, colour) = ("chain-1".to_owned(), "rainstorm".to_owned(), "orange".to_owned());
    assert_eq!(round.cause, Cause::Warning { warning, hazard, colour });
}

#[test]
fn a_warning_adds_one_round_however_often_it_is_updated() {
    let known = BTreeSet::from(["warning:chain-1".to_owned()]);
    assert_eq!(garage().triggered(warned("rainstorm", "red"), &known), None);
    let next = Warned { id: "chain-2", ..warned("rainstorm", "red") };
    assert_eq!(garage().triggered(next, &known).map(|round| round.key()).as_deref(), Some("warning:chain-2"));
}
