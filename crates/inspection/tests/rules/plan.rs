//! Plans: what ships holds together, seasons hold, and what cannot be used is refused.

use std::collections::BTreeSet;

use inspection::Plan;
use inspection::plan::{Places, Plans};
use jiff::tz::TimeZone;

use crate::common::{at, codes, shipped, words};

fn lists() -> BTreeSet<String> {
    shipped().into_iter().map(|list| list.id).collect()
}

fn plans() -> Vec<Plan> {
    Plans::shipped().expect("the plans that ship").plans
}

fn plan(id: &str) -> Plan {
    plans().into_iter().find(|plan| plan.id == id).expect("a plan that ships")
}

#[test]
fn every_shipped_plan_holds_together_and_stands_once() {
    for plan in plans() {
        assert_eq!(plan.check(&words(), &lists()), Ok(()), "{}", plan.id);
    }
    let ids: BTreeSet<String> = plans().into_iter().map(|plan| plan.id).collect();
    assert_eq!(ids.len(), plans().len());
}

#[test]
fn every_shipped_checklist_has_a_plan_for_places_that_it_is_made_for() {
    for list in shipped() {
        let own: Vec<Plan> = plans().into_iter().filter(|plan| plan.checklist == list.id).collect();
        assert!(!own.is_empty(), "{}", list.id);
        for plan in own {
            let Places::Kinds(kinds) = &plan.places else { panic!("{} names places", plan.id) };
            assert!(kinds.iter().all(|kind| list.suits(kind)), "{}", plan.id);
        }
    }
}

/// The keys of the rounds of a shipped plan in this time.
fn keys(id: &str, from: &str, to: &str) -> Vec<String> {
    let zone = TimeZone::get("Asia/Shanghai").expect("a bundled zone");
    let rounds = plan(id).occurrences(&zone, at(from), at(to)).expect("rounds");
    rounds.iter().map(inspection::plan::Occurrence::key).collect()
}

#[test]
fn garages_are_looked_at_within_the_flood_season_alone() {
    let keys = keys("garage_flood_season", "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z");
    assert_eq!((keys.len(), keys[0].as_str(), keys[9].as_str()), (10, "2026-05-01", "2026-09-15"));
}

#[test]
fn a_heating_season_crosses_the_turn_of_the_year() {
    let keys = keys("gas_heating_season", "2026-09-01T00:00:00Z", "2027-09-01T00:00:00Z");
    assert_eq!(keys, ["2026-11-20", "2026-12-20", "2027-01-20", "2027-02-20"]);
}

#[test]
fn it_concerns_places_by_kind_or_by_name() {
    let mut plan = plan("lift_monthly");
    assert!(plan.concerns("lift-9", "lift") && !plan.concerns("lift-9", "shop"));
    plan.places = Places::Named(vec!["lift-9".to_owned()]);
    assert!(plan.concerns("lift-9", "other") && !plan.concerns("lift-8", "lift"));
}

/// What the check says of the plan for garages after a change.
fn changed(change: impl FnOnce(&mut Plan)) -> Vec<(&'static str, String)> {
    let mut plan = plan("garage_flood_season");
    change(&mut plan);
    codes(plan.check(&words(), &lists()))
}

fn with_rule(rule: &str) -> Vec<(&'static str, String)> {
    changed(|plan| plan.schedule.iter_mut().for_each(|schedule| schedule.rule = rule.to_owned()))
}

#[test]
fn a_rule_must_give_a_day_within_the_season() {
    let refused = [("recurrence_invalid", "/schedule/rule".to_owned())];
    assert_eq!(with_rule("FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1"), refused, "never in the flood season");
    assert_eq!(with_rule("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"), refused, "in no year");
    assert_eq!(with_rule("FREQ=SOMETIMES"), refused);
}

#[test]
fn something_must_set_it_off() {
    let never = changed(|plan| (plan.schedule, plan.triggers) = (None, Vec::new()));
    assert_eq!(never, [("plan_never_due", "/schedule".to_owned())]);
}

#[test]
fn its_words_are_known() {
    let unknown = changed(|plan| {
        plan.checklist = "garage".to_owned();
        plan.places = Places::Kinds(vec!["garage".to_owned()]);
        plan.triggers[0].hazard = "rain".to_owned();
        plan.triggers[0].colours = vec!["green".to_owned()];
        plan.triggers[0].hours = 0;
    });
    let expected = [
        ("checklist_unknown", "/checklist"),
        ("place_kind_unknown", "/places/kinds/0"),
        ("hazard_unknown", "/triggers/0/hazard"),
        ("colour_unknown", "/triggers/0/colours/0"),
        ("out_of_range", "/triggers/0/hours"),
    ];
    assert_eq!(unknown, expected.map(|(code, path)| (code, path.to_owned())));
}

#[test]
fn a_round_is_due_for_at_least_a_day_and_at_most_a_year() {
    for days in [0, 367] {
        let refused = changed(|plan| plan.schedule.iter_mut().for_each(|schedule| schedule.days = days));
        assert_eq!(refused, [("out_of_range", "/schedule/days".to_owned())]);
    }
}
