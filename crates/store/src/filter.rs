//! The row filter of access rules and of subtrees, as conditions.

use domain::access::Scope;
use domain::unit::UnitPath;
use sea_orm::{ColumnTrait, Condition};

use crate::entity::hazard;

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
        any = any.add(within(hazard::Column::Path, &part.path).add(hazard::Column::Body.eq(part.body.0)));
    }
    // An empty `any` would be true: nothing granted must mean nothing seen.
    if scope.is_empty() {
        any = any.add(hazard::Column::Number.lt(0));
    }
    Condition::all().add(any).add(hazard::Column::Restricted.eq(false))
}
