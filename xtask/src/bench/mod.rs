//! Measurements: `cargo xtask bench <subject>`. Results stand in `docs/performance.md`.

mod cap;
#[path = "../../../crates/domain/benches/demo/mod.rs"]
mod demo;
mod intake;
mod journal;
mod locate;
mod memory;
mod postgis;
mod served;

use clap::{Args, Subcommand};

/// What to measure.
#[derive(Args)]
pub(crate) struct Options {
    #[command(subcommand)]
    subject: Subject,
}

#[derive(Subcommand)]
enum Subject {
    /// Alerts read and judged, beside a bare walk over the same bytes.
    Cap(cap::Options),
    /// Positions located per second in the demo city, on all cores.
    Locate(locate::Options),
    /// Reports taken in, beside `pgbench` with the same rows.
    Intake(intake::Options),
    /// Journal entries verified, beside hashing the same bytes.
    Journal(journal::Options),
    /// The released program over HTTP: intake, lists, the map, live readers, its start.
    Served(served::Options),
    /// Locating and subtree listing beside PostGIS with the same polygons.
    Postgis(postgis::Options),
}

pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    match &options.subject {
        Subject::Cap(options) => cap::run(options),
        Subject::Locate(options) => locate::run(options),
        Subject::Intake(options) => intake::run(options),
        Subject::Journal(options) => journal::run(options),
        Subject::Postgis(options) => postgis::run(options),
        Subject::Served(options) => served::run(options),
    }
}
