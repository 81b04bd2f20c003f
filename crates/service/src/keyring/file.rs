//! The file: JSON, readable by its owner alone, written whole or not at all.

use std::fs::OpenOptions;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;

use jiff::Timestamp;
use ring::rand::{SecureRandom, SystemRandom};
use serde::{Deserialize, Serialize};

use crate::{private, secret};

const FORMAT: &str = "bridgehead keyring 1";
const NOTE: &str = "Keep this file apart from the database and its backups. Who has both reads everything; who loses it \
    can never read the contacts again.";

/// Why the file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// It cannot be read or written.
    #[error("the keyring `{path}`: {error}")]
    Io {
        /// The file.
        path: String,
        /// What the system said.
        error: std::io::Error,
    },
    /// It is no keyring.
    #[error("`{path}` is no keyring: {detail}")]
    Damaged {
        /// The file.
        path: String,
        /// What is wrong.
        detail: String,
    },
    /// The system gives no random numbers.
    #[error("the system gives no random numbers")]
    NoRandom,
}

/// What tells that a file changed. It is only ever replaced whole, so another one has another number or another time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stamp([i64; 4], [u64; 2]);

impl Stamp {
    /// None where it cannot be looked at.
    pub(super) fn of(path: &Path) -> Option<Self> {
        let found = std::fs::metadata(path).ok()?;
        let times = [found.mtime(), found.mtime_nsec(), found.ctime(), found.ctime_nsec()];
        Some(Self(times, [found.ino(), found.size()]))
    }
}

/// 32 bytes, as hexadecimal digits in the file and never in a log.
#[derive(Clone)]
pub(super) struct Secret(pub(super) [u8; 32]);

impl Secret {
    fn random() -> Result<Self, FileError> {
        let mut bytes = [0; 32];
        SystemRandom::new().fill(&mut bytes).map_err(|_| FileError::NoRandom)?;
        Ok(Self(bytes))
    }
}

impl Serialize for Secret {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&secret::hex(&self.0))
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let bytes = secret::unhex(&text).and_then(|bytes| bytes.try_into().ok());
        bytes.map(Self).ok_or_else(|| serde::de::Error::custom("a key must be 64 hexadecimal digits"))
    }
}

/// One key.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Key {
    pub(super) id: String,
    pub(super) made_at: Timestamp,
    pub(super) secret: Secret,
}

impl Key {
    fn new(now: Timestamp) -> Result<Self, FileError> {
        let secret = Secret::random()?;
        // Four bytes of a hash: enough to tell keys apart, and they say nothing about the key.
        let id = secret::hex(&secret::sha256(&[b"bridgehead key id", &secret.0])[..4]);
        Ok(Self { id, made_at: now, secret })
    }
}

/// The whole file.
#[derive(Serialize, Deserialize)]
pub(super) struct KeyFile {
    format: String,
    note: String,
    pub(super) current_encrypt: String,
    pub(super) encrypt: Vec<Key>,
    pub(super) lookup: Secret,
    pub(super) current_seal: String,
    pub(super) seal: Vec<Key>,
}

impl KeyFile {
    pub(super) fn new(now: Timestamp) -> Result<Self, FileError> {
        let (encrypt, seal) = (Key::new(now)?, Key::new(now)?);
        Ok(Self {
            format: FORMAT.to_owned(),
            note: NOTE.to_owned(),
            current_encrypt: encrypt.id.clone(),
            encrypt: vec![encrypt],
            lookup: Secret::random()?,
            current_seal: seal.id.clone(),
            seal: vec![seal],
        })
    }

    pub(super) fn renew(&mut self, now: Timestamp) -> Result<(), FileError> {
        let (encrypt, seal) = (Key::new(now)?, Key::new(now)?);
        self.current_encrypt.clone_from(&encrypt.id);
        self.encrypt.push(encrypt);
        self.current_seal.clone_from(&seal.id);
        self.seal.push(seal);
        Ok(())
    }

    pub(super) fn read(path: &Path) -> Result<Self, FileError> {
        let text = std::fs::read_to_string(path).map_err(|error| io(path, error))?;
        let damaged = |detail: String| FileError::Damaged { path: path.display().to_string(), detail };
        let file: Self = serde_json::from_str(&text).map_err(|error| damaged(error.to_string()))?;
        if file.format != FORMAT {
            return Err(damaged(format!("its format is `{}`", file.format)));
        }
        let has = |keys: &[Key], id: &str| keys.iter().any(|key| key.id == id);
        if !has(&file.encrypt, &file.current_encrypt) || !has(&file.seal, &file.current_seal) {
            return Err(damaged("a current key is not in it".to_owned()));
        }
        Ok(file)
    }

    pub(super) fn write_new(&self, path: &Path) -> Result<(), FileError> {
        let written = private::write_new(path, self.text().as_bytes()).and_then(|()| private::sync_folder(path));
        written.map_err(|error| io(path, error))
    }

    pub(super) fn replace(&self, path: &Path) -> Result<(), FileError> {
        private::replace(path, self.text().as_bytes()).map_err(|error| io(path, error))
    }

    /// Changes the file while nobody else does: of two rotations at once, neither may lose the other's key.
    pub(super) fn change(
        path: &Path,
        change: impl FnOnce(&mut Self) -> Result<(), FileError>,
    ) -> Result<Self, FileError> {
        let mut name = path.as_os_str().to_owned();
        name.push(".lock");
        let lock = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(&name);
        let lock = lock.map_err(|error| io(Path::new(&name), error))?;
        lock.lock().map_err(|error| io(Path::new(&name), error))?;
        let mut file = Self::read(path)?;
        change(&mut file)?;
        file.replace(path)?;
        Ok(file)
    }

    fn text(&self) -> String {
        // Strings and numbers always have a JSON form.
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }
}

/// Whether nobody but the owner may read the file.
///
/// # Errors
/// When it cannot be looked at.
pub fn is_private(path: &Path) -> std::io::Result<bool> {
    Ok(std::fs::metadata(path)?.permissions().mode().trailing_zeros() >= 6)
}

fn io(path: &Path, error: std::io::Error) -> FileError {
    FileError::Io { path: path.display().to_string(), error }
}
