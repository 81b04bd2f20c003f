//! `import accounts`: every row is checked before the first account is opened.

use serde_json::json;
use service::exchange;

use super::{Simple, show};
use crate::command::{Outcome, output};
use crate::config::Config;
use crate::{clock, run};

pub(super) async fn run(config: &Config, json: bool, args: &Simple) -> anyhow::Result<Outcome> {
    let read = args.read(exchange::read_accounts)?;
    if show::findings(json, &read.findings) {
        return Ok(Outcome::Refused);
    }
    let service = run::open(config).await?;
    let bar = output::bar(read.rows.len() as u64, "accounts");
    let opened = service.import_accounts(&read.rows, args.dry_run, clock::now(), || bar.inc(1)).await?;
    bar.finish_and_clear();
    match opened {
        Ok(new) => {
            let there = read.rows.len() - new;
            let done =
                if args.dry_run { "can be opened" } else { "are opened; each owner gets a link that sets a password" };
            let object = json!({ "new": new, "present": there, "dry_run": args.dry_run });
            output::result(json, &object, &format!("{new} accounts {done}; {there} were here already"));
            Ok(Outcome::Done)
        }
        Err(refused) => {
            show::refusals(json, refused.into_iter().map(|refusal| (refusal.row, refusal.reason)));
            Ok(Outcome::Refused)
        }
    }
}
