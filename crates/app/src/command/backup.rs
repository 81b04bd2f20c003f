//! `backup`, `restore`, `release`.

use std::path::PathBuf;

use anyhow::{Context, bail};
use serde_json::json;
use service::backup::put_back;
use service::erasure::ErasureList;
use store::Location;

use super::{Outcome, output};
use crate::config::Config;
use crate::{clock, run};

/// Where to.
#[derive(clap::Args)]
pub(crate) struct Backup {
    /// A folder, in which the backup is named by its time, or a file that is not there yet.
    target: PathBuf,
}

impl Backup {
    pub(crate) async fn run(self, config: &Config, as_json: bool) -> anyhow::Result<Outcome> {
        let service = run::open(config).await?;
        let location = config.open_options()?.location;
        let file = if self.target.is_dir() {
            let ending = match location {
                Location::Sqlite(_) => "db",
                Location::Postgres(_) => "dump",
            };
            self.target.join(format!("bridgehead-{}.{ending}", clock::now().strftime("%Y%m%dT%H%M%SZ")))
        } else {
            self.target
        };
        let bar = output::spinner("writing the backup");
        let manifest = service.back_up(&location, &file, clock::now()).await?;
        bar.finish_and_clear();
        let rows: i64 = manifest.rows.values().sum();
        let sentence = format!(
            "`{}`: {rows} rows, {} bytes\nthe keyring `{}` and the list of erasures beside it are not in it: keep them apart",
            file.display(),
            manifest.bytes,
            config.keyring.display()
        );
        output::result(as_json, &json!({ "file": file, "manifest": manifest }), &sentence);
        Ok(Outcome::Done)
    }
}

/// From where.
#[derive(clap::Args)]
pub(crate) struct Restore {
    /// The backup; its manifest lies beside it.
    #[arg(required_unless_present = "by_other_means", conflicts_with = "by_other_means")]
    file: Option<PathBuf>,
    /// The database was put back by another tool (pgBackRest, Litestream): only hold it and erase again.
    #[arg(long)]
    by_other_means: bool,
}

impl Restore {
    pub(crate) async fn run(self, config: &Config, as_json: bool) -> anyhow::Result<Outcome> {
        let options = config.open_options()?;
        let bar = output::spinner("restoring");
        let service = match &self.file {
            Some(file) => {
                let manifest = put_back(file, &options.location, options.world).await?;
                let service = run::open_anywhere(config).await?;
                service.finish_restore(&manifest, clock::now()).await?;
                service
            }
            None => {
                let service = run::open_anywhere(config).await?;
                service.mark_restored(json!({ "by_other_means": true }), clock::now()).await?;
                service
            }
        };
        let list = ErasureList::beside(&config.keyring);
        let erased = service
            .erase_again(&list, clock::now())
            .await
            .context("it is restored and held, but erasing again failed")?;
        bar.finish_and_clear();
        let mut sentence = format!(
            "restored and held: no channel sends until `bridgehead release --by LOGIN`\nerased again: {} accounts, {} texts",
            erased.accounts, erased.texts
        );
        let missing = service.missing_keys().await?;
        if !missing.is_empty() {
            sentence.push_str(&format!(
                "\ncontacts cannot be read: the keyring `{}` has no key {}",
                config.keyring.display(),
                missing.join(", ")
            ));
        }
        output::result(as_json, &json!({ "held": true, "erased": erased, "missing_keys": missing }), &sentence);
        service.store().clone().close().await?;
        Ok(Outcome::Done)
    }
}

/// By whom.
#[derive(clap::Args)]
pub(crate) struct Release {
    /// Sign-in name of the person who answers for it; it stands in the journal.
    #[arg(long, value_name = "LOGIN")]
    by: String,
}

impl Release {
    pub(crate) async fn run(self, config: &Config, as_json: bool) -> anyhow::Result<Outcome> {
        let service = run::open(config).await?;
        if service.held().await?.is_none() {
            bail!("the database is not held");
        }
        service.release(&self.by, clock::now()).await?;
        let sentence = format!("released by `{}`: channels send from here on", self.by);
        output::result(as_json, &json!({ "released_by": self.by }), &sentence);
        Ok(Outcome::Done)
    }
}
