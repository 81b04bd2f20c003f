//! Which judgement causes most of an inconsistency.
//!
//! Each judgement is left out in turn; what all others imply for that pair takes its place, and the consistency ratio is
//! computed anew. The judgement whose replacement brings it down most is the one to look at first. It is a question to
//! whoever judged, never a correction: they may have meant it, and another one may be wrong.
//!
//! What the others imply is wᵢ / wⱼ of the principal eigenvector of the matrix without the pair: zero in its two places,
//! and one more on the two diagonal places of its criteria (Harker 1987).

use super::analysis::consistency_index;
use super::judgements::Judgements;
use super::matrix::{lambda, principal};

/// A judgement that the others contradict.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Doubt {
    /// The criterion of the row, from 0; the judgement says how many times as important it is as `column`.
    pub row: usize,
    /// The criterion of the column, from 0.
    pub column: usize,
    /// What was judged, 1 or more.
    pub judged: f64,
    /// What all other judgements imply for the pair.
    pub implied: f64,
    /// The consistency ratio with what they imply.
    pub cr_with_implied: f64,
}

/// The judgement whose replacement brings the ratio down most; none up to n = 2.
pub(super) fn doubt(judgements: &Judgements, ri: f64) -> Option<Doubt> {
    let size = judgements.size();
    if size <= 2 {
        return None;
    }
    let pairs = (0..size).flat_map(|row| (row + 1..size).map(move |column| (row, column)));
    let doubts = pairs.map(|(row, column)| replaced(judgements.rows(), row, column, ri));
    doubts.min_by(|one, other| one.cr_with_implied.total_cmp(&other.cr_with_implied))
}

fn replaced(rows: &[Vec<f64>], row: usize, column: usize, ri: f64) -> Doubt {
    // Told from the side on which the judgement is 1 or more, as it was meant.
    let (row, column) = if rows[row][column] >= 1.0 { (row, column) } else { (column, row) };
    let mut without = rows.to_vec();
    (without[row][column], without[column][row]) = (0.0, 0.0);
    (without[row][row], without[column][column]) = (2.0, 2.0);
    let weights = principal(&without);
    let implied = weights[row] / weights[column];
    let mut with = rows.to_vec();
    (with[row][column], with[column][row]) = (implied, 1.0 / implied);
    let ci = consistency_index(lambda(&with, &principal(&with)), rows.len());
    Doubt { row, column, judged: rows[row][column], implied, cr_with_implied: ci / ri }
}
