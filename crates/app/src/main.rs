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

fn main() -> ExitCode {
    let cli = command::Cli::parse();
    command::dispatch(cli)
}
