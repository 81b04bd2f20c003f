//! Tokens for programs: a part of their owner, never more, on both engines.

use std::collections::BTreeSet;

use domain::access::{Actor, Permission, Target};
use domain::id::CommandId;
use jiff::{SignedDuration, Timestamp};
use proptest::test_runner::{Config, TestRunner};
use service::access::{AccessRefusal, Attempt, Authority, NewToken, Session, TOKEN_LONGEST, TOKEN_PREFIX};
use service::account::NewPosting;
use service::{Once, Options, Service, ServiceError};
use store::api_token::TokenRow;
use testkit::city::{City, PASSWORD, fill};
use testkit::{both, t0};
use tokio::runtime::Handle;
use uuid::Uuid;

fn later(hours: i64) -> Timestamp {
    t0().checked_add(SignedDuration::from_hours(hours)).expect("a time")
}

async fn session(service: &Service, login: &str) -> Session {
    let token = service.sign_in(&Attempt::new(login, PASSWORD), t0()).await.expect("a sign-in").token;
    service.session_of(&token, t0()).await.expect("an answer").expect("a session")
}

fn order(permissions: &[Permission]) -> NewToken {
    NewToken {
        name: "a program".to_owned(),
        permissions: permissions.iter().copied().collect(),
        unit: None,
        expires_at: later(24),
    }
}

async fn bearer(service: &Service, secret: &str, now: Timestamp) -> Option<Actor> {
    service.actor_of(secret, now).await.expect("an answer").map(|(actor, _)| actor)
}

both!(a_token_does_what_it_was_made_for_until_it_ends, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let lead = session(&city.service, "lead").await;
    let (row, secret) =
        city.service.make_token(&lead, order(&[Permission::ViewHazards]), &Once::fresh(), t0()).await.expect("a token");
    assert!(secret.starts_with(TOKEN_PREFIX) && secret.len() > 64);
    let actor = bearer(&city.service, &secret, t0()).await.expect("an actor");
    assert_eq!(actor.account, lead.actor.account);
    assert_eq!(actor.permissions(city.service.titles()), [Permission::ViewHazards]);
    assert!(city.service.session_of(&secret, t0()).await.expect("an answer").is_none(), "it is no session");
    assert!(bearer(&city.service, &secret, later(24)).await.is_none(), "it has ended");
    let hashed = match database.store.engine() {
        store::Engine::Sqlite => "select lower(hex(secret_hash)) from api_token",
        store::Engine::Postgres => "select encode(secret_hash, 'hex') from api_token",
    };
    let kept = service::secret::hex(&service::secret::sha256(&[secret.as_bytes()]));
    assert_eq!(database.texts(hashed).await, [kept]);
    let listed = city.service.tokens(&lead, t0()).await.expect("a list");
    assert_eq!(listed.iter().map(|token| token.id).collect::<Vec<_>>(), [row.id]);
    let stranger = session(&city.service, "grid1").await;
    let refused = city.service.revoke_token(&stranger, row.id, t0()).await;
    assert!(matches!(refused, Err(ServiceError::NotFound("token"))), "{refused:?}");
    city.service.revoke_token(&lead, row.id, t0()).await.expect("revoked");
    assert!(bearer(&city.service, &secret, t0()).await.is_none());
    assert!(city.service.tokens(&lead, t0()).await.expect("a list").is_empty());
});

/// The token that the same request made before.
fn made_before(answer: &Result<(TokenRow, String), ServiceError>) -> Option<Uuid> {
    let Err(ServiceError::Access(AccessRefusal::TokenMade { id })) = answer else { return None };
    Some(*id)
}

both!(a_request_that_comes_again_makes_no_second_token, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let (lead, stranger) = (session(&city.service, "lead").await, session(&city.service, "grid1").await);
    let make = async |by: &Session, once: &Once| {
        city.service.make_token(by, order(&[Permission::ViewHazards]), once, t0()).await
    };
    let once = Once::new(CommandId(Uuid::now_v7()), vec![1]);
    let (row, secret) = make(&lead, &once).await.expect("a token");
    let again = make(&lead, &once).await;
    assert_eq!(made_before(&again), Some(row.id), "its secret is nowhere: {again:?}");
    let other = make(&lead, &once.clone().about(row.id)).await;
    assert!(matches!(other, Err(ServiceError::KeyReused)), "{other:?}");
    make(&stranger, &once).await.expect("a name is its sender's own");
    assert_eq!(city.service.tokens(&lead, t0()).await.expect("a list").len(), 1);
    assert!(bearer(&city.service, &secret, t0()).await.is_some(), "the first one works on");
    city.service.revoke_token(&lead, row.id, t0()).await.expect("revoked");
    let again = make(&lead, &once).await;
    assert_eq!(made_before(&again), Some(row.id), "and none comes back: {again:?}");
    make(&lead, &Once::fresh()).await.expect("another token");
});

