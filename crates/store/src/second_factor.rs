//! The second factor of an account: an encrypted secret, and one-time recovery codes.

use domain::id::AccountId;
use jiff::Timestamp;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter};

use crate::entity_access::{recovery_code, second_factor};
use crate::{Store, StoreError, Write};

/// A factor as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactorRow {
    /// The encrypted secret.
    pub secret: Vec<u8>,
    /// Whether a code has proved it; before that it is asked of nobody.
    pub confirmed: bool,
    /// Codes up to this time step were used.
    pub last_step: i64,
}

/// Keeps a new, unproved factor; says whether it could: a confirmed one stays as it is.
///
/// # Errors
/// When the database fails.
pub async fn enrol(write: &Write, account: AccountId, secret: Vec<u8>) -> Result<bool, StoreError> {
    let row = second_factor::ActiveModel {
        account: Set(account.0),
        secret: Set(secret),
        confirmed_at: Set(None),
        last_step: Set(0),
    };
    let replace = OnConflict::column(second_factor::Column::Account)
        .update_column(second_factor::Column::Secret)
        .action_and_where(Expr::col((second_factor::Entity, second_factor::Column::ConfirmedAt)).is_null())
        .to_owned();
    let written = second_factor::Entity::insert(row).on_conflict(replace).exec_without_returning(write.tx()).await?;
    Ok(written > 0)
}

/// Uses up the codes up to `step`; says whether that step was unused and the secret is still this one.
///
/// # Errors
/// When the database fails.
pub async fn use_step(write: &Write, account: AccountId, secret: &[u8], step: i64) -> Result<bool, StoreError> {
    let result = second_factor::Entity::update_many()
        .col_expr(second_factor::Column::LastStep, Expr::value(step))
        .filter(second_factor::Column::Account.eq(account.0))
        .filter(second_factor::Column::Secret.eq(secret.to_vec()))
        .filter(second_factor::Column::LastStep.lt(step))
        .exec(write.tx())
        .await?;
    Ok(result.rows_affected > 0)
}

/// From now on the factor is asked for; its recovery codes replace all others.
///
/// # Errors
/// When the database fails.
pub async fn confirm(write: &Write, account: AccountId, codes: &[Vec<u8>], now: Timestamp) -> Result<(), StoreError> {
    second_factor::Entity::update_many()
        .col_expr(second_factor::Column::ConfirmedAt, Expr::value(now.as_millisecond()))
        .filter(second_factor::Column::Account.eq(account.0))
        .exec(write.tx())
        .await?;
    forget_codes(write, account).await?;
    let rows = codes.iter().map(|code| recovery_code::ActiveModel {
        account: Set(account.0),
        code_hash: Set(code.clone()),
        used_at: Set(None),
    });
    recovery_code::Entity::insert_many(rows).exec_without_returning(write.tx()).await?;
    Ok(())
}

/// Uses a recovery code up; says whether it was there and unused.
///
/// # Errors
/// When the database fails.
pub async fn use_code(write: &Write, account: AccountId, code_hash: &[u8], now: Timestamp) -> Result<bool, StoreError> {
    let result = recovery_code::Entity::update_many()
        .col_expr(recovery_code::Column::UsedAt, Expr::value(now.as_millisecond()))
        .filter(recovery_code::Column::Account.eq(account.0))
        .filter(recovery_code::Column::CodeHash.eq(code_hash.to_vec()))
        .filter(recovery_code::Column::UsedAt.is_null())
        .exec(write.tx())
        .await?;
    Ok(result.rows_affected > 0)
}

/// Takes the factor away with its recovery codes; says whether a confirmed or unproved one was there.
///
/// # Errors
/// When the database fails.
pub async fn remove(write: &Write, account: AccountId) -> Result<bool, StoreError> {
    forget_codes(write, account).await?;
    let result = second_factor::Entity::delete_by_id(account.0).exec(write.tx()).await?;
    Ok(result.rows_affected > 0)
}

async fn forget_codes(write: &Write, account: AccountId) -> Result<(), StoreError> {
    recovery_code::Entity::delete_many().filter(recovery_code::Column::Account.eq(account.0)).exec(write.tx()).await?;
    Ok(())
}

/// The factor of an account, confirmed or not.
///
/// # Errors
/// When the database fails.
pub async fn of(db: &impl ConnectionTrait, account: AccountId) -> Result<Option<FactorRow>, StoreError> {
    let row = second_factor::Entity::find_by_id(account.0).one(db).await?;
    Ok(row.map(|row| FactorRow { secret: row.secret, confirmed: row.confirmed_at.is_some(), last_step: row.last_step }))
}

impl Store {
    /// The factor of an account, confirmed or not.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn factor(&self, account: AccountId) -> Result<Option<FactorRow>, StoreError> {
        of(self.read(), account).await
    }

    /// The accounts that have a confirmed factor.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn accounts_with_factor(&self) -> Result<Vec<AccountId>, StoreError> {
        let rows = second_factor::Entity::find()
            .filter(second_factor::Column::ConfirmedAt.is_not_null())
            .all(self.read())
            .await?;
        Ok(rows.into_iter().map(|row| AccountId(row.account)).collect())
    }

    /// How many recovery codes are left.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn recovery_codes_left(&self, account: AccountId) -> Result<u64, StoreError> {
        Ok(recovery_code::Entity::find()
            .filter(recovery_code::Column::Account.eq(account.0))
            .filter(recovery_code::Column::UsedAt.is_null())
            .count(self.read())
            .await?)
    }
}
