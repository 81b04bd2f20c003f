//! Exercises: begun by a person, played by a worker in a world of their own, their reports kept.

use std::sync::OnceLock;

use domain::access::{Actor, Permission, Target};
use domain::exercise::{Course, ExerciseState, Measures, Report, Scenario, shipped};
use domain::id::{CommandId, ExerciseId, UnitId};
use domain::journal::{By, Kind, NewEntry};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use store::exercise::{self, ExerciseRow};
use store::{StoreError, journal};

use crate::{Once, Service, ServiceError};

/// Most exercises on one page.
const PAGE_MAX: u64 = 500;

/// Fastest pace that is a pace: a day in less than a second is as fast as it goes.
pub const SPEED_MAX: u32 = 100_000;

/// How long a player may be silent before another one begins the exercise anew.
const SILENT: SignedDuration = SignedDuration::from_secs(60);

/// An exercise as a person begins it.
#[derive(Debug, Clone)]
pub struct NewExercise {
    /// Chosen by the caller.
    pub id: ExerciseId,
    /// Word of the scenario.
    pub scenario: String,
    /// Which course.
    pub course: Course,
    /// The unit that plays, with everything below it.
    pub unit: UnitId,
    /// Which of the many ways in which people could act.
    pub seed: u32,
    /// How many times faster than the clock, 1 to [`SPEED_MAX`]; none for as fast as it goes.
    pub speed: Option<u32>,
    /// Names the command.
    pub key: CommandId,
    /// SHA-256 of its body.
    pub body_hash: Vec<u8>,
}

/// One of the courses that stand side by side.
#[derive(Debug, Clone, PartialEq)]
pub struct Beside {
    /// The exercise that played it.
    pub exercise: ExerciseId,
    /// When that was over.
    pub played_at: Option<Timestamp>,
    /// What it comes to.
    pub measures: Measures,
}

/// Scenarios that can be played, each with its text.
///
/// # Errors
/// When a shipped one cannot be read.
pub fn scenarios() -> Result<&'static [(Scenario, &'static str)], ServiceError> {
    static READ: OnceLock<Vec<(Scenario, &'static str)>> = OnceLock::new();
    if let Some(read) = READ.get() {
        return Ok(read);
    }
    let read = shipped().map_err(|error| ServiceError::Internal(error.to_string()))?;
    Ok(READ.get_or_init(|| read))
}

/// The scenario of a word.
///
/// # Errors
/// [`ServiceError::NotFound`] when there is none.
pub fn scenario(word: &str) -> Result<&'static Scenario, ServiceError> {
    let found = scenarios()?.iter().find(|(scenario, _)| scenario.id == word);
    found.map(|(scenario, _)| scenario).ok_or(ServiceError::NotFound("scenario"))
}

impl Service {
    /// Begins an exercise: it waits for a worker.
    ///
    /// # Errors
    /// When the actor may not there, there is no such scenario or unit, or the pace is none.
    pub async fn begin_exercise(
        &self,
        actor: &Actor,
        new: NewExercise,
        now: Timestamp,
    ) -> Result<ExerciseId, ServiceError> {
        let tree = self.tree();
        let unit = tree.by_id(new.unit).ok_or(ServiceError::NotFound("unit"))?;
        let posting = self.require(actor, Permission::RunExercise, &Target::at(&unit.path))?.id;
        let (who, once) = (actor.account.to_string(), Once::new(new.key, new.body_hash));
        if let Some(begun) = self.made_before(&who, &once).await? {
            return Ok(ExerciseId(begun));
        }
        scenario(&new.scenario)?;
        if new.speed.is_some_and(|speed| !(1..=SPEED_MAX).contains(&speed)) {
            let detail = format!("the pace is from 1 to {SPEED_MAX} times the clock");
            return Err(ServiceError::invalid("speed", "speed_invalid", detail));
        }
        let row = ExerciseRow {
            id: new.id,
            scenario: new.scenario,
            course: new.course,
            unit: (unit.id, unit.path.clone()),
            seed: new.seed,
            speed: new.speed,
            state: ExerciseState::Waiting,
            begun_by: (actor.account, Some(posting)),
            begun_at: now,
            clock_at: None,
            ended_at: None,
            problem: None,
            report: None,
        };
        let write = self.store().write().await?;
        if !once.keep(&write, &who, row.id.0).await? {
            drop(write);
            return self.made_meanwhile(&who, &once).await.map(ExerciseId);
        }
        match exercise::insert(&write, &row).await {
            Err(StoreError::Duplicate(_)) => return Err(ServiceError::Exists("exercise")),
            other => other?,
        }
        let by = By { account: Some(actor.account), posting: Some(posting) };
        journal::append(&write, &[entry(Kind::ExerciseBegun, &row, by, now)]).await?;
        write.commit().await?;
        Ok(row.id)
    }

    /// Exercises of units that the actor may see, the latest first.
    ///
    /// # Errors
    /// When the actor may see none.
    pub async fn list_exercises(
        &self,
        actor: &Actor,
        before: Option<(Timestamp, ExerciseId)>,
        limit: u64,
    ) -> Result<Vec<ExerciseRow>, ServiceError> {
        let scope = self.warning_scope(actor)?;
        Ok(self.store().exercises(&scope, before, limit.clamp(1, PAGE_MAX)).await?)
    }

