//! The order of the tree: codes, parents, roots, kinds, names.

use std::collections::{HashMap, HashSet};

use super::{error, warning};
use crate::names::NAME_MAX_CHARS;
use crate::unit::change::CODE_MAX_CHARS;
use crate::unit::row::{Finding, UnitRow};
use crate::unit::{UnitKind, UnitTree};

pub(super) fn check(rows: &[UnitRow], by_code: &HashMap<&str, usize>, tree: Option<&UnitTree>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        let first = by_code[row.code.as_str()];
        if first != index {
            let first = rows[first].row;
            let message = format!("code `{}` stands in row {first} and again in row {}", row.code, row.row);
            findings.push(error(row.row, "code", &row.code, "code_repeated", message));
        }
        if row.code.trim().is_empty()
            || row.code.chars().count() > CODE_MAX_CHARS
            || row.code.chars().any(char::is_control)
        {
            let message = format!("a code has 1 to {CODE_MAX_CHARS} characters and no control characters");
            findings.push(error(row.row, "code", &row.code, "code_invalid", message));
        }
        if let Some(finding) = code_shape(row) {
            findings.push(finding);
        }
        if !row.names.is_valid() {
            let name = row.names.0.values().next().map_or("", String::as_str);
            let message = format!(
                "unit `{}` needs at least one name; each has 1 to {NAME_MAX_CHARS} characters and no control characters",
                row.code
            );
            findings.push(error(row.row, "name", name, "name_invalid", message));
        }
        if let Some(finding) = parent(row, rows, by_code, tree) {
            findings.push(finding);
        }
    }
    findings.extend(several_roots(rows, by_code, tree));
    findings.extend(cycles(rows, by_code, tree));
    findings
}

/// A parent that is nowhere, or of a kind that cannot stand above.
fn parent(row: &UnitRow, rows: &[UnitRow], by_code: &HashMap<&str, usize>, tree: Option<&UnitTree>) -> Option<Finding> {
    let parent = row.parent.as_deref()?;
    let in_tree = || tree.and_then(|tree| tree.by_code(parent)).map(|unit| unit.kind);
    let Some(kind) = by_code.get(parent).map(|&index| rows[index].kind).or_else(in_tree) else {
        let message = format!("parent `{parent}` of unit `{}` is neither in the file nor in the tree", row.code);
        return Some(error(row.row, "parent", parent, "orphan", message));
    };
    if kind.may_contain(row.kind) {
        return None;
    }
    let message = format!(
        "unit `{}` of kind `{}` cannot stand under `{parent}` of kind `{}`",
        row.code,
        row.kind.word(),
        kind.word()
    );
    Some(error(row.row, "parent", parent, "kind_order", message))
}

/// Units without a parent beside the first one, or beside the root that the tree already has.
fn several_roots(rows: &[UnitRow], by_code: &HashMap<&str, usize>, tree: Option<&UnitTree>) -> Vec<Finding> {
    let kept = tree.and_then(UnitTree::root).and_then(|root| root.code.as_deref());
    // A root that the file puts under another unit is a root no longer.
    let kept = kept.filter(|code| by_code.get(code).is_none_or(|&index| rows[index].parent.is_none()));
    let mut roots = rows.iter().filter(|row| row.parent.is_none());
    let Some(root) = kept.or_else(|| roots.next().map(|row| row.code.as_str())) else { return Vec::new() };
    roots
        .filter(|row| row.code != root)
        .map(|row| {
            let message =
                format!("unit `{}` has no parent, but `{root}` is the root already; give it a parent", row.code);
            error(row.row, "parent", "", "several_roots", message)
        })
        .collect()
}

/// Chains of parents that come back to themselves; one finding each, at the row that closes it.
fn cycles(rows: &[UnitRow], by_code: &HashMap<&str, usize>, tree: Option<&UnitTree>) -> Vec<Finding> {
    let above = |code: &str| -> Option<&str> {
        match by_code.get(code) {
            Some(&index) => rows[index].parent.as_deref(),
            None => {
                let unit = tree?.by_code(code)?;
                tree?.by_id(unit.parent?)?.code.as_deref()
            }
        }
    };
    let mut settled: HashSet<&str> = HashSet::with_capacity(rows.len());
    let mut findings = Vec::new();
    for row in rows {
        let mut chain: Vec<&str> = Vec::new();
        let mut in_chain: HashSet<&str> = HashSet::new();
        let mut next = Some(row.code.as_str());
        while let Some(code) = next {
            if settled.contains(code) {
                break;
            }
            if !in_chain.insert(code) {
                let from = chain.iter().position(|&c| c == code).unwrap_or(0);
                let named: Vec<&str> = chain[from..].iter().take(8).copied().collect();
                let message = format!("the parents run in a circle: `{}` and back", named.join("` → `"));
                findings.push(error(row.row, "parent", row.parent.as_deref().unwrap_or(""), "cycle", message));
                break;
            }
            chain.push(code);
            next = above(code);
        }
        settled.extend(chain);
    }
    findings
}

/// Codes that look like Chinese division codes and have an unusual length for their kind
/// (GB/T 2260 and GB/T 10114: county 6, street 9, community 12; DB11 grids: 15, micro-grids with `-NN`).
fn code_shape(row: &UnitRow) -> Option<Finding> {
    let digits = row.code.split_once('-').map_or(row.code.as_str(), |(digits, _)| digits);
    let province = digits.get(..2).and_then(|two| two.parse::<u8>().ok())?;
    let chinese = digits.len() >= 4
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && matches!(province, 11..=15 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=65 | 71 | 81 | 82);
    // The statistical form fills up with zeros to 12 digits.
    let expected: &[usize] = match row.kind {
        UnitKind::City => &[4, 6, 12],
        UnitKind::County => &[6, 12],
        UnitKind::Street | UnitKind::Town => &[9, 12],
        UnitKind::Community | UnitKind::Village => &[12],
        UnitKind::CommunityGrid | UnitKind::RuralGrid | UnitKind::DedicatedGrid => &[15],
        UnitKind::MicroGrid => &[15, 17, 18],
    };
    if !chinese || expected.contains(&digits.len()) {
        return None;
    }
    let message = format!(
        "code `{}` has {} digits; a unit of kind `{}` usually has {}",
        row.code,
        digits.len(),
        row.kind.word(),
        expected.iter().map(usize::to_string).collect::<Vec<_>>().join(" or ")
    );
    Some(warning(row.row, "code", &row.code, "code_shape", message))
}
