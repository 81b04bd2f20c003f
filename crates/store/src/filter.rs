//! The row filter of access rules and of subtrees, as conditions.

use domain::access::{BodyScope, Scope};
use domain::geometry::zorder;
use domain::message::Channel;
use domain::unit::UnitPath;
use domain::unit::boundary::Bounds;
use jiff::Timestamp;
use sea_orm::sea_query::{Expr, SelectStatement};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait};
use uuid::Uuid;

use crate::entity::{hazard, hazard_called};

/// Rows in the unit or below it: one range of the path index.
pub(crate) fn within<C: ColumnTrait>(column: C, path: &UnitPath) -> Condition {
    Condition::all().add(column.gte(path.as_str())).add(column.lt(path.upper_bound()))
}

/// Rows of which the column holds one of these ids. The last id is repeated up to a power of two: a database that has
/// planned a statement of this length before need not plan it again for each number of ids.
pub(crate) fn among<C: ColumnTrait>(column: C, ids: &[Uuid]) -> Expr {
    let missing = ids.len().next_power_of_two() - ids.len();
    let again = ids.last().into_iter().flat_map(|last| std::iter::repeat_n(*last, missing));
    column.is_in(ids.iter().copied().chain(again))
}

/// Rows whose time has come and that no worker holds. A claim is a lease: what it held is free when its time is over.
pub(crate) fn due<C: ColumnTrait>(at: C, claimed_until: C, now: Timestamp) -> Condition {
    let now = now.as_millisecond();
    let free = Condition::any().add(claimed_until.is_null()).add(claimed_until.lte(now));
    Condition::all().add(at.lte(now)).add(free)
}

/// The row that a carrier knows by this id: ids are its own, so two channels may use the same.
pub(crate) fn carried<C: ColumnTrait>(channel: C, carrier_id: C, of: (Channel, &str)) -> Condition {
    Condition::all().add(channel.eq(of.0.word())).add(carrier_id.eq(of.1))
}

/// Rows that touch a scope: in it, below it or above it, since what is in force above counts below too. Nothing granted
/// is nothing seen.
pub(crate) fn touching<C: ColumnTrait>(column: C, scope: &Scope) -> Condition {
    let tops = scope.subtrees.iter().chain(scope.bodies.iter().map(|part| &part.path));
    let any = tops.fold(Condition::any(), |any, path| {
        let above = path.lineage().map(|path| path.as_str().to_owned());
        any.add(within(column, path)).add(column.is_in(above))
    });
    if any.is_empty() { Condition::all().add(Expr::value(false)) } else { any }
}

/// Hazards that a scope covers; the same rule as `Scope::covers`.
pub(crate) fn covered(scope: &Scope) -> Condition {
    let open = area(&scope.subtrees, &scope.bodies).add(hazard::Column::Restricted.eq(false));
    // Most readers have nothing but this: one range of the path index.
    match (circle(scope), scope.reporter) {
        (None, None) => open,
        (circle, reporter) => {
            let own = reporter.map(|account| hazard::Column::Reporter.eq(account.0));
            Condition::any().add(open).add_option(circle).add_option(own)
        }
    }
}

/// Restricted hazards that a scope covers by its circle; `None` where it has none.
pub(crate) fn circle(scope: &Scope) -> Option<Condition> {
    let (subtrees, bodies) = (&scope.restricted.subtrees, &scope.restricted.bodies);
    let any = !subtrees.is_empty() || !bodies.is_empty();
    any.then(|| area(subtrees, bodies).add(hazard::Column::Restricted.eq(true)))
}

/// Hazards in these subtrees, whole or for one body.
fn area(subtrees: &[UnitPath], bodies: &[BodyScope]) -> Condition {
    let mut any = Condition::any();
    for path in subtrees {
        any = any.add(within(hazard::Column::Path, path));
    }
    for part in bodies {
        let mut concerned = Condition::any().add(hazard::Column::Body.eq(part.body.0));
        if part.called {
            concerned = concerned.add(hazard::Column::Id.in_subquery(called(part.body.0)));
        }
        any = any.add(within(hazard::Column::Path, &part.path).add(concerned));
    }
    // An empty `any` would be true: nothing granted must mean nothing seen.
    if any.is_empty() {
        any = any.add(hazard::Column::Number.lt(0));
    }
    Condition::all().add(any)
}

/// Hazards to which the body was called.
fn called(body: Uuid) -> SelectStatement {
    hazard_called::Entity::find()
        .select_only()
        .column(hazard_called::Column::Hazard)
        .filter(hazard_called::Column::Body.eq(body))
        .into_query()
}

/// Widest box, degrees × 10⁷, that the index over cells answers; a wider one holds so many rows that reading in the
/// order of the list finds a page sooner.
const NARROW: i64 = 1_000_000;

/// Hazards positioned inside the box.
pub(crate) fn inside(bounds: &Bounds) -> Condition {
    let exact = exactly_inside(bounds);
    match cells(bounds) {
        Some(ranges) => {
            let ranges = ranges.into_iter().map(|(from, to)| hazard::Column::Cell.between(from, to));
            exact.add(ranges.fold(Condition::any(), Condition::add))
        }
        None => exact,
    }
}

/// The same by their coordinates alone.
pub(crate) fn exactly_inside(bounds: &Bounds) -> Condition {
    let (min, max) = (bounds.min, bounds.max);
    Condition::all().add(hazard::Column::X.between(min.x, max.x)).add(hazard::Column::Y.between(min.y, max.y))
}

/// Ranges of cells that hold every position of a narrow box; `None` where other ways find a page sooner.
pub(crate) fn cells(bounds: &Bounds) -> Option<Vec<(i64, i64)>> {
    let (min, max) = (bounds.min, bounds.max);
    let wide = i64::from(max.x) - i64::from(min.x) > NARROW || i64::from(max.y) - i64::from(min.y) > NARROW;
    (!wide && min.x <= max.x && min.y <= max.y).then(|| zorder::ranges(*bounds))
}
