//! A table of words with a header.

use crate::case::escaped;
use crate::refusal::{Refusal, code};

/// Most rows that are taken.
const ROWS_MAX: usize = 200_000;

/// Most columns that are taken.
const COLUMNS_MAX: usize = 2_000;

/// A table as it was written: words, with the line that each row stands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The file's name, for refusals.
    pub name: String,
    pub(super) columns: Vec<String>,
    pub(super) rows: Vec<Row>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) line: u64,
    pub(super) cells: Vec<String>,
}

impl Table {
    /// Reads comma-separated values (RFC 4180) in UTF-8, the first line being the header.
    ///
    /// # Errors
    /// A [`Refusal`] at the file and line: no UTF-8, a row with more or fewer cells than the header, a column twice, or
    /// more than 200,000 rows or 2,000 columns.
    pub fn read(name: &str, bytes: &[u8]) -> Result<Self, Refusal> {
        let file = format!("/{}", escaped(name));
        let malformed = |error: &csv::Error| {
            let line = error.position().map_or_else(|| file.clone(), |at| format!("{file}/{}", at.line()));
            let wanted = "comma-separated values in UTF-8 are needed, with as many cells in each row as in the first";
            Refusal::new(code::MALFORMED, line, error.to_string(), wanted)
        };
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(bytes);
        let columns: Vec<String> =
            reader.headers().map_err(|error| malformed(&error))?.iter().map(str::to_owned).collect();
        if columns.len() > COLUMNS_MAX {
            let wanted = format!("at most {COLUMNS_MAX} columns are taken");
            return Err(Refusal::new(code::TOO_LARGE, file, format!("{} columns", columns.len()), wanted));
        }
        for (at, column) in columns.iter().enumerate() {
            if columns[..at].contains(column) {
                let path = format!("{file}/1/{}", escaped(column));
                return Err(Refusal::new(
                    code::CONTRADICTION,
                    path,
                    format!("`{column}` twice"),
                    "take one of them out",
                ));
            }
        }
        let mut rows = Vec::new();
        for record in reader.records() {
            let record = record.map_err(|error| malformed(&error))?;
            if rows.len() == ROWS_MAX {
                let wanted = format!("at most {ROWS_MAX} rows are taken");
                return Err(Refusal::new(code::TOO_LARGE, file, "more rows", wanted));
            }
            let line = record.position().map_or(0, csv::Position::line);
            rows.push(Row { line, cells: record.iter().map(str::to_owned).collect() });
        }
        Ok(Self { name: name.to_owned(), columns, rows })
    }

    /// Position of a column that must be there.
    pub(super) fn column(&self, name: &str) -> Result<usize, Refusal> {
        self.find(name).ok_or_else(|| {
            let wanted =
                format!("a column `{name}` is needed: add it, or name another one under `/columns` of the method");
            let found = self.columns.iter().take(8).map(|column| format!("`{column}`")).collect::<Vec<_>>().join(", ");
            Refusal::new(code::UNKNOWN_NAME, format!("/{}/1", escaped(&self.name)), found, wanted)
        })
    }

    /// Position of a column.
    pub(super) fn find(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column == name)
    }

    /// Path of a cell.
    pub(super) fn path(&self, row: &Row, column: usize) -> String {
        let name = self.columns.get(column).map_or("", String::as_str);
        format!("/{}/{}/{}", escaped(&self.name), row.line, escaped(name))
    }
}
