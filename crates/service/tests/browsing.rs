//! Insider browsing: what asks for a fresh sign-in, and who is told of whom.

use std::collections::BTreeSet;

use domain::access::Actor;
use domain::contact::ContactKind::{Email, Phone};
use domain::id::AccountId;
use domain::job::Job;
use domain::message::Channel;
use jiff::{SignedDuration, Timestamp};
use service::access::AccessRefusal;
use service::contact::VIEWS_PER_HOUR;
use service::{Service, ServiceError};
use testkit::city::{City, fill};
use testkit::keys::Keys;
use testkit::{Database, both, t0};

const NUMBER: &str = "13812341234";
const REASON: &str = "内涝,逐户叫应";

fn later(seconds: i64) -> Timestamp {
    t0().checked_add(SignedDuration::from_secs(seconds)).expect("a time")
}

async fn with_number(service: &Service, actor: &Actor) {
    service.set_contact(Some(actor), actor.account, Phone, Some(NUMBER), t0()).await.expect("a contact");
}

async fn look(city: &City, service: &Service, login: &str, whose: AccountId, times: u64, now: Timestamp) {
    let session = city.session(login, now).await;
    for _ in 0..times {
        service.unmask(&session, whose, Phone, REASON, now).await.expect("a number");
    }
}

/// The notices that wait, taken off.
async fn notices(service: &Service, now: Timestamp) -> Vec<Job> {
    let mut jobs = Vec::new();
    for claimed in service.claim_jobs(now, SignedDuration::from_secs(120), 100).await.expect("jobs") {
        service.finish_job(&claimed).await.expect("a finished job");
        jobs.extend(claimed.job);
    }
    jobs
}

fn recipients(jobs: &[Job]) -> BTreeSet<AccountId> {
    jobs.iter()
        .filter_map(|job| if let Job::BrowsingNotice { recipient, .. } = job { Some(*recipient) } else { None })
        .collect()
}

both!(a_session_that_was_left_open_shows_no_contact, |database: Database| async move {
    let city = fill(database.store.clone()).await;
    let service = Keys::new().give(&city.service);
    let lead = city.actor("lead").await;
    with_number(&service, &lead).await;
    let session = city.session("street", t0()).await;
    service.unmask(&session, lead.account, Phone, REASON, later(599)).await.expect("within ten minutes");
    let refused = service.unmask(&session, lead.account, Phone, REASON, later(601)).await;
    assert!(matches!(refused, Err(ServiceError::Access(AccessRefusal::ConfirmationRequired))), "{refused:?}");
    assert_eq!(database.store.journal_count("contact.unmasked").await.expect("a count"), 1);
    let stranger = city.session("grid1", t0()).await;
    let refused = service.unmask(&stranger, lead.account, Phone, REASON, later(601)).await;
    assert!(matches!(refused, Err(ServiceError::Forbidden(_))), "who may not is not asked for a password");
});

both!(more_than_twenty_in_an_hour_are_told_to_auditor_and_coordinator_above_once, |database: Database| async move {
    let city = fill(database.store.clone()).await;
    let service = Keys::new().give(&city.service);
    for (login, title, unit) in [
        ("auditor", "auditor", "410102"),
        ("other_auditor", "auditor", "410102001002"),
        ("county", "district_duty", "410102"),
        ("city", "city_duty", "4101"),
        ("beside", "street_operator", "410102001"),
    ] {
        city.account(login, title, unit).await;
    }
    let lead = city.actor("lead").await;
    with_number(&service, &lead).await;
    look(&city, &service, "street", lead.account, VIEWS_PER_HOUR, t0()).await;
    assert_eq!(notices(&service, later(1)).await, []);
    look(&city, &service, "street", lead.account, 3, later(10)).await;
    let jobs = notices(&service, later(20)).await;
    let mut expected = BTreeSet::new();
    // The administrator reads the journal of the whole city; `district` coordinates beside `county`.
    for login in ["auditor", "county", "district", "admin"] {
        expected.insert(city.actor(login).await.account);
    }
    assert_eq!(recipients(&jobs), expected);
    assert_eq!(jobs.len(), expected.len(), "once, however many follow");
    let payload = database.texts("select payload from journal where kind = 'contact.browsing_noticed'").await;
    assert_eq!(payload.len(), 1);
    assert!(payload[0].contains("\"views\":21") && !payload[0].contains(NUMBER), "{payload:?}");
    // An hour later it is another notice; a slow hour is none.
    look(&city, &service, "street", lead.account, VIEWS_PER_HOUR, later(3_700)).await;
    assert_eq!(recipients(&notices(&service, later(3_710)).await).len(), 0);
    look(&city, &service, "street", lead.account, 1, later(3_720)).await;
    assert_eq!(recipients(&notices(&service, later(3_730)).await), expected);
});

both!(views_at_the_same_moment_do_not_slip_past_the_limit, |database: Database| async move {
    let city = fill(database.store.clone()).await;
    let service = Keys::new().give(&city.service);
    let lead = city.actor("lead").await;
    with_number(&service, &lead).await;
    let session = city.session("street", t0()).await;
    let at_once = (0..=VIEWS_PER_HOUR).map(|_| {
        let (service, session) = (service.clone(), session.clone());
        tokio::spawn(async move { service.unmask(&session, lead.account, Phone, REASON, t0()).await })
    });
    for view in at_once.collect::<Vec<_>>() {
        view.await.expect("a task").expect("a number");
    }
    assert_eq!(database.store.journal_count("contact.browsing_noticed").await.expect("a count"), 1);
});

both!(a_notice_goes_to_the_phone_else_the_mailbox_and_names_the_post, |database: Database| async move {
    let city = fill(database.store.clone()).await;
    let service = Keys::new().give(&city.service);
    let (lead, admin, district) = (city.actor("lead").await, city.actor("admin").await, city.actor("district").await);
    with_number(&service, &lead).await;
    with_number(&service, &admin).await;
    service
        .set_contact(Some(&district), district.account, Email, Some("duty@example.org"), t0())
        .await
        .expect("a contact");
    look(&city, &service, "street", lead.account, VIEWS_PER_HOUR + 1, t0()).await;
    let mut went = Vec::new();
    for job in notices(&service, later(1)).await {
        let begun = service.begin_browsing_notice(&job, t0(), later(2)).await.expect("an answer");
        let Some(notice) = begun else { continue };
        assert_eq!(notice.title.0["zh"], "街道值班员");
        assert_eq!(notice.unit.0["zh"], "林山寨街道");
        went.push((notice.message.channel, notice.to));
    }
    went.sort();
    assert_eq!(
        went,
        [(Channel::Sms, "+8613812341234".to_owned()), (Channel::Mail, "duty@example.org".to_owned())],
        "whoever left no contact reads it in the journal"
    );
});
