//! `journal archive`.

use std::path::PathBuf;

use anyhow::{Context, bail};
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::json;
use service::Service;

use crate::command::{Outcome, output};

/// What goes where.
#[derive(clap::Args)]
pub(crate) struct Archive {
    /// Only what was sealed before this day, or before this time with its offset.
    #[arg(long, value_name = "DATE")]
    before: String,
    /// Folder of the segments.
    folder: PathBuf,
}

impl Archive {
    pub(super) async fn run(self, service: &Service, as_json: bool) -> anyhow::Result<Outcome> {
        let before = instant(service, &self.before)?;
        if !self.folder.is_dir() {
            bail!("`{}` is no folder", self.folder.display());
        }
        let last = store::seal::last(service.store().read()).await?.map_or(0, |signed| signed.seal.number);
        let bar = output::bar(u64::try_from(last).unwrap_or(0), "seals");
        let seen = |seal: i64| bar.set_position(u64::try_from(seal).unwrap_or(0));
        let written = service.archive_journal(&self.folder, before, seen).await?;
        bar.finish_and_clear();
        output::result(
            as_json,
            &json!({ "folder": self.folder, "segments": written }),
            &format!("{written} new segments in `{}`", self.folder.display()),
        );
        Ok(Outcome::Done)
    }
}

/// A day begins at midnight of the installation's zone.
fn instant(service: &Service, text: &str) -> anyhow::Result<Timestamp> {
    if let Ok(time) = text.parse::<Timestamp>() {
        return Ok(time);
    }
    let day: Date = text.parse().with_context(|| format!("`{text}` is no day and no time"))?;
    Ok(service.zone().to_timestamp(day.at(0, 0, 0, 0))?)
}
