//! The demo city as one compact file: the tree of units with names, counts and boundaries.
//!
//! `cargo xtask city` writes it, the installer reads it. The crate holds the types and the wire
//! format, and how it becomes the rows of an import: no files, no clock, no geometry library. Coordinates are WGS-84
//! micro-degrees (1e-6 °, about 0.1 m), `[longitude, latitude]`, so that neighbours share corners
//! exactly and areas can be compared as integers.

mod error;
mod life;
mod rows;
mod shape;
mod unit;
mod wire;

pub use error::CityError;
pub use life::{Closed, Invented, Life};
pub use rows::boundary;
pub use shape::{Polygon, Ring};
pub use unit::{City, Groups, Kind, Unit};
pub use wire::{decode, encode};
