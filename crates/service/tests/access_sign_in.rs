//! Budgets of tries: a guesser is held up, and no stranger holds up the owner, on both engines.

use domain::access::throttle::{KNOWN_DEVICE, NETWORK, UNKNOWN_DEVICE};
use jiff::{SignedDuration, Timestamp};
use service::access::{AccessRefusal, Attempt, SignedIn};
use service::{Service, ServiceError};
use testkit::city::{PASSWORD, fill, options};
use testkit::{both, t0};

fn later(seconds: i64) -> Timestamp {
    t0().checked_add(SignedDuration::from_secs(seconds)).expect("a time")
}

fn guess(login: &str, network: &str) -> Attempt {
    Attempt { network: Some(network.to_owned()), ..Attempt::new(login, "not the password") }
}

fn waits(result: Result<SignedIn, ServiceError>) -> u32 {
    match result {
        Err(ServiceError::Access(AccessRefusal::TooManyAttempts { retry_after_s })) => retry_after_s,
        other => panic!("not held up: {other:?}"),
    }
}

/// Guesses until the lane is spent.
async fn hammer(service: &Service, attempt: &Attempt, tries: u32) {
    for _ in 0..tries {
        let refused = service.sign_in(attempt, t0()).await;
        assert!(matches!(refused, Err(ServiceError::SignInFailed)), "{refused:?}");
    }
}

both!(a_stranger_who_hammers_an_account_never_keeps_its_known_browser_out, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let first = city.service.sign_in(&Attempt::new("lead", PASSWORD), t0()).await.expect("a sign-in");
    let device = first.device.expect("a secret for this browser");
    // The stranger sits in the owner's own network, as behind a carrier's one address.
    hammer(&city.service, &guess("lead", "198.51.100.7"), UNKNOWN_DEVICE.tries).await;
    let wait = waits(city.service.sign_in(&guess("lead", "198.51.100.7"), t0()).await);
    assert!((1..=UNKNOWN_DEVICE.refill_s).contains(&wait), "{wait}");
    // Not even the right password helps from a browser that nobody knows …
    let unknown = Attempt { network: Some("203.0.113.9".to_owned()), ..Attempt::new("lead", PASSWORD) };
    waits(city.service.sign_in(&unknown, t0()).await);
    // … and the owner's own is not even slowed down, from wherever it is.
    for network in ["198.51.100.7", "203.0.113.9"] {
        let known = Attempt {
            device: Some(device.clone()),
            network: Some(network.to_owned()),
            ..Attempt::new("lead", PASSWORD)
        };
        let again = city.service.sign_in(&known, t0()).await.expect("a sign-in");
        assert!(again.device.is_none(), "it keeps its secret");
    }
    // Others are not concerned.
    city.service.sign_in(&Attempt::new("grid1", PASSWORD), t0()).await.expect("a sign-in");
});

both!(a_known_browser_cannot_guess_without_end_either, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let device = city.service.sign_in(&Attempt::new("lead", PASSWORD), t0()).await.expect("a sign-in").device;
    let guess = Attempt { device: device.clone(), ..Attempt::new("lead", "not the password") };
    hammer(&city.service, &guess, KNOWN_DEVICE.tries).await;
    waits(city.service.sign_in(&guess, t0()).await);
    // Another browser of the owner goes on: lanes are apart.
    city.service.sign_in(&Attempt::new("lead", PASSWORD), t0()).await.expect("a sign-in");
    // A browser is known to the accounts that signed in from it, to no other.
    let other = Attempt { device, ..Attempt::new("grid1", "not the password") };
    hammer(&city.service, &other, UNKNOWN_DEVICE.tries).await;
    waits(city.service.sign_in(&other, t0()).await);
});

