//! Plans (预案) as they are in force: the rows that set a response off, and what is then to be done.

use axum::Json;
use axum::extract::State;
use domain::colour::WarningColour;
use domain::response::{ItemKind, ResponseLevel};
use domain::unit::UnitKind;
use domain::warned::WarnedOf;
use jiff::SignedDuration;
use serde::Serialize;
use utoipa::ToSchema;

use crate::problem::Problem;
use crate::session::Signed;
use crate::state::App;
use crate::wire::NamesWire;
use crate::words::{ColourWord, ItemKindWord, ResponseLevelWord, UnitKindWord, WarnedOfWord};

/// All plans.
#[derive(Serialize, ToSchema)]
pub(crate) struct PlansView {
    version: String,
    source: String,
    items: Vec<PlanView>,
}

/// A plan.
#[derive(Serialize, ToSchema)]
struct PlanView {
    id: String,
    names: NamesWire,
    triggers: Vec<TriggerView>,
    lines: Vec<PlanLineView>,
}

/// A row: which warning asks which bodies for which level.
#[derive(Serialize, ToSchema)]
struct TriggerView {
    id: String,
    #[schema(value_type = WarnedOfWord)]
    hazard: WarnedOf,
    #[schema(value_type = ColourWord)]
    colour: WarningColour,
    #[schema(value_type = Vec<UnitKindWord>)]
    bodies: Vec<UnitKind>,
    #[schema(value_type = ResponseLevelWord)]
    level: ResponseLevel,
    target_minutes: i64,
    alarm_minutes: i64,
    /// Where the row comes from.
    source_names: NamesWire,
}

/// A line of the checklist.
#[derive(Serialize, ToSchema)]
struct PlanLineView {
    id: String,
    names: NamesWire,
    #[schema(value_type = ItemKindWord)]
    kind: ItemKind,
    #[schema(value_type = Vec<UnitKindWord>)]
    bodies: Vec<UnitKind>,
    #[schema(value_type = Vec<UnitKindWord>)]
    units: Vec<UnitKind>,
    /// From this level on.
    #[schema(value_type = ResponseLevelWord)]
    from: ResponseLevel,
    due_minutes: i64,
    source: String,
}

/// The plans in force.
#[utoipa::path(get, path = "/api/plans", operation_id = "list_plans", tag = "responses",
    responses((status = 200, body = PlansView)))]
pub(crate) async fn list(State(app): State<App>, _: Signed) -> Result<Json<PlansView>, Problem> {
    let minutes = SignedDuration::as_mins;
    let plans = app.service.plans();
    let items = plans.plans.iter().map(|plan| PlanView {
        id: plan.id.clone(),
        names: (&plan.names).into(),
        triggers: plan
            .triggers
            .iter()
            .map(|row| TriggerView {
                id: row.id.clone(),
                hazard: row.hazard,
                colour: row.colour,
                bodies: row.bodies.clone(),
                level: row.level,
                target_minutes: minutes(&plans.lag(row).target),
                alarm_minutes: minutes(&plans.lag(row).alarm),
                source_names: (&row.source).into(),
            })
            .collect(),
        lines: plan
            .items
            .iter()
            .map(|item| PlanLineView {
                id: item.id.clone(),
                names: (&item.names).into(),
                kind: item.kind,
                bodies: item.bodies.clone(),
                units: item.units.clone(),
                from: item.from,
                due_minutes: minutes(&item.due),
                source: item.source.clone(),
            })
            .collect(),
    });
    Ok(Json(PlansView { version: plans.version.clone(), source: plans.source.clone(), items: items.collect() }))
}
