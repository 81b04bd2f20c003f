//! Sessions: a random token in the client's cookie, its hash here.

use domain::id::AccountId;
use jiff::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use crate::account::{Account, PostingRow, account_from_row, in_force, posting_from_row};
use crate::entity::{account, posting, session};
use crate::value::time;
use crate::{Store, StoreError, Write};

/// A session as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRow {
    /// Hash of the token.
    pub token_hash: Vec<u8>,
    /// Name of the session, for lists; no secret.
    pub id: Uuid,
    /// Whose.
    pub account: AccountId,
    /// Whether a second factor was shown.
    pub second_factor: bool,
    /// When it began.
    pub created_at: Timestamp,
    /// When a password was last shown in it.
    pub authenticated_at: Timestamp,
    /// When it was last used, in full hours.
    pub last_seen_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// A session with what its requests need.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// The session.
    pub session: SessionRow,
    /// Its account.
    pub account: Account,
    /// Postings of the account in force, the oldest first.
    pub postings: Vec<PostingRow>,
}

/// Starts a session.
///
/// # Errors
/// When the database fails.
pub async fn insert(write: &Write, new: &SessionRow) -> Result<(), StoreError> {
    let row = session::ActiveModel {
        token_hash: Set(new.token_hash.clone()),
        id: Set(new.id),
        account: Set(new.account.0),
        second_factor: Set(new.second_factor),
        created_at: Set(new.created_at.as_millisecond()),
        authenticated_at: Set(new.authenticated_at.as_millisecond()),
        last_seen_at: Set(new.last_seen_at.as_millisecond()),
        expires_at: Set(new.expires_at.as_millisecond()),
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

/// Ends one session of an account; says whether there was one.
///
/// # Errors
/// When the database fails.
pub async fn delete_of(write: &Write, account: AccountId, id: Uuid) -> Result<bool, StoreError> {
    let result = session::Entity::delete_many()
        .filter(session::Column::Account.eq(account.0))
        .filter(session::Column::Id.eq(id))
        .exec(write.tx())
        .await?;
    Ok(result.rows_affected > 0)
}

/// Ends every session of an account; says how many.
///
/// # Errors
/// When the database fails.
pub async fn delete_all(write: &Write, account: AccountId) -> Result<u64, StoreError> {
    let result = session::Entity::delete_many().filter(session::Column::Account.eq(account.0)).exec(write.tx()).await?;
    Ok(result.rows_affected)
}

/// Records that the person behind a session has shown a password again; says whether the session is still there.
///
/// # Errors
/// When the database fails.
pub async fn confirm(write: &Write, token_hash: &[u8], now: Timestamp) -> Result<bool, StoreError> {
    set(write, token_hash, session::Column::AuthenticatedAt, now).await
}

/// Records when a session was last used.
///
/// # Errors
/// When the database fails.
pub async fn seen(write: &Write, token_hash: &[u8], at: Timestamp) -> Result<bool, StoreError> {
    set(write, token_hash, session::Column::LastSeenAt, at).await
}

async fn set(write: &Write, token_hash: &[u8], column: session::Column, at: Timestamp) -> Result<bool, StoreError> {
    let result = session::Entity::update_many()
        .col_expr(column, Expr::value(at.as_millisecond()))
        .filter(session::Column::TokenHash.eq(token_hash.to_vec()))
        .exec(write.tx())
        .await?;
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
    /// The session with this token, if it has not ended.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn session(&self, token_hash: &[u8], now: Timestamp) -> Result<Option<SessionRow>, StoreError> {
        let row = session::Entity::find_by_id(token_hash.to_vec())
            .filter(session::Column::ExpiresAt.gt(now.as_millisecond()))
            .one(self.read())
            .await?;
        row.map(from_row).transpose()
    }

    /// Who is behind the session with this token: account and postings in force; `None` when it has ended or the
    /// account is disabled. One query, since every request asks it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn signed_in(&self, token_hash: &[u8], now: Timestamp) -> Result<Option<SignedIn>, StoreError> {
        let rows = session::Entity::find_by_id(token_hash.to_vec())
            .filter(session::Column::ExpiresAt.gt(now.as_millisecond()))
            .find_also_related(account::Entity)
            .find_also_related(posting::Entity)
            .filter(account::Column::DisabledAt.is_null())
            .order_by_asc(posting::Column::ValidFrom)
            .order_by_asc(posting::Column::Id)
            .all(self.read())
            .await?;
        let (mut found, mut postings) = (None, Vec::new());
        for (session, account, posting) in rows {
            found = Some((session, account));
            postings.extend(posting.filter(|row| in_force(row, now)).map(posting_from_row));
        }
        let Some((session, Some(account))) = found else { return Ok(None) };
        Ok(Some(SignedIn { session: from_row(session)?, account: account_from_row(account)?, postings }))
    }

    /// The sessions of an account that have not ended, the newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sessions(&self, account: AccountId, now: Timestamp) -> Result<Vec<SessionRow>, StoreError> {
        let rows = session::Entity::find()
            .filter(session::Column::Account.eq(account.0))
            .filter(session::Column::ExpiresAt.gt(now.as_millisecond()))
            .order_by_desc(session::Column::CreatedAt)
            .order_by_desc(session::Column::Id)
            .all(self.read())
            .await?;
        rows.into_iter().map(from_row).collect()
    }
}

fn from_row(row: session::Model) -> Result<SessionRow, StoreError> {
    Ok(SessionRow {
        id: row.id,
        account: AccountId(row.account),
        second_factor: row.second_factor,
        created_at: time("session", "created_at", row.created_at)?,
        authenticated_at: time("session", "authenticated_at", row.authenticated_at)?,
        last_seen_at: time("session", "last_seen_at", row.last_seen_at)?,
        expires_at: time("session", "expires_at", row.expires_at)?,
        token_hash: row.token_hash,
    })
}
