//! Proof of work: where the budget of a network is spent, a solved puzzle takes a report in, up to a hard limit.

use std::net::SocketAddr;

use axum::extract::ConnectInfo;
use axum::http::{HeaderValue, StatusCode};
use domain::access::throttle::{PROVEN_NETWORK, REPORT_NETWORK, REPORT_PUZZLE};
use serde_json::json;
use service::secret::sha256;
use testkit::city::{IN_GRID_1, fill};
use testkit::client::{Answer, Client, answer, router, router_with};
use testkit::hands::Hands;
use testkit::{both, t0};
use uuid::Uuid;

const HERE: [u8; 4] = [198, 51, 100, 7];

async fn send(client: &Client, from: [u8; 4], proof: Option<&str>) -> Answer {
    let (lon, lat) = IN_GRID_1;
    let body = json!({ "id": Uuid::now_v7(), "category": "A01", "lon": lon, "lat": lat });
    let mut request = client.request("POST", "/api/hazards", Some(body));
    if let Some(proof) = proof {
        request.headers_mut().insert("report-proof", HeaderValue::from_str(proof).expect("a header"));
    }
    request.extensions_mut().insert(ConnectInfo(SocketAddr::from((from, 40_000))));
    answer(client.raw(request).await).await
}

/// As if a lane of which one try was spent now had been tried so often.
async fn spend(database: &testkit::Database, refill_s: u32, tries: u32) {
    let now = t0().as_millisecond();
    let (once, often) = (now + i64::from(refill_s) * 1_000, now + i64::from(refill_s * tries) * 1_000);
    database.execute(&format!("update throttle set spent_until = {often} where spent_until = {once}")).await;
}

fn zero_bits(text: &str) -> u32 {
    let hash = sha256(&[text.as_bytes()]);
    u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]]).leading_zeros()
}

/// The proof that a phone would bring; and one that took no work.
fn solve(challenge: &str) -> (String, String) {
    let bits: u32 = challenge.split('.').nth(1).and_then(|bits| bits.parse().ok()).expect("bits");
    assert_eq!(bits, u32::from(REPORT_PUZZLE.zero_bits));
    let find = |works: fn(u32, u32) -> bool| {
        let mut tried = (0_u64..).map(|number| format!("{challenge}.{number}"));
        tried.find(|text| works(zero_bits(text), bits)).expect("a number")
    };
    (find(|found, bits| found >= bits), find(|found, bits| found < bits))
}

fn challenge(held: &Answer) -> String {
    let told = (held.status, &held.json["code"]);
    assert_eq!(told, (StatusCode::TOO_MANY_REQUESTS, &json!("too_many_reports")), "{}", held.json);
    held.json["challenge"].as_str().expect("a puzzle").to_owned()
}

both!(a_solved_puzzle_takes_one_report_in, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let hands = Hands::default();
    let stranger = Client::new(router_with(city.service.clone(), None, hands.clock()).await);
    assert_eq!(send(&stranger, HERE, None).await.status, StatusCode::CREATED);
    spend(&database, REPORT_NETWORK.refill_s, REPORT_NETWORK.tries).await;
    let first = challenge(&send(&stranger, HERE, None).await);
    let (proof, idle) = solve(&first);
    let harder = first.replacen(&format!("1.{}.", REPORT_PUZZLE.zero_bits), "1.0.", 1);
    for (number, wrong) in
        [idle, first.clone(), format!("{harder}.1"), "1.2.3".to_owned(), "x".repeat(900)].iter().enumerate()
    {
        let held = send(&stranger, HERE, Some(wrong)).await;
        assert_ne!(challenge(&held), first, "{number}: a new puzzle");
    }
    let taken = send(&stranger, HERE, Some(&proof)).await;
    assert_eq!(taken.status, StatusCode::CREATED, "{}", taken.json);
    challenge(&send(&stranger, HERE, Some(&proof)).await);

    // It holds for its own network, and for some minutes.
    let other = [203, 0, 113, 9];
    let (proof, _) = solve(&challenge(&send(&stranger, HERE, None).await));
    hands.forward(i64::from(REPORT_PUZZLE.lasts_s) - 1);
    assert_eq!(send(&stranger, other, None).await.status, StatusCode::CREATED);
    // Both budgets are spent then too.
    let (now, late) = (t0().as_millisecond(), t0().as_millisecond() + 10_000_000);
    let budgets = [REPORT_NETWORK.refill_s * REPORT_NETWORK.tries, REPORT_PUZZLE.lasts_s - 1 + REPORT_NETWORK.refill_s];
    for spent_s in budgets {
        let once = now + i64::from(spent_s) * 1_000;
        database.execute(&format!("update throttle set spent_until = {late} where spent_until = {once}")).await;
    }
    challenge(&send(&stranger, other, Some(&proof)).await);
    hands.forward(1);
    challenge(&send(&stranger, HERE, Some(&proof)).await);
});

both!(work_helps_no_more_at_the_hard_limit, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let stranger = Client::new(router(city.service.clone()).await);
    assert_eq!(send(&stranger, HERE, None).await.status, StatusCode::CREATED);
    spend(&database, REPORT_NETWORK.refill_s, REPORT_NETWORK.tries).await;
    let (first, _) = solve(&challenge(&send(&stranger, HERE, None).await));
    let (second, _) = solve(&challenge(&send(&stranger, HERE, None).await));
    assert_eq!(send(&stranger, HERE, Some(&first)).await.status, StatusCode::CREATED);
    spend(&database, PROVEN_NETWORK.refill_s, PROVEN_NETWORK.tries).await;
    let held = send(&stranger, HERE, Some(&second)).await;
    assert_eq!(held.status, StatusCode::TOO_MANY_REQUESTS, "{}", held.json);
    assert!(held.json.get("challenge").is_none(), "no work in vain: {}", held.json);
    assert!(held.headers.contains_key("retry-after"));
});
