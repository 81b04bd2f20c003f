//! Fuzzy AHP by geometric means (Buckley): weights from judgements that are ranges.
//!
//! A judgement is a triangular number (l, m, u): at least l, most likely m, at most u times as important. Its
//! counterpart is (1/u, 1/m, 1/l). With n criteria:
//!
//! * geometric mean of each row, rᵢ = (Πⱼ aᵢⱼ)^(1/n), for l, m and u apart
//! * fuzzy weight (lᵢ / Σ u, mᵢ / Σ m, uᵢ / Σ l)
//! * crisp weight: the centroid (l + m + u) / 3, scaled to the sum 1
//!
//! Consistency is told of the most likely values, as in [`ahp`](crate::ahp). Where l = m = u, the weights are the geometric
//! means of that module.
//!
//! Source: Buckley 1985, *Fuzzy hierarchical analysis*, Fuzzy Sets and Systems 17.

mod case;

use crate::ahp::{Analysis, JUDGEMENT_MAX, Judgements, RECIPROCAL_WITHIN, RandomIndex, analyse};
use crate::check::{length, not_empty};
use crate::refusal::{Refusal, code};

pub(crate) use case::answer;

/// A triangular number: least, most likely, most.
pub type Triangular = [f64; 3];

/// Weights by fuzzy judgements.
#[derive(Debug, Clone, PartialEq)]
pub struct FuzzyWeights {
    /// Weights as triangular numbers, in the order of the criteria.
    pub fuzzy: Vec<Triangular>,
    /// Weights, sum 1.
    pub weights: Vec<f64>,
    /// What the most likely values alone say, with their consistency.
    pub likely: Analysis,
}

/// Weighs criteria by a square matrix of fuzzy judgements.
///
/// Of two counterparts the one whose most likely value is from 1 up is what was judged.
///
/// # Errors
/// When the matrix is empty or not square, a triangular number falls or is outside the range of judgements, the diagonal
/// is not (1, 1, 1), or counterparts contradict each other. The path is `/matrix/row/column`, with `/0` to `/2` where one
/// of the three is wrong.
pub fn fuzzy_weights(rows: &[Vec<Triangular>], table: &RandomIndex) -> Result<FuzzyWeights, Refusal> {
    not_empty(rows, "/matrix")?;
    for (row, values) in rows.iter().enumerate() {
        length(values.len(), rows.len(), &format!("/matrix/{row}"), "one for each row: the matrix is square")?;
        for (column, number) in values.iter().enumerate() {
            rising(number).map_err(|refusal| refusal.under(&format!("/matrix/{row}/{column}")))?;
        }
    }
    let likely: Vec<Vec<f64>> = rows.iter().map(|row| row.iter().map(|number| number[1]).collect()).collect();
    let likely = analyse(&Judgements::new(&likely)?, table)?;
    let exact = reciprocal(rows)?;
    let size = rows.len() as f64;
    let mean =
        |row: &Vec<Triangular>, part: usize| (row.iter().map(|number| number[part].ln()).sum::<f64>() / size).exp();
    let means: Vec<Triangular> = exact.iter().map(|row| [mean(row, 0), mean(row, 1), mean(row, 2)]).collect();
    let sum = |part: usize| means.iter().map(|mean| mean[part]).sum::<f64>();
    let [least, middle, most] = [sum(0), sum(1), sum(2)];
    let fuzzy: Vec<Triangular> = means.iter().map(|[l, m, u]| [l / most, m / middle, u / least]).collect();
    let centroids: Vec<f64> = fuzzy.iter().map(|number| number.iter().sum::<f64>() / 3.0).collect();
    let all: f64 = centroids.iter().sum();
    let weights = centroids.iter().map(|centroid| centroid / all).collect();
    Ok(FuzzyWeights { fuzzy, weights, likely })
}

/// The three do not fall, and are judgements.
fn rising(number: &Triangular) -> Result<(), Refusal> {
    let least = (1.0 - RECIPROCAL_WITHIN) / JUDGEMENT_MAX;
    for (index, part) in number.iter().enumerate() {
        let below = if index == 0 { least } else { number[index - 1] };
        // Neither holds for a value that is no number.
        if !(*part >= below && *part <= JUDGEMENT_MAX) {
            let wanted = format!("a value from {below} to {JUDGEMENT_MAX} is needed: least, most likely, most");
            return Err(Refusal::new(code::OUT_OF_RANGE, format!("/{index}"), format!("`{part}`"), wanted));
        }
    }
    Ok(())
}

/// The matrix with exact counterparts.
fn reciprocal(rows: &[Vec<Triangular>]) -> Result<Vec<Vec<Triangular>>, Refusal> {
    let mut exact = rows.to_vec();
    for (row, values) in rows.iter().enumerate() {
        if values[row] != [1.0; 3] {
            let (path, found) = (format!("/matrix/{row}/{row}"), format!("`{:?}`", values[row]));
            let wanted = "`[1, 1, 1]` is needed: a criterion beside itself";
            return Err(Refusal::new(code::CONTRADICTION, path, found, wanted));
        }
        for column in 0..row {
            let (below, above) = (values[column], rows[column][row]);
            if (0..3).any(|part| (below[part] * above[2 - part] - 1.0).abs() > RECIPROCAL_WITHIN) {
                let (path, found) = (format!("/matrix/{row}/{column}"), format!("`{below:?}`"));
                let wanted = format!("the reciprocal of `{above:?}` at `/matrix/{column}/{row}` is needed");
                return Err(Refusal::new(code::CONTRADICTION, path, found, wanted));
            }
            if above[1] >= 1.0 {
                exact[row][column] = inverse(above);
            } else {
                exact[column][row] = inverse(below);
            }
        }
    }
    Ok(exact)
}

fn inverse([l, m, u]: Triangular) -> Triangular {
    [1.0 / u, 1.0 / m, 1.0 / l]
}
