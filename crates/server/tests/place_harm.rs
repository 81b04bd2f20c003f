//! Places, closures and reports of harm over HTTP: what a client sees, and what it never sees.

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use serde_json::json;
use testkit::city::fill;
use testkit::client::{Answer, Client, answer, router};
use testkit::{both, t0};
use uuid::Uuid;

const CSV: &str = "code,kind,name_zh,unit_code,lon,lat,elevation_m,sill_m,household_count,responsible_body\r\n\
    b1,building,一号楼,410102001002001,113.605,34.755,88.25,,60,\r\n\
    g1,underground_garage,地下车库,410102001002001,113.605,34.755,88.2,88.35,,P1\r\n";

async fn import(client: &Client, query: &str, text: &[u8]) -> Answer {
    let mut request = client.request("POST", &format!("/api/places/import{query}"), None);
    request.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv"));
    *request.body_mut() = Body::from(text.to_vec());
    answer(client.raw(request).await).await
}

both!(a_register_comes_in_after_a_look_and_leaves_as_it_can_come_in_again, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let lead = Client::signed_in(router(city.service.clone()).await, "lead").await;
    let looked = import(&lead, "?dry_run=true", CSV.as_bytes()).await;
    assert_eq!(
        (looked.status, &looked.json["rows"], &looked.json["taken"]),
        (StatusCode::OK, &json!(2), &json!(false))
    );
    let register = format!("/api/places/register?unit={}", city.id("410102001002"));
    assert_eq!(lead.get(&register).await.json["items"], json!([]), "only looked at");
    let broken = import(&lead, "", CSV.replace("410102001002001,113", "nowhere,113").as_bytes()).await;
    assert_eq!((&broken.json["taken"], &broken.json["findings"][0]["code"]), (&json!(false), &json!("unknown")));
    assert_eq!(import(&lead, "", CSV.as_bytes()).await.json["taken"], true);
    let found = lead.get(&format!("{register}&q=车库")).await.json;
    assert_eq!((&found["items"][0]["code"], &found["items"][0]["sill_m"]), (&json!("g1"), &json!(88.35)));
    assert_eq!(lead.get(&format!("{register}&kind=building")).await.json["items"][0]["households"], 60);
    let counts = lead.get(&format!("/api/places/counts?unit={}", city.id("410102001002"))).await.json;
    assert_eq!(counts["kinds"].as_array().map(Vec::len), Some(2), "{counts}");
    let file = lead.bytes("/api/places/register/export").await;
    let again = import(&lead, "?dry_run=true", &file).await.json;
    assert_eq!((&again["rows"], &again["new"], &again["findings"]), (&json!(2), &json!(0), &json!([])), "{again}");
});

both!(the_phone_lists_what_is_to_close_and_the_desk_counts_it, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let router = router(city.service.clone()).await;
    let (lead, grid) =
        (Client::signed_in(router.clone(), "lead").await, Client::signed_in(router.clone(), "grid1").await);
    assert_eq!(import(&lead, "", CSV.as_bytes()).await.json["taken"], true);
    let community = city.id("410102001002");
    let proposal = format!("/api/closures/proposal?unit={community}&hazard=rainstorm&colour=orange");
    assert_eq!(lead.get(&proposal).await.json["items"][0]["code"], "g1");
    let due = t0().as_millisecond() + 600_000;
    let order = json!({ "unit": community, "hazard": "rainstorm", "colour": "orange", "due_at": due });
    assert_eq!(grid.post("/api/closures", order.clone()).await.status, StatusCode::FORBIDDEN);
    assert_eq!(lead.post("/api/closures", order).await.json["ordered"], 1);
    let mine = grid.get("/api/me/closures").await.json;
    let id = mine["items"][0]["id"].as_str().expect("a closure").to_owned();
    assert_eq!((&mine["items"][0]["state"], &mine["items"][0]["due_at"]), (&json!("to_close"), &json!(due)));
    let early = grid.post(&format!("/api/closures/{id}/reopened"), json!({})).await;
    assert_eq!((early.status, &early.json["code"]), (StatusCode::CONFLICT, &json!("closure_not_closed")));
    let closed = grid.post(&format!("/api/closures/{id}/closed"), json!({ "note": "防水板已装\u{0}" })).await;
    assert_eq!((closed.status, &closed.json["note"]), (StatusCode::OK, &json!("防水板已装")), "{}", closed.json);
    let counts = lead.get("/api/closures/counts").await.json;
    assert_eq!(counts["total"], json!({ "closed": 1, "all": 1 }));
    let early = grid.post(&format!("/api/closures/{id}/reopened"), json!({})).await;
    assert_eq!(early.json["code"], "reopening_not_authorised");
    lead.post(&format!("/api/closures/{id}/authorisation"), json!({})).await;
    let open = grid.post(&format!("/api/closures/{id}/reopened"), json!({})).await;
    assert_eq!(open.json["state"], "reopened", "{}", open.json);
    let text = String::from_utf8(lead.bytes("/api/closures/export?state=all").await).expect("text");
    assert!(text.contains("g1") && text.contains("reopened"), "{text}");
});

