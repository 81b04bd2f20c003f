//! Sign-in, sessions, second factor, tokens and accounts over HTTP.

use axum::http::{StatusCode, header};
use domain::access::throttle::UNKNOWN_DEVICE;
use serde_json::{Value, json};
use service::{Options, Service};
use testkit::both;
use testkit::city::{PASSWORD, fill};
use testkit::client::{Answer, Client, answer, router};
use totp_rs::{Builder, Secret};

async fn send(client: &Client, method: &str, path: &str, body: Option<Value>) -> Answer {
    answer(client.raw(client.request(method, path, body)).await).await
}

fn seen(answer: &Answer) -> (u16, &str) {
    (answer.status.as_u16(), answer.json["code"].as_str().unwrap_or_default())
}

/// Every code that was answered stands in the table of problems.
async fn explained(client: &Client, codes: &[&str]) {
    let table = String::from_utf8(client.bytes("/docs/problems").await).expect("UTF-8");
    for code in codes {
        assert!(table.contains(&format!("<a id=\"{code}\"></a>")), "`{code}` stands in docs/problems.md");
    }
}

both!(guessing_is_held_up_and_a_known_browser_is_not, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let router = router(city.service.clone()).await;
    let mut owner = Client::signed_in(router.clone(), "lead").await;
    let guesser = Client::new(router);
    for _ in 0..UNKNOWN_DEVICE.tries {
        let wrong = guesser.post("/api/session", json!({ "login": "lead", "password": "a guess" })).await;
        assert_eq!(seen(&wrong), (401, "sign_in_failed"));
    }
    let held = guesser.post("/api/session", json!({ "login": "lead", "password": PASSWORD })).await;
    assert_eq!(seen(&held), (429, "too_many_attempts"));
    let wait: u32 = held.headers[header::RETRY_AFTER].to_str().expect("text").parse().expect("seconds");
    assert!((1..=UNKNOWN_DEVICE.refill_s).contains(&wait));
    assert_eq!(send(&owner, "DELETE", "/api/session", None).await.status, StatusCode::NO_CONTENT);
    let again = owner.post("/api/session", json!({ "login": "lead", "password": PASSWORD })).await;
    assert_eq!(again.status, StatusCode::OK, "{}", again.json);
    owner.keep_cookies(&again.headers);
    assert_eq!(owner.get("/api/session").await.status, StatusCode::OK);
    explained(&owner, &["too_many_attempts"]).await;
});

both!(cookies_are_for_this_host_and_no_script, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let stranger = Client::new(router(city.service.clone()).await);
    let signed = stranger.post("/api/session", json!({ "login": "lead", "password": PASSWORD })).await;
    let cookies: Vec<_> =
        signed.headers.get_all(header::SET_COOKIE).iter().map(|value| value.to_str().expect("text")).collect();
    assert_eq!(cookies.len(), 2, "a session and a browser: {cookies:?}");
    for cookie in &cookies {
        assert!(
            cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Path=/"),
            "{cookie}"
        );
    }
    let lasting = cookies.iter().find(|cookie| cookie.starts_with("bridgehead-device=")).expect("the browser's");
    assert!(lasting.contains("Max-Age"), "it outlives the session: {lasting}");
});

both!(a_changed_password_renews_the_session_here, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let router = router(city.service.clone()).await;
    let mut desk = Client::signed_in(router.clone(), "lead").await;
    let phone = Client::signed_in(router, "lead").await;
    assert_eq!(desk.get("/api/sessions").await.json.as_array().expect("a list").len(), 2);
    let wrong = desk.post("/api/session/password", json!({ "old": "a guess", "new": "battery staple" })).await;
    assert_eq!(seen(&wrong), (401, "sign_in_failed"));
    let done = desk.post("/api/session/password", json!({ "old": PASSWORD, "new": "battery staple" })).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.json);
    assert_eq!(desk.get("/api/session").await.status, StatusCode::UNAUTHORIZED, "the old token is gone");
    desk.keep_cookies(&done.headers);
    assert_eq!(desk.get("/api/session").await.status, StatusCode::OK);
    assert_eq!(phone.get("/api/session").await.status, StatusCode::UNAUTHORIZED);
    let confirmed = desk.post("/api/session/confirm", json!({ "password": "battery staple" })).await;
    assert_eq!(confirmed.status, StatusCode::NO_CONTENT);
});

