//! Residents' numbers, sealed by building.

mod call;

use domain::id::{PlaceId, ResidentNumberId, UnitId};
use domain::unit::UnitPath;
use jiff::Timestamp;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

pub use call::{
    AnswerSum, ResidentCall, answer_sums, by_carrier_id, calls_of_evacuation, calls_of_numbers, claim, forget_calls,
    hold, hold_by_carrier_id, place, put,
};

use crate::value::time;
use crate::{Store, StoreError, Write};

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "resident_number")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: Uuid,
        pub(crate) place: Uuid,
        pub(crate) unit: Uuid,
        pub(crate) path: String,
        pub(crate) sealed: Vec<u8>,
        pub(crate) lookup: Vec<u8>,
        pub(crate) confirmed_at: Option<i64>,
        pub(crate) registered_at: i64,
        pub(crate) expires_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

use row::{ActiveModel, Column, Entity};

/// A number of a building. What it is stands sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResidentNumber {
    /// Identity.
    pub id: ResidentNumberId,
    /// The building.
    pub place: PlaceId,
    /// The unit in which it stands, with its path.
    pub unit: (UnitId, UnitPath),
    /// The number and the door.
    pub sealed: Vec<u8>,
    /// Keyed hash of the number.
    pub lookup: Vec<u8>,
    /// When its owner agreed.
    pub confirmed_at: Option<Timestamp>,
    /// When it was registered.
    pub registered_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// Adds a number. One that the building has already gets the new door and end, and stays as agreed as it was; its row
/// then is the one that counts, and is given.
///
/// # Errors
/// When the database fails.
pub async fn register(write: &Write, new: &ResidentNumber) -> Result<ResidentNumber, StoreError> {
    let row = ActiveModel {
        id: Set(new.id.0),
        place: Set(new.place.0),
        unit: Set(new.unit.0.0),
        path: Set(new.unit.1.as_str().to_owned()),
        sealed: Set(new.sealed.clone()),
        lookup: Set(new.lookup.clone()),
        confirmed_at: Set(new.confirmed_at.map(Timestamp::as_millisecond)),
        registered_at: Set(new.registered_at.as_millisecond()),
        expires_at: Set(new.expires_at.as_millisecond()),
    };
    let once = OnConflict::columns([Column::Place, Column::Lookup]).do_nothing().to_owned();
    Entity::insert(row).on_conflict(once).exec_without_returning(write.tx()).await?;
    let there = Entity::find().filter(Column::Place.eq(new.place.0)).filter(Column::Lookup.eq(new.lookup.clone()));
    let there = there.one(write.tx()).await?.map(from_row).transpose()?;
    there.ok_or_else(|| StoreError::damaged("resident_number", "id", new.id.to_string()))
}

/// Replaces what a number says, with its end.
///
/// # Errors
/// When the database fails.
pub async fn renew(
    write: &Write,
    id: ResidentNumberId,
    sealed: &[u8],
    (confirmed_at, expires_at): (Option<Timestamp>, Timestamp),
) -> Result<(), StoreError> {
    Entity::update_many()
        .col_expr(Column::Sealed, Expr::value(sealed.to_vec()))
        .col_expr(Column::ConfirmedAt, Expr::value(confirmed_at.map(Timestamp::as_millisecond)))
        .col_expr(Column::ExpiresAt, Expr::value(expires_at.as_millisecond()))
        .filter(Column::Id.eq(id.0))
        .exec(write.tx())
        .await?;
    Ok(())
}

/// Its owner agrees, once; says whether he had not before.
///
/// # Errors
/// When the database fails.
pub async fn confirm(write: &Write, id: ResidentNumberId, now: Timestamp) -> Result<bool, StoreError> {
    let result = Entity::update_many()
        .col_expr(Column::ConfirmedAt, Expr::value(now.as_millisecond()))
        .filter(Column::Id.eq(id.0))
        .filter(Column::ConfirmedAt.is_null())
        .exec(write.tx())
        .await?;
    Ok(result.rows_affected == 1)
}

/// Deletes a number; says whether it was there.
///
/// # Errors
/// When the database fails.
pub async fn delete(write: &Write, id: ResidentNumberId) -> Result<bool, StoreError> {
    Ok(Entity::delete_by_id(id.0).exec(write.tx()).await?.rows_affected == 1)
}

/// The number with this id.
///
/// # Errors
/// When the database fails.
pub async fn number(db: &impl ConnectionTrait, id: ResidentNumberId) -> Result<Option<ResidentNumber>, StoreError> {
    Entity::find_by_id(id.0).one(db).await?.map(from_row).transpose()
}

impl Store {
    /// The number with this id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn resident_number(&self, id: ResidentNumberId) -> Result<Option<ResidentNumber>, StoreError> {
        number(self.read(), id).await
    }

    /// Rows with this number, by its keyed hash: one for each building.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn resident_numbers_by(&self, lookup: &[u8]) -> Result<Vec<ResidentNumber>, StoreError> {
        let found = Entity::find().filter(Column::Lookup.eq(lookup.to_vec())).order_by_asc(Column::Id);
        found.all(self.read()).await?.into_iter().map(from_row).collect()
    }

    /// Numbers of these buildings whose owners agreed and that have not ended.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn resident_numbers_of(
        &self,
        places: &[PlaceId],
        now: Timestamp,
    ) -> Result<Vec<ResidentNumber>, StoreError> {
        let mut found = Vec::new();
        for chunk in places.chunks(500) {
            let rows = Entity::find()
                .filter(Column::Place.is_in(chunk.iter().map(|id| id.0)))
                .filter(Column::ConfirmedAt.is_not_null())
                .filter(Column::ExpiresAt.gt(now.as_millisecond()))
                .order_by_asc(Column::Id);
            for row in rows.all(self.read()).await? {
                found.push(from_row(row)?);
            }
        }
        Ok(found)
    }

    /// How many numbers a building has, agreed or not.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn resident_numbers_counted(&self, place: PlaceId) -> Result<u64, StoreError> {
        use sea_orm::PaginatorTrait;
        Ok(Entity::find().filter(Column::Place.eq(place.0)).count(self.read()).await?)
    }

    /// Numbers that ended by `now`, or that nobody agreed to since `asked_before`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn resident_numbers_over(
        &self,
        now: Timestamp,
        asked_before: Timestamp,
        limit: u64,
    ) -> Result<Vec<ResidentNumber>, StoreError> {
        let unanswered = Condition::all()
            .add(Column::ConfirmedAt.is_null())
            .add(Column::RegisteredAt.lte(asked_before.as_millisecond()));
        let over = Condition::any().add(Column::ExpiresAt.lte(now.as_millisecond())).add(unanswered);
        let found = Entity::find().filter(over).order_by_asc(Column::Id).limit(limit);
        found.all(self.read()).await?.into_iter().map(from_row).collect()
    }
}

fn from_row(row: row::Model) -> Result<ResidentNumber, StoreError> {
    let at = |column, millis| time("resident_number", column, millis);
    let path = UnitPath::parse(&row.path).ok_or_else(|| StoreError::damaged("resident_number", "path", row.path))?;
    Ok(ResidentNumber {
        id: ResidentNumberId(row.id),
        place: PlaceId(row.place),
        unit: (UnitId(row.unit), path),
        sealed: row.sealed,
        lookup: row.lookup,
        confirmed_at: row.confirmed_at.map(|millis| at("confirmed_at", millis)).transpose()?,
        registered_at: at("registered_at", row.registered_at)?,
        expires_at: at("expires_at", row.expires_at)?,
    })
}
