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
    /// Show which keys there are and how many values in the database each of them still protects.
    #[command(after_help = "Example:\n  bridgehead keys list")]
    List,
    /// Make new keys current and encrypt contacts, second factors and numbers of reporters anew. The old keys stay:
    /// backups need them.
    #[command(after_help = "Examples:\n  bridgehead keys rotate\n  bridgehead keys rotate --resume")]
    Rotate {
        /// Go on with a rotation that was broken off, without new keys.
        #[arg(long)]
        resume: bool,
    },
    /// Take a key out of the keyring that protects nothing any more. Backups from its time can then not be read in
    /// full: first let them go.
    #[command(after_help = "Example:\n  bridgehead keys list\n  bridgehead keys remove 3f9a01c2")]
    Remove {
        /// Identity of the key.
        id: String,
    },
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
            Self::List => {
                let service = run::open(config).await?;
                run::require_keyring(&service, config)?;
                let uses = service.keys_in_use().await?;
                if as_json {
                    println!("{}", json!({ "keyring": path, "keys": uses }));
                } else {
                    for used in uses {
                        let current = if used.key.current { "current" } else { "" };
                        let values = used.values.map_or(String::new(), |values| format!("{values} values"));
                        let key = used.key;
                        println!("{:<8} {:<8} {:<24} {current:<8} {values}", key.id, key.purpose, key.made_at);
                    }
                }
            }
            Self::Rotate { resume } => {
                let service = run::open(config).await?;
                run::require_keyring(&service, config)?;
                let Ok(keyring) = service.keyring() else { bail!("there is no keyring") };
                if !resume {
                    keyring.add_current(clock::now())?;
                }
                let bar = output::bar(0, "encrypted values");
                let done = service.reencrypt(clock::now(), |done| bar.set_position(done)).await?;
                bar.finish_and_clear();
                let current = keyring.keys().current().to_owned();
                let sentence = format!(
                    "the key `{current}` is current; encrypted with it: {} contacts, {} second factors, {} numbers of \
                     reporters, {} addresses of work groups and loudspeakers; copy `{}` to its safe place again",
                    done.contacts,
                    done.second_factors,
                    done.report_contacts,
                    done.outlets,
                    path.display()
                );
                let mut object = json!({ "key": current });
                if let (Some(object), Some(counts)) = (object.as_object_mut(), serde_json::to_value(done)?.as_object())
                {
                    object.extend(counts.clone());
                }
                output::result(as_json, &object, &sentence);
            }
            Self::Remove { id } => {
                let service = run::open(config).await?;
                run::require_keyring(&service, config)?;
                service.remove_key(&id, clock::now()).await?;
                let sentence = format!("the key `{id}` is gone; remove it from the copies of `{}` too", path.display());
                output::result(as_json, &json!({ "removed": id }), &sentence);
            }
        }
        Ok(Outcome::Done)
    }
}
