//! Lists as files. Rows are read page by page: a long list never stands in memory whole.

use axum::body::Body as HttpBody;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use serde::Deserialize;
use service::exchange::{Format, UnitExport, guarded, write_units_to};
use store::hazard::{Place as ListPlace, Stored};
use utoipa::IntoParams;
use uuid::Uuid;

use crate::extract::Params;
use crate::hazard::{ListParams, filter};
use crate::hazard_wire::number_text;
use crate::problem::Problem;
use crate::session::Signed;
use crate::state::App;
use crate::unit::find;

const PAGE: u64 = 500;

/// Columns of the hazard file.
const HAZARD_COLUMNS: [&str; 15] = [
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

/// Hazards that the reader may see, as CSV; the filters of the list apply.
#[utoipa::path(get, path = "/api/hazards/export", operation_id = "export_hazards", tag = "hazards", params(ListParams),
    responses((status = 200, body = String, description = "CSV, UTF-8 with byte order mark", content_type = "text/csv"),
        (status = 401, body = Problem, content_type = "application/problem+json"), (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn hazards(
    State(app): State<App>,
    signed: Signed,
    Params(params): Params<ListParams>,
) -> Result<Response, Problem> {
    let now = app.now();
    let filter = filter(&app.service.tree(), &params, now)?;
    let scope = app.service.hazard_scope(&signed.actor);
    let start = Some(Start::First);
    let stream = futures::stream::try_unfold(start, move |start| {
        let (app, scope, filter) = (app.clone(), scope.clone(), filter.clone());
        async move {
            let Some(start) = start else { return Ok::<_, std::io::Error>(None) };
            let (mut text, after) = match start {
                // Excel takes the file for UTF-8 by its byte order mark alone.
                Start::First => (format!("\u{feff}{}", line(&HAZARD_COLUMNS.map(str::to_owned))?), None),
                Start::After(place) => (String::new(), Some(place)),
            };
            let rows =
                app.service.store().hazards(&scope, &filter, after, PAGE).await.map_err(std::io::Error::other)?;
            for row in &rows {
                text.push_str(&line(&hazard_cells(&app, row))?);
            }
            let next = rows.last().filter(|_| rows.len() as u64 == PAGE).map(|row| Start::After(row.place_in_list()));
            Ok(Some((text, next)))
        }
    });
    Ok(file(
        "text/csv; charset=utf-8",
        &format!("hazards-{}.csv", now.strftime("%Y-%m-%d")),
        HttpBody::from_stream(stream),
    ))
}

/// Where the next part of the file begins.
enum Start {
    First,
    After(ListPlace),
}

fn hazard_cells(app: &App, row: &Stored) -> [String; 15] {
    let (tree, bodies) = (app.service.tree(), app.service.bodies());
    let hazard = &row.hazard;
    let unit = tree.by_id(hazard.unit);
    let category = app.service.catalogue().get(&hazard.category);
    let body = hazard.body.and_then(|id| bodies.iter().find(|body| body.id == id));
    let local = |at: Timestamp| app.service.zone().to_datetime(at).strftime("%Y-%m-%d %H:%M").to_string();
    [
        number_text(app, row),
        hazard.id.to_string(),
        hazard.kind.word().to_owned(),
        hazard.category.clone(),
        category.map(|item| item.names.best("zh").to_owned()).unwrap_or_default(),
        hazard.urgency.word().to_owned(),
        hazard.state.word().to_owned(),
        unit.and_then(|unit| unit.code.clone()).unwrap_or_default(),
        unit.map(|unit| unit.names.best("zh").to_owned()).unwrap_or_default(),
        hazard.position.map(|p| p.lon().to_string()).unwrap_or_default(),
        hazard.position.map(|p| p.lat().to_string()).unwrap_or_default(),
        body.map(|body| body.names.best("zh").to_owned()).unwrap_or_default(),
        local(hazard.reported_at),
        row.due.map(|(step, _)| step.word().to_owned()).unwrap_or_default(),
        row.due.map(|(_, at)| local(at)).unwrap_or_default(),
    ]
}

/// One line of CSV. A cell that a spreadsheet would run as a formula gets an apostrophe in front.
fn line(cells: &[String]) -> Result<String, std::io::Error> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    // A number may begin with a minus: it is no formula.
    let plain = |cell: &&String| cell.parse::<f64>().is_ok();
    let cells = cells.iter().map(|cell| if plain(&cell) { cell.clone() } else { guarded(cell).into_owned() });
    writer.write_record(cells)?;
    let bytes = writer.into_inner().map_err(|error| std::io::Error::other(error.to_string()))?;
    String::from_utf8(bytes).map_err(std::io::Error::other)
}

/// Which units, in which form.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct UnitParams {
    /// This unit and everything below it; the whole tree when missing.
    within: Option<Uuid>,
    /// `csv` (default) or `geojson`.
    format: Option<String>,
}

/// Units with boundaries and counts, in the form that `import units` reads back.
#[utoipa::path(get, path = "/api/units/export", operation_id = "export_units", tag = "units", params(UnitParams),
    responses((status = 200, body = Vec<u8>, description = "CSV or GeoJSON", content_type = "text/csv"),
        (status = 404, body = Problem, content_type = "application/problem+json"), (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn units(State(app): State<App>, Params(params): Params<UnitParams>) -> Result<Response, Problem> {
    let (format, kind, extension) = match params.format.as_deref().unwrap_or("csv") {
        "csv" => (Format::Csv, "text/csv; charset=utf-8", "csv"),
        "geojson" => (Format::GeoJson, "application/geo+json", "geojson"),
        other => {
            return Err(Problem::field(
                "format",
                "format_unknown",
                format!("`{other}` is not offered; use csv or geojson"),
            ));
        }
    };
    let tree = app.service.tree();
    let top = match params.within {
        Some(id) => find(&tree, id)?.clone(),
        None => tree.root().ok_or_else(|| Problem::not_found("unit: none has been imported yet"))?.clone(),
    };
    let ids: Vec<_> = tree.subtree(&top.path).map(|unit| unit.id).collect();
    let statistics = app.service.store().unit_statistics(&ids).await?;
    let bytes = tokio::task::spawn_blocking(move || {
        let rows = tree.subtree(&top.path).map(|unit| UnitExport::of(&tree, unit, statistics.get(&unit.id)));
        let mut bytes = Vec::new();
        write_units_to(&mut bytes, format, rows).map(|()| bytes)
    });
    let failed = |error: &dyn std::fmt::Display| Problem::from(service::ServiceError::Internal(error.to_string()));
    let bytes = bytes.await.map_err(|error| failed(&error))?.map_err(|error| failed(&error))?;
    Ok(file(kind, &format!("units.{extension}"), HttpBody::from(bytes)))
}

pub(crate) fn file(kind: &'static str, name: &str, body: HttpBody) -> Response {
    let fixed = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (fixed, body).into_response()
}
