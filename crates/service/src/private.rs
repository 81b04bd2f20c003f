//! Files that their owner alone may read, and that a power cut leaves whole.

use std::fs::{File, OpenOptions};
use std::io::{Result, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use uuid::Uuid;

/// Writes a file that is not there yet.
pub(crate) fn write_new(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Makes an empty file, or empties the one that is there.
pub(crate) fn truncated(path: &Path) -> Result<()> {
    OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)?;
    Ok(())
}

/// Writes beside it and renames: whoever looks finds the old one or the new one, never half of one.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut part = path.as_os_str().to_owned();
    part.push(format!(".{}.part", Uuid::now_v7().simple()));
    let part = PathBuf::from(part);
    let written = write_new(&part, bytes).and_then(|()| std::fs::rename(&part, path)).and_then(|()| sync_folder(path));
    if written.is_err() {
        // What is left of a failed attempt helps nobody; the error says why it failed.
        let _ = std::fs::remove_file(&part);
    }
    written
}

/// Makes a new name in a folder survive a power cut.
pub(crate) fn sync_folder(path: &Path) -> Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}
