//! The checklists that ship (`data/checklists/`).

use super::Checklist;
use crate::refusal::Refusal;

macro_rules! file {
    ($name:literal) => {
        include_str!(concat!("../../../../data/checklists/", $name, ".json"))
    };
}

const FILES: [&str; 9] = [
    file!("stairwell_ebike"),
    file!("fire_lane_equipment"),
    file!("lift"),
    file!("gas"),
    file!("garage_before_flood"),
    file!("construction_site"),
    file!("small_mixed_use_shop"),
    file!("school_gate"),
    file!("shelter"),
];

/// The checklists that ship.
///
/// # Errors
/// When one is not of the form; a test holds that each is.
pub fn shipped() -> Result<Vec<Checklist>, Refusal> {
    FILES.into_iter().map(Checklist::read).collect()
}
