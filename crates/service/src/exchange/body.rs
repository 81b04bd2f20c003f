//! Bodies from CSV: departments, police stations, property companies.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use domain::body::BodyKind;
use domain::names::Names;
use domain::unit::row::Finding;

use super::cells::Row;
use super::error::ReadError;
use super::options::{ReadOptions, zone};
use super::report::Report;
use super::table::{Plan, Table};

/// One body as a file gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BodyRow {
    /// Row in the file; the header is row 1.
    pub row: u64,
    /// Code in the operator's own register; unique within the file.
    pub code: String,
    /// What sort of organisation it is.
    pub kind: BodyKind,
    /// Names by language; at least one.
    pub names: Names,
    /// Codes of the units it is competent for.
    pub jurisdiction: Vec<String>,
}

/// The bodies of one file.
#[derive(Debug, Default)]
pub struct BodyFile {
    /// Rows without an error.
    pub rows: Vec<BodyRow>,
    /// What is wrong with the others.
    pub findings: Vec<Finding>,
}

const COLUMNS: [(&str, &str); 3] = [("code", "code"), ("kind", "kind"), ("jurisdiction", "jurisdiction")];

/// Reads bodies: `code,kind,name_zh,name_en,jurisdiction`, the last one unit codes with `;` between.
///
/// # Errors
/// [`ReadError`] where the file as a whole cannot be read.
pub fn read_bodies(path: &Path) -> Result<BodyFile, ReadError> {
    let (options, none, mut report) = (ReadOptions::default(), BTreeMap::new(), Report::default());
    let plan = Plan {
        known: &COLUMNS,
        required: &["code", "kind", "name_*", "jurisdiction"],
        fields: &none,
        set: &none,
        ours: true,
    };
    let mut table = Table::open(path, options.max_bytes, None, &plan, &mut report)?;
    let zone = zone(&options.zone)?;
    let (mut rows, mut seen) = (Vec::new(), HashMap::new());
    while let Some(number) = table.advance(&mut report)? {
        let mut row = Row { number, cells: &table, zone: &zone, report: &mut report };
        let code = row.required("code");
        let kind = row.word("kind", BodyKind::from_word, &BodyKind::ALL.map(BodyKind::word));
        let names = row.names();
        if !names.is_valid() {
            row.error(
                "name",
                names.best("zh"),
                "name_invalid",
                "a body needs a name; each has 1 to 120 characters and no control characters",
            );
            continue;
        }
        let jurisdiction = row.text("jurisdiction").unwrap_or_default();
        let jurisdiction =
            jurisdiction.split([';', '；']).map(str::trim).filter(|code| !code.is_empty()).map(str::to_owned).collect();
        let (Some(code), Some(kind)) = (code, kind) else { continue };
        if let Some(first) = seen.insert(code.clone(), number) {
            row.error(
                "code",
                &code,
                "code_repeated",
                format!("code `{code}` stands in row {first} and again in row {number}"),
            );
            continue;
        }
        rows.push(BodyRow { row: number, code, kind, names, jurisdiction });
    }
    Ok(BodyFile { rows, findings: report.into_findings() })
}
