//! Hazards as a file.

use axum::extract::State;
use axum::response::Response;
use document::sheet::Cell;
use serde_json::json;
use store::hazard::Stored;

use super::table::{Format, Row, number, respond, text};
use super::{FormatParams, PAGE, dated, local, pages, zh};
use crate::extract::Params;
use crate::hazard::{ListParams, filter, scope};
use crate::hazard_wire::number_text;
use crate::problem::Problem;
use crate::session::Signed;
use crate::state::App;

const COLUMNS: &[&str] = &[
    "number",
    "id",
    "kind",
    "category",
    "category_name",
    "urgency",
    "state",
    "unit_code",
    "unit_name",
    "lon",
    "lat",
    "body",
    "reported_at",
    "due_step",
    "due_at",
];

/// Hazards that the reader may see; the filters of the list apply. Nobody's words and no reporter are in it.
#[utoipa::path(get, path = "/api/hazards/export", operation_id = "export_hazards", tag = "hazards", params(ListParams, FormatParams),
    responses((status = 200, description = "the list as a file; CSV is UTF-8 with a byte order mark", content((Vec<u8> = "text/csv"), (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), (Vec<u8> = "application/geo+json"))),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
        (status = 503, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn export(
    State(app): State<App>,
    signed: Signed,
    Params(params): Params<ListParams>,
    Params(form): Params<FormatParams>,
) -> Result<Response, Problem> {
    let format = Format::of(form.format.as_deref(), &[Format::Csv, Format::Xlsx, Format::GeoJson])?;
    let filter = filter(&app.service.tree(), &params, app.now())?;
    let scope = scope(&app, &signed.actor, &params);
    let name = dated(&app, "hazards");
    let read = move |after| {
        let (app, scope, filter) = (app.clone(), scope.clone(), filter.clone());
        async move {
            let rows = app.service.store().hazards(&scope, &filter, after, PAGE).await?;
            let next = rows.last().filter(|_| rows.len() as u64 == PAGE).map(Stored::place_in_list);
            Ok((rows.iter().map(|stored| row(&app, stored)).collect(), next))
        }
    };
    respond(format, &name, COLUMNS, pages(read)).await
}

fn row(app: &App, stored: &Stored) -> Row {
    let (tree, bodies) = (app.service.tree(), app.service.bodies());
    let hazard = &stored.hazard;
    let unit = tree.by_id(hazard.unit);
    let category = app.service.catalogue().get(&hazard.category);
    let body = hazard.body.and_then(|id| bodies.iter().find(|body| body.id == id));
    let position = hazard.position;
    let cells = vec![
        text(number_text(app, stored)),
        text(hazard.id.to_string()),
        text(hazard.kind.word()),
        text(hazard.category.clone()),
        category.map_or(Cell::Empty, |item| text(zh(&item.names))),
        text(hazard.urgency.word()),
        text(hazard.state.word()),
        unit.and_then(|unit| unit.code.clone()).map_or(Cell::Empty, text),
        unit.map_or(Cell::Empty, |unit| text(zh(&unit.names))),
        number(position.map(|at| at.lon())),
        number(position.map(|at| at.lat())),
        body.map_or(Cell::Empty, |body| text(zh(&body.names))),
        text(local(app, hazard.reported_at)),
        stored.due.map_or(Cell::Empty, |(step, _)| text(step.word())),
        stored.due.map_or(Cell::Empty, |(_, at)| text(local(app, at))),
    ];
    Row { cells, geometry: position.map(|at| json!({ "type": "Point", "coordinates": [at.lon(), at.lat()] })) }
}
