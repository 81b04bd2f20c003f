//! Units for small trees.

use domain::id::UnitId;
use domain::names::Names;
use domain::unit::boundary::{Boundary, Position, Ring};
use domain::unit::{BoundaryQuality, Unit, UnitKind, UnitNumber, UnitPath};
use jiff::Timestamp;

/// A present unit.
pub(crate) fn unit(number: u32, kind: UnitKind, code: &str, above: Option<&Unit>, boundary: Option<Boundary>) -> Unit {
    let segment = UnitNumber(number);
    Unit {
        id: UnitId(uuid::Uuid::from_u128(u128::from(number))),
        number: segment,
        parent: above.map(|above| above.id),
        path: above.map_or_else(|| UnitPath::root(segment), |above| above.path.child(segment)),
        kind,
        code: Some(code.to_owned()),
        names: Names::zh("单位"),
        transliterated: false,
        fictional: true,
        boundary,
        boundary_quality: BoundaryQuality::None,
        boundary_note: None,
        valid_from: Timestamp::UNIX_EPOCH,
        valid_to: None,
        successor: None,
        version: 1,
    }
}

/// A ring from longitudes and latitudes in hundredths of a degree, east and north of 113° E, 34° N.
pub(crate) fn ring(corners: &[(i32, i32)]) -> Ring {
    corners.iter().map(|&(x, y)| Position { x: 1_130_000_000 + x * 100_000, y: 340_000_000 + y * 100_000 }).collect()
}

/// A square, by its south-western corner and its side, as [`ring`].
pub(crate) fn square(west: i32, south: i32, side: i32) -> Boundary {
    let (east, north) = (west + side, south + side);
    Boundary { polygons: vec![vec![ring(&[(west, south), (east, south), (east, north), (west, north)])]] }
}
