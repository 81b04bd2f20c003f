//! The second factor: enrolled, asked for, used once, and what does not count without it, on both engines.

use domain::access::Permission;
use domain::access::throttle::FACTOR;
use jiff::{SignedDuration, Timestamp};
use service::access::{AccessRefusal, Attempt, Session, SignedIn};
use service::{Options, Service, ServiceError};
use testkit::city::{PASSWORD, fill};
use testkit::{both, t0};
use totp_rs::{Builder, Secret};

fn later(seconds: i64) -> Timestamp {
    t0().checked_add(SignedDuration::from_secs(seconds)).expect("a time")
}

/// The code that a phone shows.
fn code(secret: &str, now: Timestamp) -> String {
    let secret = Secret::try_from_base32(secret).expect("a secret");
    let totp = Builder::new().with_secret(secret).build().expect("a generator");
    totp.generate(u64::try_from(now.as_second()).expect("a time")).to_string()
}

/// As in a real city: with keys, and nobody exempt.
async fn service(database: &testkit::Database) -> Service {
    fill(database.store.clone()).await;
    let options = Options::default();
    let service = Service::open_with(database.reopen().await, jiff::tz::TimeZone::UTC, options).await;
    let service = service.expect("a service");
    testkit::keys::fit(&service);
    service
}

async fn try_in(service: &Service, code: Option<&str>, now: Timestamp) -> Result<SignedIn, ServiceError> {
    service.sign_in(&Attempt { code: code.map(str::to_owned), ..Attempt::new("admin", PASSWORD) }, now).await
}

async fn session(service: &Service, token: &str, now: Timestamp) -> Session {
    service.session_of(token, now).await.expect("an answer").expect("a session")
}

/// Enrols the administrator; gives the secret, the session that goes on, and the recovery codes.
async fn enrol(service: &Service) -> (String, String, Vec<String>) {
    let first = try_in(service, None, t0()).await.expect("a sign-in");
    let here = session(service, &first.token, t0()).await;
    let secret = service.enrol_factor(&here, t0()).await.expect("a secret").secret;
    let (renewed, codes) = service.confirm_factor(&here, &code(&secret, t0()), t0()).await.expect("a factor");
    (secret, renewed.token, codes)
}

fn refusal<T: std::fmt::Debug>(result: Result<T, ServiceError>) -> AccessRefusal {
    match result {
        Err(ServiceError::Access(refusal)) => refusal,
        other => panic!("no refusal of access: {other:?}"),
    }
}

both!(dangerous_permissions_count_from_the_second_factor_on, |database: testkit::Database| async move {
    let service = service(&database).await;
    let first = try_in(&service, None, t0()).await.expect("a sign-in");
    let without = first.actor.permissions(service.titles());
    assert!(
        without.contains(&Permission::ViewHazards) && !without.iter().any(|held| held.is_dangerous()),
        "{without:?}"
    );
    let elsewhere = try_in(&service, None, t0()).await.expect("a sign-in");
    let here = session(&service, &first.token, t0()).await;
    let enrolment = service.enrol_factor(&here, t0()).await.expect("a secret");
    assert!(enrolment.uri.starts_with("otpauth://totp/"), "{}", enrolment.uri);
    assert_eq!(refusal(service.confirm_factor(&here, "000000", t0()).await), AccessRefusal::SecondFactorInvalid);
    try_in(&service, None, t0()).await.expect("it is not asked for before it is proved");
    let (renewed, _) = service.confirm_factor(&here, &code(&enrolment.secret, t0()), t0()).await.expect("a factor");
    assert!(renewed.actor.permissions(service.titles()).contains(&Permission::ManageAccounts));
    for token in [&first.token, &elsewhere.token] {
        assert!(service.session_of(token, t0()).await.expect("an answer").is_none(), "older sessions have ended");
    }
    let here = session(&service, &renewed.token, t0()).await;
    assert!(here.second_factor && here.actor.permissions(service.titles()).contains(&Permission::ManageUnits));
    assert_eq!(refusal(service.enrol_factor(&here, t0()).await), AccessRefusal::FactorExists);
});

both!(sign_in_asks_for_a_code_and_takes_each_once, |database: testkit::Database| async move {
    let service = service(&database).await;
    let (secret, _, _) = enrol(&service).await;
    assert_eq!(refusal(try_in(&service, None, t0()).await), AccessRefusal::SecondFactorRequired);
    let used = code(&secret, t0());
    assert_eq!(
        refusal(try_in(&service, Some(&used), t0()).await),
        AccessRefusal::SecondFactorInvalid,
        "proved with it"
    );
    let next = code(&secret, later(30));
    let signed = try_in(&service, Some(&next), later(30)).await.expect("a sign-in");
    assert!(signed.actor.permissions(service.titles()).contains(&Permission::ManageAccounts));
    assert_eq!(refusal(try_in(&service, Some(&next), later(31)).await), AccessRefusal::SecondFactorInvalid, "used");
    let wrong = service.sign_in(&Attempt { code: Some(next), ..Attempt::new("admin", "wrong") }, later(31)).await;
    assert!(matches!(wrong, Err(ServiceError::SignInFailed)), "without the password a code says nothing: {wrong:?}");
});

