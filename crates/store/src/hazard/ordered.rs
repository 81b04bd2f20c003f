//! Hazards as lists for systems outside need them: by their ids, and by the day on which they were reported.

use std::collections::HashMap;

use domain::access::Scope;
use domain::id::HazardId;
use jiff::Timestamp;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::part_read;
use super::row::{Stored, from_row};
use crate::entity::{hazard, journal};
use crate::filter::covered;
use crate::value::time;
use crate::{Store, StoreError};

/// What a public list is narrowed to.
#[derive(Debug, Clone, Default)]
pub struct PublicFilter {
    /// Of one of these catalogue ids; empty means that nothing is found.
    pub categories: Vec<String>,
    /// With one of these running numbers; what stands below does not count then.
    pub numbers: Option<Vec<i64>>,
    /// Reported at or after.
    pub from: Option<Timestamp>,
    /// Reported at or before.
    pub to: Option<Timestamp>,
    /// Still open (or no longer).
    pub open: Option<bool>,
}

impl Store {
    /// Hazards in scope, the latest report first: `limit` of them after the first `skip`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn hazards_by_day(
        &self,
        scope: &Scope,
        filter: &PublicFilter,
        skip: u64,
        limit: u64,
    ) -> Result<Vec<Stored>, StoreError> {
        let mut query =
            hazard::Entity::find().filter(covered(scope)).filter(hazard::Column::Category.is_in(&filter.categories));
        if let Some(numbers) = &filter.numbers {
            query = query.filter(hazard::Column::Number.is_in(numbers.iter().copied()));
        } else {
            if let Some(from) = filter.from {
                query = query.filter(hazard::Column::ReportedAt.gte(from.as_millisecond()));
            }
            if let Some(to) = filter.to {
                query = query.filter(hazard::Column::ReportedAt.lte(to.as_millisecond()));
            }
            if let Some(open) = filter.open {
                query = query.filter(hazard::Column::Open.eq(open));
            }
        }
        let rows = query
            .order_by_desc(hazard::Column::ReportedAt)
            .order_by_desc(hazard::Column::Number)
            .offset(skip)
            .limit(limit)
            .all(self.read())
            .await?;
        self.filled(rows).await
    }

    /// Those of the given hazards that the scope covers, in no order.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn hazards_among(&self, scope: &Scope, ids: &[HazardId]) -> Result<Vec<Stored>, StoreError> {
        let ids = ids.iter().map(|id| id.0);
        let query = hazard::Entity::find().filter(covered(scope)).filter(hazard::Column::Id.is_in(ids));
        self.filled(query.all(self.read()).await?).await
    }

    /// The given hazards, in no order; ids that none has are left out.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn hazards_by_id(&self, ids: &[HazardId]) -> Result<Vec<Stored>, StoreError> {
        let query = hazard::Entity::find().filter(hazard::Column::Id.is_in(ids.iter().map(|id| id.0)));
        self.filled(query.all(self.read()).await?).await
    }

    /// When something was last recorded about each of the given hazards.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn last_recorded(&self, ids: &[Uuid]) -> Result<HashMap<Uuid, Timestamp>, StoreError> {
        let rows: Vec<(Uuid, i64)> = journal::Entity::find()
            .select_only()
            .column(journal::Column::Subject)
            .column_as(journal::Column::RecordedAt.max(), "last")
            .filter(journal::Column::Subject.is_in(ids.iter().copied()))
            .group_by(journal::Column::Subject)
            .into_tuple()
            .all(self.read())
            .await?;
        rows.into_iter().map(|(id, at)| Ok((id, time("journal", "recorded_at", at)?))).collect()
    }

    async fn filled(&self, rows: Vec<hazard::Model>) -> Result<Vec<Stored>, StoreError> {
        let mut rows = rows.into_iter().map(from_row).collect::<Result<Vec<_>, _>>()?;
        part_read::fill(self.read(), &mut rows).await?;
        Ok(rows)
    }
}
