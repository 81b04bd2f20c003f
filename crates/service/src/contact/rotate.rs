//! Encrypting every contact anew under the current key.

use domain::contact::ContactKind;
use domain::journal::{Kind, NewEntry};
use jiff::Timestamp;
use serde_json::json;
use store::{contact, journal};
use uuid::Uuid;

use super::cell;
use crate::{Service, ServiceError};

/// Contacts per transaction: far below a second of writing.
const CHUNK: u64 = 200;

impl Service {
    /// Encrypts what is under older keys anew; `progress` hears how many are done. Safe to break off and to repeat,
    /// and beside everything else: a contact that changes meanwhile is left as it was set.
    ///
    /// # Errors
    /// When a key is missing, a value is damaged, or the database fails.
    pub async fn reencrypt(&self, now: Timestamp, mut progress: impl FnMut(u64)) -> Result<u64, ServiceError> {
        let keyring = self.keyring()?;
        let keys = keyring.keys();
        let mut done = 0;
        loop {
            let chunk = self.store().contacts_of_other_keys(keys.current(), CHUNK).await?;
            if chunk.is_empty() {
                break;
            }
            let mut anew = Vec::new();
            for row in chunk {
                let kind = ContactKind::from_word(&row.kind)
                    .ok_or_else(|| ServiceError::Internal(format!("a contact of the kind `{}`", row.kind)))?;
                let cell = cell(row.account, kind);
                let sealed = keys.encrypt(cell, &keyring.decrypt(cell, &row.sealed)?)?;
                anew.push((row, sealed));
            }
            let write = self.store().write().await?;
            for (row, sealed) in &anew {
                if contact::replace_sealed(&write, row, sealed, keys.current()).await? {
                    done += 1;
                }
            }
            write.commit().await?;
            progress(done);
        }
        let write = self.store().write().await?;
        let entry = NewEntry {
            payload: json!({ "key": keys.current(), "contacts": done }),
            ..NewEntry::about(Kind::KeysRotated, Uuid::nil(), now)
        };
        journal::append(&write, &[entry]).await?;
        write.commit().await?;
        Ok(done)
    }
    /// Keys that contacts are encrypted with and that the keyring does not have.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn missing_keys(&self) -> Result<Vec<String>, ServiceError> {
        let known = match self.keyring() {
            Ok(keyring) => keyring.keys().lines().into_iter().map(|line| line.id).collect(),
            Err(_) => Vec::new(),
        };
        let used = self.store().contact_keys().await?;
        Ok(used.into_iter().filter(|key| !known.contains(key)).collect())
    }
}
