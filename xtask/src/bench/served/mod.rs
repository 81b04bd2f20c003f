//! The released program under load, over HTTP. What the load itself takes is another process's CPU and is left out.
//!
//! `cargo xtask bench served <part> --database ADDRESS` starts `bridgehead serve` on a database that `cargo xtask load`
//! filled, asks it, and ends it. CPU is read from `/proc`: Linux alone.

mod bare;
mod calls;
mod client;
mod intake;
mod list;
mod live;
mod map;
mod program;
mod start;
mod time;

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// What is served.
#[derive(Args)]
pub(crate) struct Options {
    #[command(subcommand)]
    part: Part,
    /// The filled database: `sqlite://FILE` or `postgres://…` (durable).
    #[arg(long, global = true, default_value = "sqlite://load.db")]
    database: String,
    /// The released program.
    #[arg(long, global = true, default_value = "target/release/bridgehead")]
    program: PathBuf,
    /// Seconds of each run.
    #[arg(long, global = true, default_value_t = 8)]
    seconds: u64,
    /// Runs of each; the best one counts.
    #[arg(long, global = true, default_value_t = 3)]
    runs: usize,
}

#[derive(Subcommand)]
enum Part {
    /// Reports taken in, beside `pgbench` or a bare loop of one writer on SQLite.
    Intake {
        /// Connections at the same time.
        #[arg(long, default_value_t = 16)]
        clients: usize,
    },
    /// 50 hazards in a bounding box, beside PostGIS by hand.
    List {
        /// Connections at the same time.
        #[arg(long, default_value_t = 8)]
        clients: usize,
        /// Side of a box, metres: about a community.
        #[arg(long, default_value_t = 500.0)]
        side: f64,
    },
    /// The state of the whole city's map.
    Map,
    /// Readers of live events while reports come in.
    Live {
        /// Readers of one community.
        #[arg(long, default_value_t = 990)]
        community: usize,
        /// Readers of the whole city.
        #[arg(long, default_value_t = 10)]
        city: usize,
        /// Reports per second meanwhile.
        #[arg(long, default_value_t = 400)]
        rate: u64,
    },
    /// A red warning over the whole demo city on an empty PostgreSQL: calls written down, and confirmed by many at once.
    Calls {
        /// Connections at the same time.
        #[arg(long, default_value_t = 64)]
        clients: usize,
        /// Most confirmations in one transaction; 1 writes them one by one.
        #[arg(long, default_value_t = 64)]
        group: usize,
        /// Code of the unit that is warned: a county in place of the city shows what the size costs.
        #[arg(long, default_value = "4101")]
        code: String,
    },
    /// From the start of the program to its first page and its first answers.
    Start,
}

pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        match &options.part {
            Part::Intake { clients } => intake::run(options, *clients).await,
            Part::List { clients, side } => list::run(options, *clients, *side).await,
            Part::Map => map::run(options).await,
            Part::Calls { clients, group, code } => calls::run(options, *clients, *group, code).await,
            Part::Live { community, city, rate } => live::run(options, *community, *city, *rate).await,
            Part::Start => start::run(options).await,
        }
    })
}
