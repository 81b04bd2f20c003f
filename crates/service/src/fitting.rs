//! What an installation fits the use cases with: keys and the file store. Each is set once, at the start.

use std::sync::{Arc, OnceLock};

use crate::file::Files;
use crate::secret_box::SecretBox;
use crate::{Service, ServiceError};

/// Set once; missing where the installation has none.
#[derive(Debug, Default)]
pub(crate) struct Fittings {
    secrets: OnceLock<Arc<dyn SecretBox>>,
    files: OnceLock<Arc<Files>>,
}

impl Service {
    /// Fits the keys in that seal contact fields; a second call changes nothing.
    pub fn fit_secrets(&self, secrets: Arc<dyn SecretBox>) {
        let _ = self.inner.fittings.secrets.set(secrets);
    }

    /// Fits the file store in; a second call changes nothing.
    pub fn fit_files(&self, files: Files) {
        let _ = self.inner.fittings.files.set(Arc::new(files));
    }

    pub(crate) fn secrets(&self) -> Option<&Arc<dyn SecretBox>> {
        self.inner.fittings.secrets.get()
    }

    pub(crate) fn files(&self) -> Result<&Arc<Files>, ServiceError> {
        let missing = || ServiceError::invalid("file", "files_unavailable", "this installation takes no files");
        self.inner.fittings.files.get().ok_or_else(missing)
    }
}
