//! TOPSIS (逼近理想解排序法): alternatives by how close they are to the best values and how far from the worst.
//!
//! * normalised nᵢⱼ by a *named* normalisation, and weighted vᵢⱼ = wⱼ nᵢⱼ
//! * ideal: the best v of each criterion; anti-ideal: the worst
//! * d⁺ᵢ and d⁻ᵢ: Euclidean distance of an alternative to the ideal and the anti-ideal
//! * closeness Cᵢ = d⁻ᵢ / (d⁺ᵢ + d⁻ᵢ), 0 to 1
//!
//! The classical normalisation is by vector. Another one gives other numbers and another order, so the name belongs to
//! the result. Closeness ranks these alternatives among each other and is no measure of anything alone.
//!
//! Source: Hwang and Yoon 1981, *Multiple Attribute Decision Making*, chapter 3.

mod case;
mod normalised;

use serde::{Deserialize, Serialize};

use self::normalised::column;
use crate::check::{length, table, weights};
use crate::refusal::{Refusal, code};

pub(crate) use case::answer;

/// Whether more of a criterion is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// More is better.
    Benefit,
    /// Less is better.
    Cost,
}

/// How the values of a criterion are made comparable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Normalisation {
    /// nᵢⱼ = xᵢⱼ / √(Σᵢ xᵢⱼ²), the classical one. A criterion that is 0 everywhere stays 0.
    #[serde(rename = "vector (Euclidean)", alias = "vector")]
    Vector,
    /// (x − least) / (most − least), for a cost (most − x) / (most − least). A criterion that is the same everywhere
    /// becomes 0.
    #[serde(rename = "min-max")]
    MinMax,
}

/// Alternatives by closeness. Columns are criteria, rows and lists are in the order of the alternatives.
#[derive(Debug, Clone, PartialEq)]
pub struct Topsis {
    /// Which normalisation was used.
    pub normalisation: Normalisation,
    /// vᵢⱼ.
    pub weighted: Vec<Vec<f64>>,
    /// Distance to the ideal.
    pub to_ideal: Vec<f64>,
    /// Distance to the anti-ideal.
    pub to_anti_ideal: Vec<f64>,
    /// Closeness to the ideal, 0 to 1; more is better.
    pub closeness: Vec<f64>,
    /// The alternatives, from 0, the best first; equal ones in their order.
    pub order: Vec<usize>,
}

/// Ranks the rows of `matrix`.
///
/// `weight` and `directions` have one value for each column; the weights have the sum 1.
///
/// # Errors
/// When the matrix is empty or not rectangular, a value is not finite, lists differ in length, weights have another sum,
/// or the alternatives do not differ in any criterion that has a weight. Paths are `/matrix/row/column`, `/weights` and
/// `/types`.
pub fn topsis(
    matrix: &[Vec<f64>],
    weight: &[f64],
    directions: &[Direction],
    normalisation: Normalisation,
) -> Result<Topsis, Refusal> {
    let columns = table(matrix, "/matrix")?;
    weights(weight, columns, "/weights", "one for each column of `/matrix`")?;
    length(directions.len(), columns, "/types", "one for each column of `/matrix`")?;
    let mut weighted = vec![Vec::with_capacity(columns); matrix.len()];
    let (mut best, mut worst) = (Vec::with_capacity(columns), Vec::with_capacity(columns));
    for (index, direction) in directions.iter().enumerate() {
        let values: Vec<f64> = matrix.iter().map(|row| row[index]).collect();
        let values = column(&values, *direction, normalisation, &format!("/matrix/0/{index}"))?;
        let values: Vec<f64> = values.into_iter().map(|value| weight[index] * value).collect();
        let (least, most) = ends(&values);
        // After min-max, more is better for every criterion.
        let less_is_better = *direction == Direction::Cost && normalisation == Normalisation::Vector;
        let (good, bad) = if less_is_better { (least, most) } else { (most, least) };
        best.push(good);
        worst.push(bad);
        for (row, value) in weighted.iter_mut().zip(values) {
            row.push(value);
        }
    }
    if best == worst {
        let wanted = "alternatives that differ in a criterion with a weight are needed";
        return Err(Refusal::new(code::CONTRADICTION, "/matrix", "alternatives that are all the same", wanted));
    }
    let to_ideal: Vec<f64> = weighted.iter().map(|row| distance(row, &best)).collect();
    let to_anti_ideal: Vec<f64> = weighted.iter().map(|row| distance(row, &worst)).collect();
    let closeness: Vec<f64> = to_ideal.iter().zip(&to_anti_ideal).map(|(up, down)| down / (up + down)).collect();
    let mut order: Vec<usize> = (0..matrix.len()).collect();
    order.sort_by(|one, other| closeness[*other].total_cmp(&closeness[*one]));
    Ok(Topsis { normalisation, weighted, to_ideal, to_anti_ideal, closeness, order })
}

/// The least and the most.
fn ends(values: &[f64]) -> (f64, f64) {
    values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), value| (least.min(*value), most.max(*value)))
}

/// By `hypot`, so that no square of a small difference vanishes.
fn distance(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(one, other)| one - other).fold(0.0, f64::hypot)
}
