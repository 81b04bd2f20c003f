//! Pages of other sites: closed unless the operator names them, and never with a session.

use axum::http::{HeaderMap, StatusCode};
use serde_json::json;
use testkit::both;
use testkit::city::{IN_GRID_1, fill};
use testkit::client::{Client, router, router_for};

const NAMED: &str = "https://map.example.org";

async fn asked(client: &Client, method: &str, path: &str, origin: &str) -> (StatusCode, HeaderMap) {
    let mut request = client.request(method, path, None);
    request.headers_mut().insert("origin", origin.parse().expect("a header"));
    if method == "OPTIONS" {
        request.headers_mut().insert("access-control-request-method", "POST".parse().expect("a header"));
        let headers = "content-type,idempotency-key,authorization".parse().expect("a header");
        request.headers_mut().insert("access-control-request-headers", headers);
    }
    let (parts, _) = client.raw(request).await.into_parts();
    (parts.status, parts.headers)
}

fn allowed(headers: &HeaderMap) -> Option<&str> {
    headers.get("access-control-allow-origin").map(|value| value.to_str().expect("text"))
}

both!(no_other_site_is_let_in_by_itself, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let stranger = Client::new(router(city.service.clone()).await);
    let (status, headers) = asked(&stranger, "GET", "/api/catalogue", NAMED).await;
    assert_eq!((status, allowed(&headers)), (StatusCode::OK, None));
    let (status, headers) = asked(&stranger, "OPTIONS", "/api/hazards", NAMED).await;
    assert_eq!((status, allowed(&headers)), (StatusCode::METHOD_NOT_ALLOWED, None));
    assert!(headers.keys().all(|name| !name.as_str().starts_with("access-control")));
});

both!(a_named_site_is_let_in_and_no_other, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let stranger = Client::new(router_for(city.service.clone(), &[NAMED]).await);
    let (status, headers) = asked(&stranger, "OPTIONS", "/api/hazards", NAMED).await;
    assert_eq!((status, allowed(&headers)), (StatusCode::OK, Some(NAMED)));
    let text = |name| headers[name].to_str().expect("text").to_lowercase();
    assert!(text("access-control-allow-methods").contains("post"));
    assert!(text("access-control-allow-headers").contains("idempotency-key"));
    assert!(!headers.contains_key("access-control-allow-credentials"), "no session travels");
    let (_, headers) = asked(&stranger, "GET", "/api/catalogue", NAMED).await;
    assert_eq!(allowed(&headers), Some(NAMED));
    let vary: Vec<_> =
        headers.get_all("vary").iter().map(|value| value.to_str().expect("text").to_lowercase()).collect();
    assert!(vary.iter().any(|names| names.contains("origin")), "no cache mixes sites up: {vary:?}");
    assert!(headers["access-control-expose-headers"].to_str().expect("text").contains("retry-after"));
    assert_eq!(headers["x-content-type-options"], "nosniff");
    for other in ["https://map.example.org.evil.example", "http://map.example.org", "null"] {
        let (_, headers) = asked(&stranger, "GET", "/api/catalogue", other).await;
        assert_eq!(allowed(&headers), None, "{other}");
    }
    // A refusal is read there too.
    let (status, headers) = asked(&stranger, "GET", "/api/hazards", NAMED).await;
    assert_eq!((status, allowed(&headers)), (StatusCode::UNAUTHORIZED, Some(NAMED)));
});

both!(a_named_site_cannot_use_a_session, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let lead = Client::signed_in(router_for(city.service.clone(), &[NAMED]).await, "lead").await;
    let (lon, lat) = IN_GRID_1;
    let body = json!({ "id": uuid::Uuid::now_v7(), "category": "A01", "lon": lon, "lat": lat });
    let mut request = lead.request("POST", "/api/hazards", Some(body));
    request.headers_mut().insert("origin", NAMED.parse().expect("a header"));
    assert_eq!(lead.raw(request).await.status(), StatusCode::FORBIDDEN);
});

#[test]
fn only_an_origin_is_an_origin() {
    let of = |text: &str| server::origins(&[text.to_owned()]);
    for good in
        ["https://map.example.org", "http://127.0.0.1:8080", "http://[::1]:3000", "http://[::1]", "http://localhost"]
    {
        assert!(of(good).is_ok(), "{good}");
    }
    for bad in
        ["*", "null", "", "https://", "map.example.org", "https://a.example/", "https://a.example/x", "ftp://a.example"]
            .into_iter()
            .chain([
                "https://A.example",
                "https://a.example:99999",
                "https://a.example:",
                "https://a b",
                "https://u@a.example",
            ])
    {
        assert!(of(bad).is_err_and(|told| told.contains(&format!("`{bad}`"))), "{bad}");
    }
}
