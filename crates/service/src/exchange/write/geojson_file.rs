//! GeoJSON, one feature a line, written as the units come.

use std::io::Write;

use domain::geometry::convert;
use serde_json::{Map, Value};

use super::super::cells::{COUNTS, counts_of};
use super::super::error::WriteError;
use super::super::unit::COLUMNS;
use super::{UnitExport, text_of};

pub(super) fn write<'a>(
    mut out: impl Write,
    units: impl IntoIterator<Item = UnitExport<'a>>,
) -> Result<(), WriteError> {
    out.write_all(b"{\"type\":\"FeatureCollection\",\"features\":[")?;
    for (index, export) in units.into_iter().enumerate() {
        out.write_all(if index == 0 { b"\n" } else { b",\n" })?;
        let feature = geojson::Feature {
            bbox: None,
            geometry: export.unit.boundary.as_ref().map(convert::geojson),
            id: None,
            properties: Some(properties(&export)),
            foreign_members: None,
        };
        serde_json::to_writer(&mut out, &feature).map_err(|error| WriteError::Io(error.into()))?;
    }
    out.write_all(b"\n]}\n")?;
    Ok(out.flush()?)
}

/// What is known, numbers as numbers and flags as flags.
fn properties(export: &UnitExport<'_>) -> Map<String, Value> {
    let mut properties = Map::new();
    for (column, _) in COLUMNS {
        let value = match column {
            "boundary_wkt" => continue,
            "transliterated" => Value::Bool(export.unit.transliterated),
            "fictional" => Value::Bool(export.unit.fictional),
            "statistics_estimate" => match export.statistics {
                Some(statistics) => Value::Bool(statistics.estimate),
                None => continue,
            },
            _ => match COUNTS.iter().position(|count| *count == column) {
                Some(index) => match export.statistics.and_then(|statistics| counts_of(statistics)[index]) {
                    Some(count) => Value::from(count),
                    None => continue,
                },
                None => match text_of(export, column) {
                    text if text.is_empty() => continue,
                    text => Value::String(text),
                },
            },
        };
        properties.insert(column.to_owned(), value);
    }
    for (language, name) in &export.unit.names.0 {
        properties.insert(format!("name_{language}"), Value::String(name.clone()));
    }
    properties
}
