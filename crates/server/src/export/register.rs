//! The register of places as a file, which can be taken in again as it is.

use std::collections::{BTreeSet, HashMap};

use axum::extract::State;
use axum::response::Response;
use document::sheet::Cell;
use domain::id::{PlaceId, UnitId};
use domain::place::{FieldValue, Place, PlaceKinds, metres};
use service::exchange::field_column;

use super::table::{Format, Row, number, respond, text};
use super::{FormatParams, PAGE, dated, pages, zh};
use crate::extract::Params;
use crate::place_register::SearchParams;
use crate::problem::Problem;
use crate::session::Signed;
use crate::state::App;

const COLUMNS: &[&str] = &[
    "code",
    "kind",
    "name_zh",
    "name_en",
    "parent_code",
    "unit_code",
    "unit_name",
    "lon",
    "lat",
    "elevation_m",
    "sill_m",
    "household_count",
    "responsible_body",
    "kind_name",
];

/// Places of the register that the reader sees, by code; the filters of the list apply.
#[utoipa::path(get, path = "/api/places/register/export", operation_id = "export_place_register", tag = "places", params(SearchParams, FormatParams),
    responses((status = 200, description = "the register as a file", content((Vec<u8> = "text/csv"), (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), (Vec<u8> = "application/geo+json")))))]
pub(crate) async fn export(
    State(app): State<App>,
    signed: Signed,
    Params(params): Params<SearchParams>,
    Params(form): Params<FormatParams>,
) -> Result<Response, Problem> {
    let format = Format::of(form.format.as_deref(), &[Format::Csv, Format::Xlsx, Format::GeoJson])?;
    let unit = app.service.place_area(&signed.actor, params.unit.map(UnitId))?;
    let (name, filter) = (dated(&app, "places"), params.filter()?);
    let fields = fields(app.service.place_kinds()?, &filter.kinds);
    let asked: Vec<&'static str> = fields.iter().filter_map(|id| field_column(id)).collect();
    let columns = [COLUMNS, asked.as_slice()].concat();
    let read = move |after: Option<String>| {
        let (app, path, filter, fields) = (app.clone(), unit.path.clone(), filter.clone(), fields.clone());
        async move {
            let places = app.service.store().find_places(&path, &filter, after.as_deref(), PAGE).await?;
            let next = places.last().filter(|_| places.len() as u64 == PAGE).map(|place| place.code.clone());
            let parents: Vec<PlaceId> = places.iter().filter_map(|place| place.parent).collect();
            let parents = app.service.store().places_by_id(&parents).await?;
            Ok((places.iter().map(|place| row(&app, place, &parents, &fields)).collect(), next))
        }
    };
    respond(format, &name, columns, pages(read)).await
}

/// Ids of the fields that places of these kinds have, of all kinds where none is named; in the order of the table.
fn fields(kinds: &PlaceKinds, asked: &[String]) -> Vec<String> {
    let of: BTreeSet<&str> =
        asked.iter().flat_map(|kind| kinds.fields_of(kind)).map(|field| field.id.as_str()).collect();
    let wanted = kinds.fields().iter().filter(|field| asked.is_empty() || of.contains(field.id.as_str()));
    wanted.map(|field| field.id.clone()).collect()
}

fn value(value: Option<&FieldValue>) -> Cell {
    match value {
        None => Cell::Empty,
        Some(FieldValue::Flag(flag)) => text(flag.to_string()),
        #[expect(clippy::cast_precision_loss, reason = "ranges of the table lie far within what fits")]
        Some(FieldValue::Whole(whole)) => number(Some(*whole as f64)),
        Some(FieldValue::Decimal(decimal)) => number(Some(*decimal)),
        Some(FieldValue::Text(known)) => text(known.clone()),
    }
}

fn row(app: &App, place: &Place, parents: &HashMap<PlaceId, Place>, fields: &[String]) -> Row {
    let (tree, bodies) = (app.service.tree(), app.service.bodies());
    let name = |language: &str| text(place.names.0.get(language).cloned().unwrap_or_default());
    let (unit, middle) = (tree.by_id(place.unit), service::place::middle_of(&place.geometry));
    let parent = place.parent.and_then(|id| parents.get(&id));
    let body = place.facts.body.and_then(|id| bodies.iter().find(|body| body.id == id));
    let kind = app.service.place_kinds().ok().and_then(|kinds| kinds.get(&place.kind));
    let mut cells = vec![
        text(place.code.clone()),
        text(place.kind.clone()),
        name("zh"),
        name("en"),
        text(parent.map(|parent| parent.code.clone()).unwrap_or_default()),
        text(unit.and_then(|unit| unit.code.clone()).unwrap_or_default()),
        text(unit.map(|unit| zh(&unit.names)).unwrap_or_default()),
        number(middle.map(|at| at.lon())),
        number(middle.map(|at| at.lat())),
        number(place.facts.elevation_cm.map(metres)),
        number(place.facts.sill_cm.map(metres)),
        number(place.facts.households.map(f64::from)),
        text(body.map(|body| body.code.clone()).unwrap_or_default()),
        text(kind.map(|kind| zh(&kind.names)).unwrap_or_default()),
    ];
    cells.extend(fields.iter().map(|id| value(place.fields.get(id))));
    Row { cells, geometry: serde_json::to_value(&place.geometry).ok() }
}
