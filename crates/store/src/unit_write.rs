//! Changing units: rows, history, paths of everything below, and the tree version.

use domain::id::{AccountId, ImportId, UnitId};
use domain::unit::change::ChangeKind;
use domain::unit::{Boundary, Statistics, Unit, UnitNumber, UnitPath};
use jiff::Timestamp;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QuerySelect,
    Statement,
};
use serde_json::Value;
use uuid::Uuid;

use crate::entity::{unit, unit_boundary, unit_change, unit_code, unit_statistics};
use crate::value::{count, names_text};
use crate::{Meta, StoreError, Write};

/// The scheme of the code that a unit shows.
pub const CODE_SCHEME: &str = "division";

// Any number, as long as nothing else in the database takes a lock of this name.
const TREE_LOCK: &str = "719202107";

/// Takes part in the tree as it is: fails when it is no longer at `version`, and keeps it there until
/// this write ends. Many writes can hold it at once.
///
/// # Errors
/// [`StoreError::Stale`] when the tree changed: reload it and try again.
pub async fn hold_tree(write: &Write, version: i64) -> Result<(), StoreError> {
    lock(write, "pg_advisory_xact_lock_shared").await?;
    if Meta::tree_version(write.tx()).await? == version { Ok(()) } else { Err(StoreError::Stale) }
}

/// Waits until nobody holds the tree, then keeps everybody else off it; gives the version.
///
/// # Errors
/// When the database fails.
pub async fn lock_tree(write: &Write) -> Result<i64, StoreError> {
    lock(write, "pg_advisory_xact_lock").await?;
    Meta::tree_version(write.tx()).await
}

/// Counts the tree version up.
///
/// # Errors
/// When the database fails.
pub async fn bump_tree(write: &Write, version: i64) -> Result<i64, StoreError> {
    Meta::set(write.tx(), "tree_version", &(version + 1).to_string()).await?;
    Ok(version + 1)
}

/// The lowest number that no unit ever had.
///
/// # Errors
/// When the database fails.
pub async fn next_number(db: &impl ConnectionTrait) -> Result<UnitNumber, StoreError> {
    let highest: Option<Option<i32>> =
        unit::Entity::find().select_only().column_as(unit::Column::Number.max(), "n").into_tuple().one(db).await?;
    let next = highest.flatten().map_or(0, |n| n.saturating_add(1));
    u32::try_from(next).map(UnitNumber).map_err(|_| StoreError::damaged("unit", "number", next.to_string()))
}

/// Puts a new unit in, with its code and boundary.
///
/// # Errors
/// [`StoreError::Duplicate`] when its code is in use.
pub async fn insert(write: &Write, new: &Unit) -> Result<(), StoreError> {
    let db = write.tx();
    unit::Entity::insert(active(new)).exec_without_returning(db).await.map_err(StoreError::from_insert)?;
    if let Some(code) = &new.code {
        open_code(write, new.id, code, new.valid_from).await?;
    }
    save_boundary(write, new.id, new.boundary.as_ref()).await
}

