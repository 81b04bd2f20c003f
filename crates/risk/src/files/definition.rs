//! Indicators and groups from tables.

use std::collections::BTreeMap;

use crate::composite::{Direction, Group, Indicator, Limits, Transform};
use crate::refusal::{Refusal, code};

use super::described::Described;
use super::rows::{number, once};
use super::used::{unused, used};
use super::{Method, Table, Tables};

/// Indicators and groups, from the tables that are there or from the method. Whatever is said of a code that is neither
/// is refused: a weight with a slip in its name must not count for nothing.
pub(super) fn parts(method: &Method, tables: &Tables) -> Result<(Vec<Indicator>, Vec<Group>), Refusal> {
    let Some(structure) = &tables.structure else {
        unused(method, tables)?;
        return Ok((method.indicators.clone(), method.groups.clone()));
    };
    if !method.indicators.is_empty() || !method.groups.is_empty() {
        let found = format!("indicators and groups here and in `{}`", structure.name);
        let wanted = "one of the two is needed: take the file or these out";
        return Err(Refusal::new(code::CONTRADICTION, "/method/indicators", found, wanted));
    }
    let weights = tables.weights.as_ref().map_or_else(|| Ok(BTreeMap::new()), |table| weights(method, table))?;
    let described = tables.indicators.as_ref().map(|table| Described::new(method, table)).transpose()?;
    let weight = |code: &str| weights.get(code).copied().unwrap_or(1.0);
    let mut groups: BTreeMap<String, Group> = BTreeMap::new();
    let mut indicators: Vec<Indicator> = Vec::new();
    let at = structure.column(&method.columns.indicator)?;
    let levels = levels(method, structure, at)?;
    for row in &structure.rows {
        let chain: Vec<(usize, &String)> =
            levels.iter().map(|level| (*level, &row.cells[*level])).filter(|(_, group)| !group.is_empty()).collect();
        for (position, (column, group)) in chain.iter().enumerate() {
            let parent = chain.get(position + 1).map(|(_, parent)| (*parent).clone());
            let known = groups.entry((*group).clone()).or_insert_with(|| Group {
                code: (*group).clone(),
                name: String::new(),
                parent: parent.clone(),
                weight: weight(group),
                aggregation: method.aggregations.get(*group).copied().unwrap_or(method.aggregation),
            });
            if known.parent != parent {
                let found = format!("`{group}` in another group than before");
                let path = structure.path(row, *column);
                return Err(Refusal::new(code::CONTRADICTION, path, found, "a group stands in one group"));
            }
        }
        let Some((_, parent)) = chain.first() else {
            let path = structure.path(row, at);
            return Err(Refusal::new(
                code::EMPTY,
                path,
                "no group",
                "the group that the indicator counts in is needed",
            ));
        };
        let weight = weight(&row.cells[at]);
        let bare = bare(row.cells[at].clone(), (*parent).clone(), weight);
        indicators.push(whole(method, described.as_ref(), bare, &structure.path(row, at))?);
    }
    used(method, tables, structure, (&indicators, &groups))?;
    Ok((indicators, groups.into_values().collect()))
}

fn levels(method: &Method, structure: &Table, indicator: usize) -> Result<Vec<usize>, Refusal> {
    if method.columns.groups.is_empty() {
        return Ok((0..structure.columns.len()).filter(|column| *column != indicator).collect());
    }
    method.columns.groups.iter().map(|name| structure.column(name)).collect()
}

fn weights(method: &Method, table: &Table) -> Result<BTreeMap<String, f64>, Refusal> {
    let (code, weight) = (table.column(&method.columns.code)?, table.column(&method.columns.weight)?);
    let rows = once(table, code)?;
    rows.into_iter().map(|(code, row)| Ok((code.to_owned(), number(table, row, weight)?))).collect()
}

fn bare(code: String, parent: String, weight: f64) -> Indicator {
    Indicator {
        code,
        name: String::new(),
        parent,
        weight,
        direction: Direction::Higher,
        denominator: None,
        transform: Transform::None,
        limits: Limits::Observed,
    }
}

/// An indicator with what its own table says about it, and its limits.
fn whole(
    method: &Method,
    described: Option<&Described<'_>>,
    mut indicator: Indicator,
    asked_at: &str,
) -> Result<Indicator, Refusal> {
    let own = described.map_or(Ok(None), |table| table.describe(&mut indicator, asked_at))?;
    indicator.limits = own.or(method.limits).ok_or_else(|| {
        let wanted = "limits are needed: in the table of indicators, or for all of them under `/limits` of the method";
        Refusal::new(code::EMPTY, asked_at, format!("no limits of `{}`", indicator.code), wanted)
    })?;
    Ok(indicator)
}
