//! Closures as a file.

use axum::extract::State;
use axum::response::Response;
use domain::id::{ClosureId, UnitId};
use domain::unit::UnitTree;
use service::closure::ClosureSheet;

use super::table::{Format, Row, respond, text};
use super::{FormatParams, PAGE, dated, local, pages, zh};
use crate::closure::ListParams;
use crate::extract::Params;
use crate::problem::Problem;
use crate::session::Signed;
use crate::state::App;

const COLUMNS: &[&str] = &[
    "id",
    "place_code",
    "place_name",
    "kind",
    "unit_code",
    "unit_name",
    "hazard",
    "colour",
    "state",
    "ordered_at",
    "due_at",
    "closed_at",
    "authorised_at",
    "reopened_at",
];

/// Closures that the reader sees; the filters of the list apply.
#[utoipa::path(get, path = "/api/closures/export", operation_id = "export_closures", tag = "places", params(ListParams, FormatParams),
    responses((status = 200, description = "the closures as a file", content((Vec<u8> = "text/csv"), (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))))]
pub(crate) async fn export(
    State(app): State<App>,
    signed: Signed,
    Params(params): Params<ListParams>,
    Params(form): Params<FormatParams>,
) -> Result<Response, Problem> {
    let format = Format::of(form.format.as_deref(), &[Format::Csv, Format::Xlsx])?;
    let (states, unit) = (params.states()?, params.unit.map(UnitId));
    // A refusal must not come after the first line has gone out.
    app.service.place_area(&signed.actor, unit)?;
    let name = dated(&app, "closures");
    let actor = signed.actor;
    let read = move |after: Option<ClosureId>| {
        let (app, actor, states) = (app.clone(), actor.clone(), states.clone());
        async move {
            let sheets = app.service.list_closures(&actor, unit, states, after, PAGE).await?;
            let next = sheets.last().filter(|_| sheets.len() as u64 == PAGE).map(|sheet| sheet.row.id);
            let tree = app.service.tree();
            Ok((sheets.iter().map(|sheet| row(&app, &tree, sheet)).collect(), next))
        }
    };
    respond(format, &name, COLUMNS, pages(read)).await
}

fn row(app: &App, tree: &UnitTree, sheet: &ClosureSheet) -> Row {
    let (row, place, unit) = (&sheet.row, sheet.place.as_ref(), tree.by_id(sheet.row.unit));
    let at = |at: Option<jiff::Timestamp>| text(at.map(|at| local(app, at)).unwrap_or_default());
    let cells = vec![
        text(row.id.to_string()),
        text(place.map(|place| place.code.clone()).unwrap_or_default()),
        text(place.map(|place| zh(&place.names)).unwrap_or_default()),
        text(place.map(|place| place.kind.clone()).unwrap_or_default()),
        text(unit.and_then(|unit| unit.code.clone()).unwrap_or_default()),
        text(unit.map(|unit| zh(&unit.names)).unwrap_or_default()),
        text(row.hazard.clone()),
        text(row.colour.word()),
        text(row.closure.state.word()),
        text(local(app, row.opened_at)),
        text(local(app, row.due_at)),
        at(row.closure.closed_at),
        at(row.closure.authorised_at),
        at(row.closure.reopened_at),
    ];
    Row { cells, geometry: None }
}
