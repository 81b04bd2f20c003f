//! `decode-image`: the child process that looks at one picture of a stranger. Hidden; `serve` starts it.
//!
//! Limits first, then input: memory, processor time, no files to write, no further processes' cores.

use std::io::{Read, Write};
use std::process::ExitCode;

use rlimit::Resource;
use serde_json::json;

/// Address space: the program itself and one picture unfolded, small and large.
const MEMORY: u64 = 1_024 * 1024 * 1024;

/// Processor time, seconds.
const SECONDS: u64 = 10;

/// Largest input; the caller has a limit of its own.
const INPUT: u64 = 16 * 1024 * 1024;

pub(crate) fn run() -> ExitCode {
    let limits = [
        (Resource::AS, MEMORY),
        (Resource::CPU, SECONDS),
        (Resource::CORE, 0),
        (Resource::FSIZE, 0),
        (Resource::NOFILE, 8),
    ];
    if limits.into_iter().any(|(resource, most)| resource.set(most, most).is_err()) {
        return refuse("its limits cannot be set");
    }
    let mut bytes = Vec::new();
    if std::io::stdin().lock().take(INPUT).read_to_end(&mut bytes).is_err() {
        return refuse("it did not arrive whole");
    }
    match picture::reduce(&bytes) {
        Err(refused) => refuse(&refused.to_string()),
        Ok(picture) => {
            let header = serde_json::to_string(&picture.header()).unwrap_or_default();
            let mut out = std::io::stdout().lock();
            let written =
                writeln!(out, "{header}").and_then(|()| out.write_all(&picture.jpeg)).and_then(|()| out.flush());
            if written.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
    }
}

fn refuse(why: &str) -> ExitCode {
    println!("{}", json!({ "refused": why }));
    ExitCode::from(3)
}
