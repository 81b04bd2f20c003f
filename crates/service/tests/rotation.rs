//! New keys: everything that is encrypted moves under them, and old ones go when nothing needs them.

use domain::contact::ContactKind::Phone;
use domain::hazard::Draft;
use domain::id::{CommandId, HazardId};
use domain::job::Job;
use domain::message::StatusStep;
use jiff::{SignedDuration, Timestamp};
use service::access::{Attempt, Session};
use service::hazard::{Extras, Submission};
use service::rotation::Reencrypted;
use service::{Service, ServiceError};
use store::sealed::Sealed;
use testkit::city::{City, IN_GRID_1, PASSWORD, fill};
use testkit::keys::Keys;
use testkit::{Database, both, t0};
use totp_rs::{Builder, Secret};
use uuid::Uuid;

const NUMBER: &str = "13812341234";

fn later(seconds: i64) -> Timestamp {
    t0().checked_add(SignedDuration::from_secs(seconds)).expect("a time")
}

fn code(secret: &str, now: Timestamp) -> String {
    let secret = Secret::try_from_base32(secret).expect("a secret");
    let totp = Builder::new().with_secret(secret).build().expect("a generator");
    totp.generate(u64::try_from(now.as_second()).expect("a time")).to_string()
}

async fn session(service: &Service, token: &str, now: Timestamp) -> Session {
    service.session_of(token, now).await.expect("an answer").expect("a session")
}

/// A contact, a second factor and a reporter's number; the factor's secret and the report.
async fn encrypted(city: &City, service: &Service) -> (String, HazardId) {
    let lead = city.actor("lead").await;
    service.set_contact(Some(&lead), lead.account, Phone, Some(NUMBER), t0()).await.expect("a contact");
    let token = service.sign_in(&Attempt::new("admin", PASSWORD), t0()).await.expect("a sign-in").token;
    let here = session(service, &token, t0()).await;
    let secret = service.enrol_factor(&here, t0()).await.expect("a secret").secret;
    service.confirm_factor(&here, &code(&secret, t0()), t0()).await.expect("a factor");
    (secret, report(service).await)
}

async fn report(service: &Service) -> HazardId {
    let id = HazardId(Uuid::now_v7());
    let (lon, lat) = IN_GRID_1;
    let place = (Some(lon), Some(lat));
    let draft = Draft::new(id, "A01".to_owned(), None, place, None, None, None, None, t0()).expect("a draft");
    let follow_secret = Some(Uuid::new_v4().simple().to_string());
    let new = Submission { draft, key: CommandId(Uuid::now_v7()), body_hash: vec![1], follow_secret };
    let extras = Extras { phone: Some(NUMBER.to_owned()), ..Extras::default() };
    service.report_with(None, new, extras, t0()).await.expect("a report");
    id
}

both!(everything_moves_under_the_new_key_and_opens_in_running_processes, |database: Database| async move {
    let city = fill(database.store.clone()).await;
    let keys = Keys::new();
    let service = keys.give(&city.service);
    let (secret, hazard) = encrypted(&city, &service).await;
    let old = keys.keyring.keys().current().to_owned();
    // Another process rotates: it has the file, not this process's memory.
    let other = service::keyring::Keyring::load(keys.keyring.path()).expect("the keyring");
    other.add_current(t0()).expect("new keys");
    let elsewhere = Service::open(database.reopen().await, jiff::tz::TimeZone::UTC).await.expect("a service");
    let elsewhere = elsewhere.with_keyring(other.clone());
    let uses = elsewhere.keys_in_use().await.expect("uses");
    assert_eq!(uses.iter().find(|used| used.key.id == old).expect("the old key").values, Some(3));
    let mut heard = Vec::new();
    let done = elsewhere.reencrypt(later(60), |done| heard.push(done)).await.expect("a rotation");
    assert_eq!(
        done,
        Reencrypted { contacts: 1, second_factors: 1, report_contacts: 1, outlets: 0, assists: 0, resident_numbers: 0 }
    );
    assert_eq!(heard, [1, 2, 3]);
    let uses = elsewhere.keys_in_use().await.expect("uses");
    let values: Vec<_> = uses.iter().filter_map(|used| Some((used.key.current, used.values?))).collect();
    assert_eq!(values, [(false, 0), (true, 3)]);
    // The process that knew the old key alone goes on, and writes under the new one.
    let attempt = Attempt { code: Some(code(&secret, later(120))), ..Attempt::new("admin", PASSWORD) };
    service.sign_in(&attempt, later(120)).await.expect("a sign-in with the factor");
    let job = Job::StatusSms { hazard, step: StatusStep::Accepted, round: 0 };
    let text = service.begin_status_text(&job, hazard, t0(), later(120)).await.expect("an answer").expect("a text");
    assert_eq!(text.phone.as_str(), "+8613812341234");
    report(&service).await;
    let current = other.keys().current().to_owned();
    let under: Vec<_> = database.store.sealed_by_key(Sealed::ReportContacts).await.expect("counts");
    assert_eq!(under.len(), 1, "nothing new lies under the old key");
    assert_eq!(service::secret::hex(&under[0].0), current);
});

