//! The job queue on both engines: with its cause or not at all, claimed once, never lost.

use std::collections::BTreeSet;

use domain::hazard::Command;
use domain::id::{CommandId, HazardId};
use domain::job::{ATTEMPTS_MAX, Job, NewJob};
use domain::message::Channel;
use jiff::{SignedDuration, Timestamp};
use service::hazard::Act;
use service::{Service, ServiceError};
use store::job::Claimed;
use testkit::city::{City, fill, report};
use testkit::{both, t0};
use uuid::Uuid;

const LEASE: SignedDuration = SignedDuration::from_secs(120);

fn later(seconds: i64) -> Timestamp {
    t0().checked_add(SignedDuration::from_secs(seconds)).expect("a time")
}

async fn enqueue(service: &Service, count: usize) {
    let jobs: Vec<NewJob> = (0..count)
        .map(|_| NewJob { job: Job::TestMessage { channel: Channel::Sms, test: Uuid::now_v7() }, not_before: t0() })
        .collect();
    let write = service.store().write().await.expect("a write");
    store::job::insert(&write, &jobs, t0()).await.expect("jobs");
    write.commit().await.expect("a commit");
}

async fn one(service: &Service, now: Timestamp) -> Option<Claimed> {
    service.claim_jobs(now, LEASE, 1).await.expect("a claim").pop()
}

async fn accept(city: &City, id: HazardId) {
    let act = Act {
        id,
        version: Some(1),
        command: Command::Accept,
        note: String::new(),
        key: CommandId(Uuid::now_v7()),
        body_hash: vec![2],
    };
    city.service.act(&city.actor("grid1").await, act, t0()).await.expect("accepted");
}

both!(a_job_stands_with_its_cause_and_not_without, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let id = report(&city.service).await;
    assert_eq!(city.service.job_counts().await.unwrap().waiting, 0, "a report itself tells nobody");
    accept(&city, id).await;
    let claimed = one(&city.service, t0()).await.expect("a job");
    assert!(matches!(claimed.job, Some(Job::StatusSms { hazard, .. }) if hazard == id));
    assert!(!database.texts("select payload from job").await[0].contains("A01"), "ids and words alone");

    // The same change, not committed: no job either.
    let entry = domain::journal::NewEntry::about(
        domain::journal::Kind::Hazard(domain::hazard::EventKind::Rejected),
        Uuid::now_v7(),
        t0(),
    );
    let write = database.store.write().await.unwrap();
    store::journal::append(&write, &[entry]).await.unwrap();
    drop(write);
    assert_eq!(city.service.job_counts().await.unwrap().waiting, 1);
});

both!(many_workers_share_a_queue_and_none_does_what_another_does, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    enqueue(&city.service, 60).await;
    let workers: Vec<_> = (0..4)
        .map(|_| {
            let service = city.service.clone();
            tokio::spawn(async move {
                let mut done = Vec::new();
                loop {
                    let claimed = service.claim_jobs(t0(), LEASE, 5).await.expect("a claim");
                    // Rows that another worker holds at this moment are passed over: look again.
                    if claimed.is_empty() && service.job_counts().await.expect("counts").waiting == 0 {
                        return done;
                    }
                    for job in claimed {
                        assert!(service.finish_job(&job).await.expect("finished"), "it is still ours");
                        done.push(job.id);
                    }
                }
            })
        })
        .collect();
    let mut done = Vec::new();
    for worker in workers {
        done.extend(worker.await.expect("a worker"));
    }
    assert_eq!((done.len(), done.iter().collect::<BTreeSet<_>>().len()), (60, 60));
});

both!(what_a_dead_worker_held_comes_back_when_its_lease_ends, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    enqueue(&city.service, 1).await;
    let dead = one(&city.service, t0()).await.expect("a job");
    assert!(one(&city.service, later(119)).await.is_none(), "it is held");
    assert!(city.service.renew_job(&dead, later(200)).await.unwrap());
    assert!(one(&city.service, later(199)).await.is_none(), "and held longer");
    let heir = one(&city.service, later(200)).await.expect("the job again");
    assert_eq!((heir.id, heir.attempts), (dead.id, 2));
    // The first worker was only slow: it learns that it has lost, and takes nothing from the second.
    assert!(!city.service.renew_job(&dead, later(500)).await.unwrap());
    assert!(!city.service.finish_job(&dead).await.unwrap());
    city.service.fail_job(&dead, "late", later(201), 0.5).await.unwrap();
    assert_eq!(city.service.job_counts().await.unwrap().waiting, 1);
    assert!(city.service.finish_job(&heir).await.unwrap());
    assert_eq!(city.service.job_counts().await.unwrap().waiting, 0);
});

