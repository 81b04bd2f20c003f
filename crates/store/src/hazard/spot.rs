//! Where hazards are, with the salts of what the journal holds of it.

use std::collections::HashMap;

use domain::id::{HazardId, PlaceId};
use domain::unit::boundary::Position;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::entity::hazard;
use crate::{Store, StoreError};

/// Where one hazard is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Spot {
    /// Its position.
    pub position: Option<Position>,
    /// How exact that is, metres.
    pub accuracy_m: Option<i32>,
    /// The place that it concerns.
    pub place: Option<PlaceId>,
}

impl Store {
    /// Where the given hazards are, each with its salt where it has one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn hazard_spots(
        &self,
        ids: &[HazardId],
    ) -> Result<HashMap<HazardId, (Spot, Option<Vec<u8>>)>, StoreError> {
        type Row = (Uuid, Option<i32>, Option<i32>, Option<i32>, Option<Uuid>, Option<Vec<u8>>);
        let rows: Vec<Row> = hazard::Entity::find()
            .select_only()
            .column(hazard::Column::Id)
            .column(hazard::Column::X)
            .column(hazard::Column::Y)
            .column(hazard::Column::AccuracyM)
            .column(hazard::Column::Place)
            .column(hazard::Column::PlaceSalt)
            .filter(hazard::Column::Id.is_in(ids.iter().map(|id| id.0)))
            .into_tuple()
            .all(self.read())
            .await?;
        let spot = |(id, x, y, accuracy_m, place, salt): Row| {
            let position = x.zip(y).map(|(x, y)| Position { x, y });
            (HazardId(id), (Spot { position, accuracy_m, place: place.map(PlaceId) }, salt))
        };
        Ok(rows.into_iter().map(spot).collect())
    }
}
