//! Exercises and their reports as they go over the wire.

mod courses;

use domain::colour::WarningColour;
use domain::exercise::{
    CallSum, Course, ExerciseState, Frame, Lag, LagTarget, Lane, LateTask, Line, LineKind, Report, Scenario, Silence,
    SilentPosts, TaskSum,
};
use domain::names::Names;
use domain::response::ItemKind;
use domain::unit::UnitTree;
use serde::Serialize;
use service::exercise::Beside;
use store::exercise::ExerciseRow;
use utoipa::ToSchema;
use uuid::Uuid;

use self::courses::{CourseMeasures, course_measures};
use crate::state::App;
use crate::wire::{NamesWire, UnitRef};
use crate::words::{ColourWord, CourseWord, ExerciseStateWord, ItemKindWord, LogLineWord, SilenceWord};

/// Rows of a long list that go out with a report; the whole list is a file of its own.
const LISTED: usize = 200;

/// A scenario that can be played.
#[derive(Serialize, ToSchema)]
pub(crate) struct ScenarioView {
    id: String,
    names: NamesWire,
    /// Where its facts come from.
    source: NamesWire,
    from: i64,
    until: i64,
    /// The unit that it warns, where this installation has it.
    unit: Option<UnitRef>,
    /// When the harm was done, and what is known of it.
    harm: Option<HarmKnown>,
    rain: Option<RainView>,
}

/// When the harm was done.
#[derive(Serialize, ToSchema)]
struct HarmKnown {
    by: i64,
    until: i64,
    names: NamesWire,
    source: String,
}

/// Rain, hour by hour.
#[derive(Serialize, ToSchema)]
struct RainView {
    /// What it is, and what it is not: shown wherever it is drawn.
    note: NamesWire,
    from: i64,
    hourly_mm: Vec<f64>,
    /// Hours that were observed, counted from 0.
    observed: Vec<usize>,
}

/// An exercise.
#[derive(Serialize, ToSchema)]
pub(crate) struct ExerciseView {
    id: Uuid,
    scenario: String,
    names: NamesWire,
    #[schema(value_type = CourseWord)]
    course: Course,
    unit: Option<UnitRef>,
    seed: u32,
    speed: Option<u32>,
    #[schema(value_type = ExerciseStateWord)]
    state: ExerciseState,
    begun_at: i64,
    /// The clock of the exercise.
    clock_at: Option<i64>,
    /// Its first and its last minute.
    from: i64,
    until: i64,
    ended_at: Option<i64>,
    problem: Option<String>,
    /// Whether the reader may end it.
    may_end: bool,
}

/// An exercise with what it has shown.
#[derive(Serialize, ToSchema)]
pub(crate) struct ExerciseDetail {
    exercise: ExerciseView,
    scenario: Option<ScenarioView>,
    report: Option<ExerciseReport>,
    /// The courses of its scenario side by side, as far as they were played there with the same seed; empty until it has
    /// been played itself.
    courses: Vec<CourseMeasures>,
}

/// What an exercise has shown; durations in minutes. It never counts lives.
#[derive(Serialize, ToSchema)]
pub(crate) struct ExerciseReport {
    /// Posts that the registers know.
    posts_known: usize,
    /// Posts that were assumed because a unit had none.
    posts_assumed: usize,
    lags: Vec<ExerciseLag>,
    rounds: Vec<RoundView>,
    /// Posts that had not said 已收到 when the harm began.
    unreached: Option<usize>,
    /// Of so many posts called.
    unreached_of: Option<usize>,
    /// The same posts by why.
    unreached_by: Vec<SilenceSum>,
    /// The same posts by unit and title, nobody by name: up to 200 rows; all of them are in the file.
    silent_posts: Vec<SilentPostsView>,
    /// How many rows those are in all.
    silent_rows: usize,
    tasks: Vec<TaskKindSum>,
    /// Tasks that were late, the latest first: up to 200; all of them are in the file.
    late_tasks: Vec<LateTaskView>,
    /// How many those are in all.
    late_rows: usize,
    /// Of all those, how many were never reported.
    late_unreported: usize,
    frames: Vec<FrameView>,
    /// The same calls by the units below the topmost one.
    lanes: Vec<LaneView>,
    log: Vec<LogLine>,
    assumed: AssumedView,
}

