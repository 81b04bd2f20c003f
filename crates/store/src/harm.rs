//! Reports of harm. There is no function here that changes or takes away a report, a version or a relation: the tables
//! refuse it too.

mod level;
mod rows;

use std::collections::HashMap;

use domain::access::Scope;
use domain::harm::{Basis, Counts, HarmKind, Stage};
use domain::id::{AccountId, HarmId, PlaceId, PostingId, UnitId};
use domain::unit::UnitPath;
use domain::unit::boundary::Position;
use jiff::Timestamp;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use self::rows::{relation, report, version};
use crate::filter::within;
use crate::{Store, StoreError, Write};

pub use level::{Level, levels_of, seen};

/// An incident that somebody reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HarmReport {
    /// Identity.
    pub id: HarmId,
    /// What caused it.
    pub kind: HarmKind,
    /// Where it happened.
    pub unit: UnitId,
    /// Path of that.
    pub path: UnitPath,
    /// The place, where it is one of the register.
    pub place: Option<PlaceId>,
    /// The point.
    pub position: Option<Position>,
    /// Who reported it first: shown to nobody without a reason.
    pub reporter: AccountId,
    /// When the reporter knew.
    pub known_at: Timestamp,
    /// When it was taken.
    pub recorded_at: Timestamp,
}

/// What was known at a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HarmVersion {
    /// Identity; its text stands under it.
    pub id: Uuid,
    /// The report.
    pub report: HarmId,
    /// 1 is the first.
    pub number: i32,
    /// Which report it is.
    pub stage: Stage,
    /// What it rests on.
    pub basis: Basis,
    /// What it says.
    pub counts: Counts,
    /// When its author knew.
    pub known_at: Timestamp,
    /// When it was taken.
    pub recorded_at: Timestamp,
    /// Who said it.
    pub author: AccountId,
    /// Under which posting.
    pub posting: PostingId,
    /// Whether the post may be shown.
    pub show_post: bool,
    /// Who reported the incident first: never its verifier.
    pub reporter: AccountId,
    /// Of the hash of author and posting that the journal holds.
    pub salt: Vec<u8>,
}

/// Two reports that tell of one incident, or do not any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Relation {
    /// Identity.
    pub id: Uuid,
    /// The one that tells the same.
    pub report: HarmId,
    /// The one that counts; none where they are told apart again.
    pub master: Option<HarmId>,
    /// The post that said so.
    pub posting: PostingId,
    /// When.
    pub recorded_at: Timestamp,
}

/// Which reports.
#[derive(Debug, Clone, Default)]
pub struct HarmFilter {
    /// Covered by this scope.
    pub scope: Scope,
    /// Or reported by this account.
    pub own: Option<AccountId>,
    /// In this unit or below.
    pub within: Option<UnitPath>,
    /// Before this one, by time of receipt.
    pub before: Option<(Timestamp, HarmId)>,
    /// How many.
    pub limit: u64,
}

/// Puts a report in.
///
/// # Errors
/// [`StoreError::Duplicate`] when its id is in use.
pub async fn insert(write: &Write, new: &HarmReport) -> Result<(), StoreError> {
    let insert = report::Entity::insert(rows::active_report(new));
    insert.exec_without_returning(write.tx()).await.map_err(StoreError::from_insert)?;
    Ok(())
}

/// Puts a version in, and before each of these units.
///
/// # Errors
/// [`StoreError::Duplicate`] when another version took the number at the same time.
pub async fn insert_version(write: &Write, new: &HarmVersion, units: &[UnitId]) -> Result<(), StoreError> {
    let insert = version::Entity::insert(rows::active_version(new));
    insert.exec_without_returning(write.tx()).await.map_err(StoreError::from_insert)?;
    level::tell(write, new, units).await
}

/// Relates a report to another one, or to none.
///
/// # Errors
/// When the database fails.
pub async fn relate(write: &Write, new: &Relation) -> Result<(), StoreError> {
    relation::Entity::insert(rows::active_relation(new)).exec_without_returning(write.tx()).await?;
    Ok(())
}

/// A report.
///
/// # Errors
/// When the database fails.
pub async fn find(db: &impl ConnectionTrait, id: HarmId) -> Result<Option<HarmReport>, StoreError> {
    report::Entity::find_by_id(id.0).one(db).await?.map(rows::report_from).transpose()
}

/// Keeps these reports from being related by anybody else until the transaction ends; gives those that there are.
///
/// # Errors
/// When the database fails.
pub async fn hold(write: &Write, ids: &[HarmId]) -> Result<Vec<HarmReport>, StoreError> {
    let rows = report::Entity::find()
        .filter(report::Column::Id.is_in(ids.iter().map(|id| id.0)))
        .order_by_asc(report::Column::Id)
        .lock_exclusive();
    rows.all(write.tx()).await?.into_iter().map(rows::report_from).collect()
}

/// Every version of these reports, in the order in which they were taken.
///
/// # Errors
/// When the database fails.
pub async fn versions_of(db: &impl ConnectionTrait, ids: &[HarmId]) -> Result<Vec<HarmVersion>, StoreError> {
    let mut found = Vec::new();
    for chunk in ids.chunks(1_000) {
        let rows = version::Entity::find().filter(version::Column::Report.is_in(chunk.iter().map(|id| id.0)));
        for row in rows.all(db).await? {
            found.push(rows::version_from(row)?);
        }
    }
    found.sort_by_key(|one| (one.recorded_at, one.report, one.number));
    Ok(found)
}

/// The report that counts in place of each of these, where there is one.
///
/// # Errors
/// When the database fails.
pub async fn masters_of(db: &impl ConnectionTrait, ids: &[HarmId]) -> Result<HashMap<HarmId, HarmId>, StoreError> {
    let mut latest = HashMap::new();
    for chunk in ids.chunks(1_000) {
        let rows = relation::Entity::find()
            .filter(relation::Column::Report.is_in(chunk.iter().map(|id| id.0)))
            .order_by_asc(relation::Column::RecordedAt)
            .order_by_asc(relation::Column::Id);
        for row in rows.all(db).await? {
            match row.master {
                Some(master) => latest.insert(HarmId(row.report), HarmId(master)),
                None => latest.remove(&HarmId(row.report)),
            };
        }
    }
    Ok(latest)
}

impl Store {
    /// Reports that a filter lets through, the latest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn harm_reports(&self, filter: &HarmFilter) -> Result<Vec<HarmReport>, StoreError> {
        use report::Column;
        let mut seen = filter.scope.subtrees.iter().map(|path| within(Column::Path, path)).fold(
            // An empty `any` would be true: nothing granted must mean nothing seen.
            Condition::any().add(Expr::val(1).eq(0)),
            Condition::add,
        );
        if let Some(own) = filter.own {
            seen = seen.add(Column::Reporter.eq(own.0));
        }
        let mut query = report::Entity::find().filter(seen);
        if let Some(path) = &filter.within {
            query = query.filter(within(Column::Path, path));
        }
        if let Some((at, id)) = filter.before {
            let at = at.as_millisecond();
            let earlier = Condition::any()
                .add(Column::RecordedAt.lt(at))
                .add(Condition::all().add(Column::RecordedAt.eq(at)).add(Column::Id.lt(id.0)));
            query = query.filter(earlier);
        }
        let query = query.order_by_desc(Column::RecordedAt).order_by_desc(Column::Id).limit(filter.limit);
        query.all(self.read()).await?.into_iter().map(rows::report_from).collect()
    }
}
