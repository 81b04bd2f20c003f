//! The replay of 19–21 July 2021 on a small city (domain reference 6.4): T1 to T5, and that an exercise touches nobody.
#![expect(clippy::expect_used, reason = "a test that cannot be set up has failed")]

use domain::access::Scope;
use domain::contact::ContactKind;
use domain::exercise::{Course, LagTarget, Measures, PostSum, Report, Scenario, Silence};
use domain::response::ItemKind;
use domain::world::World;
use exercise::{ExerciseError, Progress, Stage, Watch, play, stage};
use store::Location;
use store::response::ResponseCut;
use testkit::city::{City, fill};
use testkit::{Database, both, t0};

const SCENARIO: &str = include_str!("../../../data/scenarios/zhengzhou-2021-07-20.toml");

fn scenario() -> Scenario {
    Scenario::read(SCENARIO).expect("the shipped scenario")
}

/// Nobody follows it.
struct Alone;

impl Watch for Alone {
    async fn minute(&mut self, _: Progress) -> Result<bool, ExerciseError> {
        Ok(true)
    }
}

struct Played {
    stage: Stage,
    report: Report,
    _folder: tempfile::TempDir,
}

async fn played(city: &City, course: Course, seed: u64) -> Played {
    played_as(&scenario(), city, course, seed).await
}

async fn played_as(scenario: &Scenario, city: &City, course: Course, seed: u64) -> Played {
    let folder = tempfile::tempdir().expect("a folder");
    let location = Location::Sqlite(folder.path().join("exercise.db"));
    let keys = folder.path().join("exercise.keys");
    let top = city.service.tree().by_code("4101").expect("the city").path.clone();
    let stage = stage(&city.service, location, &keys, &top, scenario, t0()).await.expect("a stage");
    let report = play(&stage, scenario, course, seed, &mut Alone).await.expect("played").expect("a report");
    Played { stage, report, _folder: folder }
}

// T1: eighteen hours and thirty-one minutes from the first red to level I, flagged twenty minutes after the warning.
#[tokio::test]
async fn t1_the_lag_of_2021_is_found_and_was_flagged_after_twenty_minutes() {
    let live = testkit::sqlite().await;
    let city = fill(live.store.clone()).await;
    let report = played(&city, Course::AsItWas, 1).await.report;
    let lag = report.lags.iter().find(|lag| lag.code.as_deref() == Some("4101") && lag.plan == "flood");
    let lag = lag.expect("the city's response");
    assert_eq!(lag.minutes, 18 * 60 + 31);
    let flagged = lag.flagged_at.expect("silence climbed");
    assert_eq!(flagged.duration_since(lag.warned_at).as_mins(), 20);
    assert!(report.rounds.is_empty(), "in 2021 nobody had to answer");
    let target = lag.target.as_ref().expect("the row of the plans that asked");
    assert_eq!((target.trigger.as_str(), target.minutes, target.met), ("rainstorm-red", 20, Some(false)));
    let mut undecided = report.lags.iter().filter(|lag| lag.decided_at.is_none());
    let unknown = |target: &LagTarget| target.minutes == 20 && target.met.is_none();
    assert!(undecided.all(|lag| lag.target.as_ref().is_some_and(unknown)), "nobody knows: {:?}", report.lags);
    let measures = Measures::of(&report, "4101");
    assert_eq!(measures.lag.as_ref(), Some(lag));
    assert!(measures.calls.is_none() && measures.posts.is_none(), "not on record is not 0");
}

