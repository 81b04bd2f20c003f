//! Sessions and passwords: what is listed, what ends what, and what a link opens, on both engines.

use domain::access::throttle::FACTOR;
use jiff::{SignedDuration, Timestamp};
use service::access::{AccessRefusal, Attempt, CONFIRMED_FOR, Session, SignedIn, recently_authenticated};
use service::{Service, ServiceError};
use testkit::city::{PASSWORD, fill};
use testkit::{both, t0};
use uuid::Uuid;

const NEW: &str = "battery staple";

fn later(minutes: i64) -> Timestamp {
    t0().checked_add(SignedDuration::from_mins(minutes)).expect("a time")
}

async fn sign_in(service: &Service, login: &str) -> SignedIn {
    service.sign_in(&Attempt::new(login, PASSWORD), t0()).await.expect("a sign-in")
}

async fn session(service: &Service, token: &str) -> Session {
    service.session_of(token, t0()).await.expect("an answer").expect("a session")
}

async fn ended(service: &Service, token: &str) -> bool {
    service.session_of(token, t0()).await.expect("an answer").is_none()
}

both!(sessions_are_listed_and_revoked_by_their_owner_alone, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let (desk, phone) = (sign_in(&city.service, "lead").await, sign_in(&city.service, "lead").await);
    let other = sign_in(&city.service, "grid1").await;
    let here = session(&city.service, &desk.token).await;
    let there = session(&city.service, &phone.token).await;
    let listed = city.service.sessions(&here, t0()).await.expect("a list");
    assert_eq!(listed.len(), 2);
    assert_eq!(listed.iter().filter(|row| row.current).map(|row| row.id).collect::<Vec<_>>(), [here.id]);
    let stranger = session(&city.service, &other.token).await;
    for (who, id) in [(&stranger, there.id), (&here, Uuid::now_v7())] {
        let refused = city.service.revoke_session(who, id, t0()).await;
        assert!(matches!(refused, Err(ServiceError::NotFound("session"))), "{refused:?}");
    }
    city.service.revoke_session(&here, there.id, t0()).await.expect("an end");
    assert!(ended(&city.service, &phone.token).await && !ended(&city.service, &desk.token).await);
    assert_eq!(database.store.journal_count("session.revoked").await.expect("a count"), 1);
});

both!(when_a_session_was_last_used_is_known_by_the_hour_alone, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let signed = sign_in(&city.service, "lead").await;
    let seen = |minutes: i64| {
        let (service, token) = (city.service.clone(), signed.token.clone());
        async move {
            let session = service.session_of(&token, later(minutes)).await.expect("an answer").expect("a session");
            service.sessions(&session, later(minutes)).await.expect("a list")[0].last_seen_at
        }
    };
    assert_eq!(seen(59).await, t0());
    assert_eq!(seen(61).await, later(60));
    assert_eq!(seen(119).await, later(60));
});

both!(a_request_within_the_hour_writes_nothing, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let signed = sign_in(&city.service, "lead").await;
    let commits = city.service.store().commits();
    let uneven = |minutes| later(minutes).checked_add(SignedDuration::from_nanos(123_456_789)).expect("a time");
    for (minutes, writes) in [(1, 0), (61, 1), (62, 0), (119, 0)] {
        let before = *commits.borrow();
        city.service.session_of(&signed.token, uneven(minutes)).await.expect("an answer").expect("a session");
        assert_eq!(*commits.borrow() - before, writes, "after {minutes} minutes");
    }
});

both!(a_new_password_ends_every_other_session, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let (desk, phone) = (sign_in(&city.service, "lead").await, sign_in(&city.service, "lead").await);
    let here = session(&city.service, &desk.token).await;
    let wrong = city.service.change_password(&here, "not the password", NEW, t0()).await;
    assert!(matches!(wrong, Err(ServiceError::SignInFailed)), "{wrong:?}");
    let short = city.service.change_password(&here, PASSWORD, "short", t0()).await;
    assert!(matches!(short, Err(ServiceError::Invalid { code: "password_too_short", .. })), "{short:?}");
    assert!(!ended(&city.service, &phone.token).await, "a refused change ends nothing");
    let renewed = city.service.change_password(&here, PASSWORD, NEW, t0()).await.expect("a change");
    assert!(ended(&city.service, &desk.token).await && ended(&city.service, &phone.token).await);
    assert!(!ended(&city.service, &renewed.token).await, "the one that asked goes on under a new token");
    let old = city.service.sign_in(&Attempt::new("lead", PASSWORD), t0()).await;
    assert!(matches!(old, Err(ServiceError::SignInFailed)), "{old:?}");
    city.service.sign_in(&Attempt::new("lead", NEW), t0()).await.expect("a sign-in");
});

