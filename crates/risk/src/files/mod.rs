//! An index in files: a method in JSON, tables in CSV. `docs/risk-index.md` describes them for whoever writes them.
//!
//! Nothing is opened here: whoever has read the files hands over their text ([`Table::read`], [`Method::parse`]) and gets a
//! definition and data ([`Method::assemble`]). Paths of refusals name file, line and column.

mod assemble;
mod definition;
mod described;
mod method;
mod rows;
mod table;
mod used;

pub use assemble::Tables;
pub use method::{Columns, Method, Names};
pub use table::Table;
