//! What a check found.

use serde::Serialize;

use crate::limits::FINDINGS_MAX;
use crate::reason::Reason;

/// One thing that is wrong, or worth a look.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Stable code, such as `invalid_polygon`; [`Reason::ALL`] lists them.
    pub code: &'static str,
    /// Where it is: `/alert/info[1]/area[2]/polygon[1]`. Elements that may repeat are counted from 1; `/` is the document.
    pub path: String,
    /// What is wrong, with the offending value, and what to do.
    pub message: String,
}

/// Everything that a check found, in document order per rule. At most [`FINDINGS_MAX`] findings of each sort.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Reasons to refuse the message.
    pub errors: Vec<Finding>,
    /// What is worth a look; the message can be used.
    pub warnings: Vec<Finding>,
}

impl Report {
    /// Whether nothing speaks against using the message.
    pub fn is_valid(&self) -> bool {
        self.errors.is_empty()
    }

    /// Codes of the errors, each once, in order.
    pub fn error_codes(&self) -> Vec<&'static str> {
        let mut codes: Vec<_> = self.errors.iter().map(|finding| finding.code).collect();
        codes.sort_unstable();
        codes.dedup();
        codes
    }

    pub(crate) fn add(&mut self, reason: Reason, path: impl FnOnce() -> String, message: impl FnOnce() -> String) {
        let list = if reason.is_error() { &mut self.errors } else { &mut self.warnings };
        if list.len() < FINDINGS_MAX {
            list.push(Finding { code: reason.code(), path: path(), message: message() });
        }
    }

    /// Adds what was found in a part, its paths put behind `prefix`.
    pub(crate) fn take(&mut self, other: &Self, prefix: &str) {
        let moved = |finding: &Finding| Finding { path: format!("{prefix}{}", finding.path), ..finding.clone() };
        let left = FINDINGS_MAX.saturating_sub(self.errors.len());
        self.errors.extend(other.errors.iter().take(left).map(moved));
        let left = FINDINGS_MAX.saturating_sub(self.warnings.len());
        self.warnings.extend(other.warnings.iter().take(left).map(moved));
    }
}

/// At most 80 characters of an offending value on one line, the last one `…` where something was left out.
pub(crate) fn shown(value: &str) -> String {
    const MOST: usize = 80;
    let mut out: String = value.trim().chars().take(MOST).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if value.trim().chars().nth(MOST).is_some() {
        out.pop();
        out.push('…');
    }
    out
}
