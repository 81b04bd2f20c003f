//! Work on the repository that is longer than a make target: `cargo xtask <task>`.

mod bench;
mod cap;
mod city;
mod load;
mod risk;

use clap::{Parser, Subcommand};

/// Longer work on the repository.
#[derive(Parser)]
#[command(name = "xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Measure how fast something is.
    Bench(bench::Options),
    /// Fill an empty database with the demo city and a million invented hazards.
    Load(load::Options),
    /// Hold the corpus of alerts against what is expected of each file; prints `docs/cap-scoreboard.md`.
    Cap,
    /// Build the demo city from public data into `data/zhengzhou/`.
    City(city::Options),
    /// Compute the golden cases of risk methods; prints `docs/risk-scoreboard.md`.
    Risk,
}

fn main() -> anyhow::Result<()> {
    match Cli::parse().task {
        Task::Bench(options) => bench::run(&options),
        Task::Cap => cap::run(),
        Task::City(options) => city::run(&options),
        Task::Load(options) => load::run(&options),
        Task::Risk => risk::run(),
    }
}

/// Work on the repository is an edge of it: it reads the clock.
#[expect(clippy::disallowed_methods, reason = "the one place of these tasks that reads the clock")]
fn now() -> jiff::Timestamp {
    jiff::Timestamp::now()
}
