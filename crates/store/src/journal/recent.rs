//! How often something happened lately, asked inside the transaction that decides on it.

use domain::id::{AccountId, UnitId};
use jiff::Timestamp;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::entity::journal;
use crate::{StoreError, Write};

/// How many contacts the account saw in full at or after `since`.
///
/// # Errors
/// When the database fails.
pub async fn unmaskings_by(write: &Write, actor: AccountId, since: Timestamp) -> Result<u64, StoreError> {
    // Each in the words of its partial index: as a parameter the kind would not lead to it.
    let contacts = views_by(write, actor, since, "kind = 'contact.unmasked'").await?;
    let entries = views_by(write, actor, since, "kind = 'assist.viewed'").await?;
    Ok(contacts + entries)
}

async fn views_by(write: &Write, actor: AccountId, since: Timestamp, kind: &'static str) -> Result<u64, StoreError> {
    let rows: Option<i64> = journal::Entity::find()
        .select_only()
        .column_as(Expr::col(journal::Column::Seq).count(), "n")
        .filter(Expr::cust(kind))
        .filter(journal::Column::Actor.eq(actor.0))
        .filter(journal::Column::RecordedAt.gte(since.as_millisecond()))
        .into_tuple()
        .one(write.tx())
        .await?;
    Ok(rows.and_then(|n| u64::try_from(n).ok()).unwrap_or(0))
}

/// Whether an entry of this kind about the subject was made at or after `since`.
///
/// # Errors
/// When the database fails.
pub async fn happened(write: &Write, kind: &str, subject: Uuid, since: Timestamp) -> Result<bool, StoreError> {
    let found: Option<i64> = journal::Entity::find()
        .select_only()
        .column(journal::Column::Seq)
        .filter(journal::Column::Subject.eq(subject))
        .filter(journal::Column::Kind.eq(kind))
        .filter(journal::Column::RecordedAt.gte(since.as_millisecond()))
        .into_tuple()
        .one(write.tx())
        .await?;
    Ok(found.is_some())
}

/// Whether there is an entry of this kind about the subject at a unit.
///
/// # Errors
/// When the database fails.
pub async fn happened_at(write: &Write, kind: &str, subject: Uuid, unit: UnitId) -> Result<bool, StoreError> {
    let found: Option<i64> = journal::Entity::find()
        .select_only()
        .column(journal::Column::Seq)
        .filter(journal::Column::Subject.eq(subject))
        .filter(journal::Column::Kind.eq(kind))
        .filter(journal::Column::Unit.eq(unit.0))
        .limit(1)
        .into_tuple()
        .one(write.tx())
        .await?;
    Ok(found.is_some())
}

/// Whether this account made an entry of this kind about the subject at or after `since`.
///
/// # Errors
/// When the database fails.
pub async fn happened_by(
    write: &Write,
    kind: &str,
    subject: Uuid,
    actor: AccountId,
    since: Timestamp,
) -> Result<bool, StoreError> {
    let found: Option<i64> = journal::Entity::find()
        .select_only()
        .column(journal::Column::Seq)
        .filter(journal::Column::Subject.eq(subject))
        .filter(journal::Column::Kind.eq(kind))
        .filter(journal::Column::Actor.eq(actor.0))
        .filter(journal::Column::RecordedAt.gte(since.as_millisecond()))
        .limit(1)
        .into_tuple()
        .one(write.tx())
        .await?;
    Ok(found.is_some())
}
