//! Tokens for programs, by the hash of their secret.

use domain::id::{AccountId, UnitId};
use jiff::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use crate::entity_access::api_token;
use crate::value::time;
use crate::{Store, StoreError, Write};

/// A token as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenRow {
    /// Identity; no secret.
    pub id: Uuid,
    /// Whose.
    pub account: AccountId,
    /// What its owner calls it.
    pub name: String,
    /// Words of the permissions that it may use.
    pub permissions: Vec<String>,
    /// The subtree in which it works; everywhere its owner does, when none.
    pub unit: Option<UnitId>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// Keeps a new token.
///
/// # Errors
/// When the database fails.
pub async fn insert(write: &Write, new: &TokenRow, secret_hash: Vec<u8>) -> Result<(), StoreError> {
    let row = api_token::ActiveModel {
        id: Set(new.id),
        secret_hash: Set(secret_hash),
        account: Set(new.account.0),
        name: Set(new.name.clone()),
        permissions: Set(new.permissions.join(" ")),
        unit: Set(new.unit.map(|id| id.0)),
        created_at: Set(new.created_at.as_millisecond()),
        expires_at: Set(new.expires_at.as_millisecond()),
        revoked_at: Set(None),
    };
    api_token::Entity::insert(row).exec_without_returning(write.tx()).await?;
    Ok(())
}

/// Revokes one token of an account; says whether it was in force.
///
/// # Errors
/// When the database fails.
pub async fn revoke(write: &Write, account: AccountId, id: Uuid, now: Timestamp) -> Result<bool, StoreError> {
    let result = api_token::Entity::update_many()
        .col_expr(api_token::Column::RevokedAt, Expr::value(now.as_millisecond()))
        .filter(api_token::Column::Id.eq(id))
        .filter(api_token::Column::Account.eq(account.0))
        .filter(api_token::Column::RevokedAt.is_null())
        .exec(write.tx())
        .await?;
    Ok(result.rows_affected > 0)
}

/// Revokes every token of an account; says how many were in force.
///
/// # Errors
/// When the database fails.
pub async fn revoke_all(write: &Write, account: AccountId, now: Timestamp) -> Result<u64, StoreError> {
    let result = api_token::Entity::update_many()
        .col_expr(api_token::Column::RevokedAt, Expr::value(now.as_millisecond()))
        .filter(api_token::Column::Account.eq(account.0))
        .filter(api_token::Column::RevokedAt.is_null())
        .exec(write.tx())
        .await?;
    Ok(result.rows_affected)
}

impl Store {
    /// The token with this secret, if it is in force.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn token(&self, secret_hash: &[u8], now: Timestamp) -> Result<Option<TokenRow>, StoreError> {
        let row = api_token::Entity::find()
            .filter(api_token::Column::SecretHash.eq(secret_hash.to_vec()))
            .filter(api_token::Column::RevokedAt.is_null())
            .filter(api_token::Column::ExpiresAt.gt(now.as_millisecond()))
            .one(self.read())
            .await?;
        row.map(from_row).transpose()
    }

    /// The tokens of an account that are in force, the newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn tokens(&self, account: AccountId, now: Timestamp) -> Result<Vec<TokenRow>, StoreError> {
        let rows = api_token::Entity::find()
            .filter(api_token::Column::Account.eq(account.0))
            .filter(api_token::Column::RevokedAt.is_null())
            .filter(api_token::Column::ExpiresAt.gt(now.as_millisecond()))
            .order_by_desc(api_token::Column::CreatedAt)
            .order_by_desc(api_token::Column::Id)
            .all(self.read())
            .await?;
        rows.into_iter().map(from_row).collect()
    }
}

fn from_row(row: api_token::Model) -> Result<TokenRow, StoreError> {
    Ok(TokenRow {
        id: row.id,
        account: AccountId(row.account),
        name: row.name,
        permissions: row.permissions.split_whitespace().map(str::to_owned).collect(),
        unit: row.unit.map(UnitId),
        created_at: time("api_token", "created_at", row.created_at)?,
        expires_at: time("api_token", "expires_at", row.expires_at)?,
    })
}
