//! Browsers in which an account signed in before, by the hash of a secret that each keeps.

use domain::id::AccountId;
use jiff::Timestamp;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter};

use crate::entity_access::known_device;
use crate::{Store, StoreError, Write};

/// Records that the account signed in from this browser.
///
/// # Errors
/// When the database fails.
pub async fn remember(write: &Write, account: AccountId, secret_hash: &[u8], now: Timestamp) -> Result<(), StoreError> {
    let row = known_device::ActiveModel {
        account: Set(account.0),
        secret_hash: Set(secret_hash.to_vec()),
        used_at: Set(now.as_millisecond()),
    };
    let again = OnConflict::columns([known_device::Column::Account, known_device::Column::SecretHash])
        .update_column(known_device::Column::UsedAt)
        .to_owned();
    known_device::Entity::insert(row).on_conflict(again).exec_without_returning(write.tx()).await?;
    Ok(())
}

/// Forgets the account's browsers.
///
/// # Errors
/// When the database fails.
pub async fn forget_all(write: &Write, account: AccountId) -> Result<u64, StoreError> {
    let result = known_device::Entity::delete_many()
        .filter(known_device::Column::Account.eq(account.0))
        .exec(write.tx())
        .await?;
    Ok(result.rows_affected)
}

/// Forgets browsers that were last used before `before`; says how many.
///
/// # Errors
/// When the database fails.
pub async fn forget_unused(write: &Write, before: Timestamp) -> Result<u64, StoreError> {
    let result = known_device::Entity::delete_many()
        .filter(known_device::Column::UsedAt.lt(before.as_millisecond()))
        .exec(write.tx())
        .await?;
    Ok(result.rows_affected)
}

/// Whether any account signed in from this browser: the secret was given out here.
///
/// # Errors
/// When the database fails.
pub async fn gave(db: &impl ConnectionTrait, secret_hash: &[u8]) -> Result<bool, StoreError> {
    let rows = known_device::Entity::find()
        .filter(known_device::Column::SecretHash.eq(secret_hash.to_vec()))
        .count(db)
        .await?;
    Ok(rows > 0)
}

impl Store {
    /// Whether the account signed in from this browser before.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn knows_device(&self, account: AccountId, secret_hash: &[u8]) -> Result<bool, StoreError> {
        let row = known_device::Entity::find_by_id((account.0, secret_hash.to_vec())).one(self.read()).await?;
        Ok(row.is_some())
    }

    /// Whether any account signed in from this browser: the secret was given out here.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn gave_device(&self, secret_hash: &[u8]) -> Result<bool, StoreError> {
        gave(self.read(), secret_hash).await
    }
}
