//! Cases of another system (a hotline, a city platform), read by a mapping file.

mod mapping;

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use domain::unit::boundary::Position;
use domain::unit::row::Finding;
use jiff::Timestamp;
use jiff::tz::TimeZone;

pub use self::mapping::{CaseMapping, CategorySource};
use super::cells::{moment, position};
use super::columns::Cells;
use super::error::ReadError;
use super::options::{self, DEFAULT_MAX_BYTES};
use super::report::Report;
use super::table::{Plan, Table};

/// One case as a foreign list gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseRow {
    /// Row in the file; the header is row 1.
    pub row: u64,
    /// The other system's number; unique within the file.
    pub outside_number: String,
    /// Code of the category.
    pub category: String,
    /// Code of the unit.
    pub unit_code: String,
    /// When it was reported.
    pub reported_at: Timestamp,
    /// When it was closed, where the list says so.
    pub closed_at: Option<Timestamp>,
    /// The status in the other system's words.
    pub status: String,
    /// Whether that status means closed.
    pub closed: bool,
    /// Where it is.
    pub position: Option<Position>,
    /// Description.
    pub text: Option<String>,
}

/// The cases of one list.
#[derive(Debug, Default)]
pub struct CaseFile {
    /// Rows without an error.
    pub rows: Vec<CaseRow>,
    /// What is wrong with the others. An error refuses its row, not the file.
    pub findings: Vec<Finding>,
}

/// Reads a list of cases from CSV. A number that stands twice keeps its first row; a row without
/// number, unit, category or date is refused; everything else is read.
///
/// # Errors
/// [`ReadError`] where the file as a whole cannot be read, or lacks a column that the mapping names.
pub fn read_cases(path: &Path, mapping: &CaseMapping) -> Result<CaseFile, ReadError> {
    let (fields, none, mut report) = (mapping.columns(), BTreeMap::new(), Report::default());
    let plan = Plan { known: &[], required: &[], fields: &fields, set: &none, ours: false };
    let mut table = Table::open(path, DEFAULT_MAX_BYTES, None, &plan, &mut report)?;
    let reader = Reader { mapping, zone: options::zone(&mapping.zone)? };
    let (mut rows, mut seen) = (Vec::new(), HashMap::new());
    while let Some(number) = table.advance(&mut report)? {
        let Some(row) = reader.row(number, &table, &mut report) else { continue };
        if let Some(&first) = seen.get(&row.outside_number) {
            let message =
                format!("number `{}` stands in row {first} already; this row is passed over", row.outside_number);
            report.error(number, "outside_number", &row.outside_number, "number_repeated", message);
            continue;
        }
        seen.insert(row.outside_number.clone(), number);
        rows.push(row);
    }
    Ok(CaseFile { rows, findings: report.into_findings() })
}

struct Reader<'a> {
    mapping: &'a CaseMapping,
    zone: TimeZone,
}

impl Reader<'_> {
    fn row(&self, number: u64, cells: &dyn Cells, report: &mut Report) -> Option<CaseRow> {
        let text = |column: &str| cells.get(column).map(|text| text.into_owned());
        let Some(outside_number) = text("outside_number") else {
            report.error(number, "outside_number", "", "missing_value", "the case has no number");
            return None;
        };
        let unit = text("unit_code");
        let Some(unit_code) = unit.clone().filter(|code| !self.mapping.unit_unknown.contains(code)) else {
            let message = format!("case `{outside_number}` names no unit");
            report.error(number, "unit_code", &unit.unwrap_or_default(), "missing_unit", message);
            return None;
        };
        let category = self.category(number, cells, report)?;
        let reported = text("reported_at").unwrap_or_default();
        let Some(reported_at) = self.time(&reported) else {
            let message = format!("case `{outside_number}` has no date that can be read");
            report.error(number, "reported_at", &reported, "invalid_date", message);
            return None;
        };
        let closed_text = text("closed_at");
        let closed_at = closed_text.as_deref().and_then(|text| self.time(text));
        if let (Some(text), None) = (&closed_text, closed_at) {
            report.warning(
                number,
                "closed_at",
                text,
                "invalid_date",
                "the date of closing cannot be read and is left out",
            );
        }
        if closed_at.is_some_and(|closed_at| closed_at < reported_at) {
            let text = closed_text.unwrap_or_default();
            report.warning(
                number,
                "closed_at",
                &text,
                "closed_before_reported",
                "the case was closed before it was reported",
            );
        }
        let status = text("status").unwrap_or_default();
        let texts: Vec<String> = (0..self.mapping.text.len()).filter_map(|i| text(&format!("text_{i}"))).collect();
        Some(CaseRow {
            row: number,
            outside_number,
            category,
            unit_code,
            reported_at,
            closed_at,
            closed: self.mapping.closed_statuses.contains(&status),
            status,
            position: Self::position(number, cells, report),
            text: (!texts.is_empty()).then(|| texts.join(" · ")),
        })
    }

    fn category(&self, number: u64, cells: &dyn Cells, report: &mut Report) -> Option<String> {
        match &self.mapping.category {
            CategorySource::Constant { constant } => Some(constant.clone()),
            CategorySource::Column { values, .. } => {
                let theirs = cells.get("category").unwrap_or_default();
                let ours = values.get(theirs.as_ref()).cloned();
                if ours.is_none() {
                    report.error(
                        number,
                        "category",
                        &theirs,
                        "unknown_category",
                        "the mapping has no category for this value",
                    );
                }
                ours
            }
        }
    }

    fn time(&self, text: &str) -> Option<Timestamp> {
        let Some(format) = &self.mapping.date_format else { return moment(text, &self.zone) };
        let parts = jiff::fmt::strtime::parse(format, text).ok()?;
        if let Ok(time) = parts.to_timestamp() {
            return Some(time);
        }
        let local = parts.to_datetime().or_else(|_| parts.to_date().map(|date| date.at(0, 0, 0, 0))).ok()?;
        self.zone.to_timestamp(local).ok()
    }

    fn position(number: u64, cells: &dyn Cells, report: &mut Report) -> Option<Position> {
        let (lon, lat) = (cells.get("lon")?, cells.get("lat")?);
        let position = position(&lon, &lat);
        if position.is_none() {
            report.warning(
                number,
                "position",
                &format!("{lon} {lat}"),
                "position_out_of_range",
                "the position is not on Earth and is left out",
            );
        }
        position
    }
}
