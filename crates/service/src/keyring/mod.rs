//! The keyring: keys that lie outside the database, so that neither the database nor a backup of it is enough.
//!
//! Three kinds of key: several that encrypt contacts (one of them is current, the others still read what they
//! wrote), one for the keyed hash that finds a contact without reading any, and those that sign seals. The file
//! is shared by all processes: it is read again before something new is encrypted when it changed since, and when a
//! ciphertext names a key that came later.

mod cipher;
mod file;
mod sealed;
mod sign;

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use jiff::Timestamp;
use ring::hmac;

use crate::secret;

pub use cipher::{Cell, CipherError};
pub use file::{FileError, is_private};
pub use sign::{PublicKey, verify};

/// The keys as read.
pub struct Keys {
    file: file::KeyFile,
    /// What the file looked like before it was read; none for a file that this process wrote just now.
    stamp: Option<file::Stamp>,
}

/// The keyring of this process. Cheap to clone.
#[derive(Clone)]
pub struct Keyring {
    path: Arc<PathBuf>,
    keys: Arc<RwLock<Arc<Keys>>>,
}

/// One key as it may be shown: never its secret.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct KeyLine {
    /// Identity, as ciphertexts and seals name it.
    pub id: String,
    /// `encrypt` or `seal`.
    pub purpose: &'static str,
    /// When it was made.
    pub made_at: Timestamp,
    /// Whether it is in use for what is new.
    pub current: bool,
    /// Its public half, of a key that signs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub public_key: Option<String>,
}

impl Keyring {
    /// Makes a new file with new keys, readable by its owner alone.
    ///
    /// # Errors
    /// When there is a file already or it cannot be written.
    pub fn create(path: &Path, now: Timestamp) -> Result<Self, FileError> {
        let file = file::KeyFile::new(now)?;
        file.write_new(path)?;
        Ok(Self::of(path, Keys { file, stamp: None }))
    }

    /// Reads the file.
    ///
    /// # Errors
    /// When it is missing, unreadable or damaged.
    pub fn load(path: &Path) -> Result<Self, FileError> {
        Ok(Self::of(path, Keys::read(path)?))
    }

    fn of(path: &Path, keys: Keys) -> Self {
        Self { path: Arc::new(path.to_owned()), keys: Arc::new(RwLock::new(Arc::new(keys))) }
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The keys as last read.
    pub fn keys(&self) -> Arc<Keys> {
        self.keys.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Reads the file again: another process may have rotated.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn reload(&self) -> Result<(), FileError> {
        self.set(Keys::read(&self.path)?);
        Ok(())
    }

    /// Makes new keys for encrypting and for sealing current, and keeps the old ones.
    ///
    /// # Errors
    /// When the file cannot be read or written.
    pub fn add_current(&self, now: Timestamp) -> Result<(), FileError> {
        let file = file::KeyFile::change(&self.path, |file| file.renew(now))?;
        self.set(Keys { file, stamp: None });
        Ok(())
    }

    /// Takes a key that encrypts out of the file. The current one stays whatever is asked.
    ///
    /// # Errors
    /// When the file cannot be read or written.
    pub fn remove(&self, id: &str) -> Result<(), FileError> {
        let file = file::KeyFile::change(&self.path, |file| {
            let current = file.current_encrypt.clone();
            file.encrypt.retain(|key| key.id != id || key.id == current);
            Ok(())
        })?;
        self.set(Keys { file, stamp: None });
        Ok(())
    }

    /// The keys as they are in the file now; those last read when it cannot be read. The file is read only when it
    /// changed since.
    pub fn fresh(&self) -> Arc<Keys> {
        let keys = self.keys();
        if keys.stamp.is_some() && keys.stamp == file::Stamp::of(&self.path) {
            return keys;
        }
        if let Err(error) = self.reload() {
            tracing::warn!(%error, "the keyring cannot be read again");
        }
        self.keys()
    }

    fn set(&self, keys: Keys) {
        *self.keys.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(keys);
    }
}

impl std::fmt::Debug for Keyring {
    /// Without the keys.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Keyring").field("path", &self.path).finish_non_exhaustive()
    }
}

impl Keys {
    fn read(path: &Path) -> Result<Self, FileError> {
        // Looked at before: a change in between is seen the next time.
        let stamp = file::Stamp::of(path);
        Ok(Self { file: file::KeyFile::read(path)?, stamp })
    }

    /// Keyed hash of a plain value, to find it by.
    pub fn lookup(&self, kind: &str, plain: &str) -> Vec<u8> {
        let key = hmac::Key::new(hmac::HMAC_SHA256, &self.file.lookup.0);
        hmac::sign(&key, format!("{kind}\n{plain}").as_bytes()).as_ref().to_vec()
    }

    /// Every key, without its secret.
    pub fn lines(&self) -> Vec<KeyLine> {
        let encrypt = self.file.encrypt.iter().map(|key| KeyLine {
            id: key.id.clone(),
            purpose: "encrypt",
            made_at: key.made_at,
            current: key.id == self.file.current_encrypt,
            public_key: None,
        });
        let seal = self.file.seal.iter().map(|key| KeyLine {
            id: key.id.clone(),
            purpose: "seal",
            made_at: key.made_at,
            current: key.id == self.file.current_seal,
            public_key: sign::public(&key.secret).map(|public| secret::hex(&public)),
        });
        encrypt.chain(seal).collect()
    }
}
