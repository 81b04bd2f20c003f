//! The end of follow links: their hashes go, and with them the only way to know a secret again.

use domain::id::HazardId;
use jiff::Timestamp;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};
use uuid::Uuid;

use crate::entity::hazard;
use crate::{Store, StoreError, Write};

/// Ends the links of these hazards; says how many.
///
/// # Errors
/// When the database fails.
pub async fn end(write: &Write, ids: &[HazardId]) -> Result<u64, StoreError> {
    let result = hazard::Entity::update_many()
        .set(hazard::ActiveModel { follow_hash: Set(None), ..Default::default() })
        .filter(hazard::Column::Id.is_in(ids.iter().map(|id| id.0)))
        .filter(hazard::Column::FollowHash.is_not_null())
        .exec(write.tx())
        .await?;
    Ok(result.rows_affected)
}

impl Store {
    /// Hazards that were closed at or before `closed` and still have a link. A part of another hazard is as open as
    /// that one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn followed_closed_by(&self, closed: Timestamp, limit: u64) -> Result<Vec<HazardId>, StoreError> {
        let over = || hazard::Column::ClosedAt.lte(closed.as_millisecond());
        let ended = hazard::Entity::find()
            .select_only()
            .column(hazard::Column::Id)
            .filter(hazard::Column::MergedInto.is_null())
            .filter(over())
            .into_query();
        let whole = Condition::all().add(hazard::Column::MergedInto.is_null()).add(over());
        let ids: Vec<Uuid> = hazard::Entity::find()
            .select_only()
            .column(hazard::Column::Id)
            .filter(hazard::Column::FollowHash.is_not_null())
            .filter(Condition::any().add(whole).add(hazard::Column::MergedInto.in_subquery(ended)))
            .order_by_asc(hazard::Column::Id)
            .limit(limit)
            .into_tuple()
            .all(self.read())
            .await?;
        Ok(ids.into_iter().map(HazardId).collect())
    }
}
