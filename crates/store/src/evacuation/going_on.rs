//! Groups of evacuations that go on.

use domain::evacuation::Return;
use domain::id::PlaceId;
use domain::unit::UnitPath;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
};
use uuid::Uuid;

use super::group::{Group, from_row};
use super::row::evacuation as whole;
use super::row::group::{Column, Entity};
use crate::StoreError;
use crate::filter::within;

/// Buildings that people leave or have left, and to which nobody returns yet: those of a unit, of units below it, and
/// those that a unit above it has itself.
///
/// # Errors
/// When the database fails.
pub async fn emptied(db: &impl ConnectionTrait, path: &UnitPath) -> Result<Vec<PlaceId>, StoreError> {
    let above = path.lineage().map(|path| path.as_str().to_owned());
    let near = Condition::any().add(within(Column::Path, path)).add(Column::Path.is_in(above));
    let away = whole::Column::Home.ne(Return::Authorised.word());
    let places: Vec<Uuid> = Entity::find()
        .select_only()
        .column(Column::Place)
        .filter(near)
        .filter(Column::Place.is_not_null())
        .filter(Column::Evacuation.in_subquery(going_on().filter(away).into_query()))
        .distinct()
        .into_tuple()
        .all(db)
        .await?;
    Ok(places.into_iter().map(PlaceId).collect())
}

/// Groups of a unit and below it that go to a shelter.
///
/// # Errors
/// When the database fails.
pub async fn sent_from(db: &impl ConnectionTrait, path: &UnitPath) -> Result<Vec<Group>, StoreError> {
    let rows = Entity::find()
        .filter(within(Column::Path, path))
        .filter(Column::Shelter.is_not_null())
        .filter(Column::Evacuation.in_subquery(going_on().into_query()))
        .order_by_asc(Column::Id);
    rows.all(db).await?.into_iter().map(from_row).collect()
}

fn going_on() -> Select<whole::Entity> {
    whole::Entity::find().select_only().column(whole::Column::Id).filter(whole::Column::EndedAt.is_null())
}