both!(a_reset_link_is_used_without_a_session, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let stranger = Client::new(router(city.service.clone()).await);
    let (link, _) = city.service.make_reset_link("lead", testkit::t0()).await.expect("a link");
    let bad = stranger.post("/api/password-reset", json!({ "secret": "no link", "new": "battery staple" })).await;
    assert_eq!(seen(&bad), (404, "reset_link_invalid"));
    let done = stranger.post("/api/password-reset", json!({ "secret": link, "new": "battery staple" })).await;
    assert_eq!(done.status, StatusCode::NO_CONTENT);
    let signed = stranger.post("/api/session", json!({ "login": "lead", "password": "battery staple" })).await;
    assert_eq!(signed.status, StatusCode::OK);
    explained(&stranger, &["reset_link_invalid"]).await;
});

fn code(secret: &str, at: jiff::Timestamp) -> String {
    let totp = Builder::new().with_secret(Secret::try_from_base32(secret).expect("a secret")).build().expect("codes");
    totp.generate(u64::try_from(at.as_second()).expect("a time")).to_string()
}

both!(an_administrator_enrols_a_second_factor_and_then_administers, |database: testkit::Database| async move {
    fill(database.store.clone()).await;
    let strict = Options::default();
    let strict = Service::open_with(database.reopen().await, jiff::tz::TimeZone::UTC, strict).await.expect("a service");
    testkit::keys::fit(&strict);
    let router = router(strict).await;
    let mut admin = Client::signed_in(router.clone(), "admin").await;
    assert_eq!(seen(&admin.get("/api/accounts").await), (403, "forbidden"));
    let enrolment = admin.post("/api/factor", json!({})).await;
    assert_eq!(enrolment.headers[header::CACHE_CONTROL], "no-store");
    let secret = enrolment.json["secret"].as_str().expect("a secret").to_owned();
    let wrong = admin.post("/api/factor/confirm", json!({ "code": "000000" })).await;
    assert_eq!(seen(&wrong), (401, "second_factor_invalid"));
    let proof = json!({ "code": code(&secret, testkit::t0()) });
    let proved = admin.post("/api/factor/confirm", proof).await;
    assert_eq!(proved.json["recovery_codes"].as_array().expect("codes").len(), 10, "{}", proved.json);
    admin.keep_cookies(&proved.headers);
    assert_eq!(seen(&admin.post("/api/factor", json!({})).await), (409, "factor_exists"));

    let accounts = admin.get("/api/accounts").await.json;
    let find = |login: &str| accounts.as_array().expect("a list").iter().find(|row| row["login"] == login).cloned();
    let (own, grid) = (find("admin").expect("the own"), find("grid2").expect("a grid worker"));
    assert_eq!((&own["second_factor"], &grid["second_factor"]), (&json!(true), &json!(false)));
    let postings = |row: &Value| format!("/api/accounts/{}/postings", row["id"].as_str().expect("an id"));
    let order = json!({ "title": "community_lead", "unit": grid["postings"][0]["unit"]["id"] });
    assert_eq!(seen(&admin.post(&postings(&own), order.clone()).await), (403, "own_account"));
    let given = admin.post(&postings(&grid), order).await;
    assert_eq!(given.status, StatusCode::CREATED, "{}", given.json);
    let end = format!("/api/postings/{}/end", given.json["id"].as_str().expect("an id"));
    assert_eq!(admin.post(&end, json!({})).await.status, StatusCode::NO_CONTENT);
    let disable = format!("/api/accounts/{}/disable", grid["id"].as_str().expect("an id"));
    assert_eq!(admin.post(&disable, json!({})).await.status, StatusCode::NO_CONTENT);

    let stranger = Client::new(router);
    let half = stranger.post("/api/session", json!({ "login": "admin", "password": PASSWORD })).await;
    assert_eq!(seen(&half), (401, "second_factor_required"));
    let codes = &proved.json["recovery_codes"];
    let whole = json!({ "login": "admin", "password": PASSWORD, "code": codes[0] });
    assert_eq!(stranger.post("/api/session", whole.clone()).await.status, StatusCode::OK);
    assert_eq!(seen(&stranger.post("/api/session", whole).await), (401, "second_factor_invalid"));
    explained(&stranger, &["second_factor_required", "second_factor_invalid", "factor_exists", "own_account"]).await;
    explained(&stranger, &["factor_missing", "keyring_missing", "confirmation_required", "session_required"]).await;
});

