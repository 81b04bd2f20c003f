//! Responses: what a warning proposes, who decides, what follows, how silence climbs.

use domain::access::{Actor, Permission};
use domain::id::{CommandId, ResponseId};
use domain::job::Job;
use domain::response::{ResponseLevel, ResponseRefusal, ResponseState, StepKind, Stops, TaskState, Verdict};
use jiff::{SignedDuration, Timestamp};
use service::ServiceError;
use service::response::{Begun, Deciding, ResponseSheet, TaskFilter, TaskReport};
use store::response::ResponseCut;
use testkit::city::{City, fill};
use testkit::warning::{Cap, fit_station, phone};
use testkit::{both, keys, t0};
use uuid::Uuid;

fn at(minutes: i64) -> Timestamp {
    t0().saturating_add(SignedDuration::from_mins(minutes)).expect("a time")
}

/// The small city with a commander of the county and one of the street.
async fn city(database: &testkit::Database) -> City {
    let city = fill(database.store.clone()).await;
    keys::fit(&city.service);
    fit_station(&city.service);
    city.account("county-commander", "commander", "410102").await;
    city.account("street-commander", "deputy_commander", "410102001").await;
    city
}

fn county(identifier: &str, colour: &'static str) -> Cap {
    Cap { code: "410102", colour, ..Cap::red(identifier) }
}

async fn sheets(city: &City, now: Timestamp) -> Vec<ResponseSheet> {
    let cut = ResponseCut { limit: 100, ..ResponseCut::default() };
    city.service.list_responses(&city.actor("district").await, None, None, cut, now).await.expect("responses")
}

async fn of_unit(city: &City, code: &str, now: Timestamp) -> ResponseSheet {
    let unit = city.id(code);
    let found = sheets(city, now).await.into_iter().find(|sheet| sheet.row.unit.0 == unit);
    found.expect("a response of the unit")
}

fn deciding(verdict: Verdict) -> Deciding {
    Deciding {
        verdict,
        stops: Some(Stops { gatherings: true, classes: true, business: false }),
        reason: "雨势超过预案条件".to_owned(),
        decided_at: None,
        spoken_by: None,
        version: None,
        key: CommandId(Uuid::now_v7()),
        body_hash: vec![1],
    }
}

const UP: Verdict = Verdict::Activate(ResponseLevel::Ii);

both!(
    a_red_warning_proposes_to_each_body_and_a_second_one_does_not_set_the_clock_back,
    |database: testkit::Database| async move {
        let city = city(&database).await;
        county("red-1", "红色").give(&city.service, at(0)).await.expect("a warning");
        let first = sheets(&city, at(1)).await;
        assert_eq!(first.len(), 2, "the county and its street, no city and no community");
        assert!(first.iter().all(|sheet| sheet.row.response.state == ResponseState::Proposed));
        county("red-2", "红色").give(&city.service, at(10)).await.expect("a warning");
        let again = sheets(&city, at(11)).await;
        assert_eq!(again.len(), 2);
        for sheet in &again {
            let asked = sheet.row.response.proposal.as_ref().expect("a proposal");
            assert_eq!((asked.since, asked.decide_by), (at(0), at(20)));
        }
    }
);

both!(a_warning_for_one_community_asks_the_body_above_it, |database: testkit::Database| async move {
    let city = city(&database).await;
    Cap::red("red-1").give(&city.service, at(0)).await.expect("a warning");
    let found = sheets(&city, at(1)).await;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].row.unit.0, city.id("410102001"));
});

both!(a_test_or_exercise_message_proposes_nothing_in_the_live_world, |database: testkit::Database| async move {
    let city = city(&database).await;
    for status in ["Exercise", "Test", "Draft", "System"] {
        let cap = Cap { status, ..county(&format!("red-{status}"), "红色") };
        cap.give(&city.service, at(0)).await.expect("a warning");
    }
    assert_eq!(sheets(&city, at(1)).await.len(), 0);
});

