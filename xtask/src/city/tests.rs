//! The committed files: made by the task, and consistent with each other.

use super::exact;
use anyhow::{Context, Result};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/zhengzhou")
}

fn json(name: &str) -> Result<Value> {
    Ok(serde_json::from_slice(&std::fs::read(data().join(name))?)?)
}

fn rows<'a>(file: &'a Value, name: &str) -> Result<&'a Vec<Value>> {
    file[name].as_array().with_context(|| format!("no list `{name}`"))
}

fn city() -> Result<city::City> {
    Ok(city::decode(&std::fs::read(data().join("city.bin.zst"))?)?)
}

#[test]
fn committed_files_are_what_the_task_makes() -> Result<()> {
    let shared = data().join("../../../shared");
    if !shared.join("data/zhengzhou/divisions").exists() {
        println!("skipped: no shared data");
        return Ok(());
    }
    for (name, bytes) in super::build(&shared, &data())? {
        let committed = std::fs::read(data().join(name))?;
        assert!(committed == bytes, "`{name}` differs: run `cargo xtask city` and commit the result");
    }
    Ok(())
}

#[test]
fn places_lie_in_their_units() -> Result<()> {
    let (city, file) = (city()?, json("pingan_places.geojson")?);
    let units: BTreeMap<&str, &city::Unit> = city.units.iter().map(|unit| (&unit.code[..], unit)).collect();
    let community = &units[super::pingan::CODE].boundary[0].rings[0].0;
    let mut ids = BTreeSet::new();
    for feature in rows(&file, "features")? {
        let property = |name: &str| feature["properties"][name].as_str();
        let id = property("id").context("no id")?;
        assert!(ids.insert(id), "`{id}` twice");
        assert!(property("parent").is_none_or(|parent| ids.contains(parent)), "`{id}` before its parent");
        let unit = units.get(property("unit").context("no unit")?).context("unknown unit")?;
        let coordinates = &feature["geometry"]["coordinates"];
        let points: Vec<&Value> = match feature["geometry"]["type"].as_str() {
            Some("Point") => vec![coordinates],
            _ => coordinates[0].as_array().context("no ring")?.iter().collect(),
        };
        for point in points {
            let degree = |axis: usize| point[axis].as_f64().map(|v| (v * 1e6).round() as i32).context("no number");
            let at = [degree(0)?, degree(1)?];
            assert!(exact::contains(&unit.boundary[0].rings[0].0, at), "`{id}` leaves `{}`", unit.code);
            assert!(exact::contains(community, at));
        }
    }
    Ok(())
}

#[test]
fn people_name_known_units_bodies_and_logins() -> Result<()> {
    let (city, file) = (city()?, json("pingan.json")?);
    let codes: BTreeSet<&str> = city.units.iter().map(|unit| &unit.code[..]).collect();
    let known = |value: &Value| value.as_str().is_some_and(|code| codes.contains(code));
    let column = |list: &str, name: &str| -> Result<BTreeSet<String>> {
        Ok(rows(&file, list)?.iter().filter_map(|row| row[name].as_str().map(str::to_owned)).collect())
    };
    let (bodies, logins) = (column("bodies", "code")?, column("accounts", "login")?);
    assert_eq!(logins.len(), rows(&file, "accounts")?.len());
    for body in rows(&file, "bodies")? {
        assert!(rows(body, "jurisdiction")?.iter().all(known));
    }
    for account in rows(&file, "accounts")? {
        assert!(known(&account["unit"]), "{account}");
        assert!(account["body"].as_str().is_none_or(|body| bodies.contains(body)), "{account}");
    }
    for shift in rows(&file, "roster")? {
        assert!(
            known(&shift["unit"]) && shift["login"].as_str().is_some_and(|login| logins.contains(login)),
            "{shift}"
        );
    }
    Ok(())
}
