//! Shapefiles (ESRI white paper, July 1998): `.shp` for rings, `.dbf` for the table, `.prj` for the
//! reference system, `.cpg` for the encoding. The `.shx` index is not needed to read from front to back.

mod dbf;
mod prj;
mod prj_text;
mod rings;
mod shp;

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use super::columns::{Cells, Layout};
use super::error::ReadError;
use super::meter::counted;
use super::text;
use super::unit::{COLUMNS, Intake, REQUIRED};

/// Reads units from a shapefile.
pub(super) fn units(path: &Path, intake: &mut Intake<'_>) -> Result<(), ReadError> {
    let options = intake.options;
    let shapes = shp::Shp::parse(text::bytes(path, options.max_bytes)?)?;
    counted(shapes.records() as u64)?;
    let table = beside(path, "dbf").ok_or(ReadError::PartMissing { extension: "dbf" })?;
    let table = dbf::Dbf::parse(text::bytes(&table, options.max_bytes)?)?;
    if table.records() != shapes.records() {
        let detail = format!("the `.shp` has {} records, the `.dbf` {}", shapes.records(), table.records());
        return Err(ReadError::NotShapefile { detail });
    }
    let encoding = match &options.encoding {
        Some(label) => Some(text::named(label)?),
        None => match beside(path, "cpg").map(|path| text::bytes(&path, 1_024)) {
            None | Some(Err(ReadError::Empty)) => None,
            Some(label) => Some(dbf::of_cpg(&label?)?),
        },
    };
    let encoding = table.encoding(encoding, &mut intake.report)?;
    let project = match &options.crs {
        Some(crs) => prj::of_projection_string(crs)?,
        None => match beside(path, "prj") {
            Some(path) => prj::of_wkt(&String::from_utf8_lossy(&text::bytes(&path, 64 << 10)?))?,
            None => {
                let message = "there is no `.prj`; coordinates were taken for degrees";
                intake.report.warning(0, "file", "", "prj_missing", message);
                prj::Projection::Degrees
            }
        },
    };
    let header: Vec<String> = table.columns().iter().map(|column| column.name.clone()).collect();
    let layout = Layout::new(&header, &COLUMNS, &REQUIRED, &options.fields, &options.set, &mut intake.report)?;
    let mut index = 0;
    shapes.each(&mut |shape| {
        let row = index as u64 + 1;
        if let Some(cells) = table.record(index, encoding, row, &mut intake.report) {
            intake.take(row, &Record { layout: &layout, cells }, shape, &|x, y| project.to_degrees(x, y));
        }
        index += 1;
    })
}

struct Record<'a> {
    layout: &'a Layout,
    cells: Vec<String>,
}

impl Cells for Record<'_> {
    fn get(&self, column: &str) -> Option<Cow<'_, str>> {
        self.layout.get(column, |index| self.cells.get(index).map(|cell| Cow::Borrowed(cell.as_str())))
    }

    fn languages(&self) -> Vec<String> {
        self.layout.languages()
    }
}

/// The file with this extension beside the `.shp`, in small letters or capitals.
fn beside(path: &Path, extension: &str) -> Option<PathBuf> {
    [extension.to_owned(), extension.to_uppercase()]
        .into_iter()
        .map(|extension| path.with_extension(extension))
        .find(|path| path.is_file())
}
