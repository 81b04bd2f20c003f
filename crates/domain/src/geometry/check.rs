//! Checks of a units file before it meets the tree: rings, borders between units, order of the tree.
//!
//! Three stages, each in its own file: `order` looks at codes, parents, kinds and names; `rings` at
//! each boundary alone; `cover` at boundaries beside and inside each other. Rows whose rings are
//! broken take no part in `cover`: its answers would mean nothing.

mod cover;
mod order;
mod rings;

use std::collections::HashMap;

use rayon::prelude::*;

pub(super) use self::rings::MOST_PAIRS;
use crate::unit::UnitTree;
use crate::unit::boundary::Ring;
use crate::unit::row::{Finding, Severity, UnitRow};

/// Everything wrong with the rows of one file, by row. `tree` is what is already there: parents may
/// stand in it, and present units whose code the file does not repeat count as neighbours.
///
/// Codes of findings: `code_invalid`, `code_repeated`, `several_roots`, `orphan`, `cycle`, `kind_order`, `code_shape`
/// (warning), `name_invalid`; `boundary_empty`, `ring_too_short`, `crosses_date_line`,
/// `ring_crosses_itself`, `hole_outside`, `holes_cross`, `boundary_too_complex`; `siblings_overlap`,
/// `gap_in_parent` (warning), `outside_parent` (warning), `too_many_overlaps`.
pub fn check(rows: &[UnitRow], tree: Option<&UnitTree>) -> Vec<Finding> {
    let by_code = first_by_code(rows);
    let mut findings = order::check(rows, &by_code, tree);
    let rings: Vec<Option<Finding>> = rows.par_iter().map(rings::check).collect();
    let sound: Vec<bool> = rings.iter().map(Option::is_none).collect();
    findings.extend(rings.into_iter().flatten());
    findings.extend(cover::check(rows, &sound, &by_code, tree));
    findings.sort_by_key(|finding| finding.row);
    findings
}

/// What is wrong with one ring alone, if anything: the code of the finding (those of [`check`] from `ring_too_short` to
/// `boundary_too_complex`) and words without full stop. The first position is not repeated at the end.
pub fn ring(ring: &Ring) -> Option<(&'static str, String)> {
    rings::polygon(std::slice::from_ref(ring))
}

/// Index of the first row with each code.
fn first_by_code(rows: &[UnitRow]) -> HashMap<&str, usize> {
    let mut by_code = HashMap::with_capacity(rows.len());
    for (index, row) in rows.iter().enumerate() {
        by_code.entry(row.code.as_str()).or_insert(index);
    }
    by_code
}

/// A finding that refuses the file.
pub fn error(row: u64, field: &'static str, value: &str, code: &'static str, message: String) -> Finding {
    Finding { severity: Severity::Error, row, field, value: shortened(value), code, message }
}

/// A finding worth a look.
pub fn warning(row: u64, field: &'static str, value: &str, code: &'static str, message: String) -> Finding {
    Finding { severity: Severity::Warning, row, field, value: shortened(value), code, message }
}

/// At most 80 characters of a value, the last one `…` where something was left out.
pub fn shortened(value: &str) -> String {
    const MOST: usize = 80;
    match value.char_indices().nth(MOST) {
        None => value.to_owned(),
        Some(_) => value.chars().take(MOST - 1).chain(['…']).collect(),
    }
}

#[cfg(test)]
mod tests;
