//! Units into a file that [`read_units`](super::read_units) reads back to the same rows.
//!
//! Positions are WGS-84 and go out exactly; rings keep their first position and run
//! counter-clockwise outside, clockwise around holes. A unit without code goes out with an empty
//! one, which cannot be read back.

mod csv_file;
mod geojson_file;
mod shapefile_files;

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use domain::unit::{Statistics, Unit, UnitTree};

use super::error::WriteError;
use super::options::Format;

/// One unit to write.
#[derive(Debug, Clone, Copy)]
pub struct UnitExport<'a> {
    /// The unit.
    pub unit: &'a Unit,
    /// Code of the unit above; none for the root.
    pub parent_code: Option<&'a str>,
    /// Its latest counts.
    pub statistics: Option<&'a Statistics>,
}

impl<'a> UnitExport<'a> {
    /// A unit of `tree`, with the code of the unit above it.
    pub fn of(tree: &'a UnitTree, unit: &'a Unit, statistics: Option<&'a Statistics>) -> Self {
        let parent = unit.parent.and_then(|id| tree.by_id(id));
        Self { unit, parent_code: parent.and_then(|parent| parent.code.as_deref()), statistics }
    }
}

/// Writes units to `path`; a shapefile becomes `.shp`, `.shx`, `.dbf`, `.prj` and `.cpg` beside each other.
///
/// # Errors
/// [`WriteError`] where the disk refuses or a text does not fit a shapefile. The file may then be
/// incomplete.
pub fn write_units<'a>(
    path: &Path,
    format: Format,
    units: impl IntoIterator<Item = UnitExport<'a>>,
) -> Result<(), WriteError> {
    match format {
        Format::Csv | Format::GeoJson => {
            let mut out = BufWriter::new(File::create(path)?);
            write_units_to(&mut out, format, units)?;
            out.into_inner().map_err(|error| error.into_error())?.sync_all()?;
            Ok(())
        }
        Format::Shapefile => shapefile_files::write(path, &units.into_iter().collect::<Vec<_>>()),
    }
}

/// Writes units as CSV or GeoJSON into a stream.
///
/// # Errors
/// [`WriteError::NeedsPath`] for a shapefile; [`WriteError::Io`] where the stream refuses.
pub fn write_units_to<'a>(
    out: impl Write,
    format: Format,
    units: impl IntoIterator<Item = UnitExport<'a>>,
) -> Result<(), WriteError> {
    match format {
        Format::Csv => csv_file::write(out, &units.into_iter().collect::<Vec<_>>()),
        Format::GeoJson => geojson_file::write(out, units),
        Format::Shapefile => Err(WriteError::NeedsPath),
    }
}

/// Languages of all names, Chinese and English first.
fn languages(units: &[UnitExport<'_>]) -> Vec<String> {
    let mut all: std::collections::BTreeSet<&str> =
        units.iter().flat_map(|export| export.unit.names.0.keys()).map(String::as_str).collect();
    all.remove("zh");
    all.remove("en");
    ["zh", "en"].into_iter().chain(all).map(str::to_owned).collect()
}

/// The value of one of our columns as text, boundary and names excepted; empty where there is none.
fn text_of(export: &UnitExport<'_>, column: &str) -> String {
    let unit = export.unit;
    if let Some(index) = super::cells::COUNTS.iter().position(|count| *count == column) {
        let count = export.statistics.and_then(|statistics| super::cells::counts_of(statistics)[index]);
        return count.map(|count| count.to_string()).unwrap_or_default();
    }
    match column {
        "code" => unit.code.clone().unwrap_or_default(),
        "parent" => export.parent_code.unwrap_or_default().to_owned(),
        "kind" => unit.kind.word().to_owned(),
        "transliterated" => unit.transliterated.to_string(),
        "fictional" => unit.fictional.to_string(),
        "boundary_quality" => unit.boundary_quality.word().to_owned(),
        "boundary_note" => unit.boundary_note.clone().unwrap_or_default(),
        "valid_from" => unit.valid_from.to_string(),
        "statistics_as_of" => export.statistics.map(|s| s.as_of.to_string()).unwrap_or_default(),
        "statistics_source" => export.statistics.map(|s| s.source.clone()).unwrap_or_default(),
        "statistics_estimate" => export.statistics.map(|s| s.estimate.to_string()).unwrap_or_default(),
        _ => String::new(),
    }
}

/// The name in a language; empty where there is none.
fn name_of<'a>(export: &UnitExport<'a>, language: &str) -> &'a str {
    export.unit.names.0.get(language).map_or("", String::as_str)
}
