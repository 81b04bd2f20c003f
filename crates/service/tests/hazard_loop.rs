//! The loop from report to closed, on both engines, and what its guards refuse.

use domain::hazard::{Command, State};
use jiff::SignedDuration;
use service::ServiceError;
use service::hazard::{Act, recompute};
use testkit::city::{IN_GRID_1, fill};
use testkit::walk::{act, request, submission};
use testkit::{both, t0};

both!(a_hazard_goes_from_report_to_closed, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let reported = city.service.report(None, submission("A01", IN_GRID_1), t0()).await.unwrap();
    assert_eq!(reported.stored.hazard.unit, city.id("410102001002001"), "the deepest unit answers");
    let note = || "done".to_owned();
    let steps = [
        ("grid1", Command::Accept, State::Accepted),
        ("lead", Command::Assign { body: city.property }, State::Assigned),
        ("property", Command::Control { note: note() }, State::Controlled),
        ("property", Command::Start, State::Rectifying),
        ("property", Command::Finish { note: note() }, State::AwaitingVerification),
        ("grid1", Command::Verify, State::Verified),
        ("lead", Command::Close, State::Closed),
    ];
    let mut stored = reported.stored;
    for (minute, (login, command, state)) in (1..).zip(steps) {
        let now = t0().checked_add(SignedDuration::from_mins(minute)).unwrap();
        stored = act(&city, login, &stored, command, now).await.unwrap();
        assert_eq!(stored.hazard.state, state);
    }
    assert!(stored.due.is_none() && stored.closed_at.is_some());

    let entries = database.store.journal_of(stored.hazard.id.0).await.unwrap();
    let kinds: Vec<&str> = entries.iter().map(|entry| entry.kind.as_str()).collect();
    assert_eq!(
        kinds,
        [
            "hazard.reported",
            "hazard.accepted",
            "hazard.assigned",
            "hazard.controlled",
            "hazard.started",
            "hazard.finished",
            "hazard.verified",
            "hazard.closed"
        ]
    );
    let kept = database.store.deadlines(stored.hazard.id).await.unwrap();
    assert_eq!(kept, recompute(city.service.rules(), &entries).unwrap(), "deadlines follow from the journal");
    assert!(!entries.iter().any(|entry| entry.payload.to_string().contains("e-bikes")), "no free text in the journal");

    let follow = city.service.follow(&reported.follow_secret.unwrap()).await.unwrap();
    assert_eq!(follow.stored.hazard.state, State::Closed);
});

both!(the_rectifier_cannot_verify, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let mut stored = city.service.report(None, submission("A01", IN_GRID_1), t0()).await.unwrap().stored;
    let note = || "done".to_owned();
    for (login, command) in [
        ("grid1", Command::Accept),
        ("lead", Command::Assign { body: city.property }),
        ("property", Command::Control { note: note() }),
        ("property", Command::Start),
        ("property", Command::Finish { note: note() }),
    ] {
        stored = act(&city, login, &stored, command, t0()).await.unwrap();
    }
    let refused = act(&city, "property", &stored, Command::Verify, t0()).await.unwrap_err();
    assert!(matches!(refused, ServiceError::Forbidden(_)), "{refused}");
    let returned =
        act(&city, "grid1", &stored, Command::Return { reason: "still there".to_owned() }, t0()).await.unwrap();
    assert_eq!(returned.hazard.state, State::Rectifying);
});

both!(a_body_without_jurisdiction_cannot_be_named, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let stored = city.service.report(None, submission("A01", IN_GRID_1), t0()).await.unwrap().stored;
    let stored = act(&city, "grid1", &stored, Command::Accept, t0()).await.unwrap();
    let refused = act(&city, "lead", &stored, Command::Assign { body: city.elsewhere }, t0()).await.unwrap_err();
    assert!(matches!(refused, ServiceError::Invalid { code: "body_not_competent", .. }), "{refused}");
});

both!(somebody_from_another_grid_sees_nothing, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let stored = city.service.report(None, submission("A01", IN_GRID_1), t0()).await.unwrap().stored;
    let other = city.actor("grid2").await;
    assert!(matches!(
        city.service.hazard_detail(&other, stored.hazard.id).await,
        Err(ServiceError::NotFound("hazard"))
    ));
    let scope = city.service.hazard_scope(&other);
    assert!(database.store.hazards(&scope, &Default::default(), None, 50).await.unwrap().is_empty());
    let property = city.service.hazard_scope(&city.actor("property").await);
    assert!(
        database.store.hazards(&property, &Default::default(), None, 50).await.unwrap().is_empty(),
        "not assigned yet"
    );
});

both!(a_repeated_report_does_nothing_twice, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let mut new = submission("A01", IN_GRID_1);
    new.follow_secret = Some("0123456789abcdef0123456789abcdef".to_owned());
    let first = city.service.report(None, new.clone(), t0()).await.unwrap();
    let again = city.service.report(None, new.clone(), t0()).await.unwrap();
    assert_eq!(first.stored, again.stored);
    assert_eq!(database.store.journal_count("hazard.").await.unwrap(), 1);
    new.body_hash = vec![9];
    assert!(matches!(city.service.report(None, new, t0()).await, Err(ServiceError::KeyReused)));
});

both!(of_two_equal_requests_at_once_one_takes_a_step, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let new = submission("A01", IN_GRID_1);
    let report = async || city.service.report(None, new.clone(), t0()).await;
    let (one, two) = tokio::join!(report(), report());
    let stored = one.unwrap().stored;
    assert_eq!(two.unwrap().stored, stored, "taken in once");

    let (grid, accept) = (city.actor("grid1").await, request(&stored, Command::Accept));
    let take = async |act: Act| city.service.act(&grid, act, t0()).await;
    let (one, two) = tokio::join!(take(accept.clone()), take(accept.clone()));
    assert_eq!(one.unwrap(), two.unwrap(), "the slower one saw an older version, and is not refused for it");
    assert_eq!(database.store.journal_count("hazard.").await.unwrap(), 2);
    let other = take(Act { body_hash: vec![9], ..accept }).await;
    assert!(matches!(other, Err(ServiceError::KeyReused)), "{other:?}");
});

both!(a_stale_version_is_a_conflict, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let stored = city.service.report(None, submission("A01", IN_GRID_1), t0()).await.unwrap().stored;
    act(&city, "grid1", &stored, Command::Accept, t0()).await.unwrap();
    let refused = act(&city, "lead", &stored, Command::Accept, t0()).await.unwrap_err();
    assert!(matches!(refused, ServiceError::VersionConflict { given: 1, current: 2 }), "{refused}");
});

both!(a_passed_deadline_is_recorded_once, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let stored = city.service.report(None, submission("A04", IN_GRID_1), t0()).await.unwrap().stored;
    let (_, due_at) = stored.due.unwrap();
    assert_eq!(
        due_at,
        t0().checked_add(SignedDuration::from_mins(15)).unwrap(),
        "an emergency is accepted within 15 minutes"
    );
    let late = due_at.checked_add(SignedDuration::from_secs(1)).unwrap();
    assert_eq!(city.service.record_overdue(due_at).await.unwrap(), 0);
    assert_eq!(city.service.record_overdue(late).await.unwrap(), 1);
    assert_eq!(city.service.record_overdue(late).await.unwrap(), 0);
});

both!(outside_every_boundary_the_root_answers, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let stored = city.service.report(None, submission("A01", testkit::city::OUTSIDE), t0()).await.unwrap().stored;
    assert_eq!(stored.hazard.unit, city.id("4101"));
});
