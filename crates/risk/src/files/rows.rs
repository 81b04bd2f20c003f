//! Numbers and words by unit.

use std::collections::BTreeMap;

use crate::refusal::{Refusal, code};

use super::table::Row;
use super::{Method, Table};

/// A cell as a number.
pub(super) fn number(table: &Table, row: &Row, column: usize) -> Result<f64, Refusal> {
    let cell = &row.cells[column];
    cell.parse().ok().filter(|number: &f64| number.is_finite()).ok_or_else(|| {
        let wanted =
            "a number with a point is needed; a word for a missing value goes under `/missing_words` of the method";
        Refusal::new(code::MALFORMED, table.path(row, column), format!("`{cell}`"), wanted)
    })
}

/// A cell as a number, or nothing where the value is missing.
fn value(method: &Method, table: &Table, row: &Row, column: usize) -> Result<Option<f64>, Refusal> {
    let cell = &row.cells[column];
    if cell.is_empty() || method.missing_words.contains(cell) {
        return Ok(None);
    }
    number(table, row, column).map(Some)
}

/// Codes of the units of a table, in its order.
pub(super) fn units(method: &Method, table: &Table) -> Result<Vec<String>, Refusal> {
    let column = table.column(&method.columns.unit)?;
    let code = |row: &Row| {
        if row.cells[column].is_empty() {
            let wanted = "the unit's code is needed";
            return Err(Refusal::new(code::EMPTY, table.path(row, column), "nothing", wanted));
        }
        Ok(row.cells[column].clone())
    };
    table.rows.iter().map(code).collect()
}

/// A column of numbers, in the order of the table.
pub(super) fn column(method: &Method, table: &Table, at: usize) -> Result<Vec<Option<f64>>, Refusal> {
    table.rows.iter().map(|row| value(method, table, row, at)).collect()
}

/// A column of words, in the order of the table; empty where the word is missing.
pub(super) fn words(method: &Method, table: &Table, at: usize) -> Vec<String> {
    let word = |cell: &String| if method.missing_words.contains(cell) { String::new() } else { cell.clone() };
    table.rows.iter().map(|row| word(&row.cells[at])).collect()
}

/// The rows of a table by what stands in a column; each may stand once.
pub(super) fn once(table: &Table, at: usize) -> Result<BTreeMap<&str, &Row>, Refusal> {
    let mut found = BTreeMap::new();
    for row in &table.rows {
        if found.insert(row.cells[at].as_str(), row).is_some() {
            let found = format!("`{}` twice", row.cells[at]);
            return Err(Refusal::new(code::CONTRADICTION, table.path(row, at), found, "take one of the rows out"));
        }
    }
    Ok(found)
}

/// A column of another table by the units of this one; nothing for units that it lacks.
pub(super) fn joined(method: &Method, table: &Table, at: usize, units: &[String]) -> Result<Vec<Option<f64>>, Refusal> {
    let rows = once(table, table.column(&method.columns.unit)?)?;
    let values = rows.into_iter().map(|(unit, row)| Ok((unit, value(method, table, row, at)?)));
    let found: BTreeMap<&str, Option<f64>> = values.collect::<Result<_, Refusal>>()?;
    Ok(units.iter().map(|unit| found.get(unit.as_str()).copied().flatten()).collect())
}