/// How people were assumed to act.
#[derive(Serialize, ToSchema)]
struct AssumedView {
    answer: f64,
    deputy_answers: f64,
    found_at_door: f64,
    received_min: [u32; 2],
    on_post_min: [u32; 2],
    knock_min: [u32; 2],
    decide_min: u32,
    command_post_min: u32,
    task_min: [u32; 2],
    task_done: f64,
}

/// From a warning to its response.
#[derive(Serialize, ToSchema)]
struct ExerciseLag {
    unit: NamesWire,
    code: Option<String>,
    plan: String,
    warned_at: i64,
    decided_at: Option<i64>,
    minutes: i64,
    flagged_at: Option<i64>,
    escalations: usize,
    /// When somebody who decides first was at the command post.
    attended_at: Option<i64>,
    /// What the plans allow for it; missing where no row of theirs asked.
    target: Option<LagTargetView>,
}

/// How long the row of the plans that asked allows for the decision.
#[derive(Serialize, ToSchema)]
struct LagTargetView {
    /// The row.
    trigger: String,
    /// Colour of the warnings that it is about.
    #[schema(value_type = ColourWord)]
    colour: WarningColour,
    minutes: i64,
    /// Whether it was decided within them; missing where that is not on record, or there was still time at the end.
    met: Option<bool>,
}

/// A round of calls of an exercise.
#[derive(Serialize, ToSchema)]
struct RoundView {
    began_at: i64,
    posts: usize,
    received: usize,
    on_post: usize,
    /// Of those that never said 已收到, those that no channel ever reached: no network, or no number.
    out_of_reach: usize,
    half_received_min: Option<i64>,
    half_on_post_min: Option<i64>,
}

/// Tasks of one kind.
#[derive(Serialize, ToSchema)]
struct TaskKindSum {
    #[schema(value_type = ItemKindWord)]
    kind: ItemKind,
    tasks: usize,
    in_time: usize,
    late: usize,
    before_harm: usize,
}

/// Posts that had not answered for one reason.
#[derive(Serialize, ToSchema)]
struct SilenceSum {
    #[schema(value_type = SilenceWord)]
    why: Silence,
    posts: usize,
}

/// Posts of one title in one unit that had not answered, for one reason.
#[derive(Serialize, ToSchema)]
struct SilentPostsView {
    unit: NamesWire,
    code: Option<String>,
    /// Key of the title.
    title: String,
    /// Empty where this installation has no such title any more.
    title_names: NamesWire,
    #[schema(value_type = SilenceWord)]
    why: Silence,
    posts: usize,
    /// Of them, those that were assumed because nobody holds one.
    assumed: usize,
    /// Of them, those that said 已收到 afterwards.
    answered_later: usize,
}

/// A task that was late.
#[derive(Serialize, ToSchema)]
struct LateTaskView {
    unit: NamesWire,
    code: Option<String>,
    task: NamesWire,
    #[schema(value_type = ItemKindWord)]
    kind: ItemKind,
    due_at: i64,
    /// Missing: never reported.
    reported_at: Option<i64>,
    /// Begun minutes past its time, to the report or to the end of the response or the exercise.
    late_min: i64,
}

/// How an exercise stood at one moment.
#[derive(Serialize, ToSchema)]
struct FrameView {
    at: i64,
    posts: usize,
    /// Without an answer, for whatever reason.
    silent: usize,
    /// Of the silent, those that no channel had reached by then: no network, or no number.
    out_of_reach: usize,
    received: usize,
    on_post: usize,
    /// Responses that wait for a decision; as it was, those of which none is on record.
    undecided: usize,
    /// Responses in force; as it was, those on record: 0 does not say that there were none.
    active: usize,
    /// Responses in force with somebody at the command post who decides; as it was, those on record.
    attended: usize,
    tasks_open: usize,
    tasks_late: usize,
    tasks_done: usize,
}

