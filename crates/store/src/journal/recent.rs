//! How often something happened lately, asked inside the transaction that decides on it.

use domain::id::AccountId;
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
    let rows: Option<i64> = journal::Entity::find()
        .select_only()
        .column_as(Expr::col(journal::Column::Seq).count(), "n")
        // The words of the partial index: as a parameter the kind would not lead to it.
        .filter(Expr::cust("kind = 'contact.unmasked'"))
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
