//! Signing in by a real OpenID provider on a real socket: the whole code flow, and what must not open anything.
//! Invariant: a session begins only for an account that an administrator linked, in the browser that began, by a token
//! that the provider signed for us, now.

pub(crate) mod browser;
pub(crate) mod provider;

use std::sync::Arc;

use axum::http::StatusCode;
use browser::{Arrival, Browser};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use notify::outgoing::{Http, Reach};
use provider::{ADDRESS, Running, SECRET};
use serde_json::json;
use service::access::{Attempt, Authority};
use service::{Options, Service};
use testkit::both;
use testkit::city::{City, PASSWORD, fill};
use testkit::client::router_with;
use totp_rs::{Builder, Secret};

fn settings(issuer: &str) -> oidc::Settings {
    let text = str::to_owned;
    oidc::Settings {
        issuer: text(issuer),
        client_id: text("bridgehead"),
        client_secret: text(SECRET),
        address: text(ADDRESS),
        label: text("sso"),
    }
}

/// The provider lives by the real clock, and so does everything beside it.
#[expect(clippy::disallowed_methods, reason = "the provider's tokens are of now")]
fn now() -> Timestamp {
    Timestamp::now()
}

/// A city whose sign-in page leads to the provider; everything runs by the real clock.
struct Place {
    city: City,
    issuer: String,
    router: axum::Router,
}

impl Place {
    async fn new(database: &testkit::Database, issuer: &str) -> Self {
        let city = fill(database.store.clone()).await;
        let strict = Options::default();
        let service = Service::open_with(database.reopen().await, TimeZone::UTC, strict).await.expect("a service");
        testkit::keys::fit(&service);
        let loopback = Reach::allowing(vec!["127.0.0.0/8".parse().expect("a network")]);
        let provider = oidc::Provider::new(settings(issuer), Http::new(loopback).expect("TLS")).expect("settings");
        let router = router_with(service.clone(), Some(Arc::new(provider)), Arc::new(now)).await;
        Self { city: City { service, ..city }, issuer: issuer.to_owned(), router }
    }

    fn browser(&self) -> Browser {
        Browser::new(self.router.clone())
    }

    async fn link(&self, login: &str, subject: &str) {
        let id = self.city.service.actor_by_login(login, now()).await.expect("an account").account;
        let linked = self.city.service.link_identity(Authority::Operator, id, &self.issuer, subject, now());
        linked.await.expect("a link");
    }
}

both!(a_linked_identity_signs_in_and_nobody_else, |database: testkit::Database| async move {
    let running = Running::start();
    let place = Place::new(&database, &running.issuer).await;
    let stranger = place.browser().sign_in("lead", &[], "/console/hazards").await;
    assert_eq!(stranger.problem(), (StatusCode::FORBIDDEN, "identity_unlinked"), "the same name links nobody");
    place.link("lead", "8d2f60").await;
    let mut browser = place.browser();
    let arrival = browser.sign_in("8d2f60", &[], "/console/hazards?open=true").await;
    assert_eq!((arrival.status, arrival.location.as_str()), (StatusCode::SEE_OTHER, "/console/hazards?open=true"));
    let session = browser.own("GET", "/api/session", None).await;
    assert_eq!(session.json["account"]["login"], "lead");
    let first = browser.cookie("bridgehead").expect("a session");
    browser.sign_in("8d2f60", &[], "/").await;
    assert_ne!(browser.cookie("bridgehead").expect("a session"), first, "each sign-in has a new id");
    assert_eq!(browser.cookie("bridgehead-round"), None, "nothing of the round is left");
    let told = database.texts("select payload from journal where kind = 'session.signed_in' order by seq").await;
    assert_eq!(told.last().map(String::as_str), Some("{\"how\":\"oidc\"}"), "{told:?}");
    let links = database.texts("select payload from journal where kind = 'account.identity_linked'").await;
    assert!(links.len() == 1 && !links[0].contains("8d2f60"), "who somebody is elsewhere is personal: {links:?}");

    let held = place.city.service.holdings("lead").await.expect("holdings");
    assert_eq!(held.outside_identities.iter().map(|link| link.subject.as_str()).collect::<Vec<_>>(), ["8d2f60"]);
    place.city.service.disable_account(Authority::Operator, held.account, now()).await.expect("disabled");
    assert_eq!(browser.own("GET", "/api/session", None).await.status, StatusCode::UNAUTHORIZED);
    let disabled = place.browser().sign_in("8d2f60", &[], "/").await;
    assert_eq!(disabled.problem(), (StatusCode::FORBIDDEN, "identity_unlinked"));
});

