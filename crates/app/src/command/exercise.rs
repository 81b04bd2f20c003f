//! `exercise`: a scenario played against today's units, posts and plans, in a world that is gone afterwards.

mod side_by_side;
mod summary;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::Context;
use domain::exercise::{Course, Measures, Report, Scenario};
use domain::unit::UnitPath;
use exercise::{ExerciseError, Pace, Progress, Watch, play, stage};
use serde_json::json;
use service::Service;
use store::Location;

use super::{Outcome, output};
use crate::config::Config;
use crate::{clock, fitting, run};

/// Commands about exercises.
#[derive(clap::Subcommand)]
pub(crate) enum Exercise {
    /// Play a scenario and print what it shows: lags and their targets, silent posts, late tasks, the courses side by side.
    /// Nobody is called, nothing live changes.
    #[command(
        after_help = "Examples:\n  bridgehead exercise run data/scenarios/zhengzhou-2021-07-20.toml --unit 410105\n  \
        bridgehead exercise run storm.toml --course as_planned --speed 60\n\nEach course begins anew. \
        docs/exercises.md tells what is assumed."
    )]
    Run {
        /// The scenario.
        scenario: PathBuf,
        /// Code of the unit that plays, with everything below it; the unit that is warned when missing.
        #[arg(long)]
        unit: Option<String>,
        /// One course only: `as_it_was`, `as_planned` or `without_network`.
        #[arg(long, value_parser = course)]
        course: Option<Course>,
        /// How many times faster than the clock, or `max`.
        #[arg(long, default_value = "max", value_parser = pace)]
        speed: Pace,
        /// Which of the many ways in which people could act; the same number, the same exercise.
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
}

fn course(word: &str) -> Result<Course, String> {
    Course::from_word(word).ok_or_else(|| format!("the courses are {}", Course::ALL.map(Course::word).join(", ")))
}

fn pace(word: &str) -> Result<Pace, String> {
    if word == "max" {
        return Ok(Pace::new(None));
    }
    let times: f64 =
        word.parse().ok().filter(|times| (1.0..=100_000.0).contains(times)).ok_or("1 to 100000, or `max`")?;
    Ok(Pace::new(Some(Duration::from_secs_f64(60.0 / times))))
}

impl Exercise {
    pub(crate) async fn run(self, config: &Config, json: bool) -> anyhow::Result<Outcome> {
        let Self::Run { scenario: file, unit, course, speed, seed } = self;
        let text = std::fs::read_to_string(&file).with_context(|| format!("cannot read `{}`", file.display()))?;
        let scenario = match Scenario::read(&text) {
            Ok(scenario) => scenario,
            Err(error) => {
                output::failure(json, &anyhow::anyhow!("{}: {error}", file.display()));
                return Ok(Outcome::Refused);
            }
        };
        let live = run::open(config).await?;
        fitting::fit_warnings(&live, config)?;
        let code = unit.unwrap_or_else(|| scenario.area.clone());
        let unit = live.tree().by_code(&code).map(|unit| unit.path.clone());
        let unit = unit.with_context(|| {
            format!(
                "there is no unit with the code `{code}` here: import the city's units, or name another with --unit"
            )
        })?;
        let mut played = Vec::new();
        for course in Course::ALL.into_iter().filter(|one| course.is_none_or(|only| only == *one)) {
            let report = one(&live, &scenario, &unit, course, speed, seed).await?;
            output::result(json, &json!(report), &summary::of(live.titles(), &scenario, &report));
            played.push(Measures::of(&report, &scenario.area));
        }
        if played.len() > 1 {
            let all = json!({ "scenario": scenario.id, "exercise": true, "courses": played });
            output::result(json, &all, &side_by_side::of(&scenario, &played));
        }
        Ok(Outcome::Done)
    }
}

async fn one(
    live: &Service,
    scenario: &Scenario,
    unit: &UnitPath,
    course: Course,
    pace: Pace,
    seed: u64,
) -> anyhow::Result<Report> {
    let folder = tempfile::tempdir()?;
    let place = |name: &str| -> PathBuf { Path::join(folder.path(), name) };
    let spinner = output::spinner("the world of the exercise is made");
    let location = Location::Sqlite(place("exercise.db"));
    let stage = stage(live, location, &place("exercise.keys"), unit, scenario, clock::now()).await?;
    spinner.finish_and_clear();
    let mut watcher = Watcher { bar: output::bar(0, course.word()), pace, live: live.clone(), looked: None };
    let report = play(&stage, scenario, course, seed, &mut watcher).await?;
    watcher.bar.finish_and_clear();
    report.context("the exercise ended without a report")
}

/// How often it is looked whether real calls go on.
const LOOK: Duration = Duration::from_secs(1);

/// Shows how far it is, keeps the pace, and stands still while real calls go on.
struct Watcher {
    bar: indicatif::ProgressBar,
    pace: Pace,
    live: Service,
    looked: Option<Instant>,
}

impl Watcher {
    async fn give_way(&mut self) -> Result<(), ExerciseError> {
        if self.looked.is_some_and(|looked| looked.elapsed() < LOOK) {
            return Ok(());
        }
        let mut told = false;
        while self.live.store().has_open_callout().await? {
            if !told {
                self.bar.println("suspended: real calls go on here");
                told = true;
            }
            tokio::time::sleep(LOOK).await;
        }
        self.looked = Some(Instant::now());
        Ok(())
    }
}

impl Watch for Watcher {
    async fn minute(&mut self, progress: Progress) -> Result<bool, ExerciseError> {
        self.bar.set_length(progress.minutes);
        self.bar.set_position(progress.played);
        self.give_way().await?;
        self.pace.keep(progress).await;
        Ok(true)
    }
}
