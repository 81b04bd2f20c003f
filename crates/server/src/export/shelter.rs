//! Shelters as a file that can be imported again.

use axum::extract::State;
use axum::response::Response;
use document::sheet::Cell;
use domain::evacuation::Peril;
use domain::id::UnitId;
use serde_json::json;
use service::shelter::Occupied;

use super::table::{Format, Row, number, respond, text};
use super::{FormatParams, PAGE, dated, pages, zh};
use crate::extract::Params;
use crate::problem::Problem;
use crate::session::Signed;
use crate::shelter::ListParams;
use crate::state::App;

const COLUMNS: &[&str] = &[
    "code",
    "name_zh",
    "name_en",
    "unit_code",
    "unit_name",
    "lon",
    "lat",
    "kind",
    "suitable_for",
    "elevation_m",
    "area_m2",
    "class",
    "capacity",
    "households",
    "people_estimated",
];

/// Shelters where the reader sees warnings, by code, with how many are in them.
#[utoipa::path(get, path = "/api/shelters/export", operation_id = "export_shelters", tag = "evacuations", params(ListParams, FormatParams),
    responses((status = 200, description = "the shelters as a file", content((Vec<u8> = "text/csv"), (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), (Vec<u8> = "application/geo+json"))),
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
    let format = Format::of(form.format.as_deref(), &[Format::Csv, Format::Xlsx, Format::GeoJson])?;
    let (name, actor, unit) = (dated(&app, "shelters"), signed.actor, params.unit.map(UnitId));
    // What is refused is refused before the file begins.
    app.service.list_shelters(&actor, unit, None, 1).await?;
    let read = move |after: Option<String>| {
        let (app, actor) = (app.clone(), actor.clone());
        async move {
            let found = app.service.list_shelters(&actor, unit, after.as_deref(), PAGE).await?;
            let next = found.last().filter(|_| found.len() as u64 == PAGE).map(|one| one.shelter.code.clone());
            Ok((found.iter().map(|one| row(&app, one)).collect(), next))
        }
    };
    respond(format, &name, COLUMNS, pages(read)).await
}

fn row(app: &App, one: &Occupied) -> Row {
    let (tree, shelter) = (app.service.tree(), &one.shelter);
    let unit = tree.by_id(shelter.unit);
    let name = |language: &str| text(shelter.names.0.get(language).cloned().unwrap_or_default());
    let perils: Vec<_> = shelter.suitable_for.iter().copied().map(Peril::word).collect();
    let count = |n: u32| number(Some(f64::from(n)));
    let cells = vec![
        text(shelter.code.clone()),
        name("zh"),
        name("en"),
        unit.and_then(|unit| unit.code.clone()).map_or(Cell::Empty, text),
        unit.map_or(Cell::Empty, |unit| text(zh(&unit.names))),
        number(Some(shelter.position.lon())),
        number(Some(shelter.position.lat())),
        text(shelter.kind.word()),
        text(perils.join(";")),
        number(shelter.elevation_cm.map(|cm| f64::from(cm) / 100.0)),
        count(shelter.area_m2),
        text(shelter.class.word()),
        count(one.capacity),
        count(one.households),
        count(one.people),
    ];
    let at = json!({ "type": "Point", "coordinates": [shelter.position.lon(), shelter.position.lat()] });
    Row { cells, geometry: Some(at) }
}
