//! Units from a file.

use std::path::Path;

use domain::geometry::datum;
use domain::unit::row::{Finding, UnitRow};
use domain::unit::{Boundary, BoundaryQuality, UnitKind};
use jiff::tz::TimeZone;

use super::boundary::{Rings, from_degrees};
use super::cells::Row;
use super::columns::Cells;
use super::error::ReadError;
use super::options::{self, Format, ReadOptions};
use super::report::Report;
use super::table::{Plan, Table};
use super::{features, shape, wkt};

/// The units of one file.
#[derive(Debug, Default)]
pub struct UnitFile {
    /// Rows that have a code and a kind, in file order.
    pub rows: Vec<UnitRow>,
    /// What is wrong with single rows. A row with an error may still stand among `rows`, without
    /// the value concerned, so that the checks of the tree see its code.
    pub findings: Vec<Finding>,
}

/// Our columns: the name in CSV and GeoJSON, and the name in a shapefile's table, which holds ten
/// characters. `name_*` columns come besides, under their own names.
pub(super) const COLUMNS: [(&str, &str); 19] = [
    ("code", "code"),
    ("parent", "parent"),
    ("kind", "kind"),
    ("transliterated", "translit"),
    ("fictional", "fictional"),
    ("boundary_wkt", "wkt"),
    ("boundary_quality", "bquality"),
    ("boundary_note", "bnote"),
    ("valid_from", "valid_from"),
    ("population", "pop"),
    ("households", "hh"),
    ("age_60_plus", "age60"),
    ("age_80_plus", "age80"),
    ("age_under_14", "age_u14"),
    ("rented_households", "hh_rented"),
    ("non_registered_households", "hh_nonreg"),
    ("statistics_as_of", "stat_as_of"),
    ("statistics_source", "stat_src"),
    ("statistics_estimate", "stat_est"),
];

/// Columns without which a table says nothing.
pub(super) const REQUIRED: [&str; 3] = ["code", "kind", "name_*"];

/// Reads units from CSV, GeoJSON or a shapefile; positions come out in WGS-84.
///
/// # Errors
/// [`ReadError`] where the file as a whole cannot be read. Problems of single rows are findings.
pub fn read_units(path: &Path, options: &ReadOptions) -> Result<UnitFile, ReadError> {
    let format = options.format.map_or_else(|| Format::of(path), Ok)?;
    let mut intake =
        Intake { zone: options::zone(&options.zone)?, options, rows: Vec::new(), report: Report::default() };
    match format {
        Format::Csv => from_csv(path, &mut intake)?,
        Format::GeoJson => features::units(path, &mut intake)?,
        Format::Shapefile => shape::units(path, &mut intake)?,
    }
    Ok(UnitFile { rows: intake.rows, findings: intake.report.into_findings() })
}

/// What the three formats hand their rows to.
pub(super) struct Intake<'a> {
    pub(super) options: &'a ReadOptions,
    zone: TimeZone,
    rows: Vec<UnitRow>,
    pub(super) report: Report,
}

impl Intake<'_> {
    /// Takes one row. `shape` are its polygons as the file has them; `project` brings them to
    /// degrees of the options' datum.
    pub(super) fn take(
        &mut self,
        number: u64,
        cells: &dyn Cells,
        shape: Vec<Rings>,
        project: &dyn Fn(f64, f64) -> Option<(f64, f64)>,
    ) {
        let mut row = Row { number, cells, zone: &self.zone, report: &mut self.report };
        let code = row.required("code");
        let kind = row.word("kind", UnitKind::from_word, &UnitKind::ALL.map(UnitKind::word));
        let names = row.names();
        if names.0.is_empty() {
            row.error("name", "", "missing_value", "the row has no name in any language");
        }
        let (transliterated, fictional) = (row.flag("transliterated"), row.flag("fictional"));
        let valid_from = row.time("valid_from");
        let statistics = row.statistics("statistics_as_of", "statistics_source", "statistics_estimate");
        let (parent, note) = (row.short("parent"), row.short("boundary_note"));
        let quality = quality(&mut row);
        let (Some(code), Some(kind)) = (code, kind) else { return };
        let boundary = self.boundary(number, &code, shape, project);
        self.rows.push(UnitRow {
            row: number,
            code,
            parent,
            kind,
            names,
            transliterated,
            fictional,
            boundary_quality: quality.unwrap_or(match boundary {
                Some(_) => BoundaryQuality::Published,
                None => BoundaryQuality::None,
            }),
            boundary,
            boundary_note: note,
            valid_from,
            statistics,
        });
    }

    fn boundary(
        &mut self,
        number: u64,
        code: &str,
        shape: Vec<Rings>,
        project: &dyn Fn(f64, f64) -> Option<(f64, f64)>,
    ) -> Option<Boundary> {
        let datum = self.options.datum;
        let convert = |x: f64, y: f64| project(x, y).map(|(lon, lat)| datum::to_wgs84(datum, lon, lat));
        from_degrees(shape, &convert, number, code, &mut self.report)
    }
}

fn quality(row: &mut Row<'_>) -> Option<BoundaryQuality> {
    let text = row.text("boundary_quality")?;
    let quality = BoundaryQuality::from_word(&text.to_lowercase());
    if quality.is_none() {
        let message = "`boundary_quality` is one of surveyed, published, synthetic, none";
        row.error("boundary_quality", &text, "unknown_word", message);
    }
    quality
}

fn from_csv(path: &Path, intake: &mut Intake<'_>) -> Result<(), ReadError> {
    let options = intake.options;
    let plan = Plan { known: &COLUMNS, required: &REQUIRED, fields: &options.fields, set: &options.set, ours: true };
    let mut table = Table::open(path, options.max_bytes, options.encoding.as_deref(), &plan, &mut intake.report)?;
    while let Some(number) = table.advance(&mut intake.report)? {
        let shape = match table.get("boundary_wkt").map(|text| wkt::parse(&text)) {
            None => Vec::new(),
            Some(Ok(shape)) => shape,
            Some(Err(detail)) => {
                let text = table.get("boundary_wkt").unwrap_or_default();
                intake.report.error(
                    number,
                    "boundary_wkt",
                    &text,
                    "invalid_boundary",
                    format!("the boundary cannot be read: {detail}"),
                );
                Vec::new()
            }
        };
        intake.take(number, &table, shape, &|x, y| Some((x, y)));
    }
    Ok(())
}
