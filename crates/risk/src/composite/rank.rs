//! Ranks, with ties.

/// Ranks from the highest value: 1 is the highest, equal values share the better rank; nothing where a value is missing.
pub(crate) fn from_highest(values: &[Option<f64>]) -> Vec<Option<usize>> {
    let sorted = ascending(values);
    let rank = |value: f64| sorted.len() - sorted.partition_point(|other| *other <= value) + 1;
    values.iter().map(|value| value.map(rank)).collect()
}

/// Percentile ranks `(r − 1)/(n − 1)` from 0 to 1: `r` is the lowest rank of equal values from the lowest value on, `n`
/// how many are there. A value that stands alone has rank 0.
///
/// Source: CDC/ATSDR Social Vulnerability Index 2018 documentation (PERCENTRANK.INC on unequal units).
pub(crate) fn percentile(values: &[Option<f64>]) -> Vec<Option<f64>> {
    let sorted = ascending(values);
    let most = sorted.len().saturating_sub(1).max(1) as f64;
    let rank = |value: f64| sorted.partition_point(|other| *other < value) as f64 / most;
    values.iter().map(|value| value.map(rank)).collect()
}

fn ascending(values: &[Option<f64>]) -> Vec<f64> {
    let mut sorted: Vec<f64> = values.iter().flatten().copied().collect();
    sorted.sort_by(f64::total_cmp);
    sorted
}

/// Rounded to so many decimals, halves away from 0; unchanged without.
pub(crate) fn rounded(value: f64, decimals: Option<u8>) -> f64 {
    let Some(decimals) = decimals else { return value };
    let factor = 10_f64.powi(i32::from(decimals));
    let scaled = value * factor;
    // Past this, a double has no decimals to round.
    if scaled.abs() < 9e15 { scaled.round() / factor } else { value }
}

/// Ranks from the lowest value, equal values with the middle of theirs.
pub(super) fn middle(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let rank = |value: &f64| {
        let below = sorted.partition_point(|other| other < value);
        let up_to = sorted.partition_point(|other| other <= value);
        (below + up_to + 1) as f64 / 2.0
    };
    values.iter().map(rank).collect()
}
