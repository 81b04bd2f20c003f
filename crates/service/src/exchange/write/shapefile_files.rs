//! A shapefile: rings, index, table, reference system, encoding.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use domain::geometry::winding::turned;
use domain::unit::Boundary;
use shapefile::dbase::{FieldName, FieldValue, Record, TableWriterBuilder};
use shapefile::record::{EsriShape, HasShapeType, WritableShape};
use shapefile::{Point, Polygon, PolygonRing, ShapeType, ShapeWriter};

use super::super::cells::{COUNTS, counts_of};
use super::super::error::WriteError;
use super::super::unit::COLUMNS;
use super::{UnitExport, languages, name_of, text_of};

/// Longest text that a cell of a dBASE table holds, in bytes.
const MOST_TEXT: usize = 254;
/// The 16-bit size of a row and the 32-bit size of a file, with some room.
const MOST_ROW: usize = 60_000;
const MOST_BYTES: usize = 2_000_000_000;

const PRJ: &str = "GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\",SPHEROID[\"WGS_1984\",6378137.0,298.257223563]],\
    PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]]";

pub(super) fn write(path: &Path, units: &[UnitExport<'_>]) -> Result<(), WriteError> {
    let columns = columns(units)?;
    let bytes: usize =
        units.iter().filter_map(|export| export.unit.boundary.as_ref()).map(|b| 64 + 24 * b.positions()).sum();
    if bytes > MOST_BYTES {
        return Err(WriteError::TooMuch);
    }
    let mut shapes = ShapeWriter::from_path(path).map_err(broken)?;
    let mut builder = TableWriterBuilder::new();
    for column in &columns {
        let name =
            FieldName::try_from(column.short.as_str()).map_err(|_| column.too_long("", column.short.len(), 10))?;
        builder = match column.what {
            What::Count(_) => builder.add_numeric_field(name, 10, 0),
            // A dBASE text has at least one byte.
            _ => builder.add_character_field(name, column.width.clamp(1, MOST_TEXT) as u8),
        };
    }
    let mut table = builder.build_with_file_dest(path.with_extension("dbf")).map_err(other)?;
    for export in units {
        shapes.write_shape(&Outline(export.unit.boundary.as_ref().map(polygon))).map_err(broken)?;
        let mut record = Record::default();
        for column in &columns {
            record.insert(column.short.clone(), column.value(export));
        }
        table.write_record(&record).map_err(other)?;
    }
    if units.is_empty() {
        // Without a shape the writer leaves the header out.
        return Err(WriteError::Io(std::io::Error::other("there is no unit to write")));
    }
    shapes.finalize().map_err(broken)?;
    table.finalize().map_err(other)?;
    let beside = |extension: &str, text: &str| -> Result<(), WriteError> {
        let mut out = BufWriter::new(File::create(path.with_extension(extension))?);
        out.write_all(text.as_bytes())?;
        Ok(out.flush()?)
    };
    beside("prj", PRJ)?;
    beside("cpg", "UTF-8")
}

enum What {
    Text(&'static str),
    Count(usize),
    Name(String),
}

struct Column {
    short: String,
    what: What,
    width: usize,
}

impl Column {
    fn text(&self, export: &UnitExport<'_>) -> String {
        match &self.what {
            What::Text(column) => text_of(export, column),
            What::Name(language) => name_of(export, language).to_owned(),
            What::Count(_) => String::new(),
        }
    }

    fn value(&self, export: &UnitExport<'_>) -> FieldValue {
        match self.what {
            What::Count(index) => FieldValue::Numeric(
                export.statistics.and_then(|statistics| counts_of(statistics)[index]).map(f64::from),
            ),
            _ => FieldValue::Character(Some(self.text(export)).filter(|text| !text.is_empty())),
        }
    }

    fn too_long(&self, code: &str, bytes: usize, limit: usize) -> WriteError {
        WriteError::DoesNotFit { code: code.to_owned(), column: self.short.clone(), bytes, limit }
    }
}

/// The columns, as wide as their longest text.
fn columns(units: &[UnitExport<'_>]) -> Result<Vec<Column>, WriteError> {
    let ours = COLUMNS.iter().filter(|(name, _)| *name != "boundary_wkt").map(|&(name, short)| {
        let count = COUNTS.iter().position(|count| *count == name);
        Column { short: short.to_owned(), what: count.map_or(What::Text(name), What::Count), width: 10 }
    });
    let names = languages(units).into_iter().map(|language| Column {
        short: format!("name_{language}"),
        what: What::Name(language),
        width: 0,
    });
    let mut columns: Vec<Column> = ours.chain(names).collect();
    for column in columns.iter_mut().filter(|column| !matches!(column.what, What::Count(_))) {
        column.width = 0;
        if column.short.len() > 10 || !column.short.is_ascii() {
            return Err(column.too_long("", column.short.len(), 10));
        }
        for export in units {
            let bytes = column.text(export).len();
            if bytes > MOST_TEXT {
                return Err(column.too_long(export.unit.code.as_deref().unwrap_or_default(), bytes, MOST_TEXT));
            }
            column.width = column.width.max(bytes);
        }
    }
    let row: usize = columns.iter().map(|column| column.width.max(1)).sum();
    if row > MOST_ROW || columns.len() > 250 || units.len().saturating_mul(row) > MOST_BYTES {
        return Err(WriteError::TooMuch);
    }
    Ok(columns)
}

fn polygon(boundary: &Boundary) -> Polygon {
    let rings = boundary.polygons.iter().flat_map(|rings| {
        rings.iter().enumerate().map(|(number, ring)| {
            // Clockwise outside here, so the ring is walked backwards from its first position.
            let ring = turned(ring.clone(), number != 0);
            let points = ring.iter().chain(ring.first()).map(|p| Point::new(p.lon(), p.lat())).collect();
            if number == 0 { PolygonRing::Outer(points) } else { PolygonRing::Inner(points) }
        })
    });
    Polygon::with_rings(rings.collect())
}

/// A polygon, or none: then a record without parts, which the format allows among polygons.
struct Outline(Option<Polygon>);

impl HasShapeType for Outline {
    fn shapetype() -> ShapeType {
        ShapeType::Polygon
    }
}

impl WritableShape for Outline {
    fn size_in_bytes(&self) -> usize {
        // Bounding box and two counts.
        self.0.as_ref().map_or(40, WritableShape::size_in_bytes)
    }

    fn write_to<T: Write>(&self, out: &mut T) -> Result<(), shapefile::Error> {
        match &self.0 {
            Some(polygon) => polygon.write_to(out),
            None => Ok(out.write_all(&[0; 40])?),
        }
    }
}

impl EsriShape for Outline {
    fn x_range(&self) -> [f64; 2] {
        // An empty range leaves the file's box as it is.
        self.0.as_ref().map_or([f64::MAX, f64::MIN], EsriShape::x_range)
    }

    fn y_range(&self) -> [f64; 2] {
        self.0.as_ref().map_or([f64::MAX, f64::MIN], EsriShape::y_range)
    }
}

fn broken(error: shapefile::Error) -> WriteError {
    match error {
        shapefile::Error::IoError(error) => WriteError::Io(error),
        error => other(error),
    }
}

fn other(error: impl std::fmt::Display) -> WriteError {
    WriteError::Io(std::io::Error::other(error.to_string()))
}
