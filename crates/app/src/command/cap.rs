//! `cap`: messages of the Common Alerting Protocol in files. Needs no configuration and no database.

use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use serde_json::json;
use warning::limits::BYTES_MAX;
use warning::{Finding, Profile, Report};

use super::Outcome;

/// Commands about messages.
#[derive(clap::Subcommand)]
pub(crate) enum Cap {
    /// Say whether alerts (CAP 1.0, 1.1, 1.2) and feeds (Atom, RSS) are valid, and everything that is wrong with them.
    #[command(after_help = "Examples:\n  bridgehead cap check alert.xml feed.atom\n  \
        bridgehead cap check --profile china --json alerts/*.xml\n\nOne line per file. Exit code 0 when all are valid, \
        else 1. docs/cap.md lists the codes.")]
    Check {
        /// Alerts and feeds.
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Ask for the rules of a profile too: `strict` or `china`.
        #[arg(long, value_parser = profile)]
        profile: Option<Profile>,
    },
}

fn profile(word: &str) -> Result<Profile, String> {
    Profile::from_word(word)
        .ok_or_else(|| format!("the profiles are {}", Profile::ALL.map(Profile::word).join(" and ")))
}

impl Cap {
    pub(crate) fn run(&self, json: bool) -> Outcome {
        let Self::Check { files, profile } = self;
        let (mut all_valid, mut out) = (true, std::io::stdout().lock());
        for file in files {
            let report = look(file, *profile);
            all_valid &= report.is_valid();
            let line = if json {
                object(file, &report).to_string()
            } else {
                format!("{}: {}", file.display(), sentence(&report))
            };
            // Whoever pipes this into `head` has seen enough.
            if writeln!(out, "{line}").is_err() {
                break;
            }
        }
        if all_valid { Outcome::Done } else { Outcome::Wrong }
    }
}

fn look(file: &Path, profile: Option<Profile>) -> Report {
    let mut bytes = Vec::new();
    // One byte more than is read tells that there is too much.
    match File::open(file).and_then(|file| file.take(BYTES_MAX as u64 + 1).read_to_end(&mut bytes)) {
        Ok(_) => warning::check_with(&bytes, profile),
        Err(error) => {
            let message = format!("the file cannot be read: {error}");
            let finding = Finding { code: "unreadable_file", path: "/".to_owned(), message };
            Report { errors: vec![finding], warnings: Vec::new() }
        }
    }
}

fn object(file: &Path, report: &Report) -> serde_json::Value {
    json!({
        "file": file.display().to_string(),
        "valid": report.is_valid(),
        "errors": report.errors,
        "warnings": report.warnings,
    })
}

fn sentence(report: &Report) -> String {
    let listed = |findings: &[Finding]| {
        let one = |finding: &Finding| format!("{} at {}: {}", finding.code, finding.path, finding.message);
        findings.iter().map(one).collect::<Vec<_>>().join("; ")
    };
    match (report.errors.len(), report.warnings.len()) {
        (0, 0) => "valid".to_owned(),
        (0, _) => format!("valid, but {}", listed(&report.warnings)),
        _ => format!("not valid: {}", listed(&report.errors)),
    }
}
