//! Why a file as a whole could not be read or written.

use thiserror::Error;

/// A file that cannot be read at all. Messages carry no path: whoever passed it knows it.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ReadError {
    /// Nothing is there.
    #[error("there is no such file")]
    NotFound,
    /// A folder, a pipe or a device.
    #[error("this is not a plain file")]
    NotAFile,
    /// The operating system refused.
    #[error("the file cannot be read: {0}")]
    Io(std::io::Error),
    /// Over the limit; found before anything was read.
    #[error("the file has {bytes} bytes; the limit is {limit} bytes")]
    TooLarge {
        /// Its size.
        bytes: u64,
        /// The limit it broke.
        limit: u64,
    },
    /// No byte, or none beside the header.
    #[error("the file is empty")]
    Empty,
    /// Neither given nor to be seen from the extension.
    #[error("extension `{extension}` says nothing about the format; name one of `csv`, `geojson`, `shapefile`")]
    UnknownFormat {
        /// What stands behind the last dot.
        extension: String,
    },
    /// An encoding that nobody knows.
    #[error("encoding `{label}` is not known; use `utf-8` or `gb18030`")]
    UnknownEncoding {
        /// As given by the option or the `.cpg` file.
        label: String,
    },
    /// The bytes are not text in the encoding.
    #[error("byte {offset} of the file is not {encoding}; give the encoding by name if it is another one")]
    TextEncoding {
        /// What was tried.
        encoding: String,
        /// Of the first byte that does not fit, counted from 0.
        offset: u64,
    },
    /// A time zone that nobody knows.
    #[error("time zone `{zone}` is not known")]
    UnknownZone {
        /// As given.
        zone: String,
    },
    /// The header has no such column.
    #[error("column `{column}` is missing; the file has {}", listed(.found))]
    ColumnMissing {
        /// What is needed.
        column: String,
        /// What the header has.
        found: Vec<String>,
    },
    /// The header has a column twice.
    #[error("column `{column}` stands twice in the header")]
    ColumnRepeated {
        /// Its name.
        column: String,
    },
    /// One row holds more than the limit, often because a quotation mark is never closed.
    #[error("row {row} is longer than {limit} bytes; is a quotation mark or bracket left open?")]
    RowTooLong {
        /// Counted from 1.
        row: u64,
        /// The limit.
        limit: u64,
    },
    /// More rows than one import takes.
    #[error("the file has more than {limit} rows; divide it")]
    TooManyRows {
        /// The limit.
        limit: u64,
    },
    /// Not comma-separated text.
    #[error("this is not CSV: {detail}")]
    NotCsv {
        /// What was found.
        detail: String,
    },
    /// Not GeoJSON.
    #[error("this is not GeoJSON: {detail}")]
    NotGeoJson {
        /// What was found, with line and column.
        detail: String,
    },
    /// Objects or lists stand in each other too deep.
    #[error("objects or lists are nested over 127 deep, at line {line}")]
    TooDeep {
        /// Where.
        line: usize,
    },
    /// It ends in the middle.
    #[error("the file ends too early: {detail}")]
    Truncated {
        /// Where.
        detail: String,
    },
    /// Not a shapefile, or a damaged one.
    #[error("this is not a sound shapefile: {detail}")]
    NotShapefile {
        /// What was found.
        detail: String,
    },
    /// One of the files that make a shapefile.
    #[error("a shapefile needs its `.{extension}` beside the `.shp`")]
    PartMissing {
        /// Of the missing file.
        extension: &'static str,
    },
    /// A reference system that cannot be converted.
    #[error("reference system {found} is not supported; give a projection string, or convert the file to WGS-84")]
    UnsupportedCrs {
        /// What was found.
        found: String,
    },
    /// A mapping file that says nothing usable.
    #[error("the mapping file is not valid: {detail}")]
    Mapping {
        /// What is wrong.
        detail: String,
    },
}

impl ReadError {
    /// The stable code, as in the guide.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "file_not_found",
            Self::NotAFile => "not_a_file",
            Self::Io(_) => "file_unreadable",
            Self::TooLarge { .. } => "file_too_large",
            Self::Empty => "file_empty",
            Self::UnknownFormat { .. } => "unknown_format",
            Self::UnknownEncoding { .. } => "unknown_encoding",
            Self::TextEncoding { .. } => "text_encoding",
            Self::UnknownZone { .. } => "unknown_zone",
            Self::ColumnMissing { .. } => "column_missing",
            Self::ColumnRepeated { .. } => "column_repeated",
            Self::RowTooLong { .. } => "row_too_long",
            Self::TooManyRows { .. } => "too_many_rows",
            Self::NotCsv { .. } => "not_csv",
            Self::NotGeoJson { .. } => "not_geojson",
            Self::TooDeep { .. } => "nested_too_deep",
            Self::Truncated { .. } => "file_truncated",
            Self::NotShapefile { .. } => "not_shapefile",
            Self::PartMissing { .. } => "part_missing",
            Self::UnsupportedCrs { .. } => "crs_unsupported",
            Self::Mapping { .. } => "mapping_invalid",
        }
    }
}

impl From<std::io::Error> for ReadError {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::NotFound => Self::NotFound,
            _ => Self::Io(error),
        }
    }
}

/// At most thirty names in backticks.
fn listed(names: &[String]) -> String {
    if names.is_empty() {
        return "no columns".to_owned();
    }
    let some: Vec<String> =
        names.iter().take(30).map(|name| format!("`{}`", domain::geometry::check::shortened(name))).collect();
    some.join(", ")
}

/// A file that could not be written.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum WriteError {
    /// The operating system refused.
    #[error("the file cannot be written: {0}")]
    Io(#[from] std::io::Error),
    /// A shapefile is several files and needs a path.
    #[error("a shapefile is several files: it cannot go into one stream")]
    NeedsPath,
    /// A text too long for the table of a shapefile.
    #[error("`{column}` of unit `{code}` has {bytes} bytes; a shapefile holds {limit}; write GeoJSON instead")]
    DoesNotFit {
        /// The unit.
        code: String,
        /// The column.
        column: String,
        /// Length in UTF-8.
        bytes: usize,
        /// The most that fits.
        limit: usize,
    },
    /// Too many units or positions for the 32-bit sizes of a shapefile.
    #[error("the units are too many for one shapefile; write GeoJSON instead")]
    TooMuch,
}

impl WriteError {
    /// The stable code, as in the guide.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Io(_) => "file_unwritable",
            Self::NeedsPath => "needs_path",
            Self::DoesNotFit { .. } => "does_not_fit",
            Self::TooMuch => "too_much_for_shapefile",
        }
    }
}