both!(a_token_is_made_once_and_its_secret_shown_once, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let lead = Client::signed_in(router(city.service.clone()).await, "lead").await;
    let expires_at = testkit::t0().as_millisecond() + 3_600_000;
    let order = json!({ "name": "bridge", "permissions": ["view_hazards"], "expires_at": expires_at });
    let key = uuid::Uuid::now_v7();
    let made = lead.post_named("/api/tokens", order.clone(), key).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.json);
    let again = lead.post_named("/api/tokens", order, key).await;
    assert_eq!(seen(&again), (409, "token_made"));
    let named = made.json["token"]["id"].as_str().expect("an id");
    assert!(again.json["detail"].as_str().expect("a detail").contains(named), "it says which to revoke");
    assert!(!again.json.to_string().contains(made.json["secret"].as_str().expect("a secret")));
    assert_eq!(lead.get("/api/tokens").await.json.as_array().expect("a list").len(), 1);
    explained(&lead, &["token_made"]).await;
});

both!(a_token_works_as_bearer_within_its_scope, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let lead = Client::signed_in(router(city.service.clone()).await, "lead").await;
    let expires_at = testkit::t0().as_millisecond() + 3_600_000;
    let order = |permission: &str| json!({ "name": "bridge", "permissions": [permission], "expires_at": expires_at });
    assert_eq!(seen(&lead.post("/api/tokens", order("fly")).await), (422, "invalid_request"));
    assert_eq!(seen(&lead.post("/api/tokens", order("manage_units")).await), (403, "forbidden"));
    let made = lead.post("/api/tokens", order("view_hazards")).await;
    assert_eq!(
        (made.status, &made.headers[header::CACHE_CONTROL]),
        (StatusCode::CREATED, &"no-store".parse().expect("a header"))
    );
    let bearer = format!("Bearer {}", made.json["secret"].as_str().expect("a secret"));
    let program = |method: &str, path: &str, bearer: &str, body: Option<Value>| {
        let stranger = lead.stranger();
        let mut request = stranger.request(method, path, body);
        request.headers_mut().insert(header::AUTHORIZATION, bearer.parse().expect("a header"));
        // No cookie rides along with a token, so where the request comes from says nothing.
        request.headers_mut().insert(header::ORIGIN, "https://elsewhere.example".parse().expect("a header"));
        async move { answer(stranger.raw(request).await).await }
    };
    let who = program("GET", "/api/session", &bearer, None).await;
    assert_eq!(who.json["permissions"], json!(["view_hazards"]));
    assert_eq!(program("GET", "/api/hazards", &bearer, None).await.status, StatusCode::OK);
    let (lon, lat) = testkit::city::IN_GRID_1;
    let hazard = json!({ "id": uuid::Uuid::now_v7(), "category": "A01", "lon": lon, "lat": lat });
    let hazard = program("POST", "/api/hazards", &bearer, Some(hazard)).await;
    assert_eq!(hazard.status, StatusCode::CREATED, "{}", hazard.json);
    let act = format!("/api/hazards/{}/actions", hazard.json["hazard"]["id"].as_str().expect("an id"));
    let refused = program("POST", &act, &bearer, Some(json!({ "version": 1, "action": "accept" }))).await;
    assert_eq!(seen(&refused), (403, "forbidden"));
    // What is for persons alone: tokens cannot breed, nor touch the account.
    for (method, path) in
        [("GET", "/api/tokens"), ("GET", "/api/sessions"), ("POST", "/api/factor"), ("GET", "/api/accounts")]
    {
        assert_eq!(seen(&program(method, path, &bearer, None).await), (403, "session_required"), "{path}");
    }
    for wrong in ["Bearer bht_wrong", "Bearer wrong", "Basic bGVhZDp4"] {
        assert_eq!(seen(&program("GET", "/api/hazards", wrong, None).await), (401, "sign_in_required"), "{wrong}");
    }
    // A program whose token has ended is not taken for a stranger who reports.
    let hazard = json!({ "id": uuid::Uuid::now_v7(), "category": "A01", "lon": lon, "lat": lat });
    assert_eq!(
        program("POST", "/api/hazards", "Bearer bht_wrong", Some(hazard)).await.status,
        StatusCode::UNAUTHORIZED
    );
    let path = format!("/api/tokens/{}", made.json["token"]["id"].as_str().expect("an id"));
    assert_eq!(send(&lead, "DELETE", &path, None).await.status, StatusCode::NO_CONTENT);
    assert_eq!(program("GET", "/api/hazards", &bearer, None).await.status, StatusCode::UNAUTHORIZED);
});