both!(a_stolen_session_cannot_guess_the_password, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let stolen = session(&city.service, &sign_in(&city.service, "lead").await.token).await;
    for _ in 0..FACTOR.tries {
        let wrong = city.service.confirm_session(&stolen, "a guess", None, t0()).await;
        assert!(matches!(wrong, Err(ServiceError::SignInFailed)), "{wrong:?}");
    }
    for refused in [
        city.service.confirm_session(&stolen, PASSWORD, None, t0()).await,
        city.service.change_password(&stolen, PASSWORD, NEW, t0()).await.map(drop),
    ] {
        assert!(matches!(refused, Err(ServiceError::Access(AccessRefusal::TooManyAttempts { .. }))), "{refused:?}");
    }
    sign_in(&city.service, "lead").await;
});

both!(a_password_counts_as_shown_for_ten_minutes, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let token = sign_in(&city.service, "lead").await.token;
    let fresh = session(&city.service, &token).await;
    let last = t0().checked_add(CONFIRMED_FOR).expect("a time");
    assert_eq!(recently_authenticated(&fresh, last), Ok(()));
    assert_eq!(recently_authenticated(&fresh, later(11)), Err(AccessRefusal::ConfirmationRequired));
    city.service.confirm_session(&fresh, PASSWORD, None, later(11)).await.expect("a confirmation");
    let again = city.service.session_of(&token, later(12)).await.expect("an answer").expect("a session");
    assert_eq!(recently_authenticated(&again, later(12)), Ok(()));
});

both!(a_reset_link_works_once_for_half_an_hour_and_ends_everything, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let signed = sign_in(&city.service, "lead").await;
    let (first, _) = city.service.make_reset_link("lead", t0()).await.expect("a link");
    let (link, ends) = city.service.make_reset_link("lead", t0()).await.expect("a link");
    assert_eq!(ends, later(30));
    for (link, now) in [(first.as_str(), t0()), (link.as_str(), later(30)), ("no link", t0())] {
        let refused = city.service.reset_password(link, NEW, now).await;
        assert!(matches!(refused, Err(ServiceError::Access(AccessRefusal::ResetLinkInvalid))), "{refused:?}");
    }
    let short = city.service.reset_password(&link, "short", t0()).await;
    assert!(matches!(short, Err(ServiceError::Invalid { code: "password_too_short", .. })), "it can be tried again");
    city.service.reset_password(&link, NEW, later(29)).await.expect("a new password");
    let again = city.service.reset_password(&link, NEW, later(29)).await;
    assert!(matches!(again, Err(ServiceError::Access(AccessRefusal::ResetLinkInvalid))), "{again:?}");
    assert!(ended(&city.service, &signed.token).await);
    city.service.sign_in(&Attempt::new("lead", NEW), later(29)).await.expect("a sign-in");
    let kept = database.texts("select 'a link' from reset_link").await;
    assert!(kept.is_empty(), "{kept:?}");
    let unknown = city.service.make_reset_link("nobody", t0()).await;
    assert!(matches!(unknown, Err(ServiceError::NotFound("account"))), "{unknown:?}");
});

both!(a_link_that_two_use_at_once_sets_one_password, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let (link, _) = city.service.make_reset_link("lead", t0()).await.expect("a link");
    let passwords = ["first of two", "second of two"];
    let tasks = passwords.map(|password| {
        let (service, link) = (city.service.clone(), link.clone());
        tokio::spawn(async move { service.reset_password(&link, password, t0()).await })
    });
    let mut done = 0;
    for task in tasks {
        done += u32::from(task.await.expect("an end").is_ok());
    }
    let mut open = 0;
    for password in passwords {
        open += u32::from(city.service.sign_in(&Attempt::new("lead", password), t0()).await.is_ok());
    }
    assert_eq!((done, open), (1, 1));
});
