//! Weights of a matrix without negative values, by three methods. Matrices are square, as rows.

/// Most squarings: 2⁶⁴ steps of the power method, more than any gap between eigenvalues needs.
const SQUARINGS_MAX: usize = 64;

/// Where squaring stops: no weight changes by more than this.
const CHANGE_MAX: f64 = 1e-15;

/// The principal eigenvector, with the sum 1. Some power of the matrix must have no zero (Perron and Frobenius); every
/// matrix of judgements is such a one.
///
/// The power method, faster: the matrix itself is squared, so that even eigenvalues that lie close together part.
pub(super) fn principal(rows: &[Vec<f64>]) -> Vec<f64> {
    let mut power = rows.to_vec();
    let mut weights = row_sums(&power);
    for _ in 0..SQUARINGS_MAX {
        power = squared(&power);
        let next = row_sums(&power);
        let change = weights.iter().zip(&next).map(|(one, other)| (one - other).abs()).fold(0.0, f64::max);
        weights = next;
        if change < CHANGE_MAX {
            break;
        }
    }
    // One plain step removes what squaring has rounded.
    scaled(product(rows, &weights))
}

/// The mean of (A w)ᵢ / wᵢ: λ, where `weights` is the principal eigenvector.
pub(super) fn lambda(rows: &[Vec<f64>], weights: &[f64]) -> f64 {
    let ratios = product(rows, weights).into_iter().zip(weights).map(|(image, weight)| image / weight);
    ratios.sum::<f64>() / weights.len() as f64
}

/// Geometric mean of each row, with the sum 1 (方根法).
pub(super) fn geometric_means(rows: &[Vec<f64>]) -> Vec<f64> {
    let size = rows.len() as f64;
    scaled(rows.iter().map(|row| (row.iter().map(|value| value.ln()).sum::<f64>() / size).exp()).collect())
}

/// Mean of each row after each column has been scaled to the sum 1 (和法).
pub(super) fn column_means(rows: &[Vec<f64>]) -> Vec<f64> {
    let sums: Vec<f64> = (0..rows.len()).map(|column| rows.iter().map(|row| row[column]).sum()).collect();
    scaled(rows.iter().map(|row| row.iter().zip(&sums).map(|(value, sum)| value / sum).sum()).collect())
}

fn product(rows: &[Vec<f64>], vector: &[f64]) -> Vec<f64> {
    rows.iter().map(|row| row.iter().zip(vector).map(|(one, other)| one * other).sum()).collect()
}

fn row_sums(rows: &[Vec<f64>]) -> Vec<f64> {
    scaled(rows.iter().map(|row| row.iter().sum()).collect())
}

/// The square, scaled so that its largest value is 1.
fn squared(rows: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let size = rows.len();
    let value = |row: &Vec<f64>, column: usize| (0..size).map(|inner| row[inner] * rows[inner][column]).sum::<f64>();
    let square: Vec<Vec<f64>> = rows.iter().map(|row| (0..size).map(|column| value(row, column)).collect()).collect();
    let largest = square.iter().flatten().copied().fold(f64::MIN_POSITIVE, f64::max);
    square.into_iter().map(|row| row.into_iter().map(|value| value / largest).collect()).collect()
}

/// With the sum 1.
fn scaled(values: Vec<f64>) -> Vec<f64> {
    let sum: f64 = values.iter().sum();
    values.into_iter().map(|value| value / sum).collect()
}
