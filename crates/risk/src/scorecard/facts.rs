//! What is known of one place or unit itself, without what lies below it.

use super::measure::{Measure, Source};
use crate::refusal::{Refusal, code};

/// Whether a source was reported.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Reading {
    /// There is nothing of it to report here: a stairwell has no duty roster.
    #[default]
    NotHere,
    /// It should have been reported and was not.
    Missing,
    /// Reported; the moment that it was last known to be true, ms UTC.
    At(i64),
}

/// Counts of one place or unit, and when each source was last known to be true.
///
/// A fact stands at the deepest node that it belongs to and nowhere else: sums of what lies below are computed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    pub(super) counts: [u32; Measure::COUNT],
    pub(super) readings: [Reading; Source::COUNT],
}

impl Default for Facts {
    fn default() -> Self {
        Self { counts: [0; Measure::COUNT], readings: [Reading::NotHere; Source::COUNT] }
    }
}

impl Facts {
    /// A source as it was at a moment, ms UTC. Counts that are not given are 0.
    ///
    /// # Errors
    /// `contradiction` when a measure belongs to another source.
    pub fn report(&mut self, source: Source, at: i64, counts: &[(Measure, u32)]) -> Result<(), Refusal> {
        if let Some((measure, _)) = counts.iter().find(|(measure, _)| measure.source() != source) {
            let wanted = format!("a measure of {source:?} is needed: report this one with {:?}", measure.source());
            return Err(Refusal::new(code::CONTRADICTION, "/counts", format!("`{measure:?}`"), wanted));
        }
        self.clear(source);
        self.readings[source as usize] = Reading::At(at);
        for (measure, count) in counts {
            self.counts[*measure as usize] = *count;
        }
        Ok(())
    }

    /// A source that should have been reported and was not.
    pub fn missing(&mut self, source: Source) {
        self.clear(source);
        self.readings[source as usize] = Reading::Missing;
    }

    fn clear(&mut self, source: Source) {
        for measure in Measure::ALL.iter().filter(|measure| measure.source() == source) {
            self.counts[*measure as usize] = 0;
        }
    }
}
