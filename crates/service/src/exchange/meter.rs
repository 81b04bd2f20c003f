//! How many rows a file may have, and how many bytes one of them may take.
//!
//! A quotation mark or bracket that is never closed would otherwise pull the whole file into one row, and
//! a row of two bytes can become five hundred in memory.

use std::cell::Cell;
use std::io::{ErrorKind, Read};
use std::rc::Rc;

use super::error::ReadError;

/// Longest row or feature, in bytes of UTF-8. A boundary of 300,000 positions fits.
pub(super) const MOST_ROW_BYTES: u64 = 16 << 20;
/// Most rows, features or records of one file.
pub(super) const MOST_ROWS: u64 = 1_000_000;

/// The row that is being read, and the bytes it may still take.
#[derive(Clone)]
pub(super) struct Meter(Rc<Cell<(u64, u64)>>);

impl Meter {
    /// Before the first row, which is row 0 and may take as much.
    pub(super) fn new() -> Self {
        Self(Rc::new(Cell::new((0, MOST_ROW_BYTES))))
    }

    /// Begins the next row; its number, from 1.
    pub(super) fn begin_row(&self) -> u64 {
        let row = self.row() + 1;
        self.0.set((row, MOST_ROW_BYTES));
        row
    }

    pub(super) fn row(&self) -> u64 {
        self.0.get().0
    }

    /// Why reading failed at the present row.
    pub(super) fn failure(&self, error: std::io::Error) -> ReadError {
        match error.kind() {
            ErrorKind::FileTooLarge => ReadError::RowTooLong { row: self.row(), limit: MOST_ROW_BYTES },
            _ => ReadError::Io(error),
        }
    }
}

/// Whether a file may have so many rows.
pub(super) fn counted(rows: u64) -> Result<(), ReadError> {
    if rows > MOST_ROWS { Err(ReadError::TooManyRows { limit: MOST_ROWS }) } else { Ok(()) }
}

/// Stops handing out bytes when one row takes too many.
pub(super) struct Metered<R> {
    pub(super) inner: R,
    pub(super) meter: Meter,
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let (row, left) = self.meter.0.get();
        if left == 0 {
            return Err(ErrorKind::FileTooLarge.into());
        }
        let read = self.inner.read(out)?;
        self.meter.0.set((row, left.saturating_sub(read as u64)));
        Ok(read)
    }
}
