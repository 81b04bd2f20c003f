//! Geometry without a database: datum conversion, checks of boundaries, conversions to `geo` types.

pub mod check;
pub mod convert;
pub mod datum;
pub mod winding;
pub mod zorder;
