//! The demo city that ships: its units pass the checks and come back from files as they went in.

use std::path::Path;
use std::time::Instant;

use city::Kind;
use domain::geometry::check::check;
use domain::id::UnitId;
use domain::names::Names;
use domain::unit::boundary::{Boundary, Position};
use domain::unit::row::UnitRow;
use domain::unit::{BoundaryQuality, Statistics, Unit, UnitKind, UnitNumber, UnitPath};
use jiff::Timestamp;
use service::exchange::{Format, ReadOptions, UnitExport, read_units, write_units};

fn kind(kind: Kind) -> UnitKind {
    match kind {
        Kind::City => UnitKind::City,
        Kind::County => UnitKind::County,
        Kind::Street => UnitKind::Street,
        Kind::Town => UnitKind::Town,
        Kind::Community => UnitKind::Community,
        Kind::Village => UnitKind::Village,
        Kind::CommunityGrid => UnitKind::CommunityGrid,
        Kind::RuralGrid => UnitKind::RuralGrid,
        Kind::MicroGrid => UnitKind::MicroGrid,
        Kind::DedicatedGrid => UnitKind::DedicatedGrid,
    }
}

fn boundary(polygons: &[city::Polygon]) -> Boundary {
    let ring = |ring: &city::Ring| ring.0.iter().map(|&[x, y]| Position { x: x * 10, y: y * 10 }).collect();
    Boundary { polygons: polygons.iter().map(|polygon| polygon.rings.iter().map(ring).collect()).collect() }
}

/// A unit, the position of its parent, its counts.
type Shipped = (Option<u32>, Unit, Option<Statistics>);

fn units() -> Vec<Shipped> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/zhengzhou/city.bin.zst");
    let city = city::decode(&std::fs::read(file).unwrap()).unwrap();
    let unit = |unit: city::Unit| {
        let statistics = unit.population.map(|population| Statistics {
            as_of: "2021-12-31T00:00:00+08:00".parse().unwrap(),
            source: "推算".to_owned(),
            estimate: true,
            population: Some(population),
            households: unit.households,
            age_60_plus: None,
            age_80_plus: None,
            age_under_14: None,
            rented_households: None,
            non_registered_households: None,
        });
        let quality = if unit.published_boundary { BoundaryQuality::Published } else { BoundaryQuality::Synthetic };
        let shipped = Unit {
            id: UnitId(uuid::Uuid::nil()),
            number: UnitNumber(1),
            parent: None,
            path: UnitPath::root(UnitNumber(1)),
            kind: kind(unit.kind),
            names: Names::zh_en(&unit.name_zh, &unit.name_en),
            code: Some(unit.code),
            transliterated: unit.transliterated,
            fictional: unit.fictional,
            boundary: Some(boundary(&unit.boundary)),
            boundary_quality: quality,
            boundary_note: None,
            valid_from: Timestamp::UNIX_EPOCH,
            valid_to: None,
            successor: None,
            version: 1,
        };
        (unit.parent, shipped, statistics)
    };
    city.units.into_iter().map(unit).collect()
}

/// What goes beside a unit into a file.
fn exports<'a>(units: &'a [Shipped]) -> impl Iterator<Item = UnitExport<'a>> + Clone {
    units.iter().map(|(parent, unit, statistics)| UnitExport {
        unit,
        parent_code: parent.and_then(|at| units[at as usize].1.code.as_deref()),
        statistics: statistics.as_ref(),
    })
}

fn row(row: u64, export: UnitExport<'_>) -> UnitRow {
    let unit = export.unit.clone();
    UnitRow {
        row,
        code: unit.code.unwrap(),
        parent: export.parent_code.map(str::to_owned),
        kind: unit.kind,
        names: unit.names,
        transliterated: unit.transliterated,
        fictional: unit.fictional,
        boundary: unit.boundary,
        boundary_quality: unit.boundary_quality,
        boundary_note: unit.boundary_note,
        valid_from: Some(unit.valid_from),
        statistics: export.statistics.cloned(),
    }
}

#[test]
fn the_shipped_city_passes_the_checks() {
    let units = units();
    assert!(units.len() > 74_000, "{}", units.len());
    let rows: Vec<UnitRow> = (1..).zip(exports(&units)).map(|(number, export)| row(number, export)).collect();
    let start = Instant::now();
    let findings = check(&rows, None);
    println!("{} units checked in {:.2} s", rows.len(), start.elapsed().as_secs_f64());
    assert_eq!(findings, []);
}

#[test]
fn a_part_of_the_city_comes_back_from_files() {
    // Parents stand before their children, so that any beginning of the list is a tree.
    let units = &units()[..4_000];
    let folder = tempfile::tempdir().unwrap();
    for (format, file, first) in
        [(Format::Csv, "c.csv", 2), (Format::GeoJson, "c.geojson", 1), (Format::Shapefile, "c.shp", 1)]
    {
        let path = folder.path().join(file);
        write_units(&path, format, exports(units)).unwrap();
        let read = read_units(&path, &ReadOptions::default()).unwrap();
        assert_eq!(read.findings, [], "{file}");
        let rows: Vec<UnitRow> = (first..).zip(exports(units)).map(|(number, export)| row(number, export)).collect();
        assert!(read.rows == rows, "{file}");
    }
}
