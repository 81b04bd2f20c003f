//! Bayesian networks, held against the sum over every combination of states.

use std::collections::BTreeMap;

use proptest::prelude::*;
use risk::bayes::{Network, Variable};

/// Networks of up to six variables with two or three states and up to three parents before them.
fn any_network() -> impl Strategy<Value = Network> {
    let one = (2..4_usize, any::<[bool; 6]>(), prop::collection::vec(0.01..1.0_f64, 81));
    prop::collection::vec(one, 1..7).prop_map(|drawn| {
        let mut variables: Vec<Variable> = Vec::new();
        for (at, (states, chosen, numbers)) in drawn.into_iter().enumerate() {
            let parents: Vec<usize> = (0..at).filter(|parent| chosen[*parent]).take(3).collect();
            let rows: usize = parents.iter().map(|parent| variables[*parent].states.len()).product();
            let row = |row: usize| {
                let chances = &numbers[row * states..(row + 1) * states];
                let sum: f64 = chances.iter().sum();
                chances.iter().map(|chance| chance / sum).collect()
            };
            let table = (0..rows).map(row).collect();
            let states = (0..states).map(|state| format!("s{state}")).collect();
            let parents = parents.into_iter().map(|parent| format!("v{parent}")).collect();
            variables.push(Variable { name: format!("v{at}"), states, parents, table });
        }
        Network { variables }
    })
}

/// Chance of every state of the variable together with what was seen, by going through all combinations.
fn by_sum(network: &Network, query: usize, seen: &BTreeMap<usize, usize>) -> Vec<f64> {
    let sizes: Vec<usize> = network.variables.iter().map(|variable| variable.states.len()).collect();
    let mut sums = vec![0.0; sizes[query]];
    for number in 0..sizes.iter().product::<usize>() {
        let mut rest = number;
        let states: Vec<usize> = sizes.iter().map(|size| (rest % size, rest /= size).0).collect();
        if seen.iter().any(|(at, state)| states[*at] != *state) {
            continue;
        }
        sums[states[query]] += (0..sizes.len()).map(|at| chance(network, at, &states)).product::<f64>();
    }
    sums
}

fn chance(network: &Network, at: usize, states: &[usize]) -> f64 {
    let variable = &network.variables[at];
    let row = variable.parents.iter().fold(0, |row, parent| {
        let parent = network.variables.iter().position(|other| other.name == *parent).expect("the parent");
        row * network.variables[parent].states.len() + states[parent]
    });
    variable.table[row][states[at]]
}

proptest! {
    #[test]
    fn eliminating_is_summing_over_everything(network in any_network(), query in 0..6_usize, picks in any::<[u8; 6]>()) {
        let query = query % network.variables.len();
        let seen: BTreeMap<usize, usize> = (0..network.variables.len())
            .filter(|at| *at != query && picks[*at] % 3 == 0)
            .map(|at| (at, usize::from(picks[at] / 3) % network.variables[at].states.len()))
            .collect();
        let named = seen.iter().map(|(at, state)| (format!("v{at}"), format!("s{state}"))).collect();
        let found = network.posterior(&format!("v{query}"), &named).expect("an answer");
        let sums = by_sum(&network, query, &seen);
        let total: f64 = sums.iter().sum();
        prop_assert!((found.evidence - total).abs() < 1e-9, "{found:?} {total}");
        for (state, sum) in sums.iter().enumerate() {
            prop_assert!((found.states[&format!("s{state}")] - sum / total).abs() < 1e-9, "{found:?} {sums:?}");
        }
        prop_assert!((found.states.values().sum::<f64>() - 1.0).abs() < 1e-12);
    }

    #[test]
    fn the_order_of_variables_does_not_matter(network in any_network()) {
        let mut turned = network.clone();
        turned.variables.reverse();
        let (straight, turned) = (network.posterior("v0", &BTreeMap::new()), turned.posterior("v0", &BTreeMap::new()));
        let (straight, turned) = (straight.expect("an answer"), turned.expect("an answer"));
        for (state, chance) in straight.states {
            prop_assert!((turned.states[&state] - chance).abs() < 1e-12);
        }
    }
}

