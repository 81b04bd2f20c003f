//! Contacts of accounts, encrypted by the caller.

use domain::id::AccountId;
use jiff::Timestamp;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::value::time;
use crate::{Store, StoreError, Write};

pub(crate) mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "contact")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) account: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) kind: String,
        pub(crate) sealed: Vec<u8>,
        pub(crate) key_id: String,
        pub(crate) lookup: Vec<u8>,
        pub(crate) changed_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// One contact as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// Whose.
    pub account: AccountId,
    /// `phone` or `email`.
    pub kind: String,
    /// The ciphertext.
    pub sealed: Vec<u8>,
    /// The key that it was encrypted with.
    pub key: String,
    /// Keyed hash of the plain value.
    pub lookup: Vec<u8>,
    /// When it was set.
    pub changed_at: Timestamp,
}

/// Sets a contact, in place of the one before.
///
/// # Errors
/// When the database fails.
pub async fn set(write: &Write, contact: &Contact) -> Result<(), StoreError> {
    let row = row::ActiveModel {
        account: Set(contact.account.0),
        kind: Set(contact.kind.clone()),
        sealed: Set(contact.sealed.clone()),
        key_id: Set(contact.key.clone()),
        lookup: Set(contact.lookup.clone()),
        changed_at: Set(contact.changed_at.as_millisecond()),
    };
    let replace = OnConflict::columns([row::Column::Account, row::Column::Kind])
        .update_columns([row::Column::Sealed, row::Column::KeyId, row::Column::Lookup, row::Column::ChangedAt])
        .to_owned();
    row::Entity::insert(row).on_conflict(replace).exec_without_returning(write.tx()).await?;
    Ok(())
}

/// Takes a contact away; says whether there was one.
///
/// # Errors
/// When the database fails.
pub async fn delete(write: &Write, account: AccountId, kind: &str) -> Result<bool, StoreError> {
    let gone = row::Entity::delete_by_id((account.0, kind.to_owned())).exec(write.tx()).await?;
    Ok(gone.rows_affected > 0)
}

/// Puts another ciphertext in, unless the contact has changed since it was read; says whether it did.
///
/// # Errors
/// When the database fails.
pub async fn replace_sealed(write: &Write, before: &Contact, sealed: &[u8], key: &str) -> Result<bool, StoreError> {
    let changed = row::Entity::update_many()
        .set(row::ActiveModel { sealed: Set(sealed.to_vec()), key_id: Set(key.to_owned()), ..Default::default() })
        .filter(row::Column::Account.eq(before.account.0))
        .filter(row::Column::Kind.eq(&before.kind))
        .filter(row::Column::Sealed.eq(before.sealed.clone()))
        .exec(write.tx())
        .await?;
    Ok(changed.rows_affected > 0)
}

impl Store {
    /// Contacts of an account.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn contacts(&self, account: AccountId) -> Result<Vec<Contact>, StoreError> {
        let found = row::Entity::find().filter(row::Column::Account.eq(account.0)).order_by_asc(row::Column::Kind);
        found.all(self.read()).await?.into_iter().map(contact).collect()
    }

    /// Contacts of many accounts.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn contacts_of(&self, accounts: &[AccountId]) -> Result<Vec<Contact>, StoreError> {
        let mut found = Vec::with_capacity(accounts.len());
        for chunk in accounts.chunks(10_000) {
            let rows = row::Entity::find().filter(row::Column::Account.is_in(chunk.iter().map(|id| id.0)));
            for row in rows.all(self.read()).await? {
                found.push(contact(row)?);
            }
        }
        Ok(found)
    }

    /// Accounts that have this contact, by its keyed hash.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn contact_accounts(&self, kind: &str, lookup: &[u8]) -> Result<Vec<AccountId>, StoreError> {
        let rows = row::Entity::find()
            .filter(row::Column::Lookup.eq(lookup.to_vec()))
            .filter(row::Column::Kind.eq(kind))
            .order_by_asc(row::Column::Account)
            .all(self.read())
            .await?;
        Ok(rows.into_iter().map(|row| AccountId(row.account)).collect())
    }

    /// Every key that contacts are encrypted with, and how many.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn contacts_by_key(&self) -> Result<Vec<(String, i64)>, StoreError> {
        let found = row::Entity::find().select_only().column(row::Column::KeyId);
        let found = found.column_as(row::Column::Account.count(), "n").group_by(row::Column::KeyId);
        Ok(found.into_tuple().all(self.read()).await?)
    }

    /// Contacts that are not encrypted with `key`, at most `limit`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn contacts_of_other_keys(&self, key: &str, limit: u64) -> Result<Vec<Contact>, StoreError> {
        let found = row::Entity::find().filter(row::Column::KeyId.ne(key)).order_by_asc(row::Column::Account);
        found.limit(limit).all(self.read()).await?.into_iter().map(contact).collect()
    }
}

fn contact(row: row::Model) -> Result<Contact, StoreError> {
    Ok(Contact {
        account: AccountId(row.account),
        kind: row.kind,
        sealed: row.sealed,
        key: row.key_id,
        lookup: row.lookup,
        changed_at: time("contact", "changed_at", row.changed_at)?,
    })
}
