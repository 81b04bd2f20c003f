//! Indicators and groups from tables.

use std::collections::BTreeMap;

use crate::composite::{Direction, Group, Indicator, Limits, Transform};
use crate::refusal::{Refusal, code};

use super::rows::number;
use super::table::Row;
use super::{Method, Table, Tables};

/// Indicators and groups, from the tables that are there or from the method.
pub(super) fn parts(method: &Method, tables: &Tables) -> Result<(Vec<Indicator>, Vec<Group>), Refusal> {
    let Some(structure) = &tables.structure else {
        return Ok((method.indicators.clone(), method.groups.clone()));
    };
    if !method.indicators.is_empty() || !method.groups.is_empty() {
        let found = format!("indicators and groups here and in `{}`", structure.name);
        let wanted = "one of the two is needed: take the file or these out";
        return Err(Refusal::new(code::CONTRADICTION, "/method/indicators", found, wanted));
    }
    let weights = tables.weights.as_ref().map_or_else(|| Ok(BTreeMap::new()), |table| weights(method, table))?;
    let weight = |code: &str| weights.get(code).copied().unwrap_or(1.0);
    let mut groups: BTreeMap<String, Group> = BTreeMap::new();
    let mut indicators = Vec::new();
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
        let indicator = row.cells[at].clone();
        let weight = weight(&indicator);
        indicators.push(described(method, tables, structure, (row, at), indicator, (*parent).clone(), weight)?);
    }
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
    let of = |row: &Row| Ok((row.cells[code].clone(), number(table, row, weight)?));
    table.rows.iter().map(of).collect()
}

/// An indicator with what its own table says about it.
fn described(
    method: &Method,
    tables: &Tables,
    structure: &Table,
    (row, at): (&Row, usize),
    indicator: String,
    parent: String,
    weight: f64,
) -> Result<Indicator, Refusal> {
    let mut limits = method.limits;
    let mut described = Indicator {
        code: indicator,
        name: String::new(),
        parent,
        weight,
        direction: Direction::Higher,
        denominator: None,
        transform: Transform::None,
        limits: Limits::Observed,
    };
    if let Some(table) = &tables.indicators {
        let key = table.column(&method.columns.indicator)?;
        let own = table.rows.iter().find(|row| row.cells[key] == described.code).ok_or_else(|| {
            let wanted = format!("a row of `{}` is needed for every indicator", table.name);
            Refusal::new(code::UNKNOWN_NAME, structure.path(row, at), format!("`{}`", described.code), wanted)
        })?;
        let cell = |name: &str| table.find(name).map(|at| (at, own.cells[at].as_str())).filter(|(_, c)| !c.is_empty());
        described.name = cell(&method.columns.name).map_or_else(String::new, |(_, name)| name.to_owned());
        described.denominator = cell(&method.columns.denominator).map(|(_, name)| name.to_owned());
        if let Some((at, word)) = cell(&method.columns.direction) {
            described.direction = direction(table, own, at, word)?;
        }
        if let Some((at, word)) = cell(&method.columns.transform) {
            described.transform = transform(table, own, at, word)?;
        }
        let limit = |name: &str| cell(name).map(|(at, _)| number(table, own, at)).transpose();
        limits = match (limit(&method.columns.low)?, limit(&method.columns.high)?) {
            (Some(low), Some(high)) => Some(Limits::Fixed { low, high }),
            (None, None) => limits,
            _ => {
                let wanted = "both limits are needed, or none";
                return Err(Refusal::new(code::CONTRADICTION, table.path(own, key), "one limit", wanted));
            }
        };
    }
    described.limits = limits.ok_or_else(|| {
        let wanted = "limits are needed: in the table of indicators, or for all of them under `/limits` of the method";
        Refusal::new(code::EMPTY, structure.path(row, at), format!("no limits of `{}`", described.code), wanted)
    })?;
    Ok(described)
}

fn direction(table: &Table, row: &Row, at: usize, word: &str) -> Result<Direction, Refusal> {
    match (word, word.parse::<f64>()) {
        ("higher", _) => Ok(Direction::Higher),
        ("lower", _) => Ok(Direction::Lower),
        (_, Ok(1.0)) => Ok(Direction::Higher),
        (_, Ok(-1.0)) => Ok(Direction::Lower),
        _ => Err(unknown(table, row, at, "`higher` or `1`, `lower` or `-1` is needed")),
    }
}

fn transform(table: &Table, row: &Row, at: usize, word: &str) -> Result<Transform, Refusal> {
    match word {
        "none" => Ok(Transform::None),
        "log" => Ok(Transform::Log),
        "square_root" => Ok(Transform::SquareRoot),
        _ => Err(unknown(table, row, at, "`none`, `log` or `square_root` is needed")),
    }
}

fn unknown(table: &Table, row: &Row, at: usize, wanted: &str) -> Refusal {
    Refusal::new(code::UNKNOWN_NAME, table.path(row, at), format!("`{}`", row.cells[at]), wanted)
}
