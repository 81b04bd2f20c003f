//! `journal verify`.

use std::path::PathBuf;

use anyhow::{Context, bail};
use domain::seal::Finding;
use serde_json::json;
use service::Service;
use service::seal::{Published, Verification};

use crate::command::{Outcome, output};

/// Against what.
#[derive(clap::Args)]
pub(crate) struct Verify {
    /// Seals with public keys that were kept elsewhere. Only they show that the end was cut off together with its
    /// seals, or that everything was computed anew with a stolen key.
    #[arg(long, value_name = "FILE")]
    seals: Option<PathBuf>,
    /// Folder of segments that `bridgehead journal archive` wrote: names the very entries that were changed.
    #[arg(long, value_name = "FOLDER")]
    archive: Option<PathBuf>,
}

impl Verify {
    pub(super) async fn run(self, service: &Service, as_json: bool) -> anyhow::Result<Outcome> {
        let published = self.seals.as_ref().map(read).transpose()?;
        let keys = service.keyring().map(|keyring| keyring.public_keys()).unwrap_or_default();
        if keys.is_empty() && published.is_none() {
            bail!("there is no key to verify with: give the keyring, or a file of seals with `--seals`");
        }
        let bar = output::bar(service.store().journal_count("").await?, "entries");
        let mut found = service.verify_journal(published.as_ref(), &keys, |done| bar.set_position(done)).await?;
        bar.finish_and_clear();
        if let Some(folder) = &self.archive {
            let archived = service.verify_archive(folder, published.as_ref(), &keys).await?;
            found.findings.extend(archived.findings);
            if !as_json {
                println!("{} segments with {} entries in the archive", archived.segments, archived.entries);
            }
        }
        if as_json {
            println!("{}", json!(found));
        } else {
            show(&found);
        }
        if found.findings.is_empty() {
            Ok(Outcome::Done)
        } else {
            bail!("the journal is not as it was sealed, or the hazards are not as it tells")
        }
    }
}

fn read(path: &PathBuf) -> anyhow::Result<Published> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read `{}`", path.display()))?;
    serde_json::from_str(&text).with_context(|| format!("`{}` holds no seals", path.display()))
}

fn show(found: &Verification) {
    for finding in &found.findings {
        println!("{}", sentence(finding));
    }
    println!("{} entries, {} seals, {} entries not sealed yet", found.entries, found.seals, found.unsealed);
    if found.findings.is_empty() {
        println!("everything sealed is as it was sealed, and the hazards are as the journal tells");
    }
}

fn sentence(finding: &Finding) -> String {
    match finding {
        Finding::SealMissing { seal } => format!("seal {seal} is missing"),
        Finding::ChainBroken { seal } => format!("seal {seal} does not follow from the one before it"),
        Finding::KeyUnknown { seal, key } => {
            format!("seal {seal} is signed with the key `{key}`, which is not known here")
        }
        Finding::SignatureWrong { seal } => format!("seal {seal} was not signed by the key that it names"),
        Finding::PublishedMissing { seal } => format!("seal {seal} was published and is not here"),
        Finding::PublishedDiffers { seal } => format!("seal {seal} was published with other content"),
        Finding::CountDiffers { seal, first, last, sealed, found } => {
            format!("seal {seal}, entries {first} to {last}: {sealed} were sealed, {found} are here")
        }
        Finding::TextDiffers { entry, text } => {
            format!("the text `{text}` is not the one that entry {entry} was written with")
        }
        Finding::RowDiffers { entry, hazard } => {
            format!("the hazard `{hazard}` is not as entry {entry}, the last about it, left it")
        }
        Finding::RowMissing { entry, hazard } => {
            format!("the hazard `{hazard}` is gone; entry {entry} is the last about it")
        }
        Finding::SegmentWrong { seal } => format!("the segment of seal {seal} is not what was sealed"),
        Finding::EntryChanged { entry } => format!("entry {entry} is not what the archive says"),
        Finding::EntryMissing { entry } => format!("entry {entry} is in the archive and not here"),
        Finding::EntryAdded { entry } => format!("entry {entry} is not in the archive"),
        Finding::EntriesDiffer { seal, first, last } => {
            format!("seal {seal}, entries {first} to {last}: an entry was changed or moved")
        }
    }
}
