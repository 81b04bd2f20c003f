//! Outside identities of accounts, and sign-ins by them that wait for a code.

use domain::id::AccountId;
use jiff::Timestamp;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::entity_access::{outside_identity, outside_waiting};
use crate::value::time;
use crate::{Store, StoreError, Write};

/// An outside identity and its account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The outside sign-in service.
    pub issuer: String,
    /// Who it is there; compared byte by byte.
    pub subject: String,
    /// The account here.
    pub account: AccountId,
    /// Since when.
    pub linked_at: Timestamp,
}

/// A sign-in that waits for a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Hash of the browser's secret.
    pub secret_hash: Vec<u8>,
    /// The account.
    pub account: AccountId,
    /// When the outside service saw the person.
    pub authenticated_at: Timestamp,
    /// Until when the code may come.
    pub expires_at: Timestamp,
}

/// Links an identity.
///
/// # Errors
/// [`StoreError::Duplicate`] when it is linked already; else when the database fails.
pub async fn link(write: &Write, link: &Link) -> Result<(), StoreError> {
    let row = outside_identity::ActiveModel {
        issuer: Set(link.issuer.clone()),
        subject: Set(link.subject.clone()),
        account: Set(link.account.0),
        linked_at: Set(link.linked_at.as_millisecond()),
    };
    outside_identity::Entity::insert(row).exec_without_returning(write.tx()).await.map_err(StoreError::from_insert)?;
    Ok(())
}

/// Takes a link away; says whether the account had it.
///
/// # Errors
/// When the database fails.
pub async fn unlink(write: &Write, account: AccountId, issuer: &str, subject: &str) -> Result<bool, StoreError> {
    let result = outside_identity::Entity::delete_by_id((issuer.to_owned(), subject.to_owned()))
        .filter(outside_identity::Column::Account.eq(account.0))
        .exec(write.tx())
        .await?;
    Ok(result.rows_affected > 0)
}

/// Whose identity it is, within a transaction: a link that was taken away meanwhile opens nothing.
///
/// # Errors
/// When the database fails.
pub async fn owner(write: &Write, issuer: &str, subject: &str) -> Result<Option<AccountId>, StoreError> {
    let key = (issuer.to_owned(), subject.to_owned());
    let row = outside_identity::Entity::find_by_id(key).one(write.tx()).await?;
    Ok(row.map(|row| AccountId(row.account)))
}

/// Lets a sign-in wait.
///
/// # Errors
/// When the database fails.
pub async fn wait(write: &Write, waiting: &Waiting) -> Result<(), StoreError> {
    let row = outside_waiting::ActiveModel {
        secret_hash: Set(waiting.secret_hash.clone()),
        account: Set(waiting.account.0),
        authenticated_at: Set(waiting.authenticated_at.as_millisecond()),
        expires_at: Set(waiting.expires_at.as_millisecond()),
    };
    outside_waiting::Entity::insert(row).exec_without_returning(write.tx()).await?;
    Ok(())
}

/// Ends the waiting of one sign-in; says whether it was there.
///
/// # Errors
/// When the database fails.
pub async fn drop_waiting(write: &Write, secret_hash: &[u8]) -> Result<bool, StoreError> {
    let result = outside_waiting::Entity::delete_by_id(secret_hash.to_vec()).exec(write.tx()).await?;
    Ok(result.rows_affected > 0)
}

/// Ends the waiting of every sign-in of an account.
///
/// # Errors
/// When the database fails.
pub async fn drop_waiting_of(write: &Write, account: AccountId) -> Result<(), StoreError> {
    let of = outside_waiting::Entity::delete_many().filter(outside_waiting::Column::Account.eq(account.0));
    of.exec(write.tx()).await?;
    Ok(())
}

/// Forgets what waited too long.
///
/// # Errors
/// When the database fails.
pub async fn forget_waiting(write: &Write, now: Timestamp) -> Result<(), StoreError> {
    let over =
        outside_waiting::Entity::delete_many().filter(outside_waiting::Column::ExpiresAt.lte(now.as_millisecond()));
    over.exec(write.tx()).await?;
    Ok(())
}

impl Store {
    /// The sign-in that waits under this secret, if it has not expired.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn outside_waiting(&self, secret_hash: &[u8], now: Timestamp) -> Result<Option<Waiting>, StoreError> {
        let row = outside_waiting::Entity::find_by_id(secret_hash.to_vec())
            .filter(outside_waiting::Column::ExpiresAt.gt(now.as_millisecond()))
            .one(self.read())
            .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(Waiting {
            secret_hash: row.secret_hash,
            account: AccountId(row.account),
            authenticated_at: time("outside_waiting", "authenticated_at", row.authenticated_at)?,
            expires_at: time("outside_waiting", "expires_at", row.expires_at)?,
        }))
    }

    /// Who the account is elsewhere, the oldest link first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn outside_links(&self, account: AccountId) -> Result<Vec<Link>, StoreError> {
        let rows = outside_identity::Entity::find()
            .filter(outside_identity::Column::Account.eq(account.0))
            .order_by_asc(outside_identity::Column::LinkedAt)
            .order_by_asc(outside_identity::Column::Subject)
            .all(self.read())
            .await?;
        let link = |row: outside_identity::Model| {
            Ok(Link {
                linked_at: time("outside_identity", "linked_at", row.linked_at)?,
                account: AccountId(row.account),
                issuer: row.issuer,
                subject: row.subject,
            })
        };
        rows.into_iter().map(link).collect()
    }
}
