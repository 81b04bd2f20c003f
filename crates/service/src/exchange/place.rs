//! Places from GeoJSON: buildings, garages, schools.

use std::collections::HashMap;
use std::path::Path;

use domain::names::Names;
use domain::unit::boundary::Position;
use domain::unit::row::Finding;
use geojson::{Geometry, GeometryValue};
use jiff::tz::TimeZone;

use super::cells::Row;
use super::error::ReadError;
use super::features::{self, Properties, pair};
use super::options::ReadOptions;
use super::report::Report;
use super::text;

/// One place as a file gives it.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceRow {
    /// Feature in the file, counted from 1.
    pub row: u64,
    /// Code in the register (property `id`); unique within the file.
    pub code: String,
    /// What it is: `building`, `garage`, `school` …
    pub kind: String,
    /// Names by language; at least one.
    pub names: Names,
    /// Code of the place it is part of.
    pub parent: Option<String>,
    /// Code of the unit it stands in; by position where none.
    pub unit_code: Option<String>,
    /// Point, polygon or several polygons in WGS-84 degrees.
    pub geometry: Geometry,
}

/// The places of one file.
#[derive(Debug, Default)]
pub struct PlaceFile {
    /// Features without an error.
    pub rows: Vec<PlaceRow>,
    /// What is wrong with the others.
    pub findings: Vec<Finding>,
}

#[derive(Default)]
struct Intake {
    rows: Vec<PlaceRow>,
    report: Report,
    seen: HashMap<String, u64>,
}

/// Reads places: features with properties `id`, `kind`, `name_zh`, `name_en`, `parent`, `unit`.
///
/// # Errors
/// [`ReadError`] where the file as a whole cannot be read.
pub fn read_places(path: &Path) -> Result<PlaceFile, ReadError> {
    let (options, mut intake) = (ReadOptions::default(), Intake::default());
    let text = text::text(path, options.max_bytes, None, &mut intake.report)?;
    features::each(text, &mut |row, feature| take(row, feature, &options, &mut intake))?;
    Ok(PlaceFile { rows: intake.rows, findings: intake.report.into_findings() })
}

fn take(number: u64, feature: geojson::JsonValue, options: &ReadOptions, intake: &mut Intake) {
    let Some(feature) = features::parsed(number, feature, &mut intake.report) else { return };
    let cells = Properties { properties: feature.properties.unwrap_or_default(), options };
    let mut row = Row { number, cells: &cells, zone: &TimeZone::UTC, report: &mut intake.report };
    let (code, kind, names) = (row.required("id"), row.required("kind"), row.names());
    if !names.is_valid() {
        row.error(
            "name",
            names.best("zh"),
            "name_invalid",
            "a place needs a name; each has 1 to 120 characters and no control characters",
        );
        return;
    }
    let Some(geometry) = feature.geometry.filter(|geometry| on_earth(&geometry.value)) else {
        let message = "a place needs a point, a polygon or several polygons with longitude and latitude in degrees";
        row.error("geometry", code.as_deref().unwrap_or(""), "invalid_geometry", message);
        return;
    };
    let (parent, unit_code) = (row.short("parent"), row.short("unit"));
    let (Some(code), Some(kind)) = (code, kind) else { return };
    if let Some(first) = intake.seen.insert(code.clone(), number) {
        row.error(
            "id",
            &code,
            "code_repeated",
            format!("place `{code}` is feature {first} and again feature {number}"),
        );
        return;
    }
    // Members beside type and coordinates are dropped: nobody has looked at them.
    let geometry = Geometry::new(geometry.value);
    intake.rows.push(PlaceRow { row: number, code, kind, names, parent, unit_code, geometry });
}

/// Whether it is a point or polygons, all of it on Earth.
fn on_earth(value: &GeometryValue) -> bool {
    let fine = |p: &geojson::Position| {
        let (lon, lat) = pair(p);
        Position::from_degrees(lon, lat).is_some()
    };
    let polygon = |rings: &Vec<Vec<geojson::Position>>| {
        !rings.is_empty() && rings.iter().all(|ring| ring.len() >= 4 && ring.iter().all(fine))
    };
    match value {
        GeometryValue::Point { coordinates } => fine(coordinates),
        GeometryValue::Polygon { coordinates } => polygon(coordinates),
        GeometryValue::MultiPolygon { coordinates } => !coordinates.is_empty() && coordinates.iter().all(polygon),
        _ => false,
    }
}
