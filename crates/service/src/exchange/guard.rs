//! Cells that no spreadsheet takes for a formula.

use std::borrow::Cow;

/// Signs that make a spreadsheet take a cell for a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A cell that no spreadsheet takes for a formula: an apostrophe goes before it. Cells that begin
/// with an apostrophe get another one, so that reading is the exact inverse.
pub fn guarded(cell: &str) -> Cow<'_, str> {
    if cell.starts_with(FORMULA) || cell.starts_with('\'') {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// The cell that [`guarded`] was given.
pub(super) fn without_guard(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(FORMULA) || rest.starts_with('\'') => rest,
        _ => cell,
    }
}
