//! The mapping file: which columns of a foreign list mean what.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use super::super::error::ReadError;
use super::super::text;

/// Which columns of a foreign list mean what. Column names are the file's own, upper or lower case.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseMapping {
    /// Where the list comes from, in words; kept with the import.
    pub source: String,
    /// What the cases become: `service_request` or `hazard`.
    pub kind: String,
    /// Time zone of dates without one (IANA name).
    pub zone: String,
    /// Form of the dates in `strftime` signs (`%m/%d/%Y`); ISO 8601 and RFC 3339 where none.
    #[serde(default)]
    pub date_format: Option<String>,
    /// The other system's number.
    pub outside_number: String,
    /// Code of the unit.
    pub unit_code: String,
    /// Values of the unit column that mean that it is not known.
    #[serde(default)]
    pub unit_unknown: Vec<String>,
    /// What it is about.
    pub category: CategorySource,
    /// When it was reported.
    pub reported_at: String,
    /// When it was closed.
    #[serde(default)]
    pub closed_at: Option<String>,
    /// How it stands.
    #[serde(default)]
    pub status: Option<String>,
    /// Values of the status column that mean that it is closed.
    #[serde(default)]
    pub closed_statuses: Vec<String>,
    /// Longitude in degrees, WGS-84.
    #[serde(default)]
    pub lon: Option<String>,
    /// Latitude in degrees, WGS-84.
    #[serde(default)]
    pub lat: Option<String>,
    /// Columns whose texts make the description, in this order.
    #[serde(default)]
    pub text: Vec<String>,
}

/// Where the category of a case comes from.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub enum CategorySource {
    /// The same for all.
    Constant {
        /// Code of the category.
        constant: String,
    },
    /// From a column.
    Column {
        /// The column.
        column: String,
        /// Their value → our code; values that are not listed refuse their row.
        values: BTreeMap<String, String>,
    },
}

impl CaseMapping {
    /// Reads a mapping from JSON text.
    ///
    /// # Errors
    /// [`ReadError::Mapping`] where it is not JSON, misses a member or has an unknown one.
    pub fn from_json(json: &str) -> Result<Self, ReadError> {
        serde_json::from_str(json).map_err(|error| ReadError::Mapping { detail: error.to_string() })
    }

    /// Reads a mapping file of at most 1 MiB.
    ///
    /// # Errors
    /// As [`from_json`](Self::from_json), and where the file cannot be read.
    pub fn from_path(path: &Path) -> Result<Self, ReadError> {
        Self::from_json(&String::from_utf8_lossy(&text::bytes(path, 1 << 20)?))
    }

    /// Pairs of our name and the file's column.
    pub(super) fn columns(&self) -> BTreeMap<String, String> {
        let single = [
            ("outside_number", Some(&self.outside_number)),
            ("unit_code", Some(&self.unit_code)),
            ("reported_at", Some(&self.reported_at)),
            ("closed_at", self.closed_at.as_ref()),
            ("status", self.status.as_ref()),
            ("lon", self.lon.as_ref()),
            ("lat", self.lat.as_ref()),
            (
                "category",
                match &self.category {
                    CategorySource::Column { column, .. } => Some(column),
                    CategorySource::Constant { .. } => None,
                },
            ),
        ];
        let single = single.into_iter().filter_map(|(ours, theirs)| Some((ours.to_owned(), theirs?.clone())));
        single.chain(self.text.iter().enumerate().map(|(i, theirs)| (format!("text_{i}"), theirs.clone()))).collect()
    }
}