both!(a_decision_makes_tasks_in_the_units_that_must_act, |database: testkit::Database| async move {
    let city = city(&database).await;
    county("red-1", "红色").give(&city.service, at(0)).await.expect("a warning");
    let street = of_unit(&city, "410102001", at(1)).await.row.id;
    let commander = city.actor("street-commander").await;
    let silent = Deciding { stops: None, ..deciding(UP) };
    let refused = city.service.decide_response(&commander, street, &silent, at(5)).await;
    assert!(matches!(refused, Err(ServiceError::Response(ResponseRefusal::StopsMissing))), "{refused:?}");
    let order = deciding(UP);
    let decided = city.service.decide_response(&commander, street, &order, at(5)).await.expect("a decision");
    assert_eq!(decided.response.level, Some(ResponseLevel::Ii));
    let sheet = of_unit(&city, "410102001", at(5)).await;
    let step = sheet.steps.last().expect("a step");
    assert_eq!((step.kind, step.lag), (StepKind::Activated, Some(SignedDuration::from_mins(5))));
    assert_eq!(sheet.reasons[&step.id.0], "雨势超过预案条件");

    let grid = city.actor("grid1").await;
    let own = TaskFilter { own: true, limit: 100, ..TaskFilter::default() };
    let tasks = city.service.list_tasks(&grid, &own).await.expect("tasks");
    assert!(!tasks.is_empty() && tasks.iter().all(|task| task.row.unit.0 == city.id("410102001002001")));
    // The same command again does nothing twice.
    let again = city.service.decide_response(&commander, street, &order, at(6)).await.expect("known");
    assert_eq!(again.version, decided.version);
    let all = TaskFilter { limit: 500, ..TaskFilter::default() };
    let before = city.service.list_tasks(&commander, &all).await.expect("tasks").len();
    let raise = deciding(Verdict::Activate(ResponseLevel::I));
    city.service.decide_response(&commander, street, &raise, at(9)).await.expect("raised");
    assert_eq!(city.service.list_tasks(&commander, &all).await.expect("tasks").len(), before, "each line once");
});

both!(a_task_is_reported_from_its_unit_once_for_each_command, |database: testkit::Database| async move {
    let city = city(&database).await;
    county("red-1", "红色").give(&city.service, at(0)).await.expect("a warning");
    let street = of_unit(&city, "410102001", at(1)).await.row.id;
    city.service
        .decide_response(&city.actor("street-commander").await, street, &deciding(UP), at(1))
        .await
        .expect("decided");
    let grid = city.actor("grid1").await;
    let own = TaskFilter { own: true, limit: 100, ..TaskFilter::default() };
    let tasks = city.service.list_tasks(&grid, &own).await.expect("tasks");
    let knock = tasks.iter().find(|task| task.row.item == "door-knock").expect("a task").row.id;
    let report = |state, amount, note: &str| TaskReport {
        state,
        amount,
        note: note.to_owned(),
        key: CommandId(Uuid::now_v7()),
        body_hash: vec![1],
    };
    let uncounted = city.service.report_task(&grid, knock, &report(TaskState::Done, None, ""), at(9)).await;
    assert!(matches!(uncounted, Err(ServiceError::Invalid { code: "amount_required", .. })), "{uncounted:?}");
    let other = city.actor("grid2").await;
    let foreign = city.service.report_task(&other, knock, &report(TaskState::Done, Some(3), ""), at(9)).await;
    assert!(matches!(foreign, Err(ServiceError::NotFound("task"))), "{foreign:?}");
    let done = report(TaskState::Done, Some(42), "一层已通知");
    for now in [at(10), at(30)] {
        let row = city.service.report_task(&grid, knock, &done, now).await.expect("reported");
        assert_eq!((row.task.state, row.task.amount, row.task.done_at), (TaskState::Done, Some(42), Some(at(10))));
    }
    let needless = city.service.report_task(&grid, knock, &report(TaskState::NotNeeded, None, ""), at(11)).await;
    assert!(matches!(needless, Err(ServiceError::Invalid { code: "note_required", .. })), "{needless:?}");
});

