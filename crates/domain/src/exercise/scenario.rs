//! What is played: a timeline in a file.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::colour::WarningColour;
use crate::names::Names;
use crate::response::ResponseLevel;

/// Why a scenario cannot be played.
#[derive(Debug, thiserror::Error)]
pub enum ScenarioError {
    /// It is no such file.
    #[error("{0}")]
    Form(#[from] toml::de::Error),
    /// A row says what cannot be.
    #[error("{table} {row}: {what}")]
    Row {
        /// Which table.
        table: &'static str,
        /// Its row, from 1.
        row: usize,
        /// What is wrong, and what would be right.
        what: String,
    },
}

/// A scenario. Instants are RFC 3339 with an offset; names are by language; sources are those of the domain reference.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// Word by which it is called.
    pub id: String,
    /// What it is.
    pub names: Names,
    /// Where its facts come from.
    pub source: Names,
    /// Time zone in which it is told.
    pub zone: String,
    /// Code of the unit that is warned.
    pub area: String,
    /// When it begins.
    pub from: Timestamp,
    /// When it is over.
    pub until: Timestamp,
    /// Who warns.
    pub sender: Sender,
    /// When the harm was done, where that is known.
    pub harm: Option<Harm>,
    /// Warnings, the earliest first.
    #[serde(rename = "warning")]
    pub warnings: Vec<Warned>,
    /// What was decided at the time.
    #[serde(rename = "decision", default)]
    pub decisions: Vec<Decided>,
    /// What else happened; shown, never acted on.
    #[serde(rename = "event", default)]
    pub events: Vec<Happened>,
    /// Rain, hour by hour; shown, never acted on.
    pub rain: Option<Rain>,
    /// How people are assumed to act.
    pub assumed: Assumed,
    /// Hours in which no carrier takes anything, for the run without network.
    pub outage: Option<Outage>,
}

/// Who warns.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sender {
    /// The sender of its messages.
    pub id: String,
    /// What it is called.
    pub names: Names,
}

/// When the harm was done.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Harm {
    /// Who is not reached before this is not reached in time.
    pub by: Timestamp,
    /// When most of it was over.
    pub until: Timestamp,
    /// What is known of it.
    pub names: Names,
    /// Its source.
    pub source: String,
}

/// A warning as it was issued.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Warned {
    /// Word by which other rows mean it.
    pub id: String,
    /// The one whose place it takes.
    pub replaces: Option<String>,
    /// When it was issued.
    pub at: Timestamp,
    /// Until when it counts.
    pub until: Timestamp,
    /// Its colour.
    pub colour: WarningColour,
    /// One line.
    pub headline: Names,
    /// Its source.
    pub source: String,
}

/// A decision as it was taken.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decided {
    /// When.
    pub at: Timestamp,
    /// Code of the body's unit.
    pub unit: String,
    /// Word of the plan.
    pub plan: String,
    /// Which level.
    pub level: ResponseLevel,
    /// What was decided.
    pub names: Names,
    /// Its source.
    pub source: String,
}

/// Something that happened.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Happened {
    /// When.
    pub at: Timestamp,
    /// What.
    pub names: Names,
    /// Its source.
    pub source: String,
}

/// Rain of one place.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rain {
    /// What it is, and what it is not; printed wherever it is shown.
    pub note: Names,
    /// When the first hour begins.
    pub from: Timestamp,
    /// Millimetres of each hour.
    pub hourly_mm: Vec<f64>,
    /// Hours that were observed, counted from 0; every other one is invented.
    pub observed: Vec<usize>,
}

/// How people are assumed to act. Shares are from 0 to 1; pairs of minutes are the least and the most.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Assumed {
    /// Share of posts that answer the first attempt.
    pub answer: f64,
    /// Share of deputies that answer.
    pub deputy_answers: f64,
    /// Share of posts that are found at the door.
    pub found_at_door: f64,
    /// Minutes from the ring to 已收到.
    pub received_min: [u32; 2],
    /// Minutes from 已收到 to 已到岗.
    pub on_post_min: [u32; 2],
    /// Minutes from the order to knock to the report.
    pub knock_min: [u32; 2],
    /// Minutes from a proposal to the decision.
    pub decide_min: u32,
    /// Minutes from a decision to somebody who decides at the command post.
    pub command_post_min: u32,
    /// Minutes from a decision to the report of a task; one number is the least and the most.
    #[serde(deserialize_with = "one_or_two")]
    pub task_min: [u32; 2],
    /// Share of tasks that are reported at all.
    pub task_done: f64,
}

fn one_or_two<'de, D: serde::Deserializer<'de>>(from: D) -> Result<[u32; 2], D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Given {
        One(u32),
        Two([u32; 2]),
    }
    Ok(match Given::deserialize(from)? {
        Given::One(minutes) => [minutes; 2],
        Given::Two(minutes) => minutes,
    })
}

/// Hours without network.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outage {
    /// From.
    pub from: Timestamp,
    /// Until.
    pub until: Timestamp,
}

impl Outage {
    /// Whether nothing is carried then.
    pub fn covers(&self, at: Timestamp) -> bool {
        self.from <= at && at < self.until
    }
}

impl Scenario {
    /// Reads one.
    ///
    /// # Errors
    /// When it is no such file, or a row says what cannot be.
    pub fn read(text: &str) -> Result<Self, ScenarioError> {
        let scenario: Self = toml::from_str(text)?;
        scenario.check()?;
        Ok(scenario)
    }

    fn check(&self) -> Result<(), ScenarioError> {
        let wrong =
            |table, row: usize, what: &str| Err(ScenarioError::Row { table, row: row + 1, what: what.to_owned() });
        if self.from >= self.until {
            return wrong("scenario", 0, "`until` lies after `from`");
        }
        for (row, one) in self.warnings.iter().enumerate() {
            if one.at < self.from || one.at >= self.until || one.until <= one.at {
                return wrong("warning", row, "it is issued between `from` and `until`, and counts for a while");
            }
            let earlier = self.warnings.iter().take(row);
            if one.replaces.as_ref().is_some_and(|id| !earlier.clone().any(|other| other.id == *id)) {
                return wrong("warning", row, "`replaces` names a warning above it");
            }
            if earlier.clone().any(|other| other.at > one.at || other.id == one.id) {
                return wrong("warning", row, "warnings follow each other in time, each with an `id` of its own");
            }
        }
        let a = &self.assumed;
        let shares = [a.answer, a.deputy_answers, a.found_at_door, a.task_done];
        if shares.iter().any(|share| !(0.0..=1.0).contains(share)) {
            return wrong("assumed", 0, "a share is from 0 to 1");
        }
        if [a.received_min, a.on_post_min, a.knock_min, a.task_min]
            .iter()
            .any(|[least, most]| least > most || *most > 1_440)
        {
            return wrong("assumed", 0, "minutes are the least and the most, up to a day");
        }
        Ok(())
    }
}
