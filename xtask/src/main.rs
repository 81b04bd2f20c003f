//! Work on the repository that is longer than a make target: `cargo xtask <task>`.

mod bench;
mod city;

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
    /// Build the demo city from public data into `data/zhengzhou/`.
    City(city::Options),
}

fn main() -> anyhow::Result<()> {
    match Cli::parse().task {
        Task::Bench(options) => bench::run(&options),
        Task::City(options) => city::run(&options),
    }
}