// T2: a red is decided with an answer to «gatherings, classes, business». T3: underground places list themselves.
// T4: the grids have their tasks to move people before 13:00.
#[tokio::test]
async fn t2_t3_t4_as_planned_it_is_decided_with_an_answer_and_grids_move_before_the_harm() {
    let live = testkit::sqlite().await;
    let city = fill(live.store.clone()).await;
    garage(&city).await;
    let Played { stage, report, .. } = played(&city, Course::AsPlanned, 1).await;
    assert!(report.lags.iter().all(|lag| lag.decided_at.is_some()), "{:?}", report.lags);
    let longest = report.lags.first().expect("a lag").minutes;
    assert!(longest <= 20, "every response within its target: {longest}");
    let responses = report.lags.len();
    assert_eq!(Measures::of(&report, "4101").in_time, Some((responses, responses)));
    let all = Scope::within(stage.top.clone());
    let cut = ResponseCut { limit: 100, ..ResponseCut::default() };
    let rows = stage.service.store().responses(&all, &cut).await.expect("responses");
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    let steps = stage.service.store().response_steps(&ids).await.expect("steps");
    assert!(steps.iter().any(|step| step.stops.is_some()), "red was answered");
    let moves = report.tasks.iter().find(|sum| sum.kind == ItemKind::MovePeople).expect("tasks to move people");
    assert!(moves.before_harm > 0 && moves.before_harm == moves.tasks, "{moves:?}");
    let places = stage.service.store().place_ids().await.expect("places");
    let id = places.into_iter().find(|(code, _)| code == "garage-1").expect("the garage was copied").1;
    let closures = stage.service.store().open_closures_of(&[id]).await.expect("closures");
    assert_eq!(closures.len(), 1, "the garage was to be closed");
}

// T5: it is on record when somebody with authority was at the command post, and that in 2021 nobody was.
#[tokio::test]
async fn t5_the_command_post_is_held_as_planned_and_empty_as_it_was() {
    let live = testkit::sqlite().await;
    let city = fill(live.store.clone()).await;
    let was = played(&city, Course::AsItWas, 1).await.report;
    assert!(was.lags.iter().all(|lag| lag.attended_at.is_none()), "{:?}", was.lags);
    assert!(was.frames.iter().all(|frame| frame.attended == 0) && was.frames.iter().any(|frame| frame.active > 0));
    let planned = played(&city, Course::AsPlanned, 1).await.report;
    for lag in &planned.lags {
        let (decided, attended) = (lag.decided_at.expect("decided"), lag.attended_at.expect("attended"));
        assert_eq!(attended.duration_since(decided).as_mins(), i64::from(scenario().assumed.command_post_min));
    }
    let most = planned.frames.iter().map(|frame| frame.attended).max();
    assert_eq!(most, planned.frames.iter().map(|frame| frame.active).max(), "every response that was in force");
}

#[tokio::test]
async fn lanes_are_the_units_below_and_add_up_to_the_frames() {
    let live = testkit::sqlite().await;
    let city = fill(live.store.clone()).await;
    let report = played(&city, Course::AsPlanned, 1).await.report;
    assert!(!report.lanes.is_empty());
    for (place, frame) in report.frames.iter().enumerate() {
        let posts: usize = report.lanes.iter().map(|lane| lane.cells[place][0]).sum();
        let silent: usize = report.lanes.iter().map(|lane| lane.cells[place][1]).sum();
        let out: usize = report.lanes.iter().map(|lane| lane.out_of_reach[place]).sum();
        // The topmost unit has a post of its own, in no lane.
        let own = frame.posts - posts;
        let adds_up = |whole: usize, lanes: usize| whole == lanes || whole == lanes + own;
        assert!(own <= 1 && adds_up(frame.silent, silent) && adds_up(frame.out_of_reach, out), "{frame:?}");
    }
}

#[tokio::test]
async fn the_same_seed_ends_the_same_way_and_without_network_half_answer_later() {
    let live = testkit::sqlite().await;
    let city = fill(live.store.clone()).await;
    testkit::keys::fit(&city.service);
    for (place, login) in ["grid1", "grid2", "lead", "street", "district", "city"].into_iter().enumerate() {
        let Ok(actor) = city.service.actor_by_login(login, t0()).await else { continue };
        testkit::warning::phone(&city, &actor, &format!("1381234{place:04}")).await;
    }
    let [one, two] =
        [played(&city, Course::AsPlanned, 7).await.report, played(&city, Course::AsPlanned, 7).await.report];
    let text = |report: &Report| serde_json::to_string(report).expect("a text");
    assert_eq!(text(&one), text(&two));
    let without = played(&city, Course::WithoutNetwork, 7).await.report;
    let half = |report: &Report| report.rounds[0].half_received_min.unwrap_or(i64::MAX);
    assert!(half(&one) < half(&without), "{} and {}", half(&one), half(&without));
}

