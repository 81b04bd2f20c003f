//! Facts about the database itself: its world, its tree version.

use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait};

use crate::StoreError;
use crate::entity::meta;

/// Key–value facts about the database.
#[derive(Debug)]
pub struct Meta;

impl Meta {
    /// One fact.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn get(db: &impl ConnectionTrait, key: &str) -> Result<Option<String>, StoreError> {
        let row = meta::Entity::find_by_id(key.to_owned()).one(db).await?;
        Ok(row.map(|row| row.value))
    }

    /// Sets one fact.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set(db: &impl ConnectionTrait, key: &str, value: &str) -> Result<(), StoreError> {
        let row = meta::ActiveModel { key: Set(key.to_owned()), value: Set(value.to_owned()) };
        let replace = OnConflict::column(meta::Column::Key).update_column(meta::Column::Value).to_owned();
        meta::Entity::insert(row).on_conflict(replace).exec_without_returning(db).await?;
        Ok(())
    }

    /// Forgets one fact.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn remove(db: &impl ConnectionTrait, key: &str) -> Result<(), StoreError> {
        meta::Entity::delete_by_id(key.to_owned()).exec(db).await?;
        Ok(())
    }

    /// The tree version: counts up with every change of units.
    ///
    /// # Errors
    /// When the database fails or holds no number.
    pub async fn tree_version(db: &impl ConnectionTrait) -> Result<i64, StoreError> {
        let text = Self::get(db, "tree_version").await?.unwrap_or_default();
        text.parse().map_err(|_| StoreError::damaged("meta", "tree_version", text))
    }
}
