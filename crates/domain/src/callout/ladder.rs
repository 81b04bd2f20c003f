//! What comes next while nobody answers: rungs of a ladder, as data.

use std::collections::BTreeMap;

use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

use super::knock::KnockTimes;
use super::{Call, CallState, KNOCK_MINUTES_MAX, KnockWay, Rule};
use crate::colour::WarningColour;
use crate::unit::UnitKind;
use crate::words;

words! {
    /// A rung of the ladder.
    Step {
        /// The first attempt.
        First = "first",
        /// Once more, by the other channels.
        Retry = "retry",
        /// The deputy of the post.
        Deputy = "deputy",
        /// The unit above gets it on its list of the silent.
        Parent = "parent",
        /// Somebody goes there.
        DoorKnock = "door_knock",
        /// The unit above hears once more: received, but nobody on post.
        ParentAgain = "parent_again",
    }
}

/// What makes a rung needless.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unless {
    /// 已收到, or more.
    Received,
    /// 已到岗.
    OnPost,
}

/// One rung.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct Rung {
    /// What is done.
    pub step: Step,
    /// How long after the first attempt.
    pub after: SignedDuration,
    /// What makes it needless.
    pub unless: Unless,
}

/// How calls of one colour go.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Ladder {
    /// Whether every loud channel rings with the first attempt.
    pub all_channels_at_once: bool,
    /// What counts as confirmed.
    pub counts: Unless,
    /// Whether nobody is called at night.
    #[serde(default)]
    pub quiet_at_night: bool,
    /// The rungs, in the order of their minutes.
    pub steps: Vec<Rung>,
}

/// The night, local times; where it ends before it begins, it ends on the next day.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
struct Night {
    from: Time,
    to: Time,
}

/// All ladders and rules of an installation.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Plan {
    /// Version of the table.
    pub version: String,
    /// Where it comes from.
    pub source: String,
    ladders: BTreeMap<WarningColour, Ladder>,
    night: Night,
    // A table from before there were such tasks says nothing of them.
    #[serde(default)]
    tasks: KnockTimes,
    rules: BTreeMap<String, Rule>,
}

/// Why a table of ladders cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    /// It is no such table.
    #[error(transparent)]
    Form(#[from] serde_json::Error),
    /// A colour has no ladder.
    #[error("the colour `{}` has no ladder", .0.word())]
    Missing(WarningColour),
    /// Rungs out of order.
    #[error("the rungs of `{}` must follow each other in time", .0.word())]
    Disordered(WarningColour),
    /// Tasks at the door or by radio with too little or too much time.
    #[error("the times of `tasks` must be from 1 to {KNOCK_MINUTES_MAX} minutes, such as `15m`")]
    TaskTimes,
}

impl Plan {
    /// The table that ships (`data/catalogue/callout.json`).
    ///
    /// # Errors
    /// When it cannot be used; a test holds that it can.
    pub fn shipped() -> Result<Self, PlanError> {
        Self::read(include_str!("../../../../data/catalogue/callout.json"))
    }

    /// A table from its JSON text.
    ///
    /// # Errors
    /// When it is no such table, a colour is missing, rungs are out of order, or tasks have no time that can be kept.
    pub fn read(text: &str) -> Result<Self, PlanError> {
        let plan: Self = serde_json::from_str(text)?;
        for colour in WarningColour::ALL {
            let ladder = plan.ladders.get(&colour).ok_or(PlanError::Missing(colour))?;
            if !ladder.steps.is_sorted_by(|a, b| a.after <= b.after && a.step < b.step) {
                return Err(PlanError::Disordered(colour));
            }
        }
        if !plan.tasks.are_usable() {
            return Err(PlanError::TaskTimes);
        }
        Ok(plan)
    }

    /// How calls of a colour go.
    pub fn ladder(&self, colour: WarningColour) -> &Ladder {
        &self.ladders[&colour]
    }

    /// How long a task has that nobody gave a time.
    pub fn task_time(&self, way: KnockWay) -> SignedDuration {
        self.tasks.of(way)
    }

    /// How many of a unit's posts must confirm.
    pub fn rule(&self, kind: UnitKind) -> Rule {
        self.rules.get(kind.word()).or_else(|| self.rules.get("default")).copied().unwrap_or(Rule::Any)
    }

    /// Whether calls of this colour wait at this moment because it is night.
    pub fn is_quiet(&self, colour: WarningColour, now: Timestamp, zone: &TimeZone) -> bool {
        self.is_night(now, zone) && self.ladder(colour).quiet_at_night
    }

    /// Whether people sleep.
    pub fn is_night(&self, at: Timestamp, zone: &TimeZone) -> bool {
        let time = zone.to_datetime(at).time();
        let Night { from, to } = self.night;
        if from < to { from <= time && time < to } else { from <= time || time < to }
    }

    /// From when to when people sleep, local times.
    pub fn night(&self) -> (Time, Time) {
        (self.night.from, self.night.to)
    }
}

impl Ladder {
    /// The next rung of a call and when it is due; `None` when the call needs nothing more.
    pub fn next(&self, call: &Call) -> Option<(Step, Timestamp)> {
        let Some(first_at) = call.first_at else {
            // Who has answered already, such as by radio, is not called for the first time.
            return call.is_silent().then_some((Step::First, Timestamp::MIN));
        };
        let needless = |unless: Unless| match unless {
            Unless::Received => !call.is_silent(),
            Unless::OnPost => call.state == CallState::OnPost,
        };
        if call.state == CallState::Ended {
            return None;
        }
        let rung = self.steps.iter().find(|rung| rung.step > call.step && !needless(rung.unless))?;
        Some((rung.step, first_at.saturating_add(rung.after).unwrap_or(first_at)))
    }
}
