//! Shelters, and how many households are in them.

use std::collections::{BTreeSet, HashMap};

use domain::access::Scope;
use domain::evacuation::Peril;
use domain::id::{EvacuationId, PlaceId, ShelterId, UnitId};
use domain::shelter::{Shelter, ShelterClass, ShelterKind};
use domain::unit::UnitPath;
use domain::unit::boundary::Position;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait,
};
use uuid::Uuid;

use self::row::{ActiveModel, Column, Entity, Model};
use crate::evacuation::row as rows;
use crate::filter::within;
use crate::value::{names, names_text};
use crate::{Store, StoreError, Write};

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "shelter")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: Uuid,
        pub(crate) code: String,
        pub(crate) names: String,
        pub(crate) unit: Uuid,
        pub(crate) path: String,
        pub(crate) place: Option<Uuid>,
        pub(crate) x: i32,
        pub(crate) y: i32,
        pub(crate) kind: String,
        pub(crate) suitable_for: String,
        pub(crate) elevation_cm: Option<i32>,
        pub(crate) area_m2: i32,
        pub(crate) class: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Makes or replaces shelters (known by id), each with the path of its unit.
///
/// # Errors
/// When the database fails.
pub async fn save(write: &Write, shelters: &[(Shelter, UnitPath)]) -> Result<(), StoreError> {
    let columns = [
        Column::Code,
        Column::Names,
        Column::Unit,
        Column::Path,
        Column::Place,
        Column::X,
        Column::Y,
        Column::Kind,
        Column::SuitableFor,
        Column::ElevationCm,
        Column::AreaM2,
        Column::Class,
    ];
    for chunk in shelters.chunks(1_000) {
        let rows = chunk.iter().map(|(new, path)| ActiveModel {
            id: Set(new.id.0),
            code: Set(new.code.clone()),
            names: Set(names_text(&new.names)),
            unit: Set(new.unit.0),
            path: Set(path.as_str().to_owned()),
            place: Set(new.place.map(|id| id.0)),
            x: Set(new.position.x),
            y: Set(new.position.y),
            kind: Set(new.kind.word().to_owned()),
            suitable_for: Set(new.suitable_for.iter().map(|peril| peril.word()).collect::<Vec<_>>().join(" ")),
            elevation_cm: Set(new.elevation_cm),
            area_m2: Set(i32::try_from(new.area_m2).unwrap_or(i32::MAX)),
            class: Set(new.class.word().to_owned()),
        });
        let replace = OnConflict::column(Column::Id).update_columns(columns).to_owned();
        Entity::insert_many(rows)
            .on_conflict(replace)
            .exec_without_returning(write.tx())
            .await
            .map_err(StoreError::from_insert)?;
    }
    Ok(())
}

/// Households of evacuations that go on and that were sent to a shelter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sent {
    /// Those that arrived.
    pub inside: u32,
    /// Those of which nobody knows that they are safe: they may still come.
    pub coming: u32,
}

/// Shelters as they are now, held until the transaction ends, so that of two buildings that are sent to one at the same
/// time the second sees the first.
///
/// # Errors
/// When the database fails.
pub async fn hold(write: &Write, ids: &[ShelterId]) -> Result<Vec<Shelter>, StoreError> {
    let mut found = Vec::new();
    for chunk in ids.chunks(500) {
        let of = Entity::find().filter(Column::Id.is_in(chunk.iter().map(|id| id.0)));
        for row in of.order_by_asc(Column::Id).lock_exclusive().all(write.tx()).await? {
            found.push(from_row(row)?);
        }
    }
    Ok(found)
}

