//! Hazards that may be the same thing as a new report.

use domain::hazard::State;
use domain::id::PlaceId;
use domain::unit::boundary::Bounds;
use jiff::Timestamp;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::row::{Stored, from_row};
use crate::entity::hazard;
use crate::filter::inside;
use crate::{Store, StoreError};

/// Most rows that are looked at.
const LIMIT: u64 = 200;

impl Store {
    /// Open hazards of a category, and those closed since `since`, inside the box or at the place, the newest
    /// first. Restricted ones are left out; the rows come without their parts.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn hazards_like(
        &self,
        category: &str,
        bounds: Option<Bounds>,
        place: Option<PlaceId>,
        since: Timestamp,
    ) -> Result<Vec<Stored>, StoreError> {
        if bounds.is_none() && place.is_none() {
            return Ok(Vec::new());
        }
        let mut here = Condition::any();
        if let Some(bounds) = bounds {
            here = here.add(inside(&bounds));
        }
        if let Some(place) = place {
            here = here.add(hazard::Column::Place.eq(place.0));
        }
        let closed = Condition::all()
            .add(hazard::Column::State.eq(State::Closed.word()))
            .add(hazard::Column::ClosedAt.gte(since.as_millisecond()));
        let rows = hazard::Entity::find()
            .filter(hazard::Column::Category.eq(category))
            .filter(hazard::Column::Restricted.eq(false))
            .filter(here)
            .filter(Condition::any().add(hazard::Column::Open.eq(true)).add(closed))
            .order_by_desc(hazard::Column::Number)
            .limit(LIMIT)
            .all(self.read())
            .await?;
        rows.into_iter().map(from_row).collect()
    }
}
