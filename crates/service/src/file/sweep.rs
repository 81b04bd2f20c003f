//! Sweeping away what nobody refers to.

use std::collections::HashSet;

use jiff::{SignedDuration, Timestamp};
use store::file;

use crate::{Service, ServiceError};

/// How long an upload waits to be attached.
const QUARANTINE: SignedDuration = SignedDuration::from_hours(24);

/// Most contents deleted in one round.
const ROUND: u64 = 500;

impl Service {
    /// Forgets uploads in parts a day after they began, and files that were not attached within a day, and deletes content to which nothing refers
    /// any more; says how many contents. Safe to run in several processes at once.
    ///
    /// # Errors
    /// When the database or the file store fails; the next round goes on.
    pub async fn sweep_files(&self, now: Timestamp) -> Result<usize, ServiceError> {
        let Ok(files) = self.files() else { return Ok(0) };
        self.sweep_uploads(now).await?;
        let before = now.saturating_sub(QUARANTINE).unwrap_or(now);
        let write = self.store().write().await?;
        file::delete_waiting(&write, before).await?;
        let names = file::delete_unreferenced(&write, ROUND).await?;
        write.commit().await?;
        // The rows first: a row without its object would be a broken picture, an object without its
        // row is found by the next sweep.
        for name in &names {
            files.delete(name).await?;
        }
        Ok(names.len())
    }

    /// Deletes objects older than a day that no row knows: what a crash between object and row left.
    /// Says how many.
    ///
    /// # Errors
    /// When the database or the file store fails.
    pub async fn sweep_objects(&self, now: Timestamp) -> Result<usize, ServiceError> {
        let Ok(files) = self.files() else { return Ok(0) };
        let old = files.older_than(now.saturating_sub(QUARANTINE).unwrap_or(now)).await?;
        let known: HashSet<String> = self.store().known_objects(&old).await?.into_iter().collect();
        let mut deleted = 0;
        for name in old.iter().filter(|name| !known.contains(*name)) {
            files.delete(name).await?;
            deleted += 1;
        }
        Ok(deleted)
    }
}
