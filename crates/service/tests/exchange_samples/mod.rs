//! Small sound files for the tests to spoil.

use std::path::PathBuf;

use domain::id::UnitId;
use domain::names::Names;
use domain::unit::boundary::{Boundary, Position};
use domain::unit::{BoundaryQuality, Unit, UnitKind, UnitNumber, UnitPath};
use jiff::Timestamp;
use service::exchange::{Format, UnitExport, write_units};
use tempfile::TempDir;

/// A street of one square, with or without a hole.
pub(crate) fn unit(code: &str, holes: bool) -> Unit {
    let ring = |from: i32, size: i32| {
        let corner = |x: i32, y: i32| Position { x: 1_130_000_000 + x, y: 340_000_000 + y };
        vec![corner(from, from), corner(from + size, from), corner(from + size, from + size), corner(from, from + size)]
    };
    let mut rings = vec![ring(0, 10_000)];
    if holes {
        let mut hole = ring(2_000, 1_000);
        hole[1..].reverse();
        rings.push(hole);
    }
    Unit {
        id: UnitId(uuid::Uuid::nil()),
        number: UnitNumber(1),
        parent: None,
        path: UnitPath::root(UnitNumber(1)),
        kind: UnitKind::Street,
        code: Some(code.to_owned()),
        names: Names::zh_en("经八路街道", "Jingba"),
        transliterated: false,
        fictional: false,
        boundary: Some(Boundary { polygons: vec![rings] }),
        boundary_quality: BoundaryQuality::Surveyed,
        boundary_note: None,
        valid_from: Timestamp::UNIX_EPOCH,
        valid_to: None,
        successor: None,
        version: 1,
    }
}

/// A folder with a sound shapefile of two units, and the path of its `.shp`.
pub(crate) fn shapefile() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("u.shp");
    let units = [unit("a", false), unit("b", true)];
    write_units(
        &path,
        Format::Shapefile,
        units.iter().map(|unit| UnitExport { unit, parent_code: None, statistics: None }),
    )
    .unwrap();
    (folder, path)
}
