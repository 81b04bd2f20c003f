//! How many orders of a system there are, and how far it was told about them.

use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::status::{StatusState, row as status};
use crate::work_order::row as order;
use crate::{Store, StoreError};

/// Numbers about one system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    /// Its orders.
    pub orders: u64,
    /// Statuses that have not gone yet.
    pub waiting: u64,
    /// Statuses that were given up.
    pub failed: u64,
}

impl Store {
    /// Counts the orders of a system and their statuses.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn order_tally(&self, system: &str) -> Result<Tally, StoreError> {
        let orders = order::Entity::find().filter(order::Column::System.eq(system)).count(self.read()).await?;
        Ok(Tally {
            orders,
            waiting: self.statuses_in(system, &[StatusState::Pending, StatusState::Sending]).await?,
            failed: self.statuses_in(system, &[StatusState::Failed]).await?,
        })
    }

    async fn statuses_in(&self, system: &str, states: &[StatusState]) -> Result<u64, StoreError> {
        let of_system = Query::select()
            .column(order::Column::Id)
            .from(order::Entity)
            .and_where(order::Column::System.eq(system))
            .to_owned();
        let found = status::Entity::find()
            .filter(status::Column::WorkOrder.in_subquery(of_system))
            .filter(status::Column::State.is_in(states.iter().map(|state| state.word())));
        Ok(found.count(self.read()).await?)
    }
}
