//! Places as a file.

use axum::extract::State;
use axum::response::Response;
use domain::place::Place;
use domain::unit::UnitTree;

use super::table::{Format, Row, number, respond, text};
use super::{FormatParams, PAGE, pages, zh};
use crate::extract::Params;
use crate::place::ListParams;
use crate::problem::Problem;
use crate::state::App;
use crate::unit::find;

const COLUMNS: &[&str] =
    &["code", "id", "kind", "name_zh", "name_en", "parent", "unit_code", "unit_name", "lon", "lat"];

/// Buildings, stairwells, garages, schools and shops of a unit, by code.
#[utoipa::path(get, path = "/api/places/export", operation_id = "export_places", tag = "places", params(ListParams, FormatParams),
    responses((status = 200, description = "the places as a file", content((Vec<u8> = "text/csv"), (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), (Vec<u8> = "application/geo+json"))),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
        (status = 503, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn export(
    State(app): State<App>,
    Params(params): Params<ListParams>,
    Params(form): Params<FormatParams>,
) -> Result<Response, Problem> {
    let format = Format::of(form.format.as_deref(), &[Format::Csv, Format::Xlsx, Format::GeoJson])?;
    let path = find(&app.service.tree(), params.unit)?.path.clone();
    let read = move |after: Option<String>| {
        let (app, path) = (app.clone(), path.clone());
        async move {
            let places = app.service.store().places_after(&path, after.as_deref(), PAGE).await?;
            let next = places.last().filter(|_| places.len() as u64 == PAGE).map(|place| place.code.clone());
            let tree = app.service.tree();
            Ok((places.iter().map(|place| row(&tree, place)).collect(), next))
        }
    };
    respond(format, "places", COLUMNS, pages(read)).await
}

fn row(tree: &UnitTree, place: &Place) -> Row {
    let name = |language: &str| text(place.names.0.get(language).cloned().unwrap_or_default());
    let unit = tree.by_id(place.unit);
    let middle = service::place::middle_of(&place.geometry);
    let cells = vec![
        text(place.code.clone()),
        text(place.id.to_string()),
        text(place.kind.clone()),
        name("zh"),
        name("en"),
        text(place.parent.map(|id| id.to_string()).unwrap_or_default()),
        text(unit.and_then(|unit| unit.code.clone()).unwrap_or_default()),
        text(unit.map(|unit| zh(&unit.names)).unwrap_or_default()),
        number(middle.map(|at| at.lon())),
        number(middle.map(|at| at.lat())),
    ];
    Row { cells, geometry: serde_json::to_value(&place.geometry).ok() }
}
