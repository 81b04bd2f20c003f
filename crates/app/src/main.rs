//! The program `bridgehead`: command line, configuration, wiring.

mod clock;
mod command;
mod config;
#[cfg(feature = "demo")]
mod demo;
mod fitting;
mod run;

use std::process::ExitCode;

use clap::Parser;

/// Requests allocate much and keep little; the system's allocator took an eighth of their time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = command::Cli::parse();
    command::dispatch(cli)
}
