//! `journal`: look, prove, keep.

mod archive;
mod export;
mod show;
mod verify;

use domain::id::TextId;
use serde_json::json;
use service::erasure::ErasureList;
use uuid::Uuid;

use super::{Outcome, output};
use crate::config::Config;
use crate::{clock, run};

/// What to do with the journal.
#[derive(clap::Subcommand)]
pub(crate) enum Journal {
    /// Show entries, the oldest first.
    #[command(after_help = "Example:\n  bridgehead journal show --since 2026-07-20T00:00:00+08:00 --kind hazard.")]
    Show(show::Show),
    /// Hold every entry and text against the seals, and these against their signatures.
    #[command(
        after_help = "Examples:\n  bridgehead journal verify\n  bridgehead journal verify --seals kept.json\n\nA file of seals is the answer of /api/journal/seals, or what `bridgehead journal seals` prints."
    )]
    Verify(verify::Verify),
    /// Write every entry into a file, one JSON object per line, with its hash.
    #[command(after_help = "Example:\n  bridgehead journal export journal.jsonl")]
    Export(export::Export),
    /// Seal what has happened since the last seal. Running processes do it by themselves.
    #[command(after_help = "Example:\n  bridgehead journal seal")]
    Seal,
    /// Print every seal with the public keys, for keeping elsewhere.
    #[command(after_help = "Example:\n  bridgehead journal seals > kept.json")]
    Seals,
    /// Write each sealed segment into a file of its own, for keeping elsewhere. The entries stay in the database.
    #[command(after_help = "Example:\n  bridgehead journal archive --before 2026-07-01 /archive/journal")]
    Archive(archive::Archive),
    /// Erase one free text by its id; what the journal says about it stays valid.
    #[command(after_help = "Example:\n  bridgehead journal erase 0198f1c2-0000-7000-8000-000000000000")]
    Erase {
        /// Id of the text, as the entry names it.
        text: Uuid,
    },
}

impl Journal {
    pub(crate) async fn run(self, config: &Config, as_json: bool) -> anyhow::Result<Outcome> {
        let service = run::open(config).await?;
        match self {
            Self::Show(show) => return show.run(&service, as_json).await,
            Self::Verify(verify) => return verify.run(&service, as_json).await,
            Self::Export(export) => return export.run(&service, as_json).await,
            Self::Archive(archive) => return archive.run(&service, as_json).await,
            Self::Seal => {
                let made = service.seal_journal(clock::now()).await?;
                output::result(as_json, &json!({ "seals": made }), &format!("{made} new seals"));
            }
            Self::Seals => println!("{}", serde_json::to_string_pretty(&service.all_seals().await?)?),
            Self::Erase { text } => {
                let list = ErasureList::beside(&config.keyring);
                let erased = service.erase_text(TextId(text), None, &list, clock::now()).await?;
                let sentence = if erased { "the text is erased" } else { "it was erased before" };
                output::result(as_json, &json!({ "text": text, "erased": erased }), sentence);
            }
        }
        Ok(Outcome::Done)
    }
}
