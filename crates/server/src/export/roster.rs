//! The duty roster of a unit as a file: posts, not persons.

use axum::extract::State;
use axum::response::Response;
use uuid::Uuid;

use super::table::{Format, Row, respond, text};
use super::{FormatParams, at_once, zh};
use crate::extract::{Params, Place};
use crate::problem::Problem;
use crate::roster::{Post, posts};
use crate::session::Signed;
use crate::state::App;
use crate::unit::find;

const COLUMNS: &[&str] = &["unit", "shift", "start", "end", "days", "from", "to", "title", "post_unit", "leader"];

/// The lines of a unit's roster that have not ended. Days go from Monday 1 to Sunday 7.
#[utoipa::path(get, path = "/api/units/{id}/roster/export", operation_id = "export_roster", tag = "units",
    params(("id" = Uuid, Path, description = "the unit"), FormatParams),
    responses((status = 200, description = "the roster as a file", content((Vec<u8> = "text/csv"), (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))),
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
    let unit = find(&tree, id)?;
    let of = unit.names.best("zh");
    let rows = posts(&app, &signed.actor, unit).await?.into_iter().map(|post| row(&app, of, post)).collect();
    respond(format, "roster", COLUMNS, at_once(rows)).await
}

fn row(app: &App, of: &str, Post { duty, posting }: Post) -> Row {
    let tree = app.service.tree();
    let title = app.service.titles().get(&posting.title);
    let date = |date: Option<jiff::civil::Date>| text(date.map(|date| date.to_string()).unwrap_or_default());
    let cells = vec![
        text(of),
        text(duty.kind),
        text(duty.line.starts.strftime("%H:%M").to_string()),
        text(duty.line.ends.strftime("%H:%M").to_string()),
        text(duty.line.days.digits()),
        date(duty.line.from),
        date(duty.line.to),
        text(title.map(|title| zh(&title.names)).unwrap_or_default()),
        text(tree.by_id(posting.unit).map(|unit| zh(&unit.names)).unwrap_or_default()),
        text(duty.line.leader.to_string()),
    ];
    Row { cells, geometry: None }
}
