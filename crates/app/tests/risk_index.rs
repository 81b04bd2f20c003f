//! Indices in folders: exit codes, results, refusals.

use serde_json::json;

use crate::place::{Place, code, err, json, out};

/// Two places, hazard and lack of care; the second is worse in everything.
const METHOD: &str = r#"{
    "id": "place", "version": "2", "missing": { "rule": "refuse" }, "aggregation": "arithmetic",
    "bands": [{ "name": "blue", "from": 0 }, { "name": "red", "from": 5 }]
}"#;
const RAW: &str = "unit,fire,care\nyard,2,9\nhall,6,5\n";
const INDICATORS: &str = "indicator,direction,low,high\nfire,higher,0,10\ncare,lower,0,10\n";
const STRUCTURE: &str = "indicator,group,index\nfire,hazard,risk\ncare,lack,risk\n";

fn folder(place: &Place, name: &str, method: &str) {
    std::fs::create_dir(place.path(name)).expect("a folder");
    for (file, text) in
        [("method.json", method), ("raw.csv", RAW), ("indicators.csv", INDICATORS), ("structure.csv", STRUCTURE)]
    {
        place.write(&format!("{name}/{file}"), text);
    }
}

#[test]
fn an_index_is_computed_and_explained_from_a_folder() {
    let place = Place::new();
    folder(&place, "now", METHOD);
    let done = place.run(&["risk", "index", "now", "--json"]);
    assert_eq!(code(&done), Some(0), "{}", err(&done));
    let found = json(&done);
    assert_eq!((&found["version"], &found["top"]), (&json!("2"), &json!("risk")));
    let hall = &found["units"][1];
    assert_eq!((&hall["score"], &hall["rank"], &hall["band"]), (&json!(5.5), &json!(1), &json!("red")));
    assert_eq!((&found["explanations"][1]["base"], &found["uncertainty"]), (&json!(3.5), &json!(null)));
    let done = place.run(&["risk", "index", "now"]);
    let lines: Vec<String> = out(&done).lines().map(str::to_owned).collect();
    assert_eq!(lines[0], "place 2: 2 units");
    assert_eq!(lines[1], "   1  hall: 5.5000 red; from 3.5000 of an average unit: care +1.0000, fire +1.0000");
}

#[test]
fn what_is_not_named_apart_stands_in_the_rest() {
    let place = Place::new();
    folder(&place, "now", METHOD);
    place.write("now/raw.csv", "unit,a,b,c,d,e\nyard,0,0,0,0,0\nhall,10,8,6,4,2\n");
    place.write("now/indicators.csv", "indicator,low,high\na,0,10\nb,0,10\nc,0,10\nd,0,10\ne,0,10\n");
    place.write("now/structure.csv", "indicator,index\na,risk\nb,risk\nc,risk\nd,risk\ne,risk\n");
    let done = place.run(&["risk", "index", "now"]);
    assert_eq!(code(&done), Some(0), "{}", err(&done));
    // The average unit has half of each value, and each counts a fifth: d and e add 0.4 and 0.2.
    let line = out(&done).lines().nth(1).map(str::to_owned);
    let told =
        "   1  hall: 6.0000 red; from 3.0000 of an average unit: a +1.0000, b +0.8000, c +0.6000; the rest +0.6000";
    assert_eq!(line.as_deref(), Some(told));
}

#[test]
fn runs_tell_how_sure_a_rank_is_and_the_seed_decides_them() {
    let place = Place::new();
    folder(&place, "now", METHOD);
    let run = |seed| json(&place.run(&["risk", "index", "now", "--json", "--runs", "64", "--seed", seed]));
    let found = run("7");
    let hall = &found["uncertainty"]["spread"]["units"][1];
    assert_eq!(hall["ranks"], json!({ "low": 1, "middle": 1, "high": 1 }), "it is worse in everything");
    assert_eq!(found["uncertainty"]["spread"]["seed"], json!(7));
    assert_eq!(found, run("7"));
    assert_ne!(found, run("8"));
    assert_eq!(code(&place.run(&["risk", "index", "now", "--seed", "7"])), Some(2), "a seed of no runs");
}

#[test]
fn earlier_data_is_computed_by_both_methods() {
    let place = Place::new();
    folder(&place, "now", METHOD);
    folder(&place, "before", &METHOD.replace("\"2\"", "\"1\"").replace("arithmetic", "geometric"));
    let found = json(&place.run(&["risk", "index", "now", "--before", "before", "--json"]));
    let before = &found["before"];
    assert_eq!(
        (&before["old_version"], &before["new_version"], &before["moved"]),
        (&json!("1"), &json!("2"), &json!(0))
    );
    // The mean of 2 and 1 instead of the root of 2.
    let yard = before["units"][0]["difference"].as_f64().expect("a difference");
    assert!((yard - (1.5 - 2.0_f64.sqrt())).abs() < 1e-9, "{before}");
}

#[test]
fn what_is_wrong_in_a_folder_is_refused_with_its_place() {
    let place = Place::new();
    folder(&place, "now", METHOD);
    place.write("now/raw.csv", "unit,fire,care\nyard,two,9\n");
    let refused = place.run(&["risk", "index", "now", "--json"]);
    assert_eq!(code(&refused), Some(3), "{}", out(&refused));
    let error = &json(&refused)["errors"][0];
    assert_eq!(
        (&error["code"], &error["path"], &error["found"]),
        (&json!("malformed"), &json!("/now/raw.csv/2/fire"), &json!("`two`"))
    );
    place.write("now/method.json", &METHOD.replacen('{', r#"{ "files": { "raw": "../raw.csv" },"#, 1));
    let outside = place.run(&["risk", "index", "now"]);
    assert!(code(&outside) == Some(1) && err(&outside).contains("`../raw.csv`"), "{}", err(&outside));
    let missing = place.run(&["risk", "index", "none"]);
    assert!(code(&missing) == Some(1) && err(&missing).contains("method.json"), "{}", err(&missing));
}
