//! The row filter of access rules and of subtrees, as conditions.

use domain::access::Scope;
use domain::unit::UnitPath;
use sea_orm::sea_query::SelectStatement;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait};
use uuid::Uuid;

use crate::entity::{hazard, hazard_called};

/// Rows in the unit or below it: one range of the path index.
pub(crate) fn within<C: ColumnTrait>(column: C, path: &UnitPath) -> Condition {
    Condition::all().add(column.gte(path.as_str())).add(column.lt(path.upper_bound()))
}

/// Hazards that a scope covers; the same rule as `Scope::covers`.
pub(crate) fn covered(scope: &Scope) -> Condition {
    let mut any = Condition::any();
    for path in &scope.subtrees {
        any = any.add(within(hazard::Column::Path, path));
    }
    for part in &scope.bodies {
        let mut concerned = Condition::any().add(hazard::Column::Body.eq(part.body.0));
        if part.called {
            concerned = concerned.add(hazard::Column::Id.in_subquery(called(part.body.0)));
        }
        any = any.add(within(hazard::Column::Path, &part.path).add(concerned));
    }
    // An empty `any` would be true: nothing granted must mean nothing seen.
    if scope.is_empty() {
        any = any.add(hazard::Column::Number.lt(0));
    }
    Condition::all().add(any).add(hazard::Column::Restricted.eq(false))
}

/// Hazards to which the body was called.
fn called(body: Uuid) -> SelectStatement {
    hazard_called::Entity::find()
        .select_only()
        .column(hazard_called::Column::Hazard)
        .filter(hazard_called::Column::Body.eq(body))
        .into_query()
}