/// How the posts of one unit answered, from frame to frame.
#[derive(Serialize, ToSchema)]
struct LaneView {
    unit: NamesWire,
    code: Option<String>,
    /// Where the unit is today, to be drawn; none where it is no more.
    place: Option<UnitRef>,
    /// For each frame: posts called, of them without an answer, and on post; of those without an answer the ones that no
    /// channel had reached by then.
    cells: Vec<[usize; 4]>,
}

/// A line of the log.
#[derive(Serialize, ToSchema)]
struct LogLine {
    at: i64,
    #[schema(value_type = LogLineWord)]
    kind: LineKind,
    names: NamesWire,
    source: String,
}

pub(crate) fn scenario_view(app: &App, scenario: &Scenario) -> ScenarioView {
    ScenarioView {
        id: scenario.id.clone(),
        names: (&scenario.names).into(),
        source: (&scenario.source).into(),
        from: scenario.from.as_millisecond(),
        until: scenario.until.as_millisecond(),
        unit: app.service.tree().by_code(&scenario.area).map(Into::into),
        harm: scenario.harm.as_ref().map(|harm| HarmKnown {
            by: harm.by.as_millisecond(),
            until: harm.until.as_millisecond(),
            names: (&harm.names).into(),
            source: harm.source.clone(),
        }),
        rain: scenario.rain.as_ref().map(|rain| RainView {
            note: (&rain.note).into(),
            from: rain.from.as_millisecond(),
            hourly_mm: rain.hourly_mm.clone(),
            observed: rain.observed.clone(),
        }),
    }
}

pub(crate) fn exercise_view(app: &App, row: &ExerciseRow, may_end: bool) -> ExerciseView {
    let scenario = service::exercise::scenario(&row.scenario).ok();
    let nameless = Names::default();
    ExerciseView {
        id: row.id.0,
        scenario: row.scenario.clone(),
        names: scenario.map_or(&nameless, |scenario| &scenario.names).into(),
        course: row.course,
        unit: app.service.tree().by_id(row.unit.0).map(Into::into),
        seed: row.seed,
        speed: row.speed,
        state: row.state,
        begun_at: row.begun_at.as_millisecond(),
        clock_at: row.clock_at.map(|at| at.as_millisecond()),
        from: scenario.map_or(0, |scenario| scenario.from.as_millisecond()),
        until: scenario.map_or(0, |scenario| scenario.until.as_millisecond()),
        ended_at: row.ended_at.map(|at| at.as_millisecond()),
        problem: row.problem.clone(),
        may_end: may_end && row.state.is_open(),
    }
}

pub(crate) fn exercise_detail(
    app: &App,
    row: &ExerciseRow,
    (report, courses): (Option<&Report>, &[Beside]),
    may_end: bool,
) -> ExerciseDetail {
    ExerciseDetail {
        exercise: exercise_view(app, row, may_end),
        scenario: service::exercise::scenario(&row.scenario).ok().map(|scenario| scenario_view(app, scenario)),
        report: report.map(|report| report_view(app, report)),
        courses: courses.iter().map(course_measures).collect(),
    }
}

fn report_view(app: &App, report: &Report) -> ExerciseReport {
    let (a, tree) = (report.assumed, app.service.tree());
    ExerciseReport {
        posts_known: report.posts.0,
        posts_assumed: report.posts.1,
        lags: report.lags.iter().map(lag).collect(),
        rounds: report.rounds.iter().map(round).collect(),
        unreached: report.unreached_before_harm.map(|(silent, _)| silent),
        unreached_of: report.unreached_before_harm.map(|(_, posts)| posts),
        unreached_by: by_why(&report.silent_posts),
        silent_posts: report.silent_posts.iter().take(LISTED).map(|row| silent(app, row)).collect(),
        silent_rows: report.silent_posts.len(),
        tasks: report.tasks.iter().map(tasks).collect(),
        late_tasks: report.late_tasks.iter().take(LISTED).map(late).collect(),
        late_rows: report.late_tasks.len(),
        late_unreported: report.late_tasks.iter().filter(|task| task.reported_at.is_none()).count(),
        frames: report.frames.iter().map(frame).collect(),
        lanes: report.lanes.iter().map(|one| lane(&tree, one)).collect(),
        log: report.log.iter().map(line).collect(),
        assumed: AssumedView {
            answer: a.answer,
            deputy_answers: a.deputy_answers,
            found_at_door: a.found_at_door,
            received_min: a.received_min,
            on_post_min: a.on_post_min,
            knock_min: a.knock_min,
            decide_min: a.decide_min,
            command_post_min: a.command_post_min,
            task_min: a.task_min,
            task_done: a.task_done,
        },
    }
}

