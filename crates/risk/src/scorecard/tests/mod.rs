//! Tests of the four-colour map. Numbers are worked out by hand from the shipped scorecard.

mod actions;
mod by_hand;
mod change;
mod grades;
mod laws;
mod rules;
mod stability;
mod trees;
mod weights;

use std::sync::LazyLock;

use super::*;
use crate::RiskLevel;

/// The moment of every test, ms UTC.
const NOW: i64 = 1_800_000_000_000;

const HOUR: i64 = 3_600_000;

const CORE: [Source; 4] = [Source::Hazards, Source::Register, Source::Inspections, Source::Warnings];

/// Read once: laws try hundreds of trees.
static SHIPPED: LazyLock<Rules> = LazyLock::new(|| Rules::shipped().expect("the shipped scorecard is whole"));

fn shipped() -> Rules {
    SHIPPED.clone()
}

/// Counts with each of their sources, and the core, reported an hour ago.
fn facts(counts: &[(Measure, u32)]) -> Facts {
    let mut facts = Facts::default();
    for source in Source::ALL {
        let of: Vec<_> = counts.iter().copied().filter(|(measure, _)| measure.source() == source).collect();
        if !of.is_empty() || CORE.contains(&source) {
            facts.report(source, NOW - HOUR, &of).expect("each count is of its source");
        }
    }
    facts
}

/// A place in order, and more counts.
fn place(counts: &[(Measure, u32)]) -> Facts {
    use Measure::*;
    let order = [(HazardPlaces, 1), (RiskPoints, 1), (PlacesDue, 1), (PlacesSeen, 1), (WarningPlaces, 1)];
    facts(&[&order[..], counts].concat())
}

/// One node alone.
fn alone(kind: NodeKind, facts: Facts, before: Option<RiskLevel>) -> Tree {
    Tree::new(shipped(), vec![Node { parent: None, kind, facts, before }], NOW).expect("one node is a tree")
}

fn explained(kind: NodeKind, facts: Facts) -> Explanation {
    alone(kind, facts, None).explain(0).expect("the node is there")
}

/// The grade of a place that had no level before.
fn graded(facts: Facts) -> Grade {
    explained(NodeKind::Place, facts).grade
}
