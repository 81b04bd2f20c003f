//! Geometry without a database: datum conversion, checks of boundaries, drawn areas, conversions to `geo` types.

pub mod check;
pub mod convert;
pub mod datum;
pub mod drawing;
pub mod winding;
pub mod zorder;