/// Households that were sent to each of these shelters, by what was reported of evacuations that go on; without those
/// of one evacuation, where that is counted apart.
///
/// # Errors
/// When the database fails.
pub async fn sent_to(
    db: &impl ConnectionTrait,
    ids: &[ShelterId],
    without: Option<EvacuationId>,
) -> Result<HashMap<ShelterId, Sent>, StoreError> {
    use rows::group::Column as Group;
    let going_on = rows::evacuation::Entity::find()
        .select_only()
        .column(rows::evacuation::Column::Id)
        .filter(rows::evacuation::Column::EndedAt.is_null())
        .into_query();
    let inside = Expr::col(Group::ShelterCount).add(Expr::col(Group::AfterCare));
    // Every stage of which nobody knows that it is safe.
    let unsafe_yet = [
        Group::Notified,
        Group::Confirmed,
        Group::Refused,
        Group::Police,
        Group::NotFound,
        Group::EnRoute,
        Group::LeftEarly,
    ];
    let listed = Expr::col(Group::Listed);
    let coming = unsafe_yet.into_iter().fold(listed, |sum, column| sum.add(Expr::col(column)));
    let rows: Vec<(Option<Uuid>, Option<i64>, Option<i64>)> = rows::group::Entity::find()
        .select_only()
        .column(Group::Shelter)
        .column_as(inside.sum().cast_as("bigint"), "inside")
        .column_as(coming.sum().cast_as("bigint"), "coming")
        .filter(Group::Shelter.is_in(ids.iter().map(|id| id.0)))
        .filter(Group::Evacuation.in_subquery(going_on))
        .apply_if(without, |rows, apart| rows.filter(Group::Evacuation.ne(apart.0)))
        .group_by(Group::Shelter)
        .into_tuple()
        .all(db)
        .await?;
    let count = |households: Option<i64>| households.and_then(|n| u32::try_from(n).ok()).unwrap_or(0);
    let sent = |(id, inside, coming): (Option<Uuid>, _, _)| {
        Some((ShelterId(id?), Sent { inside: count(inside), coming: count(coming) }))
    };
    Ok(rows.into_iter().filter_map(sent).collect())
}

impl Store {
    /// Shelters of the units that a scope covers, by code, those after `after`, at most `limit`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn shelters(
        &self,
        scope: &Scope,
        inside: Option<&UnitPath>,
        after: Option<&str>,
        limit: u64,
    ) -> Result<Vec<Shelter>, StoreError> {
        let seen = scope.subtrees.iter().map(|path| within(Column::Path, path));
        // An empty `any` would be true: nothing granted must mean nothing seen.
        let mut query = Entity::find().filter(seen.fold(Condition::any().add(Column::AreaM2.lt(0)), Condition::add));
        if let Some(path) = inside {
            query = query.filter(within(Column::Path, path));
        }
        if let Some(after) = after {
            query = query.filter(Column::Code.gt(after));
        }
        let rows = query.order_by_asc(Column::Code).limit(limit).all(self.read()).await?;
        rows.into_iter().map(from_row).collect()
    }

    /// Shelters of one unit and below, for whoever is sent there: no scope, since people flee across borders.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn shelters_within(&self, path: &UnitPath, limit: u64) -> Result<Vec<Shelter>, StoreError> {
        let rows = Entity::find().filter(within(Column::Path, path)).order_by_asc(Column::Code).limit(limit);
        rows.all(self.read()).await?.into_iter().map(from_row).collect()
    }

    /// The shelters with these ids.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn shelters_by_id(&self, ids: &[ShelterId]) -> Result<Vec<Shelter>, StoreError> {
        let rows = Entity::find().filter(Column::Id.is_in(ids.iter().map(|id| id.0)));
        rows.all(self.read()).await?.into_iter().map(from_row).collect()
    }

    /// Codes and ids of all shelters.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn shelter_ids(&self) -> Result<HashMap<String, ShelterId>, StoreError> {
        let rows: Vec<(String, Uuid)> =
            Entity::find().select_only().columns([Column::Code, Column::Id]).into_tuple().all(self.read()).await?;
        Ok(rows.into_iter().map(|(code, id)| (code, ShelterId(id))).collect())
    }
}

fn from_row(row: Model) -> Result<Shelter, StoreError> {
    let damaged = |column, text: &str| StoreError::damaged("shelter", column, text.to_owned());
    let suitable: Option<BTreeSet<_>> = row.suitable_for.split_whitespace().map(Peril::from_word).collect();
    Ok(Shelter {
        id: ShelterId(row.id),
        names: names("shelter", &row.names)?,
        unit: UnitId(row.unit),
        place: row.place.map(PlaceId),
        position: Position { x: row.x, y: row.y },
        kind: ShelterKind::from_word(&row.kind).ok_or_else(|| damaged("kind", &row.kind))?,
        suitable_for: suitable.ok_or_else(|| damaged("suitable_for", &row.suitable_for))?,
        elevation_cm: row.elevation_cm,
        area_m2: u32::try_from(row.area_m2).unwrap_or(0),
        class: ShelterClass::from_word(&row.class).ok_or_else(|| damaged("class", &row.class))?,
        code: row.code,
    })
}
