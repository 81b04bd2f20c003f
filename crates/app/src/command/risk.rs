//! `risk`: risk methods on cases in files. Needs no configuration and no database.

mod evaluate;
mod index;

use super::Outcome;

/// Commands about risk.
#[derive(clap::Subcommand)]
pub(crate) enum Risk {
    /// Compute a case, a file that names a method and its inputs, and print the result as JSON.
    #[command(after_help = "Examples:\n  bridgehead risk evaluate house.json\n  \
        bridgehead risk evaluate - < house.json\n\nExit code 3 when the case was refused. docs/risk-methods.md lists the \
        methods with their inputs.")]
    Evaluate(evaluate::Evaluate),
    /// Compute a composite index from a folder, explain each score, and say how sure its rank is.
    #[command(after_help = "Examples:\n  bridgehead risk index places/2026\n  \
        bridgehead risk index places/2026 --runs 1024 --seed 7 --before places/2025 --json\n\nExit code 3 when a file was \
        refused. docs/risk-index.md describes the files.")]
    Index(index::Index),
}

impl Risk {
    pub(crate) fn run(&self, json: bool) -> anyhow::Result<Outcome> {
        match self {
            Self::Evaluate(evaluate) => evaluate.run(json),
            Self::Index(index) => index.run(json),
        }
    }
}
