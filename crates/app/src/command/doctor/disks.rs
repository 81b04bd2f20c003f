//! `doctor`: whether the disks have room for more than what is kept for warnings and calls.

use super::Check;
use crate::config::Config;
use crate::fitting;

/// How much is free is told only where it is too little: it changes from moment to moment, and `/metrics` has it.
pub(super) fn look(config: &Config, checks: &mut Vec<Check>) -> anyhow::Result<()> {
    let kept = config.disk_reserve_mib;
    let reserve = fitting::reserve(config)?;
    for disk in reserve.look() {
        let place = format!("{} (`{}`)", disk.name, disk.path.display());
        let (ok, detail) = match disk.free {
            Ok(_) if kept == 0 => (true, format!("{place}: nothing is kept for warnings and calls")),
            Ok(free) if free >= reserve.bytes() => {
                (true, format!("{place}: more is free than the reserve of {kept} MiB"))
            }
            Ok(free) => {
                let mib = free / (1024 * 1024);
                let refused = match free >= reserve.bytes() / 2 {
                    true => "files are refused",
                    false => "files and reports without an account are refused",
                };
                (false, format!("{place}: {mib} MiB are free, and {kept} MiB are the reserve; {refused}: make room"))
            }
            Err(error) => (false, format!("{place}: how much is free cannot be seen: {error}")),
        };
        checks.push(Check { check: "disk", ok, detail });
    }
    Ok(())
}
