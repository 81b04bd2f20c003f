//! Memory of this process, as the kernel counts it.

use anyhow::Context;

/// Resident memory now and at its highest, MB (1,000,000 bytes).
pub(super) struct Memory {
    pub(super) now: f64,
    pub(super) peak: f64,
}

/// Reads `/proc/self/status`.
pub(super) fn memory() -> anyhow::Result<Memory> {
    let status = std::fs::read_to_string("/proc/self/status").context("memory is read from /proc")?;
    let field = |name: &str| -> anyhow::Result<f64> {
        let line = status.lines().find_map(|line| line.strip_prefix(name)).with_context(|| format!("no `{name}`"))?;
        let kilobytes: f64 = line.trim_start_matches(':').trim().trim_end_matches(" kB").parse()?;
        Ok(kilobytes * 1_024.0 / 1e6)
    };
    Ok(Memory { now: field("VmRSS")?, peak: field("VmHWM")? })
}
