//! What an exercise shows. Nothing in it counts lives.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Course;
use super::scenario::Assumed;
use super::silent::SilentPosts;
use crate::colour::WarningColour;
use crate::names::Names;
use crate::response::ItemKind;

/// The report of one course. Instants are UTC; durations are minutes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// Word of the scenario.
    pub scenario: String,
    /// What it is.
    pub names: Names,
    /// Where its facts come from.
    pub source: Names,
    /// Always `true`: nothing in it has happened.
    pub exercise: bool,
    /// Which course.
    pub course: Course,
    /// With which seed.
    pub seed: u64,
    /// How people were assumed to act.
    pub assumed: Assumed,
    /// Posts that the registers know, and posts that were assumed because a unit had none.
    pub posts: (usize, usize),
    /// From the first warning to each decision, the longest first.
    pub lags: Vec<Lag>,
    /// Calls by round, in the order of time; none in the course as it was.
    pub rounds: Vec<CallSum>,
    /// Posts that had not said 已收到 when the harm began, of so many.
    pub unreached_before_harm: Option<(usize, usize)>,
    /// The posts over all rounds as they stood then; where the scenario knows of no harm, at its end. None in the course
    /// as it was, and in reports from before it was kept.
    #[serde(default)]
    pub posts_called: Option<PostSum>,
    /// All of those posts, by unit and title; where the scenario knows of no harm, those silent at its end. Empty in
    /// reports from before it was kept.
    #[serde(default)]
    pub silent_posts: Vec<SilentPosts>,
    /// Tasks by kind.
    pub tasks: Vec<TaskSum>,
    /// Each task that was late, the latest first. Empty in the course as it was, for which nobody knows what was done
    /// when, and in reports from before it was kept.
    #[serde(default)]
    pub late_tasks: Vec<LateTask>,
    /// How it stood every ten minutes.
    pub frames: Vec<Frame>,
    /// The same calls by the units below the topmost one, in the order of their codes.
    pub lanes: Vec<Lane>,
    /// What happened, in the order of time.
    pub log: Vec<Line>,
}

/// How it stood at one moment. Calls are those of the round that then went on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frame {
    /// When.
    pub at: Timestamp,
    /// Posts called.
    pub posts: usize,
    /// Of them, those without an answer, for whatever reason.
    pub silent: usize,
    /// Of the silent, those that no channel had reached by then: no network, or no number.
    #[serde(default)]
    pub out_of_reach: usize,
    /// Those that said 已收到 and were not yet there.
    pub received: usize,
    /// Those on post.
    pub on_post: usize,
    /// Responses that waited for a decision; as it was, those of which no decision is on record.
    pub undecided: usize,
    /// Responses in force; as it was, those on record, so that 0 does not say that there were none.
    pub active: usize,
    /// Of them, those with somebody at the command post who decides; as it was, those on record.
    pub attended: usize,
    /// Tasks that were to be done.
    pub tasks_open: usize,
    /// Tasks past their time.
    pub tasks_late: usize,
    /// Tasks done.
    pub tasks_done: usize,
}

/// How the posts of one unit, with everything below it, answered over time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Lane {
    /// The unit.
    pub unit: Names,
    /// Its code.
    pub code: Option<String>,
    /// For each frame of the report: posts called, of them without an answer, and on post.
    pub cells: Vec<[usize; 3]>,
    /// For each frame: of those without an answer, the ones that no channel had reached by then. Empty in reports from
    /// before it was kept.
    #[serde(default)]
    pub out_of_reach: Vec<usize>,
}

/// Which sort of line of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineKind {
    /// A warning of the scenario.
    Warning,
    /// A decision that was taken at the time.
    Decision,
    /// What else happened at the time.
    Event,
    /// The harm began.
    Harm,
    /// It happened in the exercise alone.
    Played,
}

/// A line of the log.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// When.
    pub at: Timestamp,
    /// Which sort.
    pub kind: LineKind,
    /// What.
    pub names: Names,
    /// Its source.
    pub source: String,
}

/// From a warning to its response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Lag {
    /// Of which unit.
    pub unit: Names,
    /// Its code.
    pub code: Option<String>,
    /// Word of the plan.
    pub plan: String,
    /// When the warning was sent.
    pub warned_at: Timestamp,
    /// When it first came into force; none where nobody decided.
    pub decided_at: Option<Timestamp>,
    /// Minutes between the two, or to the end of the exercise.
    pub minutes: i64,
    /// When silence first climbed to the unit above.
    pub flagged_at: Option<Timestamp>,
    /// How often it climbed.
    pub escalations: usize,
    /// When somebody who decides first was at the command post; none where nobody came.
    pub attended_at: Option<Timestamp>,
    /// What the plans allow for it; none where no row of theirs asked, and in reports from before it was kept.
    #[serde(default)]
    pub target: Option<LagTarget>,
}

/// How long the row of the plans that asked allows for the decision, and whether that was kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LagTarget {
    /// Word of the row.
    pub trigger: String,
    /// Colour of the warnings that it is about.
    pub colour: WarningColour,
    /// Minutes from the warning to the decision.
    pub minutes: i64,
    /// Whether it was decided within them; none where there was still time when the warning or the exercise ended, and,
    /// as it was, where no decision is on record.
    pub met: Option<bool>,
}

/// Posts that were called in any round, each counted once, as they stood at one moment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostSum {
    /// All of them.
    pub posts: usize,
    /// Of them, those that had said 已收到.
    pub received: usize,
    /// Of those, the ones that had said 已到岗.
    pub on_post: usize,
    /// Of all, those that had not answered: a call had reached them, or none had gone out yet.
    pub silent: usize,
    /// Of all, those that had not answered and that no channel had reached: no network, or no number.
    pub out_of_reach: usize,
}

impl PostSum {
    /// Posts that had not said 已收到, for whatever reason.
    pub fn unreached(&self) -> usize {
        self.silent + self.out_of_reach
    }
}

/// How a round of calls went.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CallSum {
    /// When it began.
    pub began_at: Timestamp,
    /// Posts called.
    pub posts: usize,
    /// Of them, those that said 已收到.
    pub received: usize,
    /// And 已到岗.
    pub on_post: usize,
    /// Of those that never said 已收到, those that no channel ever reached.
    #[serde(default)]
    pub out_of_reach: usize,
    /// Minutes after which half of all had said 已收到; none where half never did.
    pub half_received_min: Option<i64>,
    /// Minutes after which half of all were on post.
    pub half_on_post_min: Option<i64>,
}

/// How the tasks of one kind went.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TaskSum {
    /// Which kind.
    pub kind: ItemKind,
    /// All of them.
    pub tasks: usize,
    /// Done in time.
    pub in_time: usize,
    /// Done late.
    pub late: usize,
    /// Of all, those that were there before the harm began.
    pub before_harm: usize,
}

/// One task that was late: reported after its time, or past its time and never reported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LateTask {
    /// The unit, told from others of the same name by the one above.
    pub unit: Names,
    /// Its code.
    pub code: Option<String>,
    /// What was to be done.
    pub task: Names,
    /// Which kind.
    pub kind: ItemKind,
    /// Until when.
    pub due_at: Timestamp,
    /// When it was reported; none where it never was.
    pub reported_at: Option<Timestamp>,
    /// Begun minutes past its time when it was reported; else when its response ended or the exercise did.
    pub late_min: i64,
}
