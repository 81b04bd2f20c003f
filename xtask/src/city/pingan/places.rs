//! Buildings, stairwells and what else stands in the fictional community.

use std::collections::BTreeMap;

use super::draw::{self, Feature, Place};
use super::frame::Frame;
use super::land::axis;
use super::{CODE, Community};
use anyhow::{Context, Result};
use city::Unit;
use domain::place::FieldValue::{self, Decimal, Flag, Whole};

/// All features, in a fixed order.
pub(crate) fn features(community: &Community<'_>) -> Result<Vec<Feature>> {
    // Blocks face south, so they run across the long north–south streets.
    let [x, y] = axis(community.ring(CODE)?);
    let along = if x.abs() < y.abs() { [y, -x] } else { [x, y] };
    let mut out = Vec::new();
    let mut number = 0;
    for grid in 1..=6 {
        for micro in community.micro_grids(&format!("{CODE}{grid:03}")) {
            number += 1;
            building(community, micro, along, grid, number, &mut out)?;
        }
    }
    single(community, along, &mut out)?;
    low(community, along, &mut out)?;
    gates(community, along, &mut out)?;
    shops(community, along, &mut out)?;
    Ok(out)
}

/// One slab block in the middle of each micro-grid, so that rows form along the streets; its
/// households are those of the micro-grid.
fn building(
    community: &Community<'_>,
    micro: &Unit,
    along: [f64; 2],
    grid: u32,
    number: u32,
    out: &mut Vec<Feature>,
) -> Result<()> {
    let unit = &micro.code[..];
    let frame = Frame::new(community.ring(unit)?, along);
    let ring = frame.fitting(0.0, 0.0, 66.0, 15.0).with_context(|| format!("no room for a building in `{unit}`"))?;
    // Older walk-ups in grids 4 and 5, towers elsewhere.
    let floors = if grid == 4 || grid == 5 {
        7
    } else if number.is_multiple_of(3) {
        18
    } else {
        11
    };
    let id = format!("b{number:02}");
    let names = (format!("平安家园{number}号楼"), format!("Ping'an Home, building {number}"));
    let place = Place {
        floors: Some(floors),
        households: micro.households,
        ..Place::new(&id[..], "building", names.0, names.1, unit)
    };
    out.push(draw::area(place, &ring));
    let stairwells = if floors == 7 { 3 } else { 2 };
    for stair in 1..=stairwells {
        let along = (f64::from(stair) - f64::from(stairwells + 1) / 2.0) * 18.0;
        let names = (format!("{number}号楼{stair}单元"), format!("Building {number}, stairwell {stair}"));
        let place = Place {
            parent: Some(id.clone()),
            ..Place::new(format!("{id}-s{stair}"), "stairwell", names.0, names.1, unit)
        };
        out.push(draw::point(place, frame.at(along, 0.0)));
    }
    Ok(())
}

/// Suffix of the unit, offset and size in metres, id, kind, names.
type Single = (&'static str, [f64; 2], [f64; 2], [&'static str; 4]);

const SINGLE: [Single; 6] = [
    (
        "001-01",
        [0.0, -4.0],
        [60.0, 36.0],
        ["garage", "underground_garage", "平安家园地下车库", "Ping'an Home underground garage"],
    ),
    ("001-02", [0.0, -16.0], [60.0, 4.0], ["firelane", "fire_lane", "2号楼消防车通道", "Fire lane at building 2"]),
    (
        "002-02",
        [0.0, 26.0],
        [24.0, 12.0],
        ["office", "committee_office", "平安社区居委会办公室", "Ping'an Community office"],
    ),
    ("005-02", [-20.0, 24.0], [8.0, 6.0], ["gas", "gas_room", "平安家园燃气调压间", "Gas regulator room"]),
    ("801", [0.0, 70.0], [70.0, 60.0], ["school", "school", "平安小学教学楼", "Ping'an Primary School building"]),
    (
        "801",
        [0.0, -50.0],
        [70.0, 110.0],
        ["shelter", "shelter", "平安小学操场(应急避难场所)", "School playground, emergency shelter"],
    ),
];

fn single(community: &Community<'_>, along: [f64; 2], out: &mut Vec<Feature>) -> Result<()> {
    for (suffix, offset, size, [id, kind, zh, en]) in SINGLE {
        let unit = format!("{CODE}{suffix}");
        let frame = Frame::new(community.ring(&unit)?, along);
        let ring =
            frame.fitting(offset[0], offset[1], size[0], size[1]).with_context(|| format!("`{id}` does not fit"))?;
        let parent = (kind == "shelter").then(|| "school".to_owned());
        let mut place = Place { parent, fields: fields(id), ..Place::new(id, kind, zh, en, &unit) };
        if kind == "underground_garage" {
            (place.elevation_m, place.sill_m, place.responsible_body) = (Some(88.2), Some(88.35), Some("pingan-wuye"));
        }
        if kind == "shelter" {
            place.elevation_m = Some(89.1);
        }
        out.push(draw::area(place, &ring));
    }
    Ok(())
}

/// What lies low along the shopping street, and a second shelter: suffix of the unit, offset, id, kind, names, ground
/// and sill in metres. All of it is invented.
type Low = (&'static str, [f64; 2], [&'static str; 4], [Option<f64>; 2]);