fn variable(name: &str, parents: &[&str], table: Vec<Vec<f64>>) -> Variable {
    let states = vec!["no".to_owned(), "yes".to_owned()];
    Variable {
        name: name.to_owned(),
        states,
        parents: parents.iter().map(|parent| (*parent).to_owned()).collect(),
        table,
    }
}

fn refused(variables: Vec<Variable>, evidence: &[(&str, &str)]) -> (&'static str, String) {
    let evidence = evidence.iter().map(|(name, state)| ((*name).to_owned(), (*state).to_owned())).collect();
    let refusal = Network { variables }.posterior("fire", &evidence).expect_err("a refusal");
    (refusal.code, refusal.path)
}

fn fire() -> Variable {
    variable("fire", &[], vec![vec![1.0, 0.0]])
}

#[test]
fn forty_variables_in_a_chain_are_answered() {
    let mut variables = vec![variable("fire", &[], vec![vec![0.9, 0.1]])];
    for at in 1..40 {
        let above = if at == 1 { "fire".to_owned() } else { format!("v{}", at - 1) };
        variables.push(variable(&format!("v{at}"), &[&above], vec![vec![0.8, 0.2], vec![0.3, 0.7]]));
    }
    let evidence = BTreeMap::from([("v39".to_owned(), "yes".to_owned())]);
    let found = Network { variables }.posterior("fire", &evidence).expect("an answer");
    // So far away it tells nothing.
    assert!((found.states["yes"] - 0.1).abs() < 1e-9, "{found:?}");
}

#[test]
fn a_network_whose_tables_would_not_fit_is_refused_before_they_are_made() {
    // Each two of six causes with twenty states have an effect that was seen: 20^6 combinations belong together.
    let mut variables = vec![fire()];
    let states: Vec<String> = (0..20).map(|state| state.to_string()).collect();
    let cause = |at: usize| Variable {
        name: format!("cause{at}"),
        states: states.clone(),
        parents: Vec::new(),
        table: vec![vec![0.05; 20]],
    };
    variables.extend((0..6).map(cause));
    let pairs = (0..6).flat_map(|one| (0..one).map(move |other| (one, other)));
    let effects: Vec<[String; 3]> =
        pairs.map(|(a, b)| [format!("effect{a}{b}"), format!("cause{a}"), format!("cause{b}")]).collect();
    variables.extend(effects.iter().map(|[name, a, b]| variable(name, &[a, b], vec![vec![0.5, 0.5]; 400])));
    let evidence: Vec<(&str, &str)> = effects.iter().map(|[name, ..]| (name.as_str(), "yes")).collect();
    assert_eq!(refused(variables, &evidence), ("too_large", "/variables".to_owned()));
}

#[test]
fn networks_that_are_not_sound_are_refused_with_their_place() {
    let circle =
        vec![fire(), variable("a", &["b"], vec![vec![0.5, 0.5]; 2]), variable("b", &["a"], vec![vec![0.5, 0.5]; 2])];
    assert_eq!(refused(circle, &[]), ("contradiction", "/variables/1/parents".to_owned()));
    let sum = vec![variable("fire", &[], vec![vec![0.5, 0.6]])];
    assert_eq!(refused(sum, &[]), ("contradiction", "/variables/0/table/0".to_owned()));
    let rows = vec![fire(), variable("a", &["fire"], vec![vec![0.5, 0.5]])];
    assert_eq!(refused(rows, &[]), ("shape", "/variables/1/table".to_owned()));
    let unknown = vec![variable("fire", &["wind"], vec![vec![0.5, 0.5]; 2])];
    assert_eq!(refused(unknown, &[]), ("unknown_name", "/variables/0/parents/0".to_owned()));
    let many = (0..41).map(|at| variable(&format!("v{at}"), &[], vec![vec![0.5, 0.5]])).collect();
    assert_eq!(refused(many, &[]), ("too_large", "/variables".to_owned()));
}