both!(a_report_of_harm_is_taken_once_seen_by_all_levels_and_names_nobody, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let router = router(city.service.clone()).await;
    let grid = Client::signed_in(router.clone(), "grid1").await;
    let (id, key) = (Uuid::now_v7(), Uuid::now_v7());
    let report =
        json!({ "id": id, "kind": "underground_flooding", "dead": 2, "known_at": t0().as_millisecond() - 60_000 });
    let taken = grid.post_named("/api/harm-reports", report.clone(), key).await;
    assert_eq!(taken.status, StatusCode::CREATED, "{}", taken.json);
    let again = grid.post_named("/api/harm-reports", report, key).await;
    assert_eq!((again.status, &again.json["versions"][1]), (StatusCode::CREATED, &json!(null)));
    let person = city.actor("grid1").await;
    for login in ["lead", "street", "district"] {
        let desk = Client::signed_in(router.clone(), login).await;
        let shown = desk.get(&format!("/api/harm-reports/{id}")).await.json;
        assert_eq!((&shown["versions"][0]["dead"], &shown["versions"][0]["missing"]), (&json!(2), &json!(null)));
        assert_eq!((&shown["verified"], &shown["mine"]), (&json!(false), &json!(false)));
        let text = shown.to_string();
        for secret in [person.account.to_string(), person.postings[0].id.to_string()] {
            assert!(!text.contains(&secret), "{login} sees who reported: {text}");
        }
    }
    let street = Client::signed_in(router.clone(), "street").await;
    let version = json!({ "stage": "final", "verified": true, "dead": 2, "missing": 1 });
    let path = format!("/api/harm-reports/{id}/versions");
    let verified = street.post_named(&path, version, Uuid::now_v7()).await;
    assert_eq!(verified.status, StatusCode::CREATED, "{}", verified.json);
    assert_eq!(verified.json["versions"][1]["dead_or_missing"], 3);
    assert!(verified.json["versions"][1]["post"]["zh"].is_string(), "verifying is done in office");
    let totals = street.get("/api/harm-reports/totals").await.json;
    assert_eq!((&totals["reported"]["dead"]["sum"], &totals["verified"]["missing"]["sum"]), (&json!(2), &json!(1)));
    assert_eq!(totals["longest_report_lag_ms"], 60_000);
    let text = String::from_utf8(street.bytes("/api/harm-reports/export").await).expect("text");
    assert_eq!(text.lines().count(), 3, "a line for each version: {text}");
    for (method, path) in [("DELETE", format!("/api/harm-reports/{id}")), ("PUT", format!("/api/harm-reports/{id}"))] {
        let request = street.request(method, &path, Some(json!({})));
        assert_eq!(street.raw(request).await.status(), StatusCode::METHOD_NOT_ALLOWED, "{method}");
    }
});
