//! Exercises: a past or imagined event is played against today's units, posts, rosters, places and plans, in a world of
//! its own, on a simulated clock, through the same use cases as everything else. It says who would have been reached
//! when. It never says how many lives that would have saved.

mod alert;
mod answer;
mod calls;
mod cast;
mod decide;
mod done;
mod drive;
mod frames;
mod report;
mod ring;
mod stage;
mod task;

pub use cast::Cast;
pub use drive::{Pace, Progress, Watch, play};
pub use stage::{Stage, stage};

/// What stops an exercise.
#[derive(Debug, thiserror::Error)]
pub enum ExerciseError {
    /// A use case failed.
    #[error(transparent)]
    Service(#[from] service::ServiceError),
    /// A database failed.
    #[error(transparent)]
    Store(#[from] store::StoreError),
    /// Whoever follows it failed.
    #[error("{0}")]
    Watch(String),
    /// The keys of the exercise could not be made.
    #[error("the keys of the exercise cannot be made: {0}")]
    Keys(String),
}
