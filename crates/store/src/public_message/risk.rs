//! What is open in some units that speaks against sending people there.

use std::collections::HashMap;

use domain::access::Scope;
use domain::catalogue::Urgency;
use domain::hazard::Severity;
use domain::id::{HazardId, PlaceId};
use domain::names::Names;
use domain::public_message::advice::OpenRisk;
use domain::unit::UnitPath;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::entity::{hazard, place};
use crate::filter::touching;
use crate::value::names;
use crate::{Store, StoreError, closure};

/// Most that is looked at: who has more open there has other worries than one sentence.
const MOST: u64 = 2_000;

impl Store {
    /// Open hazards that are major, or said to be, in a unit, below it or above it, with the places that they concern.
    /// What is personal by nature stands in no list.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn open_major_risks(&self, path: &UnitPath) -> Result<Vec<OpenRisk>, StoreError> {
        let scope = Scope::within(path.clone());
        let major = [Severity::SuspectedMajor.word(), Severity::Major.word()];
        let rows = hazard::Entity::find()
            .filter(hazard::Column::Open.eq(true))
            .filter(hazard::Column::Restricted.eq(false))
            .filter(hazard::Column::Severity.is_in(major))
            .filter(touching(hazard::Column::Path, &scope))
            .limit(MOST)
            .all(self.read())
            .await?;
        let places = self.places_known(rows.iter().filter_map(|row| row.place)).await?;
        rows.into_iter().map(|row| risk(&places, row)).collect()
    }

    /// Places that are closed, or ordered to close, in a unit, below it or above it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn closed_places(&self, path: &UnitPath) -> Result<Vec<OpenRisk>, StoreError> {
        let scope = Scope::within(path.clone());
        let there = closure::row::Entity::find().filter(touching(closure::row::Column::Path, &scope));
        let rows = there.filter(closure::open()).limit(MOST).all(self.read()).await?;
        let places = self.places_known(rows.iter().map(|row| row.place)).await?;
        rows.into_iter().filter_map(|row| Some(closed(places.get(&row.place)?, &row.path))).collect()
    }

    async fn places_known(&self, ids: impl Iterator<Item = Uuid>) -> Result<HashMap<Uuid, place::Model>, StoreError> {
        let rows = place::Entity::find().filter(place::Column::Id.is_in(ids)).all(self.read()).await?;
        Ok(rows.into_iter().map(|row| (row.id, row)).collect())
    }
}

fn closed(place: &place::Model, path: &str) -> Result<OpenRisk, StoreError> {
    Ok(OpenRisk {
        hazard: None,
        severity: Severity::General,
        urgency: Urgency::Emergency,
        path: UnitPath::parse(path).ok_or_else(|| StoreError::damaged("closure", "path", path))?,
        category: None,
        place: Some(PlaceId(place.id)),
        kind: Some(place.kind.clone()),
        names: names("place", &place.names)?,
        closed: true,
    })
}

fn risk(places: &HashMap<Uuid, place::Model>, row: hazard::Model) -> Result<OpenRisk, StoreError> {
    let place = row.place.and_then(|id| places.get(&id));
    let damaged = |column, text: &str| StoreError::damaged("hazard", column, text);
    Ok(OpenRisk {
        hazard: Some(HazardId(row.id)),
        severity: Severity::from_word(&row.severity).ok_or_else(|| damaged("severity", &row.severity))?,
        urgency: Urgency::from_word(&row.urgency).ok_or_else(|| damaged("urgency", &row.urgency))?,
        path: UnitPath::parse(&row.path).ok_or_else(|| damaged("path", &row.path))?,
        category: Some(row.category),
        place: place.map(|place| PlaceId(place.id)),
        kind: place.map(|place| place.kind.clone()),
        names: place.map(|place| names("place", &place.names)).transpose()?.unwrap_or_else(Names::default),
        closed: false,
    })
}