both!(a_link_is_given_once_and_taken_away_with_every_session, |database: testkit::Database| async move {
    let running = Running::start();
    let place = Place::new(&database, &running.issuer).await;
    place.link("lead", "one").await;
    let (service, at) = (&place.city.service, now());
    let other = service.actor_by_login("grid1", at).await.expect("an account").account;
    let twice = service.link_identity(Authority::Operator, other, &place.issuer, "one", at).await;
    assert!(matches!(twice, Err(service::ServiceError::Exists(_))), "{twice:?}");
    let bad = service.link_identity(Authority::Operator, other, &place.issuer, "a\0b", at).await;
    assert!(matches!(bad, Err(service::ServiceError::Invalid { code: "identity_invalid", .. })), "{bad:?}");
    let mut browser = place.browser();
    assert_eq!(browser.sign_in("one", &[], "/").await.status, StatusCode::SEE_OTHER);
    let lead = service.actor_by_login("lead", at).await.expect("an account").account;
    let person = service.sign_in(&Attempt::new("grid1", PASSWORD), at).await.expect("a session");
    let person = service.session_of(&person.token, at).await.expect("an answer").expect("a session");
    let refused = service.unlink_identity(Authority::Person(&person), lead, &place.issuer, "one", at).await;
    assert!(
        matches!(refused, Err(service::ServiceError::Forbidden(_))),
        "a grid worker administers nobody: {refused:?}"
    );
    service.unlink_identity(Authority::Operator, lead, &place.issuer, "one", at).await.expect("taken away");
    assert_eq!(browser.own("GET", "/api/session", None).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(place.browser().sign_in("one", &[], "/").await.problem().1, "identity_unlinked");
});

both!(an_answer_counts_once_and_in_its_own_browser, |database: testkit::Database| async move {
    let running = Running::start();
    let place = Place::new(&database, &running.issuer).await;
    place.link("lead", "lead").await;
    let mut browser = place.browser();
    let back = browser.fetch_code("lead", &[], "/").await;
    let refused = place.browser().arrive(&back).await;
    assert_eq!(refused.problem(), (StatusCode::FORBIDDEN, "outside_state_invalid"), "another browser");
    let mut elsewhere = place.browser();
    elsewhere.fetch_code("lead", &[], "/").await;
    assert_eq!(elsewhere.arrive(&back).await.problem().1, "outside_state_invalid", "another round");

    let round = browser.cookie("bridgehead-round").expect("a round");
    let altered = back.replace("state=", "state=0");
    let wrong = browser.arrive(&altered).await;
    assert_eq!(wrong.problem(), (StatusCode::FORBIDDEN, "outside_state_invalid"));
    assert_eq!(
        browser.arrive(&back).await.problem().1,
        "outside_state_invalid",
        "the round ended with its first answer"
    );
    browser.set_cookie("bridgehead-round", &round);
    assert_eq!(browser.arrive(&back).await.status, StatusCode::SEE_OTHER);
    assert_eq!(browser.own("GET", "/api/session", None).await.json["account"]["login"], "lead");
    browser.set_cookie("bridgehead-round", &round);
    let replayed = browser.arrive(&back).await;
    assert_eq!(replayed.problem(), (StatusCode::UNAUTHORIZED, "provider_refused"), "a code opens once");

    // A code of somebody else's round, with this browser's own state: PKCE holds.
    let mut victim = place.browser();
    let own = victim.fetch_code("lead", &[], "/").await;
    let foreign = place.browser().fetch_code("lead", &[], "/").await;
    let code = |address: &str| browser::parameter(address, "code").expect("a code");
    let injected = own.replace(&code(&own), &code(&foreign));
    assert_eq!(victim.arrive(&injected).await.problem(), (StatusCode::UNAUTHORIZED, "provider_refused"));
    let denied = "/api/session/oidc/callback?error=access_denied&state=x";
    assert_eq!(place.browser().arrive(denied).await.problem().1, "outside_state_invalid");
});

both!(a_token_that_was_not_made_for_us_now_opens_nothing, |database: testkit::Database| async move {
    let running = Running::start();
    let place = Place::new(&database, &running.issuer).await;
    for forged in [
        "wrong-nonce",
        "no-nonce",
        "wrong-audience",
        "wrong-issuer",
        "expired",
        "long-issued",
        "foreign-key",
        "keyed-by-the-secret",
        "unsigned",
    ] {
        place.link("lead", forged).await;
        let mut browser = place.browser();
        let arrival = browser.sign_in(forged, &[], "/").await;
        assert_eq!(arrival.problem(), (StatusCode::UNAUTHORIZED, "provider_refused"), "{forged}");
        assert_eq!(browser.own("GET", "/api/session", None).await.status, StatusCode::UNAUTHORIZED, "{forged}");
    }
});

both!(a_second_factor_is_asked_for_unless_the_provider_saw_one, |database: testkit::Database| async move {
    let running = Running::start();
    let place = Place::new(&database, &running.issuer).await;
    place.link("admin", "admin").await;
    let administers = |answer: &serde_json::Value| {
        answer["permissions"].as_array().expect("a list").contains(&json!("manage_accounts"))
    };
    let mut plain = place.browser();
    plain.sign_in("admin", &[], "/").await;
    assert!(!administers(&plain.own("GET", "/api/session", None).await.json), "the title asks for a second factor");
    let mut strong = place.browser();
    strong.sign_in("admin", &["pwd", "mfa"], "/").await;
    assert!(administers(&strong.own("GET", "/api/session", None).await.json), "the provider saw one");
    let mut otp = place.browser();
    otp.sign_in("admin", &["otp"], "/").await;
    assert!(administers(&otp.own("GET", "/api/session", None).await.json));

    // With a factor of its own, the account shows its code.
    let enrolment = otp.own("POST", "/api/factor", Some(json!({}))).await;
    let secret = enrolment.json["secret"].as_str().expect("a secret").to_owned();
    let code = |at: Timestamp| {
        let secret = Secret::try_from_base32(&secret).expect("a secret");
        let codes = Builder::new().with_secret(secret).build().expect("codes");
        codes.generate(u64::try_from(at.as_second()).expect("a time")).to_string()
    };
    let proof = json!({ "code": code(now()) });
    let proved = otp.own("POST", "/api/factor/confirm", Some(proof)).await;
    let spare = proved.json["recovery_codes"][0].as_str().expect("a code").to_owned();

    let mut browser = place.browser();
    let arrival = browser.sign_in("admin", &[], "/").await;
    assert_eq!(arrival.problem(), (StatusCode::UNAUTHORIZED, "second_factor_required"));
    assert_eq!(browser.own("GET", "/api/session", None).await.status, StatusCode::UNAUTHORIZED, "not yet");
    let send = |code: &str| Some(json!({ "code": code }));
    let wrong = browser.own("POST", "/api/session/oidc/code", send("000000")).await;
    assert_eq!(wrong.json["code"], "second_factor_invalid");
    let stranger = place.browser().own("POST", "/api/session/oidc/code", send(&spare)).await;
    assert_eq!(stranger.json["code"], "outside_expired", "the code belongs to the browser that waits");
    let waiting = browser.cookie("bridgehead-waiting").expect("it waits");
    let right = browser.own("POST", "/api/session/oidc/code", send(&spare)).await;
    assert_eq!(right.status, StatusCode::OK, "{}", right.json);
    assert!(administers(&browser.own("GET", "/api/session", None).await.json));
    browser.set_cookie("bridgehead-waiting", &waiting);
    let again = browser.own("POST", "/api/session/oidc/code", send(&spare)).await;
    assert_eq!(again.json["code"], "outside_expired", "one code, one session");
    assert_eq!(place.browser().sign_in("admin", &["mfa"], "/").await.status, StatusCode::SEE_OTHER);
});

both!(no_other_site_is_where_a_sign_in_ends, |database: testkit::Database| async move {
    let running = Running::start();
    let place = Place::new(&database, &running.issuer).await;
    place.link("lead", "lead").await;
    for foreign in ["https://evil.example/", "//evil.example", "/%5Cevil.example", "/%09/evil.example", "javascript:a"]
    {
        let arrival = place.browser().sign_in("lead", &[], foreign).await;
        assert_eq!((arrival.status, arrival.location.as_str()), (StatusCode::SEE_OTHER, "/console/"), "{foreign}");
    }
    // Even if somebody could write the cookie.
    let mut browser = place.browser();
    let back = browser.fetch_code("lead", &[], "/").await;
    let round = browser.cookie("bridgehead-round").expect("a round");
    let (secret, _) = round.split_once('.').expect("two parts");
    browser.set_cookie("bridgehead-round", &format!("{secret}.//evil.example"));
    assert_eq!(browser.arrive(&back).await.location, "/console/");
});

both!(while_the_provider_is_down_the_password_still_works, |database: testkit::Database| async move {
    let issuer = {
        let running = Running::start();
        running.issuer.clone()
    };
    let place = Place::new(&database, &issuer).await;
    let mut browser = place.browser();
    let down = browser.own("GET", "/api/session/oidc?next=/", None).await;
    assert_eq!(
        (down.status, down.json["code"].as_str()),
        (StatusCode::SERVICE_UNAVAILABLE, Some("provider_unavailable"))
    );
    assert!(down.headers.contains_key("retry-after"));
    let page = browser.page("/api/session/oidc?next=/").await;
    assert_eq!(page.location, "/console/sign-in?problem=provider_unavailable", "a person is told on the page");
    let signed = browser.own("POST", "/api/session", Some(json!({ "login": "lead", "password": PASSWORD }))).await;
    assert_eq!(signed.status, StatusCode::OK);
    let table = String::from_utf8(testkit::client::Client::new(place.router.clone()).bytes("/docs/problems").await);
    let table = table.expect("UTF-8");
    for code in [
        "provider_unavailable",
        "provider_refused",
        "outside_state_invalid",
        "outside_sign_in_off",
        "outside_expired",
        "identity_unlinked",
        "identity_invalid",
    ] {
        assert!(table.contains(&format!("<a id=\"{code}\"></a>")), "`{code}` stands in docs/problems.md");
    }
});

both!(a_fresh_sign_in_counts_as_a_recent_one, |database: testkit::Database| async move {
    let running = Running::start();
    let place = Place::new(&database, &running.issuer).await;
    place.link("lead", "lead").await;
    let mut browser = place.browser();
    let before = now();
    let address = browser.begin("/api/session/oidc?fresh=true").await;
    assert_eq!(browser::parameter(&address, "prompt").as_deref(), Some("login"));
    assert_eq!(browser::parameter(&address, "max_age").as_deref(), Some("0"));
    assert_eq!(browser::parameter(&address, "code_challenge_method").as_deref(), Some("S256"));
    let back = browser.at_provider(&address, "lead", &[]);
    assert_eq!(browser.arrive(&back).await.status, StatusCode::SEE_OTHER);
    let token = browser.cookie("bridgehead").expect("a session");
    let session = place.city.service.session_of(&token, now()).await.expect("an answer").expect("a session");
    // The provider counts in seconds.
    assert!(session.authenticated_at.as_second() >= before.as_second(), "{session:?}");
    assert!(!session.second_factor);
    let _: &Arrival = &browser.arrive(&back).await;
});
