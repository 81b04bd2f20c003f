//! The schedules run, and stop when asked.

use std::sync::Arc;
use std::time::Duration;

use domain::hazard::Draft;
use domain::id::{CommandId, HazardId};
use domain::names::Names;
use domain::unit::change::UnitChange;
use jiff::SignedDuration;
use service::hazard::Submission;
use testkit::city::{IN_GRID_1, fill, order};
use testkit::{both, t0};
use tokio::sync::watch;
use uuid::Uuid;

both!(a_passed_deadline_is_recorded_and_the_worker_stops, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let (lon, lat) = IN_GRID_1;
    let id = HazardId(Uuid::now_v7());
    let draft =
        Draft::new(id, "A04".to_owned(), None, (Some(lon), Some(lat)), None, None, None, None, t0()).expect("a draft");
    let new = Submission { draft, key: CommandId(Uuid::now_v7()), body_hash: vec![1], follow_secret: None };
    city.service.report(None, new, t0()).await.expect("a report");
    let tomorrow = t0().checked_add(SignedDuration::from_hours(24)).expect("a time");
    let (sender, stop) = watch::channel(false);
    let worker = tokio::spawn(worker::run(city.service.clone(), Arc::new(move || tomorrow), stop));
    let recorded = async {
        while database.store.journal_count("hazard.overdue").await.expect("a count") == 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), recorded).await.expect("recorded in time");
    sender.send_replace(true);
    tokio::time::timeout(Duration::from_secs(20), worker).await.expect("stopped in time").expect("a clean end");
});

both!(a_planned_change_is_carried_out_and_an_ended_session_forgotten, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let tomorrow = t0().checked_add(SignedDuration::from_hours(24)).expect("a time");
    let rename = UnitChange::Rename { names: Names::zh("明天的名字") };
    // Signs in on the way: that session has ended tomorrow.
    order(&city, "admin", &city.unit("410102001002"), rename, Some(tomorrow)).await.expect("a plan");
    let (sender, stop) = watch::channel(false);
    let worker = tokio::spawn(worker::run(city.service.clone(), Arc::new(move || tomorrow), stop));
    let done = async {
        while database.store.journal_count("unit.renamed").await.expect("a count") == 0
            || !database.texts("select 'a session' from session").await.is_empty()
        {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), done).await.expect("done in time");
    sender.send_replace(true);
    tokio::time::timeout(Duration::from_secs(20), worker).await.expect("stopped in time").expect("a clean end");
    assert_eq!(city.unit("410102001002").names.best("zh"), "明天的名字");
});

both!(what_happened_is_sealed_by_itself, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let keys = testkit::keys::Keys::new();
    let service = keys.give(&city.service);
    let (sender, stop) = watch::channel(false);
    let worker = tokio::spawn(worker::run(service.clone(), Arc::new(t0), stop));
    let sealed = async {
        while service.all_seals().await.expect("seals").seals.is_empty() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), sealed).await.expect("sealed in time");
    sender.send_replace(true);
    tokio::time::timeout(Duration::from_secs(20), worker).await.expect("stopped in time").expect("a clean end");
    let found = service.verify_journal(None, &keys.keyring.keys().public_keys(), |_| {}).await.expect("a verification");
    assert_eq!(found.findings, []);
});
