//! GeoJSON (RFC 7946), one feature at a time.
//!
//! `serde_json` walks the text and refuses what is nested over 127 deep; each feature becomes a
//! tree of its own and is dropped before the next one, so that memory follows the largest feature
//! and not the file.

use std::borrow::Cow;
use std::io::BufReader;
use std::path::Path;

use geojson::{Feature, GeometryValue, JsonObject, JsonValue};
use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::boundary::Rings;
use super::columns::{Cells, language, present, strangers};
use super::error::ReadError;
use super::options::ReadOptions;
use super::report::Report;
use super::text;
use super::unit::{COLUMNS, Intake};

/// Reads units from a feature collection.
pub(super) fn units(path: &Path, intake: &mut Intake<'_>) -> Result<(), ReadError> {
    let options = intake.options;
    strangers(&COLUMNS, options.fields.keys().chain(options.set.keys()), &mut intake.report);
    let mut unknown = Unknown::default();
    let guessed = each(
        path,
        options,
        &mut |row, feature, report_to: &mut Intake<'_>| {
            let Some(feature) = parsed(row, feature, &mut report_to.report) else { return };
            let properties = Properties { properties: feature.properties.unwrap_or_default(), options };
            unknown.see(&properties, &mut report_to.report);
            let shape = match feature.geometry.map(|geometry| geometry.value) {
                None => Vec::new(),
                Some(value) => polygons(value).unwrap_or_else(|kind| {
                    let message = format!("geometry `{kind}` is not a `Polygon` or `MultiPolygon`");
                    report_to.report.error(row, "geometry", kind, "invalid_boundary", message);
                    Vec::new()
                }),
            };
            report_to.take(row, &properties, shape, &|x, y| Some((x, y)));
        },
        intake,
    )?;
    if let Some(guess) = guessed {
        intake.report.warning(
            0,
            "file",
            guess,
            "encoding_guessed",
            format!("the file is not UTF-8; it was read as {guess}"),
        );
    }
    Ok(())
}

/// Calls `take` with each feature and its number from 1; gives the encoding where it was guessed.
pub(super) fn each<T>(
    path: &Path,
    options: &ReadOptions,
    take: &mut dyn FnMut(u64, JsonValue, &mut T),
    context: &mut T,
) -> Result<Option<&'static str>, ReadError> {
    let text = text::text(path, options.max_bytes, options.encoding.as_deref())?;
    let mut crs = None;
    let guessed = text.guessed;
    let mut deserializer = serde_json::Deserializer::from_reader(BufReader::new(text.reader));
    let seed = Collection { take, context, crs: &mut crs };
    let read = seed.deserialize(&mut deserializer).and_then(|()| deserializer.end());
    read.map_err(|error| failure(&error))?;
    match crs {
        Some(name) if !is_wgs84(&name) => {
            Err(ReadError::UnsupportedCrs { found: format!("`{}`", domain::geometry::check::shortened(&name)) })
        }
        _ => Ok(guessed),
    }
}

fn failure(error: &serde_json::Error) -> ReadError {
    let detail = error.to_string();
    if detail.starts_with("recursion limit") {
        ReadError::TooDeep { line: error.line() }
    } else if error.is_eof() {
        ReadError::Truncated { detail }
    } else {
        ReadError::NotGeoJson { detail }
    }
}

/// Old files name their system; these names mean longitude and latitude in WGS-84 or CGCS2000.
fn is_wgs84(name: &str) -> bool {
    let name = name.to_uppercase();
    ["CRS84", ":4326", "::4326", ":4490", "::4490"].iter().any(|end| name.ends_with(end))
}

struct Collection<'a, T> {
    take: &'a mut dyn FnMut(u64, JsonValue, &mut T),
    context: &'a mut T,
    crs: &'a mut Option<String>,
}

impl<'de, T> DeserializeSeed<'de> for Collection<'_, T> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, T> Visitor<'de> for Collection<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a GeoJSON feature collection")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let (mut kind, mut features) = (None, false);
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "type" => kind = Some(map.next_value::<JsonValue>()?),
                "crs" => {
                    let crs: JsonValue = map.next_value()?;
                    *self.crs = crs.pointer("/properties/name").and_then(JsonValue::as_str).map(str::to_owned);
                }
                "features" => {
                    features = true;
                    map.next_value_seed(Features { take: self.take, context: self.context })?;
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        match kind.as_ref().and_then(JsonValue::as_str) {
            Some("FeatureCollection") if features => Ok(()),
            _ => Err(A::Error::custom("it is not an object of type `FeatureCollection` with `features`")),
        }
    }
}

struct Features<'a, T> {
    take: &'a mut dyn FnMut(u64, JsonValue, &mut T),
    context: &'a mut T,
}

impl<'de, T> DeserializeSeed<'de> for Features<'_, T> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, T> Visitor<'de> for Features<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a list of features")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let mut row = 0;
        while let Some(feature) = list.next_element()? {
            row += 1;
            (self.take)(row, feature, self.context);
        }
        Ok(())
    }
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

/// A feature's properties by our column names.
pub(super) struct Properties<'a> {
    pub(super) properties: JsonObject,
    pub(super) options: &'a ReadOptions,
}

impl Properties<'_> {
    fn find(&self, column: &str) -> Option<&JsonValue> {
        let theirs = self.options.fields.get(column).map_or(column, String::as_str);
        self.properties.get(theirs).or_else(|| {
            self.properties.iter().find(|(name, _)| name.eq_ignore_ascii_case(theirs)).map(|(_, value)| value)
        })
    }
}

impl Cells for Properties<'_> {
    fn get(&self, column: &str) -> Option<Cow<'_, str>> {
        if let Some(value) = self.options.set.get(column) {
            return present(Cow::Borrowed(value));
        }
        present(match self.find(column)? {
            JsonValue::Null => return None,
            JsonValue::String(text) => Cow::Borrowed(text),
            // Some programs write every number with a fraction: `410104003.0`.
            JsonValue::Number(number) => match number.as_f64() {
                Some(whole) if number.is_f64() && whole.fract() == 0.0 && whole.abs() < 1e15 => {
                    Cow::Owned(format!("{whole:.0}"))
                }
                _ => Cow::Owned(number.to_string()),
            },
            // Lists and objects come through as their JSON and are refused as values.
            other => Cow::Owned(other.to_string()),
        })
    }

    fn languages(&self) -> Vec<String> {
        let columns = self.properties.keys().chain(self.options.fields.keys()).chain(self.options.set.keys());
        let mut languages: Vec<String> = columns.filter_map(|column| language(column)).collect();
        languages.sort();
        languages.dedup();
        languages
    }
}

/// Properties that no column takes; each is reported once.
#[derive(Default)]
struct Unknown {
    seen: std::collections::HashSet<String>,
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
                let message =
                    format!("property `{}` is not known and is passed over", domain::geometry::check::shortened(name));
                report.warning(0, "column", name, "unknown_column", message);
            }
        }
    }
}
