//! What numbers must be before anything is computed with them.

use crate::refusal::{Refusal, code};

/// A finite number, or why not.
pub(crate) fn finite(value: f64, path: &str) -> Result<f64, Refusal> {
    if value.is_finite() {
        return Ok(value);
    }
    Err(Refusal::new(code::NOT_FINITE, path, format!("`{value}`"), "a finite number is needed"))
}

/// A finite number from `least` to `most`, both included.
pub(crate) fn within(value: f64, least: f64, most: f64, path: &str) -> Result<f64, Refusal> {
    if (least..=most).contains(&finite(value, path)?) {
        return Ok(value);
    }
    let wanted = format!("a number from {least} to {most} is needed");
    Err(Refusal::new(code::OUT_OF_RANGE, path, format!("`{value}`"), wanted))
}

/// At least one.
pub(crate) fn not_empty<T>(values: &[T], path: &str) -> Result<(), Refusal> {
    if values.is_empty() {
        return Err(Refusal::new(code::EMPTY, path, "nothing", "at least one is needed"));
    }
    Ok(())
}

/// As many as `wanted`, which `of` tells in words ("one for each row of `/matrix`").
pub(crate) fn length(found: usize, wanted: usize, path: &str, of: &str) -> Result<(), Refusal> {
    if found == wanted {
        return Ok(());
    }
    Err(Refusal::new(code::SHAPE, path, format!("{found}"), format!("{wanted} are needed, {of}")))
}

/// How far from 1 a sum of weights may be: three weights of 0.333 count as thirds.
const SUM_WITHIN: f64 = 1e-3;

/// `count` weights from 0 to 1 whose sum is 1.
pub(crate) fn weights(values: &[f64], count: usize, path: &str, of: &str) -> Result<(), Refusal> {
    length(values.len(), count, path, of)?;
    for (index, weight) in values.iter().enumerate() {
        within(*weight, 0.0, 1.0, &format!("{path}/{index}"))?;
    }
    let sum: f64 = values.iter().sum();
    if (sum - 1.0).abs() <= SUM_WITHIN {
        return Ok(());
    }
    Err(Refusal::new(code::OUT_OF_RANGE, path, format!("the sum `{sum}`"), "weights with the sum 1 are needed"))
}

/// A table of finite numbers with at least one row and one column; gives the number of columns.
pub(crate) fn table(rows: &[Vec<f64>], path: &str) -> Result<usize, Refusal> {
    not_empty(rows, path)?;
    let columns = rows[0].len();
    for (row, values) in rows.iter().enumerate() {
        let path = format!("{path}/{row}");
        not_empty(values, &path)?;
        length(values.len(), columns, &path, "as many as in the first row")?;
        for (column, value) in values.iter().enumerate() {
            finite(*value, &format!("{path}/{column}"))?;
        }
    }
    Ok(columns)
}
