//! Evacuations: listed, shown, their doors.

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use domain::id::{EvacuationId, GroupId, UnitId};
use jiff::Timestamp;
use serde::Deserialize;
use service::evacuation::{EvacuationPage, EvacuationSheet};
use utoipa::IntoParams;
use uuid::Uuid;

use crate::evacuation_wire::{EvacuationDetail, EvacuationDoorView, EvacuationView, detail, evacuation_view};
use crate::extract::{Params, Place};
use crate::problem::Problem;
use crate::session::Signed;
use crate::state::App;
use crate::wire::{Page, limit};

/// Which evacuations.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListParams {
    /// In this unit or below it.
    pub(crate) unit: Option<Uuid>,
    /// Only those that go on.
    pub(crate) open: Option<bool>,
    /// `next` of the page before.
    after: Option<String>,
    /// Rows per page, at most 100.
    limit: Option<u32>,
}

/// Which doors.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct DoorParams {
    /// Of this group alone.
    group: Option<Uuid>,
    /// Only those of which nobody knows yet that the household is safe.
    unaccounted: Option<bool>,
}

/// Evacuations of units that the reader sees, and of those above them, the latest first. Counts are of the reader's part.
#[utoipa::path(get, path = "/api/evacuations", operation_id = "list_evacuations", tag = "evacuations", params(ListParams),
    responses((status = 200, body = Page<EvacuationView>)))]
pub(crate) async fn list(
    State(app): State<App>,
    signed: Signed,
    Params(params): Params<ListParams>,
) -> Result<Json<Page<EvacuationView>>, Problem> {
    let rows = limit(params.limit).min(100);
    let page = EvacuationPage {
        unit: params.unit.map(UnitId),
        open: params.open.unwrap_or(false),
        before: params.after.as_deref().map(cursor).transpose()?,
        limit: rows as u64,
    };
    let sheets = app.service.list_evacuations(&signed.actor, &page).await?;
    let next = sheets.last().filter(|_| sheets.len() == rows).map(place);
    let items = sheets.iter().map(|sheet| evacuation_view(&app, &signed.actor, sheet)).collect();
    Ok(Json(Page { items, next }))
}

fn place(sheet: &EvacuationSheet) -> String {
    format!("{}.{}", sheet.evacuation.opened_at.as_millisecond(), sheet.evacuation.id)
}

fn cursor(text: &str) -> Result<(Timestamp, EvacuationId), Problem> {
    let read = text.split_once('.').and_then(|(at, id)| {
        Some((Timestamp::from_millisecond(at.parse().ok()?).ok()?, EvacuationId(id.parse().ok()?)))
    });
    read.ok_or_else(|| Problem::field("after", "cursor_invalid", "`after` must be the `next` of a page"))
}

/// One evacuation: six answers, and its buildings with counts. Where people asked for help comes first.
#[utoipa::path(get, path = "/api/evacuations/{id}", operation_id = "show_evacuation", tag = "evacuations",
    params(("id" = Uuid, Path)), responses((status = 200, body = EvacuationDetail)))]
pub(crate) async fn show(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
) -> Result<Json<EvacuationDetail>, Problem> {
    let sheet = app.service.show_evacuation(&signed.actor, EvacuationId(id)).await?;
    Ok(Json(detail(&app, &signed.actor, &sheet)))
}

/// The doors that were marked: numbers and how they stand, no names. Gone 30 days after the end.
#[utoipa::path(get, path = "/api/evacuations/{id}/doors", operation_id = "list_evacuation_doors", tag = "evacuations",
    params(DoorParams, ("id" = Uuid, Path)), responses((status = 200, body = Vec<EvacuationDoorView>),
        (status = 403, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn doors(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
    Params(params): Params<DoorParams>,
) -> Result<impl IntoResponse, Problem> {
    let group = params.group.map(GroupId);
    let doors = app.service.evacuation_doors(&signed.actor, EvacuationId(id), group).await?;
    let only = params.unaccounted.unwrap_or(false);
    let views: Vec<_> =
        doors.iter().filter(|door| !(only && door.stage.is_safe())).map(EvacuationDoorView::from).collect();
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(views)))
}
