//! The course of an exercise: minute by minute on the clock of its world.

use std::future::Future;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use service::warning::Way;

use crate::ExerciseError;
use crate::alert;
use crate::answer::{Answers, later};
use crate::decide::Decisions;
use crate::report;
use crate::ring;
use crate::stage::Stage;
use domain::exercise::Scenario;
use domain::exercise::{Course, Report};

/// How far the clock goes at once while things happen.
const TICK: SignedDuration = SignedDuration::from_mins(1);

/// How far it goes at once when nothing has happened for an hour.
const IDLE: SignedDuration = SignedDuration::from_mins(5);
const IDLE_AFTER: SignedDuration = SignedDuration::from_hours(1);

/// How far it is.
#[derive(Debug, Clone, Copy)]
pub struct Progress {
    /// The clock of the exercise.
    pub at: Timestamp,
    /// Minutes played.
    pub played: u64,
    /// Minutes in all.
    pub minutes: u64,
}

/// Who follows an exercise minute by minute: keeps its pace, and says whether it goes on.
pub trait Watch: Send {
    /// The clock stands here now; `false` ends the exercise without a report.
    ///
    /// # Errors
    /// When whoever follows cannot go on.
    fn minute(&mut self, progress: Progress) -> impl Future<Output = Result<bool, ExerciseError>> + Send;
}

/// A clock that runs faster than the one on the wall, or as fast as the machine plays.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    minute: Option<Duration>,
    played: u64,
}

impl Pace {
    /// How long a minute of the exercise takes; none for as fast as it goes.
    pub fn new(minute: Option<Duration>) -> Self {
        Self { minute, played: 0 }
    }

    /// Waits for as long as the minutes since the last call take.
    pub async fn keep(&mut self, progress: Progress) {
        if let Some(minute) = self.minute {
            let minutes = u32::try_from(progress.played - self.played).unwrap_or(1);
            tokio::time::sleep(minute * minutes).await;
        }
        self.played = progress.played;
    }
}

/// Plays a scenario to its end; no report where its follower ended it before.
///
/// # Errors
/// When a use case fails.
pub async fn play(
    stage: &Stage,
    scenario: &Scenario,
    course: Course,
    seed: u64,
    watch: &mut impl Watch,
) -> Result<Option<Report>, ExerciseError> {
    let service = &stage.service;
    let (mut answers, mut decisions) = (Answers::new(scenario.assumed, seed), Decisions::default());
    let minutes = scenario.until.duration_since(scenario.from).as_secs().unsigned_abs() / 60;
    let (mut warned, mut now, mut busy_at) = (0, scenario.from, scenario.from);
    while now <= scenario.until {
        let mut busy = 0;
        while let Some(warning) = scenario.warnings.get(warned).filter(|warning| warning.at <= now) {
            warned += 1;
            busy += 1;
            let document = alert::document(scenario, warning, service.zone());
            service.receive_warning(None, Way::Push, true, document.as_bytes(), now).await?;
        }
        if course != Course::AsItWas {
            let outage = scenario.outage.filter(|_| course == Course::WithoutNetwork);
            let carried = outage.is_none_or(|outage| !outage.covers(now));
            busy += ring::ring(stage, &mut answers, carried, now).await?;
            busy += ring::answer(stage, &mut answers, now).await?;
        }
        busy += usize::from(decisions.take(stage, scenario, (course, seed), now).await?);
        busy += service.escalate_silent_responses(now).await?;
        busy += service.end_expired_warnings(now).await?;
        service.sweep_ended_calls(now).await?;
        let played = now.duration_since(scenario.from).as_secs().unsigned_abs() / 60;
        if !watch.minute(Progress { at: now, played, minutes }).await? {
            return Ok(None);
        }
        if busy > 0 {
            busy_at = now;
        }
        now = next(scenario, now, busy_at);
    }
    report::of(stage, scenario, course, seed, now).await.map(Some)
}

/// The next moment to look at: a minute on; five when all is quiet, but never past a row of the scenario.
fn next(scenario: &Scenario, now: Timestamp, busy_at: Timestamp) -> Timestamp {
    if now < later(busy_at, IDLE_AFTER) {
        return later(now, TICK);
    }
    let rows = scenario.warnings.iter().map(|row| row.at).chain(scenario.decisions.iter().map(|row| row.at));
    rows.filter(|at| *at > now).fold(later(now, IDLE), Timestamp::min)
}
