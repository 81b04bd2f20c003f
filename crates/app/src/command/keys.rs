//! `keys`: the keyring, outside the database and its backups.

use anyhow::bail;
use serde_json::json;
use service::keyring::{Keyring, is_private};

use super::{Outcome, output};
use crate::config::Config;
use crate::{clock, run};

/// What to do with the keys.
#[derive(clap::Subcommand)]
pub(crate) enum Keys {
    /// Make a keyring where the configuration says; never over one that is there.
    #[command(after_help = "Example:\n  bridgehead keys create")]
    Create,
    /// Show which keys there are, never their secrets. The public ones verify seals.
    #[command(after_help = "Example:\n  bridgehead keys show --json > keys.json")]
    Show,
    /// Make new keys current and encrypt every contact anew. The old keys stay: backups need them.
    #[command(after_help = "Example:\n  bridgehead keys rotate")]
    Rotate,
}

impl Keys {
    pub(crate) async fn run(self, config: &Config, as_json: bool) -> anyhow::Result<Outcome> {
        let path = &config.keyring;
        match self {
            Self::Create => {
                Keyring::create(path, clock::now())?;
                let sentence = format!(
                    "the keys are in `{}`: copy that file to a safe place, apart from every backup",
                    path.display()
                );
                output::result(as_json, &json!({ "keyring": path }), &sentence);
            }
            Self::Show => {
                let lines = Keyring::load(path)?.keys().lines();
                if as_json {
                    println!("{}", json!({ "keyring": path, "private": is_private(path)?, "keys": lines }));
                } else {
                    println!("{}", path.display());
                    for line in lines {
                        let current = if line.current { "current" } else { "" };
                        let public = line.public_key.unwrap_or_default();
                        println!("{:<8} {:<8} {:<24} {current:<8} {public}", line.id, line.purpose, line.made_at);
                    }
                }
            }
            Self::Rotate => {
                let service = run::open(config).await?;
                run::require_keyring(&service, config)?;
                let Ok(keyring) = service.keyring() else { bail!("there is no keyring") };
                keyring.add_current(clock::now())?;
                let bar = output::bar(0, "contacts");
                let count = service.reencrypt(clock::now(), |done| bar.set_position(done)).await?;
                bar.finish_and_clear();
                let current = keyring.keys().current().to_owned();
                let sentence = format!(
                    "the key `{current}` is current, {count} contacts are encrypted with it; copy `{}` to its safe place again",
                    path.display()
                );
                output::result(as_json, &json!({ "key": current, "contacts": count }), &sentence);
            }
        }
        Ok(Outcome::Done)
    }
}
