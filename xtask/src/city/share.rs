//! Largest remainder: whole numbers in proportion to weights, with an exact sum.

/// Splits `total` in proportion to `weights`; each share gets `least` first. With too little for
/// everybody, or only zero weights, shares are as even as possible.
pub(crate) fn share(total: u64, weights: &[f64], least: u64) -> Vec<u64> {
    let n = weights.len() as u64;
    let least = total.checked_div(n).map_or(0, |even| least.min(even));
    let rest = (total - least * n) as f64;
    let sum: f64 = weights.iter().sum();
    let even = [1.0].repeat(weights.len());
    let (weights, sum) = if sum > 0.0 { (weights, sum) } else { (&even[..], n as f64) };
    let quota: Vec<f64> = weights.iter().map(|w| rest * w / sum).collect();
    let mut shares: Vec<u64> = quota.iter().map(|q| least + *q as u64).collect();
    let given: u64 = shares.iter().sum();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by(|&a, &b| (quota[b].fract()).total_cmp(&quota[a].fract()).then(a.cmp(&b)));
    let missing = total.saturating_sub(given) as usize;
    order.iter().cycle().take(missing.min(total as usize)).for_each(|&at| shares[at] += 1);
    shares
}

#[cfg(test)]
mod tests {
    use super::share;

    #[test]
    fn shares_sum_and_keep_the_minimum() {
        let shares = share(100, &[1.0, 2.0, 0.0], 1);
        assert_eq!(shares.iter().sum::<u64>(), 100);
        assert_eq!(shares[2], 1);
        assert_eq!(share(7, &[0.0, 0.0], 0), [4, 3]);
        assert!(share(7, &[], 1).is_empty());
    }
}
