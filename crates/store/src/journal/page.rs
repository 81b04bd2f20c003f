//! Pages of the journal for those who may read it, the newest entry first.

use domain::access::Scope;
use domain::seal::Columns;
use domain::unit::UnitPath;
use jiff::Timestamp;
use sea_orm::sea_query::{Expr, SelectStatement};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use uuid::Uuid;

use super::columns::columns;
use crate::entity::{hazard, journal};
use crate::file::attachment;
use crate::filter::{circle, within};
use crate::notice::row as notice;
use crate::{Store, StoreError};

/// What a reader narrows the journal to; the default is everything in scope.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Concerning this unit or one below it, as of then.
    pub within: Option<UnitPath>,
    /// Of this kind, or of every kind of a family when it ends with a dot, such as `hazard.`.
    pub kind: Option<String>,
    /// About this thing.
    pub subject: Option<Uuid>,
    /// Done in office by this account.
    pub actor: Option<Uuid>,
    /// Recorded at or after.
    pub from: Option<Timestamp>,
    /// Recorded before.
    pub to: Option<Timestamp>,
}

/// A place in the list: older entries are the next page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Before {
    /// When the last entry was recorded, UTC milliseconds.
    pub recorded_at: i64,
    /// Its sequence number.
    pub seq: i64,
}

impl Store {
    /// Entries in scope, the newest first, at most `limit`, older than `before`. An entry without a unit belongs to
    /// `root`. Entries about restricted hazards are in the scope of their circle alone.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn journal_page(
        &self,
        scope: &Scope,
        root: Option<&UnitPath>,
        filter: &Filter,
        before: Option<Before>,
        limit: u64,
    ) -> Result<Vec<Columns>, StoreError> {
        let mut query = journal::Entity::find().filter(covered(scope, root));
        for hidden in [hidden_hazards(scope), files_of_hidden(scope), notices_of_hidden(scope)] {
            query = query.filter(journal::Column::Subject.not_in_subquery(hidden));
        }
        if let Some(path) = &filter.within {
            query = query.filter(within(journal::Column::Path, path));
        }
        if let Some(kind) = &filter.kind {
            let family = kind.ends_with('.');
            let column = journal::Column::Kind;
            query = query.filter(if family { column.starts_with(kind) } else { column.eq(kind) });
        }
        if let Some(subject) = filter.subject {
            query = query.filter(journal::Column::Subject.eq(subject));
        }
        if let Some(actor) = filter.actor {
            // What a person did for itself is no matter of the office.
            query = query.filter(journal::Column::Actor.eq(actor)).filter(journal::Column::Posting.is_not_null());
        }
        if let Some(from) = filter.from {
            query = query.filter(journal::Column::RecordedAt.gte(from.as_millisecond()));
        }
        if let Some(to) = filter.to {
            query = query.filter(journal::Column::RecordedAt.lt(to.as_millisecond()));
        }
        if let Some(before) = before {
            let same = Condition::all()
                .add(journal::Column::RecordedAt.eq(before.recorded_at))
                .add(journal::Column::Seq.lt(before.seq));
            let older = journal::Column::RecordedAt.lt(before.recorded_at);
            query = query.filter(Condition::any().add(older).add(same));
        }
        let rows = query
            .order_by_desc(journal::Column::RecordedAt)
            .order_by_desc(journal::Column::Seq)
            .limit(limit)
            .all(self.read())
            .await?;
        Ok(rows.into_iter().map(columns).collect())
    }
}

/// Entries that a scope covers; the same rule as `Scope::covers`.
fn covered(scope: &Scope, root: Option<&UnitPath>) -> Condition {
    let mut any = Condition::any();
    for path in &scope.subtrees {
        any = any.add(within(journal::Column::Path, path));
        if root.is_some_and(|root| path.contains(root)) {
            any = any.add(journal::Column::Path.is_null());
        }
    }
    for part in &scope.bodies {
        any = any.add(within(journal::Column::Path, &part.path).add(journal::Column::Body.eq(part.body.0)));
    }
    // An empty `any` would be true: nothing granted must mean nothing seen.
    if scope.is_empty() {
        any = any.add(journal::Column::Seq.lt(0));
    }
    any
}

/// Restricted hazards that are none of the scope's circle.
fn hidden_hazards(scope: &Scope) -> SelectStatement {
    // The words of the partial index.
    let query = hazard::Entity::find().select_only().column(hazard::Column::Id).filter(Expr::cust("restricted"));
    let seen = circle(scope).map(Condition::not);
    query.filter(Condition::all().add_option(seen)).into_query()
}

fn files_of_hidden(scope: &Scope) -> SelectStatement {
    let query = attachment::Entity::find().select_only().column(attachment::Column::Id);
    query.filter(attachment::Column::Hazard.in_subquery(hidden_hazards(scope))).into_query()
}

fn notices_of_hidden(scope: &Scope) -> SelectStatement {
    let query = notice::Entity::find().select_only().column(notice::Column::Id);
    query.filter(notice::Column::Hazard.in_subquery(hidden_hazards(scope))).into_query()
}
