//! Which levels a version was put before, and when each first looked.

use domain::id::{HarmId, PostingId, UnitId};
use jiff::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use self::row::Column;
use super::HarmVersion;
use crate::value::time;
use crate::{StoreError, Write};

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "harm_level")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) version: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) unit: Uuid,
        pub(crate) report: Uuid,
        pub(crate) told_at: i64,
        pub(crate) seen_at: Option<i64>,
        pub(crate) seen_by: Option<Uuid>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A version before one unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Level {
    /// The version.
    pub version: Uuid,
    /// Its report.
    pub report: HarmId,
    /// The unit.
    pub unit: UnitId,
    /// When it could be read there.
    pub told_at: Timestamp,
    /// When somebody of that unit first looked.
    pub seen_at: Option<Timestamp>,
}

pub(super) async fn tell(write: &Write, new: &HarmVersion, units: &[UnitId]) -> Result<(), StoreError> {
    if units.is_empty() {
        return Ok(());
    }
    let rows = units.iter().map(|unit| row::ActiveModel {
        version: Set(new.id),
        unit: Set(unit.0),
        report: Set(new.report.0),
        told_at: Set(new.recorded_at.as_millisecond()),
        seen_at: Set(None),
        seen_by: Set(None),
    });
    row::Entity::insert_many(rows).exec_without_returning(write.tx()).await?;
    Ok(())
}

/// Writes down that a unit has looked at every version of a report; says how many it had not seen.
///
/// # Errors
/// When the database fails.
pub async fn seen(
    write: &Write,
    report: HarmId,
    unit: UnitId,
    by: PostingId,
    now: Timestamp,
) -> Result<u64, StoreError> {
    let result = row::Entity::update_many()
        .col_expr(Column::SeenAt, Expr::value(now.as_millisecond()))
        .col_expr(Column::SeenBy, Expr::value(by.0))
        .filter(Column::Report.eq(report.0))
        .filter(Column::Unit.eq(unit.0))
        .filter(Column::SeenAt.is_null())
        .exec(write.tx())
        .await?;
    Ok(result.rows_affected)
}

/// The levels of these reports.
///
/// # Errors
/// When the database fails.
pub async fn levels_of(db: &impl ConnectionTrait, ids: &[HarmId]) -> Result<Vec<Level>, StoreError> {
    let mut found = Vec::new();
    for chunk in ids.chunks(1_000) {
        let rows = row::Entity::find()
            .filter(Column::Report.is_in(chunk.iter().map(|id| id.0)))
            .order_by_asc(Column::ToldAt)
            .order_by_asc(Column::Version);
        for row in rows.all(db).await? {
            found.push(Level {
                version: row.version,
                report: HarmId(row.report),
                unit: UnitId(row.unit),
                told_at: time("harm_level", "told_at", row.told_at)?,
                seen_at: row.seen_at.map(|at| time("harm_level", "seen_at", at)).transpose()?,
            });
        }
    }
    Ok(found)
}
