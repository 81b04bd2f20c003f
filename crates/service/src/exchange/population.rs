//! Counts of people and households from CSV.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use domain::unit::Statistics;
use domain::unit::row::Finding;

use super::cells::{COUNTS, Row};
use super::error::ReadError;
use super::options::{ReadOptions, zone};
use super::report::Report;
use super::table::{Plan, Table};

/// Counts of one unit as a file gives them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PopulationRow {
    /// Row in the file; the header is row 1.
    pub row: u64,
    /// Code of the unit.
    pub code: String,
    /// The counts.
    pub statistics: Statistics,
}

/// The counts of one file.
#[derive(Debug, Default)]
pub struct PopulationFile {
    /// Rows without an error.
    pub rows: Vec<PopulationRow>,
    /// What is wrong with the others.
    pub findings: Vec<Finding>,
}

const COLUMNS: [(&str, &str); 11] = [
    ("code", "code"),
    ("as_of", "as_of"),
    ("source", "source"),
    ("estimate", "estimate"),
    (COUNTS[0], COUNTS[0]),
    (COUNTS[1], COUNTS[1]),
    (COUNTS[2], COUNTS[2]),
    (COUNTS[3], COUNTS[3]),
    (COUNTS[4], COUNTS[4]),
    (COUNTS[5], COUNTS[5]),
    (COUNTS[6], COUNTS[6]),
];

/// Reads counts: `code,as_of,source,estimate` and any of the counts. A date begins at midnight in China.
///
/// # Errors
/// [`ReadError`] where the file as a whole cannot be read.
pub fn read_population(path: &Path) -> Result<PopulationFile, ReadError> {
    let (options, none, mut report) = (ReadOptions::default(), BTreeMap::new(), Report::default());
    let plan = Plan { known: &COLUMNS, required: &["code", "as_of", "source"], fields: &none, set: &none, ours: true };
    let mut table = Table::open(path, options.max_bytes, None, &plan, &mut report)?;
    let zone = zone(&options.zone)?;
    let (mut rows, mut seen) = (Vec::new(), HashMap::new());
    while let Some(number) = table.advance(&mut report)? {
        let mut row = Row { number, cells: &table, zone: &zone, report: &mut report };
        let code = row.required("code");
        let Some(statistics) = row.statistics("as_of", "source", "estimate") else {
            if row.text("as_of").is_none() && row.text("source").is_none() {
                row.error("as_of", "", "missing_value", "`as_of` and `source` are empty");
            }
            continue;
        };
        let Some(code) = code else { continue };
        if let Some(first) = seen.insert((code.clone(), statistics.as_of), number) {
            row.error(
                "code",
                &code,
                "code_repeated",
                format!("counts of `{code}` at this date stand in row {first} and again in row {number}"),
            );
            continue;
        }
        rows.push(PopulationRow { row: number, code, statistics });
    }
    Ok(PopulationFile { rows, findings: report.into_findings() })
}
