//! Rings of a `.shp`.
//!
//! The `shapefile` crate decodes the records. It believes the counts in them, so every count is
//! compared with the length of its record before it gets to see the file: what a header promises is
//! never more than what is there.

use std::io::Cursor;

use shapefile::{PolygonRing, Shape, ShapeReader};

use super::super::boundary::Rings;
use super::super::error::ReadError;

const HEADER: usize = 100;
const NULL: i32 = 0;
const POLYGON: i32 = 5;
const POLYGON_Z: i32 = 15;
const POLYGON_M: i32 = 25;

/// The polygons of each record, in file order; none for a null shape.
pub(super) fn polygons(bytes: Vec<u8>) -> Result<Vec<Vec<Rings>>, ReadError> {
    let (end, records) = checked(&bytes)?;
    let mut bytes = bytes;
    bytes.truncate(end);
    let broken = |error: shapefile::Error| ReadError::NotShapefile { detail: error.to_string() };
    let mut reader = ShapeReader::new(Cursor::new(bytes)).map_err(broken)?;
    let mut shapes = Vec::with_capacity(records);
    for shape in reader.iter_shapes() {
        shapes.push(match shape.map_err(broken)? {
            Shape::Polygon(polygon) => grouped(polygon.into_inner(), |p| (p.x, p.y)),
            Shape::PolygonM(polygon) => grouped(polygon.into_inner(), |p| (p.x, p.y)),
            Shape::PolygonZ(polygon) => grouped(polygon.into_inner(), |p| (p.x, p.y)),
            _ => Vec::new(),
        });
    }
    Ok(shapes)
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

/// Exteriors (clockwise in a shapefile) with their holes: the nearest exterior before the hole that
/// contains it, else any that does, else the hole stands alone, as broken writers mean it.
fn grouped<P>(rings: Vec<PolygonRing<P>>, xy: impl Fn(&P) -> (f64, f64)) -> Vec<Rings> {
    let mut polygons: Vec<Rings> = Vec::new();
    let mut holes: Vec<(usize, Vec<(f64, f64)>)> = Vec::new();
    for ring in rings {
        let outer = matches!(ring, PolygonRing::Outer(_));
        let points: Vec<(f64, f64)> = ring.into_inner().iter().map(&xy).collect();
        if outer {
            polygons.push(vec![points]);
        } else {
            holes.push((polygons.len(), points));
        }
    }
    let exteriors = polygons.len();
    let mut steps = MOST_STEPS;
    for (before, hole) in holes {
        let mut contains =
            |&index: &usize| polygons[index].first().is_some_and(|exterior| contains(exterior, &hole, &mut steps));
        let owner = before.checked_sub(1).filter(&mut contains).or_else(|| (0..exteriors).find(&mut contains));
        match owner {
            Some(owner) => polygons[owner].push(hole),
            None => polygons.push(vec![hole]),
        }
    }
    polygons
}

/// Corners looked at to find the owners of one record's holes. The exterior just before a hole is nearly
/// always the right one; without an end, a hostile file could ask for the square of its size.
const MOST_STEPS: usize = 200_000_000;

/// Whether a ring contains another one, known not to cross it: by the first corner that is not
/// one of the ring's own. False once the steps are used up.
fn contains(ring: &[(f64, f64)], inner: &[(f64, f64)], steps: &mut usize) -> bool {
    let cost = ring.len().saturating_mul(2);
    let Some(left) = steps.checked_sub(cost) else { return false };
    *steps = left;
    let Some(&(x, y)) = inner.iter().take(8).find(|p| !ring.contains(p)).or(inner.first()) else { return false };
    ring.windows(2).fold(false, |inside, edge| {
        let ((ax, ay), (bx, by)) = (edge[0], edge[1]);
        let crosses = (ay > y) != (by > y) && x < (bx - ax) * (y - ay) / (by - ay) + ax;
        inside ^ crosses
    })
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