const LOW: [Low; 4] = [
    (
        "802",
        [14.0, 120.0],
        ["mall", "underground_mall", "平安地下商场", "Ping'an underground mall"],
        [Some(87.8), Some(87.95)],
    ),
    (
        "802",
        [0.0, -320.0],
        ["underpass", "underpass", "平安路下穿涵洞", "Ping'an Road underpass"],
        [Some(84.6), Some(87.6)],
    ),
    (
        "802",
        [10.0, 330.0],
        ["metro", "metro_station", "平安站A口", "Ping'an station, entrance A"],
        [Some(88.0), Some(88.45)],
    ),
    (
        "002-02",
        [0.0, -22.0],
        ["shelter2", "shelter", "平安社区活动中心(应急避难场所)", "Community hall, emergency shelter"],
        [Some(89.4), None],
    ),
];

fn low(community: &Community<'_>, along: [f64; 2], out: &mut Vec<Feature>) -> Result<()> {
    for (suffix, offset, [id, kind, zh, en], [elevation_m, sill_m]) in LOW {
        let unit = format!("{CODE}{suffix}");
        let frame = Frame::new(community.ring(&unit)?, along);
        // Nearer to the middle until it stands inside.
        let nearer = (0..10).map(|step| 1.0 - f64::from(step) * 0.1);
        let at = nearer.map(|part| frame.at(offset[0] * part, offset[1] * part)).find(|&p| frame.holds(&[p]));
        let place = Place { elevation_m, sill_m, fields: fields(id), ..Place::new(id, kind, zh, en, &unit) };
        out.push(draw::point(place, at.with_context(|| format!("no room for `{id}`"))?));
    }
    Ok(())
}

/// Fields of kinds, by column. All of it is invented.
fn fields(id: &str) -> BTreeMap<&'static str, FieldValue> {
    match id {
        "garage" => BTreeMap::from([
            ("field:entrances", Whole(2)),
            ("field:flood_barrier", Flag(true)),
            ("field:floors_below", Whole(1)),
            ("field:has_pump", Flag(true)),
            ("field:parking_spaces", Whole(96)),
            ("field:power_below_ground", Flag(true)),
            ("field:pump_capacity", Decimal(120.5)),
        ]),
        "mall" => BTreeMap::from([
            ("field:entrances", Whole(3)),
            ("field:flood_barrier", Flag(false)),
            ("field:floors_below", Whole(1)),
        ]),
        "underpass" => BTreeMap::from([("field:clearance", Decimal(3.5)), ("field:has_pump", Flag(true))]),
        "school" => BTreeMap::from([("field:floors_above", Whole(4)), ("field:floors_below", Whole(0))]),
        "gas" => BTreeMap::from([("field:below_ground", Flag(false)), ("field:gas_alarm", Flag(true))]),
        _ => BTreeMap::new(),
    }
}

/// A gate in each grid, where the micro-grid nearest to the shopping street meets it.
fn gates(community: &Community<'_>, along: [f64; 2], out: &mut Vec<Feature>) -> Result<()> {
    let street = Frame::new(community.ring(&format!("{CODE}802"))?, along).at(0.0, 0.0)[0];
    for grid in 1..=6 {
        let mut nearest: Option<(i32, &Unit)> = None;
        for micro in community.micro_grids(&format!("{CODE}{grid:03}")) {
            let east = Frame::new(community.ring(&micro.code)?, along).at(0.0, 0.0)[0] - street;
            if nearest.is_none_or(|(best, _)| east.abs() < best.abs()) {
                nearest = Some((east, micro));
            }
        }
        let (east, unit) = nearest.context("a grid has no micro-grids")?;
        let way = -f64::from(east.signum());
        let frame = Frame::new(community.ring(&unit.code)?, along);
        let at = (0..80).rev().map(|step| frame.at(way * f64::from(step) * 2.0, -18.0)).find(|&p| frame.holds(&[p]));
        let names = (format!("平安家园{grid}号门"), format!("Ping'an Home gate {grid}"));
        let place = Place::new(format!("gate{grid}"), "gate", names.0, names.1, &unit.code);
        out.push(draw::point(place, at.context("no room for a gate")?));
    }
    Ok(())
}

const SHOPS: [(&str, &str); 12] = [
    ("平安超市", "Ping'an supermarket"),
    ("便民菜店", "Greengrocer"),
    ("烩面馆", "Noodle restaurant"),
    ("胡辣汤早餐店", "Breakfast shop"),
    ("大药房", "Pharmacy"),
    ("五金店", "Hardware shop"),
    ("理发店", "Hairdresser"),
    ("电动车行", "E-bike shop"),
    ("快递驿站", "Parcel station"),
    ("洗衣店", "Laundry"),
    ("面包房", "Bakery"),
    ("麻辣烫店", "Hot-pot snack shop"),
];

fn shops(community: &Community<'_>, along: [f64; 2], out: &mut Vec<Feature>) -> Result<()> {
    let unit = format!("{CODE}802");
    let frame = Frame::new(community.ring(&unit)?, along);
    for (at, (zh, en)) in (0u32..).zip(SHOPS) {
        // Down the west side of the street, 72 m apart.
        let ring = frame
            .fitting(-14.0, (5.5 - f64::from(at)) * 72.0, 12.0, 18.0)
            .with_context(|| format!("no room for `{en}`"))?;
        out.push(draw::area(Place::new(format!("shop{:02}", at + 1), "shop", zh, en, &unit), &ring));
    }
    Ok(())
}
