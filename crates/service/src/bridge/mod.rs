//! Work-order bridges: orders of a hotline or city platform come in, how they stand goes back.
//!
//! Cast: a [`Mapping`] says which of their fields are ours and which of our states are their words; [`Record`]s are what
//! they send, as CSV or JSON; `read` makes an order of a record or says why not; `take` makes hazards of orders, once
//! each; `status` tells them how an order stands; `export` writes the list that a superior asks for.
//!
//! One fact stands once: their number is unique per system, an order that comes again is known, and one that comes
//! changed is noted on its hazard.

mod check;
mod export;
mod mapping;
mod open311;
mod read;
mod record;
mod status;
mod take;

pub use export::ExportPage;
pub use mapping::{
    CategoryTable, Column, Mapping, MappingError, PositionSource, Taken, TimeSource, UnitSource, ValueTable, WriteBack,
};
pub use open311::Open311;
pub use read::Refused;
pub use record::{Form, Record, records};
pub use status::{Telling, Told, Turn};
pub use take::{OrderResult, Outcome, summary};

/// What an installation has to do with other systems.
#[derive(Debug, Clone, Default)]
pub struct Outside {
    /// The bridges, each to another system.
    pub bridges: Vec<Mapping>,
    /// The public interface of service requests; closed when none.
    pub open311: Option<Open311>,
}

impl Outside {
    /// The bridge to the system with this key.
    pub fn bridge(&self, system: &str) -> Option<&Mapping> {
        self.bridges.iter().find(|mapping| mapping.system == system)
    }
}
