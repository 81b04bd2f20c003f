//! For which units an alert is.
//!
//! An alert says where it is in codes of divisions (`codes.rs`), by drawing polygons and circles (`drawn.rs`), or both.
//! Every way counts: the units are those that any of them means.

mod codes;
mod drawn;

use domain::unit::{Unit, UnitTree};

use crate::alert::Places;

/// The units that an alert is for.
#[derive(Debug, Default)]
pub struct Affected<'t> {
    /// The highest units concerned, each with everything below it; in path order, none inside another.
    pub units: Vec<&'t Unit>,
    /// What a reader must know about them: first of codes, in the order of the alert, then of what is drawn.
    pub notes: Vec<Note>,
}

/// What a reader must know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// The tree does not have the code; the nearest unit above stands for it, which is more than was meant.
    FellToParent {
        /// The code of the alert.
        code: String,
        /// The code of the unit.
        unit: String,
    },
    /// The code means no place in this tree.
    Elsewhere {
        /// The code of the alert.
        code: String,
    },
    /// Places are drawn, and none of them has ground in common with this tree.
    DrawnElsewhere,
    /// No boundary of the unit is known. Something is drawn where it may lie, so it counts as concerned.
    NoBoundary {
        /// The code of the unit.
        unit: String,
    },
}

/// The units that an alert, or one area of it, means.
pub fn affected<'t>(tree: &'t UnitTree, places: &Places) -> Affected<'t> {
    let mut found = Affected::default();
    codes::add(tree, places, &mut found);
    drawn::add(tree, places, &mut found);
    found.units.sort_by(|a, b| a.path.cmp(&b.path));
    let all = std::mem::take(&mut found.units);
    for unit in all {
        // In path order everything inside a unit follows it at once.
        if !found.units.last().is_some_and(|above| above.path.contains(&unit.path)) {
            found.units.push(unit);
        }
    }
    found
}
