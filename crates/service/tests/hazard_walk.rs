//! The whole loop by its roles, on both engines: what each may do, what it leads to, and what the journal says.

use domain::body::BodyKind;
use domain::hazard::{Command, EventKind, SecuredItem, Severity, State, Verdict, WaitingReason, WhistleKind};
use domain::id::{WaitingId, WhistleId};
use domain::names::Names;
use domain::seal::{Finding, Place};
use service::ServiceError;
use service::exchange::BodyRow;
use service::hazard::recompute;
use store::hazard::Filter;
use testkit::both;
use testkit::city::{City, IN_GRID_1, fill};
use testkit::keys::Keys;
use testkit::walk::{act, follow, minute, submission, to_verified, walk};
use uuid::Uuid;

fn text(text: &str) -> String {
    text.to_owned()
}

fn refused(result: Result<store::hazard::Stored, ServiceError>) -> &'static str {
    match result {
        Err(ServiceError::Refused(refusal)) => refusal.code(),
        Err(ServiceError::Forbidden(_)) => "forbidden",
        Err(ServiceError::NotFound(_)) => "not_found",
        Err(ServiceError::Invalid { code, .. }) => code,
        Err(ServiceError::ReporterOnly) => "reporter_only",
        Err(ServiceError::MergedInto(_)) => "merged_into",
        Err(ServiceError::VersionConflict { .. }) => "version_conflict",
        other => panic!("{other:?}"),
    }
}

async fn queue(city: &City, login: &str) -> usize {
    let scope = city.service.hazard_scope(&city.actor(login).await);
    city.service.store().hazards(&scope, &Filter::default(), None, 50).await.expect("a list").len()
}