// Nobody answers, and nobody is found: what is left is why.
#[tokio::test]
async fn no_network_and_no_number_are_apart_from_no_answer_and_no_post_is_named_by_its_holder() {
    let live = testkit::sqlite().await;
    let city = fill(live.store.clone()).await;
    testkit::keys::fit(&city.service);
    testkit::warning::phone(&city, &city.actor("grid1").await, "13812341234").await;
    let mut mute = scenario();
    (mute.assumed.answer, mute.assumed.deputy_answers, mute.assumed.found_at_door) = (0.0, 0.0, 0.0);
    for (course, rung) in [(Course::AsPlanned, Silence::NoAnswer), (Course::WithoutNetwork, Silence::NoNetwork)] {
        let report = played_as(&mute, &city, course, 1).await.report;
        let of = |code: &str| report.silent_posts.iter().find(|row| row.code.as_deref() == Some(code)).expect("a row");
        let (first, second) = (of("410102001002001"), of("410102001002002"));
        assert_eq!((first.title.as_str(), first.why, first.posts, first.assumed), ("grid_worker", rung, 1, 0));
        assert_eq!((second.unit.best("zh"), second.why), ("平安社区第二网格", Silence::NoNumber));
        let city_duty = of("4101");
        assert_eq!((city_duty.title.as_str(), city_duty.why, city_duty.assumed), ("city_duty", rung, 1));
        let silent = report.silent_posts.iter().map(|row| row.posts).sum::<usize>();
        assert_eq!(report.unreached_before_harm, Some((silent, silent)), "all of them");
        let out = report.silent_posts.iter().filter(|row| row.why.is_out_of_reach());
        let out = out.map(|row| row.posts).sum::<usize>();
        let called = PostSum { posts: silent, silent: silent - out, out_of_reach: out, ..PostSum::default() };
        assert_eq!(report.posts_called, Some(called));
        let place = report.frames.iter().position(|frame| frame.posts > 0).expect("calls");
        let frame = report.frames[place];
        assert_eq!((frame.silent, frame.out_of_reach, report.rounds[0].out_of_reach), (silent, out, out));
        let below = report.lanes.iter().map(|lane| lane.out_of_reach[place]).sum::<usize>();
        assert_eq!(below + usize::from(rung == Silence::NoNetwork), out, "the city's own post is in no lane");
        let text = serde_json::to_string(&report).expect("a text");
        assert!(!text.contains("grid1") && !text.contains("13812341234"), "{text}");
    }
}

#[tokio::test]
async fn a_scenario_without_harm_says_how_the_posts_stood_at_its_end() {
    let live = testkit::sqlite().await;
    let city = fill(live.store.clone()).await;
    let harmless = Scenario { harm: None, ..scenario() };
    let report = played_as(&harmless, &city, Course::AsPlanned, 1).await.report;
    let called = report.posts_called.expect("posts");
    let silent = report.silent_posts.iter().map(|row| row.posts).sum::<usize>();
    assert_eq!((called.unreached(), called.received + silent), (silent, called.posts));
    assert!(report.unreached_before_harm.is_none() && called.received > 0 && called.on_post <= called.received);
}

#[tokio::test]
async fn each_late_task_stands_with_its_unit_and_its_minutes() {
    let live = testkit::sqlite().await;
    let city = fill(live.store.clone()).await;
    let mut slow = scenario();
    (slow.assumed.task_min, slow.assumed.task_done) = ([600, 600], 0.5);
    let report = played_as(&slow, &city, Course::AsPlanned, 1).await.report;
    let (reported, never): (Vec<_>, Vec<_>) = report.late_tasks.iter().partition(|task| task.reported_at.is_some());
    assert_eq!(reported.len(), report.tasks.iter().map(|sum| sum.late).sum::<usize>());
    assert!(!reported.is_empty() && !never.is_empty(), "{:?}", report.tasks);
    for task in reported {
        let seconds = task.reported_at.expect("a report").duration_since(task.due_at).as_secs();
        assert_eq!(task.late_min, (seconds + 59) / 60, "{task:?}");
    }
    assert!(report.late_tasks.iter().all(|task| task.late_min > 0 && task.code.is_some() && !task.task.0.is_empty()));
    assert!(report.late_tasks.is_sorted_by(|a, b| a.late_min >= b.late_min), "the latest first");
    let was = played(&city, Course::AsItWas, 1).await.report;
    assert!(was.late_tasks.is_empty() && was.silent_posts.is_empty(), "nobody knows what was done when in 2021");
}