both!(a_token_that_cannot_be_is_refused, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let lead = session(&city.service, "lead").await;
    let view = order(&[Permission::ViewHazards]);
    let too_long = later(TOKEN_LONGEST.as_hours() + 1);
    let cases = [
        (NewToken { name: " ".to_owned(), ..view.clone() }, "token_name_invalid"),
        (NewToken { name: "x".repeat(65), ..view.clone() }, "token_name_invalid"),
        (NewToken { expires_at: t0(), ..view.clone() }, "token_expiry_invalid"),
        (NewToken { expires_at: too_long, ..view.clone() }, "token_expiry_invalid"),
        (NewToken { permissions: BTreeSet::new(), ..view.clone() }, "token_scope_empty"),
    ];
    for (new, expected) in cases {
        match city.service.make_token(&lead, new, &Once::fresh(), t0()).await {
            Err(ServiceError::Invalid { code, .. }) => assert_eq!(code, expected),
            other => panic!("{expected}: {other:?}"),
        }
    }
    let above = city.service.make_token(&lead, order(&[Permission::ManageAccounts]), &Once::fresh(), t0()).await;
    assert!(matches!(above, Err(ServiceError::Forbidden(Permission::ManageAccounts))), "{above:?}");
    let stale = city
        .service
        .make_token(&lead, view, &Once::fresh(), t0().checked_add(SignedDuration::from_mins(11)).expect("a time"))
        .await;
    assert!(matches!(stale, Err(ServiceError::Access(AccessRefusal::ConfirmationRequired))), "{stale:?}");
});

both!(a_token_loses_what_its_owner_loses, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let lead = session(&city.service, "lead").await;
    let (_, secret) = city
        .service
        .make_token(&lead, order(&[Permission::ViewHazards, Permission::CloseHazard]), &Once::fresh(), t0())
        .await
        .expect("a token");
    let posting = lead.actor.postings[0].id;
    city.service.end_posting(Authority::Operator, posting, t0(), t0()).await.expect("an end");
    let actor = bearer(&city.service, &secret, t0()).await.expect("an actor");
    assert!(actor.permissions(city.service.titles()).is_empty(), "{actor:?}");
    city.service.disable_account(Authority::Operator, lead.actor.account, t0()).await.expect("disabled");
    assert!(bearer(&city.service, &secret, t0()).await.is_none());
});

both!(a_token_of_an_owner_without_a_second_factor_holds_nothing_dangerous, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let admin = session(&city.service, "admin").await;
    let wanted = [Permission::ViewHazards, Permission::ReadJournal];
    let (_, secret) = city.service.make_token(&admin, order(&wanted), &Once::fresh(), t0()).await.expect("a token");
    let strict = Options::default();
    let strict = Service::open_with(database.reopen().await, jiff::tz::TimeZone::UTC, strict).await.expect("a service");
    let actor = bearer(&strict, &secret, t0()).await.expect("an actor");
    assert_eq!(actor.permissions(strict.titles()), [Permission::ViewHazards]);
});

/// Whether everything that the token may do, its owner may do too, for every unit and body.
fn never_more(city: &City, token: &Actor, owner: &Actor) {
    let titles = city.service.titles();
    for permission in Permission::ALL {
        let (small, large) = (token.scope(titles, permission), owner.scope(titles, permission));
        for unit in city.service.tree().units() {
            for body in [None, Some(city.property), Some(city.elsewhere)] {
                let target = Target { body, ..Target::at(&unit.path) };
                assert!(!small.covers(&target) || large.covers(&target), "{permission:?} in {:?}", unit.code);
            }
        }
    }
}

both!(a_token_never_exceeds_its_owner, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let property = NewPosting {
        title: "property_manager".to_owned(),
        unit: city.id("410102001002001"),
        body: Some(city.property),
    };
    let grid1 = session(&city.service, "grid1").await.actor.account;
    city.service
        .give_posting(Authority::Operator, grid1, &property, (t0(), None), &Once::fresh(), t0())
        .await
        .expect("a posting");
    let units: Vec<_> = city.service.tree().units().iter().map(|unit| unit.id).collect();
    let logins = ["admin", "street", "lead", "grid1", "property"];
    let mut sessions = Vec::new();
    for login in logins {
        sessions.push(session(&city.service, login).await);
    }
    let handle = Handle::current();
    let (city, sessions) = (&city, &sessions);
    tokio::task::block_in_place(|| {
        let orders = (
            proptest::sample::select((0..logins.len()).collect::<Vec<_>>()),
            proptest::sample::subsequence(Permission::ALL.to_vec(), 1..=Permission::ALL.len()),
            proptest::option::of(proptest::sample::select(units)),
        );
        let mut runner = TestRunner::new(Config { cases: 40, failure_persistence: None, ..Config::default() });
        let law = runner.run(&orders, |(who, wanted, unit)| {
            let owner = &sessions[who];
            let held = owner.actor.permissions(city.service.titles());
            let within: Vec<_> = wanted.iter().copied().filter(|permission| held.contains(permission)).collect();
            handle.block_on(async {
                let asked = NewToken { unit, ..order(&wanted) };
                let made = city.service.make_token(owner, asked, &Once::fresh(), t0()).await;
                assert_eq!(made.is_ok(), within.len() == wanted.len(), "{made:?}");
                if within.is_empty() {
                    return;
                }
                let (row, secret) = city
                    .service
                    .make_token(owner, NewToken { unit, ..order(&within) }, &Once::fresh(), t0())
                    .await
                    .expect("a token");
                let token = bearer(&city.service, &secret, t0()).await.expect("an actor");
                never_more(city, &token, &owner.actor);
                let limit = unit.and_then(|unit| city.service.tree().by_id(unit).cloned());
                assert!(
                    limit.is_none_or(|limit| token.postings.iter().all(|posting| limit.path.contains(&posting.path)))
                );
                for made in made.iter().map(|(row, _)| row.id).chain([row.id]) {
                    city.service.revoke_token(owner, made, t0()).await.expect("revoked");
                }
            });
            Ok(())
        });
        law.expect("the law holds");
    });
});
