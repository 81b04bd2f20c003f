//! The disk reserve: room that is kept for warnings and calls when pictures and reports fill the disk.
//!
//! Below the reserve no files are taken, from nobody. Below half of it no reports without an account either. What
//! people in office write, warnings that come in, calls and their confirmations go on until the disk is full.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::{Service, ServiceError};

/// Tells how many bytes this program may still write where a path lies.
pub type FreeSpace = Arc<dyn Fn(&Path) -> io::Result<u64> + Send + Sync>;

/// How much room is kept, and where.
#[derive(Clone)]
pub struct Reserve {
    bytes: u64,
    disks: Vec<(&'static str, PathBuf)>,
    free: FreeSpace,
}

/// How a disk stands.
#[derive(Debug)]
pub struct Disk {
    /// What lies there: `files` or `database`.
    pub name: &'static str,
    /// Where that is.
    pub path: PathBuf,
    /// Bytes that are free, or why that is not known.
    pub free: io::Result<u64>,
}

impl fmt::Debug for Reserve {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reserve").field("bytes", &self.bytes).field("disks", &self.disks).finish_non_exhaustive()
    }
}

impl Reserve {
    /// `bytes` on each of the disks on which these named folders or files lie; none with zero bytes.
    pub fn new(bytes: u64, disks: Vec<(&'static str, PathBuf)>) -> Self {
        Self { bytes, disks, free: Arc::new(free) }
    }

    /// The same, told by something else how much is free.
    #[must_use]
    pub fn measured_by(self, free: FreeSpace) -> Self {
        Self { free, ..self }
    }

    /// How much is kept, bytes.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// How each disk stands. Asks the file system, so it may block.
    pub fn look(&self) -> Vec<Disk> {
        let disks = self.disks.iter().cloned();
        disks.map(|(name, path)| Disk { name, free: (self.free)(&path), path }).collect()
    }

    /// Whether some disk has fewer than `bytes` free. One that cannot be asked holds nobody up.
    fn is_below(&self, bytes: u64) -> bool {
        bytes > 0 && self.look().iter().any(|disk| disk.free.as_ref().is_ok_and(|free| *free < bytes))
    }
}

impl Service {
    /// The reserve; `None` where none was fitted in.
    pub fn reserve(&self) -> Option<&Arc<Reserve>> {
        self.inner.reserve.get()
    }

    /// How each disk of the reserve stands; empty where there is none.
    ///
    /// # Errors
    /// When looking broke down.
    pub async fn disks(&self) -> Result<Vec<Disk>, ServiceError> {
        let Some(reserve) = self.reserve().cloned() else { return Ok(Vec::new()) };
        let looked = tokio::task::spawn_blocking(move || reserve.look()).await;
        looked.map_err(|error| ServiceError::Internal(error.to_string()))
    }

    /// Refuses files when a disk has less room than the reserve.
    pub(crate) async fn room_for_files(&self) -> Result<(), ServiceError> {
        self.left_free(1, "photographs and voice notes").await
    }

    /// Refuses reports without an account when a disk has less room than half of the reserve.
    pub(crate) async fn room_for_strangers(&self) -> Result<(), ServiceError> {
        self.left_free(2, "reports without an account").await
    }

    async fn left_free(&self, part: u64, what: &'static str) -> Result<(), ServiceError> {
        let Some(reserve) = self.reserve().cloned() else { return Ok(()) };
        let below = tokio::task::spawn_blocking(move || reserve.is_below(reserve.bytes / part)).await;
        if below.map_err(|error| ServiceError::Internal(error.to_string()))? {
            return Err(ServiceError::DiskReserve(what));
        }
        Ok(())
    }
}

/// What the file system says; of something that is not there yet, what it says of the folder that it would be made in.
fn free(path: &Path) -> io::Result<u64> {
    let there = path.ancestors().find(|one| !one.as_os_str().is_empty() && one.exists());
    let there = there.unwrap_or(Path::new("."));
    let disk = rustix::fs::statvfs(there)?;
    Ok(disk.f_bavail.saturating_mul(disk.f_frsize))
}
