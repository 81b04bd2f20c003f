//! What commands print, for people and for programs.

use std::io::IsTerminal;

use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Value, json};
use tracing_subscriber::EnvFilter;

use crate::config::Config;

/// Prints one result: the object for programs, the sentence for people.
pub(crate) fn result(as_json: bool, object: &Value, sentence: &str) {
    if as_json {
        println!("{object}");
    } else {
        println!("{sentence}");
    }
}

/// Prints why a command failed.
pub(crate) fn failure(as_json: bool, error: &anyhow::Error) {
    if as_json {
        eprintln!("{}", json!({ "error": format!("{error:#}") }));
    } else {
        eprintln!("error: {error:#}");
    }
}

/// Starts the log on standard error.
pub(crate) fn start_log(config: &Config) {
    let filter = EnvFilter::try_new(&config.log).unwrap_or_else(|_| EnvFilter::new("info"));
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    // A second start in one process (as in tests) is no error.
    let _ = if config.log_json { log.json().try_init() } else { log.try_init() };
}

/// A progress bar on a terminal; silent elsewhere.
pub(crate) fn bar(length: u64, what: &'static str) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style =
        ProgressStyle::with_template("{msg:<24} {bar:40} {pos}/{len}").unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(length).with_style(style).with_message(what)
}

/// A sign of life on a terminal, for work whose length is not known; silent elsewhere.
pub(crate) fn spinner(what: &'static str) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let spinner = ProgressBar::new_spinner().with_message(what);
    spinner.enable_steady_tick(std::time::Duration::from_millis(120));
    spinner
}
