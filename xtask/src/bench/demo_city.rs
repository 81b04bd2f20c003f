//! The demo city as the tree that the server holds.

use domain::id::UnitId;
use domain::names::Names;
use domain::unit::boundary::{Boundary, Position};
use domain::unit::{BoundaryQuality, Unit, UnitKind, UnitNumber, UnitPath, UnitTree};
use jiff::Timestamp;
use uuid::Uuid;

const CITY: &[u8] = include_bytes!("../../../data/zhengzhou/city.bin.zst");

/// Micro-degrees of the file in steps of 1e-7 degrees.
const STEPS: i32 = 10;

/// Unpacks the committed city and builds its tree.
pub(super) fn load() -> anyhow::Result<UnitTree> {
    Ok(UnitTree::new(1, units()?))
}

fn units() -> anyhow::Result<Vec<Unit>> {
    let city = city::decode(CITY)?;
    let mut units: Vec<Unit> = Vec::with_capacity(city.units.len());
    for (number, unit) in (1..).zip(city.units) {
        let parent = unit.parent.map(|parent| &units[parent as usize]);
        let number = UnitNumber(number);
        let new = Unit {
            id: id(number),
            number,
            parent: parent.map(|parent| parent.id),
            path: parent.map_or_else(|| UnitPath::root(number), |parent| parent.path.child(number)),
            kind: kind(unit.kind),
            code: Some(unit.code),
            names: Names::zh_en(&unit.name_zh, &unit.name_en),
            transliterated: unit.transliterated,
            fictional: unit.fictional,
            boundary: Some(boundary(&unit.boundary)),
            boundary_quality: BoundaryQuality::Synthetic,
            boundary_note: None,
            valid_from: Timestamp::UNIX_EPOCH,
            valid_to: None,
            successor: None,
            version: 1,
        };
        units.push(new);
    }
    Ok(units)
}

fn id(number: UnitNumber) -> UnitId {
    UnitId(Uuid::from_u128(u128::from(number.0)))
}

fn boundary(polygons: &[city::Polygon]) -> Boundary {
    let position = |p: &[i32; 2]| Position { x: p[0] * STEPS, y: p[1] * STEPS };
    let rings = |polygon: &city::Polygon| {
        polygon.rings.iter().map(|ring| ring.0.iter().map(position).collect()).collect::<Vec<_>>()
    };
    Boundary { polygons: polygons.iter().map(rings).collect() }
}

fn kind(kind: city::Kind) -> UnitKind {
    match kind {
        city::Kind::City => UnitKind::City,
        city::Kind::County => UnitKind::County,
        city::Kind::Street => UnitKind::Street,
        city::Kind::Town => UnitKind::Town,
        city::Kind::Community => UnitKind::Community,
        city::Kind::Village => UnitKind::Village,
        city::Kind::CommunityGrid => UnitKind::CommunityGrid,
        city::Kind::RuralGrid => UnitKind::RuralGrid,
        city::Kind::MicroGrid => UnitKind::MicroGrid,
        city::Kind::DedicatedGrid => UnitKind::DedicatedGrid,
    }
}
