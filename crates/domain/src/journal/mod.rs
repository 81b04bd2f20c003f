//! Journal entries: one per change, in the change's transaction.
//!
//! A payload holds no personal data and no free text: those stand in redactable tables, the entry
//! holds a salted hash of them.
//!
//! Cast: `kind` lists what entries tell, `word` how the journal calls it, `subject` what it is about; `entry` is one of
//! them, with who did it and because of what.

mod entry;
mod kind;
mod subject;
mod word;

pub use entry::{By, Cause, NewEntry};
pub use kind::Kind;