both!(six_roles_take_a_major_hazard_to_its_end, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let reported = city.service.report(None, submission("A07", IN_GRID_1), minute(0)).await.unwrap();
    let secret = reported.follow_secret.unwrap();
    let suspect = Command::SuspectMajor { body: city.fire, reason: text("smell in three stairwells") };
    assert_eq!(queue(&city, "fire").await, 0, "not its business yet");
    let hazard = walk(&city, reported.stored, 1, vec![("grid1", Command::Accept), ("grid1", suspect)]).await;
    assert_eq!(queue(&city, "fire").await, 1, "whoever is asked sees what is asked");
    let due = hazard.due.unwrap();
    assert_eq!(due.0.word(), "assign");
    assert_eq!(refused(act(&city, "lead", &hazard, Command::ConfirmMajor, minute(3)).await), "forbidden");
    let whistle = WhistleId(Uuid::now_v7());
    let blow =
        |body| Command::Whistle { id: whistle, kind: WhistleKind::Emergency, body, reason: text("close the valve") };
    assert_eq!(refused(act(&city, "lead", &hazard, blow(city.fire), minute(3)).await), "forbidden", "streets only");
    assert_eq!(refused(act(&city, "street", &hazard, blow(city.property), minute(3)).await), "body_not_department");
    let hazard = walk(
        &city,
        hazard,
        3,
        vec![
            ("fire", Command::ConfirmMajor),
            ("street", blow(city.fire)),
            ("fire", Command::AnswerWhistle { id: whistle, answer: text("two engines, valve closed") }),
            ("district", Command::Supervise { reason: text("gas under a school") }),
            ("grid1", Command::Control { note: text("evacuated, fenced") }),
            ("lead", Command::Assign { body: city.property }),
            ("property", Command::Start),
        ],
    )
    .await;
    assert_eq!((hazard.hazard.severity, hazard.hazard.state), (Severity::Major, State::Rectifying));
    assert_eq!(
        refused(act(&city, "fire", &hazard, Command::Finish { note: text("?") }, minute(11)).await),
        "forbidden",
        "a called department does not rectify in another's name"
    );

    let ask = WaitingId(Uuid::now_v7());
    let asked = Command::Ask {
        id: ask,
        kind: WaitingReason::MaintenanceFund,
        body: city.owners,
        asked_at: minute(5),
        note: text("new riser, 48,000 yuan"),
    };
    let hazard = walk(
        &city,
        hazard,
        11,
        vec![
            ("property", asked),
            ("street", Command::Suspend { reason: text("owners vote"), until: minute(60 * 24 * 7) }),
            (
                "property",
                Command::Answer { id: ask, granted: false, answered_at: minute(12), note: text("refused 9 to 2") },
            ),
            ("street", Command::Resume),
            ("property", Command::Finish { note: text("riser replaced from own funds") }),
            ("grid1", Command::Verify),
        ],
    )
    .await;
    let answer = hazard.hazard.waitings[0].answer.unwrap();
    assert_eq!(answer, (minute(12), false), "a manager can prove who refused, and when");

    assert_eq!(refused(act(&city, "lead", &hazard, Command::Close, minute(20)).await), "items_missing");
    let secure = |item| ("property", Command::Secure { item, note: text("settled") });
    assert_eq!(
        refused(act(&city, "property", &hazard, secure(SecuredItem::Plan).1, minute(20)).await),
        "transition_refused",
        "items are settled while it is worked on"
    );
    let hazard = walk(&city, hazard, 20, vec![("lead", Command::Return { reason: text("items missing") })]).await;
    let hazard = walk(&city, hazard, 21, SecuredItem::ALL.map(secure).into()).await;
    let hazard = walk(
        &city,
        hazard,
        30,
        vec![("property", Command::Finish { note: text("papers too") }), ("grid1", Command::Verify)],
    )
    .await;
    assert_eq!(refused(act(&city, "lead", &hazard, Command::Close, minute(33)).await), "under_supervision");
    let hazard = walk(
        &city,
        hazard,
        34,
        vec![("district", Command::EndSupervision { reason: text("seen on the spot") }), ("lead", Command::Close)],
    )
    .await;

    assert_eq!(
        refused(act(&city, "lead", &hazard, Command::JudgeFixed { note: text("") }, minute(40)).await),
        "reporter_only"
    );
    let judged =
        follow(&city, &secret, &hazard, Command::JudgeFixed { note: text("no smell") }, minute(41)).await.unwrap();
    assert_eq!((judged.hazard.verdict, judged.hazard.state), (Some(Verdict::Fixed), State::Closed));

    let entries = database.store.journal_of(judged.hazard.id.0).await.unwrap();
    let kept = database.store.deadlines(judged.hazard.id).await.unwrap();
    assert_eq!(kept, recompute(city.service.rules(), &entries).unwrap(), "deadlines follow from the journal");
    assert!(kept.iter().any(|deadline| !deadline.pauses.is_empty()), "the pause shows");
    let told = entries.iter().map(|entry| entry.payload.to_string()).collect::<String>();
    for word in ["smell", "valve", "yuan", "refused", "spot"] {
        assert!(!told.contains(word), "the journal holds no free text: {word}");
    }
    let keys = Keys::new();
    let sealing = keys.give(&city.service);
    sealing.seal_journal(minute(60)).await.expect("a seal");
    let found = sealing.verify_journal(None, &keys.keyring.keys().public_keys(), |_| {}).await.expect("a verification");
    assert_eq!(found.findings, [], "and the journal verifies");

    // What happened stands in sealed entries: a row that says otherwise is found.
    let from = |entry: &store::journal::Entry| Finding::RowDiffers {
        entry: Place { tx: entry.cursor.tx, seq: entry.cursor.seq },
        hazard: judged.hazard.id.0,
    };
    // What it says now stands in its last entry; where it is, in its first.
    let (first, last) = (from(&entries[0]), from(entries.last().expect("an entry")));
    for (forged, back) in [
        ("hazard_waiting set granted = true", "hazard_waiting set granted = false"),
        ("hazard_waiting set asked_at = asked_at + 1", "hazard_waiting set asked_at = asked_at - 1"),
        ("hazard_whistle set answered_at = answered_at - 1", "hazard_whistle set answered_at = answered_at + 1"),
        ("hazard_whistle set kind = 'complaint'", "hazard_whistle set kind = 'emergency'"),
        ("hazard set verdict = 'not_fixed'", "hazard set verdict = 'fixed'"),
        ("hazard set secured = 1", "hazard set secured = 31"),
        ("hazard set severity = 'general'", "hazard set severity = 'major'"),
        ("hazard set x = x + 1", "hazard set x = x - 1"),
    ] {
        database.execute(&format!("update {forged}")).await;
        let found = sealing.verify_journal(None, &keys.keyring.keys().public_keys(), |_| {}).await.expect("a look");
        let told = if forged.contains("x = x") { &first } else { &last };
        assert_eq!(found.findings, std::slice::from_ref(told), "{forged}");
        database.execute(&format!("update {back}")).await;
    }
    let found = sealing.verify_journal(None, &keys.keyring.keys().public_keys(), |_| {}).await.expect("a verification");
    assert_eq!(found.findings, []);
});

