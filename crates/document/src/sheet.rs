//! A list as an XLSX workbook of one sheet, written row by row: a row leaves memory when the next one comes.

use std::io::{Seek, Write};

use rust_xlsxwriter::{Format, Workbook, XlsxError};

/// Most rows below the header: what the format has, less one.
pub const ROWS_MOST: u32 = 1_048_575;

/// Longest text of one cell, in UTF-16 units.
const TEXT_MOST: usize = 32_767;

/// One value of a list.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// A text; never taken for a formula.
    Text(String),
    /// A number.
    Number(f64),
}

/// Why a workbook could not be written.
#[derive(Debug, thiserror::Error)]
pub enum SheetError {
    /// More rows than the format has.
    #[error("a sheet has at most {ROWS_MOST} rows below its header")]
    TooLong,
    /// The disk or the format refuses.
    #[error(transparent)]
    Write(#[from] XlsxError),
}

/// A workbook that is being filled.
pub struct Sheet {
    workbook: Workbook,
    row: u32,
}

impl Sheet {
    /// A workbook with a bold header line that stays in sight.
    ///
    /// # Errors
    /// When the name is no name of a sheet (31 characters, none of `[]:*?/\`), or the temporary file cannot be made.
    pub fn new(name: &str, columns: &[&str]) -> Result<Self, SheetError> {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet_with_constant_memory()?;
        sheet.set_name(name)?;
        sheet.set_freeze_panes(1, 0)?;
        let bold = Format::new().set_bold();
        for (column, title) in (0..).zip(columns) {
            sheet.write_string_with_format(0, column, *title, &bold)?;
        }
        Ok(Self { workbook, row: 0 })
    }

    /// Adds a row below the last one. A text too long for a cell is cut, and ends with an ellipsis.
    ///
    /// # Errors
    /// [`SheetError::TooLong`] when the sheet is full; otherwise when the disk refuses.
    pub fn push(&mut self, cells: &[Cell]) -> Result<(), SheetError> {
        if self.row >= ROWS_MOST {
            return Err(SheetError::TooLong);
        }
        self.row += 1;
        let sheet = self.workbook.worksheet_from_index(0)?;
        for (column, cell) in (0..).zip(cells) {
            match cell {
                Cell::Empty => {}
                Cell::Text(text) => {
                    sheet.write_string(self.row, column, fitting(text))?;
                }
                Cell::Number(number) => {
                    sheet.write_number(self.row, column, *number)?;
                }
            }
        }
        Ok(())
    }

    /// Writes the workbook out.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn finish(mut self, out: impl Write + Seek + Send) -> Result<(), SheetError> {
        Ok(self.workbook.save_to_writer(out)?)
    }
}

/// The text without what XML cannot hold, cut to the length of a cell.
fn fitting(text: &str) -> String {
    let whole =
        |c: char| if c == '\0' || matches!(c, '\u{fffe}' | '\u{ffff}') { char::REPLACEMENT_CHARACTER } else { c };
    let mut kept: String = text.chars().map(whole).collect();
    if kept.encode_utf16().count() > TEXT_MOST {
        let mut length = 0;
        kept = kept
            .chars()
            .take_while(|c| {
                length += c.len_utf16();
                length < TEXT_MOST
            })
            .collect();
        kept.push('…');
    }
    kept
}
