//! Blind call-backs of confirmations. What the post said is not shown to whoever calls back.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::callout::{Checked, Found};
use domain::id::{CallId, CalloutId, UnitId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::callout_wire::{CallPost, Views};
use crate::extract::{Body, Params, Place};
use crate::middleware::finish;
use crate::problem::Problem;
use crate::session::Signed;
use crate::state::App;
use crate::wire::UnitRef;
use crate::words::FoundWord;

/// Where.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct CallBackParams {
    /// In this unit and below; at the top of what the reader sees when missing.
    unit: Option<Uuid>,
}

/// Confirmations to be called back, and what was found.
#[derive(Serialize, ToSchema)]
pub(crate) struct CallBackBoard {
    /// Posts that the reader may call back: the earliest drawn first.
    open: Vec<CallBackView>,
    total: CheckedView,
    /// Units directly below that have any.
    below: Vec<CheckedUnit>,
}

/// A post that is called back. What it said, when and how is not told.
#[derive(Serialize, ToSchema)]
pub(crate) struct CallBackView {
    #[serde(flatten)]
    post: CallPost,
    drawn_at: i64,
}

/// How many confirmations were true.
#[derive(Serialize, ToSchema)]
pub(crate) struct CheckedView {
    drawn: u32,
    called: u32,
    there: u32,
    /// Share of those called back that were true, 0 to 1; missing before anybody was.
    true_rate: Option<f64>,
}

/// The same for one unit.
#[derive(Serialize, ToSchema)]
pub(crate) struct CheckedUnit {
    unit: UnitRef,
    #[serde(flatten)]
    checked: CheckedView,
}

/// What a call-back found.
#[derive(Deserialize, ToSchema)]
pub(crate) struct CallBackOrder {
    #[schema(value_type = FoundWord)]
    found: Found,
}

impl From<Checked> for CheckedView {
    fn from(checked: Checked) -> Self {
        let Checked { drawn, called, there } = checked;
        Self { drawn, called, there, true_rate: checked.true_rate() }
    }
}

/// Confirmations of a round that are called back blind (抽查回访), and how many were true.
#[utoipa::path(get, path = "/api/callouts/{id}/call-backs", operation_id = "list_call_backs", tag = "warnings",
    params(CallBackParams, ("id" = Uuid, Path)), responses((status = 200, body = CallBackBoard)))]
pub(crate) async fn list(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
    Params(params): Params<CallBackParams>,
) -> Result<Json<CallBackBoard>, Problem> {
    let found = app.service.list_call_backs(&signed.actor, CalloutId(id), params.unit.map(UnitId)).await?;
    let calls: Vec<_> = found.open.iter().map(|(_, call)| call.clone()).collect();
    let views = Views::new(&app, Some(&signed.actor), &calls).await?;
    let open = found
        .open
        .iter()
        .map(|(drawn, call)| CallBackView { post: views.post_of(call), drawn_at: drawn.drawn_at.as_millisecond() });
    let below = found.below.iter().map(|(unit, sum)| CheckedUnit { unit: unit.into(), checked: (*sum).into() });
    Ok(Json(CallBackBoard { open: open.collect(), total: found.total.into(), below: below.collect() }))
}

/// Write down what a call-back found, once. Nobody calls the own word back.
#[utoipa::path(post, path = "/api/calls/{id}/call-back", operation_id = "report_call_back", tag = "warnings",
    params(("id" = Uuid, Path)), request_body = CallBackOrder,
    responses((status = 204, description = "written down"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn report(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
    body: Body<CallBackOrder>,
) -> Result<StatusCode, Problem> {
    let (service, actor, now) = (app.service.clone(), signed.actor.clone(), app.now());
    finish(async move { service.report_call_back(&actor, CallId(id), body.value.found, now).await }).await?;
    Ok(StatusCode::NO_CONTENT)
}
