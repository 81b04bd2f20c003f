//! Exercises: a past or imagined event played against today's registers, and what it shows.

mod measures;
mod report;
mod scenario;
mod silent;

pub use measures::{CallTotal, LateTotal, Measures};
pub use report::{CallSum, Frame, Lag, LagTarget, Lane, LateTask, Line, LineKind, PostSum, Report, TaskSum};
pub use scenario::{Assumed, Decided, Happened, Harm, Outage, Rain, Scenario, ScenarioError, Sender, Warned};
pub use silent::{Silence, SilentPosts};

use serde::{Deserialize, Serialize};

/// Which course a scenario takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Course {
    /// What was decided at the time is decided, and nobody has to answer.
    AsItWas,
    /// The plans, ladders and rosters of today, people as they are assumed to act.
    AsPlanned,
    /// The same, with hours in which no carrier takes anything.
    WithoutNetwork,
}

impl Course {
    /// Every course.
    pub const ALL: [Self; 3] = [Self::AsItWas, Self::AsPlanned, Self::WithoutNetwork];

    /// Its word, as the command line and the report have it.
    pub fn word(self) -> &'static str {
        match self {
            Self::AsItWas => "as_it_was",
            Self::AsPlanned => "as_planned",
            Self::WithoutNetwork => "without_network",
        }
    }

    /// The course of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|course| course.word() == word)
    }
}

crate::words! {
    /// Where an exercise stands.
    ExerciseState {
        /// Begun, and not yet played.
        Waiting = "waiting",
        /// It is played.
        Running = "running",
        /// It waits until no real round of calls goes on.
        Suspended = "suspended",
        /// Played to its end.
        Done = "done",
        /// It broke off.
        Failed = "failed",
        /// Somebody ended it.
        Cancelled = "cancelled",
    }
}

/// The scenarios that ship, each with its text.
///
/// # Errors
/// When one cannot be read; a test holds that all can.
pub fn shipped() -> Result<Vec<(Scenario, &'static str)>, ScenarioError> {
    let texts = [include_str!("../../../../data/scenarios/zhengzhou-2021-07-20.toml")];
    texts.into_iter().map(|text| Ok((Scenario::read(text)?, text))).collect()
}

impl ExerciseState {
    /// Whether it still goes on.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Waiting | Self::Running | Self::Suspended)
    }
}
