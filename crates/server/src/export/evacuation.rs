//! Evacuations as a file: buildings and counts. No door and no person is in it.

use axum::extract::State;
use axum::response::Response;
use document::sheet::Cell;
use domain::evacuation::Stage;
use domain::id::UnitId;
use service::evacuation::{EvacuationPage, EvacuationSheet};
use store::evacuation::Group;

use super::table::{Format, Row, number, respond, text};
use super::{FormatParams, dated, local, pages, zh};
use crate::evacuation::ListParams;
use crate::extract::Params;
use crate::problem::Problem;
use crate::session::Signed;
use crate::state::App;

/// Evacuations that are read at once.
const SHEETS: u64 = 50;

const COLUMNS: &[&str] = &[
    "evacuation",
    "unit_code",
    "unit_name",
    "peril",
    "opened_at",
    "ended_at",
    "group",
    "asked_help",
    "households",
    "unaccounted",
    "listed",
    "notified",
    "confirmed",
    "refused",
    "police",
    "not_found",
    "en_route",
    "shelter",
    "relatives",
    "after_care",
    "left_early",
    "return_authorised",
    "returned",
];

/// Evacuations that the reader sees, one line for each building: counts alone. Households that nobody counted are empty.
#[utoipa::path(get, path = "/api/evacuations/export", operation_id = "export_evacuations", tag = "evacuations", params(ListParams, FormatParams),
    responses((status = 200, description = "the counts as a file", content((Vec<u8> = "text/csv"), (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
        (status = 503, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn export(
    State(app): State<App>,
    signed: Signed,
    Params(params): Params<ListParams>,
    Params(form): Params<FormatParams>,
) -> Result<Response, Problem> {
    let format = Format::of(form.format.as_deref(), &[Format::Csv, Format::Xlsx])?;
    let (name, actor) = (dated(&app, "evacuations"), signed.actor);
    let (unit, open) = (params.unit.map(UnitId), params.open.unwrap_or(false));
    // What is refused is refused before the file begins.
    let first = EvacuationPage { unit, open, before: None, limit: 1 };
    app.service.list_evacuations(&actor, &first).await?;
    let read = move |before| {
        let (app, actor) = (app.clone(), actor.clone());
        async move {
            let page = EvacuationPage { unit, open, before, limit: SHEETS };
            let sheets = app.service.list_evacuations(&actor, &page).await?;
            let last = sheets.last().filter(|_| sheets.len() as u64 == SHEETS);
            let next = last.map(|sheet| (sheet.evacuation.opened_at, sheet.evacuation.id));
            let rows = sheets.iter().flat_map(|sheet| sheet.groups.iter().map(|group| row(&app, sheet, group)));
            Ok((rows.collect(), next))
        }
    };
    respond(format, &name, COLUMNS, pages(read)).await
}

fn row(app: &App, sheet: &EvacuationSheet, group: &Group) -> Row {
    let (tree, one) = (app.service.tree(), &sheet.evacuation);
    let unit = tree.by_id(one.unit);
    let count = |households: u32| number(group.counted.then(|| f64::from(households)));
    let mut cells = vec![
        text(one.id.to_string()),
        text(unit.and_then(|unit| unit.code.clone()).unwrap_or_default()),
        text(unit.map(|unit| zh(&unit.names)).unwrap_or_default()),
        text(one.peril.word()),
        text(local(app, one.opened_at)),
        one.ended_at.map_or(Cell::Empty, |at| text(local(app, at))),
        text(group.label.clone()),
        number(Some(f64::from(group.asked_help))),
        count(group.households.total()),
        count(group.households.unaccounted()),
    ];
    cells.extend(Stage::ALL.into_iter().map(|stage| number(Some(f64::from(group.households.at(stage))))));
    Row { cells, geometry: None }
}