fn lag(lag: &Lag) -> ExerciseLag {
    ExerciseLag {
        unit: (&lag.unit).into(),
        code: lag.code.clone(),
        plan: lag.plan.clone(),
        warned_at: lag.warned_at.as_millisecond(),
        decided_at: lag.decided_at.map(|at| at.as_millisecond()),
        minutes: lag.minutes,
        flagged_at: lag.flagged_at.map(|at| at.as_millisecond()),
        escalations: lag.escalations,
        attended_at: lag.attended_at.map(|at| at.as_millisecond()),
        target: lag.target.as_ref().map(target),
    }
}

fn target(target: &LagTarget) -> LagTargetView {
    let LagTarget { trigger, colour, minutes, met } = target;
    LagTargetView { trigger: trigger.clone(), colour: *colour, minutes: *minutes, met: *met }
}

fn round(sum: &CallSum) -> RoundView {
    RoundView {
        began_at: sum.began_at.as_millisecond(),
        posts: sum.posts,
        received: sum.received,
        on_post: sum.on_post,
        out_of_reach: sum.out_of_reach,
        half_received_min: sum.half_received_min,
        half_on_post_min: sum.half_on_post_min,
    }
}

fn tasks(sum: &TaskSum) -> TaskKindSum {
    TaskKindSum { kind: sum.kind, tasks: sum.tasks, in_time: sum.in_time, late: sum.late, before_harm: sum.before_harm }
}

/// The silent in numbers, without the reasons that there were not.
fn by_why(rows: &[SilentPosts]) -> Vec<SilenceSum> {
    let sum =
        |why: Silence| SilenceSum { why, posts: rows.iter().filter(|row| row.why == why).map(|row| row.posts).sum() };
    Silence::ALL.into_iter().map(sum).filter(|sum| sum.posts > 0).collect()
}

fn silent(app: &App, row: &SilentPosts) -> SilentPostsView {
    let title = app.service.titles().get(&row.title);
    SilentPostsView {
        unit: (&row.unit).into(),
        code: row.code.clone(),
        title: row.title.clone(),
        title_names: title.map_or(&Names::default(), |title| &title.names).into(),
        why: row.why,
        posts: row.posts,
        assumed: row.assumed,
        answered_later: row.answered_later,
    }
}

fn late(task: &LateTask) -> LateTaskView {
    LateTaskView {
        unit: (&task.unit).into(),
        code: task.code.clone(),
        task: (&task.task).into(),
        kind: task.kind,
        due_at: task.due_at.as_millisecond(),
        reported_at: task.reported_at.map(|at| at.as_millisecond()),
        late_min: task.late_min,
    }
}

fn frame(frame: &Frame) -> FrameView {
    FrameView {
        at: frame.at.as_millisecond(),
        posts: frame.posts,
        silent: frame.silent,
        out_of_reach: frame.out_of_reach,
        received: frame.received,
        on_post: frame.on_post,
        undecided: frame.undecided,
        active: frame.active,
        attended: frame.attended,
        tasks_open: frame.tasks_open,
        tasks_late: frame.tasks_late,
        tasks_done: frame.tasks_done,
    }
}

fn lane(tree: &UnitTree, lane: &Lane) -> LaneView {
    let place = lane.code.as_deref().and_then(|code| tree.by_code(code)).map(Into::into);
    let out_of_reach = lane.out_of_reach.iter().copied().chain(std::iter::repeat(0));
    let cells =
        lane.cells.iter().zip(out_of_reach).map(|(&[posts, silent, on_post], out)| [posts, silent, on_post, out]);
    LaneView { unit: (&lane.unit).into(), code: lane.code.clone(), place, cells: cells.collect() }
}

fn line(line: &Line) -> LogLine {
    LogLine { at: line.at.as_millisecond(), kind: line.kind, names: (&line.names).into(), source: line.source.clone() }
}
