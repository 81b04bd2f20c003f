//! Warnings, and the calls of a round, as files: posts and units, no names.

use axum::extract::State;
use axum::response::Response;
use domain::callout::Step;
use domain::id::CalloutId;
use serde::Deserialize;
use service::callout::CallFilter;
use service::warning::{WarningPage, WarningSheet};
use store::callout::CallRow;
use utoipa::IntoParams;
use uuid::Uuid;

use super::table::{Format, Row, number, respond, text};
use super::{FormatParams, PAGE, dated, instant, pages, unit_cells, zh};
use crate::callout::states;
use crate::extract::{Params, Place};
use crate::problem::Problem;
use crate::session::Signed;
use crate::state::App;
use crate::wire::UnitRef;

const COLUMNS: &[&str] = &[
    "identifier",
    "sender",
    "issuer",
    "status",
    "official",
    "colour",
    "hazard",
    "headline",
    "units",
    "sent_at",
    "received_at",
    "expires_at",
    "ended",
    "ended_at",
    "calls_began_at",
    "calls",
];

const CALL_COLUMNS: &[&str] = &[
    "unit_code",
    "unit_name",
    "above",
    "post",
    "leader",
    "state",
    "step",
    "escalated",
    "first_at",
    "received_at",
    "on_post_at",
    "moved",
    "how",
];

/// Warnings that are read at once.
const ROWS: u64 = 100;

/// Which warnings.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct WarningParams {
    /// Only those in force now.
    in_force: Option<bool>,
}

/// Which calls.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct CallFileParams {
    /// At this unit and below.
    unit: Option<Uuid>,
    /// `unanswered`, `silent`, `unreached`, `escalated`, `received`, `on_post`, `ended` or `all`.
    state: Option<String>,
}

/// Warnings as a file, the latest first.
#[utoipa::path(get, path = "/api/warnings/export", operation_id = "export_warnings", tag = "warnings",
    params(WarningParams, FormatParams), responses((status = 200, description = "the warnings as a file", content((Vec<u8> = "text/csv"), (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))))]
pub(crate) async fn warnings(
    State(app): State<App>,
    signed: Signed,
    Params(params): Params<WarningParams>,
    Params(form): Params<FormatParams>,
) -> Result<Response, Problem> {
    let format = Format::of(form.format.as_deref(), &[Format::Csv, Format::Xlsx])?;
    let in_force = params.in_force == Some(true);
    let page = move |before, limit| WarningPage { in_force, before, limit };
    // A refusal must not come after the first line has gone out.
    app.service.list_warnings(&signed.actor, &page(None, 1), app.now()).await?;
    let (name, actor) = (dated(&app, "warnings"), signed.actor);
    let read = move |before| {
        let (app, actor, page) = (app.clone(), actor.clone(), page(before, ROWS));
        async move {
            let sheets = app.service.list_warnings(&actor, &page, app.now()).await?;
            let last = sheets.last().filter(|_| sheets.len() as u64 == ROWS);
            let next = last.map(|sheet| (sheet.warning.received_at, sheet.warning.id));
            Ok((sheets.iter().map(|sheet| warning_row(&app, sheet)).collect(), next))
        }
    };
    respond(format, &name, COLUMNS, pages(read)).await
}

fn warning_row(app: &App, sheet: &WarningSheet) -> Row {
    let (warning, tree) = (&sheet.warning, app.service.tree());
    let units: Vec<_> = sheet.units.iter().filter_map(|(id, _)| tree.by_id(*id)).map(|unit| zh(&unit.names)).collect();
    let round = sheet.callout.as_ref();
    let cells = vec![
        text(&warning.identifier),
        text(&warning.sender),
        text(warning.issuer.clone().unwrap_or_default()),
        text(&warning.status),
        text(warning.official.to_string()),
        text(warning.colour.map(|colour| colour.word()).unwrap_or_default()),
        text(warning.hazard.word()),
        text(zh(&warning.headline)),
        text(units.join("、")),
        text(instant(app, Some(warning.sent_at))),
        text(instant(app, Some(warning.received_at))),
        text(instant(app, warning.expires_at)),
        text(warning.ended.as_ref().map(|ended| ended.ending.word()).unwrap_or_default()),
        text(instant(app, warning.ended.as_ref().map(|ended| ended.at))),
        text(instant(app, round.map(|round| round.opened_at))),
        number(round.map(|round| round.calls.into())),
    ];
    Row { cells, geometry: None }
}

/// The calls of a round as a file: the longest without an answer first.
#[utoipa::path(get, path = "/api/callouts/{id}/calls/export", operation_id = "export_calls", tag = "warnings",
    params(CallFileParams, FormatParams, ("id" = Uuid, Path)), responses((status = 200, description = "the calls as a file", content((Vec<u8> = "text/csv"), (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))))]
pub(crate) async fn calls(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
    Params(params): Params<CallFileParams>,
    Params(form): Params<FormatParams>,
) -> Result<Response, Problem> {
    let format = Format::of(form.format.as_deref(), &[Format::Csv, Format::Xlsx])?;
    let (states, escalated) = states(params.state.as_deref().unwrap_or("all"))?;
    let unit = params.unit.map(Into::into);
    let filter = move |after, limit| CallFilter { unit, states: states.clone(), escalated, after, limit };
    app.service.list_calls(&signed.actor, CalloutId(id), &filter(None, 1)).await?;
    let (name, actor) = (dated(&app, "calls"), signed.actor);
    let read = move |after| {
        let (app, actor, filter) = (app.clone(), actor.clone(), filter(after, PAGE));
        async move {
            let (_, calls) = app.service.list_calls(&actor, CalloutId(id), &filter).await?;
            let last = calls.last().filter(|_| calls.len() as u64 == PAGE);
            let next = last.map(|call| (call.call.first_at, call.id));
            let posts = app.service.posts_of_calls(&calls).await?;
            let title = |call: &CallRow| posts.iter().find(|post| post.id == call.post.0).map(|post| &*post.title);
            Ok((calls.iter().map(|call| call_row(&app, call, title(call))).collect(), next))
        }
    };
    respond(format, &name, CALL_COLUMNS, pages(read)).await
}

fn call_row(app: &App, row: &CallRow, title: Option<&str>) -> Row {
    let (tree, call) = (app.service.tree(), &row.call);
    let unit = tree.by_id(row.unit);
    let above = unit.and_then(|unit| unit.parent).and_then(|id| tree.by_id(id));
    let [code, name] = unit_cells(unit.map(UnitRef::from).as_ref());
    let title = title.and_then(|title| app.service.titles().get(title));
    let cells = vec![
        text(code),
        text(name),
        text(above.map(|unit| zh(&unit.names)).unwrap_or_default()),
        text(title.map(|title| zh(&title.names)).unwrap_or_default()),
        text(row.leader.to_string()),
        text(call.state.word()),
        text(call.step.word()),
        text((call.step >= Step::Parent).to_string()),
        text(instant(app, call.first_at)),
        text(instant(app, call.received_at)),
        text(instant(app, call.on_post_at)),
        number(call.moved.map(f64::from)),
        text(row.how.map(|how| how.word()).unwrap_or_default()),
    ];
    Row { cells, geometry: None }
}
