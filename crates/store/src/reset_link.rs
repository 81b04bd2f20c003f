//! One-time links that set a new password, by the hash of their secret.

use domain::id::AccountId;
use jiff::Timestamp;
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter};

use crate::entity_access::reset_link;
use crate::{Store, StoreError, Write};

/// Keeps a link; earlier ones of the account work no more.
///
/// # Errors
/// When the database fails.
pub async fn replace(
    write: &Write,
    account: AccountId,
    secret_hash: Vec<u8>,
    expires_at: Timestamp,
) -> Result<(), StoreError> {
    delete_all(write, account).await?;
    let row = reset_link::ActiveModel {
        secret_hash: Set(secret_hash),
        account: Set(account.0),
        expires_at: Set(expires_at.as_millisecond()),
    };
    reset_link::Entity::insert(row).exec_without_returning(write.tx()).await?;
    Ok(())
}

/// Uses a link up; says whether it was there and had not expired.
///
/// # Errors
/// When the database fails.
pub async fn take(write: &Write, secret_hash: &[u8], now: Timestamp) -> Result<bool, StoreError> {
    let result = reset_link::Entity::delete_many()
        .filter(reset_link::Column::SecretHash.eq(secret_hash.to_vec()))
        .filter(reset_link::Column::ExpiresAt.gt(now.as_millisecond()))
        .exec(write.tx())
        .await?;
    Ok(result.rows_affected > 0)
}

/// Takes the links of an account away.
///
/// # Errors
/// When the database fails.
pub async fn delete_all(write: &Write, account: AccountId) -> Result<(), StoreError> {
    reset_link::Entity::delete_many().filter(reset_link::Column::Account.eq(account.0)).exec(write.tx()).await?;
    Ok(())
}

/// Forgets links that have expired; says how many.
///
/// # Errors
/// When the database fails.
pub async fn forget(write: &Write, now: Timestamp) -> Result<u64, StoreError> {
    let expired = Condition::all().add(reset_link::Column::ExpiresAt.lte(now.as_millisecond()));
    Ok(reset_link::Entity::delete_many().filter(expired).exec(write.tx()).await?.rows_affected)
}

impl Store {
    /// Whose password a link sets, if it has not expired.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn reset_account(&self, secret_hash: &[u8], now: Timestamp) -> Result<Option<AccountId>, StoreError> {
        let row = reset_link::Entity::find_by_id(secret_hash.to_vec())
            .filter(reset_link::Column::ExpiresAt.gt(now.as_millisecond()))
            .one(self.read())
            .await?;
        Ok(row.map(|row| AccountId(row.account)))
    }
}