both!(a_department_that_was_asked_by_mistake_gives_way_to_another, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let reported = city.service.report(None, submission("A07", IN_GRID_1), minute(0)).await.unwrap().stored;
    let gas = BodyRow {
        row: 2,
        kind: BodyKind::Department,
        code: "G1".to_owned(),
        names: Names::zh("燃气主管部门"),
        jurisdiction: vec!["410102".to_owned()],
    };
    city.service.import_bodies("gas", vec![gas], minute(0)).await.expect("a body");
    let gas = city.service.bodies().iter().find(|body| body.code == "G1").expect("a body").id;
    let suspect = |body| Command::SuspectMajor { body, reason: text("smell in three stairwells") };
    let asked = walk(&city, reported, 1, vec![("grid1", Command::Accept), ("grid1", suspect(city.fire))]).await;
    assert_eq!(refused(act(&city, "grid1", &asked, suspect(city.fire), minute(3)).await), "already");
    assert_eq!(queue(&city, "fire").await, 1);
    let asked = walk(&city, asked, 4, vec![("grid1", suspect(gas))]).await;
    assert_eq!((asked.hazard.severity, asked.hazard.asked), (Severity::SuspectedMajor, Some(gas)));
    assert_eq!(queue(&city, "fire").await, 0, "the first one is out of it: list and check agree");
    assert_eq!(refused(act(&city, "fire", &asked, Command::ConfirmMajor, minute(5)).await), "not_found");
});

both!(not_responsible_names_who_is_and_ends_after_two, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let reported = city.service.report(None, submission("A01", IN_GRID_1), minute(0)).await.unwrap().stored;
    let back = |body| Command::HandBack { competent: body, reason: text("the lane is the fire brigade's") };
    let assign = |body| ("lead", Command::Assign { body });
    let hazard = walk(&city, reported, 1, vec![("grid1", Command::Accept), assign(city.property)]).await;
    assert_eq!(refused(act(&city, "property", &hazard, back(city.property), minute(3)).await), "body_unchanged");
    assert_eq!(refused(act(&city, "property", &hazard, back(city.elsewhere), minute(3)).await), "body_not_competent");
    let hazard = walk(&city, hazard, 4, vec![("property", back(city.fire)), assign(city.fire)]).await;
    assert_eq!(
        refused(act(&city, "property", &hazard, Command::Start, minute(6)).await),
        "not_found",
        "out of its sight"
    );
    let hazard = walk(&city, hazard, 7, vec![("fire", back(city.property))]).await;
    assert_eq!(
        refused(act(&city, "lead", &hazard, assign(city.property).1, minute(8)).await),
        "forbidden",
        "twice is enough"
    );
    let hazard = walk(&city, hazard, 9, vec![("street", Command::Assign { body: city.property })]).await;
    assert_eq!(refused(act(&city, "property", &hazard, back(city.fire), minute(10)).await), "hand_backs_spent");

    let detail = city.service.hazard_detail(&city.actor("lead").await, hazard.hazard.id).await.unwrap();
    let named: Vec<_> =
        detail.timeline.iter().filter(|line| line.event == EventKind::HandedBack).map(|line| line.named).collect();
    assert_eq!(named, [Some(city.fire), Some(city.property)]);
});

