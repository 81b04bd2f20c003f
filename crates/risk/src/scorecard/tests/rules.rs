use serde_json::{Value, json};

use super::*;

const FILE: &str = include_str!("../../../../../data/catalogue/risk_scorecard.json");

#[test]
fn the_six_aspects_weigh_the_same() {
    let rules = shipped();
    assert_eq!(rules.definition().aspects.len(), 6);
    assert!(rules.aspects.iter().all(|weight| (weight - 1.0 / 6.0).abs() < 1e-12));
}

#[test]
fn every_source_and_count_is_used_or_worsens_nothing() {
    let rules = shipped();
    let used = |measure: &Measure| {
        let indicators = &rules.definition().indicators;
        indicators.iter().any(|one| {
            let of = one.of.iter().any(|term| term.measure == *measure);
            of || one.per == *measure || one.unknown == Some(*measure)
        })
    };
    let unused: Vec<_> = Measure::ALL.iter().filter(|measure| !used(measure)).collect();
    assert_eq!(unused, [&Measure::GeneralControlled, &Measure::MajorControlled]);
    assert_eq!(rules.definition().sources.len(), Source::COUNT);
}

#[test]
fn every_name_is_there_in_both_languages() {
    let definition = shipped().definition().clone();
    let floors = definition.floors.iter().map(|floor| match floor {
        Floor::Count { names, .. } | Floor::Indicator { names, .. } => names,
    });
    let names = definition.aspects.iter().map(|one| &one.names);
    let names = names.chain(definition.sources.iter().map(|one| &one.names));
    let names = names.chain(definition.indicators.iter().map(|one| &one.names)).chain(floors);
    for names in names {
        assert!(!names.zh.is_empty() && !names.en.is_empty(), "{names:?}");
    }
}

#[test]
fn what_cannot_be_used_is_refused_where_it_stands() {
    let cases = [
        ("/version", json!(""), "/version", "empty"),
        ("/bands/1/from", json!(10), "/bands/1/from", "out_of_range"),
        ("/bands/0/leave_below", json!(21), "/bands/0/leave_below", "out_of_range"),
        ("/bands/0/level", json!("major"), "/bands", "contradiction"),
        ("/gaps/known_at_least", json!(0), "/gaps/known_at_least", "out_of_range"),
        ("/gaps/shown_from", json!("low"), "/gaps/shown_from", "contradiction"),
        ("/overrides/days", json!(0), "/overrides/days", "out_of_range"),
        ("/resampling/weight_spread", json!(1), "/resampling/weight_spread", "out_of_range"),
        ("/sources/1/source", json!("hazards"), "/sources/1", "contradiction"),
        ("/sources/0/stale_after_hours", json!(0), "/sources/0/stale_after_hours", "out_of_range"),
        ("/aspects/1/code", json!("organisation"), "/aspects/1/code", "contradiction"),
        ("/aspects/0/weight", json!(-1), "/aspects/0/weight", "out_of_range"),
        ("/indicators/0/aspect", json!("luck"), "/indicators/0/aspect", "unknown_name"),
        ("/indicators/0/per", json!("plans"), "/indicators/0/of/0/measure", "contradiction"),
        ("/indicators/3/unknown", json!("posts"), "/indicators/3/unknown", "contradiction"),
        ("/indicators/0/of", json!([]), "/indicators/0/of", "empty"),
        ("/indicators/0/scale/1/at", json!(0.5), "/indicators/0/scale/1/at", "out_of_range"),
        ("/indicators/0/scale/1/score", json!(101), "/indicators/0/scale/1/score", "out_of_range"),
        ("/ceiling/danger/0", json!("luck"), "/ceiling/danger/0", "unknown_name"),
        ("/floors/0/from", json!(0), "/floors/0/from", "out_of_range"),
        ("/floors/1/factor", json!(2), "/floors/1/factor", "out_of_range"),
        ("/floors/1/code", json!("major_hazard"), "/floors/1/code", "contradiction"),
        ("/id", json!(1), "/id", "malformed"),
    ];
    for (at, value, path, code) in cases {
        let mut file: Value = serde_json::from_str(FILE).expect("the file is JSON");
        *file.pointer_mut(at).expect(at) = value;
        let refusal = Rules::read(&file.to_string()).expect_err(at);
        assert_eq!((refusal.path.as_str(), refusal.code), (path, code), "{at}: {refusal}");
    }
}

#[test]
fn an_aspect_without_an_indicator_is_refused() {
    let mut definition = shipped().definition().clone();
    definition.indicators.retain(|indicator| indicator.aspect != "culture");
    assert_eq!(Rules::new(definition).expect_err("culture is empty").path, "/aspects/4");
}

#[test]
fn a_source_without_an_age_is_refused() {
    let mut definition = shipped().definition().clone();
    definition.sources.retain(|rule| rule.source != Source::Roster);
    assert_eq!(Rules::new(definition).expect_err("posts have no age").path, "/indicators/0/per");
}
