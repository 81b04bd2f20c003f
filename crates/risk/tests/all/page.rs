//! The examples of `docs/risk-methods.md` are computed, and the page knows every method and every code.

const PAGE: &str = include_str!("../../../../docs/risk-methods.md");

#[test]
fn every_example_of_the_page_is_computed() {
    let examples: Vec<&str> = PAGE.split("```json\n").skip(1).filter_map(|after| after.split("```").next()).collect();
    assert!(examples.len() >= 8, "{} examples: the walk is broken", examples.len());
    for example in examples {
        let found = risk::evaluate(example);
        assert!(found.is_ok(), "{example}\n{found:?}");
    }
}

#[test]
fn the_page_names_every_method_and_code() {
    let codes = include_str!("../../src/refusal.rs").split(": &str = \"").skip(1);
    let codes = codes.filter_map(|after| after.split('"').next());
    let missing: Vec<&str> = risk::methods().chain(codes).filter(|word| !PAGE.contains(&format!("`{word}`"))).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn the_page_gives_the_rule_of_every_band_set() {
    let sets = risk::bands::BandSets::shipped().expect("the sets").sets;
    let missing =
        sets.iter().filter(|set| !PAGE.lines().any(|line| line.contains(&set.id) && line.contains(&set.rule())));
    assert_eq!(missing.map(|set| &set.id).collect::<Vec<_>>(), Vec::<&String>::new());
}
