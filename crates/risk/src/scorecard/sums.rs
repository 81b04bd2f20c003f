//! What is known of a node and everything below it.
//!
//! Facts add up, grades do not. A unit is graded from the sums of all that lies below it by the scales that a place is
//! graded by, so that a ratio is that of its places, however they are cut into grids; coverage is per place, never per
//! person (domain reference 2.2), and limits are fixed (3.5). A mean of colours would depend on how grids are cut, and
//! the worst colour below would make every city red for ever. What a sum hides is shown beside it: how many nodes below
//! have which level; and single things that no ratio may hide are floors, by the kind of the node.
//!
//! Sums are whole numbers, so that they do not depend on the order in which they were added.

use super::facts::{Facts, Reading};
use super::measure::{Measure, Source};
use super::rules::Rules;

/// Sums over a node and everything below it. Stale and missing sources are counted, but nothing of what they say is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sums {
    pub(super) counts: [u64; Measure::COUNT],
    /// Nodes that reported the source in time.
    pub(super) known: [u32; Source::COUNT],
    /// Nodes whose report is too old.
    pub(super) stale: [u32; Source::COUNT],
    /// Nodes that did not report.
    pub(super) missing: [u32; Source::COUNT],
    /// Oldest report that is used, ms UTC; the last moment of all where there is none.
    pub(super) oldest: [i64; Source::COUNT],
}

impl Sums {
    /// Of a node's own facts.
    pub(super) fn of(facts: &Facts, rules: &Rules, now: i64) -> Self {
        let none = [0; Source::COUNT];
        let mut sums = Self {
            counts: [0; Measure::COUNT],
            known: none,
            stale: none,
            missing: none,
            oldest: [i64::MAX; Source::COUNT],
        };
        for source in Source::ALL {
            let at = source as usize;
            match facts.readings[at] {
                Reading::NotHere => {}
                Reading::Missing => sums.missing[at] = 1,
                Reading::At(moment) if now.saturating_sub(moment) > rules.stale_after[at] => sums.stale[at] = 1,
                Reading::At(moment) => {
                    sums.known[at] = 1;
                    sums.oldest[at] = moment;
                }
            }
        }
        for measure in Measure::ALL {
            if sums.known[measure.source() as usize] == 1 {
                sums.counts[*measure as usize] = u64::from(facts.counts[*measure as usize]);
            }
        }
        sums
    }

    /// Takes what is below in.
    pub(super) fn add(&mut self, below: &Self) {
        for (sum, count) in self.counts.iter_mut().zip(&below.counts) {
            *sum += count;
        }
        for at in 0..Source::COUNT {
            self.known[at] += below.known[at];
            self.stale[at] += below.stale[at];
            self.missing[at] += below.missing[at];
            self.oldest[at] = self.oldest[at].min(below.oldest[at]);
        }
    }

    /// A count.
    pub(super) fn count(&self, measure: Measure) -> u64 {
        self.counts[measure as usize]
    }

    /// Nodes that should have reported.
    pub(super) fn wanted(&self, source: Source) -> u32 {
        let at = source as usize;
        self.known[at] + self.stale[at] + self.missing[at]
    }

    /// Whether too little is known of a source to use it.
    pub(super) fn gap(&self, source: Source, rules: &Rules) -> bool {
        let wanted = self.wanted(source);
        if wanted == 0 {
            return rules.core[source as usize];
        }
        let known = self.known[source as usize];
        known == 0 || too_few(u64::from(known), u64::from(wanted), rules)
    }
}

/// Whether fewer are known of all than the rules ask for.
pub(super) fn too_few(known: u64, of: u64, rules: &Rules) -> bool {
    (known as f64) < rules.definition().gaps.known_at_least * of as f64
}
