//! The file: eight bytes of magic, then zstd over postcard. Columns instead of rows, and
//! coordinates as differences along one running path, because both compress far better.

use crate::{City, CityError, Groups, Kind, Polygon, Ring, Unit};
use serde::{Deserialize, Serialize};

const MAGIC: &[u8; 8] = b"BHCITY01";
/// The strongest ordinary level; the file is written once and read often.
const LEVEL: i32 = 19;
/// More than any city needs; a damaged file must not ask for all memory.
const MAX_UNPACKED: usize = 512 << 20;

#[derive(Default, Serialize, Deserialize)]
struct Wire {
    heads: Vec<Head>,
    codes: Vec<String>,
    names_zh: Vec<String>,
    names_en: Vec<String>,
    population: Vec<Option<u32>>,
    households: Vec<Option<u32>>,
    /// Position and value of the few units that have groups.
    groups: Vec<(u32, Groups)>,
    polygons: Vec<u32>,
    rings: Vec<u32>,
    points: Vec<u32>,
    dx: Vec<i32>,
    dy: Vec<i32>,
}

#[derive(Serialize, Deserialize)]
struct Head {
    /// Steps back to the parent; 0 for none.
    back: u32,
    kind: Kind,
    /// Bit 0 transliterated, bit 1 fictional, bit 2 published boundary.
    flags: u8,
}

/// Writes a city file.
///
/// # Errors
/// [`CityError::ParentOrder`] when a parent does not stand before its child.
pub fn encode(city: &City) -> Result<Vec<u8>, CityError> {
    let mut wire = Wire::default();
    let mut last = [0i32; 2];
    for (at, unit) in (0u32..).zip(&city.units) {
        let back = match unit.parent {
            None => 0,
            Some(parent) if parent < at => at - parent,
            Some(parent) => return Err(CityError::ParentOrder { unit: at, parent }),
        };
        let flags =
            u8::from(unit.transliterated) | u8::from(unit.fictional) << 1 | u8::from(unit.published_boundary) << 2;
        wire.heads.push(Head { back, kind: unit.kind, flags });
        wire.codes.push(unit.code.clone());
        wire.names_zh.push(unit.name_zh.clone());
        wire.names_en.push(unit.name_en.clone());
        wire.population.push(unit.population);
        wire.households.push(unit.households);
        wire.groups.extend(unit.groups.map(|groups| (at, groups)));
        wire.polygons.push(unit.boundary.len() as u32);
        for polygon in &unit.boundary {
            wire.rings.push(polygon.rings.len() as u32);
            for ring in &polygon.rings {
                wire.points.push(ring.0.len() as u32);
                for &point in &ring.0 {
                    wire.dx.push(point[0].wrapping_sub(last[0]));
                    wire.dy.push(point[1].wrapping_sub(last[1]));
                    last = point;
                }
            }
        }
    }
    let mut out = MAGIC.to_vec();
    out.extend(zstd::bulk::compress(&postcard::to_stdvec(&wire)?, LEVEL)?);
    Ok(out)
}

/// Reads a city file.
///
/// # Errors
/// Any [`CityError`] on a file that is damaged or of another version.
pub fn decode(bytes: &[u8]) -> Result<City, CityError> {
    let packed = bytes.strip_prefix(MAGIC).ok_or(CityError::NotACityFile)?;
    let size = zstd::bulk::Decompressor::upper_bound(packed).unwrap_or(MAX_UNPACKED);
    let plain = zstd::bulk::decompress(packed, size.min(MAX_UNPACKED))?;
    let wire: Wire = postcard::from_bytes(&plain)?;
    let column = |name| CityError::Column { column: name };
    let mut shapes = Shapes::new(&wire);
    let mut codes = wire.codes.into_iter();
    let mut names_zh = wire.names_zh.into_iter();
    let mut names_en = wire.names_en.into_iter();
    let mut population = wire.population.into_iter();
    let mut households = wire.households.into_iter();
    let mut groups = wire.groups.into_iter().peekable();
    let mut units = Vec::with_capacity(wire.heads.len());
    for (at, head) in (0u32..).zip(&wire.heads) {
        let parent = match head.back {
            0 => None,
            back => Some(at.checked_sub(back).ok_or(column("heads"))?),
        };
        units.push(Unit {
            parent,
            kind: head.kind,
            code: codes.next().ok_or(column("codes"))?,
            name_zh: names_zh.next().ok_or(column("names_zh"))?,
            name_en: names_en.next().ok_or(column("names_en"))?,
            transliterated: head.flags & 1 != 0,
            fictional: head.flags & 2 != 0,
            published_boundary: head.flags & 4 != 0,
            population: population.next().ok_or(column("population"))?,
            households: households.next().ok_or(column("households"))?,
            groups: groups.next_if(|g| g.0 == at).map(|g| g.1),
            boundary: shapes.boundary().ok_or(column("points"))?,
        });
    }
    Ok(City { units })
}

/// Walks the shape columns in step with the units.
struct Shapes {
    polygons: std::vec::IntoIter<u32>,
    rings: std::vec::IntoIter<u32>,
    points: std::vec::IntoIter<u32>,
    dx: std::vec::IntoIter<i32>,
    dy: std::vec::IntoIter<i32>,
    last: [i32; 2],
}

impl Shapes {
    fn new(wire: &Wire) -> Self {
        Self {
            polygons: wire.polygons.clone().into_iter(),
            rings: wire.rings.clone().into_iter(),
            points: wire.points.clone().into_iter(),
            dx: wire.dx.clone().into_iter(),
            dy: wire.dy.clone().into_iter(),
            last: [0; 2],
        }
    }

    fn boundary(&mut self) -> Option<Vec<Polygon>> {
        let count = self.polygons.next()?;
        (0..count).map(|_| self.polygon()).collect()
    }

    fn polygon(&mut self) -> Option<Polygon> {
        let count = self.rings.next()?;
        let rings = (0..count).map(|_| self.ring()).collect::<Option<_>>()?;
        Some(Polygon { rings })
    }

    fn ring(&mut self) -> Option<Ring> {
        let count = self.points.next()?;
        (0..count).map(|_| self.point()).collect::<Option<_>>().map(Ring)
    }

    fn point(&mut self) -> Option<[i32; 2]> {
        let [x, y] = self.last;
        self.last = [x.wrapping_add(self.dx.next()?), y.wrapping_add(self.dy.next()?)];
        Some(self.last)
    }
}
