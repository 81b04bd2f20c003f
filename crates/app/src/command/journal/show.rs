//! `journal show`.

use jiff::Timestamp;
use serde_json::json;
use service::Service;
use store::journal::Search;
use uuid::Uuid;

use crate::command::Outcome;

const CHUNK: u64 = 1_000;

/// Which entries.
#[derive(clap::Args)]
pub(crate) struct Show {
    /// About this thing.
    #[arg(long, value_name = "ID")]
    subject: Option<Uuid>,
    /// Recorded at or after, such as `2026-07-20T00:00:00+08:00`.
    #[arg(long, value_name = "TIME")]
    since: Option<Timestamp>,
    /// Whose kind begins with this, such as `hazard.` or `account.erased`.
    #[arg(long)]
    kind: Option<String>,
}

impl Show {
    pub(super) async fn run(self, service: &Service, as_json: bool) -> anyhow::Result<Outcome> {
        let search = Search { subject: self.subject, since: self.since, kind: self.kind, ..Search::default() };
        let mut after = None;
        loop {
            // Looking needs no settled entries: what is there is shown.
            let entries = service.store().journal_columns(&search, after, i64::MAX, CHUNK).await?;
            let Some(last) = entries.last() else { return Ok(Outcome::Done) };
            after = Some(last.place());
            for entry in &entries {
                let at = Timestamp::from_millisecond(entry.recorded_at).unwrap_or_default();
                if as_json {
                    println!("{}", json!(entry));
                } else {
                    let at = service.zone().to_datetime(at).strftime("%F %T").to_string();
                    let actor = entry.actor.map_or_else(|| "-".to_owned(), |id| id.to_string());
                    println!(
                        "{:<14} {at}  {:<24} {}  by {actor}  {}",
                        entry.place().to_string(),
                        entry.kind,
                        entry.subject,
                        entry.payload
                    );
                }
            }
        }
    }
}
