//! Where the bytes lie.

use std::path::{Path as FolderPath, PathBuf};
use std::sync::Arc;

use futures::TryStreamExt;
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt};
use sha2::Sha256;
use store::{Meta, Store};
use uuid::Uuid;

use super::Decoder;
use crate::{ServiceError, secret};

/// Fact of the database that holds the key of object names.
const NAME_KEY: &str = "file_name_key";

/// The file store and the picture decoder.
#[derive(Debug)]
pub struct Files {
    objects: Arc<dyn ObjectStore>,
    /// The folder, where it is one.
    folder: Option<PathBuf>,
    pub(super) decoder: Decoder,
}

impl Files {
    /// Files in any object store.
    pub fn new(objects: Arc<dyn ObjectStore>, decoder: Decoder) -> Self {
        Self { objects, folder: None, decoder }
    }

    /// Files in a local folder, which is made when it is missing.
    ///
    /// # Errors
    /// When the folder cannot be made or used.
    pub fn in_folder(folder: &FolderPath, decoder: Decoder) -> Result<Self, ServiceError> {
        let failed = |error: &dyn std::fmt::Display| {
            ServiceError::Internal(format!("the folder of files `{}`: {error}", folder.display()))
        };
        std::fs::create_dir_all(folder).map_err(|error| failed(&error))?;
        let objects = LocalFileSystem::new_with_prefix(folder).map_err(|error| failed(&error))?;
        Ok(Self { folder: Some(folder.to_owned()), ..Self::new(Arc::new(objects), decoder) })
    }

    pub(super) async fn put(&self, name: &str, bytes: Vec<u8>) -> Result<(), ServiceError> {
        self.objects.put(&path(name), bytes.into()).await.map_err(failed)?;
        let Some(folder) = &self.folder else { return Ok(()) };
        // The local store leaves it to the system when bytes reach the disk; a report that was
        // acknowledged must not lose its pictures to a power cut.
        let file = folder.join(path(name).as_ref());
        let synced = tokio::task::spawn_blocking(move || {
            std::fs::File::open(&file)?.sync_all()?;
            file.ancestors().skip(1).take(2).try_for_each(|folder| std::fs::File::open(folder)?.sync_all())
        });
        let synced = synced.await.map_err(|error| ServiceError::Internal(error.to_string()))?;
        synced.map_err(|error| ServiceError::Internal(format!("the file store: {error}")))
    }

    pub(super) async fn get(&self, name: &str) -> Result<Vec<u8>, ServiceError> {
        let found = self.objects.get(&path(name)).await.map_err(failed)?;
        Ok(found.bytes().await.map_err(failed)?.to_vec())
    }

    /// Deletes an object; one that is gone already is no error.
    pub(super) async fn delete(&self, name: &str) -> Result<(), ServiceError> {
        match self.objects.delete(&path(name)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(failed(error)),
        }
    }

    /// Names of objects that were written at or before `before`.
    pub(super) async fn older_than(&self, before: Timestamp) -> Result<Vec<String>, ServiceError> {
        let listed: Vec<_> = self.objects.list(None).try_collect().await.map_err(failed)?;
        let old =
            listed.into_iter().filter(|object| object.last_modified.timestamp_millis() <= before.as_millisecond());
        Ok(old.filter_map(|object| object.location.filename().map(str::to_owned)).collect())
    }
}

/// Two digits of folder, so that no folder grows without end.
fn path(name: &str) -> Path {
    Path::from(format!("{}/{name}", name.get(..2).unwrap_or("00")))
}

fn failed(error: object_store::Error) -> ServiceError {
    ServiceError::Internal(format!("the file store: {error}"))
}

/// The name of new content: a keyed hash over content and identity. Whoever sees the file store alone
/// can neither tell whether a picture that she knows is there, nor which two are the same.
pub(super) async fn name(store: &Store, blob: Uuid, bytes: &[u8]) -> Result<String, ServiceError> {
    let key = match Meta::get(store.read(), NAME_KEY).await? {
        Some(key) => key,
        None => {
            // Two processes at once may each make one: names are stored, never computed again.
            let key = secret::token() + &secret::token();
            let write = store.write().await?;
            Meta::set(write.tx(), NAME_KEY, &key).await?;
            write.commit().await?;
            key
        }
    };
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes())
        .map_err(|error| ServiceError::Internal(format!("the key of file names: {error}")))?;
    mac.update(blob.as_bytes());
    mac.update(bytes);
    Ok(secret::hex(&mac.finalize().into_bytes()))
}
