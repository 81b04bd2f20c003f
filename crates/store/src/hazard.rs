//! Hazards: rows, lists, counts, deadlines.

mod deadline;
mod imported;
mod like;
mod list;
mod load;
mod look;
mod merge;
mod nearby;
mod ordered;
mod part;
mod part_read;
mod row;
mod spot;

use domain::deadline::Deadline;
use domain::geometry::zorder;
use domain::hazard::Hazard;
use domain::id::{HazardId, PlaceId};
use jiff::Timestamp;
use sea_orm::sea_query::{Expr, SimpleExpr};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryTrait,
};

use crate::entity::hazard;
use crate::{Rows, Store, StoreError, Write};

pub use imported::{Imported, delete_imported, insert_imported};
pub use list::{Filter, Place};
pub use load::Load;
pub use look::{looked_again, refused_by};
pub use merge::{lock, repoint};
pub use ordered::PublicFilter;
pub use part::judged_by;
pub use row::Stored;
pub use spot::Spot;

/// Stored where nothing is due: sorts behind every real time on both engines.
pub(crate) const NOTHING_DUE: i64 = i64::MAX;

/// What a report has beside the hazard itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// The place that it concerns.
    pub place: Option<PlaceId>,
    /// How exact the position is, metres.
    pub accuracy_m: Option<u32>,
    /// The salt of what the journal holds of where it is.
    pub place_salt: Option<Vec<u8>>,
    /// SHA-256 of the follow secret.
    pub follow_hash: Option<Vec<u8>>,
    /// System and number of the order that it came as.
    pub outside: Option<(String, String)>,
}

/// Puts a new hazard in, and what comes along with it; gives it as it stands now, with its number.
///
/// # Errors
/// [`StoreError::Duplicate`] when the id is taken.
pub async fn insert(
    write: &Write,
    new: &Hazard,
    report: &Report,
    deadlines: &[Deadline],
    mut along: Rows,
) -> Result<Stored, StoreError> {
    let mut row = active(new);
    row.place = Set(report.place.map(|id| id.0));
    row.accuracy_m = Set(report.accuracy_m.and_then(|m| i32::try_from(m).ok()));
    row.place_salt = Set(report.place_salt.clone());
    row.follow_hash = Set(report.follow_hash.clone());
    let (system, number) = report.outside.clone().unzip();
    (row.outside_system, row.outside_number) = (Set(system), Set(number));
    set_due(&mut row, deadlines);
    if !deadlines.is_empty() {
        along.add(deadline::insert(new.id, deadlines));
    }
    let mut main = hazard::Entity::insert(row).into_query();
    main.returning_col(hazard::Column::Number);
    let row = along.insert_with(main, write).await?;
    let row = row.ok_or_else(|| StoreError::damaged("hazard", "number", ""))?;
    part::save(write, new).await?;
    Ok(Stored {
        number: row.try_get("", "number")?,
        hazard: new.clone(),
        due: domain::deadline::next_due(deadlines).map(|due| (due.step, due.due_at)),
        place: report.place,
        closed_at: None,
        outside: report.outside.clone(),
    })
}

/// Writes a hazard back after one step.
///
/// # Errors
/// [`StoreError::Stale`] when the row is no longer at the version before.
pub async fn update(write: &Write, after: &Hazard, deadlines: &[Deadline], now: Timestamp) -> Result<(), StoreError> {
    let mut row = active(after);
    row.id = NotSet;
    // A step never moves a hazard, but the tree may have moved it since it was read.
    (row.unit, row.path) = (NotSet, NotSet);
    set_due(&mut row, deadlines);
    row.closed_at = Set((!after.state.is_open()).then(|| now.as_millisecond()));
    let result = hazard::Entity::update_many()
        .set(row)
        .col_expr(hazard::Column::OverdueRecordedAt, Expr::value(None::<i64>))
        .filter(hazard::Column::Id.eq(after.id.0))
        .filter(hazard::Column::Version.eq(after.version - 1))
        .exec(write.tx())
        .await?;
    if result.rows_affected != 1 {
        return Err(StoreError::Stale);
    }
    part::save(write, after).await?;
    deadline::replace(write, after.id, deadlines).await
}