both!(whoever_signs_in_waits_for_no_second_connection, |database: testkit::Database| async move {
    let narrow = fill(database.store.clone()).await.over_one_connection(&database).await;
    testkit::keys::fit(&narrow);
    let (secret, token, _) = enrol(&narrow).await;
    let known = try_in(&narrow, Some(&code(&secret, later(30))), later(30)).await.expect("a sign-in").device;
    let with = Attempt { code: Some(code(&secret, later(60))), device: known, ..Attempt::new("admin", PASSWORD) };
    let again = narrow.sign_in(&with, later(60)).await.expect("from the same browser");
    assert!(again.device.is_none(), "it keeps the secret that it has");
    let here = session(&narrow, &token, later(90)).await;
    let confirmed = narrow.confirm_session(&here, PASSWORD, Some(&code(&secret, later(90))), later(90)).await;
    confirmed.expect("confirmed");
});

both!(one_code_at_two_places_at_once_opens_one, |database: testkit::Database| async move {
    let service = service(&database).await;
    let (secret, _, _) = enrol(&service).await;
    let next = code(&secret, later(30));
    let tasks = [0; 2].map(|_| {
        let (service, next) = (service.clone(), next.clone());
        tokio::spawn(async move { try_in(&service, Some(&next), later(30)).await })
    });
    let mut open = 0;
    for task in tasks {
        open += u32::from(task.await.expect("an end").is_ok());
    }
    assert_eq!(open, 1);
});

both!(codes_cannot_be_guessed_by_whoever_has_the_password, |database: testkit::Database| async move {
    let service = service(&database).await;
    let (secret, _, _) = enrol(&service).await;
    for _ in 0..FACTOR.tries {
        assert_eq!(refusal(try_in(&service, Some("000000"), later(60)).await), AccessRefusal::SecondFactorInvalid);
    }
    let right = code(&secret, later(60));
    assert!(matches!(refusal(try_in(&service, Some(&right), later(60)).await), AccessRefusal::TooManyAttempts { .. }));
});

both!(recovery_codes_open_once_each, |database: testkit::Database| async move {
    let service = service(&database).await;
    let (_, _, codes) = enrol(&service).await;
    assert_eq!(codes.len(), 10);
    try_in(&service, Some(&codes[0]), later(1)).await.expect("a sign-in");
    assert_eq!(refusal(try_in(&service, Some(&codes[0]), later(1)).await), AccessRefusal::SecondFactorInvalid);
    let typed = codes[1].to_uppercase().replace('-', " ");
    try_in(&service, Some(&typed), later(1)).await.expect("however it is typed");
    let account = service.actor_by_login("admin", t0()).await.expect("an actor").account;
    assert_eq!(database.store.recovery_codes_left(account).await.expect("a count"), 8);
});

both!(confirming_a_session_needs_both_factors, |database: testkit::Database| async move {
    let service = service(&database).await;
    let (secret, token, _) = enrol(&service).await;
    let here = session(&service, &token, t0()).await;
    let confirm = |code: Option<String>| {
        let (service, here) = (service.clone(), here.clone());
        async move { service.confirm_session(&here, PASSWORD, code.as_deref(), later(660)).await }
    };
    assert_eq!(refusal(confirm(None).await), AccessRefusal::SecondFactorRequired);
    assert_eq!(refusal(confirm(Some("000000".to_owned())).await), AccessRefusal::SecondFactorInvalid);
    assert_eq!(refusal(service.remove_factor(&here, later(660)).await), AccessRefusal::ConfirmationRequired);
    confirm(Some(code(&secret, later(660)))).await.expect("a confirmation");
    let here = session(&service, &token, later(660)).await;
    let left = service.remove_factor(&here, later(660)).await.expect("no factor");
    assert!(!left.actor.permissions(service.titles()).contains(&Permission::ManageAccounts));
    try_in(&service, None, later(660)).await.expect("a sign-in without a code");
});

both!(the_secret_is_stored_encrypted_for_its_own_row, |database: testkit::Database| async move {
    let service = service(&database).await;
    let (secret, _, _) = enrol(&service).await;
    let account = service.actor_by_login("admin", t0()).await.expect("an actor").account;
    let stored = database.store.factor(account).await.expect("an answer").expect("a factor").secret;
    let plain = Secret::try_from_base32(&secret).expect("a secret");
    assert!(!stored.windows(20).any(|part| part == plain.as_bytes()));
    // Moved to another account's row, it proves nothing.
    let other = service.actor_by_login("lead", t0()).await.expect("an actor").account;
    let write = database.store.write().await.expect("a write");
    store::second_factor::enrol(&write, other, stored).await.expect("a row");
    store::second_factor::confirm(&write, other, &[vec![1]], t0()).await.expect("a row");
    write.commit().await.expect("a commit");
    let attempt = Attempt { code: Some(code(&secret, later(30))), ..Attempt::new("lead", PASSWORD) };
    let refused = service.sign_in(&attempt, later(30)).await;
    assert!(matches!(refused, Err(ServiceError::Internal(_))), "{refused:?}");
});

both!(without_keys_nobody_enrols, |database: testkit::Database| async move {
    fill(database.store.clone()).await;
    let service = Service::open(database.reopen().await, jiff::tz::TimeZone::UTC).await.expect("a service");
    let token = try_in(&service, None, t0()).await.expect("a sign-in").token;
    let here = session(&service, &token, t0()).await;
    assert_eq!(refusal(service.enrol_factor(&here, t0()).await), AccessRefusal::KeyringMissing);
});

both!(the_operator_helps_who_lost_everything, |database: testkit::Database| async move {
    let service = service(&database).await;
    let (_, token, _) = enrol(&service).await;
    service.remove_factor_of("admin", t0()).await.expect("no factor");
    assert!(service.session_of(&token, t0()).await.expect("an answer").is_none());
    try_in(&service, None, t0()).await.expect("a sign-in");
    assert_eq!(refusal(service.remove_factor_of("admin", t0()).await), AccessRefusal::FactorMissing);
});
