//! What imports print: findings, differences, results.

use std::path::Path;

use domain::unit::row::{Finding, Severity};
use serde_json::json;
use service::hazard::RefusedCase;
use service::unit::{Difference, ImportPlan};

use super::super::{Outcome, output};

/// Most findings and differences that are printed for people.
const SHOWN: usize = 50;

/// The whole file cannot be read.
pub(super) fn unreadable(file: &Path, code: &str, error: &dyn std::fmt::Display) -> anyhow::Error {
    anyhow::anyhow!("`{}` cannot be read ({code}): {error}", file.display())
}

/// Prints findings; says whether one of them refuses the file.
pub(super) fn findings(as_json: bool, findings: &[Finding]) -> bool {
    for (index, finding) in findings.iter().enumerate() {
        let severity = if finding.severity == Severity::Error { "error" } else { "warning" };
        if as_json {
            println!(
                "{}",
                json!({ "severity": severity, "row": finding.row, "field": finding.field, "value": finding.value,
                    "code": finding.code, "message": finding.message })
            );
        } else if index < SHOWN {
            eprintln!("{severity}: row {}, {}: {} [{}]", finding.row, finding.field, finding.message, finding.code);
        }
    }
    if !as_json && findings.len() > SHOWN {
        eprintln!("… and {} more; --json prints them all", findings.len() - SHOWN);
    }
    findings.iter().any(|finding| finding.severity == Severity::Error)
}

/// Prints rows that cannot be taken, each with the reason.
pub(super) fn refusals(as_json: bool, refused: impl Iterator<Item = (u64, String)>) {
    for (row, reason) in refused {
        if as_json {
            println!("{}", json!({ "severity": "error", "row": row, "message": reason }));
        } else {
            eprintln!("error: row {row}: {reason}");
        }
    }
}

/// Prints what an import would do.
pub(super) fn differences(as_json: bool, plan: &ImportPlan) {
    for (index, difference) in plan.differences.iter().enumerate() {
        let changes = match &difference.difference {
            Difference::New => Vec::new(),
            Difference::Changed(changes) => changes.clone(),
        };
        let new = difference.difference == Difference::New;
        if as_json {
            let fields: Vec<_> = changes
                .iter()
                .map(|change| json!({ "field": change.field, "before": change.before, "after": change.after }))
                .collect();
            println!("{}", json!({ "row": difference.row, "code": difference.code, "new": new, "changes": fields }));
        } else if !new && index < SHOWN {
            for change in &changes {
                eprintln!("{}: {}: {} → {}", difference.code, change.field, change.before, change.after);
            }
        }
    }
    let new = plan.differences.iter().filter(|difference| difference.difference == Difference::New).count();
    let changed = plan.differences.len() - new;
    let object = json!({ "new": new, "changed": changed, "unchanged": plan.unchanged });
    output::result(as_json, &object, &format!("{new} new, {changed} changed, {} unchanged", plan.unchanged));
}

/// Prints one case that was not taken.
pub(super) fn refused(as_json: bool, case: &RefusedCase) {
    if as_json {
        println!("{}", json!({ "severity": "error", "row": case.row, "value": case.value, "code": case.code }));
    } else {
        eprintln!("error: row {}: `{}` [{}]", case.row, case.value, case.code);
    }
}

/// A dry run ends here.
pub(super) fn dry(as_json: bool, rows: usize) -> anyhow::Result<Outcome> {
    output::result(as_json, &json!({ "rows": rows, "dry_run": true }), &format!("{rows} rows can be imported"));
    Ok(Outcome::Done)
}

/// Everything was written.
pub(super) fn done(as_json: bool, rows: usize, what: &str) -> anyhow::Result<Outcome> {
    output::result(as_json, &json!({ "imported": rows }), &format!("{rows} {what} are imported"));
    Ok(Outcome::Done)
}
