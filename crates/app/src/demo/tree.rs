//! Units and places of the demonstration.

use anyhow::Context;
use city::{Kind, Unit};
use domain::names::Names;
use domain::unit::boundary::{Boundary, Position};
use domain::unit::row::UnitRow;
use domain::unit::{BoundaryQuality, Statistics, UnitKind};
use jiff::Timestamp;
use service::Service;
use service::exchange;

use crate::command::bar;

const CITY: &[u8] = include_bytes!("../../../../data/zhengzhou/city.bin.zst");
const PLACES: &[u8] = include_bytes!("../../../../data/zhengzhou/pingan_places.geojson");

/// From when the demonstration's units exist: the year of the code list.
const VALID_FROM: &str = "2021-01-01T00:00:00+08:00";

/// What the counts describe: the end of 2021.
const COUNTED_AT: &str = "2021-12-31T00:00:00+08:00";

/// What must be said beside the data.
pub(crate) fn notice() -> Names {
    Names::zh_en(
        "演示数据:边界约为 2000 年公布或合成示意,人口按 2019 年各区与 2021 年末全市数推算;平安社区(演示)及其人员、隐患均为虚构。",
        "Demonstration data: boundaries are from about 2000 or synthetic, population is scaled to the 2019 district and end-of-2021 city figures; Ping'an Community (demo), its people and hazards are invented.",
    )
}

/// Imports the whole tree and the places of the fictional community.
pub(crate) async fn seed(service: &Service, now: Timestamp) -> anyhow::Result<()> {
    let city = city::decode(CITY)?;
    let valid_from: Timestamp = VALID_FROM.parse()?;
    let counted_at: Timestamp = COUNTED_AT.parse()?;
    let codes: Vec<String> = city.units.iter().map(|unit| unit.code.clone()).collect();
    let rows = city.units.into_iter().zip(1..).map(|(unit, number)| row(unit, number, &codes, valid_from, counted_at));
    let rows: Vec<UnitRow> = rows.collect();
    let progress = bar(rows.len() as u64, "units");
    let plan = service.plan_import(rows, now).await?;
    service.apply_import(plan, "city.bin.zst", now, |staged| progress.set_position(staged as u64)).await?;
    progress.finish_and_clear();

    // The reader takes files: the embedded one goes through a temporary one.
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("places.geojson");
    std::fs::write(&file, PLACES)?;
    let places = exchange::read_places(&file).context("the shipped places can be read")?;
    service.import_places("pingan_places.geojson", places.rows, now).await?;
    Ok(())
}

fn row(unit: Unit, number: u64, codes: &[String], valid_from: Timestamp, counted_at: Timestamp) -> UnitRow {
    let position = |[x, y]: [i32; 2]| Position { x: x * 10, y: y * 10 };
    let rings = |polygon: city::Polygon| {
        polygon.rings.into_iter().map(|ring| ring.0.into_iter().map(position).collect()).collect()
    };
    let published = unit.published_boundary;
    UnitRow {
        row: number,
        parent: unit.parent.and_then(|parent| codes.get(parent as usize).cloned()),
        kind: kind(unit.kind),
        names: Names::zh_en(&unit.name_zh, &unit.name_en),
        transliterated: unit.transliterated,
        fictional: unit.fictional,
        boundary: Some(Boundary { polygons: unit.boundary.into_iter().map(rings).collect() }),
        boundary_quality: if published { BoundaryQuality::Published } else { BoundaryQuality::Synthetic },
        boundary_note: published.then(|| "published≈2000".to_owned()),
        valid_from: Some(valid_from),
        statistics: unit.population.map(|population| Statistics {
            as_of: counted_at,
            source: if unit.fictional {
                "虚构 invented"
            } else {
                "郑州市统计局 (Zhengzhou Bureau of Statistics), 2019, 2021"
            }
            .to_owned(),
            estimate: true,
            population: Some(population),
            households: unit.households,
            age_60_plus: unit.groups.map(|groups| groups.age_60_plus),
            age_80_plus: unit.groups.map(|groups| groups.age_80_plus),
            age_under_14: unit.groups.map(|groups| groups.age_under_14),
            rented_households: unit.groups.map(|groups| groups.rented_households),
            non_registered_households: unit.groups.map(|groups| groups.non_registered_households),
        }),
        code: unit.code,
    }
}

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
