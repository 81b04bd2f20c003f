//! Timings of the same work done in several ways, as a table.

use std::time::Instant;

/// The result of the last run and the seconds of the best.
pub(super) fn best<T>(runs: usize, mut work: impl FnMut() -> anyhow::Result<T>) -> anyhow::Result<(T, f64)> {
    let mut timed = || {
        let start = Instant::now();
        let result = work()?;
        Ok::<_, anyhow::Error>((result, start.elapsed().as_secs_f64()))
    };
    let mut best = timed()?;
    for _ in 1..runs {
        let (result, seconds) = timed()?;
        best = (result, seconds.min(best.1));
    }
    Ok(best)
}

/// Rates of several contenders, and how many times faster ours is.
pub(super) struct Contest {
    title: &'static str,
    unit: &'static str,
    ours: f64,
    lines: Vec<(String, f64, bool)>,
}

impl Contest {
    pub(super) fn new(title: &'static str, unit: &'static str) -> Self {
        Self { title, unit, ours: 0.0, lines: Vec::new() }
    }

    /// Ours, to which the others are compared.
    pub(super) fn ours(&mut self, name: &str, count: usize, seconds: f64) {
        self.ours = count as f64 / seconds;
        self.note(name, count, seconds);
    }

    /// A rate without comparison.
    pub(super) fn note(&mut self, name: &str, count: usize, seconds: f64) {
        self.lines.push((name.to_owned(), count as f64 / seconds, false));
    }

    /// A rate of the other side.
    pub(super) fn theirs(&mut self, name: &str, count: usize, seconds: f64) {
        self.lines.push((name.to_owned(), count as f64 / seconds, true));
    }

    pub(super) fn print(&self) {
        println!("\n{:<40} {:>14} {:>10}", self.title, self.unit, "ratio");
        for (name, rate, compared) in &self.lines {
            let ratio = if *compared { format!("{:.1}", self.ours / rate) } else { "-".to_owned() };
            println!("{name:<40} {rate:>14.0} {ratio:>10}");
        }
    }
}
