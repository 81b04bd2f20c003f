//! What a list of durations says.

use std::time::Duration;

/// The duration below which `share` of them lie.
pub(super) fn quantile(sorted: &[Duration], share: f64) -> Duration {
    let last = sorted.len().saturating_sub(1);
    sorted.get((last as f64 * share).round() as usize).copied().unwrap_or_default()
}

/// Middle, 99 % and longest, in words.
pub(super) fn told(durations: &mut [Duration]) -> String {
    durations.sort_unstable();
    let ms = |share| quantile(durations, share).as_secs_f64() * 1_000.0;
    format!("p50 {:.1} ms, p99 {:.1} ms, longest {:.1} ms", ms(0.5), ms(0.99), ms(1.0))
}
