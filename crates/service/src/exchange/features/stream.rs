//! A feature collection as a stream: `serde_json` walks the text and refuses what is nested over 127
//! deep; each feature becomes a tree of its own and is dropped before the next one, so that memory
//! follows the largest feature and not the file.

use std::fs::File;
use std::io::BufReader;

use domain::geometry::check::shortened;
use geojson::JsonValue;
use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::super::error::ReadError;
use super::super::meter::{Meter, Metered, counted};
use super::super::text::Decoded;

/// Calls `take` with each feature and its number from 1.
pub(in super::super) fn each(inner: Decoded<File>, take: &mut dyn FnMut(u64, JsonValue)) -> Result<(), ReadError> {
    let meter = Meter::new();
    let text = BufReader::new(Metered { inner, meter: meter.clone() });
    let mut deserializer = serde_json::Deserializer::from_reader(text);
    let mut crs = None;
    let seed = Collection { take, meter: &meter, crs: &mut crs };
    let read = seed.deserialize(&mut deserializer).and_then(|()| deserializer.end());
    read.map_err(|error| failure(error, &meter))?;
    match crs.filter(|name| !is_wgs84(name)) {
        Some(name) => Err(ReadError::UnsupportedCrs { found: format!("`{}`", shortened(&name)) }),
        None => Ok(()),
    }
}

fn failure(error: serde_json::Error, meter: &Meter) -> ReadError {
    let detail = error.to_string();
    if error.is_io() {
        meter.failure(error.into())
    } else if detail.starts_with("recursion limit") {
        ReadError::TooDeep { line: error.line() }
    } else if error.is_eof() {
        ReadError::Truncated { detail }
    } else {
        counted(meter.row()).err().unwrap_or(ReadError::NotGeoJson { detail })
    }
}

/// Old files name their system; these names mean longitude and latitude in WGS-84 or CGCS2000.
fn is_wgs84(name: &str) -> bool {
    let name = name.to_uppercase();
    ["CRS84", ":4326", ":4490"].iter().any(|end| name.ends_with(end))
}

struct Collection<'a> {
    take: &'a mut dyn FnMut(u64, JsonValue),
    meter: &'a Meter,
    crs: &'a mut Option<String>,
}

impl<'de> DeserializeSeed<'de> for Collection<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Collection<'_> {
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
                "features" if features => return Err(A::Error::duplicate_field("features")),
                "features" => {
                    features = true;
                    map.next_value_seed(Features { take: &mut *self.take, meter: self.meter })?;
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

struct Features<'a> {
    take: &'a mut dyn FnMut(u64, JsonValue),
    meter: &'a Meter,
}

impl<'de> DeserializeSeed<'de> for Features<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Features<'_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a list of features")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let mut row = self.meter.begin_row();
        while let Some(feature) = list.next_element()? {
            counted(row).map_err(A::Error::custom)?;
            (self.take)(row, feature);
            row = self.meter.begin_row();
        }
        Ok(())
    }
}
