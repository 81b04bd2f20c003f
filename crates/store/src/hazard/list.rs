//! Lists and counts of hazards, always inside a scope.

use domain::access::Scope;
use domain::hazard::State;
use domain::id::{BodyId, HazardId};
use domain::unit::UnitPath;
use domain::unit::boundary::Bounds;
use jiff::Timestamp;
use sea_orm::sea_query::{Expr, ExprTrait, Func, LikeExpr, SelectStatement};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select};
use uuid::Uuid;

use super::row::{Stored, from_row};
use super::{NOTHING_DUE, nearby, part_read};
use crate::entity::{free_text, hazard};
use crate::filter::{cells, covered, exactly_inside, inside, within};
use crate::{Store, StoreError};

/// What a list is narrowed to. The default is everything in scope.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// In this unit or below it.
    pub within: Option<UnitPath>,
    /// In one of these states; empty means any.
    pub states: Vec<State>,
    /// Still open (or no longer).
    pub open: Option<bool>,
    /// Of this catalogue id.
    pub category: Option<String>,
    /// Whose present deadline passed before this instant.
    pub overdue_at: Option<Timestamp>,
    /// Still open, and due at or before this instant.
    pub due_by: Option<Timestamp>,
    /// On which this body is to act.
    pub body: Option<BodyId>,
    /// With this running number.
    pub number: Option<i64>,
    /// Whose description contains this text; letter case does not count.
    pub text: Option<String>,
    /// With this number in another system; joins `number` and `text` as a third way to be found.
    pub outside: Option<String>,
    /// Positioned inside this box.
    pub bounds: Option<Bounds>,
}

/// A place in the list: what comes after it is the next page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Due time of the last row, milliseconds.
    pub due_at: i64,
    /// Its id.
    pub id: Uuid,
}

impl Stored {
    /// This row's place in the list.
    pub fn place_in_list(&self) -> Place {
        Place { due_at: self.due.map_or(NOTHING_DUE, |(_, at)| at.as_millisecond()), id: self.hazard.id.0 }
    }
}

impl Store {
    /// Hazards in scope, what is due first in front, at most `limit`, after `after`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn hazards(
        &self,
        scope: &Scope,
        filter: &Filter,
        after: Option<Place>,
        limit: u64,
    ) -> Result<Vec<Stored>, StoreError> {
        let cells = filter.bounds.as_ref().and_then(cells);
        let mut query = match (&filter.bounds, &cells) {
            // The ranges come with the page.
            (Some(bounds), Some(_)) => select_anywhere(scope, filter).filter(exactly_inside(bounds)),
            _ => select(scope, filter),
        };
        if let Some(after) = after {
            query = query.filter(Condition::any().add(hazard::Column::DueAt.gt(after.due_at)).add(
                Condition::all().add(hazard::Column::DueAt.eq(after.due_at)).add(hazard::Column::Id.gt(after.id)),
            ));
        }
        if let Some(cells) = cells {
            query = nearby::page(&query, cells, limit);
        }
        let rows = query
            .order_by_asc(hazard::Column::DueAt)
            .order_by_asc(hazard::Column::Id)
            .limit(limit)
            .all(self.read())
            .await?;
        let mut rows = rows.into_iter().map(from_row).collect::<Result<Vec<_>, _>>()?;
        part_read::fill(self.read(), &mut rows).await?;
        Ok(rows)
    }

    /// How many hazards in scope stand in each state.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn hazard_states(&self, scope: &Scope, filter: &Filter) -> Result<Vec<(State, u64)>, StoreError> {
        let rows: Vec<(String, i64)> = select(scope, filter)
            .select_only()
            .column(hazard::Column::State)
            .column_as(hazard::Column::Number.count(), "n")
            .group_by(hazard::Column::State)
            .into_tuple()
            .all(self.read())
            .await?;
        rows.into_iter()
            .map(|(word, n)| {
                let state = State::from_word(&word).ok_or_else(|| StoreError::damaged("hazard", "state", word))?;
                Ok((state, u64::try_from(n).unwrap_or(0)))
            })
            .collect()
    }

    /// Open hazards whose deadline passed before `now` and whose passing is not recorded yet.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn hazards_newly_overdue(&self, now: Timestamp, limit: u64) -> Result<Vec<HazardId>, StoreError> {
        let rows: Vec<Uuid> = hazard::Entity::find()
            .select_only()
            .column(hazard::Column::Id)
            .filter(hazard::Column::Open.eq(true))
            .filter(hazard::Column::DueAt.lt(now.as_millisecond()))
            .filter(hazard::Column::OverdueRecordedAt.is_null())
            .order_by_asc(hazard::Column::DueAt)
            .limit(limit)
            .into_tuple()
            .all(self.read())
            .await?;
        Ok(rows.into_iter().map(HazardId).collect())
    }
}

pub(super) fn select(scope: &Scope, filter: &Filter) -> Select<hazard::Entity> {
    let query = select_anywhere(scope, filter);
    match &filter.bounds {
        Some(bounds) => query.filter(inside(bounds)),
        None => query,
    }
}

/// Without the box.
fn select_anywhere(scope: &Scope, filter: &Filter) -> Select<hazard::Entity> {
    let mut query = hazard::Entity::find().filter(covered(scope));
    if let Some(path) = &filter.within {
        query = query.filter(within(hazard::Column::Path, path));
    }
    if !filter.states.is_empty() {
        query = query.filter(hazard::Column::State.is_in(filter.states.iter().map(|state| state.word())));
    }
    if let Some(open) = filter.open {
        query = query.filter(hazard::Column::Open.eq(open));
    }
    if let Some(category) = &filter.category {
        query = query.filter(hazard::Column::Category.eq(category));
    }
    if let Some(at) = filter.overdue_at {
        query = query.filter(hazard::Column::Open.eq(true)).filter(hazard::Column::DueAt.lt(at.as_millisecond()));
    }
    if let Some(by) = filter.due_by {
        query = query.filter(hazard::Column::Open.eq(true)).filter(hazard::Column::DueAt.lte(by.as_millisecond()));
    }
    if let Some(body) = filter.body {
        query = query.filter(hazard::Column::Body.eq(body.0));
    }
    let named = [
        filter.number.map(|number| hazard::Column::Number.eq(number)),
        filter.text.as_ref().map(|text| hazard::Column::Id.in_subquery(described(text))),
        filter.outside.as_ref().map(|number| hazard::Column::OutsideNumber.eq(number)),
    ];
    if named.iter().any(Option::is_some) {
        query = query.filter(named.into_iter().flatten().fold(Condition::any(), Condition::add));
    }
    query
}

/// Subjects whose description contains the text; `%` and `_` stand for themselves.
fn described(text: &str) -> SelectStatement {
    let mut pattern = String::from("%");
    for c in text.to_lowercase().chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    let value = Expr::expr(Func::lower(Expr::col(free_text::Column::Value)));
    free_text::Entity::find()
        .select_only()
        .column(free_text::Column::Subject)
        .filter(free_text::Column::Field.eq("description"))
        .filter(value.like(LikeExpr::new(pattern).escape('\\')))
        .into_query()
}
