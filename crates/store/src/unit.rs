//! Reading units: the whole tree, statistics, codes, history.

use std::collections::HashMap;

use domain::id::UnitId;
use domain::unit::{Boundary, BoundaryQuality, Statistics, Unit, UnitKind, UnitNumber, UnitPath, UnitTree};
use jiff::Timestamp;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::Value;

use crate::entity::{unit, unit_boundary, unit_change, unit_code, unit_statistics};
use crate::value::{names, time, uncount};
use crate::{Meta, Store, StoreError};

/// Units read at once: rows on their way take far more memory than the units they become.
const TREE_PAGE: u64 = 5_000;

/// A code with its validity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// Coding scheme (`division`).
    pub scheme: String,
    /// The code.
    pub value: String,
    /// From when.
    pub valid_from: Timestamp,
    /// Until when; none while in force.
    pub valid_to: Option<Timestamp>,
}

/// One line of a unit's history.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// What happened.
    pub kind: String,
    /// When it took effect.
    pub at: Timestamp,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// The changed fields before.
    pub before: Option<Value>,
    /// The changed fields after.
    pub after: Option<Value>,
}

impl Store {
    /// The whole tree with its version.
    ///
    /// # Errors
    /// When the database fails or holds what cannot be read.
    pub async fn unit_tree(&self) -> Result<UnitTree, StoreError> {
        loop {
            let version = Meta::tree_version(self.read()).await?;
            let units = self.units().await?;
            // The pages are no single snapshot: a change in between would mix two trees.
            if Meta::tree_version(self.read()).await? == version {
                return Ok(UnitTree::new(version, units));
            }
        }
    }

    async fn units(&self) -> Result<Vec<Unit>, StoreError> {
        let mut units: Vec<Unit> = Vec::new();
        let mut after = -1;
        loop {
            let rows = unit::Entity::find()
                .find_also_related(unit_boundary::Entity)
                .filter(unit::Column::Number.gt(after))
                .order_by_asc(unit::Column::Number)
                .limit(TREE_PAGE)
                .all(self.read())
                .await?;
            let Some((last, _)) = rows.last() else { return Ok(units) };
            after = last.number;
            for (row, boundary) in rows {
                units.push(from_row(row, boundary.map(|row| row.boundary))?);
            }
        }
    }

    /// The latest statistics of each of these units.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn unit_statistics(&self, ids: &[UnitId]) -> Result<HashMap<UnitId, Statistics>, StoreError> {
        let mut latest = HashMap::with_capacity(ids.len());
        for chunk in ids.chunks(10_000) {
            let rows = unit_statistics::Entity::find()
                .filter(unit_statistics::Column::Unit.is_in(chunk.iter().map(|id| id.0)))
                .order_by_asc(unit_statistics::Column::AsOf)
                .all(self.read())
                .await?;
            for row in rows {
                latest.insert(UnitId(row.unit), statistics(row)?);
            }
        }
        Ok(latest)
    }

    /// Codes of a unit, the oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn unit_codes(&self, id: UnitId) -> Result<Vec<Code>, StoreError> {
        let rows = unit_code::Entity::find()
            .filter(unit_code::Column::Unit.eq(id.0))
            .order_by_asc(unit_code::Column::ValidFrom)
            .order_by_asc(unit_code::Column::Scheme)
            .all(self.read())
            .await?;
        rows.into_iter()
            .map(|row| {
                Ok(Code {
                    scheme: row.scheme,
                    value: row.value,
                    valid_from: time("unit_code", "valid_from", row.valid_from)?,
                    valid_to: row.valid_to.map(|at| time("unit_code", "valid_to", at)).transpose()?,
                })
            })
            .collect()
    }

    /// Recorded changes of a unit, the oldest first. Its creation is its `valid_from`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn unit_changes(&self, id: UnitId) -> Result<Vec<Change>, StoreError> {
        let json = |text: Option<String>| text.and_then(|text| serde_json::from_str(&text).ok());
        let rows = unit_change::Entity::find()
            .filter(unit_change::Column::Unit.eq(id.0))
            .order_by_asc(unit_change::Column::At)
            .order_by_asc(unit_change::Column::RecordedAt)
            .order_by_asc(unit_change::Column::Id)
            .all(self.read())
            .await?;
        rows.into_iter()
            .map(|row| {
                Ok(Change {
                    kind: row.kind,
                    at: time("unit_change", "at", row.at)?,
                    recorded_at: time("unit_change", "recorded_at", row.recorded_at)?,
                    before: json(row.before),
                    after: json(row.after),
                })
            })
            .collect()
    }
}

fn from_row(row: unit::Model, boundary: Option<Vec<u8>>) -> Result<Unit, StoreError> {
    let damaged = |column: &'static str, value: &str| StoreError::damaged("unit", column, value);
    Ok(Unit {
        id: UnitId(row.id),
        number: UnitNumber(u32::try_from(row.number).map_err(|_| damaged("number", &row.number.to_string()))?),
        parent: row.parent.map(UnitId),
        path: UnitPath::parse(&row.path).ok_or_else(|| damaged("path", &row.path))?,
        kind: UnitKind::from_word(&row.kind).ok_or_else(|| damaged("kind", &row.kind))?,
        names: names("unit", &row.names)?,
        transliterated: row.transliterated,
        fictional: row.fictional,
        boundary: boundary
            .map(|bytes| Boundary::decode(&bytes))
            .transpose()
            .map_err(|error| StoreError::damaged("unit_boundary", "boundary", error.to_string()))?,
        boundary_quality: BoundaryQuality::from_word(&row.boundary_quality)
            .ok_or_else(|| damaged("boundary_quality", &row.boundary_quality))?,
        boundary_note: row.boundary_note,
        valid_from: time("unit", "valid_from", row.valid_from)?,
        valid_to: row.valid_to.map(|at| time("unit", "valid_to", at)).transpose()?,
        successor: row.successor.map(UnitId),
        version: row.version,
        code: row.code,
    })
}

fn statistics(row: unit_statistics::Model) -> Result<Statistics, StoreError> {
    Ok(Statistics {
        as_of: time("unit_statistics", "as_of", row.as_of)?,
        source: row.source,
        estimate: row.estimate,
        population: uncount(row.population),
        households: uncount(row.households),
        age_60_plus: uncount(row.age_60_plus),
        age_80_plus: uncount(row.age_80_plus),
        age_under_14: uncount(row.age_under_14),
        rented_households: uncount(row.rented_households),
        non_registered_households: uncount(row.non_registered_households),
    })
}
