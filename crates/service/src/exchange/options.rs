//! How a file is to be read.

use std::collections::BTreeMap;
use std::path::Path;

use domain::geometry::datum::Datum;
use jiff::tz::TimeZone;

use super::error::ReadError;

/// Largest file read unless the options say otherwise: 256 MiB.
pub const DEFAULT_MAX_BYTES: u64 = 256 << 20;

/// File formats for units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated values with a header.
    Csv,
    /// A GeoJSON feature collection.
    GeoJson,
    /// A shapefile: `.shp` and `.dbf`, with `.prj` and `.cpg` where they exist.
    Shapefile,
}

impl Format {
    /// The stable word used in options.
    pub fn word(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::GeoJson => "geojson",
            Self::Shapefile => "shapefile",
        }
    }

    /// The format with this [`word`](Self::word).
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Csv, Self::GeoJson, Self::Shapefile].into_iter().find(|format| format.word() == word)
    }

    /// By the extension, upper or lower case.
    ///
    /// # Errors
    /// [`ReadError::UnknownFormat`] for any other extension.
    pub fn of(path: &Path) -> Result<Self, ReadError> {
        let extension = path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
        match extension.as_str() {
            "csv" => Ok(Self::Csv),
            "geojson" | "json" => Ok(Self::GeoJson),
            "shp" => Ok(Self::Shapefile),
            _ => Err(ReadError::UnknownFormat { extension }),
        }
    }
}

/// How a file is to be read. `Default` suits files that this program wrote.
#[derive(Debug, Clone)]
pub struct ReadOptions {
    /// The format; by extension where none.
    pub format: Option<Format>,
    /// What longitudes and latitudes refer to.
    pub datum: Datum,
    /// Largest file accepted, in bytes; for a shapefile, each of its files.
    pub max_bytes: u64,
    /// Text encoding, by any WHATWG label (`utf-8`, `gb18030`); found out where none.
    pub encoding: Option<String>,
    /// Time zone in which a date without time begins (IANA name).
    pub zone: String,
    /// Projection string of a shapefile's coordinates; its `.prj` where none.
    pub crs: Option<String>,
    /// Our column → the column of the file that stands for it.
    pub fields: BTreeMap<String, String>,
    /// Our column → a value for all rows; it wins over the file.
    pub set: BTreeMap<String, String>,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self {
            format: None,
            datum: Datum::Wgs84,
            max_bytes: DEFAULT_MAX_BYTES,
            encoding: None,
            zone: "Asia/Shanghai".to_owned(),
            crs: None,
            fields: BTreeMap::new(),
            set: BTreeMap::new(),
        }
    }
}

/// The time zone of this IANA name.
pub(super) fn zone(name: &str) -> Result<TimeZone, ReadError> {
    TimeZone::get(name).map_err(|_| ReadError::UnknownZone { zone: name.to_owned() })
}
