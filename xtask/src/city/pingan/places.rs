//! Buildings, stairwells and what else stands in the fictional community.

use super::draw::{self, Place};
use super::frame::Frame;
use super::land::axis;
use super::{CODE, Community};
use anyhow::{Context, Result};
use city::Unit;
use serde_json::Value;

/// All features, in a fixed order.
pub(crate) fn features(community: &Community<'_>) -> Result<Vec<Value>> {
    let along = axis(community.ring(CODE)?);
    let mut out = Vec::new();
    let mut number = 0;
    for grid in 1..=6 {
        for micro in community.micro_grids(&format!("{CODE}{grid:03}")) {
            number += 1;
            building(community, micro, along, grid, number, &mut out)?;
        }
    }
    for (micro, offset, size, place) in extras() {
        let unit = community.unit(&format!("{CODE}{micro}"))?;
        let frame = Frame::new(community.ring(&unit.code)?, along);
        let ring = frame.fitting(offset[0], offset[1], size[0], size[1]).with_context(|| format!("`{}` does not fit", place.id))?;
        out.push(draw::area(&Place { unit: &unit.code, ..place }, &ring));
    }
    gates(community, along, &mut out)?;
    shops(community, along, &mut out)?;
    Ok(out)
}

/// One slab block in the middle of each micro-grid, so that rows form along the streets; its
/// households are those of the micro-grid.
fn building(community: &Community<'_>, micro: &Unit, along: [f64; 2], grid: u32, number: u32, out: &mut Vec<Value>) -> Result<()> {
    let frame = Frame::new(community.ring(&micro.code)?, along);
    let ring = frame.fitting(0.0, 0.0, 66.0, 15.0).with_context(|| format!("no room for a building in `{}`", micro.code))?;
    let households = micro.households.unwrap_or(0);
    // Older walk-ups in grids 4 and 5, towers elsewhere.
    let floors = if grid == 4 || grid == 5 { 7 } else if number % 3 == 0 { 18 } else { 11 };
    let id = format!("b{number:02}");
    out.push(draw::area(
        &Place {
            id: id.clone(), kind: "building", name_zh: format!("平安家园{number}号楼"), name_en: format!("Ping'an Home, building {number}"),
            parent: None, unit: &micro.code, home: Some((floors, households)),
        },
        &ring,
    ));
    let stairwells = if floors == 7 { 3 } else { 2 };
    for stair in 1..=stairwells {
        let along = (f64::from(stair) - f64::from(stairwells + 1) / 2.0) * 18.0;
        let place = Place {
            id: format!("{id}-s{stair}"), kind: "stairwell", name_zh: format!("{number}号楼{stair}单元"),
            name_en: format!("building {number}, stairwell {stair}"), parent: Some(&id), unit: &micro.code, home: None,
        };
        out.push(draw::point(&place, frame.at(along, 0.0)));
    }
    Ok(())
}

type Extra = (&'static str, [f64; 2], [f64; 2], Place<'static>);

/// Single places: suffix of the unit, offset and size in metres.
fn extras() -> Vec<Extra> {
    let place = |id: &str, kind, zh: &str, en: &str, parent| Place {
        id: id.into(), kind, name_zh: zh.into(), name_en: en.into(), parent, unit: "", home: None,
    };
    vec![
        ("001-01", [0.0, -4.0], [60.0, 36.0], place("garage", "underground_garage", "平安家园地下车库", "Ping'an Home underground garage", None)),
        ("001-02", [0.0, -14.0], [60.0, 4.0], place("firelane", "fire_lane", "2号楼消防车通道", "Fire lane at building 2", None)),
        ("002-02", [0.0, 26.0], [24.0, 12.0], place("office", "committee_office", "平安社区居委会办公室", "Ping'an Community office", None)),
        ("005-02", [-20.0, 24.0], [8.0, 6.0], place("gas", "gas_room", "平安家园燃气调压间", "Gas regulator room", None)),
        ("801", [-30.0, 0.0], [60.0, 40.0], place("school", "school", "平安小学教学楼", "Ping'an Primary School building", None)),
        ("801", [42.0, 0.0], [56.0, 40.0], place("shelter", "shelter", "平安小学操场(应急避难场所)", "School playground, emergency shelter", Some("school"))),
    ]
}

/// A gate in the first micro-grid of each grid, beside its building.
fn gates(community: &Community<'_>, along: [f64; 2], out: &mut Vec<Value>) -> Result<()> {
    for grid in 1..=6 {
        let code = format!("{CODE}{grid:03}-03");
        let ring = community.ring(&code)?;
        let frame = Frame::new(ring, along);
        let at = (0..60).rev().map(|step| frame.at(0.0, -f64::from(step) * 2.0)).find(|&p| frame.holds(&[p])).context("no room for a gate")?;
        let place = Place {
            id: format!("gate{grid}"), kind: "gate", name_zh: format!("平安家园{grid}号门"), name_en: format!("Ping'an Home gate {grid}"),
            parent: None, unit: &code, home: None,
        };
        out.push(draw::point(&place, at));
    }
    Ok(())
}

const SHOPS: [(&str, &str); 12] = [
    ("平安超市", "Ping'an supermarket"), ("便民菜店", "Greengrocer"), ("烩面馆", "Noodle restaurant"), ("胡辣汤早餐店", "Breakfast shop"),
    ("大药房", "Pharmacy"), ("五金店", "Hardware shop"), ("理发店", "Hairdresser"), ("电动车行", "E-bike shop"),
    ("快递驿站", "Parcel station"), ("洗衣店", "Laundry"), ("面包房", "Bakery"), ("麻辣烫店", "Hot-pot snack shop"),
];

fn shops(community: &Community<'_>, along: [f64; 2], out: &mut Vec<Value>) -> Result<()> {
    let code = format!("{CODE}802");
    let frame = Frame::new(community.ring(&code)?, along);
    for (at, (zh, en)) in (0u32..).zip(SHOPS) {
        let place = Place {
            id: format!("shop{:02}", at + 1), kind: "shop", name_zh: zh.into(), name_en: en.into(), parent: None, unit: &code, home: None,
        };
        let ring = frame.fitting((f64::from(at) - 5.5) * 22.0, 10.0, 16.0, 12.0).with_context(|| format!("no room for `{}`", place.id))?;
        out.push(draw::area(&place, &ring));
    }
    Ok(())
}
