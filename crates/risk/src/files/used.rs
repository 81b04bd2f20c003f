//! That everything which stands in the tables is used: what is passed over in silence is taken for computed.

use std::collections::{BTreeMap, BTreeSet};

use crate::case::escaped;
use crate::composite::{Group, Indicator};
use crate::refusal::{Refusal, code};

use super::{Method, Table, Tables};

/// That what is said of indicators and groups is said of those that the structure has.
pub(super) fn used(
    method: &Method,
    tables: &Tables,
    structure: &Table,
    (indicators, groups): (&[Indicator], &BTreeMap<String, Group>),
) -> Result<(), Refusal> {
    let measured: BTreeSet<&str> = indicators.iter().map(|indicator| indicator.code.as_str()).collect();
    if let Some(table) = &tables.indicators {
        let wanted = format!("an indicator of `{}` is needed: add it there, or take this row out", structure.name);
        known(table, &method.columns.indicator, |code| measured.contains(code), &wanted)?;
    }
    if let Some(table) = &tables.weights {
        let wanted = format!("an indicator or group of `{}` is needed, or take this row out", structure.name);
        known(table, &method.columns.code, |code| measured.contains(code) || groups.contains_key(code), &wanted)?;
    }
    if let Some(code) = method.aggregations.keys().find(|code| !groups.contains_key(*code)) {
        let path = format!("/method/aggregations/{}", escaped(code));
        let wanted = format!("a group of `{}` is needed", structure.name);
        return Err(Refusal::new(code::UNKNOWN_NAME, path, format!("`{code}`"), wanted));
    }
    Ok(())
}

/// Without the structure nothing is read that belongs to it.
pub(super) fn unused(method: &Method, tables: &Tables) -> Result<(), Refusal> {
    let structure = &method.files.structure;
    if let Some(table) = tables.indicators.iter().chain(&tables.weights).next() {
        let path = format!("/{}", escaped(&table.name));
        let found = format!("a table without `{structure}`");
        let wanted = format!(
            "`{structure}` is needed beside it; or take it out and say the same under `/indicators` and `/groups` of the method"
        );
        return Err(Refusal::new(code::CONTRADICTION, path, found, wanted));
    }
    if method.aggregations.is_empty() {
        return Ok(());
    }
    let found = format!("aggregations without `{structure}`");
    let wanted = "`aggregation` of each of `/groups` is needed instead";
    Err(Refusal::new(code::CONTRADICTION, "/method/aggregations", found, wanted))
}

/// That every code of a table is one that is known.
fn known(table: &Table, column: &str, is: impl Fn(&str) -> bool, wanted: &str) -> Result<(), Refusal> {
    let at = table.column(column)?;
    match table.rows.iter().find(|row| !is(&row.cells[at])) {
        None => Ok(()),
        Some(row) => {
            let found = format!("`{}`", row.cells[at]);
            Err(Refusal::new(code::UNKNOWN_NAME, table.path(row, at), found, wanted))
        }
    }
}
