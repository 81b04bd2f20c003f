//! `init`: database, keyring and configuration file.

use std::path::PathBuf;

use anyhow::{Context, bail};
use serde_json::json;
use service::keyring::Keyring;

use super::{Outcome, output};
use crate::config::Config;
use crate::{clock, run};

/// Arguments of `init`.
#[derive(clap::Args)]
pub(crate) struct Init {
    /// Name of the installation.
    #[arg(long)]
    name: Option<String>,
    /// Configuration file to write.
    #[arg(long, default_value = "bridgehead.toml", value_name = "FILE")]
    write: PathBuf,
}

impl Init {
    pub(crate) async fn run(self, config: &Config, json: bool) -> anyhow::Result<Outcome> {
        if self.write.exists() {
            bail!("`{}` is there already; remove it first, or use it", self.write.display());
        }
        let name = self.name.unwrap_or_else(|| config.name.clone());
        // One that is there already is taken: several databases of one operator may share it.
        if !config.keyring.exists() {
            Keyring::create(&config.keyring, clock::now())?;
        }
        let service = run::open(config).await?;
        let quoted = |text: &str| serde_json::to_string(text).unwrap_or_default();
        let text = format!(
            "name = {}\ndatabase = {}\ntime_zone = {}\nlisten = {}\n# Keep it apart from the database and its backups, and keep a copy elsewhere.\nkeyring = {}\n# Set to false only where pages are served without TLS.\nsecure_cookies = {}\n",
            quoted(&name),
            quoted(&config.database),
            quoted(&config.time_zone),
            quoted(&config.listen.to_string()),
            quoted(&config.keyring.display().to_string()),
            config.secure_cookies,
        );
        std::fs::write(&self.write, text).with_context(|| format!("cannot write `{}`", self.write.display()))?;
        service.store().clone().close().await?;
        let sentence = format!(
            "the database is ready, `{}` is written, and the keys are in `{}`: copy that file to a safe place, apart from every backup\nnext: bridgehead import units FILE, bridgehead account create-admin LOGIN, bridgehead serve",
            self.write.display(),
            config.keyring.display(),
        );
        output::result(
            json,
            &json!({
                "configuration": self.write,
                "database": crate::config::masked(&config.database),
                "keyring": config.keyring,
            }),
            &sentence,
        );
        Ok(Outcome::Done)
    }
}
