//! Places from OpenStreetMap extracts (PBF): buildings, schools, hospitals, fire stations, shelters.
//!
//! Cast: `rules` says as data which tags make which kind, and which fields they fill; `read` walks through a file;
//! `ring` joins the ways of a relation to polygons. A file is read three times, because it gives nodes before the ways
//! that need them and ways before the relations that need those: relations first, then ways, then nodes. Only what is
//! needed of each is kept.
//!
//! Extracts are cut along a border, so ways miss nodes there: an outline that is not whole is left out and counted,
//! never guessed. What is read here is under the Open Database License: whoever shows it names its source.

mod error;
mod read;
mod ring;
mod rules;

pub use error::OsmError;
pub use read::{Extract, Left, read};
pub use rules::Rules;
