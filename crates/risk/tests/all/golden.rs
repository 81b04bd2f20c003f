//! Every golden case is computed within its tolerance, and the committed scoreboard says so.

use crate::published::outside;
use crate::scoreboard::{files, held, page};

const COMMITTED: &str = include_str!("../../../../docs/risk-scoreboard.md");

#[test]
fn every_golden_case_is_computed_within_its_tolerance() {
    let held = held();
    assert!(held.len() >= 14, "{} cases: the walk is broken", held.len());
    let wrong: Vec<_> = held.iter().filter(|one| !one.wrong.is_empty() || one.values == 0).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_golden_case_stands_in_the_committed_scoreboard_as_computed() {
    let computed = page(None).0;
    let committed: Vec<&str> = rows(COMMITTED).collect();
    let golden: Vec<&str> = rows(&computed).collect();
    // After the golden cases come the two published indices.
    assert_eq!(committed.len(), golden.len() + 2, "cargo xtask risk > docs/risk-scoreboard.md");
    assert_eq!(committed[..golden.len()], golden, "cargo xtask risk > docs/risk-scoreboard.md");
}

#[test]
fn with_outside_tables_the_committed_scoreboard_is_what_is_computed() {
    let Some(tables) = outside() else { return };
    assert_eq!(page(Some(&tables)).0, COMMITTED, "cargo xtask risk > docs/risk-scoreboard.md");
}

#[test]
fn with_outside_tables_the_golden_cases_are_those_beside_them() {
    let Some(tables) = outside() else { return };
    let texts = |folder: &std::path::Path| {
        let text = |file: std::path::PathBuf| {
            let name = file.file_name().expect("a name").to_owned();
            (name, std::fs::read_to_string(file).expect("a golden case"))
        };
        files(folder).into_iter().map(text).collect::<Vec<_>>()
    };
    let beside = tables.join("risk");
    if beside.is_dir() {
        assert_eq!(texts(&beside), texts(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden").as_ref()));
    }
}

fn rows(page: &str) -> impl Iterator<Item = &str> {
    page.lines().filter(|line| line.starts_with('|'))
}
