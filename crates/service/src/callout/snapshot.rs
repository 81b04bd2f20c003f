//! Calling without the database: an encrypted copy of the registers of posts, written each hour, and what was recorded
//! while it stood in for the database, brought back.

use std::path::{Path, PathBuf};

use domain::id::CalloutId;
use domain::journal::{Kind, NewEntry};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use store::snapshot::{self, Returned};
use store::{Location, Meta, OpenOptions, Store, journal};
use uuid::Uuid;

use crate::keyring::{Cell, Keyring};
use crate::{Service, ServiceError, private};

/// How the file begins.
const FORMAT: &[u8] = b"bridgehead callout snapshot 1\n";

/// A fact of its database: when it was made.
const MADE_AT: &str = "snapshot_at";

/// How old a snapshot may be before the next one is written; several processes of one machine share the file.
const FRESH: SignedDuration = SignedDuration::from_mins(55);

fn failed(path: &Path, error: &dyn std::fmt::Display) -> ServiceError {
    ServiceError::Snapshot(format!("`{}`: {error}", path.display()))
}

/// The whole file is bound to being this.
fn cell() -> Cell {
    Cell { table: "snapshot", column: "file", row: Uuid::nil() }
}

impl Service {
    /// Says where the hourly snapshot lies. Without that none is written.
    pub fn fit_snapshot(&self, file: PathBuf) {
        // A second place is not taken: somebody looks for it at the first one.
        let _ = self.inner.snapshot.set(file);
    }

    /// Writes the snapshot where the one that is there is an hour old; says how many were written.
    ///
    /// # Errors
    /// When the database fails or the file cannot be written.
    pub async fn write_due_snapshot(&self, now: Timestamp) -> Result<usize, ServiceError> {
        let Some(file) = self.inner.snapshot.get() else { return Ok(0) };
        let written = std::fs::metadata(file).and_then(|meta| meta.modified()).ok();
        let written = written.and_then(|at| Timestamp::try_from(at).ok());
        if self.keyring().is_err() || written.is_some_and(|at| now.duration_since(at) < FRESH) {
            return Ok(0);
        }
        self.write_snapshot(file, now).await?;
        Ok(1)
    }

    /// Writes the snapshot, encrypted with the current key, in place of the one before; says how many bytes it has.
    ///
    /// # Errors
    /// When the database fails, there is no keyring, or the file cannot be written.
    pub async fn write_snapshot(&self, file: &Path, now: Timestamp) -> Result<u64, ServiceError> {
        let keys = self.keyring()?.fresh();
        let folder = tempfile::tempdir().map_err(|error| failed(file, &error))?;
        let plain = folder.path().join("snapshot.db");
        let options = OpenOptions { world: self.store().world(), ..OpenOptions::new(Location::Sqlite(plain.clone())) };
        let store = Store::open(&options).await?;
        let write = store.write().await?;
        snapshot::copy(self.store(), &write).await?;
        Meta::set(write.tx(), MADE_AT, &now.to_string()).await?;
        write.commit().await?;
        store.close().await?;
        let target = file.to_owned();
        let written = tokio::task::spawn_blocking(move || {
            let plain = std::fs::read(&plain).map_err(|error| failed(&plain, &error))?;
            let bytes = [FORMAT, &keys.encrypt_bytes(cell(), plain)?].concat();
            private::replace(&target, &bytes).map_err(|error| failed(&target, &error))?;
            Ok::<_, ServiceError>(bytes.len() as u64)
        });
        written.await.map_err(|error| ServiceError::Internal(error.to_string()))?
    }

    /// Brings back by id what was recorded while a snapshot stood in for this database. Safe to repeat.
    ///
    /// # Errors
    /// When one of the databases fails; what came back before stays.
    pub async fn bring_calls_back(&self, from: &Store, now: Timestamp) -> Result<Returned, ServiceError> {
        let returned = snapshot::bring_back(from, self.store(), now).await?;
        if returned.rounds.is_empty() {
            return Ok(returned);
        }
        let incarnation = Meta::get(from.read(), "incarnation").await?;
        let entry = |round: &CalloutId| {
            let payload = json!({ "callout": round, "incarnation": incarnation });
            NewEntry { payload, ..NewEntry::about(Kind::CalloutReturned, round.0, now) }
        };
        let entries: Vec<_> = returned.rounds.iter().map(entry).collect();
        let write = self.store().write().await?;
        journal::append(&write, &entries).await?;
        write.commit().await?;
        Ok(returned)
    }
}

/// When the snapshot was made that a database stands on; none where it stands on none.
///
/// # Errors
/// When the database fails.
pub async fn snapshot_at(store: &Store) -> Result<Option<Timestamp>, ServiceError> {
    let text = Meta::get(store.read(), MADE_AT).await?;
    Ok(text.and_then(|text| text.parse().ok()))
}

/// Makes the database of a snapshot at `target`, readable by its owner alone.
///
/// # Errors
/// When the file is none, its key is not in the keyring, or `target` is there already.
pub fn unpack(keyring: &Keyring, file: &Path, target: &Path) -> Result<(), ServiceError> {
    let bytes = std::fs::read(file).map_err(|error| failed(file, &error))?;
    let sealed = bytes.strip_prefix(FORMAT).ok_or_else(|| failed(file, &"this is no snapshot for calls"))?;
    let plain = keyring.keys().decrypt_bytes(cell(), sealed).map_err(|error| failed(file, &error))?;
    private::write_new(target, &plain).map_err(|error| failed(target, &error))
}