both!(a_worker_that_is_aborted_while_it_claims_loses_nothing, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    enqueue(&city.service, 20).await;
    for pause in 0..40_u64 {
        let service = city.service.clone();
        let worker = tokio::spawn(async move { service.claim_jobs(t0(), LEASE, 20).await });
        tokio::time::sleep(std::time::Duration::from_micros(pause * 150)).await;
        worker.abort();
        let _ = worker.await;
    }
    // Whatever was claimed is free after the lease; nothing is gone and nobody waits for ever.
    let all = city.service.claim_jobs(later(121), LEASE, 100).await.unwrap();
    assert_eq!(all.len(), 20);
});

both!(a_job_that_fails_comes_back_later_and_later_and_ends_with_a_person, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    enqueue(&city.service, 1).await;
    let mut now = t0();
    for attempt in 1..=ATTEMPTS_MAX {
        let job = one(&city.service, now).await.expect("a job");
        assert_eq!(job.attempts, attempt);
        city.service.fail_job(&job, "the gateway answered 503", now, 0.5).await.unwrap();
        assert!(one(&city.service, now).await.is_none(), "not at once");
        now = now.checked_add(SignedDuration::from_hours(2)).unwrap();
    }
    assert!(one(&city.service, now).await.is_none());
    let dead = city.service.dead_jobs().await.unwrap();
    assert_eq!(dead.len(), 1);
    assert_eq!((dead[0].attempts, dead[0].last_error.as_deref()), (ATTEMPTS_MAX, Some("the gateway answered 503")));
    city.service.retry_job(dead[0].id, now).await.unwrap();
    assert_eq!(database.store.journal_count("job.retried").await.unwrap(), 1);
    assert_eq!(one(&city.service, now).await.expect("it is back").attempts, 1);
    let again = city.service.retry_job(dead[0].id, now).await;
    assert!(matches!(again, Err(ServiceError::NotFound(_))), "{again:?}");
});

both!(a_job_that_kills_its_worker_each_time_is_given_up, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    enqueue(&city.service, 1).await;
    let mut now = t0();
    for _ in 0..ATTEMPTS_MAX {
        one(&city.service, now).await.expect("a job, and its worker dies");
        now = now.checked_add(LEASE).unwrap();
    }
    assert!(one(&city.service, now).await.is_none());
    assert_eq!(city.service.job_counts().await.unwrap(), store::job::Counts { waiting: 0, dead: 1 });
});

both!(a_kind_that_this_version_does_not_know_waits_for_a_person, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    enqueue(&city.service, 1).await;
    database.execute("update job set kind = 'fly', payload = '{\"kind\":\"fly\"}'").await;
    let job = one(&city.service, t0()).await.expect("a job");
    assert!(job.job.is_none());
    city.service.fail_job(&job, "unknown", t0(), 0.0).await.unwrap();
    assert_eq!(city.service.job_counts().await.unwrap().dead, 1);
});

both!(the_same_work_stands_in_the_queue_once, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let job = || NewJob { job: Job::TestMessage { channel: Channel::Mail, test: Uuid::nil() }, not_before: t0() };
    for _ in 0..2 {
        let write = database.store.write().await.unwrap();
        store::job::insert(&write, &[job()], t0()).await.unwrap();
        write.commit().await.unwrap();
    }
    assert_eq!(city.service.job_counts().await.unwrap().waiting, 1);
});

both!(a_postponed_job_has_lost_no_attempt, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    enqueue(&city.service, 1).await;
    assert!(!city.service.is_held().await.unwrap());
    database.execute("insert into meta (key, value) values ('held', 'true')").await;
    assert!(city.service.is_held().await.unwrap());
    let job = one(&city.service, t0()).await.expect("a job");
    city.service.postpone_job(&job, later(60), "held").await.unwrap();
    assert!(one(&city.service, later(59)).await.is_none());
    assert_eq!(one(&city.service, later(60)).await.expect("a job").attempts, 1);
    database.execute("delete from meta where key = 'held'").await;
    assert!(!city.service.is_held().await.unwrap());
});