/// Notes that the passing of the present deadline was recorded; `false` when it was already, or has moved.
///
/// # Errors
/// When the database fails.
pub async fn record_overdue(
    write: &Write,
    id: HazardId,
    due_at: Timestamp,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let result = hazard::Entity::update_many()
        .col_expr(hazard::Column::OverdueRecordedAt, Expr::value(now.as_millisecond()))
        .filter(hazard::Column::Id.eq(id.0))
        .filter(hazard::Column::DueAt.eq(due_at.as_millisecond()))
        .filter(hazard::Column::OverdueRecordedAt.is_null())
        .exec(write.tx())
        .await?;
    Ok(result.rows_affected == 1)
}

impl Store {
    /// One hazard.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn hazard(&self, id: HazardId) -> Result<Option<Stored>, StoreError> {
        one(self.read(), hazard::Column::Id.eq(id.0)).await
    }

    /// The hazard behind a follow secret's hash.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn hazard_by_follow(&self, hash: &[u8]) -> Result<Option<Stored>, StoreError> {
        one(self.read(), hazard::Column::FollowHash.eq(hash.to_vec())).await
    }
}

async fn one(connection: &impl ConnectionTrait, which: SimpleExpr) -> Result<Option<Stored>, StoreError> {
    let row = hazard::Entity::find().filter(which).one(connection).await?;
    let mut rows: Vec<Stored> = row.into_iter().map(row::from_row).collect::<Result<_, _>>()?;
    part_read::fill(connection, &mut rows).await?;
    Ok(rows.pop())
}

/// The columns that the domain decides. Numbers are given by the database.
fn active(hazard: &Hazard) -> hazard::ActiveModel {
    hazard::ActiveModel {
        number: NotSet,
        id: Set(hazard.id.0),
        kind: Set(hazard.kind.word().to_owned()),
        category: Set(hazard.category.clone()),
        urgency: Set(hazard.urgency.word().to_owned()),
        restricted: Set(hazard.restricted),
        state: Set(hazard.state.word().to_owned()),
        open: Set(hazard.state.is_open()),
        unit: Set(hazard.unit.0),
        path: Set(hazard.path.as_str().to_owned()),
        x: Set(hazard.position.map(|p| p.x)),
        y: Set(hazard.position.map(|p| p.y)),
        cell: Set(hazard.position.map(zorder::cell)),
        body: Set(hazard.body.map(|id| id.0)),
        reporter: Set(hazard.reporter.map(|id| id.0)),
        severity: Set(hazard.severity.word().to_owned()),
        asked: Set(hazard.asked.map(|id| id.0)),
        state_before: Set(hazard.before.map(|state| state.word().to_owned())),
        controlled: Set(hazard.controlled),
        suspended_until: Set(hazard.suspended_until.map(|at| at.as_millisecond())),
        secured: Set(i16::from(hazard.secured)),
        escalated_to: Set(hazard.escalated_to.map(|id| id.0)),
        supervised_by: Set(hazard.supervised_by.map(|id| id.0)),
        hand_backs: Set(i16::from(hazard.hand_backs)),
        channel: Set(hazard.channel.word().to_owned()),
        rejecter: Set(hazard.rejecter.map(|id| id.0)),
        appealed: Set(hazard.appealed),
        merged_into: Set(hazard.merged_into.map(|id| id.0)),
        recurs: Set(hazard.recurs.map(|id| id.0)),
        verdict: Set(hazard.verdict.map(|verdict| verdict.word().to_owned())),
        reopened: Set(hazard.reopened),
        reported_at: Set(hazard.reported_at.as_millisecond()),
        version: Set(hazard.version),
        ..Default::default()
    }
}

fn set_due(row: &mut hazard::ActiveModel, deadlines: &[Deadline]) {
    let due = domain::deadline::next_due(deadlines);
    row.due_step = Set(due.map(|due| due.step.word().to_owned()));
    row.due_at = Set(due.map_or(NOTHING_DUE, |due| due.due_at.as_millisecond()));
}
