//! Bodies, accounts and the duty roster of the fictional community. Posts, not persons.

use super::{CODE, Community, TOWN};
use serde_json::{Value, json};

/// The whole file.
pub(crate) fn people(community: &Community<'_>) -> Value {
    json!({ "note": "fictional", "bodies": bodies(), "accounts": accounts(community), "roster": roster() })
}

fn bodies() -> Vec<Value> {
    let body = |code: &str, kind: &str, zh: &str, en: &str, jurisdiction: &[&str]| {
        json!({ "code": code, "kind": kind, "name_zh": zh, "name_en": en, "jurisdiction": jurisdiction })
    };
    vec![
        body("pingan-jwh", "residents_committee", "平安社区居民委员会", "Ping'an Residents' Committee", &[CODE]),
        body("pingan-ywh", "owners_committee", "平安家园业主委员会", "Ping'an Home Owners' Committee", &[CODE]),
        body("pingan-wuye", "property_company", "平安物业", "Ping'an Property Services", &[CODE]),
        body("fire-station", "department", "消防救援站", "Fire and Rescue Station", &[TOWN]),
        body("police-station", "police_station", "派出所", "Police Station", &[TOWN]),
    ]
}

fn accounts(community: &Community<'_>) -> Vec<Value> {
    let account = |login: &str, zh: &str, en: &str, title: &str, unit: &str, body: Option<&str>| {
        json!({ "login": login, "name_zh": zh, "name_en": en, "title": title, "unit": unit, "body": body })
    };
    let mut out = Vec::new();
    for (grid, digit) in (1..).zip(["一", "二", "三", "四", "五", "六"]) {
        let unit = format!("{CODE}{grid:03}");
        out.push(account(&format!("grid{grid}"), &format!("{digit}网格网格员"), &format!("Grid worker, grid {grid}"), "grid_worker", &unit, Some("pingan-jwh")));
    }
    for grid in 1..=6 {
        for micro in community.micro_grids(&format!("{CODE}{grid:03}")).into_iter().take(2) {
            let number = micro.code.rsplit('-').next().unwrap_or_default().trim_start_matches('0');
            out.push(account(&format!("building{grid}-{number}"), &format!("{}楼栋长", micro.name_zh),
                &format!("Building head, grid {grid} micro-grid {number}"), "building_head", &micro.code, None));
        }
    }
    let county = &TOWN[..6];
    out.extend([
        account("lead", "社区书记", "Community secretary", "community_lead", CODE, Some("pingan-jwh")),
        account("property", "物业经理", "Property manager", "property_manager", CODE, Some("pingan-wuye")),
        account("police", "社区民警", "Community police officer", "community_police", CODE, Some("police-station")),
        account("street", "街道网格中心坐席", "Sub-district operator", "street_operator", TOWN, None),
        account("fire", "消防救援站值班员", "Fire station duty officer", "department", TOWN, Some("fire-station")),
        account("district", "区级值班员", "District duty officer", "district_duty", county, None),
        account("city", "市级值班员", "City duty officer", "city_duty", "4101", None),
        account("auditor", "审计员", "Auditor", "auditor", "4101", None),
    ]);
    out
}

/// Day: three grid workers with the secretary in the lead. Night: two grid workers, the property
/// manager leading; it ends the next morning.
fn roster() -> Vec<Value> {
    let shift = |kind: &str, login: &str, leader: bool| {
        let (start, end) = if kind == "day" { ("08:30", "17:30") } else { ("17:30", "08:30") };
        json!({ "unit": CODE, "kind": kind, "start": start, "end": end, "login": login, "leader": leader })
    };
    vec![
        shift("day", "lead", true), shift("day", "grid1", false), shift("day", "grid2", false), shift("day", "grid3", false),
        shift("night", "property", true), shift("night", "grid4", false), shift("night", "grid5", false), shift("night", "grid6", false),
    ]
}
