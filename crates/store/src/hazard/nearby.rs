//! One page of a list in a narrow box.
//!
//! A box of two kilometres in the middle of a city holds thousands of hazards. The index over cells has all that place
//! and order ask for, so the page is found in it, one scan for each range of cells, and only the rows of the page are
//! read. One condition with all ranges would read every row in the box.

use domain::geometry::zorder;
use sea_orm::sea_query::{Query, SelectStatement, UnionType};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait, Select};

use crate::entity::hazard;

/// Most scans: planning one costs more than the few entries that joined ranges add.
const SCANS: usize = 4;

/// The hazards of `query` in these ranges of cells that stand first in the order of the list, at most `limit`.
pub(super) fn page(query: &Select<hazard::Entity>, cells: Vec<(i64, i64)>, limit: u64) -> Select<hazard::Entity> {
    let parts = zorder::join(cells, SCANS).into_iter().map(|cells| part(query, cells));
    let all = parts.reduce(|mut all, part| all.union(UnionType::All, part).to_owned());
    let found = all.map(|all| first_of(all, limit));
    // A box without cells holds nothing.
    let first = found.map_or_else(|| hazard::Column::Number.lt(0), |ids| hazard::Column::Id.in_subquery(ids));
    hazard::Entity::find().filter(first)
}

/// Id and due time of the hazards in one range.
fn part(query: &Select<hazard::Entity>, (from, to): (i64, i64)) -> SelectStatement {
    let part = query.clone().filter(hazard::Column::Cell.between(from, to)).select_only();
    part.column(hazard::Column::Id).column(hazard::Column::DueAt).into_query()
}

fn first_of(all: SelectStatement, limit: u64) -> SelectStatement {
    Query::select()
        .column(hazard::Column::Id)
        .from_subquery(all, "found")
        .order_by(hazard::Column::DueAt, sea_orm::Order::Asc)
        .order_by(hazard::Column::Id, sea_orm::Order::Asc)
        .limit(limit)
        .to_owned()
}