both!(a_refusal_is_appealed_with_the_link_alone, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let reported = city.service.report(None, submission("A05", IN_GRID_1), minute(0)).await.unwrap();
    let secret = reported.follow_secret.unwrap();
    let hazard = walk(&city, reported.stored, 1, vec![("lead", Command::Reject { reason: text("private") })]).await;
    let appeal = || Command::Appeal { reason: text("it is the common stair") };
    assert_eq!(
        refused(follow(&city, "0123456789abcdef0123456789abcdef", &hazard, appeal(), minute(2)).await),
        "not_found"
    );
    assert_eq!(refused(act(&city, "grid1", &hazard, appeal(), minute(2)).await), "reporter_only");
    let hazard = follow(&city, &secret, &hazard, appeal(), minute(2)).await.unwrap();
    assert_eq!(
        refused(act(&city, "lead", &hazard, Command::Accept, minute(3)).await),
        "forbidden",
        "the level above looks"
    );
    let lead = city.actor("lead").await.account;
    let write = database.store.write().await.unwrap();
    let broken = store::hazard::looked_again(&write, hazard.hazard.id, lead).await;
    assert!(matches!(broken, Err(store::StoreError::Duplicate(_))), "the table itself refuses whoever refused it");
    drop(write);
    let hazard = walk(&city, hazard, 4, vec![("street", Command::Accept)]).await;
    assert_eq!(hazard.hazard.state, State::Accepted);
});

both!(one_danger_is_one_file, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let first = city.service.report(None, submission("A01", IN_GRID_1), minute(0)).await.unwrap().stored;
    let again = submission("A01", IN_GRID_1);
    let near = city.service.near(&again.draft, minute(1)).await.unwrap();
    assert_eq!(
        near.iter().map(|near| near.stored.hazard.id).collect::<Vec<_>>(),
        [first.hazard.id],
        "offered before it is sent"
    );
    let reported = city.service.report(None, again, minute(1)).await.unwrap();
    let secret = reported.follow_secret.unwrap();
    let third = city.service.report(None, submission("A01", IN_GRID_1), minute(2)).await.unwrap().stored;
    let merge = |into: &store::hazard::Stored| ("lead", Command::Merge { master: into.hazard.id });
    let third = walk(&city, third, 3, vec![merge(&reported.stored)]).await;
    let second = city.service.store().hazard(reported.stored.hazard.id).await.unwrap().unwrap();
    assert_eq!(refused(act(&city, "lead", &second, merge(&third).1, minute(4)).await), "master_invalid", "no circles");
    let second = walk(&city, second, 5, vec![merge(&first)]).await;
    let third = city.service.store().hazard(third.hazard.id).await.unwrap().unwrap();
    assert_eq!(third.hazard.merged_into, Some(first.hazard.id), "what was part of a part is part of the whole");
    assert_eq!(refused(act(&city, "grid1", &second, Command::Accept, minute(6)).await), "merged_into");

    let first = city.service.store().hazard(first.hazard.id).await.unwrap().unwrap();
    walk(&city, first.clone(), 7, to_verified(&city)).await;
    let followed = city.service.follow(&secret).await.unwrap();
    assert_eq!(followed.master.unwrap().hazard.state, State::Verified, "its reporter sees how it goes on");
    let apart = walk(&city, second, 20, vec![("lead", Command::Separate { reason: text("another stair") })]).await;
    assert_eq!((apart.hazard.state, apart.hazard.merged_into), (State::Reported, None));
});

both!(a_closed_hazard_comes_back_as_a_linked_one, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let first = city.service.report(None, submission("A01", IN_GRID_1), minute(0)).await.unwrap().stored;
    let mut steps = to_verified(&city);
    steps.push(("lead", Command::Close));
    let closed = walk(&city, first, 1, steps).await;
    let again = submission("A01", IN_GRID_1);
    let near = city.service.near(&again.draft, minute(60)).await.unwrap();
    assert!(near[0].closed, "offered as what has come back");
    let second = city.service.report(None, again, minute(60)).await.unwrap().stored;
    let linked = walk(&city, second, 61, vec![("grid1", Command::Recur { earlier: closed.hazard.id })]).await;
    assert_eq!(linked.hazard.recurs, Some(closed.hazard.id));
});

both!(a_passed_deadline_brings_in_the_level_above, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let reported = city.service.report(None, submission("A07", IN_GRID_1), minute(0)).await.unwrap().stored;
    for (round, expected) in [(1, 1), (2, 0)] {
        assert_eq!(city.service.record_overdue(minute(60)).await.unwrap(), expected, "round {round}");
    }
    let late = city.service.store().hazard(reported.hazard.id).await.unwrap().unwrap();
    assert_eq!(late.hazard.escalated_to, Some(city.id("410102001002")));
    assert_eq!((late.hazard.unit, late.hazard.version), (reported.hazard.unit, 2), "the first owner stays");
    let taken = walk(&city, late, 61, vec![("grid1", Command::Accept)]).await;
    city.service.record_overdue(minute(60 * 24)).await.unwrap();
    let later = city.service.store().hazard(taken.hazard.id).await.unwrap().unwrap();
    assert_eq!(later.hazard.escalated_to, Some(city.id("410102001")), "and then the next one");
});

