//! Accounts and sessions: who gets in, for how long, and with what, on both engines.

use domain::access::Permission;
use domain::names::Names;
use domain::unit::change::UnitChange;
use jiff::SignedDuration;
use service::access::Attempt;
use service::account::{NewAccount, NewPosting, SESSION_LENGTH};
use service::unit::ChangeOrder;
use service::{Once, ServiceError};
use testkit::city::{City, PASSWORD, fill};
use testkit::{both, t0};

async fn new_account(city: &City, login: &str) -> NewAccount {
    let password_hash = city.service.hash_password(PASSWORD).await.expect("a hash");
    NewAccount { login: login.to_owned(), names: Names::zh(login), password_hash }
}

both!(a_wrong_name_and_a_wrong_password_look_alike, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let wrong_password =
        city.service.sign_in(&Attempt::new("lead", "not the password"), t0()).await.expect_err("a refusal");
    let wrong_name = city.service.sign_in(&Attempt::new("nobody", PASSWORD), t0()).await.expect_err("a refusal");
    assert!(matches!(wrong_password, ServiceError::SignInFailed), "{wrong_password:?}");
    assert!(matches!(wrong_name, ServiceError::SignInFailed), "{wrong_name:?}");
    assert_eq!(database.store.journal_count("session.").await.expect("a count"), 0, "nobody signed in");
});

both!(a_session_ends_when_it_expires, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let signed = city.service.sign_in(&Attempt::new("lead", PASSWORD), t0()).await.expect("a sign-in");
    let end = t0().checked_add(SESSION_LENGTH).expect("a time");
    assert_eq!(signed.expires_at, end);
    let last = end.checked_sub(SignedDuration::from_millis(1)).expect("a time");
    let (actor, ends_at) = city.service.actor_of(&signed.token, last).await.expect("an answer").expect("a session");
    assert_eq!((actor.login.as_str(), ends_at), ("lead", end));
    assert!(city.service.actor_of(&signed.token, end).await.expect("an answer").is_none());
    assert_eq!(city.service.forget_ended_sessions(last).await.expect("a round"), 0);
    assert_eq!(city.service.forget_ended_sessions(end).await.expect("a round"), 1);
});

both!(signing_out_ends_one_session_once, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let first = city.service.sign_in(&Attempt::new("lead", PASSWORD), t0()).await.expect("a sign-in");
    let second = city.service.sign_in(&Attempt::new("lead", PASSWORD), t0()).await.expect("a sign-in");
    for _ in 0..2 {
        city.service.sign_out(&first.token, t0()).await.expect("no error, even when it has ended");
    }
    assert!(city.service.actor_of(&first.token, t0()).await.expect("an answer").is_none());
    assert!(city.service.actor_of(&second.token, t0()).await.expect("an answer").is_some(), "the other one goes on");
    assert_eq!(database.store.journal_count("session.signed_out").await.expect("a count"), 1);
});

both!(a_disabled_account_loses_its_sessions, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let signed = city.service.sign_in(&Attempt::new("lead", PASSWORD), t0()).await.expect("a sign-in");
    database.execute("update account set disabled_at = 1 where login = 'lead'").await;
    assert!(city.service.actor_of(&signed.token, t0()).await.expect("an answer").is_none());
    let refused = city.service.sign_in(&Attempt::new("lead", PASSWORD), t0()).await.expect_err("a refusal");
    assert!(matches!(refused, ServiceError::SignInFailed), "{refused:?}");
});

both!(a_token_is_kept_nowhere, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let signed = city.service.sign_in(&Attempt::new("lead", PASSWORD), t0()).await.expect("a sign-in");
    assert!(signed.token.len() >= 32, "it cannot be guessed");
    let hashed = match database.store.engine() {
        store::Engine::Sqlite => "select lower(hex(token_hash)) from session",
        store::Engine::Postgres => "select encode(token_hash, 'hex') from session",
    };
    let expected = service::secret::hex(&service::secret::sha256(&[signed.token.as_bytes()]));
    assert_eq!(database.texts(hashed).await, [expected]);
});

both!(a_posting_counts_from_its_day_and_not_in_an_ended_unit, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let grid = city.unit("410102001002001");
    let close = UnitChange::Close { successor: None };
    let order = ChangeOrder { unit: grid.id, version: grid.version, change: close, at: None };
    city.service.change_unit(&city.actor("admin").await, &order, &Once::fresh(), t0()).await.expect("a change");
    // Whoever held a posting there holds it in the heir now; one given afterwards has no heir.
    let late = NewPosting { title: "community_lead".to_owned(), unit: grid.id, body: None };
    city.service.create_account(new_account(&city, "late").await, &[late], t0()).await.expect("an account");
    let late = city.actor("late").await;
    assert!(late.postings.is_empty() && city.service.hazard_scope(&late).is_empty(), "{late:?}");
    let day_before = t0().checked_sub(SignedDuration::from_hours(24)).expect("a time");
    let lead = city.service.actor_by_login("lead", day_before).await.expect("an actor");
    assert!(lead.postings.is_empty(), "not appointed yet");
});

both!(a_refused_account_leaves_nothing, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let before = database.texts("select login from account order by login").await;
    let taken = city.service.create_account(new_account(&city, "lead").await, &[], t0()).await;
    assert!(matches!(taken, Err(ServiceError::Exists("sign-in name"))), "{taken:?}");
    for login in ["", "Lead", "a b", "李", &"x".repeat(65)] {
        let refused = city.service.create_account(new_account(&city, login).await, &[], t0()).await;
        assert!(matches!(refused, Err(ServiceError::Invalid { code: "login_invalid", .. })), "{login}: {refused:?}");
    }
    let emperor = NewPosting { title: "emperor".to_owned(), unit: city.id("4101"), body: None };
    let refused = city.service.create_account(new_account(&city, "new").await, &[emperor], t0()).await;
    assert!(matches!(refused, Err(ServiceError::Invalid { code: "title_unknown", .. })), "{refused:?}");
    let short = city.service.hash_password("too short").await;
    assert!(matches!(short, Err(ServiceError::Invalid { code: "password_too_short", .. })), "{short:?}");
    assert_eq!(database.texts("select login from account order by login").await, before);
});

both!(an_account_can_do_what_its_titles_grant_and_no_more, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let admin = city.actor("admin").await.permissions(city.service.titles());
    assert!(admin.contains(&Permission::ManageUnits) && !admin.contains(&Permission::CloseHazard), "{admin:?}");
    let grid = city.actor("grid1").await.permissions(city.service.titles());
    assert!(grid.contains(&Permission::VerifyHazard) && !grid.contains(&Permission::ManageUnits), "{grid:?}");
});
