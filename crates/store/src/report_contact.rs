//! The phone number that a reporter left, sealed by whoever writes it.

use domain::id::HazardId;
use jiff::Timestamp;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};
use uuid::Uuid;

use crate::entity::hazard;
use crate::{Store, StoreError, Write};

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "report_contact")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) hazard: Uuid,
        pub(crate) phone: Vec<u8>,
        pub(crate) language: String,
        pub(crate) created_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// How the reporter of a hazard can be reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// The hazard.
    pub hazard: HazardId,
    /// The number, sealed.
    pub phone: Vec<u8>,
    /// Language tag of the texts.
    pub language: String,
}

/// Keeps a contact.
///
/// # Errors
/// When the database fails.
pub async fn insert(write: &Write, contact: &Contact, now: Timestamp) -> Result<(), StoreError> {
    let row = row::ActiveModel {
        hazard: Set(contact.hazard.0),
        phone: Set(contact.phone.clone()),
        language: Set(contact.language.clone()),
        created_at: Set(now.as_millisecond()),
    };
    row::Entity::insert(row).exec_without_returning(write.tx()).await.map_err(StoreError::from_insert)?;
    Ok(())
}

/// Deletes a contact; says whether there was one.
///
/// # Errors
/// When the database fails.
pub async fn delete(write: &Write, hazard: HazardId) -> Result<bool, StoreError> {
    let result = row::Entity::delete_by_id(hazard.0).exec(write.tx()).await?;
    Ok(result.rows_affected == 1)
}

impl Store {
    /// The contact of a hazard's reporter.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn report_contact(&self, hazard: HazardId) -> Result<Option<Contact>, StoreError> {
        let row = row::Entity::find_by_id(hazard.0).one(self.read()).await?;
        Ok(row.map(|row| Contact { hazard: HazardId(row.hazard), phone: row.phone, language: row.language }))
    }

    /// Hazards that are part of this one and have a contact.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn contacts_of_parts(&self, hazard: HazardId) -> Result<Vec<HazardId>, StoreError> {
        let parts = hazard::Entity::find()
            .select_only()
            .column(hazard::Column::Id)
            .filter(hazard::Column::MergedInto.eq(hazard.0))
            .into_query();
        let ids: Vec<Uuid> = row::Entity::find()
            .select_only()
            .column(row::Column::Hazard)
            .filter(row::Column::Hazard.in_subquery(parts))
            .into_tuple()
            .all(self.read())
            .await?;
        Ok(ids.into_iter().map(HazardId).collect())
    }

    /// Hazards that were closed at or before `closed` and still have a contact.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn contacts_closed_by(&self, closed: Timestamp, limit: u64) -> Result<Vec<HazardId>, StoreError> {
        let closed = hazard::Column::ClosedAt.lte(closed.as_millisecond());
        let ids = || hazard::Entity::find().select_only().column(hazard::Column::Id).filter(closed.clone());
        // A duplicate goes on as long as what it is part of does.
        let over = hazard::Column::MergedInto.in_subquery(ids().into_query());
        let old = ids().filter(Condition::any().add(hazard::Column::MergedInto.is_null()).add(over));
        let ids: Vec<Uuid> = row::Entity::find()
            .select_only()
            .column(row::Column::Hazard)
            .filter(row::Column::Hazard.in_subquery(old.into_query()))
            .order_by_asc(row::Column::Hazard)
            .limit(limit)
            .into_tuple()
            .all(self.read())
            .await?;
        Ok(ids.into_iter().map(HazardId).collect())
    }
}

/// Deletes the numbers that an account left with its own reports.
pub(crate) async fn delete_of_reporter(write: &Write, reporter: Uuid) -> Result<(), StoreError> {
    let reported = hazard::Entity::find()
        .select_only()
        .column(hazard::Column::Id)
        .filter(hazard::Column::Reporter.eq(reporter))
        .into_query();
    row::Entity::delete_many().filter(row::Column::Hazard.in_subquery(reported)).exec(write.tx()).await?;
    Ok(())
}
