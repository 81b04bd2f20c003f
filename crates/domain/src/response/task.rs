//! Tasks of a response: one line of a plan, for one unit, until an instant.

use jiff::Timestamp;

use crate::words;

words! {
    /// Where a task stands.
    TaskState {
        /// To be done.
        Open = "open",
        /// Done.
        Done = "done",
        /// Somebody there says, with a reason, that it is not needed.
        NotNeeded = "not_needed",
        /// The response ended first.
        Ended = "ended",
    }
}

/// Most people, places or points that one task reports.
pub const TASK_AMOUNT_MAX: u32 = 100_000;

/// A task: what the rules need of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Task {
    /// Where it stands.
    pub state: TaskState,
    /// Until when.
    pub due_at: Timestamp,
    /// When it was done.
    pub done_at: Option<Timestamp>,
    /// How many, where the line asks for it; the last word counts.
    pub amount: Option<u32>,
}

/// Why a report about a task cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TaskRefusal {
    /// The response is over.
    #[error("this task has ended with its response")]
    Ended,
    /// Nobody ends a task by saying that.
    #[error("a task is reported as `done` or `not_needed`")]
    NoReport,
    /// A number that cannot be true.
    #[error("`{given}` cannot be true; at most {TASK_AMOUNT_MAX}")]
    TooMany {
        /// What was said.
        given: u32,
    },
}

impl Task {
    /// The task after a report. A later word replaces an earlier one; the first instant stays.
    ///
    /// # Errors
    /// When it has ended, or the number cannot be true.
    pub fn report(&self, state: TaskState, amount: Option<u32>, now: Timestamp) -> Result<Self, TaskRefusal> {
        match (self.state, state, amount) {
            (TaskState::Ended, ..) => Err(TaskRefusal::Ended),
            (_, TaskState::Open | TaskState::Ended, _) => Err(TaskRefusal::NoReport),
            (.., Some(given)) if given > TASK_AMOUNT_MAX => Err(TaskRefusal::TooMany { given }),
            (_, state, amount) => {
                Ok(Self { state, amount: amount.or(self.amount), done_at: self.done_at.or(Some(now)), ..*self })
            }
        }
    }

    /// Whether it was or is late.
    pub fn is_late(&self, now: Timestamp) -> bool {
        match self.state {
            TaskState::Ended => false,
            _ => self.done_at.unwrap_or(now) > self.due_at,
        }
    }
}