both!(an_exercise_takes_no_names_and_leaves_nothing_in_the_live_world, |database: Database| async move {
    let city = fill(database.store.clone()).await;
    testkit::keys::fit(&city.service);
    let grid1 = city.actor("grid1").await;
    testkit::warning::phone(&city, &grid1, "13812341234").await;
    let before = city.service.store().journal_count("").await.expect("the journal");
    let (folder, scenario) = (tempfile::tempdir().expect("a folder"), scenario());
    let location = Location::Sqlite(folder.path().join("exercise.db"));
    let keys = folder.path().join("exercise.keys");
    let top = city.service.tree().by_code("4101").expect("the city").path.clone();
    let stage = stage(&city.service, location, &keys, &top, &scenario, t0()).await.expect("a stage");
    let after = city.service.store().journal_count("").await.expect("the journal");
    assert_eq!(after, before, "the live journal has not moved");
    assert!(matches!(stage.service.store().world(), World::Exercise { .. }));
    assert_eq!(stage.copied.reachable, [(grid1.account, ContactKind::Phone)]);
    let accounts = stage.service.store().accounts().await.expect("accounts");
    assert!(!accounts.is_empty());
    for (account, _) in accounts {
        assert!(account.login.starts_with("post-") || account.login.starts_with("assumed-"), "{}", account.login);
        assert_eq!(account.password_hash, "-");
    }
    let found = stage.service.accounts_by_contact(ContactKind::Phone, "13812341234").await;
    assert!(found.expect("a look").is_empty(), "no number of a person is in it");
});

async fn garage(city: &City) {
    use domain::id::PlaceId;
    use domain::names::Names;
    use service::place::PlaceOrder;
    let order = PlaceOrder {
        code: "garage-1".to_owned(),
        kind: "underground_garage".to_owned(),
        names: Names::zh("车库"),
        parent: None,
        unit: Some(city.id("410102001002001")),
        point: Some(testkit::city::IN_GRID_1),
        facts: domain::place::PlaceFacts::default(),
        fields: None,
    };
    let id = PlaceId(uuid::Uuid::now_v7());
    city.service.create_place(&city.actor("lead").await, id, order, t0()).await.expect("a place");
}

#[test]
fn the_rain_of_the_scenario_keeps_its_sums() {
    let rain = scenario().rain.expect("rain");
    let sum = |hours: std::ops::Range<usize>| rain.hourly_mm[hours].iter().sum::<f64>();
    // 19 July 20:00 to 20 July 20:00, and 20 July 08:00 to 21 July 08:00 (domain reference 6.3).
    assert!((sum(0..24) - 552.5).abs() < 0.05 && (sum(12..36) - 624.1).abs() < 0.05);
    assert_eq!(rain.observed, [20]);
    assert!(rain.note.best("zh").contains("重构") && rain.note.best("en").contains("reconstructed"));
}

#[test]
fn what_cannot_be_is_refused_with_its_row() {
    let late = SCENARIO.replacen("at = \"2021-07-19T21:59:00+08:00\"", "at = \"2020-07-19T21:59:00+08:00\"", 1);
    let error = Scenario::read(&late).expect_err("refused").to_string();
    assert!(error.starts_with("warning 1:"), "{error}");
    let unknown = Scenario::read(&SCENARIO.replacen("answer =", "answers =", 1)).expect_err("refused").to_string();
    assert!(unknown.contains("answers"), "{unknown}");
}