/// A case of the method, with a fire that depends on nothing and smoke that depends on what is named.
fn case(parents: &str, chances: &str, question: &str) -> (&'static str, String) {
    let text = format!(
        r#"{{"method": "BN", "inputs": {{"parents": {{"fire": [], "smoke": {parents}}},
            "cpt_true": {{"fire": {{"": 0}}, {chances}}}}}, "expected": {{"{question}": null}}}}"#
    );
    let refusal = risk::evaluate(&text).expect_err("a refusal");
    (refusal.code, refusal.path)
}

#[test]
fn cases_are_refused_at_places_that_they_have() {
    let both = r#""smoke": {"1": 1, "0": 0}"#;
    let at = |code: &'static str, path: &str| (code, path.to_owned());
    assert_eq!(case(r#"["wind"]"#, both, "P(fire)"), at("unknown_name", "/inputs/parents/smoke/0"));
    assert_eq!(case(r#"["smoke"]"#, both, "P(fire)"), at("contradiction", "/inputs/parents/smoke"));
    assert_eq!(case(r#"["fire"]"#, both, "P(wind)"), at("unknown_name", "/expected/P(wind)"));
    assert_eq!(case(r#"["fire"]"#, both, "P(fire|wind=1)"), at("unknown_name", "/expected/P(fire|wind=1)"));
    assert_eq!(case(r#"["fire"]"#, both, "P(fire|smoke=2)"), at("unknown_name", "/expected/P(fire|smoke=2)"));
    // There is no fire, so that there is no smoke.
    assert_eq!(case(r#"["fire"]"#, both, "P(fire|smoke=1)"), at("contradiction", "/expected/P(fire|smoke=1)"));
    assert_eq!(case(r#"["fire"]"#, both, "smoke"), at("malformed", "/expected/smoke"));
    let none = r#"{"method": "BN", "inputs": {"parents": {}, "cpt_true": {}}, "expected": 3}"#;
    assert_eq!(risk::evaluate(none).expect_err("a refusal").path, "/inputs/parents");
}

#[test]
fn chances_of_what_is_not_in_the_network_are_refused() {
    let wind = r#""smoke": {"1": 1, "0": 0}, "wind": {"": 0.5}"#;
    assert_eq!(case(r#"["fire"]"#, wind, "P(fire)"), ("unknown_name", "/inputs/cpt_true/wind".to_owned()));
    let more = r#""smoke": {"1": 1, "0": 0, "1,1": 1}"#;
    assert_eq!(case(r#"["fire"]"#, more, "P(fire)"), ("unknown_name", "/inputs/cpt_true/smoke/1,1".to_owned()));
    let less = r#""smoke": {"1": 1}"#;
    assert_eq!(case(r#"["fire"]"#, less, "P(fire)"), ("empty", "/inputs/cpt_true/smoke/0".to_owned()));
}

#[test]
fn what_cannot_have_been_seen_is_refused() {
    let variables = vec![fire(), variable("smoke", &["fire"], vec![vec![1.0, 0.0], vec![0.0, 1.0]])];
    assert_eq!(refused(variables.clone(), &[("smoke", "yes")]), ("contradiction", "/evidence".to_owned()));
    assert_eq!(refused(variables.clone(), &[("smoke", "perhaps")]), ("unknown_name", "/evidence/smoke".to_owned()));
    assert_eq!(refused(variables, &[("wind", "yes")]), ("unknown_name", "/evidence/wind".to_owned()));
}

#[test]
fn a_variable_that_was_seen_is_certain() {
    let evidence = BTreeMap::from([("fire".to_owned(), "yes".to_owned())]);
    let network = Network { variables: vec![variable("fire", &[], vec![vec![0.9, 0.1]])] };
    let found = network.posterior("fire", &evidence).expect("an answer");
    assert_eq!((found.states["yes"], found.evidence), (1.0, 0.1));
}
