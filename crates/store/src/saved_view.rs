//! Views of the queue that a person saved for itself.

use domain::id::AccountId;
use jiff::Timestamp;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::entity::account;
use crate::entity_access::saved_view::{ActiveModel, Column, Entity, Model};
use crate::value::time;
use crate::{Store, StoreError, Write};

/// One saved view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedView {
    /// Identity, made by the client; unique within the account.
    pub id: Uuid,
    /// What its owner calls it; unique within the account.
    pub name: String,
    /// The search string of the page that it opens.
    pub query: String,
    /// When it was last saved.
    pub updated_at: Timestamp,
}

/// The account's views, seen inside a write that no other write to them passes.
///
/// # Errors
/// When the database fails.
pub async fn hold(write: &Write, account: AccountId) -> Result<Vec<SavedView>, StoreError> {
    // Two requests at once would each see room for one more.
    account::Entity::find_by_id(account.0).lock_exclusive().one(write.tx()).await?;
    let rows = Entity::find().filter(Column::Account.eq(account.0)).all(write.tx()).await?;
    rows.into_iter().map(read).collect()
}

/// Saves a view, over the one with its id where there is one.
///
/// # Errors
/// [`StoreError::Duplicate`] when another view of the account has the name.
pub async fn put(write: &Write, account: AccountId, view: &SavedView) -> Result<(), StoreError> {
    let row = ActiveModel {
        account: Set(account.0),
        id: Set(view.id),
        name: Set(view.name.clone()),
        query: Set(view.query.clone()),
        updated_at: Set(view.updated_at.as_millisecond()),
    };
    let again = OnConflict::columns([Column::Account, Column::Id])
        .update_columns([Column::Name, Column::Query, Column::UpdatedAt])
        .to_owned();
    Entity::insert(row).on_conflict(again).exec_without_returning(write.tx()).await.map_err(StoreError::from_insert)?;
    Ok(())
}

/// Takes a view away; says whether there was one.
///
/// # Errors
/// When the database fails.
pub async fn delete(write: &Write, account: AccountId, id: Uuid) -> Result<bool, StoreError> {
    let gone = Entity::delete_by_id((account.0, id)).exec(write.tx()).await?;
    Ok(gone.rows_affected > 0)
}

impl Store {
    /// The account's views, by name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn saved_views(&self, account: AccountId) -> Result<Vec<SavedView>, StoreError> {
        let query = Entity::find().filter(Column::Account.eq(account.0)).order_by_asc(Column::Name);
        query.all(self.read()).await?.into_iter().map(read).collect()
    }
}

fn read(row: Model) -> Result<SavedView, StoreError> {
    let updated_at = time("saved_view", "updated_at", row.updated_at)?;
    Ok(SavedView { id: row.id, name: row.name, query: row.query, updated_at })
}
