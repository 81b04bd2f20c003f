//! Units: changes, imports, counts.

mod change;
mod import;
mod population;

pub use change::{ChangeOrder, Changed};
pub use import::{Difference, FieldChange, ImportPlan, UnitDifference};
