//! Warnings as the world exchanges them: the Common Alerting Protocol (CAP) 1.0, 1.1 and 1.2, and the feeds that carry it.
//!
//! The way of a message: bytes are decoded ([`decode`]), read under limits ([`scan`]) into the elements that CAP knows
//! ([`tree`]), judged by named rules ([`rules`]) and, where nothing is wrong, become an [`Alert`]. [`check`] stops at
//! the judgement and says everything that is wrong; [`read`] gives the alert too. [`feed`] does the same for every
//! entry of an Atom or RSS feed. [`chain`] tells which of many alerts are in force; [`colour`] and [`affected`] say
//! what an alert means here: which of the four colours, for which units; [`event`] what it warns of.
//!
//! This crate is pure: it reads no clock, no file and no network. What a message names by address is never fetched,
//! and a signature is reported as present, not checked.
//!
//! Sources: OASIS Common Alerting Protocol 1.2 (1 July 2010), 1.1 (October 2005) and 1.0 (March 2004), with their
//! schemas. The list of reasons for which a message is refused follows the one of google/cap-library (Apache-2.0).

pub mod affected;
pub mod alert;
mod build;
pub mod chain;
pub mod colour;
mod decode;
mod element;
pub mod event;
pub mod feed;
pub mod geometry;
pub mod kinds;
pub mod limits;
pub mod moment;
mod new;
mod pair;
pub mod profile;
mod reading;
pub mod reason;
pub mod report;
mod rules;
mod scan;
mod shape;
mod tree;
mod write;

pub use alert::Alert;
pub use element::Version;
pub use event::hazard_of;
pub use moment::Moment;
pub use profile::Profile;
pub use reading::{Reading, check, check_with, read, read_with};
pub use report::{Finding, Report};
pub use write::write;
