//! What several files need: times, ids, units, shapes, random trees.

pub(crate) mod hazard;
mod trees;

use domain::id::{AccountId, BodyId, HazardId, UnitId};
use domain::names::Names;
use domain::unit::boundary::{Boundary, Position, Ring};
use domain::unit::{BoundaryQuality, Unit, UnitKind, UnitNumber, UnitPath};
use jiff::Timestamp;
use uuid::Uuid;

pub(crate) use trees::{SIDE, models, trees};

/// A time, as in `2026-11-20T10:00:00+08:00`.
pub(crate) fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// The time at which tests without a reason for another one happen.
pub(crate) fn t0() -> Timestamp {
    time("2026-11-20T10:00:00+08:00")
}

pub(crate) fn account(number: u32) -> AccountId {
    AccountId(Uuid::from_u128(u128::from(number) + 1))
}

pub(crate) fn body(number: u32) -> BodyId {
    BodyId(Uuid::from_u128(u128::from(number) + 1))
}

pub(crate) fn hazard_id() -> HazardId {
    HazardId(Uuid::from_u128(1))
}

pub(crate) fn unit_id(number: u32) -> UnitId {
    UnitId(Uuid::from_u128(u128::from(number) + 1))
}

/// A present unit with its number as code, without a boundary.
pub(crate) fn unit(number: u32, kind: UnitKind, parent: Option<&Unit>) -> Unit {
    let segment = UnitNumber(number);
    Unit {
        id: unit_id(number),
        number: segment,
        parent: parent.map(|parent| parent.id),
        path: parent.map_or_else(|| UnitPath::root(segment), |parent| parent.path.child(segment)),
        kind,
        code: Some(format!("{number:04}")),
        names: Names::zh(&format!("第{number}单元")),
        transliterated: false,
        fictional: false,
        boundary: None,
        boundary_quality: BoundaryQuality::None,
        boundary_note: None,
        valid_from: t0(),
        valid_to: None,
        successor: None,
        version: 1,
    }
}

/// A ring from `(x, y)` pairs, in steps of the grid.
pub(crate) fn ring(corners: &[(i32, i32)]) -> Ring {
    corners.iter().map(|&(x, y)| Position { x, y }).collect()
}

/// A rectangle: west, south, east, north.
pub(crate) fn rectangle(west: i32, south: i32, east: i32, north: i32) -> Boundary {
    Boundary { polygons: vec![vec![ring(&[(west, south), (east, south), (east, north), (west, north)])]] }
}
