//! The mapping file: which of their fields are ours, and which of our states are their words.
//!
//! A field is the name of a CSV column or of a JSON member; one that begins with `/` is a JSON pointer.

use std::collections::BTreeMap;

use serde::Deserialize;

use domain::geometry::datum::Datum;

/// One system outside and how it speaks.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// Short key of the system: lower-case letters, digits, `.`, `-`, `_`. Numbers are unique within it.
    pub system: String,
    /// Its name, for people.
    pub name: String,
    /// JSON pointer to the list of orders; the document itself is the list when missing.
    #[serde(default)]
    pub records: Option<String>,
    /// Field of their number.
    pub number: String,
    /// Fields that make the description, in this order.
    pub text: Vec<String>,
    /// Field of the address; it is written below the description.
    #[serde(default)]
    pub address: Option<String>,
    /// When the order was taken down.
    pub reported_at: TimeSource,
    /// What it is about.
    pub category: CategoryTable,
    /// How urgent they say it is.
    #[serde(default)]
    pub urgency: Option<ValueTable>,
    /// Where it is.
    #[serde(default)]
    pub position: Option<PositionSource>,
    /// The unit, where there is no position.
    #[serde(default)]
    pub unit: Option<UnitSource>,
    /// Our state → their status word. A state that is missing is not told.
    #[serde(default)]
    pub status: BTreeMap<String, String>,
    /// How a status is told; nothing is told when missing.
    #[serde(default)]
    pub write_back: Option<WriteBack>,
    /// The columns of the list that the superior asks for.
    #[serde(default)]
    pub export: Vec<Column>,
}

/// A field with a time.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TimeSource {
    /// The field.
    pub field: String,
    /// Time zone of times without one (IANA name).
    pub zone: String,
    /// Its form in `strftime` signs (`%Y/%m/%d %H:%M`); ISO 8601 and RFC 3339 when missing.
    #[serde(default)]
    pub format: Option<String>,
}

/// A field of words, and what they mean.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ValueTable {
    /// The field.
    pub field: String,
    /// Their word → ours.
    pub values: BTreeMap<String, String>,
}

/// The field of the category. Our ids and names are understood without being listed.
pub type CategoryTable = ValueTable;

/// Fields of a position.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PositionSource {
    /// Field of the longitude, degrees.
    pub lon: String,
    /// Field of the latitude, degrees.
    pub lat: String,
    /// What the degrees refer to.
    #[serde(default)]
    pub datum: Datum,
}

/// The field of a unit.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitSource {
    /// The field: a unit's code, or a word of `values`.
    pub field: String,
    /// Their word → code of our unit.
    #[serde(default)]
    pub values: BTreeMap<String, String>,
    /// Code of the unit that takes orders which name no place; they are refused when missing.
    #[serde(default)]
    pub unknown: Option<String>,
}

/// How a status is told: one JSON object by HTTP POST.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WriteBack {
    /// Where it goes; `{number}` stands for their number.
    pub url: String,
    /// Member that holds their number.
    pub number: String,
    /// Member that holds their status word.
    pub status: String,
    /// Member that holds the time.
    pub time: String,
    /// Form of the time in `strftime` signs; RFC 3339 when missing.
    #[serde(default)]
    pub time_format: Option<String>,
    /// Members that are always the same.
    #[serde(default)]
    pub constants: BTreeMap<String, String>,
    /// Header of the credential.
    #[serde(default = "authorization")]
    pub credential_header: String,
    /// File that holds the header's value and nothing else; none is sent when missing.
    #[serde(default)]
    pub credential_file: Option<std::path::PathBuf>,
    /// Where the answer says that it was taken; any answer 2xx does when missing.
    #[serde(default)]
    pub taken: Option<Taken>,
    /// The credential itself, as it was read from its file at the start.
    #[serde(skip)]
    pub credential: Option<String>,
}

/// Shows no credential.
impl std::fmt::Debug for WriteBack {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WriteBack").field("url", &self.url).finish_non_exhaustive()
    }
}

/// Where an answer says that a status was taken.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Taken {
    /// JSON pointer into the answer.
    pub at: String,
    /// What stands there then.
    pub when: String,
}

/// One column of the list for the superior.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Its heading.
    pub name: String,
    /// What stands in it: a word of [`Column::VALUES`].
    #[serde(default)]
    pub value: Option<String>,
    /// The same text in every row.
    #[serde(default)]
    pub constant: Option<String>,
}

impl Column {
    /// What a column can hold.
    pub const VALUES: [&str; 16] = [
        "outside_number",
        "number",
        "status",
        "state",
        "category",
        "category_id",
        "urgency",
        "text",
        "unit_code",
        "unit_name",
        "body",
        "lon",
        "lat",
        "reported_at",
        "received_at",
        "closed_at",
    ];
}

/// Why a mapping cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the mapping: {0}")]
pub struct MappingError(pub String);

fn authorization() -> String {
    "Authorization".to_owned()
}

impl Mapping {
    /// Reads a mapping from TOML, or from JSON where it begins with `{`.
    ///
    /// # Errors
    /// Where a member is missing, unknown or of another type.
    pub fn parse(text: &str) -> Result<Self, MappingError> {
        let text = text.trim_start_matches('\u{feff}');
        if text.trim_start().starts_with('{') {
            return serde_json::from_str(text).map_err(|error| MappingError(error.to_string()));
        }
        toml::from_str(text).map_err(|error| MappingError(error.to_string().trim_end().to_owned()))
    }

    /// Reads a mapping file of at most 1 MiB, and the credential that it names. Relative names start at its folder.
    ///
    /// # Errors
    /// As [`parse`](Self::parse), and where a file cannot be read.
    pub fn load(path: &std::path::Path) -> Result<Self, MappingError> {
        let text = short_file(path, 1 << 20)?;
        let mut mapping =
            Self::parse(&text).map_err(|error| MappingError(format!("`{}`: {}", path.display(), error.0)))?;
        if let Some(back) = &mut mapping.write_back
            && let Some(file) = &back.credential_file
        {
            let file = path.parent().unwrap_or(std::path::Path::new(".")).join(file);
            back.credential = Some(short_file(&file, 1 << 14)?.trim().to_owned());
        }
        Ok(mapping)
    }
}

fn short_file(path: &std::path::Path, max: u64) -> Result<String, MappingError> {
    use std::io::Read;
    let failed = |error: &dyn std::fmt::Display| MappingError(format!("`{}` cannot be read: {error}", path.display()));
    let mut text = String::new();
    let file = std::fs::File::open(path).map_err(|error| failed(&error))?;
    file.take(max + 1).read_to_string(&mut text).map_err(|error| failed(&error))?;
    if text.len() as u64 > max { Err(failed(&"it is too large")) } else { Ok(text) }
}
