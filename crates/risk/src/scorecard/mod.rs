//! The four-colour map: a level for each place and unit, and why.
//!
//! The way of a fact: [`Facts`] of one place or unit are counts with the moment that they were last known to be true.
//! [`Tree`] adds them up to every unit above; [`Rules`] (a versioned file) turn sums into scores of indicators on fixed
//! scales, and scores into points by the weights of six aspects. Then two rules that a mean alone does not hold: a
//! weakness without a danger makes no colour (ceiling), and a danger is not averaged away (floor). Points become a level
//! by bands with two bounds.
//!
//! * A hazard under control within its deadline worsens nothing, and the place where it was found counts as seen: finding
//!   is never punished.
//! * What is not known counts no points, so that a score is the least that it can be; a node is grey, never low, where
//!   something is missing or stale, and hatched where what is known is bad enough to say so anyway.
//! * [`Explanation`] adds up exactly, [`change`] takes two of them apart, [`Tree::stability`] tells how far the colour
//!   depends on how the rules were set, [`Tree::actions`] names what lowers it most, [`set`] is the level by hand.
//!
//! Everything is about places, units and bodies. Nothing here can name a person.

mod action;
mod by_hand;
mod change;
mod draws;
mod explanation;
mod facts;
mod grade;
mod measure;
mod points;
mod rules;
mod stability;
mod state;
mod sums;
#[cfg(test)]
mod tests;
mod total;
mod tree;
mod work;

pub use action::{ACTIONS, Action, Candidate};
pub use by_hand::{Asker, ByHand, NotSet, Way, set, shown};
pub use change::{Cause, Change, ChangedPart, change};
pub use draws::Draws;
pub use explanation::{Edition, Explanation, Knowledge, Part, PartState};
pub use facts::{Facts, Reading};
pub use grade::Grade;
pub use measure::{Measure, Source};
pub use points::Points;
pub use rules::{
    Aspect, Band, Ceiling, Definition, Floor, FloorLevels, Gaps, Indicator, Knot, NotWeighed, Overrides, Resampling,
    Rules, SourceRule, Term, weigh,
};
pub use stability::Stability;
pub use tree::{Below, Levels, Node, NodeKind, Tree};
pub use work::{Owner, Work};
