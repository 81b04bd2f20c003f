//! What an installation fits the use cases with beside its keys: the file store. Set once, at the start.

use std::sync::{Arc, OnceLock};

use crate::file::Files;
use crate::{Service, ServiceError};

/// Set once; missing where the installation has none.
#[derive(Debug, Default)]
pub(crate) struct Fittings {
    files: OnceLock<Arc<Files>>,
}

impl Service {
    /// Fits the file store in; a second call changes nothing.
    pub fn fit_files(&self, files: Files) {
        let _ = self.inner.fittings.files.set(Arc::new(files));
    }

    pub(crate) fn files(&self) -> Result<&Arc<Files>, ServiceError> {
        let missing = || ServiceError::invalid("file", "files_unavailable", "this installation takes no files");
        self.inner.fittings.files.get().ok_or_else(missing)
    }
}
