//! `journal export`.

use std::fs::OpenOptions;
use std::io::{BufWriter, Write};
use std::path::PathBuf;

use anyhow::Context;
use serde_json::json;
use service::{Service, secret};
use store::journal::Search;

use crate::command::{Outcome, output};

const CHUNK: u64 = 5_000;

/// Where to.
#[derive(clap::Args)]
pub(crate) struct Export {
    /// File to write; never over one that is there.
    file: PathBuf,
}

impl Export {
    pub(super) async fn run(self, service: &Service, as_json: bool) -> anyhow::Result<Outcome> {
        let failed = || format!("cannot write `{}`", self.file.display());
        let file = OpenOptions::new().write(true).create_new(true).open(&self.file).with_context(failed)?;
        let mut file = BufWriter::new(file);
        let bar = output::bar(service.store().journal_count("").await?, "entries");
        let settled = service.store().journal_settled_below().await?;
        let (mut after, mut count) = (None, 0);
        loop {
            let entries = service.store().journal_columns(&Search::default(), after, settled, CHUNK).await?;
            let Some(last) = entries.last() else { break };
            after = Some(last.place());
            for entry in &entries {
                let line = json!({ "entry": entry, "hash": secret::hex(&entry.hash()) });
                writeln!(file, "{line}").with_context(failed)?;
            }
            count += entries.len();
            bar.set_position(count as u64);
        }
        bar.finish_and_clear();
        file.into_inner().map_err(|error| error.into_error()).with_context(failed)?.sync_all().with_context(failed)?;
        output::result(
            as_json,
            &json!({ "file": self.file, "entries": count }),
            &format!("{count} entries are in `{}`", self.file.display()),
        );
        Ok(Outcome::Done)
    }
}
