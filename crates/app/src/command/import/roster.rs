//! `import roster`: the whole file or nothing.

use serde_json::json;
use service::exchange;

use super::{Simple, show};
use crate::command::{Outcome, output};
use crate::config::Config;
use crate::{clock, run};

pub(super) async fn run(config: &Config, json: bool, args: &Simple) -> anyhow::Result<Outcome> {
    let read = args.read(exchange::read_roster)?;
    if show::findings(json, &read.findings) {
        return Ok(Outcome::Refused);
    }
    let service = run::open(config).await?;
    match service.import_roster(&read.rows, args.dry_run, clock::now()).await? {
        Ok(new) => {
            let there = read.rows.len() - new;
            let done = if args.dry_run { "can be imported" } else { "are imported" };
            let object = json!({ "new": new, "present": there, "dry_run": args.dry_run });
            output::result(json, &object, &format!("{new} lines {done}, {there} were here already"));
            Ok(Outcome::Done)
        }
        Err(refused) => {
            show::refusals(json, refused.into_iter().map(|refusal| (refusal.row, refusal.reason)));
            Ok(Outcome::Refused)
        }
    }
}