both!(a_rotation_that_was_broken_off_goes_on_where_it_was, |database: Database| async move {
    let city = fill(database.store.clone()).await;
    let keys = Keys::new();
    let service = keys.give(&city.service);
    encrypted(&city, &service).await;
    for _ in 0..450 {
        report(&service).await;
    }
    keys.keyring.add_current(t0()).expect("new keys");
    // A value that cannot be read stops it on its way, as a power cut would.
    database.execute("create table kept as select * from report_contact").await;
    let last = "(select hazard from report_contact order by hazard desc limit 1)";
    let damaged = format!(
        "update report_contact set phone = (select phone from report_contact order by hazard limit 1) where hazard = {last}"
    );
    database.execute(&damaged).await;
    let broken = service.reencrypt(later(60), |_| {}).await;
    assert!(matches!(broken, Err(ServiceError::Cipher(_))), "{broken:?}");
    assert_eq!(database.store.journal_count("system.keys_rotated").await.expect("a count"), 0);
    database
        .execute(&format!(
            "update report_contact set phone = (select phone from kept where kept.hazard = report_contact.hazard) \
             where hazard = {last}"
        ))
        .await;
    let done = service.reencrypt(later(120), |_| {}).await.expect("the rest");
    assert_eq!(
        done,
        Reencrypted {
            contacts: 0,
            second_factors: 0,
            report_contacts: 51,
            outlets: 0,
            assists: 0,
            resident_numbers: 0
        },
        "400 were done"
    );
    assert_eq!(service.reencrypt(later(180), |_| {}).await.expect("nothing").total(), 0);
    let payloads = database.texts("select payload from journal where kind = 'system.keys_rotated' order by seq").await;
    assert!(payloads[0].contains("\"report_contacts\":51"), "{payloads:?}");
});

both!(a_key_goes_when_nothing_needs_it_and_not_before, |database: Database| async move {
    let city = fill(database.store.clone()).await;
    let keys = Keys::new();
    let service = keys.give(&city.service);
    let (secret, _) = encrypted(&city, &service).await;
    let old = keys.keyring.keys().current().to_owned();
    let seal = keys.keyring.keys().lines().into_iter().find(|line| line.purpose == "seal").expect("a key").id;
    keys.keyring.add_current(t0()).expect("new keys");
    let new = keys.keyring.keys().current().to_owned();
    let hour = later(3_600);
    let refused = async |key: &str, now| match service.remove_key(key, now).await {
        Err(ServiceError::Invalid { code: "key_in_use", .. }) => {}
        other => panic!("`{key}`: {other:?}"),
    };
    refused(&old, hour).await;
    service.reencrypt(later(60), |_| {}).await.expect("a rotation");
    refused(&old, later(599)).await;
    refused(&new, hour).await;
    refused(&seal, hour).await;
    assert!(matches!(service.remove_key("00000000", hour).await, Err(ServiceError::NotFound("key"))));
    assert_eq!(database.store.journal_count("system.key_removed").await.expect("a count"), 0);
    service.remove_key(&old, hour).await.expect("a key that nothing needs");
    assert!(!std::fs::read_to_string(keys.keyring.path()).expect("the file").contains(&old));
    assert_eq!(database.store.journal_count("system.key_removed").await.expect("a count"), 1);
    assert_eq!(service.missing_keys().await.expect("an answer"), [""; 0]);
    let attempt = Attempt { code: Some(code(&secret, hour)), ..Attempt::new("admin", PASSWORD) };
    service.sign_in(&attempt, hour).await.expect("the factor opens without the old key");
});

both!(a_lost_keyring_is_noticed_by_factors_and_numbers_too, |database: Database| async move {
    let city = fill(database.store.clone()).await;
    let keys = Keys::new();
    let service = keys.give(&city.service);
    encrypted(&city, &service).await;
    let lead = city.actor("lead").await;
    service.set_contact(Some(&lead), lead.account, Phone, None, t0()).await.expect("no contact left");
    let elsewhere = Service::open(database.reopen().await, jiff::tz::TimeZone::UTC).await.expect("a service");
    let missing = Keys::new().give(&elsewhere).missing_keys().await.expect("an answer");
    assert_eq!(missing, [keys.keyring.keys().current()]);
});
