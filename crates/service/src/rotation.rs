//! Encrypting everything anew under the current key, and letting go of keys that protect nothing any more.
//!
//! A rotation is safe to break off and to repeat, and beside everything else: what lies under an older key is found
//! by the key itself, and a value that changes meanwhile is left as it was set. Whoever encrypts reads the keyring's
//! file first, so that nothing new comes to lie under an old key.

use std::collections::BTreeMap;

use domain::contact::ContactKind;
use domain::journal::{Kind, NewEntry};
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use serde_json::json;
use store::sealed::{self, Sealed};
use store::{contact, journal};
use uuid::Uuid;

use crate::contact::cell;
use crate::keyring::{Cell, KeyLine};
use crate::{Service, ServiceError, secret};

/// Values per transaction: far below a second of writing.
const CHUNK: u64 = 200;

/// How long a key stays after another one became current: a write that read the keyring before has ended by then.
pub const KEY_SETTLES: SignedDuration = SignedDuration::from_mins(10);

/// What was encrypted anew.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Reencrypted {
    /// Contacts of accounts.
    pub contacts: u64,
    /// Secrets of second factors.
    pub second_factors: u64,
    /// Numbers of reporters.
    pub report_contacts: u64,
    /// Addresses of work groups and loudspeakers.
    pub outlets: u64,
    /// Entries of the assistance register.
    pub assists: u64,
    /// Residents' numbers.
    pub resident_numbers: u64,
}

impl Reencrypted {
    /// All of it.
    pub fn total(&self) -> u64 {
        self.contacts + self.second_factors + self.report_contacts + self.outlets + self.assists + self.resident_numbers
    }
}

/// A key, and how many values in the database it still protects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KeyUse {
    /// The key.
    #[serde(flatten)]
    pub key: KeyLine,
    /// Values that need it; none for a key that signs, which is needed as long as its seals are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub values: Option<u64>,
}

impl Service {
    /// Encrypts what is under older keys anew; `progress` hears how many values are done.
    ///
    /// # Errors
    /// When a key is missing, a value is damaged, or the database fails. What was done until then stays done.
    pub async fn reencrypt(&self, now: Timestamp, mut progress: impl FnMut(u64)) -> Result<Reencrypted, ServiceError> {
        let current = self.keyring()?.fresh().current().to_owned();
        let mut done = Reencrypted { contacts: self.reencrypt_contacts(&mut progress).await?, ..Default::default() };
        for of in Sealed::ALL {
            let before = done.total();
            let count = self.reencrypt_sealed(of, &current, |count| progress(before + count)).await?;
            match of {
                Sealed::SecondFactors => done.second_factors = count,
                Sealed::ReportContacts => done.report_contacts = count,
                Sealed::Outlets => done.outlets = count,
                Sealed::Assists => done.assists = count,
                Sealed::ResidentNumbers => done.resident_numbers = count,
            }
        }
        let write = self.store().write().await?;
        let entry = NewEntry {
            payload: json!({
                "key": current,
                "contacts": done.contacts,
                "second_factors": done.second_factors,
                "report_contacts": done.report_contacts,
                "outlets": done.outlets,
                "assists": done.assists,
                "resident_numbers": done.resident_numbers,
            }),
            ..NewEntry::about(Kind::KeysRotated, Uuid::nil(), now)
        };
        journal::append(&write, &[entry]).await?;
        write.commit().await?;
        Ok(done)
    }

