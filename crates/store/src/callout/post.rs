//! Who can be called in a part of the tree.

use domain::id::{AccountId, PostingId, UnitId};
use domain::unit::UnitPath;
use jiff::Timestamp;
use sea_orm::sea_query::SelectStatement;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use crate::entity::{account, posting, roster, unit};
use crate::filter::within;
use crate::roster::Duty;
use crate::{Store, StoreError};

/// A posting that can be called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutyPost {
    /// The posting.
    pub posting: PostingId,
    /// Whose it is.
    pub account: AccountId,
    /// Its title.
    pub title: String,
    /// Its unit.
    pub unit: UnitId,
}

/// The rosters of every present unit at `path` and below.
///
/// # Errors
/// When the database fails.
pub async fn duties_below(store: &Store, path: &UnitPath) -> Result<Vec<Duty>, StoreError> {
    let rows = roster::Entity::find()
        .filter(roster::Column::Unit.in_subquery(units_below(path)))
        .order_by_asc(roster::Column::Id)
        .all(store.read())
        .await?;
    rows.into_iter().map(crate::roster::from_row).collect()
}

/// Postings in force at `now` of accounts that are not disabled, in this unit itself: the oldest first.
///
/// # Errors
/// When the database fails.
pub async fn posts_at(db: &impl ConnectionTrait, unit: UnitId, now: Timestamp) -> Result<Vec<DutyPost>, StoreError> {
    posts(db, posting::Column::Unit.eq(unit.0), now).await
}

/// Postings in force at `now` of accounts that are not disabled, in every present unit at `path` and below: the oldest
/// first.
///
/// # Errors
/// When the database fails.
pub async fn posts_below(store: &Store, path: &UnitPath, now: Timestamp) -> Result<Vec<DutyPost>, StoreError> {
    posts(store.read(), posting::Column::Unit.in_subquery(units_below(path)), now).await
}

async fn posts(
    db: &impl ConnectionTrait,
    there: sea_orm::sea_query::SimpleExpr,
    now: Timestamp,
) -> Result<Vec<DutyPost>, StoreError> {
    let at = now.as_millisecond();
    let lasting = Condition::any().add(posting::Column::ValidTo.is_null()).add(posting::Column::ValidTo.gt(at));
    let disabled = account::Entity::find()
        .select_only()
        .column(account::Column::Id)
        .filter(account::Column::DisabledAt.is_not_null())
        .into_query();
    let rows = posting::Entity::find()
        .filter(there)
        .filter(posting::Column::ValidFrom.lte(at))
        .filter(lasting)
        .filter(posting::Column::Account.not_in_subquery(disabled))
        .order_by_asc(posting::Column::ValidFrom)
        .order_by_asc(posting::Column::Id)
        .all(db)
        .await?;
    let post = |row: posting::Model| DutyPost {
        posting: PostingId(row.id),
        account: AccountId(row.account),
        title: row.title,
        unit: UnitId(row.unit),
    };
    Ok(rows.into_iter().map(post).collect())
}

fn units_below(path: &UnitPath) -> SelectStatement {
    unit::Entity::find()
        .select_only()
        .column(unit::Column::Id)
        .filter(within(unit::Column::Path, path))
        .filter(unit::Column::ValidTo.is_null())
        .into_query()
}
