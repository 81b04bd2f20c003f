//! Groups of evacuations that go on.

use domain::evacuation::Return;
use domain::place::Place;
use domain::unit::UnitPath;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
};

use super::group::{Group, from_row};
use super::row::evacuation as whole;
use super::row::group::{Column, Entity};
use crate::StoreError;
use crate::entity::place;
use crate::filter::within;

/// Units that are asked for in one query: each is a condition of its own, and SQLite nests at most 1,000.
const UNITS: usize = 100;

/// Buildings that people leave or have left, and to which nobody returns yet: those of these units, of units below them,
/// and those that a unit above one has itself.
///
/// # Errors
/// When the database fails.
pub async fn emptied(db: &impl ConnectionTrait, paths: &[UnitPath]) -> Result<Vec<Place>, StoreError> {
    let mut found = Vec::new();
    for chunk in paths.chunks(UNITS) {
        let near = chunk.iter().fold(Condition::any(), |near, path| {
            let above = path.lineage().map(|path| path.as_str().to_owned());
            near.add(within(Column::Path, path)).add(Column::Path.is_in(above))
        });
        let away = whole::Column::Home.ne(Return::Authorised.word());
        let left = Entity::find()
            .select_only()
            .column(Column::Place)
            .filter(near)
            .filter(Column::Evacuation.in_subquery(going_on().filter(away).into_query()));
        let places = place::Entity::find().filter(place::Column::Id.in_subquery(left.into_query()));
        for row in places.all(db).await? {
            found.push(crate::place::from_row(row)?);
        }
    }
    Ok(found)
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
