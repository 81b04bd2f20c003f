//! Bodies, accounts and the duty roster of the fictional community. Posts, not persons.

use super::{CODE, Community, TOWN};
use serde::Serialize;

/// An organisation with a part in the community.
#[derive(Serialize)]
pub(crate) struct Body {
    code: &'static str,
    kind: &'static str,
    name_zh: &'static str,
    name_en: &'static str,
    /// Codes of the units it answers for.
    jurisdiction: Vec<&'static str>,
}

/// Somebody who signs in.
#[derive(Serialize)]
pub(crate) struct Account {
    login: String,
    name_zh: String,
    name_en: String,
    title: &'static str,
    unit: String,
    body: Option<&'static str>,
}

/// One line of the roster; a night ends the next morning.
#[derive(Serialize)]
pub(crate) struct Shift {
    unit: &'static str,
    kind: &'static str,
    start: &'static str,
    end: &'static str,
    login: &'static str,
    leader: bool,
}

/// All bodies.
pub(crate) fn bodies() -> Vec<Body> {
    let body = |code, kind, name_zh, name_en, unit| Body { code, kind, name_zh, name_en, jurisdiction: vec![unit] };
    vec![
        body("pingan-jwh", "residents_committee", "平安社区居民委员会", "Ping'an Residents' Committee", CODE),
        body("pingan-ywh", "owners_committee", "平安家园业主委员会", "Ping'an Home Owners' Committee", CODE),
        body("pingan-wuye", "property_company", "平安物业", "Ping'an Property Services", CODE),
        body("fire-station", "department", "消防救援站", "Fire and Rescue Station", TOWN),
        body("police-station", "police_station", "派出所", "Police Station", TOWN),
    ]
}

fn account(login: &str, names: (&str, &str), title: &'static str, unit: &str, body: Option<&'static str>) -> Account {
    Account { login: login.into(), name_zh: names.0.into(), name_en: names.1.into(), title, unit: unit.into(), body }
}

/// All accounts: grid workers, two building heads a grid, and the posts above them.
pub(crate) fn accounts(community: &Community<'_>) -> Vec<Account> {
    let committee = Some("pingan-jwh");
    let mut out = Vec::new();
    for (grid, digit) in (1..).zip(["一", "二", "三", "四", "五", "六"]) {
        let names = (format!("{digit}网格网格员"), format!("Grid worker, grid {grid}"));
        out.push(account(
            &format!("grid{grid}"),
            (&names.0, &names.1),
            "grid_worker",
            &format!("{CODE}{grid:03}"),
            committee,
        ));
    }
    for grid in 1..=6 {
        for (number, micro) in (1..=2).zip(community.micro_grids(&format!("{CODE}{grid:03}"))) {
            let names =
                (format!("{}楼栋长", micro.name_zh), format!("Building head, grid {grid}, micro-grid {number}"));
            out.push(account(
                &format!("building{grid}-{number}"),
                (&names.0, &names.1),
                "building_head",
                &micro.code,
                None,
            ));
        }
    }
    let county = &TOWN[..6];
    out.extend([
        account("lead", ("社区书记", "Community secretary"), "community_lead", CODE, committee),
        account("property", ("物业经理", "Property manager"), "property_manager", CODE, Some("pingan-wuye")),
        account("police", ("社区民警", "Community police officer"), "community_police", CODE, Some("police-station")),
        account("street", ("街道网格中心坐席", "Sub-district operator"), "street_operator", TOWN, None),
        account(
            "fire",
            ("消防救援站值班员", "Fire station duty officer"),
            "line_department",
            TOWN,
            Some("fire-station"),
        ),
        account("street-commander", ("街道指挥长", "Sub-district commander"), "commander", TOWN, None),
        account("district-commander", ("区级指挥长", "District commander"), "commander", county, None),
        account("district-deputy", ("区级副指挥长", "Deputy district commander"), "deputy_commander", county, None),
        account("city-commander", ("市级指挥长", "City commander"), "commander", "4101", None),
        account("district", ("区级值班员", "District duty officer"), "district_duty", county, None),
        account("city", ("市级值班员", "City duty officer"), "city_duty", "4101", None),
        account("auditor", ("审计员", "Auditor"), "auditor", "4101", None),
        account("admin", ("系统管理员", "Administrator"), "administrator", "4101", None),
    ]);
    out
}

/// By day the secretary leads three grid workers, by night the property manager the other three.
pub(crate) fn roster() -> Vec<Shift> {
    let shift = |kind, login, leader| {
        let (start, end) = if kind == "day" { ("08:30", "17:30") } else { ("17:30", "08:30") };
        Shift { unit: CODE, kind, start, end, login, leader }
    };
    vec![
        shift("day", "lead", true),
        shift("day", "grid1", false),
        shift("day", "grid2", false),
        shift("day", "grid3", false),
        shift("night", "property", true),
        shift("night", "grid4", false),
        shift("night", "grid5", false),
        shift("night", "grid6", false),
    ]
}
