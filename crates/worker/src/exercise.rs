//! Exercises that somebody began: played one after another, each in a world of its own that is gone afterwards.

use std::time::{Duration, Instant};

use domain::exercise::{ExerciseState, Report};
use exercise::{ExerciseError, Pace, Progress, Watch, play, stage};
use service::Service;
use store::Location;
use store::exercise::ExerciseRow;
use tokio::sync::watch;

use crate::Clock;

/// How often is looked for an exercise, and how often one that waits asks whether it may go on.
const LOOK: Duration = Duration::from_secs(2);

/// How often a player says how far it is.
const TELL: Duration = Duration::from_secs(1);

/// Plays exercises until `stop` turns true. One that is broken off then begins anew with the next player.
pub async fn run_exercises(service: Service, clock: Clock, mut stop: watch::Receiver<bool>) {
    loop {
        match service.claim_exercise(clock()).await {
            Ok(Some(row)) => one(service.clone(), row, clock.clone(), stop.clone()).await,
            Ok(None) => {}
            Err(error) => tracing::warn!(%error, "exercises cannot be read; the next look tries again"),
        }
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return,
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

async fn one(service: Service, row: ExerciseRow, clock: Clock, stop: watch::Receiver<bool>) {
    let id = row.id;
    let shown = match played(service.clone(), row.clone(), clock.clone(), stop).await {
        Ok(Some(report)) => Ok(report),
        // Somebody ended it, or this process ends: there is nothing to keep.
        Ok(None) => return,
        Err(error) => Err(error.to_string()),
    };
    if let Err(problem) = &shown {
        tracing::error!(exercise = %id, problem, "an exercise broke off");
    }
    if let Err(error) = service.end_exercise(row, shown, clock()).await {
        tracing::error!(exercise = %id, %error, "the report of an exercise was not kept; it is played again");
    }
}

async fn played(
    service: Service,
    row: ExerciseRow,
    clock: Clock,
    stop: watch::Receiver<bool>,
) -> Result<Option<Report>, ExerciseError> {
    let scenario = service::exercise::scenario(&row.scenario)?;
    let folder = tempfile::tempdir().map_err(|error| ExerciseError::Watch(error.to_string()))?;
    let location = Location::Sqlite(folder.path().join("exercise.db"));
    let keys = folder.path().join("exercise.keys");
    let stage = stage(&service, location, &keys, &row.unit.1, scenario, clock()).await?;
    let (course, seed) = (row.course, row.seed.into());
    let pace = Pace::new(row.speed.map(|speed| Duration::from_secs(60) / speed.max(1)));
    let mut player = Player { service, row, clock, stop, told: None, pace };
    play(&stage, scenario, course, seed, &mut player).await
}

/// Keeps the pace of an exercise, and stops it where it must not go on.
struct Player {
    service: Service,
    row: ExerciseRow,
    clock: Clock,
    stop: watch::Receiver<bool>,
    told: Option<Instant>,
    pace: Pace,
}

impl Watch for Player {
    async fn minute(&mut self, progress: Progress) -> Result<bool, ExerciseError> {
        self.pace.keep(progress).await;
        if self.told.is_some_and(|told| told.elapsed() < TELL) {
            return Ok(!*self.stop.borrow());
        }
        loop {
            if *self.stop.borrow() {
                return Ok(false);
            }
            match self.service.exercise_goes_on(self.row.id, Some(progress.at), (self.clock)()).await {
                // A database that is away for a while is no reason to begin anew.
                Err(error) => {
                    tracing::warn!(%error, "an exercise cannot tell how far it is; it waits");
                    tokio::time::sleep(LOOK).await;
                }
                Ok(ExerciseState::Suspended) => tokio::time::sleep(LOOK).await,
                Ok(state) => {
                    self.told = Some(Instant::now());
                    return Ok(state == ExerciseState::Running);
                }
            }
        }
    }
}
