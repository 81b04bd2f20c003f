//! Rosters from and to CSV.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use domain::duty::Days;
use domain::unit::row::Finding;
use jiff::civil::Date;

use super::cells::Row;
use super::error::{ReadError, WriteError};
use super::guard::guarded;
use super::options::{ReadOptions, zone};
use super::report::Report;
use super::table::{Plan, Table};

/// One line of a roster as a file gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterRow {
    /// Row in the file; the header is row 1.
    pub row: u64,
    /// Code of the unit.
    pub unit: String,
    /// Sign-in name of whoever is on duty.
    pub login: String,
    /// The title that counts, where somebody holds several.
    pub title: Option<String>,
    /// `day`, `night` or another word for the shift.
    pub kind: String,
    /// Start, `HH:MM`.
    pub start: String,
    /// End, `HH:MM`.
    pub end: String,
    /// Weekdays, Monday 1 to Sunday 7; each day when missing.
    pub days: Option<Days>,
    /// The first date.
    pub from: Option<Date>,
    /// The last date.
    pub to: Option<Date>,
    /// Whether it leads the shift.
    pub leader: bool,
}

/// The lines of one file.
#[derive(Debug, Default)]
pub struct RosterFile {
    /// Rows without an error.
    pub rows: Vec<RosterRow>,
    /// What is wrong with the others.
    pub findings: Vec<Finding>,
}

const COLUMNS: [(&str, &str); 10] = [
    ("unit", "unit"),
    ("login", "login"),
    ("title", "title"),
    ("kind", "kind"),
    ("start", "start"),
    ("end", "end"),
    ("days", "days"),
    ("from", "from"),
    ("to", "to"),
    ("leader", "leader"),
];

/// Reads rosters: `unit,login,title,kind,start,end,days,from,to,leader`.
///
/// # Errors
/// [`ReadError`] where the file as a whole cannot be read.
pub fn read_roster(path: &Path) -> Result<RosterFile, ReadError> {
    let (options, none, mut report) = (ReadOptions::default(), BTreeMap::new(), Report::default());
    let required = &["unit", "login", "kind", "start", "end"];
    let plan = Plan { known: &COLUMNS, required, fields: &none, set: &none, ours: true };
    let mut table = Table::open(path, options.max_bytes, None, &plan, &mut report)?;
    let zone = zone(&options.zone)?;
    let mut rows = Vec::new();
    while let Some(number) = table.advance(&mut report)? {
        let mut row = Row { number, cells: &table, zone: &zone, report: &mut report };
        let (unit, login, kind) = (row.required("unit"), row.required("login"), row.required("kind"));
        let (start, end) = (row.required("start"), row.required("end"));
        let days = match row.text("days") {
            None => Some(None),
            Some(text) => Days::from_digits(&text).map(Some).or_else(|| {
                row.error(
                    "days",
                    &text,
                    "days_invalid",
                    "give weekdays as digits, Monday 1 to Sunday 7, such as `12345`",
                );
                None
            }),
        };
        let (from, to) = (date(&mut row, "from"), date(&mut row, "to"));
        let (title, leader) = (row.text("title"), row.flag("leader"));
        let (Some(unit), Some(login), Some(kind), Some(start), Some(end)) = (unit, login, kind, start, end) else {
            continue;
        };
        let (Some(days), Some(from), Some(to)) = (days, from, to) else { continue };
        rows.push(RosterRow { row: number, unit, login, title, kind, start, end, days, from, to, leader });
    }
    Ok(RosterFile { rows, findings: report.into_findings() })
}

/// A date, or none where the cell is empty; outside `Some` only where it was no date.
fn date(row: &mut Row<'_>, column: &'static str) -> Option<Option<Date>> {
    let Some(text) = row.text(column) else { return Some(None) };
    match text.parse() {
        Ok(date) => Some(Some(date)),
        Err(_) => {
            row.error(column, &text, "date_invalid", "give the date as year, month, day, such as `2026-02-16`");
            None
        }
    }
}

/// Writes rosters in a form that [`read_roster`] reads back.
///
/// # Errors
/// When the file cannot be written.
pub fn write_roster(mut out: impl Write, rows: &[RosterRow]) -> Result<(), WriteError> {
    out.write_all("\u{feff}".as_bytes())?;
    let mut writer = csv::Writer::from_writer(out);
    let io = |error: csv::Error| WriteError::Io(error.into());
    writer.write_record(COLUMNS.map(|(name, _)| name)).map_err(io)?;
    for row in rows {
        let date = |date: Option<Date>| date.map(|date| date.to_string()).unwrap_or_default();
        let cells = [
            row.unit.clone(),
            row.login.clone(),
            row.title.clone().unwrap_or_default(),
            row.kind.clone(),
            row.start.clone(),
            row.end.clone(),
            row.days.map(Days::digits).unwrap_or_default(),
            date(row.from),
            date(row.to),
            row.leader.to_string(),
        ];
        writer.write_record(cells.iter().map(|cell| guarded(cell).into_owned())).map_err(io)?;
    }
    Ok(writer.flush()?)
}
