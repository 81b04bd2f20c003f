//! The list of erasures: one JSON line each, ids alone, never part of a backup of the database.

use std::fs::OpenOptions;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use domain::id::{AccountId, TextId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::ServiceError;
use crate::private::sync_folder;

/// One erasure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Line {
    /// Of an account.
    Account {
        /// Which.
        account: AccountId,
        /// When.
        at: Timestamp,
    },
    /// Of a text.
    Text {
        /// Which.
        text: TextId,
        /// When.
        at: Timestamp,
    },
}

/// The file of the list.
#[derive(Debug, Clone)]
pub struct ErasureList {
    path: PathBuf,
}

impl ErasureList {
    /// The list that belongs to the keyring at `keyring`: beside it, with `.erasures` after its name.
    pub fn beside(keyring: &Path) -> Self {
        let mut name = keyring.as_os_str().to_owned();
        name.push(".erasures");
        Self { path: PathBuf::from(name) }
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Adds a line, and makes sure that it is on the disk.
    pub(crate) fn add(&self, line: &Line) -> Result<(), ServiceError> {
        let text = serde_json::to_string(line)? + "\n";
        let write = || {
            let mut file = OpenOptions::new().append(true).create(true).mode(0o600).open(&self.path)?;
            file.write_all(text.as_bytes())?;
            file.sync_all()?;
            sync_folder(&self.path)
        };
        write().map_err(|error| self.failed(&error))
    }

    /// Every line; none when there is no file yet.
    ///
    /// # Errors
    /// When the file cannot be read or holds something else.
    pub fn lines(&self) -> Result<Vec<Line>, ServiceError> {
        let text = match std::fs::read_to_string(&self.path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            other => other.map_err(|error| self.failed(&error))?,
        };
        let lines = text.lines().filter(|line| !line.trim().is_empty());
        lines.map(|line| serde_json::from_str(line).map_err(|error| self.failed(&error))).collect()
    }

    fn failed(&self, error: &dyn std::fmt::Display) -> ServiceError {
        ServiceError::Internal(format!("the list of erasures `{}`: {error}", self.path.display()))
    }
}
