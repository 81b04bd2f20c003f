//! Places that close for a warning: listed, closed by a post, opened again after somebody authorised it.

mod count;
mod list;
mod open;
mod step;

pub use count::{Closed, ClosureCounts};
pub use list::ClosureSheet;
pub use open::Opening;
