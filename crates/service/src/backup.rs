//! Backups: a copy with a manifest, and putting it back.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use domain::seal::Place;
use domain::world::World;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};
use store::Location;
use tokio::io::AsyncReadExt;

use crate::private::sync_folder;
use crate::seal::SealLine;
use crate::{Service, ServiceError, secret};

const FORMAT: &str = "bridgehead backup 1";

/// What a backup is said to hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Form of the manifest.
    pub format: String,
    /// `sqlite` or `postgres`.
    pub engine: String,
    /// When it was made.
    pub made_at: Timestamp,
    /// The schema that it has.
    pub schema: String,
    /// The world that it belongs to.
    pub world: String,
    /// Which incarnation it is a copy of.
    pub incarnation: String,
    /// Rows by table.
    pub rows: BTreeMap<String, i64>,
    /// The last entry of its journal.
    pub journal_end: Option<Place>,
    /// The last seal in it.
    pub last_seal: Option<SealLine>,
    /// SHA-256 of the file.
    pub sha256: String,
    /// Bytes of the file.
    pub bytes: u64,
}

/// Where the manifest of a backup lies: beside it.
pub fn manifest_path(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".manifest.json");
    PathBuf::from(name)
}

fn engine(location: &Location) -> &'static str {
    match location {
        Location::Sqlite(_) => "sqlite",
        Location::Postgres(_) => "postgres",
    }
}

fn failed(path: &Path, error: &dyn std::fmt::Display) -> ServiceError {
    ServiceError::Backup(format!("`{}`: {error}", path.display()))
}

impl Service {
    /// Writes a backup and its manifest. The keyring is not in it.
    ///
    /// # Errors
    /// When the file is there already, cannot be written, or the database fails.
    pub async fn back_up(&self, location: &Location, file: &Path, now: Timestamp) -> Result<Manifest, ServiceError> {
        if file.exists() {
            return Err(failed(file, &"is there already"));
        }
        let mut part = file.as_os_str().to_owned();
        part.push(".part");
        let part = PathBuf::from(part);
        // Made first and by its owner alone: what is in it is for nobody else.
        crate::private::truncated(&part).map_err(|error| failed(&part, &error))?;
        let copied = self.store().copy_into(location, &part).await;
        if copied.is_err() {
            // What is left of a failed attempt helps nobody; the error says why it failed.
            let _ = std::fs::remove_file(&part);
        }
        let contents = copied?;
        let (sha256, bytes) = digest(&part).await.map_err(|error| failed(&part, &error))?;
        let manifest = Manifest {
            format: FORMAT.to_owned(),
            engine: engine(location).to_owned(),
            made_at: now,
            schema: store::schema_version(),
            world: self.store().world().stamp(),
            incarnation: contents.incarnation,
            rows: contents.rows,
            journal_end: contents.journal_end,
            last_seal: contents.seal.as_ref().map(SealLine::from),
            sha256,
            bytes,
        };
        let text = serde_json::to_string_pretty(&manifest)? + "\n";
        let beside = manifest_path(file);
        std::fs::write(&beside, text).map_err(|error| failed(&beside, &error))?;
        let finish = || {
            std::fs::File::open(&part)?.sync_all()?;
            std::fs::rename(&part, file)?;
            sync_folder(file)
        };
        finish().map_err(|error| failed(file, &error))?;
        Ok(manifest)
    }

    /// Marks a database that was just put back as restored and held, and says what differs from the manifest.
    ///
    /// # Errors
    /// When it does not hold what the manifest says, or the database fails.
    pub async fn finish_restore(&self, manifest: &Manifest, now: Timestamp) -> Result<(), ServiceError> {
        let contents = self.store().contents().await?;
        for (table, rows) in &manifest.rows {
            let found = contents.rows.get(table).copied().unwrap_or(0);
            if found != *rows {
                let detail = format!("the table `{table}` has {found} rows, the manifest says {rows}");
                return Err(ServiceError::Backup(detail));
            }
        }
        let payload = json!({
            "made_at": manifest.made_at.as_millisecond(),
            "incarnation": manifest.incarnation,
            "journal_end": manifest.journal_end,
            "last_seal": manifest.last_seal.as_ref().map(|seal| seal.number),
            "sha256": manifest.sha256,
        });
        self.mark_restored(payload, now).await
    }
}

/// Checks a backup against its manifest and puts it back where nothing is yet. The caller opens it then, and
/// calls [`Service::finish_restore`]; until that is done, the database does not know its place and is held
/// all the same.
///
/// # Errors
/// When the manifest is missing, the file is not the one that it describes, or the target is not empty.
pub async fn put_back(file: &Path, location: &Location, world: World) -> Result<Manifest, ServiceError> {
    let manifest = read_manifest(file)?;
    if manifest.engine != engine(location) {
        let detail = format!("it is a backup of {}, the database is {}", manifest.engine, engine(location));
        return Err(failed(file, &detail));
    }
    if manifest.world != world.stamp() {
        return Err(failed(file, &format!("it belongs to the world `{}`", manifest.world)));
    }
    let (sha256, _) = digest(file).await.map_err(|error| failed(file, &error))?;
    if sha256 != manifest.sha256 {
        return Err(failed(file, &"it is not the file that its manifest describes"));
    }
    store::backup::put_back(file, location, world).await?;
    Ok(manifest)
}

/// Reads the manifest of a backup.
///
/// # Errors
/// When it is missing or something else.
pub fn read_manifest(file: &Path) -> Result<Manifest, ServiceError> {
    let path = manifest_path(file);
    let text = std::fs::read_to_string(&path).map_err(|error| failed(&path, &error))?;
    let manifest: Manifest = serde_json::from_str(&text).map_err(|error| failed(&path, &error))?;
    if manifest.format != FORMAT {
        return Err(failed(&path, &format!("its format is `{}`", manifest.format)));
    }
    Ok(manifest)
}

async fn digest(path: &Path) -> std::io::Result<(String, u64)> {
    let mut file = tokio::fs::File::open(path).await?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1024 * 1024];
    let mut bytes = 0;
    loop {
        let read = file.read(&mut buffer).await?;
        if read == 0 {
            return Ok((secret::hex(&hash.finalize()), bytes));
        }
        hash.update(&buffer[..read]);
        bytes += read as u64;
    }
}