    async fn reencrypt_contacts(&self, progress: &mut impl FnMut(u64)) -> Result<u64, ServiceError> {
        let keyring = self.keyring()?;
        let keys = keyring.keys();
        let mut done = 0;
        loop {
            let chunk = self.store().contacts_of_other_keys(keys.current(), CHUNK).await?;
            if chunk.is_empty() {
                return Ok(done);
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
    }

    async fn reencrypt_sealed(
        &self,
        of: Sealed,
        current: &str,
        mut progress: impl FnMut(u64),
    ) -> Result<u64, ServiceError> {
        let keyring = self.keyring()?;
        let id =
            secret::unhex(current).ok_or_else(|| ServiceError::Internal(format!("a key with the id `{current}`")))?;
        let (mut done, mut after) = (0, None);
        loop {
            let chunk = self.store().sealed_with_other_keys(of, &id, after, CHUNK).await?;
            let Some((last, _)) = chunk.last() else { return Ok(done) };
            after = Some(*last);
            let mut anew = Vec::new();
            for (row, before) in chunk {
                let cell = Cell { table: of.table(), column: of.column(), row };
                let sealed = keyring.keys().encrypt(cell, &keyring.decrypt(cell, &before)?)?;
                anew.push((row, before, sealed));
            }
            let write = self.store().write().await?;
            for (row, before, sealed) in &anew {
                if sealed::replace(&write, of, *row, before, sealed).await? {
                    done += 1;
                }
            }
            write.commit().await?;
            progress(done);
        }
    }

    /// How many values each key protects, by its id.
    async fn values_by_key(&self) -> Result<BTreeMap<String, u64>, ServiceError> {
        let mut used = BTreeMap::new();
        for (key, count) in self.store().contacts_by_key().await? {
            *used.entry(key).or_default() += u64::try_from(count).unwrap_or_default();
        }
        for of in Sealed::ALL {
            for (key, count) in self.store().sealed_by_key(of).await? {
                *used.entry(secret::hex(&key)).or_default() += u64::try_from(count).unwrap_or_default();
            }
        }
        Ok(used)
    }

    /// Every key, with how many values it still protects.
    ///
    /// # Errors
    /// When there is no keyring or the database fails.
    pub async fn keys_in_use(&self) -> Result<Vec<KeyUse>, ServiceError> {
        let used = self.values_by_key().await?;
        let lines = self.keyring()?.fresh().lines();
        let uses = lines.into_iter().map(|key| {
            let values = (key.purpose == "encrypt").then(|| used.get(&key.id).copied().unwrap_or_default());
            KeyUse { key, values }
        });
        Ok(uses.collect())
    }

    /// Takes a key that encrypts nothing here any more out of the keyring. Backups that it encrypted can then not
    /// be read in full any more, which is what removing it is for.
    ///
    /// # Errors
    /// When there is no such key, it is current, it signs, it still protects values, or it was current until just now.
    pub async fn remove_key(&self, id: &str, now: Timestamp) -> Result<(), ServiceError> {
        let refused = |detail: String| Err(ServiceError::invalid("key", "key_in_use", detail));
        let uses = self.keys_in_use().await?;
        let found = uses.iter().find(|used| used.key.id == id).ok_or(ServiceError::NotFound("key"))?;
        let current = uses.iter().find(|used| used.key.purpose == "encrypt" && used.key.current);
        let settled = current.is_some_and(|used| now.duration_since(used.key.made_at) >= KEY_SETTLES);
        match found.values {
            None => return refused(format!("the key `{id}` signs: without it its seals cannot be verified")),
            Some(_) if found.key.current => return refused(format!("the key `{id}` encrypts what is new")),
            Some(values) if values > 0 => return refused(format!("the key `{id}` still protects {values} values")),
            Some(_) if !settled => {
                let minutes = KEY_SETTLES.as_mins();
                return refused(format!("the key `{id}` was current until less than {minutes} min ago"));
            }
            Some(_) => {}
        }
        // In the journal first: a key that is gone without a word is worse than a word about one that stayed.
        let write = self.store().write().await?;
        let entry = NewEntry { payload: json!({ "key": id }), ..NewEntry::about(Kind::KeyRemoved, Uuid::nil(), now) };
        journal::append(&write, &[entry]).await?;
        write.commit().await?;
        self.keyring()?.remove(id).map_err(|error| ServiceError::Internal(error.to_string()))
    }

    /// Keys that values are encrypted with and that the keyring does not have.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn missing_keys(&self) -> Result<Vec<String>, ServiceError> {
        let known: Vec<_> = match self.keyring() {
            Ok(keyring) => keyring.keys().lines().into_iter().map(|line| line.id).collect(),
            Err(_) => Vec::new(),
        };
        Ok(self.values_by_key().await?.into_keys().filter(|key| !known.contains(key)).collect())
    }
}
