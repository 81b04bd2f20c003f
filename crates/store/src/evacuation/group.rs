//! Groups of an evacuation: buildings with their households by stage.

use domain::evacuation::Counts;
use domain::id::{EvacuationId, GroupId, PlaceId};
use domain::unit::UnitPath;
use jiff::Timestamp;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::row::group::{ActiveModel, Column, Entity, Model};
use crate::value::time;
use crate::{StoreError, Write};

/// A building, or a part of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Identity.
    pub id: GroupId,
    /// Its evacuation.
    pub evacuation: EvacuationId,
    /// The building, where the register has it.
    pub place: Option<PlaceId>,
    /// Path of the unit in which it stands.
    pub path: UnitPath,
    /// What people call it.
    pub label: String,
    /// Whether its households were counted; otherwise nobody knows how many there are.
    pub counted: bool,
    /// Households that asked for help.
    pub asked_help: u32,
    /// The shelter that it goes to.
    pub shelter: Option<Uuid>,
    /// Its households.
    pub households: Counts,
    /// When anything about it last changed.
    pub changed_at: Timestamp,
}

/// Adds groups.
///
/// # Errors
/// When the database fails.
pub async fn add_groups(write: &Write, groups: &[Group]) -> Result<(), StoreError> {
    for chunk in groups.chunks(1_000) {
        let rows = chunk.iter().map(active);
        Entity::insert_many(rows).exec_without_returning(write.tx()).await.map_err(StoreError::from_insert)?;
    }
    Ok(())
}

/// Writes held groups back.
///
/// # Errors
/// When the database fails.
pub async fn put_groups(write: &Write, groups: &[Group]) -> Result<(), StoreError> {
    let columns = [
        Column::Counted,
        Column::AskedHelp,
        Column::Shelter,
        Column::Listed,
        Column::Notified,
        Column::Confirmed,
        Column::Refused,
        Column::Police,
        Column::NotFound,
        Column::EnRoute,
        Column::ShelterCount,
        Column::Relatives,
        Column::AfterCare,
        Column::LeftEarly,
        Column::ReturnAuthorised,
        Column::Returned,
        Column::ChangedAt,
    ];
    for chunk in groups.chunks(1_000) {
        let itself = OnConflict::column(Column::Id).update_columns(columns).to_owned();
        let rows = chunk.iter().map(active);
        Entity::insert_many(rows).on_conflict(itself).exec_without_returning(write.tx()).await?;
    }
    Ok(())
}

/// Groups as they are now, held until the transaction ends, in the order of their ids.
///
/// # Errors
/// When the database fails.
pub async fn hold_groups(write: &Write, evacuation: EvacuationId) -> Result<Vec<Group>, StoreError> {
    let rows = Entity::find().filter(Column::Evacuation.eq(evacuation.0)).order_by_asc(Column::Id).lock_exclusive();
    rows.all(write.tx()).await?.into_iter().map(from_row).collect()
}

/// The groups of these evacuations. Those where people asked for help come first.
///
/// # Errors
/// When the database fails.
pub async fn groups_of(db: &impl ConnectionTrait, evacuations: &[EvacuationId]) -> Result<Vec<Group>, StoreError> {
    let mut groups = Vec::new();
    for chunk in evacuations.chunks(500) {
        let rows = Entity::find()
            .filter(Column::Evacuation.is_in(chunk.iter().map(|id| id.0)))
            .order_by_desc(Column::AskedHelp)
            .order_by_asc(Column::Label)
            .order_by_asc(Column::Id);
        for row in rows.all(db).await? {
            groups.push(from_row(row)?);
        }
    }
    Ok(groups)
}

fn active(group: &Group) -> ActiveModel {
    use domain::evacuation::Stage;
    let households = |stage| Set(i32::try_from(group.households.at(stage)).unwrap_or(i32::MAX));
    ActiveModel {
        id: Set(group.id.0),
        evacuation: Set(group.evacuation.0),
        place: Set(group.place.map(|id| id.0)),
        path: Set(group.path.as_str().to_owned()),
        label: Set(group.label.clone()),
        counted: Set(group.counted),
        asked_help: Set(i32::try_from(group.asked_help).unwrap_or(i32::MAX)),
        shelter: Set(group.shelter),
        listed: households(Stage::Listed),
        notified: households(Stage::Notified),
        confirmed: households(Stage::Confirmed),
        refused: households(Stage::Refused),
        police: households(Stage::Police),
        not_found: households(Stage::NotFound),
        en_route: households(Stage::EnRoute),
        shelter_count: households(Stage::Shelter),
        relatives: households(Stage::Relatives),
        after_care: households(Stage::AfterCare),
        left_early: households(Stage::LeftEarly),
        return_authorised: households(Stage::ReturnAuthorised),
        returned: households(Stage::Returned),
        changed_at: Set(group.changed_at.as_millisecond()),
    }
}

pub(super) fn from_row(row: Model) -> Result<Group, StoreError> {
    let households = |households: i32| u32::try_from(households).unwrap_or(0);
    // In the order of the stages.
    let counts = [
        row.listed,
        row.notified,
        row.confirmed,
        row.refused,
        row.police,
        row.not_found,
        row.en_route,
        row.shelter_count,
        row.relatives,
        row.after_care,
        row.left_early,
        row.return_authorised,
        row.returned,
    ];
    Ok(Group {
        id: GroupId(row.id),
        evacuation: EvacuationId(row.evacuation),
        place: row.place.map(PlaceId),
        path: UnitPath::parse(&row.path).ok_or_else(|| StoreError::damaged("evacuation_group", "path", row.path))?,
        label: row.label,
        counted: row.counted,
        asked_help: households(row.asked_help),
        shelter: row.shelter,
        households: Counts::from_array(counts.map(households)),
        changed_at: time("evacuation_group", "changed_at", row.changed_at)?,
    })
}
