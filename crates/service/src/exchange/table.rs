//! CSV by column names, row by row.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;

use csv::StringRecord;

use super::columns::{Cells, Layout};
use super::error::ReadError;
use super::guard::without_guard;
use super::meter::{Meter, Metered, counted};
use super::report::Report;
use super::text::{self, Decoded};

/// Most columns; a line of commas could ask for millions.
const MOST_COLUMNS: usize = 1_000;

/// A CSV file, header read.
pub(super) struct Table {
    reader: csv::Reader<Metered<Decoded<File>>>,
    meter: Meter,
    layout: Layout,
    columns: usize,
    record: StringRecord,
    /// Whether an apostrophe before a formula sign is ours to take away.
    ours: bool,
}

/// What a table holds and how its columns are found.
pub(super) struct Plan<'a> {
    pub(super) known: &'a [(&'static str, &'static str)],
    pub(super) required: &'a [&'a str],
    pub(super) fields: &'a BTreeMap<String, String>,
    pub(super) set: &'a BTreeMap<String, String>,
    pub(super) ours: bool,
}

impl Table {
    pub(super) fn open(
        path: &Path,
        max_bytes: u64,
        encoding: Option<&str>,
        plan: &Plan<'_>,
        report: &mut Report,
    ) -> Result<Self, ReadError> {
        let text = text::text(path, max_bytes, encoding, report)?;
        let meter = Meter::new();
        let metered = Metered { inner: text, meter: meter.clone() };
        let mut reader = csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(metered);
        let mut record = StringRecord::new();
        if !next(&mut reader, &mut record, &meter)? {
            return Err(ReadError::Empty);
        }
        if record.len() > MOST_COLUMNS {
            let detail = format!("the header has {} columns; the limit is {MOST_COLUMNS}", record.len());
            return Err(ReadError::NotCsv { detail });
        }
        let header: Vec<String> = record.iter().map(|name| name.trim().to_owned()).collect();
        let layout = Layout::new(&header, plan.known, plan.required, plan.fields, plan.set, report)?;
        Ok(Self { reader, meter, layout, columns: header.len(), record, ours: plan.ours })
    }

    /// Goes to the next row; its number, or none at the end. Rows with another number of cells
    /// than the header are reported and passed over.
    pub(super) fn advance(&mut self, report: &mut Report) -> Result<Option<u64>, ReadError> {
        while next(&mut self.reader, &mut self.record, &self.meter)? {
            let row = self.meter.row();
            counted(row)?;
            if self.record.len() == self.columns {
                return Ok(Some(row));
            }
            if self.record.iter().any(|cell| !cell.trim().is_empty()) {
                let message = format!("the row has {} cells, the header {}", self.record.len(), self.columns);
                report.error(row, "row", self.record.get(0).unwrap_or(""), "row_length", message);
            }
        }
        Ok(None)
    }
}

fn next(
    reader: &mut csv::Reader<Metered<Decoded<File>>>,
    record: &mut StringRecord,
    meter: &Meter,
) -> Result<bool, ReadError> {
    let row = meter.begin_row();
    reader.read_record(record).map_err(|error| match error.into_kind() {
        csv::ErrorKind::Io(error) => meter.failure(error),
        other => ReadError::NotCsv { detail: format!("row {row}: {other:?}") },
    })
}

impl Cells for Table {
    fn get(&self, column: &str) -> Option<Cow<'_, str>> {
        self.layout.get(column, |index| {
            let cell = self.record.get(index)?;
            Some(Cow::Borrowed(if self.ours { without_guard(cell) } else { cell }))
        })
    }

    fn languages(&self) -> Vec<String> {
        self.layout.languages()
    }
}
