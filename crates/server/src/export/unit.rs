//! Units as a file: CSV and GeoJSON in the form that `import units` reads back, a workbook for people.

use axum::body::Body as HttpBody;
use axum::extract::State;
use axum::response::Response;
use domain::unit::{Statistics, Unit, UnitTree};
use serde::Deserialize;
use service::exchange::{Format as Exchange, UnitExport, write_units_to};
use utoipa::IntoParams;
use uuid::Uuid;

use super::table::{Format, Row, number, respond, text};
use super::{at_once, file};
use crate::extract::Params;
use crate::problem::Problem;
use crate::state::App;
use crate::unit::find;

/// Columns of the workbook. A boundary has no place in a cell.
const COLUMNS: &[&str] = &[
    "code",
    "parent",
    "kind",
    "name_zh",
    "name_en",
    "valid_from",
    "population",
    "households",
    "age_60_plus",
    "age_80_plus",
    "age_under_14",
];

/// Which units, in which form.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct UnitParams {
    /// This unit and everything below it; the whole tree when missing.
    within: Option<Uuid>,
    /// `csv` (default), `geojson` or `xlsx`.
    format: Option<String>,
}

/// Units with counts; CSV and GeoJSON have boundaries, and `import units` reads them back.
#[utoipa::path(get, path = "/api/units/export", operation_id = "export_units", tag = "units", params(UnitParams),
    responses((status = 200, description = "the units as a file", content((Vec<u8> = "text/csv"), (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), (Vec<u8> = "application/geo+json"))),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
        (status = 503, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn export(State(app): State<App>, Params(params): Params<UnitParams>) -> Result<Response, Problem> {
    let format = Format::of(params.format.as_deref(), &[Format::Csv, Format::GeoJson, Format::Xlsx])?;
    let tree = app.service.tree();
    let top = match params.within {
        Some(id) => find(&tree, id)?.clone(),
        None => tree.root().ok_or_else(|| Problem::not_found("unit: none has been imported yet"))?.clone(),
    };
    let ids: Vec<_> = tree.subtree(&top.path).map(|unit| unit.id).collect();
    let statistics = app.service.store().unit_statistics(&ids).await?;
    let (exchange, kind) = match format {
        Format::Csv => (Exchange::Csv, "text/csv; charset=utf-8"),
        Format::GeoJson => (Exchange::GeoJson, "application/geo+json"),
        Format::Xlsx => {
            let rows = tree.subtree(&top.path).map(|unit| row(&tree, unit, statistics.get(&unit.id)));
            return respond(format, "units", COLUMNS, at_once(rows.collect())).await;
        }
    };
    let bytes = tokio::task::spawn_blocking(move || {
        let rows = tree.subtree(&top.path).map(|unit| UnitExport::of(&tree, unit, statistics.get(&unit.id)));
        let mut bytes = Vec::new();
        write_units_to(&mut bytes, exchange, rows).map(|()| bytes)
    });
    let failed = |error: &dyn std::fmt::Display| Problem::from(service::ServiceError::Internal(error.to_string()));
    let bytes = bytes.await.map_err(|error| failed(&error))?.map_err(|error| failed(&error))?;
    Ok(file(kind, &format!("units.{}", format.word()), HttpBody::from(bytes)))
}

fn row(tree: &UnitTree, unit: &Unit, counts: Option<&Statistics>) -> Row {
    let parent = unit.parent.and_then(|id| tree.by_id(id)).and_then(|parent| parent.code.clone());
    let name = |language: &str| text(unit.names.0.get(language).cloned().unwrap_or_default());
    let count = |of: fn(&Statistics) -> Option<u32>| number(counts.and_then(of).map(f64::from));
    let cells = vec![
        text(unit.code.clone().unwrap_or_default()),
        text(parent.unwrap_or_default()),
        text(unit.kind.word()),
        name("zh"),
        name("en"),
        text(unit.valid_from.to_string()),
        count(|counts| counts.population),
        count(|counts| counts.households),
        count(|counts| counts.age_60_plus),
        count(|counts| counts.age_80_plus),
        count(|counts| counts.age_under_14),
    ];
    Row { cells, geometry: None }
}
