//! Levels of water from which one gauge proposes: no two rivers have the same.

use serde::{Deserialize, Serialize};

use super::{Quantity, Statistic, Threshold};
use crate::colour::WarningColour;
use crate::names::Names;
use crate::warned::WarnedOf;

/// Levels of one gauge, metres; a colour without one is not proposed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Levels {
    /// From this level on.
    pub blue: Option<f64>,
    /// The same.
    pub yellow: Option<f64>,
    /// The same.
    pub orange: Option<f64>,
    /// The same.
    pub red: Option<f64>,
}

/// The latest level counts, as long as it is not older than this.
const WINDOW_MINUTES: u32 = 60;

impl Levels {
    fn all(&self) -> [(WarningColour, Option<f64>); 4] {
        [
            (WarningColour::Blue, self.blue),
            (WarningColour::Yellow, self.yellow),
            (WarningColour::Orange, self.orange),
            (WarningColour::Red, self.red),
        ]
    }

    /// Whether a stronger colour never begins at a lower level.
    pub fn is_ordered(&self) -> bool {
        let set: Vec<f64> = self.all().into_iter().filter_map(|(_, level)| level).collect();
        set.iter().all(|level| level.is_finite() && (-100.0..=9_000.0).contains(level)) && set.is_sorted()
    }

    pub(super) fn rows(&self) -> Vec<Threshold> {
        let row = |(colour, level): (WarningColour, Option<f64>)| {
            Some(Threshold {
                quantity: Quantity::Level,
                statistic: Statistic::Max,
                window_minutes: WINDOW_MINUTES,
                value: level?,
                side: None,
                also: Vec::new(),
                hazard: WarnedOf::Flood,
                colour,
                during: None,
                unless: None,
                source: "gauge".to_owned(),
                note: Names::default(),
            })
        };
        self.all().into_iter().filter_map(row).collect()
    }
}
