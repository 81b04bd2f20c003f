//! Sealing the journal, publishing the seals, and holding the journal against them.

mod archive;
mod published;
mod rows;
mod verify;

use domain::seal::{Columns, Merkle, Place, Seal};
use jiff::Timestamp;
use store::journal::Search;
use store::seal::Signed;
use store::{StoreError, seal};

use crate::{Service, ServiceError};

pub use archive::ArchiveVerification;
pub use published::{Published, SealLine};
pub use verify::Verification;
pub(crate) use verify::texts as texts_in;

/// Entries read at a time.
const CHUNK: u64 = 5_000;

/// Most entries under one seal: what a reader of an archive has to hold at once.
const SEAL_MAX: usize = 100_000;

impl Service {
    /// Seals what has settled since the last seal; says how many seals were made.
    ///
    /// # Errors
    /// When there is no keyring or the database fails.
    pub async fn seal_journal(&self, now: Timestamp) -> Result<usize, ServiceError> {
        // Another process may have rotated.
        let keys = self.keyring()?.fresh();
        let settled = self.store().journal_settled_below().await?;
        let mut made = 0;
        loop {
            let before = seal::last(self.store().read()).await?;
            let after = before.as_ref().map(|signed| signed.seal.last);
            let Some(cover) = self.cover(after, settled).await? else { return Ok(made) };
            let seal = Seal {
                number: before.as_ref().map_or(1, |signed| signed.seal.number + 1),
                previous: before.as_ref().map_or([0; 32], |signed| signed.seal.hash()),
                first: cover.first,
                last: cover.last,
                entries: i64::try_from(cover.tree.leaves()).unwrap_or(i64::MAX),
                root: cover.tree.root(),
                sealed_at: now.as_millisecond(),
                key: keys.current_seal().to_owned(),
            };
            let signature = keys.sign(&seal.message())?;
            let write = self.store().write().await?;
            match seal::insert(&write, &Signed { seal, signature }).await {
                Ok(()) => write.commit().await?,
                // Another process was faster: its seal is as good.
                Err(StoreError::Duplicate(_)) => return Ok(made),
                Err(error) => return Err(error.into()),
            }
            made += 1;
        }
    }

    /// The tree over the entries after `after`; `None` when there are none.
    async fn cover(&self, after: Option<Place>, settled: i64) -> Result<Option<Cover>, ServiceError> {
        let mut cover: Option<Cover> = None;
        let mut after = after;
        loop {
            let entries = self.store().journal_columns(&Search::default(), after, settled, CHUNK).await?;
            for entry in &entries {
                let place = entry.place();
                let cover = cover.get_or_insert(Cover { first: place, last: place, tree: Merkle::default() });
                cover.last = place;
                cover.tree.push(entry.hash());
            }
            after = entries.last().map(Columns::place);
            let full = cover.as_ref().is_some_and(|cover| cover.tree.leaves() >= SEAL_MAX as u64);
            if after.is_none() || full {
                return Ok(cover);
            }
        }
    }

    /// Seals after `number` as they are published, with the public keys that verify them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn published_seals(&self, number: i64, limit: u64) -> Result<Published, ServiceError> {
        let seals = self.store().seals(number, limit).await?;
        let keys = self.keyring().map(|keyring| keyring.public_keys()).unwrap_or_default();
        Ok(Published { seals: seals.iter().map(SealLine::from).collect(), keys })
    }

    /// Every seal, for keeping elsewhere.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn all_seals(&self) -> Result<Published, ServiceError> {
        self.published_seals(0, u64::from(u32::MAX)).await
    }
}

/// The entries of one seal to be.
struct Cover {
    first: Place,
    last: Place,
    tree: Merkle,
}
