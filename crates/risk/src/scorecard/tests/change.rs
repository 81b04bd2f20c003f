use proptest::prelude::*;

use super::laws::{any_facts, any_kind};
use super::*;

fn total(change: &Change) -> Points {
    let parts: Points = change.parts.iter().map(|part| part.points).sum();
    change.from + change.rules + parts + change.cut + change.lift
}

proptest! {
    #[test]
    fn a_change_adds_up(old in any_facts(), new in any_facts(), kind in any_kind()) {
        let (old, new) = (explained(kind, old), explained(kind, new));
        let change = change(&old, &old, &new).expect("the same rules");
        prop_assert_eq!(total(&change), new.grade.score);
        prop_assert_eq!(change.rules, Points::ZERO);
        for part in &change.parts {
            prop_assert_eq!(part.measured + part.weighed, part.points);
        }
    }
}

#[test]
fn a_change_of_rules_stands_apart() {
    let rules = other_rules();
    let by = |rules: &Rules, facts| {
        let node = Node { parent: None, kind: NodeKind::Place, facts, before: None };
        Tree::new(rules.clone(), vec![node], NOW).expect("a tree").explain(0).expect("the node is there")
    };
    let (then, now) = (place(&[(Measure::UnderBlue, 1)]), place(&[(Measure::UnderYellow, 1)]));
    let (old, recast, new) = (by(&shipped(), then.clone()), by(&rules, then), by(&rules, now));
    let taken = change(&old, &recast, &new).expect("the new rules twice");
    // Warnings are scored 10 and then 30 by either; their weight is 1/6 by the old rules and 1/4 by the new.
    assert_eq!(taken.rules, recast.grade.score - old.grade.score);
    assert_eq!(total(&taken), new.grade.score);
    assert_eq!(change(&old, &old, &new).expect_err("the old rules").code, "contradiction");
}

/// The aspect of warnings weighs twice as much.
fn other_rules() -> Rules {
    let mut definition = shipped().definition().clone();
    definition.version = "1-double".to_owned();
    definition.aspects.iter_mut().filter(|aspect| aspect.code == "warning").for_each(|aspect| aspect.weight = 2.0);
    Rules::new(definition).expect("another weight")
}

#[test]
fn silence_is_told_as_silence() {
    let old = explained(NodeKind::Place, place(&[(Measure::Sensors, 3), (Measure::SensorsSilent, 3)]));
    let mut facts = place(&[]);
    facts.missing(Source::Sensors);
    let new = explained(NodeKind::Place, facts);
    let change = change(&old, &old, &new).expect("the same rules");
    let causes: Vec<_> = change.parts.iter().map(|part| (part.indicator.as_str(), part.cause)).collect();
    assert_eq!(causes, [("sensors_silent", Cause::BecameUnknown)]);
}

#[test]
fn what_weight_does_stands_apart_from_what_was_measured() {
    let old = explained(NodeKind::Place, place(&[(Measure::UnderRed, 1)]));
    let new = explained(NodeKind::Place, place(&[(Measure::UnderRed, 1), (Measure::Sensors, 3)]));
    let change = change(&old, &old, &new).expect("the same rules");
    // One of three aspects; then half of it.
    let part = change.parts.iter().find(|part| part.indicator == "warnings").expect("it changed");
    assert_eq!((part.measured, part.weighed), (Points::ZERO, Points(16_666_666) - Points(33_333_333)));
}
