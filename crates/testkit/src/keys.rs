//! A keyring for a test, in a folder of its own.

use service::Service;
use service::erasure::ErasureList;
use service::keyring::Keyring;
use tempfile::TempDir;

use crate::t0;

/// A folder with a keyring; gone when dropped.
#[derive(Debug)]
pub struct Keys {
    folder: TempDir,
    /// The keyring.
    pub keyring: Keyring,
}

impl Keys {
    /// New keys.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let keyring = Keyring::create(&folder.path().join("keys.json"), t0()).expect("a keyring");
        Self { folder, keyring }
    }

    /// A file in the same folder.
    pub fn file(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    /// The list of erasures beside the keyring.
    pub fn list(&self) -> ErasureList {
        ErasureList::beside(self.keyring.path())
    }

    /// The same service with this keyring.
    pub fn give(&self, service: &Service) -> Service {
        service.clone().with_keyring(self.keyring.clone())
    }
}

impl Default for Keys {
    fn default() -> Self {
        Self::new()
    }
}

/// Gives the service new keys. Their file is gone at once: a test that needs it keeps [`Keys`].
pub fn fit(service: &Service) {
    Keys::new().give(service);
}