both!(a_made_up_browser_secret_opens_no_lane_and_is_not_taken_over, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    for number in 0..UNKNOWN_DEVICE.tries {
        let guess = Attempt { device: Some(format!("made up {number}")), ..Attempt::new("lead", "wrong") };
        assert!(matches!(city.service.sign_in(&guess, t0()).await, Err(ServiceError::SignInFailed)));
    }
    waits(city.service.sign_in(&Attempt::new("lead", "wrong"), t0()).await);
    // Whoever plants a secret in somebody's browser does not learn the one that it is known by.
    let planted = Attempt { device: Some("planted".to_owned()), ..Attempt::new("grid1", PASSWORD) };
    let signed = city.service.sign_in(&planted, t0()).await.expect("a sign-in");
    assert!(signed.device.is_some_and(|device| device != "planted"));
});

both!(every_process_counts_in_the_same_place, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let second =
        Service::open_with(database.reopen().await, jiff::tz::TimeZone::UTC, options()).await.expect("a service");
    hammer(&city.service, &guess("lead", "a"), UNKNOWN_DEVICE.tries / 2).await;
    hammer(&second, &guess("lead", "b"), UNKNOWN_DEVICE.tries / 2).await;
    waits(city.service.sign_in(&guess("lead", "c"), t0()).await);
    waits(second.sign_in(&guess("lead", "c"), t0()).await);
});

both!(guesses_at_once_get_no_more_through, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let tasks: Vec<_> = (0..2 * UNKNOWN_DEVICE.tries)
        .map(|number| {
            let service = city.service.clone();
            tokio::spawn(async move { service.sign_in(&guess("lead", &number.to_string()), t0()).await })
        })
        .collect();
    let mut looked_at = 0;
    for task in tasks {
        looked_at += u32::from(matches!(task.await.expect("an end"), Err(ServiceError::SignInFailed)));
    }
    assert_eq!(looked_at, UNKNOWN_DEVICE.tries);
});

both!(one_network_cannot_try_all_accounts, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    // Names that nobody has cost as much as others: they say nothing about who is here.
    for number in 0..NETWORK.tries {
        let refused = city.service.sign_in(&guess(&format!("nobody{number}"), "198.51.100.7"), t0()).await;
        assert!(matches!(refused, Err(ServiceError::SignInFailed)), "{number}: {refused:?}");
    }
    waits(city.service.sign_in(&guess("grid1", "198.51.100.7"), t0()).await);
    let elsewhere = city.service.sign_in(&guess("grid1", "203.0.113.9"), t0()).await;
    assert!(matches!(elsewhere, Err(ServiceError::SignInFailed)), "{elsewhere:?}");
});

both!(a_spent_budget_fills_up_and_is_forgotten, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    hammer(&city.service, &guess("lead", "a"), UNKNOWN_DEVICE.tries).await;
    let wait = waits(city.service.sign_in(&guess("lead", "a"), t0()).await);
    let now = later(wait.into());
    city.service.sign_in(&Attempt::new("lead", PASSWORD), now).await.expect("a sign-in");
    // The good one was given back: the next one is not held up.
    city.service.sign_in(&Attempt::new("lead", PASSWORD), now).await.expect("a sign-in");
    let lanes = "select 'a lane' from throttle";
    assert!(!database.texts(lanes).await.is_empty());
    city.service.forget_ended_sessions(later(24 * 3_600)).await.expect("a round");
    assert!(database.texts(lanes).await.is_empty());
    // A browser is known for half a year after its last sign-in.
    let devices = "select 'a device' from known_device";
    assert!(!database.texts(devices).await.is_empty());
    city.service.forget_ended_sessions(later(181 * 24 * 3_600)).await.expect("a round");
    assert!(database.texts(devices).await.is_empty());
});

both!(no_secret_of_a_browser_is_kept, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let device = city.service.sign_in(&Attempt::new("lead", PASSWORD), t0()).await.expect("a sign-in").device;
    let device = device.expect("a secret");
    let hashed = match database.store.engine() {
        store::Engine::Sqlite => "select lower(hex(secret_hash)) from known_device",
        store::Engine::Postgres => "select encode(secret_hash, 'hex') from known_device",
    };
    let kept = database.texts(hashed).await;
    assert_eq!(kept, [service::secret::hex(&service::secret::sha256(&[device.as_bytes()]))]);
});
