//! Bodies as a file.

use axum::extract::State;
use axum::response::Response;
use domain::body::Body;
use domain::unit::UnitTree;

use super::table::{Format, Row, respond, text};
use super::{FormatParams, at_once};
use crate::body::{ListParams, wanted};
use crate::extract::Params;
use crate::problem::Problem;
use crate::state::App;

const COLUMNS: &[&str] = &["code", "kind", "name_zh", "name_en", "jurisdiction"];

/// Bodies, by code; the filters of the list apply. The jurisdiction names units by code, or by name where they have none.
#[utoipa::path(get, path = "/api/bodies/export", operation_id = "export_bodies", tag = "bodies", params(ListParams, FormatParams),
    responses((status = 200, description = "the bodies as a file", content((Vec<u8> = "text/csv"), (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn export(
    State(app): State<App>,
    Params(params): Params<ListParams>,
    Params(form): Params<FormatParams>,
) -> Result<Response, Problem> {
    let format = Format::of(form.format.as_deref(), &[Format::Csv, Format::Xlsx])?;
    let (tree, bodies) = (app.service.tree(), app.service.bodies());
    let rows = wanted(&bodies, &tree, &params)?.map(|body| row(&tree, body)).collect();
    respond(format, "bodies", COLUMNS, at_once(rows)).await
}

fn row(tree: &UnitTree, body: &Body) -> Row {
    let name = |language: &str| text(body.names.0.get(language).cloned().unwrap_or_default());
    let units = body.jurisdiction.iter().filter_map(|&id| tree.by_id(id));
    let units: Vec<String> =
        units.map(|unit| unit.code.clone().unwrap_or_else(|| unit.names.best("zh").to_owned())).collect();
    let cells = vec![text(body.code.clone()), text(body.kind.word()), name("zh"), name("en"), text(units.join(";"))];
    Row { cells, geometry: None }
}
