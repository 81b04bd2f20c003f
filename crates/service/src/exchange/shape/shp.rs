//! Records of a `.shp`.
//!
//! The `shapefile` crate decodes the records. It believes the counts in them, so every count is
//! compared with the length of its record before it gets to see the file: what a header promises is
//! never more than what is there.

use std::io::Cursor;

use shapefile::{Shape, ShapeReader};

use super::super::boundary::Rings;
use super::super::error::ReadError;
use super::rings::grouped;

const HEADER: usize = 100;
const NULL: i32 = 0;
const POLYGON: i32 = 5;
const POLYGON_Z: i32 = 15;
const POLYGON_M: i32 = 25;

/// A `.shp` whose counts are true.
pub(super) struct Shp {
    bytes: Vec<u8>,
    records: usize,
}

impl Shp {
    pub(super) fn parse(mut bytes: Vec<u8>) -> Result<Self, ReadError> {
        let (end, records) = checked(&bytes)?;
        bytes.truncate(end);
        Ok(Self { bytes, records })
    }

    pub(super) fn records(&self) -> usize {
        self.records
    }

    /// Calls `take` with the polygons of each record, one after the other; none for a null shape.
    pub(super) fn each(self, take: &mut dyn FnMut(Vec<Rings>)) -> Result<(), ReadError> {
        let broken = |error: shapefile::Error| ReadError::NotShapefile { detail: error.to_string() };
        let mut reader = ShapeReader::new(Cursor::new(self.bytes)).map_err(broken)?;
        for shape in reader.iter_shapes() {
            take(match shape.map_err(broken)? {
                Shape::Polygon(polygon) => grouped(polygon.into_inner(), |p| (p.x, p.y)),
                Shape::PolygonM(polygon) => grouped(polygon.into_inner(), |p| (p.x, p.y)),
                Shape::PolygonZ(polygon) => grouped(polygon.into_inner(), |p| (p.x, p.y)),
                _ => Vec::new(),
            });
        }
        Ok(())
    }
}

/// Goes through all records: the end of the last one, and how many there are.
fn checked(bytes: &[u8]) -> Result<(usize, usize), ReadError> {
    let broken = |detail: String| ReadError::NotShapefile { detail };
    if bytes.len() < HEADER || big(bytes, 0) != Some(9994) {
        return Err(broken("the header of the `.shp` is missing".to_owned()));
    }
    let kind = little(bytes, 32).unwrap_or(NULL);
    if ![NULL, POLYGON, POLYGON_Z, POLYGON_M].contains(&kind) {
        return Err(broken(format!("shape type {kind} is not a polygon")));
    }
    let words = big(bytes, 24).unwrap_or(0);
    let end = usize::try_from(words).ok().and_then(|words| words.checked_mul(2)).filter(|end| *end >= HEADER);
    let end = end.ok_or_else(|| broken(format!("the header gives a length of {words} words")))?;
    if end > bytes.len() {
        let detail = format!("the header of the `.shp` promises {end} bytes, the file has {}", bytes.len());
        return Err(ReadError::Truncated { detail });
    }
    let (mut at, mut records) = (HEADER, 0);
    while at < end {
        records += 1;
        let length =
            big(bytes, at + 4).and_then(|words| usize::try_from(words).ok()).and_then(|words| words.checked_mul(2));
        let content = length.and_then(|length| bytes[..end].get(at + 8..(at + 8).checked_add(length)?));
        let content = content
            .ok_or_else(|| ReadError::Truncated { detail: format!("record {records} goes beyond the `.shp`") })?;
        if !sound(content, kind) {
            return Err(broken(format!("record {records} contradicts itself")));
        }
        at += 8 + content.len();
    }
    Ok((end, records))
}

/// Whether a record's counts fit its length exactly enough for the decoder.
fn sound(content: &[u8], kind: i32) -> bool {
    let fits = || {
        let count = |at: usize| little(content, at).and_then(|n| usize::try_from(n).ok());
        let (parts, points) = (count(36)?, count(40)?);
        // Bounding box, counts, starts of parts, x and y; then ranges and values of z and m.
        let flat = 44_usize.checked_add(parts.checked_mul(4)?)?.checked_add(points.checked_mul(16)?)?;
        let measure = points.checked_mul(8)?.checked_add(16)?;
        let least = if kind == POLYGON_Z { flat.checked_add(measure)? } else { flat };
        let most = match kind {
            POLYGON => flat,
            POLYGON_M => flat.checked_add(measure)?,
            _ => flat.checked_add(measure.checked_mul(2)?)?,
        };
        let exact = content.len() == least || content.len() == most;
        let mut starts = (0..parts).map(|part| count(44 + 4 * part)).collect::<Option<Vec<usize>>>()?;
        let first = starts.first().copied().unwrap_or(0);
        starts.push(points);
        Some(
            exact
                && first == 0
                && (parts > 0) == (points > 0)
                && starts.windows(2).all(|pair| parts == 0 || pair[0] < pair[1]),
        )
    };
    match little(content, 0) {
        Some(NULL) => content.len() == 4,
        Some(own) if own == kind => fits().unwrap_or(false),
        _ => false,
    }
}

fn four(bytes: &[u8], at: usize) -> Option<[u8; 4]> {
    bytes.get(at..at.checked_add(4)?)?.try_into().ok()
}

fn big(bytes: &[u8], at: usize) -> Option<i32> {
    four(bytes, at).map(i32::from_be_bytes)
}

fn little(bytes: &[u8], at: usize) -> Option<i32> {
    four(bytes, at).map(i32::from_le_bytes)
}
