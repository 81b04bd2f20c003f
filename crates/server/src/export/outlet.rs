//! Work groups, loudspeakers, radios and satellite phones of a unit as a file: never addresses of robots and speakers.

use axum::extract::State;
use axum::response::Response;
use domain::id::UnitId;
use uuid::Uuid;

use super::table::{Format, Row, respond, text};
use super::{FormatParams, at_once, local, zh};
use crate::extract::{Params, Place};
use crate::problem::Problem;
use crate::session::Signed;
use crate::state::App;

const COLUMNS: &[&str] = &["unit_code", "unit", "kind", "name", "line", "added_at"];

/// Work groups, loudspeakers, radios and satellite phones of a unit and everything below, without addresses of robots
/// and speakers.
#[utoipa::path(get, path = "/api/units/{id}/outlets/export", operation_id = "export_outlets", tag = "units",
    params(("id" = Uuid, Path, description = "the unit"), FormatParams),
    responses((status = 200, description = "the outlets as a file", content((Vec<u8> = "text/csv"), (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
        (status = 503, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn export(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
    Params(form): Params<FormatParams>,
) -> Result<Response, Problem> {
    let format = Format::of(form.format.as_deref(), &[Format::Csv, Format::Xlsx])?;
    let tree = app.service.tree();
    let outlets = app.service.list_outlets(&signed.actor, UnitId(id)).await?;
    let rows = outlets.into_iter().map(|(outlet, line)| {
        let unit = tree.by_id(outlet.unit);
        let cells = vec![
            text(unit.and_then(|unit| unit.code.clone()).unwrap_or_default()),
            text(unit.map(|unit| zh(&unit.names)).unwrap_or_default()),
            text(outlet.kind.word()),
            text(outlet.name),
            text(line.unwrap_or_default()),
            text(local(&app, outlet.added_at)),
        ];
        Row { cells, geometry: None }
    });
    respond(format, "outlets", COLUMNS, at_once(rows.collect())).await
}