both!(silence_climbs_at_the_target_and_at_the_alarm_and_then_rests, |database: testkit::Database| async move {
    let city = city(&database).await;
    county("red-1", "红色").give(&city.service, at(0)).await.expect("a warning");
    // Who is told is asked while the responses are held.
    let narrow = city.over_one_connection(&database).await;
    let climb = async |minutes| narrow.escalate_silent_responses(at(minutes)).await.expect("climbs");
    assert_eq!((climb(19).await, climb(20).await, climb(21).await), (0, 2, 0));
    let street = of_unit(&city, "410102001", at(21)).await.row.id;
    city.service
        .decide_response(&city.actor("street-commander").await, street, &deciding(UP), at(25))
        .await
        .expect("decided");
    assert_eq!((climb(30).await, climb(99).await), (1, 0), "the county alone is silent still");
    let kinds: Vec<_> = of_unit(&city, "410102", at(99)).await.steps.iter().map(|step| step.kind).collect();
    assert_eq!(kinds, [StepKind::Proposed, StepKind::Escalated, StepKind::Escalated]);
});

both!(a_spoken_decision_is_written_down_and_signed_by_whose_it_is, |database: testkit::Database| async move {
    let city = city(&database).await;
    county("red-1", "红色").give(&city.service, at(0)).await.expect("a warning");
    let county_id = of_unit(&city, "410102", at(1)).await.row.id;
    let (desk, commander) = (city.actor("district").await, city.actor("county-commander").await);
    let refused = city.service.decide_response(&desk, county_id, &deciding(UP), at(10)).await;
    assert!(matches!(refused, Err(ServiceError::Forbidden(Permission::DecideResponse))), "{refused:?}");
    let street = city.actor("street-commander").await.postings[0].id;
    let foreign = Deciding { spoken_by: Some(street), ..deciding(UP) };
    let foreign = city.service.decide_response(&desk, county_id, &foreign, at(10)).await;
    assert!(matches!(foreign, Err(ServiceError::Invalid { code: "decider_invalid", .. })), "{foreign:?}");
    let spoken = Deciding { spoken_by: Some(commander.postings[0].id), decided_at: Some(at(4)), ..deciding(UP) };
    city.service.decide_response(&desk, county_id, &spoken, at(10)).await.expect("written down");
    let step = of_unit(&city, "410102", at(10)).await.steps.pop().expect("a step");
    assert_eq!((step.decided_at, step.lag), (at(4), Some(SignedDuration::from_mins(10))), "lags run on the record");
    assert_eq!(step.recorded_by, Some(desk.account));
    assert!(matches!(
        city.service.sign_decision(&desk, county_id, step.id, at(11)).await,
        Err(ServiceError::NotFound(_))
    ));
    city.service.sign_decision(&commander, county_id, step.id, at(12)).await.expect("signed");
    assert!(city.service.sign_decision(&commander, county_id, step.id, at(13)).await.is_err(), "once");
});