    /// One exercise, with its report where it has been played.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] when there is none that the actor may see.
    pub async fn show_exercise(
        &self,
        actor: &Actor,
        id: ExerciseId,
    ) -> Result<(ExerciseRow, Option<Report>), ServiceError> {
        let missing = || ServiceError::NotFound("exercise");
        let row = self.store().exercise(id).await?.ok_or_else(missing)?;
        if !self.warning_scope(actor)?.touches(&row.unit.1) {
            return Err(missing());
        }
        let report = report_of(&row)?;
        Ok((row, report))
    }

    /// The courses of its scenario side by side, in their order: of its own the exercise itself, of each other the latest
    /// one that the same unit played to its end with the same seed. Whoever may see the exercise may see those. Empty where
    /// its scenario ships no more.
    ///
    /// # Errors
    /// When the database fails, or a report cannot be read.
    pub async fn exercises_beside(&self, own: &ExerciseRow, report: &Report) -> Result<Vec<Beside>, ServiceError> {
        let Ok(scenario) = scenario(&own.scenario) else { return Ok(Vec::new()) };
        let one = |row: &ExerciseRow, report: &Report| Beside {
            exercise: row.id,
            played_at: row.ended_at,
            measures: Measures::of(report, &scenario.area),
        };
        let mut beside = Vec::new();
        for course in Course::ALL {
            if course == own.course {
                beside.push(one(own, report));
                continue;
            }
            let Some(row) = self.store().exercise_beside(own, course).await? else { continue };
            beside.extend(report_of(&row)?.map(|report| one(&row, &report)));
        }
        Ok(beside)
    }

    /// Ends an exercise that waits or is played. Ended twice changes nothing.
    ///
    /// # Errors
    /// When there is none for the actor, or it may not.
    pub async fn cancel_exercise(&self, actor: &Actor, id: ExerciseId, now: Timestamp) -> Result<(), ServiceError> {
        let (row, _) = self.show_exercise(actor, id).await?;
        let posting = self.require(actor, Permission::RunExercise, &Target::at(&row.unit.1))?.id;
        let by = By { account: Some(actor.account), posting: Some(posting) };
        self.close_exercise(ExerciseRow { state: ExerciseState::Cancelled, ..row }, by, now).await
    }

    /// Takes the next exercise that waits for a player, or was left by one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn claim_exercise(&self, now: Timestamp) -> Result<Option<ExerciseRow>, ServiceError> {
        // Most looks find nothing, and a look should not hold the one writer of SQLite.
        if !self.store().has_open_exercise().await? {
            return Ok(None);
        }
        let write = self.store().write().await?;
        let found = exercise::claim(&write, now.saturating_sub(SILENT).unwrap_or(now), now).await?;
        write.commit().await?;
        Ok(found)
    }

    /// Says how far an exercise is; where it stands now: `Suspended` while a real round of calls goes on here, and
    /// `Cancelled` once somebody has ended it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn exercise_goes_on(
        &self,
        id: ExerciseId,
        clock_at: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<ExerciseState, ServiceError> {
        let real = self.store().has_open_callout().await?;
        let state = if real { ExerciseState::Suspended } else { ExerciseState::Running };
        let write = self.store().write().await?;
        let there = exercise::seen(&write, id, state, clock_at, now).await?;
        write.commit().await?;
        Ok(if there { state } else { ExerciseState::Cancelled })
    }

    /// Keeps what an exercise has shown, or why it broke off.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_exercise(
        &self,
        row: ExerciseRow,
        shown: Result<Report, String>,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        let row = match shown {
            Ok(report) => {
                let text = serde_json::to_string(&report).map_err(|error| ServiceError::Internal(error.to_string()))?;
                ExerciseRow { state: ExerciseState::Done, report: Some(text), ..row }
            }
            Err(problem) => ExerciseRow { state: ExerciseState::Failed, problem: Some(problem), ..row },
        };
        self.close_exercise(row, By::default(), now).await
    }

    async fn close_exercise(&self, row: ExerciseRow, by: By, now: Timestamp) -> Result<(), ServiceError> {
        let write = self.store().write().await?;
        let result = (row.report.clone(), row.problem.clone());
        if exercise::end(&write, row.id, row.state, result, now).await? {
            journal::append(&write, &[entry(Kind::ExerciseEnded, &row, by, now)]).await?;
            write.commit().await?;
        }
        Ok(())
    }
}

/// What an exercise has shown; none where it was not played to its end.
fn report_of(row: &ExerciseRow) -> Result<Option<Report>, ServiceError> {
    let report = row.report.as_deref().map(serde_json::from_str).transpose();
    report.map_err(|error| ServiceError::Internal(format!("report of exercise {}: {error}", row.id)))
}

fn entry(kind: Kind, row: &ExerciseRow, by: By, now: Timestamp) -> NewEntry {
    let payload = json!({ "scenario": row.scenario, "course": row.course, "state": row.state, "problem": row.problem });
    NewEntry { unit: Some(row.unit.clone()), by, payload, ..NewEntry::about(kind, row.id.0, now) }
}
