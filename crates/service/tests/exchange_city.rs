//! The demo city that ships: all its units pass the checks, and come back from files as they went in.
#![expect(clippy::unwrap_used, reason = "a test ends where something fails")]

use std::path::Path;
use std::time::Instant;

use city::Kind;
use domain::geometry::check::check;
use domain::id::UnitId;
use domain::names::Names;
use domain::unit::boundary::{Boundary, Position};
use domain::unit::row::{Finding, Severity, UnitRow};
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

/// The shipped units, each with the position of its parent.
fn units() -> Vec<(Option<u32>, Unit, Option<Statistics>)> {
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

fn timed<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let done = work();
    println!("{what}: {:.2} s", start.elapsed().as_secs_f64());
    done
}

fn errors(findings: &[Finding]) -> Vec<&Finding> {
    findings.iter().filter(|finding| finding.severity == Severity::Error).collect()
}

#[test]
fn the_shipped_city_passes_the_checks_and_comes_back_from_files() {
    let units = units();
    assert!(units.len() > 74_000, "{}", units.len());
    let exports: Vec<UnitExport<'_>> = units
        .iter()
        .map(|(parent, unit, statistics)| UnitExport {
            unit,
            parent_code: parent.and_then(|at| units[at as usize].1.code.as_deref()),
            statistics: statistics.as_ref(),
        })
        .collect();
    let folder = tempfile::tempdir().unwrap();
    let mut first: Option<Vec<UnitRow>> = None;
    for (format, file, header) in
        [(Format::Csv, "c.csv", 1), (Format::GeoJson, "c.geojson", 0), (Format::Shapefile, "c.shp", 0)]
    {
        let path = folder.path().join(file);
        timed(&format!("write {file}"), || write_units(&path, format, exports.iter().copied()).unwrap());
        let mut read = timed(&format!("read {file}"), || read_units(&path, &ReadOptions::default()).unwrap());
        assert_eq!(read.findings, [], "{file}");
        for row in &mut read.rows {
            row.row -= header;
        }
        if let Some(first) = &first {
            assert!(read.rows == *first, "{file} reads as the others do");
            continue;
        }
        for (row, export) in read.rows.iter().zip(&exports) {
            assert_eq!(
                (Some(row.code.as_str()), row.parent.as_deref()),
                (export.unit.code.as_deref(), export.parent_code)
            );
            assert_eq!((&row.boundary, &row.names), (&export.unit.boundary, &export.unit.names));
            assert_eq!(row.statistics.as_ref(), export.statistics);
        }
        first = Some(read.rows);
    }
    let rows = first.unwrap();
    assert_eq!(rows.len(), units.len());
    let findings = timed("check", || check(&rows, None));
    let mut counts = std::collections::BTreeMap::new();
    for finding in &findings {
        *counts.entry(finding.code).or_insert(0) += 1;
    }
    println!("findings: {counts:?}");
    assert_eq!(errors(&findings), Vec::<&Finding>::new());
}
