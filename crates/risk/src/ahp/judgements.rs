//! Judgements of pairs.

use crate::check::{finite, length, not_empty};
use crate::refusal::{Refusal, code};

/// Largest judgement that is taken. Saaty's scale of words ends at 9; ratios of measured values may go beyond.
pub const JUDGEMENT_MAX: f64 = 1_000.0;

/// How far the product of a judgement and its counterpart may be from 1: 0.33 counts as the counterpart of 3.
pub const RECIPROCAL_WITHIN: f64 = 0.05;

/// A square matrix of judgements: all are positive, the diagonal is 1, and each is the reciprocal of its counterpart.
#[derive(Debug, Clone, PartialEq)]
pub struct Judgements {
    rows: Vec<Vec<f64>>,
}

impl Judgements {
    /// Judgements from their rows. Of two counterparts the one from 1 up is what was judged; the other becomes its exact
    /// reciprocal, however it was rounded.
    ///
    /// # Errors
    /// When the matrix is empty or not square, a value is not finite or not within 1 / [`JUDGEMENT_MAX`] and
    /// [`JUDGEMENT_MAX`], the diagonal is not 1, or two counterparts contradict each other. The path is
    /// `/matrix/row/column`.
    pub fn new(rows: &[Vec<f64>]) -> Result<Self, Refusal> {
        not_empty(rows, "/matrix")?;
        let size = rows.len();
        for (row, values) in rows.iter().enumerate() {
            length(values.len(), size, &format!("/matrix/{row}"), "one for each row: the matrix is square")?;
        }
        let mut exact = vec![vec![1.0; size]; size];
        for (row, values) in rows.iter().enumerate() {
            for (column, value) in values.iter().enumerate() {
                let path = format!("/matrix/{row}/{column}");
                judged(*value, &path)?;
                if row == column {
                    one(*value, &path)?;
                } else if row > column {
                    let counterpart = rows[column][row];
                    reciprocal(*value, counterpart, &path, (column, row))?;
                    if *value >= counterpart {
                        (exact[row][column], exact[column][row]) = (*value, 1.0 / value);
                    } else {
                        (exact[row][column], exact[column][row]) = (1.0 / counterpart, counterpart);
                    }
                }
            }
        }
        Ok(Self { rows: exact })
    }

    /// How many criteria are compared.
    pub fn size(&self) -> usize {
        self.rows.len()
    }

    /// The rows.
    pub fn rows(&self) -> &[Vec<f64>] {
        &self.rows
    }
}

fn judged(value: f64, path: &str) -> Result<(), Refusal> {
    // A hair more than the reciprocal, which may have been rounded.
    let least = (1.0 - RECIPROCAL_WITHIN) / JUDGEMENT_MAX;
    if (least..=JUDGEMENT_MAX).contains(&finite(value, path)?) {
        return Ok(());
    }
    let wanted = format!("a judgement from 1/{JUDGEMENT_MAX} to {JUDGEMENT_MAX} is needed, in words usually 1/9 to 9");
    Err(Refusal::new(code::OUT_OF_RANGE, path, format!("`{value}`"), wanted))
}

fn one(value: f64, path: &str) -> Result<(), Refusal> {
    if value == 1.0 {
        return Ok(());
    }
    Err(Refusal::new(code::CONTRADICTION, path, format!("`{value}`"), "1 is needed: a criterion beside itself"))
}

fn reciprocal(value: f64, counterpart: f64, path: &str, (row, column): (usize, usize)) -> Result<(), Refusal> {
    if (value * counterpart - 1.0).abs() <= RECIPROCAL_WITHIN {
        return Ok(());
    }
    let wanted = format!("the reciprocal of `{counterpart}` at `/matrix/{row}/{column}` is needed");
    Err(Refusal::new(code::CONTRADICTION, path, format!("`{value}`"), wanted))
}
