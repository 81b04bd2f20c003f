//! Files: taken into quarantine, attached to a hazard, released by a person, fetched, swept away.
//!
//! An upload is looked at (`media`), pictures are decoded in a limited child process (`decoder`) and
//! written anew, so that nothing of what came in but its pixels stays. The object is stored first and
//! its row second: a crash between the two leaves an object that the sweep finds. A file that no
//! hazard refers to goes after a day; content goes with the last file that refers to it, the row first
//! and the object second.

mod attach;
mod decoder;
mod limit;
mod media;
mod objects;
mod resume;
mod sweep;
mod upload;

pub use attach::{Attacher, Fetched};
pub use decoder::{Decoder, ENVIRONMENT};
pub use objects::Files;
pub use resume::UPLOAD_LASTS;
pub use upload::{BYTES_MAX, Uploaded};
