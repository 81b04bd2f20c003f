//! Floods of reports from one network: told when to come again, while nobody else is held up.

use std::net::SocketAddr;

use axum::extract::ConnectInfo;
use axum::http::StatusCode;
use domain::access::throttle::REPORT_PLACE;
use serde_json::{Value, json};
use testkit::both;
use testkit::city::{IN_GRID_1, IN_GRID_2, fill};
use testkit::client::{Answer, Client, answer, router_with};
use testkit::hands::Hands;
use uuid::Uuid;

fn report((lon, lat): (f64, f64)) -> Value {
    json!({ "id": Uuid::now_v7(), "category": "A01", "lon": lon, "lat": lat })
}

/// Sends a report as it comes from an address.
async fn send(client: &Client, from: [u8; 4], key: Uuid, body: Value) -> Answer {
    let mut request = client.request("POST", "/api/hazards", Some(body));
    request.headers_mut().insert("idempotency-key", key.to_string().parse().expect("a header"));
    request.extensions_mut().insert(ConnectInfo(SocketAddr::from((from, 40_000))));
    answer(client.raw(request).await).await
}

both!(a_network_that_floods_is_told_when_to_come_again, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let hands = Hands::default();
    let router = router_with(city.service.clone(), None, hands.clock()).await;
    let stranger = Client::new(router.clone());
    let here = [198, 51, 100, 7];
    let (first, first_body) = (Uuid::now_v7(), report(IN_GRID_1));
    assert_eq!(send(&stranger, here, first, first_body.clone()).await.status, StatusCode::CREATED);
    for number in 1..REPORT_PLACE.tries {
        let sent = send(&stranger, here, Uuid::now_v7(), report(IN_GRID_1)).await;
        assert_eq!(sent.status, StatusCode::CREATED, "{number}: {}", sent.json);
    }
    let kept_body = report(IN_GRID_1);
    let held = send(&stranger, here, Uuid::now_v7(), kept_body.clone()).await;
    assert_eq!((held.status, &held.json["code"]), (StatusCode::TOO_MANY_REQUESTS, &json!("too_many_reports")));
    assert_eq!(held.headers["content-type"], "application/problem+json");
    let wait: i64 = held.headers["retry-after"].to_str().expect("text").parse().expect("whole seconds");
    assert!((1..=i64::from(REPORT_PLACE.refill_s)).contains(&wait), "{wait}");

    // Nobody else: another network, another unit, somebody signed in, and a repetition of what was taken.
    let others = [
        send(&stranger, [203, 0, 113, 9], Uuid::now_v7(), report(IN_GRID_1)).await,
        send(&stranger, here, Uuid::now_v7(), report(IN_GRID_2)).await,
        send(&Client::signed_in(router.clone(), "lead").await, here, Uuid::now_v7(), report(IN_GRID_1)).await,
        send(&stranger, here, first, first_body).await,
    ];
    for (number, other) in others.iter().enumerate() {
        assert_eq!(other.status, StatusCode::CREATED, "{number}: {}", other.json);
    }
    // What was promised holds, and one second less does not.
    hands.forward(wait - 1);
    let early = send(&stranger, here, Uuid::now_v7(), kept_body.clone()).await;
    assert_eq!(early.status, StatusCode::TOO_MANY_REQUESTS, "{}", early.json);
    hands.forward(1);
    let taken = send(&stranger, here, Uuid::now_v7(), kept_body).await;
    assert_eq!(taken.status, StatusCode::CREATED, "{}", taken.json);
});
