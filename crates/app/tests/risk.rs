//! Cases of risk methods in files: exit codes, results, refusals.

use serde_json::json;

use crate::place::{Place, code, err, json, out};

fn two_criteria() -> String {
    json!({ "method": "AHP", "inputs": { "matrix": [[1, 3], ["1/3", 1]], "names": ["fire", "flood"] } }).to_string()
}

#[test]
fn a_case_is_computed_from_a_file_and_from_standard_input() {
    let place = Place::new();
    place.write("case.json", &two_criteria());
    let from_file = place.run(&["risk", "evaluate", "case.json", "--json"]);
    assert_eq!(code(&from_file), Some(0), "{}", err(&from_file));
    let found = json(&from_file);
    assert_eq!((&found["CR"], &found["consistent"]), (&json!(0.0), &json!(true)));
    assert!(found["weights_eigen"][0].as_f64().is_some_and(|weight| (weight - 0.75).abs() < 1e-9), "{found}");
    let from_input = place.run_with(&["risk", "evaluate", "-"], &two_criteria(), &[]);
    assert_eq!((code(&from_input), json(&from_input)), (Some(0), found), "for people: the same, on many lines");
    assert_eq!(std::fs::read_dir(place.folder.path()).expect("the folder").count(), 1, "nothing was made");
}

#[test]
fn a_refused_case_says_where_and_what_is_needed() {
    let place = Place::new();
    place.write("case.json", &two_criteria().replace("\"1/3\"", "0.5"));
    let refused = place.run(&["risk", "evaluate", "case.json", "--json"]);
    assert_eq!(code(&refused), Some(3), "{}", out(&refused));
    let error = &json(&refused)["errors"][0];
    assert_eq!((&error["code"], &error["path"]), (&json!("contradiction"), &json!("/inputs/matrix/1/0")));
    assert_eq!(error["found"], "`0.5`");
    let refused = place.run(&["risk", "evaluate", "case.json"]);
    assert!(
        out(&refused).starts_with("case.json: refused\n  contradiction at /inputs/matrix/1/0: "),
        "{}",
        out(&refused)
    );
    let missing = place.run(&["risk", "evaluate", "none.json"]);
    assert!(code(&missing) == Some(1) && err(&missing).contains("cannot read `none.json`"), "{}", err(&missing));
    assert_eq!(code(&place.run(&["risk", "evaluate"])), Some(2), "wrong use");
}
