//! `exercise`: a scenario played against today's units, posts and plans, in a world that is gone afterwards.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::Context;
use domain::exercise::{Course, Report, Scenario, Silence};
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
    /// Play a scenario and print what it shows: lags, silent posts, late tasks. Nobody is called, nothing live changes.
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
        for course in Course::ALL.into_iter().filter(|one| course.is_none_or(|only| only == *one)) {
            let report = one(&live, &scenario, &unit, course, speed, seed).await?;
            output::result(json, &json!(report), &sentence(&scenario, &report));
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

/// The report in a few lines.
fn sentence(scenario: &Scenario, report: &Report) -> String {
    let (known, assumed) = report.posts;
    let as_it_was = report.course == Course::AsItWas;
    let mut lines = vec![
        format!("EXERCISE · {} · {}", report.names.best("en"), report.course.word()),
        format!("  posts: {known} of the registers, {assumed} assumed"),
    ];
    let (decided, open): (Vec<_>, Vec<_>) = report.lags.iter().partition(|lag| lag.decided_at.is_some());
    if let (Some(longest), Some(shortest)) = (decided.first(), decided.last()) {
        lines.push(format!(
            "  responses decided: {}; from the warning {} at the latest ({}), {} at the earliest",
            decided.len(),
            span(longest.minutes),
            longest.unit.best("en"),
            span(shortest.minutes)
        ));
    }
    // What the sources of the scenario do not tell may have happened nevertheless.
    let undecided =
        if as_it_was { "responses of which no decision is on record" } else { "responses that nobody decided" };
    lines.push(format!("  {undecided}: {}", open.len()));
    for round in &report.rounds {
        lines.push(format!(
            "  calls {}: {} posts, {} received, {} on post, {} without an answer, {} out of reach; half received after {}, \
             on post after {}",
            round.began_at,
            round.posts,
            round.received,
            round.on_post,
            round.posts.saturating_sub(round.received + round.out_of_reach),
            round.out_of_reach,
            round.half_received_min.map_or_else(|| "–".to_owned(), span),
            round.half_on_post_min.map_or_else(|| "–".to_owned(), span)
        ));
    }
    if let (Some(harm), Some((silent, posts))) = (&scenario.harm, report.unreached_before_harm) {
        lines.push(format!("  not reached before {}: {silent} of {posts} posts", harm.by));
        for why in Silence::ALL {
            let rows = report.silent_posts.iter().filter(|row| row.why == why);
            let posts: usize = rows.map(|row| row.posts).sum();
            if posts > 0 {
                lines.push(format!("    {}: {posts}", why.word()));
            }
        }
    }
    for sum in &report.tasks {
        // What was done when at the time is not on record.
        let done = if as_it_was { String::new() } else { format!(", done in time {}, late {}", sum.in_time, sum.late) };
        lines.push(format!(
            "  tasks {}: {}{done}, there before the harm began {}",
            sum.kind.word(),
            sum.tasks,
            sum.before_harm
        ));
    }
    if let Some(latest) = report.late_tasks.first() {
        let never = report.late_tasks.iter().filter(|task| task.reported_at.is_none()).count();
        lines.push(format!(
            "  late tasks: {}, never reported {never}; the latest by {} ({}, {})",
            report.late_tasks.len(),
            span(latest.late_min),
            latest.task.best("en"),
            latest.unit.best("en")
        ));
    }
    lines.join("\n")
}

fn span(minutes: i64) -> String {
    format!("{} h {:02} min", minutes / 60, minutes % 60)
}