both!(a_suspension_ends_by_itself, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let reported = city.service.report(None, submission("A01", IN_GRID_1), minute(0)).await.unwrap().stored;
    let until = minute(60 * 24 * 3);
    let mut steps = to_verified(&city);
    steps.truncate(4);
    steps.push(("lead", Command::Suspend { reason: text("part on order"), until }));
    let waits = walk(&city, reported, 1, steps).await;
    assert_eq!(waits.due.map(|(step, at)| (step.word(), at)), Some(("resume", until)));
    assert_eq!(city.service.record_overdue(minute(60 * 24 * 2)).await.unwrap(), 0, "what stands still does not pass");
    assert_eq!(city.service.record_overdue(minute(60 * 24 * 3 + 1)).await.unwrap(), 1);
    let goes_on = city.service.store().hazard(waits.hazard.id).await.unwrap().unwrap();
    assert_eq!((goes_on.hazard.state, goes_on.due.unwrap().0.word()), (State::Rectifying, "rectify"));
    let entries = database.store.journal_of(waits.hazard.id.0).await.unwrap();
    let kept = database.store.deadlines(waits.hazard.id).await.unwrap();
    assert_eq!(kept, recompute(city.service.rules(), &entries).unwrap());
});

both!(whoever_rectified_cannot_verify_even_past_the_rules, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let reported = city.service.report(None, submission("A01", IN_GRID_1), minute(0)).await.unwrap().stored;
    let mut steps = to_verified(&city);
    steps.pop();
    let finished = walk(&city, reported, 1, steps).await;
    let rectifier = city.actor("property").await.account;
    assert_eq!(finished.hazard.rectifiers, [rectifier]);
    let write = database.store.write().await.unwrap();
    let broken = store::hazard::judged_by(&write, finished.hazard.id, rectifier).await;
    assert!(broken.is_err(), "the table itself refuses");
});

both!(staff_report_for_others_and_are_no_reporters, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let mut new = submission("A01", IN_GRID_1);
    new.draft.channel = domain::hazard::Channel::PhoneNote;
    let refused = city.service.report(None, new.clone(), minute(0)).await.unwrap_err();
    assert!(matches!(refused, ServiceError::Forbidden(_)), "{refused}");
    let property = city.actor("property").await;
    assert!(matches!(
        city.service.report(Some(&property), new.clone(), minute(0)).await,
        Err(ServiceError::Forbidden(_))
    ));
    let worker = city.actor("grid1").await;
    let taken = city.service.report(Some(&worker), new, minute(0)).await.unwrap().stored;
    assert_eq!((taken.hazard.reporter, taken.hazard.channel), (None, domain::hazard::Channel::PhoneNote));
    let entries = database.store.journal_of(taken.hazard.id.0).await.unwrap();
    assert!(entries[0].posting.is_some(), "the post that wrote it down is known");
});

both!(a_call_cannot_reach_into_another_hazard, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let id = WhistleId(Uuid::now_v7());
    let blow = || Command::Whistle { id, kind: WhistleKind::Complaint, body: city.fire, reason: text("come") };
    let mut taken = Vec::new();
    for _ in 0..2 {
        let reported = city.service.report(None, submission("A01", IN_GRID_1), minute(0)).await.unwrap().stored;
        taken.push(walk(&city, reported, 1, vec![("grid1", Command::Accept)]).await);
    }
    walk(&city, taken[0].clone(), 2, vec![("street", blow())]).await;
    let again = act(&city, "street", &taken[1], blow(), minute(3)).await;
    assert!(matches!(again, Err(ServiceError::Exists("id"))), "{again:?}");
    let answer = Command::AnswerWhistle { id, answer: text("coming") };
    assert_eq!(
        refused(act(&city, "fire", &taken[1], answer, minute(4)).await),
        "not_found",
        "it was never called there"
    );
});