both!(who_has_a_spoken_decision_to_sign_is_reminded_until_it_is_signed, |database: testkit::Database| async move {
    let city = city(&database).await;
    let (desk, commander) = (city.actor("district").await, city.actor("county-commander").await);
    phone(&city, &commander, "13812345678").await;
    county("red-1", "红色").give(&city.service, at(0)).await.expect("a warning");
    let county_id = of_unit(&city, "410102", at(1)).await.row.id;
    let spoken = Deciding { spoken_by: Some(commander.postings[0].id), ..deciding(UP) };
    city.service.decide_response(&desk, county_id, &spoken, at(10)).await.expect("written down");
    let to_sign = async |actor: &Actor, now| {
        let cut = ResponseCut { to_sign: Some(actor.account), limit: 100, ..ResponseCut::default() };
        city.service.list_responses(actor, None, None, cut, now).await.expect("responses").len()
    };
    assert_eq!((to_sign(&commander, at(11)).await, to_sign(&desk, at(11)).await), (1, 0));
    let reminders = async |now| {
        let claimed = city.service.claim_jobs(now, SignedDuration::from_secs(60), 10).await.expect("jobs");
        let jobs = claimed.into_iter().filter_map(|one| one.job);
        jobs.filter(|job| matches!(job, Job::Unsigned { .. })).collect::<Vec<_>>()
    };
    assert_eq!(reminders(at(69)).await.len(), 0, "not within the hour");
    let first = reminders(at(70)).await.pop().expect("a reminder");
    let notice =
        city.service.begin_unsigned_notice(&first, at(70), at(70)).await.expect("an answer").expect("a notice");
    assert_eq!((notice.to.as_str(), notice.minutes), ("+8613812345678", 60));
    let step = of_unit(&city, "410102", at(70)).await.steps.pop().expect("a step").id;
    city.service.sign_decision(&commander, county_id, step, at(80)).await.expect("signed");
    assert_eq!(to_sign(&commander, at(81)).await, 0);
    let second = reminders(at(10 + 24 * 60)).await.pop().expect("the second");
    let notice = city.service.begin_unsigned_notice(&second, at(1450), at(1450)).await.expect("an answer");
    assert!(notice.is_none(), "it is signed: {notice:?}");
});

both!(the_end_of_the_warning_lapses_the_undecided_and_asks_to_end_the_rest, |database: testkit::Database| async move {
    let city = city(&database).await;
    county("red-1", "红色").give(&city.service, at(0)).await.expect("a warning");
    let street = of_unit(&city, "410102001", at(1)).await.row.id;
    let commander = city.actor("street-commander").await;
    city.service.decide_response(&commander, street, &deciding(UP), at(5)).await.expect("decided");
    city.service.attend_command_post(&commander, street, true, at(6)).await.expect("there");
    city.service.attend_command_post(&commander, street, true, at(7)).await.expect("said twice");
    assert_eq!(of_unit(&city, "410102001", at(7)).await.command_post.len(), 1);
    let cancel = Cap { message: "Cancel", references: vec!["red-1".to_owned()], ..county("red-2", "红色") };
    cancel.give(&city.service, at(60)).await.expect("a cancellation");
    assert_eq!(of_unit(&city, "410102", at(61)).await.row.response.state, ResponseState::Lapsed);
    let asked = of_unit(&city, "410102001", at(61)).await.row.response;
    assert_eq!((asked.state, asked.proposal.map(|asked| asked.level)), (ResponseState::Active, Some(None)));
    city.service.decide_response(&commander, street, &deciding(Verdict::End), at(70)).await.expect("ended");
    let sheet = of_unit(&city, "410102001", at(71)).await;
    assert_eq!(sheet.row.response.state, ResponseState::Ended);
    assert!(sheet.command_post.iter().all(|holding| holding.until == Some(at(70))));
    let open = TaskFilter { states: vec![TaskState::Open], limit: 10, ..TaskFilter::default() };
    assert_eq!(city.service.list_tasks(&commander, &open).await.expect("tasks").len(), 0);
});

both!(an_update_of_the_same_strength_keeps_the_response_and_its_clock, |database: testkit::Database| async move {
    let city = city(&database).await;
    county("red-1", "红色").give(&city.service, at(0)).await.expect("a warning");
    let update = Cap { message: "Update", references: vec!["red-1".to_owned()], ..county("red-2", "红色") };
    update.give(&city.service, at(15)).await.expect("an update");
    let kept = of_unit(&city, "410102", at(16)).await.row.response;
    assert_eq!((kept.state, kept.proposal.map(|asked| asked.since)), (ResponseState::Proposed, Some(at(0))));
});

