//! `doctor`: what is configured, from where, and whether it holds.

mod bridges;
mod disks;
mod keys;

use serde::Serialize;
use serde_json::json;
use store::{Engine, Meta, Store};

use super::Outcome;
use crate::config::{self, Config, Flags};

/// One thing that was looked at.
#[derive(Serialize)]
struct Check {
    check: &'static str,
    ok: bool,
    detail: String,
}

pub(crate) async fn run(flags: &Flags, config: &Config, json: bool) -> anyhow::Result<Outcome> {
    let settings = config::provenance(flags, config);
    let mut checks = Vec::new();
    // Looking must change nothing: no file is made, no schema is brought up to date.
    let options = store::OpenOptions { migrate: false, ..config.open_options()? };
    match Store::open(&options).await {
        Ok(store) => {
            look(&store, &mut checks).await?;
            keys::look(store, config, &mut checks).await?;
        }
        Err(error) => checks.push(Check { check: "database", ok: false, detail: error.to_string() }),
    }
    disks::look(config, &mut checks)?;
    let healthy = checks.iter().all(|check| check.ok);
    if json {
        println!("{}", json!({ "healthy": healthy, "settings": settings, "checks": checks }));
    } else {
        for setting in &settings {
            println!("{:<16} {:<40} {}", setting.key, setting.value, setting.from);
        }
        println!();
        for check in &checks {
            println!("{} {:<16} {}", if check.ok { "ok  " } else { "FAIL" }, check.check, check.detail);
        }
    }
    if healthy { Ok(Outcome::Done) } else { anyhow::bail!("something needs attention") }
}

async fn look(store: &Store, checks: &mut Vec<Check>) -> anyhow::Result<()> {
    let engine = match store.engine() {
        Engine::Sqlite => "SQLite",
        Engine::Postgres => "PostgreSQL",
    };
    checks.push(Check {
        check: "database",
        ok: true,
        detail: format!("{engine} answers, world `{}`", store.world().stamp()),
    });
    for setting in store.durability().await? {
        let detail = format!("{} = {}", setting.name, setting.value);
        checks.push(Check { check: "durability", ok: setting.safe, detail });
    }
    let demo = Meta::get(store.read(), "demo").await?.is_some();
    checks.push(Check {
        check: "demonstration",
        ok: !demo,
        detail: if demo { "this is demonstration data" } else { "no" }.to_owned(),
    });
    let tree = store.unit_tree().await?;
    let present = tree.units().iter().filter(|unit| unit.valid_to.is_none()).count();
    checks.push(Check {
        check: "units",
        ok: present > 0,
        detail: format!("{present} present, tree version {}", tree.version()),
    });
    let bounded = tree.units().iter().filter(|unit| unit.valid_to.is_none() && unit.boundary.is_some()).count();
    checks.push(Check { check: "boundaries", ok: true, detail: format!("{bounded} of {present} units have one") });
    Ok(())
}
