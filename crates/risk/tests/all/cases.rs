//! Cases as such: unknown methods, broken files, and that no input stops the program.

use proptest::prelude::*;
use risk::refusal::code;
use serde_json::{Map, Value, json};

fn refused(text: &str) -> (&'static str, String) {
    let refusal = risk::evaluate(text).expect_err("a refusal");
    (refusal.code, refusal.path)
}

#[test]
fn what_is_no_case_is_refused() {
    assert_eq!(refused(""), (code::MALFORMED, String::new()));
    assert_eq!(refused("[]"), (code::MALFORMED, String::new()));
    assert_eq!(refused("{\"method\": \"AHP\"}"), (code::MALFORMED, "/inputs".to_owned()));
    assert_eq!(refused("{\"method\": 3, \"inputs\": {}}"), (code::MALFORMED, "/method".to_owned()));
    assert_eq!(refused("{\"method\": \"AHP\", \"inputs\": {}} more"), (code::MALFORMED, String::new()));
    let refusal = risk::evaluate("{\"method\": \"magic\", \"inputs\": {}}").expect_err("a refusal");
    assert_eq!(
        (refusal.code, refusal.path.as_str(), refusal.found.as_str()),
        (code::UNKNOWN_METHOD, "/method", "`magic`")
    );
    assert!(risk::methods().all(|method| refusal.wanted.contains(method)), "{refusal}");
}

#[test]
fn a_mark_of_the_byte_order_is_passed_over() {
    let case = "\u{feff}{\"method\": \"AHP\", \"inputs\": {\"matrix\": [[1]]}}";
    assert_eq!(risk::evaluate(case).expect("weights")["weights_eigen"], json!([1.0]));
}

#[test]
fn what_is_malformed_says_what_is_needed() {
    let sentence = |inputs: &str| {
        let case = format!("{{\"method\": \"TOPSIS\", \"inputs\": {inputs}}}");
        risk::evaluate(&case).expect_err("a refusal").to_string()
    };
    assert_eq!(sentence("{}"), "malformed at /inputs/matrix: found nothing, but `matrix` is needed");
    assert_eq!(
        sentence("{\"matrix\": [[1, \"x\"]]}"),
        "malformed at /inputs/matrix/0/1: found `\"x\"`, but a number is needed"
    );
    assert_eq!(
        sentence("{\"matrx\": 1}"),
        "malformed at /inputs/matrx: found `1`, but one of `matrix`, `weights`, `types`, `normalization` is needed"
    );
    assert_eq!(sentence("3"), "malformed at /inputs: found `3`, but an object is needed");
}

#[test]
fn a_number_beyond_the_range_is_refused_where_it_stands() {
    let text = "{\"method\": \"entropy-weights\", \"inputs\": {\"matrix\": [[1], [1e999]]}}";
    assert_eq!(refused(text).0, code::MALFORMED);
}

#[test]
fn what_is_expected_is_told_apart_from_an_input_of_that_name() {
    let text = r#"{"method": "LEC", "inputs": {}, "expected": 3}"#;
    assert_eq!(refused(text), (code::MALFORMED, "/expected".to_owned()));
    let text = r#"{"method": "LEC", "inputs": {}, "expected": {"rows": []}}"#;
    assert_eq!(refused(text), (code::EMPTY, "/expected/rows".to_owned()));
    let text = r#"{"method": "LEC", "inputs": {"rows": []}}"#;
    assert_eq!(refused(text), (code::EMPTY, "/inputs/rows".to_owned()));
    let text = r#"{"method": "LEC", "inputs": {"expected": 3}}"#;
    assert_eq!(refused(text), (code::MALFORMED, "/inputs/expected".to_owned()));
    let text = r#"{"method": "AHP", "inputs": {"matrix": [[1]], "expected": {"rows": 3}}}"#;
    assert_eq!(refused(text), (code::MALFORMED, "/inputs/expected".to_owned()));
}

#[test]
fn metrics_are_refused_with_their_place() {
    let area =
        json!({ "method": "forecast-metrics", "inputs": { "score": [1, 2], "events": [1], "area_fraction": 0.5 } });
    assert_eq!(refused(&area.to_string()), (code::SHAPE, "/inputs/events".to_owned()));
    let counts = json!({ "method": "forecast-metrics", "inputs": { "y": [1, 2], "lam": [1, -1] } });
    assert_eq!(refused(&counts.to_string()), (code::OUT_OF_RANGE, "/inputs/lam/1".to_owned()));
    let negative = json!({ "method": "forecast-metrics", "inputs": { "y": [-1], "lam": [1] } });
    assert_eq!(refused(&negative.to_string()), (code::MALFORMED, "/inputs/y/0".to_owned()));
}

/// JSON of any shape, with the keys and words that methods know.
fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-2_i64..10).prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        prop::sample::select(vec!["1/3", "1/0", "", "vector", "min-max", "all benefit", "Saaty 1980", "ls-a-1"])
            .prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((key(), inner), 0..6).prop_map(|entries| Value::Object(Map::from_iter(entries))),
        ]
    })
}

fn key() -> impl Strategy<Value = String> {
    let known = vec![
        "matrix",
        "weights",
        "types",
        "names",
        "R",
        "values",
        "functions",
        "groups",
        "rows",
        "L",
        "S",
        "E",
        "C",
        "y",
        "lam",
        "score",
        "events",
        "area_fraction",
        "local",
        "alternatives",
        "criteria_matrix",
        "triangular",
        "raw",
        "minmax",
        "parents",
        "cpt_true",
        "threats",
        "mitigation_pfd",
        "freq",
        "barrier_pfd",
        "f",
        "range",
        "formula",
    ];
    prop::sample::select(known).prop_map(str::to_owned)
}

proptest! {
    #[test]
    fn no_input_stops_the_program(inputs in anything(), expected in anything()) {
        for method in risk::methods() {
            let case = json!({ "method": method, "inputs": inputs, "expected": expected });
            if let Err(refusal) = risk::evaluate(&case.to_string()) {
                prop_assert!(refusal.path.is_empty() || refusal.path.starts_with('/'), "{}", refusal);
            }
        }
    }

    #[test]
    fn square_tables_of_numbers_do_not_stop_it(size in 1_usize..5, values in prop::collection::vec(any::<f64>(), 16)) {
        let rows: Vec<Vec<f64>> = (0..size).map(|row| values[row * size..(row + 1) * size].to_vec()).collect();
        let weights = vec![1.0 / size as f64; size];
        for method in risk::methods() {
            let inputs = json!({ "matrix": rows, "weights": weights, "R": rows, "types": vec![1; size] });
            for keys in [&["matrix"][..], &["matrix", "weights", "types"], &["weights", "R"]] {
                let inputs: Map<String, Value> = keys.iter().map(|key| ((*key).to_owned(), inputs[*key].clone())).collect();
                let _ = risk::evaluate(&json!({ "method": method, "inputs": inputs }).to_string());
            }
        }
    }
}