both!(a_body_has_one_open_response_of_a_plan_whoever_begins_it, |database: testkit::Database| async move {
    let city = city(&database).await;
    let commander = city.actor("street-commander").await;
    let begun = Begun { plan: "flood".to_owned(), unit: city.id("410102001"), level: ResponseLevel::Iii };
    let order = || deciding(Verdict::Activate(ResponseLevel::Iii));
    let id: ResponseId = city.service.begin_response(&commander, &begun, &order(), at(0)).await.expect("begun").id;
    let twice = city.service.begin_response(&commander, &begun, &order(), at(1)).await;
    assert!(matches!(twice, Err(ServiceError::Exists("response"))), "{twice:?}");
    county("red-1", "红色").give(&city.service, at(5)).await.expect("a warning");
    let sheet = of_unit(&city, "410102001", at(6)).await;
    assert_eq!((sheet.row.id, sheet.row.response.level), (id, Some(ResponseLevel::Iii)), "the same one, asked to rise");
    assert_eq!(sheet.row.response.proposal.and_then(|asked| asked.level), Some(ResponseLevel::Ii));
});

both!(of_two_equal_requests_at_once_one_begins_and_one_decides, |database: testkit::Database| async move {
    let city = city(&database).await;
    let commander = city.actor("street-commander").await;
    let begun = Begun { plan: "flood".to_owned(), unit: city.id("410102001"), level: ResponseLevel::Iii };
    let order = deciding(Verdict::Activate(ResponseLevel::Iii));
    let begin = async |order: &Deciding| city.service.begin_response(&commander, &begun, order, at(0)).await;
    let (one, two) = tokio::join!(begin(&order), begin(&order));
    let row = one.expect("begun");
    assert_eq!(two.expect("the same, sent at the same time").id, row.id);
    assert_eq!(sheets(&city, at(1)).await.len(), 1);
    let other = begin(&Deciding { body_hash: vec![2], ..order }).await;
    assert!(matches!(other, Err(ServiceError::KeyReused)), "{other:?}");

    let raise = Deciding { version: Some(row.version), ..deciding(UP) };
    let decide = async |raise: &Deciding| city.service.decide_response(&commander, row.id, raise, at(2)).await;
    let (one, two) = tokio::join!(decide(&raise), decide(&raise));
    assert_eq!(one.expect("decided").version, two.expect("the same, sent at the same time").version);
    assert_eq!(of_unit(&city, "410102001", at(3)).await.steps.len(), 2, "begun and raised");
    let other = decide(&Deciding { body_hash: vec![2], ..raise }).await;
    assert!(matches!(other, Err(ServiceError::KeyReused)), "{other:?}");
});

both!(of_two_equal_reports_about_a_task_at_once_one_is_kept, |database: testkit::Database| async move {
    let city = city(&database).await;
    county("red-1", "红色").give(&city.service, at(0)).await.expect("a warning");
    let street = of_unit(&city, "410102001", at(1)).await.row.id;
    let commander = city.actor("street-commander").await;
    city.service.decide_response(&commander, street, &deciding(UP), at(1)).await.expect("decided");
    let grid = city.actor("grid1").await;
    let own = TaskFilter { own: true, limit: 100, ..TaskFilter::default() };
    let tasks = city.service.list_tasks(&grid, &own).await.expect("tasks");
    let (key, knock) = (CommandId(Uuid::now_v7()), tasks.iter().find(|task| task.row.item == "door-knock"));
    let knock = knock.expect("a task").row.id;
    let done = TaskReport { state: TaskState::Done, amount: Some(42), note: String::new(), key, body_hash: vec![1] };
    let report = async |done: &TaskReport| city.service.report_task(&grid, knock, done, at(9)).await;
    let (one, two) = tokio::join!(report(&done), report(&done));
    assert_eq!(one.expect("reported").task, two.expect("the same, sent at the same time").task);
    assert_eq!(database.store.journal_count("response.task_reported").await.expect("a count"), 1);
    let other = report(&TaskReport { body_hash: vec![2], ..done }).await;
    assert!(matches!(other, Err(ServiceError::KeyReused)), "{other:?}");
});
