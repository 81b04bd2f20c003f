//! An exercise of the community that has been played, with a small report.

use domain::colour::WarningColour;
use domain::exercise::{
    CallSum, Course, Lag, LagTarget, LateTask, Line, LineKind, PostSum, Report, Silence, SilentPosts, TaskSum,
};
use domain::id::{CommandId, ExerciseId};
use domain::names::Names;
use domain::response::ItemKind;
use jiff::SignedDuration;
use service::exercise::NewExercise;
use uuid::Uuid;

use crate::city::City;
use crate::t0;

const SCENARIO: &str = "zhengzhou-2021-07-20";

/// An exercise of the community, ready to be begun.
pub fn ready(city: &City, course: Course) -> NewExercise {
    NewExercise {
        id: ExerciseId(Uuid::now_v7()),
        scenario: SCENARIO.to_owned(),
        course,
        unit: city.id("410102001002"),
        seed: 1,
        speed: None,
        key: CommandId(Uuid::now_v7()),
        body_hash: vec![1],
    }
}

/// Begins it on behalf of the street.
pub async fn begun(city: &City) -> ExerciseId {
    begin(city, Course::AsPlanned).await
}

async fn begin(city: &City, course: Course) -> ExerciseId {
    city.service.begin_exercise(&city.actor("street").await, ready(city, course), t0()).await.expect("an exercise")
}

/// The same, over, with [`report`].
pub async fn played(city: &City) -> ExerciseId {
    over(city, report()).await
}

/// The same with [`report_as_it_was`].
pub async fn played_as_it_was(city: &City) -> ExerciseId {
    over(city, report_as_it_was()).await
}

/// As it was: nobody was called, and nobody knows what was done when.
pub fn report_as_it_was() -> Report {
    let report = report();
    let target = |lag: &Lag| lag.target.clone().map(|known| LagTarget { met: lag.decided_at.and(known.met), ..known });
    Report {
        course: Course::AsItWas,
        lags: report.lags.iter().map(|lag| Lag { target: target(lag), ..lag.clone() }).collect(),
        rounds: Vec::new(),
        unreached_before_harm: None,
        posts_called: None,
        silent_posts: Vec::new(),
        tasks: vec![TaskSum { kind: ItemKind::Do, tasks: 7, in_time: 0, late: 0, before_harm: 0 }],
        late_tasks: Vec::new(),
        ..report
    }
}

async fn over(city: &City, report: Report) -> ExerciseId {
    let id = begin(city, report.course).await;
    let row = city.service.store().exercise(id).await.expect("an answer").expect("the exercise");
    city.service.end_exercise(row, Ok(report), t0()).await.expect("the end");
    id
}

/// As planned: three units had to decide, all missed their target and one never did; one of three posts was not reached,
/// for want of a network; two tasks were late, one of them never reported.
pub fn report() -> Report {
    let scenario = service::exercise::scenario(SCENARIO).expect("the scenario");
    let later = |minutes| t0().checked_add(SignedDuration::from_mins(minutes)).expect("a time");
    let lag = |unit: &str, code: Option<&str>, decided: Option<i64>| Lag {
        unit: Names::zh(unit),
        code: code.map(str::to_owned),
        plan: "flood".to_owned(),
        warned_at: t0(),
        decided_at: decided.map(later),
        minutes: decided.unwrap_or(600),
        flagged_at: Some(later(20)),
        escalations: 1,
        attended_at: decided.map(later),
        target: Some(LagTarget {
            trigger: "rainstorm-red".to_owned(),
            colour: WarningColour::Red,
            minutes: 20,
            met: Some(false),
        }),
    };
    let round = CallSum {
        began_at: t0(),
        posts: 3,
        received: 2,
        on_post: 1,
        out_of_reach: 1,
        half_received_min: Some(4),
        half_on_post_min: None,
    };
    let tasks = TaskSum { kind: ItemKind::Do, tasks: 5, in_time: 2, late: 1, before_harm: 3 };
    let silent = SilentPosts {
        unit: Names::zh("试点社区第一网格"),
        code: Some("410102001002001".to_owned()),
        title: "grid_worker".to_owned(),
        why: Silence::NoNetwork,
        posts: 1,
        assumed: 0,
        answered_later: 0,
    };
    let task = |what: &str, reported: Option<i64>, late_min| LateTask {
        unit: Names::zh("试点社区第一网格"),
        code: Some("410102001002001".to_owned()),
        task: Names::zh(what),
        kind: ItemKind::Do,
        due_at: later(30),
        reported_at: reported.map(later),
        late_min,
    };
    let line = Line { at: t0(), kind: LineKind::Warning, names: Names::zh("红色预警"), source: String::new() };
    Report {
        scenario: scenario.id.clone(),
        names: scenario.names.clone(),
        source: scenario.source.clone(),
        exercise: true,
        course: Course::AsPlanned,
        seed: 1,
        assumed: scenario.assumed,
        posts: (2, 1),
        lags: vec![
            lag("示例市", Some("4101"), Some(18 * 60 + 31)),
            lag("花园路街道", None, None),
            lag("试点社区", None, Some(95)),
        ],
        rounds: vec![round],
        unreached_before_harm: Some((1, 3)),
        posts_called: Some(PostSum { posts: 3, received: 2, on_post: 1, silent: 0, out_of_reach: 1 }),
        silent_posts: vec![silent],
        tasks: vec![tasks],
        late_tasks: vec![task("测报积水深度", None, 480), task("巡查下穿通道", Some(75), 45)],
        frames: Vec::new(),
        lanes: Vec::new(),
        log: vec![line],
    }
}
