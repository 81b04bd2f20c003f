//! Files in and out: units, bodies, counts, places, cases of other systems.
//!
//! Cast: `text` opens a file under a size limit and turns it into UTF-8; `meter` bounds rows; `table`
//! reads CSV by column names; `features` streams GeoJSON; `shape` reads shapefiles; `cells` turns text
//! into values. `unit`, `body`, `population`, `place` and `case` say which columns make which row;
//! `write` goes the other way.
//!
//! Two kinds of failure. A [`ReadError`] means that the file as a whole cannot be read. A
//! [`Finding`](domain::unit::row::Finding) concerns one row, and reading goes on, so that a clerk sees every mistake at once.
//! Files come from strangers: sizes in headers are compared with the file before anything is
//! allocated, nesting and line lengths are bounded, and nothing here may panic.

mod account;
mod body;
mod boundary;
mod case;
mod cells;
mod columns;
mod error;
mod features;
mod guard;
mod meter;
mod options;
mod place;
mod population;
mod report;
mod roster;
mod shape;
mod table;
mod text;
mod unit;
mod wkt;
mod write;

pub use account::{AccountFile, AccountRow, read_accounts};
pub use body::{BodyFile, BodyRow, read_bodies};
pub use case::{CaseFile, CaseMapping, CaseRow, CategorySource, read_cases};
pub(crate) use cells::moment;
pub use error::{ReadError, WriteError};
pub use guard::guarded;
pub use options::{DEFAULT_MAX_BYTES, Format, ReadOptions};
pub use place::{PlaceFile, PlaceRow, field_column, read_places};
pub use population::{PopulationFile, PopulationRow, read_population};
pub use roster::{RosterFile, RosterRow, read_roster, write_roster};
pub use unit::{UnitFile, read_units};
pub use write::{UnitExport, write_units, write_units_to};
