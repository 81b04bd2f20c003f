//! How many open hazards stand in each unit: what the map shows.
//!
//! A city has tens of thousands of units. As rows of their own the counts take longer on their way than to be counted,
//! so the database hands them over as one text.

use domain::access::Scope;
use domain::unit::UnitPath;
use jiff::Timestamp;
use sea_orm::sea_query::{Expr, ExprTrait, Func, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use super::list::{Filter, select};
use crate::entity::hazard;
use crate::{Store, StoreError};

/// Open hazards of one unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Load {
    /// Of the unit itself, without what is below it.
    pub path: UnitPath,
    /// Open ones.
    pub open: u32,
    /// Of these, overdue.
    pub overdue: u32,
}

impl Store {
    /// Open and overdue hazards in scope, unit by unit in the order of paths.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn hazard_loads(&self, scope: &Scope, filter: &Filter, now: Timestamp) -> Result<Vec<Load>, StoreError> {
        let overdue =
            Expr::case(hazard::Column::DueAt.lt(now.as_millisecond()), Expr::value(1)).finally(Expr::value(0));
        let counted = select(scope, filter)
            // The bare column, as the index over open ones says it: a bound `true` would not match that.
            .filter(Expr::col((hazard::Entity, hazard::Column::Open)))
            .select_only()
            .column(hazard::Column::Path)
            .column_as(Expr::cust("count(*)"), "n")
            .column_as(Expr::expr(Func::sum(overdue)).cast_as("bigint"), "late")
            .group_by(hazard::Column::Path)
            .order_by_asc(hazard::Column::Path)
            .into_query();
        let together = Query::select()
            .expr_as(Expr::cust("string_agg(path || ' ' || n || ' ' || late, ',')"), "loads")
            .from_subquery(counted, "counted")
            .to_owned();
        let row = self.read().query_one(&together).await?;
        let text: Option<String> = row.map(|row| row.try_get_by_index(0)).transpose()?.flatten();
        let text = text.unwrap_or_default();
        let mut loads = text.split(',').filter(|each| !each.is_empty()).map(load).collect::<Result<Vec<_>, _>>()?;
        // A database hands them over as it counted them, but need not.
        if !loads.is_sorted_by(|one, next| one.path <= next.path) {
            loads.sort_unstable_by(|one, other| one.path.cmp(&other.path));
        }
        Ok(loads)
    }
}

fn load(text: &str) -> Result<Load, StoreError> {
    let mut words = text.split(' ');
    let path = words.next().and_then(UnitPath::parse);
    let mut count = || words.next().and_then(|count| count.parse().ok());
    let all = path.zip(count()).zip(count());
    let ((path, open), overdue) = all.ok_or_else(|| StoreError::damaged("hazard", "path", text))?;
    Ok(Load { path, open, overdue })
}
