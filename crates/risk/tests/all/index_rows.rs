//! Published indices, from their raw data to the last printed digit.

use std::path::Path;

use risk::composite::{Data, Definition, Index, UnitScore, compute};
use risk::files::{Method, Table, Tables};

use super::Held;

/// Each published index, held against what is computed from its raw data.
pub(crate) fn rows(data: &Path) -> Vec<Held> {
    vec![asem(data), svi(data)]
}

/// The definition and the data of the Sustainable Connectivity index of the Asia-Europe Meeting.
pub(crate) fn asem_files(data: &Path) -> (Definition, Data) {
    files(include_str!("../index/asem.json"), &data.join("index/asem"))
}

fn files(method: &str, folder: &Path) -> (Definition, Data) {
    let method = Method::parse(method).expect("a method");
    let tables = Tables {
        raw: table(folder, &method.files.raw).expect("raw data"),
        indicators: table(folder, &method.files.indicators),
        structure: table(folder, &method.files.structure),
        weights: table(folder, &method.files.weights),
        denominators: table(folder, &method.files.denominators),
        ages: None,
    };
    method.assemble(&tables).expect("a definition and data")
}

fn table(folder: &Path, name: &str) -> Option<Table> {
    let bytes = std::fs::read(folder.join(name)).ok()?;
    Some(Table::read(name, &bytes).expect("a table"))
}

/// The six highest units as COINr 1.1.14 prints them in the reference of `get_results` (bluefoxr/COINr, MIT), with every
/// group that it has.
const ASEM_PRINTED: [(&str, [&str; 11]); 6] = [
    ("CHE", ["68.38", "62.79", "73.98", "63.41", "32.87", "74.78", "85.94", "56.93", "77.21", "87.85", "56.88"]),
    ("NLD", ["64.82", "61.94", "67.70", "64.87", "46.62", "84.55", "71.74", "41.92", "58.73", "86.58", "57.78"]),
    ("DNK", ["64.80", "57.10", "72.51", "50.52", "30.43", "78.13", "75.35", "51.04", "69.83", "86.40", "61.29"]),
    ("NOR", ["64.47", "57.44", "71.50", "58.18", "25.70", "80.03", "89.46", "33.80", "70.90", "87.00", "56.59"]),
    ("BEL", ["63.54", "63.99", "63.09", "71.97", "48.22", "80.84", "75.60", "43.32", "53.01", "86.17", "50.09"]),
    ("SWE", ["63.00", "53.87", "72.12", "51.51", "23.87", "80.98", "74.51", "38.50", "66.37", "87.74", "62.27"]),
];

/// Codes of the groups, in the order of the print.
const ASEM_GROUPS: [&str; 11] =
    ["Index", "Conn", "Sust", "Physical", "ConEcFin", "Political", "Instit", "P2P", "Environ", "Social", "SusEcFin"];

/// Ranks and scores of the six highest units, to the printed digits.
pub(crate) fn asem(data: &Path) -> Held {
    let mut held = row("asem_connectivity_2018", 0.005);
    let (definition, data) = asem_files(data);
    let index = compute(&definition, &data).expect("an index");
    for (rank, (unit, printed)) in ASEM_PRINTED.into_iter().enumerate() {
        let found = index.units.iter().find(|found| found.unit == unit).expect("the unit");
        held.note(&format!("{unit} rank"), found.rank.map(|rank| rank.to_string()), &(rank + 1).to_string());
        for (code, printed) in ASEM_GROUPS.into_iter().zip(printed) {
            held.note(&format!("{unit} {code}"), found.scores[code].map(|score| format!("{score:.2}")), printed);
        }
    }
    held
}

/// Every published rank, sum and flag of every county, exactly.
pub(crate) fn svi(data: &Path) -> Held {
    let mut held = row("svi_us_counties_2018", 0.0);
    let published = published(data);
    let (definition, data) = files(include_str!("../index/svi.json"), &data.join("index/svi"));
    let index = compute(&definition, &data).expect("an index");
    held.note("counties", Some(index.units.len().to_string()), &published.rows.len().to_string());
    for (unit, row) in index.units.iter().zip(&published.rows) {
        held.note("county", Some(unit.unit.clone()), &row[published.at("FIPS")]);
        for (column, found) in told(&index, unit) {
            // The file writes nothing as -999.
            let expected = row[published.at(&column)].parse::<f64>().expect("a number");
            let found = found.unwrap_or(-999.0);
            held.note(&format!("{} {column}", unit.unit), Some(found.to_string()), &expected.to_string());
        }
    }
    held
}

fn row(id: &str, tolerance: f64) -> Held {
    Held { id: id.to_owned(), method: "composite".to_owned(), tolerance, values: 0, wrong: Vec::new() }
}

/// The published column that each computed value must be in: 15 ranks, 5 sums, 5 ranks of sums, 20 flags.
fn told(index: &Index, unit: &UnitScore) -> Vec<(String, Option<f64>)> {
    let mut told = Vec::new();
    let flag = |code: &str| unit.flags[code].map(f64::from);
    for (code, score) in &unit.scores {
        if let Some(name) = code.strip_prefix("EP_") {
            told.push((format!("EPL_{name}"), *score));
            told.push((format!("F_{name}"), flag(code)));
        } else {
            told.push((format!("SPL_{code}"), *score));
            told.push((format!("RPL_{code}"), unit.percentiles[code]));
            told.push((if *code == index.top { "F_TOTAL".to_owned() } else { format!("F_{code}") }, flag(code)));
        }
    }
    told
}

struct Published {
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Published {
    fn at(&self, name: &str) -> usize {
        self.columns.iter().position(|column| column == name).expect("a published column")
    }
}

fn published(data: &Path) -> Published {
    let file = data.join("index/svi/SVI2018_US_COUNTY.csv");
    let mut reader = csv::Reader::from_path(file).expect("the published table");
    let columns = reader.headers().expect("a header").iter().map(str::to_owned).collect();
    let row = |record: Result<csv::StringRecord, csv::Error>| {
        record.expect("a row").iter().map(|cell| cell.trim().to_owned()).collect()
    };
    Published { columns, rows: reader.records().map(row).collect() }
}