/// Writes a unit back.
///
/// # Errors
/// [`StoreError::Stale`] when it changed in between, [`StoreError::Duplicate`] when its code is in use.
pub async fn update(write: &Write, after: &Unit) -> Result<(), StoreError> {
    let result = unit::Entity::update_many()
        .set(active(after))
        .filter(unit::Column::Id.eq(after.id.0))
        .filter(unit::Column::Version.eq(after.version - 1))
        .exec(write.tx())
        .await
        .map_err(StoreError::from_insert)?;
    if result.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// Replaces a unit's boundary.
///
/// # Errors
/// When the database fails.
pub async fn save_boundary(write: &Write, id: UnitId, boundary: Option<&Boundary>) -> Result<(), StoreError> {
    let db = write.tx();
    unit_boundary::Entity::delete_by_id(id.0).exec(db).await?;
    if let Some(boundary) = boundary {
        let bytes =
            boundary.encode().map_err(|error| StoreError::damaged("unit_boundary", "boundary", error.to_string()))?;
        let row = unit_boundary::ActiveModel { unit: Set(id.0), boundary: Set(bytes) };
        unit_boundary::Entity::insert(row).exec_without_returning(db).await?;
    }
    Ok(())
}

/// Adds or replaces the counts of one date.
///
/// # Errors
/// When the database fails.
pub async fn save_statistics(write: &Write, rows: &[(UnitId, Statistics)]) -> Result<(), StoreError> {
    use unit_statistics::Column;
    for chunk in rows.chunks(2_000) {
        let rows = chunk.iter().map(|(id, new)| unit_statistics::ActiveModel {
            unit: Set(id.0),
            as_of: Set(new.as_of.as_millisecond()),
            source: Set(new.source.clone()),
            estimate: Set(new.estimate),
            population: Set(count(new.population)),
            households: Set(count(new.households)),
            age_60_plus: Set(count(new.age_60_plus)),
            age_80_plus: Set(count(new.age_80_plus)),
            age_under_14: Set(count(new.age_under_14)),
            rented_households: Set(count(new.rented_households)),
            non_registered_households: Set(count(new.non_registered_households)),
        });
        let replace = OnConflict::columns([Column::Unit, Column::AsOf])
            .update_columns([
                Column::Source,
                Column::Estimate,
                Column::Population,
                Column::Households,
                Column::Age60Plus,
                Column::Age80Plus,
                Column::AgeUnder14,
                Column::RentedHouseholds,
                Column::NonRegisteredHouseholds,
            ])
            .to_owned();
        unit_statistics::Entity::insert_many(rows).on_conflict(replace).exec_without_returning(write.tx()).await?;
    }
    Ok(())
}

/// Ends the code in force and, where there is a new one, begins it: from `at` on there is no other.
///
/// # Errors
/// When the database fails.
pub async fn change_code(write: &Write, id: UnitId, code: Option<&str>, at: Timestamp) -> Result<(), StoreError> {
    if code.is_some() {
        // A code that began on that day or later never counts: the new one takes its place.
        unit_code::Entity::delete_many()
            .filter(unit_code::Column::Unit.eq(id.0))
            .filter(unit_code::Column::Scheme.eq(CODE_SCHEME))
            .filter(unit_code::Column::ValidFrom.gte(at.as_millisecond()))
            .exec(write.tx())
            .await?;
    }
    unit_code::Entity::update_many()
        .col_expr(unit_code::Column::ValidTo, Expr::value(at.as_millisecond()))
        .filter(unit_code::Column::Unit.eq(id.0))
        .filter(unit_code::Column::Scheme.eq(CODE_SCHEME))
        .filter(
            Condition::any()
                .add(unit_code::Column::ValidTo.is_null())
                .add(unit_code::Column::ValidTo.gt(at.as_millisecond())),
        )
        .exec(write.tx())
        .await?;
    match code {
        Some(code) => open_code(write, id, code, at).await,
        None => Ok(()),
    }
}

async fn open_code(write: &Write, id: UnitId, code: &str, from: Timestamp) -> Result<(), StoreError> {
    let row = unit_code::ActiveModel {
        unit: Set(id.0),
        scheme: Set(CODE_SCHEME.to_owned()),
        value: Set(code.to_owned()),
        valid_from: Set(from.as_millisecond()),
        valid_to: Set(None),
    };
    unit_code::Entity::insert(row).exec_without_returning(write.tx()).await.map_err(StoreError::from_insert)?;
    Ok(())
}

/// Puts everything below `from` (and the unit itself) under `to`: every table with a path, but the journal, which tells
/// where things stood then.
///
/// # Errors
/// When the database fails.
pub async fn rebase(write: &Write, from: &UnitPath, to: &UnitPath) -> Result<(), StoreError> {
    let db = write.tx();
    for table in [
        "unit",
        "hazard",
        "place",
        "warning_unit",
        "callout_unit",
        "call",
        "call_back",
        "knock",
        "chain_test",
        "chain_test_post",
        "public_message_unit",
        "response",
        "response_task",
        "gauge",
        "proposal",
        "outlet",
        "outlet_message",
        "closure",
        "harm_report",
        "evacuation",
        "evacuation_group",
        "shelter",
        "assist",
        "assist_estimate",
        "assist_print",
        "exercise",
        "resident_number",
    ] {
        let sql = format!("update {table} set path = $1 || substr(path, $2) where path >= $3 and path < $4");
        let rest = i32::try_from(from.as_str().len() + 1).unwrap_or(i32::MAX);
        let values = [to.as_str().into(), rest.into(), from.as_str().into(), from.upper_bound().into()];
        db.execute_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).await?;
    }
    Ok(())
}

