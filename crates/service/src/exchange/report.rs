//! The list of findings while a file is read.

use domain::geometry::check::{error, warning};
use domain::unit::row::{Finding, Severity};

/// Findings kept for one file: enough to repair it, few enough to show and to hold in memory.
const MOST: usize = 10_000;

#[derive(Default)]
pub(super) struct Report {
    findings: Vec<Finding>,
    left_out: u64,
    error_left_out: bool,
}

impl Report {
    pub(super) fn error(
        &mut self,
        row: u64,
        field: &'static str,
        value: &str,
        code: &'static str,
        message: impl Into<String>,
    ) {
        self.push(error(row, field, value, code, message.into()));
    }

    pub(super) fn warning(
        &mut self,
        row: u64,
        field: &'static str,
        value: &str,
        code: &'static str,
        message: impl Into<String>,
    ) {
        self.push(warning(row, field, value, code, message.into()));
    }

    fn push(&mut self, finding: Finding) {
        if self.findings.len() < MOST {
            self.findings.push(finding);
        } else {
            self.left_out += 1;
            self.error_left_out |= finding.severity == Severity::Error;
        }
    }

    pub(super) fn into_findings(mut self) -> Vec<Finding> {
        if self.left_out > 0 {
            let message = format!("{} more findings are not listed", self.left_out);
            let make = if self.error_left_out { error } else { warning };
            self.findings.push(make(0, "file", "", "too_many_findings", message));
        }
        self.findings
    }
}
