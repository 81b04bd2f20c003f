//! Published indices, from their raw data to the last printed digit. Their tables are not in this repository
//! (`docs/risk-index.md`): tests that need them say so in their names, and say on stderr when they are skipped.

use std::io::Write;
use std::path::PathBuf;

use risk::composite::{Treatment, compute};

use crate::scoreboard::index_rows::{asem, asem_files, svi};
use crate::scoreboard::outside_tables;

/// The folder with the tables; without it the test that asks is skipped, which is told past the capture of output.
pub(crate) fn outside() -> Option<PathBuf> {
    let tables = outside_tables();
    if tables.is_none() {
        let test = std::thread::current().name().unwrap_or_default().to_owned();
        let told = "skipped, the tables of published indices are not there: docs/risk-index.md";
        writeln!(std::io::stderr(), "{test}: {told}").expect("stderr");
    }
    tables
}

#[test]
fn with_outside_tables_the_connectivity_index_is_what_was_printed() {
    let Some(data) = outside() else { return };
    let held = asem(&data);
    assert_eq!((held.values, held.wrong), (72, Vec::<String>::new()));
    let (definition, data) = asem_files(&data);
    let index = compute(&definition, &data).expect("an index");
    assert_eq!((index.top.as_str(), index.units.len(), index.limits.len()), ("Index", 51, 49));
}

#[test]
fn with_outside_tables_every_group_of_the_connectivity_index_is_the_weighted_mean_of_its_parts() {
    let Some((definition, data)) = outside().map(|data| asem_files(&data)) else { return };
    let index = compute(&definition, &data).expect("an index");
    for group in &definition.groups {
        let below = definition.groups.iter().filter(|part| part.parent.as_ref() == Some(&group.code));
        let indicators = definition.indicators.iter().filter(|part| part.parent == group.code);
        let parts: Vec<(&str, f64)> = below
            .map(|part| (part.code.as_str(), part.weight))
            .chain(indicators.map(|part| (part.code.as_str(), part.weight)))
            .collect();
        let weight: f64 = parts.iter().map(|(_, weight)| weight).sum();
        for unit in &index.units {
            let sum: f64 = parts.iter().map(|(code, weight)| weight * unit.scores[*code].expect("a score")).sum();
            let found = unit.scores[&group.code].expect("a score");
            assert!((sum / weight - found).abs() < 1e-11, "{} of {}: {found}", group.code, unit.unit);
        }
    }
}

#[test]
fn with_outside_tables_outliers_of_the_connectivity_index_are_told() {
    let Some((definition, data)) = outside().map(|data| asem_files(&data)) else { return };
    let index = compute(&definition, &data).expect("an index");
    let treated = index.limits.values().filter(|limits| limits.treatment != Treatment::None).count();
    assert_eq!(treated, 15);
    assert_eq!(index.limits["Services"].treatment, Treatment::DrawnIn { points: 4 });
}

#[test]
fn with_outside_tables_the_vulnerability_index_is_what_was_published() {
    let Some(data) = outside() else { return };
    let held = svi(&data);
    // Of each of 3,142 counties its code, 15 ranks, 5 sums, 5 ranks of sums and 20 flags.
    assert_eq!(held.values, 46 * 3_142 + 1);
    assert!(held.wrong.is_empty(), "{} values, first {:?}", held.wrong.len(), held.wrong.first());
}