/// What belonged to the unit `from` itself belongs to `to` from now on: hazards, places, postings,
/// rosters, jurisdictions. Units below `from` must have been moved before.
///
/// # Errors
/// When the database fails.
pub async fn succeed(write: &Write, from: UnitId, to: UnitId) -> Result<(), StoreError> {
    let db = write.tx();
    let statements = [
        "update hazard set unit = $2, path = (select path from unit where id = $2) where unit = $1",
        "update place set unit = $2, path = (select path from unit where id = $2) where unit = $1",
        "update call set unit = $2, number = (select number from unit where id = $2),
            path = (select path from unit where id = $2) where unit = $1",
        "update call_back set unit = $2, path = (select path from unit where id = $2) where unit = $1",
        "update knock set unit = $2, path = (select path from unit where id = $2) where unit = $1",
        "update chain_test set unit = $2, path = (select path from unit where id = $2) where unit = $1",
        "update chain_test_post set unit = $2, path = (select path from unit where id = $2) where unit = $1",
        "update response_task set unit = $2, path = (select path from unit where id = $2) where unit = $1",
        "update gauge set unit = $2, path = (select path from unit where id = $2) where unit = $1",
        "update proposal set state = 'dismissed', decided_at = seen_at where unit = $1 and state = 'open' and exists
            (select 1 from proposal as other where other.unit = $2 and other.state = 'open' and other.hazard = proposal.hazard)",
        "update proposal set unit = $2, path = (select path from unit where id = $2) where unit = $1",
        "update outlet set unit = $2, path = (select path from unit where id = $2) where unit = $1",
        "update outlet_message set unit = $2, path = (select path from unit where id = $2) where unit = $1",
        "update closure set unit = $2, path = (select path from unit where id = $2) where unit = $1",
        "update harm_report set unit = $2, path = (select path from unit where id = $2) where unit = $1",
        "update evacuation set unit = $2, path = (select path from unit where id = $2) where unit = $1",
        "update assist set unit = $2, path = (select path from unit where id = $2) where unit = $1",
        "update assist_estimate set unit = $2, path = (select path from unit where id = $2) where unit = $1",
        "update assist_print set unit = $2, path = (select path from unit where id = $2) where unit = $1",
        "update resident_number set unit = $2, path = (select path from unit where id = $2) where unit = $1",
        "update shelter set unit = $2, path = (select path from unit where id = $2) where unit = $1",
        "update posting set unit = $2 where unit = $1",
        "update roster set unit = $2 where unit = $1",
        "insert into body_jurisdiction (body, unit) select body, $2 from body_jurisdiction where unit = $1
            on conflict (body, unit) do nothing",
        "delete from body_jurisdiction where unit = $1 and unit <> $2",
    ];
    for sql in statements {
        let values = [from.0.into(), to.0.into()];
        db.execute_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).await?;
    }
    Ok(())
}

/// A line for a unit's history.
#[derive(Debug, Clone, PartialEq)]
pub struct NewChange {
    /// The unit.
    pub unit: UnitId,
    /// What happened.
    pub kind: ChangeKind,
    /// When it takes effect.
    pub at: Timestamp,
    /// The changed fields before.
    pub before: Value,
    /// The changed fields after.
    pub after: Value,
}

/// Adds lines to the history.
///
/// # Errors
/// When the database fails.
pub async fn record_changes(
    write: &Write,
    changes: &[NewChange],
    actor: Option<AccountId>,
    import: Option<ImportId>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let rows: Vec<_> = changes
        .iter()
        .map(|change| unit_change::ActiveModel {
            id: Set(Uuid::now_v7()),
            unit: Set(change.unit.0),
            kind: Set(change.kind.word().to_owned()),
            at: Set(change.at.as_millisecond()),
            recorded_at: Set(now.as_millisecond()),
            actor: Set(actor.map(|id| id.0)),
            import: Set(import.map(|id| id.0)),
            before: Set(Some(change.before.to_string())),
            after: Set(Some(change.after.to_string())),
        })
        .collect();
    for chunk in rows.chunks(2_000) {
        unit_change::Entity::insert_many(chunk.to_vec()).exec_without_returning(write.tx()).await?;
    }
    Ok(())
}

async fn lock(write: &Write, function: &str) -> Result<(), StoreError> {
    // SQLite has one writer: it holds the tree by being the writer.
    if write.tx().get_database_backend() == DbBackend::Postgres {
        let sql = format!("select {function}({TREE_LOCK})");
        write.tx().execute_raw(Statement::from_string(DbBackend::Postgres, sql)).await?;
    }
    Ok(())
}

fn active(unit: &Unit) -> unit::ActiveModel {
    unit::ActiveModel {
        id: Set(unit.id.0),
        number: Set(i32::try_from(unit.number.0).unwrap_or(i32::MAX)),
        parent: Set(unit.parent.map(|id| id.0)),
        path: Set(unit.path.as_str().to_owned()),
        kind: Set(unit.kind.word().to_owned()),
        code: Set(unit.code.clone()),
        names: Set(names_text(&unit.names)),
        transliterated: Set(unit.transliterated),
        fictional: Set(unit.fictional),
        boundary_quality: Set(unit.boundary_quality.word().to_owned()),
        boundary_note: Set(unit.boundary_note.clone()),
        valid_from: Set(unit.valid_from.as_millisecond()),
        valid_to: Set(unit.valid_to.map(|at| at.as_millisecond())),
        successor: Set(unit.successor.map(|id| id.0)),
        version: Set(unit.version),
        ..Default::default()
    }
}
