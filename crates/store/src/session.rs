//! Sessions: a random token in the client's cookie, its hash here.

use domain::id::AccountId;
use jiff::Timestamp;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use crate::entity::session;
use crate::value::time;
use crate::{Store, StoreError, Write};

/// Starts a session.
///
/// # Errors
/// When the database fails.
pub async fn insert(
    write: &Write,
    token_hash: &[u8],
    account: AccountId,
    now: Timestamp,
    expires_at: Timestamp,
) -> Result<(), StoreError> {
    let row = session::ActiveModel {
        token_hash: Set(token_hash.to_vec()),
        account: Set(account.0),
        created_at: Set(now.as_millisecond()),
        expires_at: Set(expires_at.as_millisecond()),
    };
    session::Entity::insert(row).exec_without_returning(write.tx()).await?;
    Ok(())
}

/// Ends a session; says whether there was one.
///
/// # Errors
/// When the database fails.
pub async fn delete(write: &Write, token_hash: &[u8]) -> Result<bool, StoreError> {
    let result = session::Entity::delete_by_id(token_hash.to_vec()).exec(write.tx()).await?;
    Ok(result.rows_affected > 0)
}

/// Forgets sessions that ended before `now`; says how many.
///
/// # Errors
/// When the database fails.
pub async fn delete_expired(write: &Write, now: Timestamp) -> Result<u64, StoreError> {
    let result = session::Entity::delete_many()
        .filter(session::Column::ExpiresAt.lte(now.as_millisecond()))
        .exec(write.tx())
        .await?;
    Ok(result.rows_affected)
}

impl Store {
    /// The account of a session that has not ended, and when it will.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn session_account(
        &self,
        token_hash: &[u8],
        now: Timestamp,
    ) -> Result<Option<(AccountId, Timestamp)>, StoreError> {
        let row = session::Entity::find_by_id(token_hash.to_vec())
            .filter(session::Column::ExpiresAt.gt(now.as_millisecond()))
            .one(self.read())
            .await?;
        row.map(|row| Ok((AccountId(row.account), time("session", "expires_at", row.expires_at)?))).transpose()
    }
}
