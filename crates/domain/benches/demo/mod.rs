//! The demo city as the tree that the server holds, and positions to locate in it. Shared with `cargo xtask bench`.

use city::CityError;
use domain::id::UnitId;
use domain::names::Names;
use domain::unit::boundary::{Bounds, Position};
use domain::unit::{BoundaryQuality, Unit, UnitNumber, UnitPath, UnitTree};
use jiff::Timestamp;
use uuid::Uuid;

const CITY: &[u8] = include_bytes!("../../../../data/zhengzhou/city.bin.zst");

/// Unpacks the committed city and builds its tree.
pub(crate) fn tree() -> Result<UnitTree, CityError> {
    let city = city::decode(CITY)?;
    let mut units: Vec<Unit> = Vec::with_capacity(city.units.len());
    for (number, unit) in (1..).zip(city.units) {
        let parent = unit.parent.map(|parent| &units[parent as usize]);
        let number = UnitNumber(number);
        let new = Unit {
            id: UnitId(Uuid::from_u128(u128::from(number.0))),
            number,
            parent: parent.map(|parent| parent.id),
            path: parent.map_or_else(|| UnitPath::root(number), |parent| parent.path.child(number)),
            kind: unit.kind.into(),
            code: Some(unit.code),
            names: Names::zh_en(&unit.name_zh, &unit.name_en),
            transliterated: unit.transliterated,
            fictional: unit.fictional,
            boundary: Some(city::boundary(&unit.boundary)),
            boundary_quality: BoundaryQuality::Synthetic,
            boundary_note: None,
            valid_from: Timestamp::UNIX_EPOCH,
            valid_to: None,
            successor: None,
            version: 1,
        };
        units.push(new);
    }
    Ok(UnitTree::new(1, units))
}

/// `count` positions spread evenly over the box, decided by `seed` alone (SplitMix64).
pub(crate) fn positions(bounds: Bounds, count: usize, seed: u64) -> Vec<Position> {
    let mut state = seed;
    let mut next = |from: i32, to: i32| {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let width = (i64::from(to) - i64::from(from) + 1) as u64;
        (i64::from(from) + ((z ^ (z >> 31)) % width) as i64) as i32
    };
    (0..count).map(|_| Position { x: next(bounds.min.x, bounds.max.x), y: next(bounds.min.y, bounds.max.y) }).collect()
}
