//! What the table of indicators says about each.

use std::collections::BTreeMap;

use crate::composite::{Direction, Indicator, Limits, Transform};
use crate::refusal::{Refusal, code};

use super::rows::{number, once};
use super::table::Row;
use super::{Method, Table};

/// The table of indicators by code; each stands once.
pub(super) struct Described<'a> {
    method: &'a Method,
    table: &'a Table,
    rows: BTreeMap<&'a str, &'a Row>,
}

impl<'a> Described<'a> {
    pub(super) fn new(method: &'a Method, table: &'a Table) -> Result<Self, Refusal> {
        let rows = once(table, table.column(&method.columns.indicator)?)?;
        Ok(Self { method, table, rows })
    }

    /// Writes what the table says into an indicator, whose code stands at `asked_at`. Gives the limits of its own.
    pub(super) fn describe(&self, indicator: &mut Indicator, asked_at: &str) -> Result<Option<Limits>, Refusal> {
        let (table, columns) = (self.table, &self.method.columns);
        let own = self.rows.get(indicator.code.as_str()).ok_or_else(|| {
            let wanted = format!("a row of `{}` is needed for every indicator", table.name);
            Refusal::new(code::UNKNOWN_NAME, asked_at, format!("`{}`", indicator.code), wanted)
        })?;
        let cell = |name: &str| table.find(name).map(|at| (at, own.cells[at].as_str())).filter(|(_, c)| !c.is_empty());
        indicator.name = cell(&columns.name).map_or_else(String::new, |(_, name)| name.to_owned());
        indicator.denominator = cell(&columns.denominator).map(|(_, name)| name.to_owned());
        if let Some((at, word)) = cell(&columns.direction) {
            indicator.direction = direction(table, own, at, word)?;
        }
        if let Some((at, word)) = cell(&columns.transform) {
            indicator.transform = transform(table, own, at, word)?;
        }
        let limit = |name: &str| cell(name).map(|(at, _)| number(table, own, at)).transpose();
        match (limit(&columns.low)?, limit(&columns.high)?) {
            (Some(low), Some(high)) => Ok(Some(Limits::Fixed { low, high })),
            (None, None) => Ok(None),
            _ => {
                let path = table.path(own, table.column(&columns.indicator)?);
                Err(Refusal::new(code::CONTRADICTION, path, "one limit", "both limits are needed, or none"))
            }
        }
    }
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
