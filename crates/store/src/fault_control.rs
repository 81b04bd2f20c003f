//! The control of the power-cut test: a store that is weaker than it should be, so that the test must find losses.
//!
//! Compiled with the feature `fault-control` alone, which no release has; without it nothing can ask for less.

/// Whether the environment asks for settings under which a power cut loses acknowledged writes.
pub fn weakened() -> bool {
    cfg!(feature = "fault-control") && std::env::var_os("FAULT_CONTROL").is_some_and(|value| value == "weak")
}
