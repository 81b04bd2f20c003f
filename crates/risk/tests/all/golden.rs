//! Every golden case is computed within its tolerance, and the committed scoreboard says so.

use crate::scoreboard::{files, held, page, shared};

#[test]
fn every_golden_case_is_computed_within_its_tolerance() {
    let held = held();
    assert!(held.len() >= 14, "{} cases: the walk is broken", held.len());
    let wrong: Vec<_> = held.iter().filter(|one| !one.wrong.is_empty() || one.values == 0).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_golden_cases_are_those_of_the_shared_data() {
    let Some(data) = shared() else {
        println!("skipped: no shared data");
        return;
    };
    let texts = |folder: &std::path::Path| {
        let text = |file: std::path::PathBuf| {
            let name = file.file_name().expect("a name").to_owned();
            (name, std::fs::read_to_string(file).expect("a golden case"))
        };
        files(folder).into_iter().map(text).collect::<Vec<_>>()
    };
    let ours = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden");
    assert_eq!(texts(&data.join("risk")), texts(ours.as_ref()));
}

#[test]
fn the_committed_scoreboard_is_what_is_computed() {
    let Some(data) = shared() else {
        println!("skipped: no shared data");
        return;
    };
    let committed = include_str!("../../../../docs/risk-scoreboard.md");
    assert_eq!(page(&data).0, committed, "cargo xtask risk > docs/risk-scoreboard.md");
}
