//! GeoJSON (RFC 7946): units from a feature collection, and what places share with them.

mod properties;
mod stream;

use std::collections::HashSet;
use std::path::Path;

use domain::geometry::check::shortened;
use geojson::{Feature, GeometryValue, JsonValue};

pub(super) use self::properties::Properties;
pub(super) use self::stream::each;
use super::boundary::Rings;
use super::columns::{language, strangers};
use super::error::ReadError;
use super::report::Report;
use super::text;
use super::unit::{COLUMNS, Intake};

/// Reads units from a feature collection.
pub(super) fn units(path: &Path, intake: &mut Intake<'_>) -> Result<(), ReadError> {
    let options = intake.options;
    strangers(&COLUMNS, options.fields.keys().chain(options.set.keys()), &mut intake.report);
    let text = text::text(path, options.max_bytes, options.encoding.as_deref(), &mut intake.report)?;
    let mut unknown = Unknown::default();
    each(text, &mut |row, feature| {
        let Some(feature) = parsed(row, feature, &mut intake.report) else { return };
        let properties = Properties { properties: feature.properties.unwrap_or_default(), options };
        unknown.see(&properties, &mut intake.report);
        let shape = match feature.geometry.map(|geometry| polygons(geometry.value)) {
            None => Vec::new(),
            Some(Ok(shape)) => shape,
            Some(Err(kind)) => {
                let message = format!("geometry `{kind}` is not a `Polygon` or `MultiPolygon`");
                intake.report.error(row, "geometry", kind, "invalid_boundary", message);
                Vec::new()
            }
        };
        intake.take(row, &properties, shape, &|x, y| Some((x, y)));
    })
}

/// The feature, or a finding.
pub(super) fn parsed(row: u64, feature: JsonValue, report: &mut Report) -> Option<Feature> {
    match serde_json::from_value::<Feature>(feature) {
        Ok(feature) => Some(feature),
        Err(error) => {
            let detail = error.to_string();
            report.error(
                row,
                "feature",
                &detail,
                "invalid_feature",
                "this is not a GeoJSON feature, or its coordinates are not numbers",
            );
            None
        }
    }
}

/// Polygons of a geometry; the error is the name of another kind.
fn polygons(value: GeometryValue) -> Result<Vec<Rings>, &'static str> {
    let rings = |polygon: Vec<Vec<geojson::Position>>| -> Rings {
        polygon.into_iter().map(|ring| ring.iter().map(pair).collect()).collect()
    };
    match value {
        GeometryValue::Polygon { coordinates } => Ok(vec![rings(coordinates)]),
        GeometryValue::MultiPolygon { coordinates } => Ok(coordinates.into_iter().map(rings).collect()),
        other => Err(other.type_name()),
    }
}

/// Longitude and latitude; NaN, which no check lets through, where one is missing.
pub(super) fn pair(position: &geojson::Position) -> (f64, f64) {
    let part = |i: usize| position.as_slice().get(i).copied().unwrap_or(f64::NAN);
    (part(0), part(1))
}

/// Properties that no column takes; each is reported once.
#[derive(Default)]
struct Unknown {
    seen: HashSet<String>,
}

impl Unknown {
    fn see(&mut self, cells: &Properties<'_>, report: &mut Report) {
        for name in cells.properties.keys() {
            let lower = name.to_lowercase();
            let known = language(name).is_some()
                || COLUMNS.iter().any(|(long, _)| *long == lower)
                || cells.options.fields.values().any(|theirs| theirs.eq_ignore_ascii_case(name));
            // A file may give each feature properties of its own.
            if !known && self.seen.len() < 100 && self.seen.insert(lower) {
                let message = format!("property `{}` is not known and is passed over", shortened(name));
                report.warning(0, "column", name, "unknown_column", message);
            }
        }
    }
}
