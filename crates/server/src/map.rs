//! The state of the map, apart from its geometry.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use domain::access::Scope;
use domain::unit::{Unit, UnitPath, UnitTree};
use serde::{Deserialize, Serialize};
use store::hazard::Filter;
use store::journal::Cursor;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::extract::Params;
use crate::packed::Packed;
use crate::problem::Problem;
use crate::session::Signed;
use crate::state::App;
use crate::unit::find;

/// Which part of the state.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct StateParams {
    /// Level of the units that are counted for: 1 county to 5 micro-grid.
    level: u8,
    /// Below this unit; the whole tree when missing.
    within: Option<Uuid>,
}

/// What a finished state was counted for. It stands until the journal goes on, or a deadline may have passed.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct StateKey {
    scope: Scope,
    level: u8,
    within: Option<UnitPath>,
    tree_version: i64,
    journal: Cursor,
    slot: i64,
}

/// How long a passed deadline may go unseen on the map, milliseconds.
const SLOT_MS: i64 = 10_000;

/// Open hazards by unit, as parallel arrays; units without any are left out of them.
#[derive(Serialize, ToSchema)]
pub(crate) struct MapState {
    tree_version: i64,
    level: u8,
    /// When it was counted, UTC milliseconds.
    at: i64,
    /// Units of this level that the reader may count, by runs of their numbers: first and last of each. A unit of
    /// this level in a run but not in `numbers` has none; one outside every run is unknown to the reader.
    assessed: Vec<[u32; 2]>,
    /// Unit numbers.
    numbers: Vec<u32>,
    /// Open hazards in each unit and below it.
    open: Vec<u32>,
    /// Of these, overdue.
    overdue: Vec<u32>,
}

/// Open and overdue hazards for one level of the map, as far as the reader may see them.
#[utoipa::path(get, path = "/api/map/state", operation_id = "show_map_state", tag = "map", params(StateParams),
    responses((status = 200, body = MapState), (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"), (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn state(
    State(app): State<App>,
    signed: Signed,
    headers: HeaderMap,
    Params(params): Params<StateParams>,
) -> Result<Response, Problem> {
    if params.level > 5 {
        return Err(Problem::field("level", "level_invalid", "`level` goes from 0 to 5"));
    }
    let tree = app.service.tree();
    let within = params.within.map(|id| find(&tree, id)).transpose()?.map(|unit| unit.path.clone());
    let key = StateKey {
        scope: app.service.hazard_scope(&signed.actor),
        level: params.level,
        within,
        tree_version: tree.version(),
        // Read before the rows are: a state may be newer than its key, never older.
        journal: app.live.position(),
        slot: app.now().as_millisecond().div_euclid(SLOT_MS),
    };
    // Many consoles ask at once when the map changes; one of them counts.
    let packed = app.map_states.entry_by_ref(&key).or_try_insert_with(count(&app, &tree, &key)).await;
    Ok(packed.map_err(|problem: Arc<Problem>| (*problem).clone())?.into_value().answer(&headers))
}

/// Open hazards of one area.
struct Sum {
    number: u32,
    open: u32,
    overdue: u32,
}

/// Counts, and writes the answer.
async fn count(app: &App, tree: &UnitTree, key: &StateKey) -> Result<Packed, Problem> {
    let (now, filter) = (app.now(), Filter { within: key.within.clone(), ..Filter::default() });
    let loads = app.service.store().hazard_loads(&key.scope, &filter, now).await?;
    let mut sums: Vec<Sum> = Vec::new();
    let mut shown: Option<&Unit> = None;
    for load in loads {
        // They come in the order of paths: those of one area follow each other.
        if !shown.is_some_and(|shown| shown.path.contains(&load.path)) {
            shown = tree.at_level(&load.path, key.level);
            sums.extend(shown.map(|shown| Sum { number: shown.number.0, open: 0, overdue: 0 }));
        }
        // A hazard that stands higher than the asked level has no area of its own on this map.
        if let (Some(_), Some(sum)) = (shown, sums.last_mut()) {
            sum.open += load.open;
            sum.overdue += load.overdue;
        }
    }
    sums.sort_unstable_by_key(|sum| sum.number);
    // Where units are moved meanwhile, paths and tree differ, and an area may come in pieces.
    sums.dedup_by(|next, sum| {
        let same = next.number == sum.number;
        if same {
            sum.open += next.open;
            sum.overdue += next.overdue;
        }
        same
    });
    let assessed = runs(tree, key.within.as_ref(), key.level, &key.scope);
    let state = MapState {
        tree_version: tree.version(),
        level: key.level,
        assessed,
        at: now.as_millisecond(),
        numbers: sums.iter().map(|sum| sum.number).collect(),
        open: sums.iter().map(|sum| sum.open).collect(),
        overdue: sums.iter().map(|sum| sum.overdue).collect(),
    };
    Ok(Packed::new(&state))
}

/// The units of one level that `scope` touches, as runs over the numbers that this level has. City-wide it is one
/// pair instead of 70,818 zeros.
fn runs(tree: &UnitTree, within: Option<&UnitPath>, level: u8, scope: &Scope) -> Vec<[u32; 2]> {
    let whole = |root: &Unit| {
        let reaches = |top: &UnitPath| top.contains(&root.path);
        within.is_none_or(reaches) && scope.subtrees.iter().any(reaches)
    };
    if tree.root().is_some_and(whole) {
        let mut units = tree.of_level(level).map(|unit| unit.number.0);
        let first = units.next();
        return first.map(|first| [first, units.next_back().unwrap_or(first)]).into_iter().collect();
    }
    let mut runs: Vec<[u32; 2]> = Vec::new();
    let mut open = false;
    for unit in tree.of_level(level) {
        let counted = within.is_none_or(|part| part.contains(&unit.path)) && scope.touches(&unit.path);
        match runs.last_mut() {
            Some(run) if counted && open => run[1] = unit.number.0,
            _ if counted => runs.push([unit.number.0; 2]),
            _ => {}
        }
        open = counted;
    }
    runs
}
