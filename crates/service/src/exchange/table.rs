//! CSV by column names, row by row.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::rc::Rc;

use csv::StringRecord;

use super::columns::{Cells, Layout};
use super::error::ReadError;
use super::report::Report;
use super::text::{self, Decoded};

/// Longest row, in bytes of UTF-8. A boundary of 300,000 positions fits.
pub(super) const MOST_ROW_BYTES: u64 = 16 << 20;

/// A CSV file, header read.
pub(super) struct Table {
    reader: csv::Reader<Metered<Decoded<File>>>,
    budget: Rc<Cell<u64>>,
    layout: Layout,
    columns: usize,
    record: StringRecord,
    row: u64,
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
        let text = text::text(path, max_bytes, encoding)?;
        if let Some(guess) = text.guessed {
            report.warning(
                0,
                "file",
                guess,
                "encoding_guessed",
                format!("the file is not UTF-8; it was read as {guess}"),
            );
        }
        let budget = Rc::new(Cell::new(MOST_ROW_BYTES));
        let metered = Metered { inner: text.reader, budget: Rc::clone(&budget) };
        let mut reader = csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(metered);
        let mut header = StringRecord::new();
        if !next(&mut reader, &mut header, 1)? {
            return Err(ReadError::Empty);
        }
        let header: Vec<String> = header.iter().map(|name| name.trim().to_owned()).collect();
        let layout = Layout::new(&header, plan.known, plan.required, plan.fields, plan.set, report)?;
        Ok(Self { reader, budget, layout, columns: header.len(), record: StringRecord::new(), row: 1, ours: plan.ours })
    }

    /// Goes to the next row; its number, or none at the end. Rows with another number of cells
    /// than the header are reported and passed over.
    pub(super) fn advance(&mut self, report: &mut Report) -> Result<Option<u64>, ReadError> {
        loop {
            self.row += 1;
            self.budget.set(MOST_ROW_BYTES);
            if !next(&mut self.reader, &mut self.record, self.row)? {
                return Ok(None);
            }
            if self.record.len() == self.columns {
                return Ok(Some(self.row));
            }
            if self.record.iter().any(|cell| !cell.trim().is_empty()) {
                let message = format!("the row has {} cells, the header {}", self.record.len(), self.columns);
                report.error(self.row, "row", self.record.get(0).unwrap_or(""), "row_length", message);
            }
        }
    }
}

fn next<R: Read>(reader: &mut csv::Reader<R>, record: &mut StringRecord, row: u64) -> Result<bool, ReadError> {
    reader.read_record(record).map_err(|error| match error.into_kind() {
        csv::ErrorKind::Io(error) if error.kind() == std::io::ErrorKind::FileTooLarge => {
            ReadError::RowTooLong { row, limit: MOST_ROW_BYTES }
        }
        csv::ErrorKind::Io(error) => ReadError::Io(error),
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

/// Stops handing out bytes when one row takes too many: a quotation mark that is never closed
/// would otherwise pull the whole file into one cell.
struct Metered<R> {
    inner: R,
    budget: Rc<Cell<u64>>,
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        if self.budget.get() == 0 {
            return Err(std::io::ErrorKind::FileTooLarge.into());
        }
        let read = self.inner.read(out)?;
        self.budget.set(self.budget.get().saturating_sub(read as u64));
        Ok(read)
    }
}

/// Signs that make a spreadsheet take a cell for a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A cell that no spreadsheet takes for a formula: an apostrophe goes before it. Cells that begin
/// with an apostrophe get another one, so that [`without_guard`] is the exact inverse.
pub fn guarded(cell: &str) -> Cow<'_, str> {
    if cell.starts_with(FORMULA) || cell.starts_with('\'') {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

fn without_guard(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(FORMULA) || rest.starts_with('\'') => rest,
        _ => cell,
    }
}
