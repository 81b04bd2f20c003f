//! A disk that fills within seconds.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// A small file system of its own; gone with the value.
pub(super) struct SmallDisk {
    /// Around its place.
    pub(super) folder: TempDir,
    /// Where it is mounted.
    pub(super) place: PathBuf,
}

impl SmallDisk {
    /// One of so many MB, in a folder that everybody may enter: PostgreSQL runs as another user. None where it cannot
    /// be mounted.
    pub(super) fn mount(megabytes: u32) -> Option<Self> {
        let folder = tempfile::tempdir().expect("a folder");
        let place = folder.path().join("disk");
        std::fs::create_dir(&place).expect("a folder");
        assert!(Command::new("chmod").arg("755").arg(folder.path()).status().expect("a started program").success());
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &format!("size={megabytes}m"), "tmpfs"]).arg(&place).stderr(Stdio::null());
        if !mount.status().is_ok_and(|status| status.success()) {
            println!("skipped: only root can mount a small disk");
            return None;
        }
        Some(Self { folder, place })
    }

    /// Fills it but for so many bytes, however large what lies there is.
    pub(super) fn leave_room(&self, bytes: u64) -> PathBuf {
        let ballast = self.place.join("ballast");
        let mut file = std::fs::File::create(&ballast).expect("a file");
        while file.write_all(&[0; 4_096]).is_ok() {}
        let full = file.metadata().expect("a length").len();
        file.set_len(full.checked_sub(bytes).expect("a disk that is larger")).expect("room");
        ballast
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.place).status();
    }
}
