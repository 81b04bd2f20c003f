//! Work on the repository that is longer than a make target: `cargo xtask <task>`.

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
    /// Build the demo city from public data into `data/zhengzhou/`.
    City(city::Options),
}

fn main() -> anyhow::Result<()> {
    match Cli::parse().task {
        Task::City(options) => city::run(&options),
    }
}
