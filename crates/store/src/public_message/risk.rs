//! What is open in some units that speaks against sending people there.

use std::collections::HashMap;

use domain::catalogue::Urgency;
use domain::hazard::Severity;
use domain::id::{HazardId, PlaceId};
use domain::names::Names;
use domain::public_message::advice::OpenRisk;
use domain::unit::UnitPath;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::entity::{hazard, place};
use crate::filter::within;
use crate::value::names;
use crate::{Store, StoreError};

/// Most that is looked at: who has more open there has other worries than one sentence.
const MOST: u64 = 2_000;

impl Store {
    /// Open hazards that are major, or said to be, in a unit, below it or above it, with the places that they concern.
    /// What is personal by nature stands in no list.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn open_major_risks(&self, path: &UnitPath) -> Result<Vec<OpenRisk>, StoreError> {
        let above = path.lineage().map(|path| path.as_str().to_owned());
        let there = Condition::any().add(within(hazard::Column::Path, path)).add(hazard::Column::Path.is_in(above));
        let major = [Severity::SuspectedMajor.word(), Severity::Major.word()];
        let rows = hazard::Entity::find()
            .filter(hazard::Column::Open.eq(true))
            .filter(hazard::Column::Restricted.eq(false))
            .filter(hazard::Column::Severity.is_in(major))
            .filter(there)
            .limit(MOST)
            .all(self.read())
            .await?;
        let ids: Vec<Uuid> = rows.iter().filter_map(|row| row.place).collect();
        let places = place::Entity::find().filter(place::Column::Id.is_in(ids)).all(self.read()).await?;
        let places: HashMap<Uuid, place::Model> = places.into_iter().map(|row| (row.id, row)).collect();
        rows.into_iter().map(|row| risk(&places, row)).collect()
    }
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
