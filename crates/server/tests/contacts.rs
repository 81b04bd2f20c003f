//! Contacts over HTTP: who sees what of whom, what it takes, and what its owner is told; holdings and erasure.

use axum::http::StatusCode;
use serde_json::{Value, json};
use testkit::city::{City, fill};
use testkit::client::{Answer, Client, answer, router};
use testkit::keys::Keys;
use testkit::{both, t0};

const NUMBER: &str = "13812341234";

async fn put(client: &Client, path: &str, body: Value) -> Answer {
    answer(client.raw(client.request("PUT", path, Some(body))).await).await
}

/// The small city with keys, and the community lead's number in it.
async fn set_up(database: &testkit::Database) -> (City, Keys, axum::Router, String) {
    let city = fill(database.store.clone()).await;
    let keys = Keys::new();
    keys.give(&city.service);
    let router = router(city.service.clone()).await;
    let lead = Client::signed_in(router.clone(), "lead").await;
    let set = put(&lead, "/api/me/contacts", json!({ "kind": "phone", "value": "+86 138 1234 1234" })).await;
    assert_eq!(set.status, StatusCode::NO_CONTENT);
    let account = city.actor("lead").await.account.to_string();
    (city, keys, router, account)
}

both!(who_sees_the_mask_and_who_the_number, |database: testkit::Database| async move {
    let (_city, _keys, router, lead) = set_up(&database).await;
    let order = json!({ "kind": "phone", "reason": "内涝,叫不醒值班电话" });
    // login, answer to the list, answer to unmasking
    let matrix = [
        ("admin", 200, 200),
        ("street", 200, 200),
        ("lead", 200, 403),
        ("grid1", 404, 403),
        ("grid2", 404, 403),
        ("property", 404, 403),
        ("fire", 404, 403),
    ];
    for (login, list, unmask) in matrix {
        let client = Client::signed_in(router.clone(), login).await;
        let listed = client.get(&format!("/api/accounts/{lead}/contacts")).await;
        assert_eq!(listed.status.as_u16(), list, "{login} lists");
        if list == 200 {
            let own = login == "lead";
            let value = if own { NUMBER } else { "138****1234" };
            assert_eq!((&listed.json[0]["value"], &listed.json[0]["masked"]), (&json!(value), &json!(!own)), "{login}");
            assert_eq!(listed.headers["cache-control"], "no-store");
        }
        let shown = client.post(&format!("/api/accounts/{lead}/unmask"), order.clone()).await;
        assert_eq!(shown.status.as_u16(), unmask, "{login} unmasks: {}", shown.json);
        assert_eq!(shown.headers["cache-control"], "no-store");
        assert_eq!(shown.json["value"] == json!(NUMBER), unmask == 200, "{login}");
    }
});

both!(unmasking_asks_for_a_reason_and_its_owner_reads_it, |database: testkit::Database| async move {
    let (_city, _keys, router, lead) = set_up(&database).await;
    let street = Client::signed_in(router.clone(), "street").await;
    let path = format!("/api/accounts/{lead}/unmask");
    for body in [json!({ "kind": "phone", "reason": "x" }), json!({ "kind": "phone" }), json!({ "kind": "fax" })] {
        assert_eq!(street.post(&path, body).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let refused = street.post(&path, json!({ "kind": "phone", "reason": "" })).await;
    assert_eq!(refused.json["code"], "reason_required");
    let none = street.post(&path, json!({ "kind": "email", "reason": "no such contact" })).await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
    let owner = Client::signed_in(router.clone(), "lead").await;
    assert_eq!(owner.get("/api/me/unmaskings").await.json, json!([]), "what was refused was not seen");
    assert_eq!(street.post(&path, json!({ "kind": "phone", "reason": "叫应" })).await.json["code"], "reason_required");
    street.post(&path, json!({ "kind": "phone", "reason": "逐户叫应" })).await;
    let seen = owner.get("/api/me/unmaskings").await.json;
    assert_eq!(seen[0]["reason"], "逐户叫应");
    assert_eq!((&seen[0]["title"], &seen[0]["at"]), (&json!("street_operator"), &json!(t0().as_millisecond())));
    assert!(!seen.to_string().contains("street\""), "a post, not a person: {seen}");
    let other = Client::signed_in(router.clone(), "grid1").await;
    assert_eq!(other.get("/api/me/unmaskings").await.json, json!([]), "only its owner");
});

both!(what_is_held_about_me_is_whole_and_mine_alone, |database: testkit::Database| async move {
    let (_city, _keys, router, lead) = set_up(&database).await;
    let held = Client::signed_in(router.clone(), "lead").await.get("/api/me/holdings").await;
    assert_eq!(held.json["account"], json!(lead));
    assert_eq!(held.json["contacts"][0]["value"], NUMBER);
    assert_eq!(held.json["postings"][0]["title"], "community_lead");
    assert_eq!(held.json["journal_entries"]["contact.set"], 1);
    assert_eq!(held.headers["cache-control"], "no-store");
    let other = Client::signed_in(router.clone(), "grid1").await.get("/api/me/holdings").await;
    assert!(!other.json.to_string().contains(NUMBER));
});

both!(an_office_keeps_its_account_and_a_resident_goes, |database: testkit::Database| async move {
    let (city, keys, router, _) = set_up(&database).await;
    let lead = Client::signed_in(router.clone(), "lead").await;
    let refused = lead.post("/api/me/erasure", json!({})).await;
    assert_eq!((refused.status.as_u16(), &refused.json["code"]), (409, &json!("holds_posting")));
    let password_hash = city.service.hash_password(testkit::city::PASSWORD).await.expect("a hash");
    let names = domain::names::Names::zh("王阿姨");
    let account = service::account::NewAccount { login: "resident".to_owned(), names, password_hash };
    city.service.create_account(account, &[], t0()).await.expect("an account");
    let resident = Client::signed_in(router.clone(), "resident").await;
    put(&resident, "/api/me/contacts", json!({ "kind": "email", "value": "wang@example.org" })).await;
    let erased = resident.post("/api/me/erasure", json!({})).await;
    assert_eq!(erased.status, StatusCode::NO_CONTENT, "{}", erased.json);
    assert_eq!(resident.get("/api/session").await.status, StatusCode::UNAUTHORIZED, "every session has ended");
    assert_eq!(database.texts("select kind from contact where kind = 'email'").await, [""; 0]);
    assert_eq!(keys.list().lines().expect("the list").len(), 1, "a restore erases again");
});

both!(what_cannot_be_a_contact_is_not_repeated, |database: testkit::Database| async move {
    let (_city, _keys, router, _) = set_up(&database).await;
    let lead = Client::signed_in(router.clone(), "lead").await;
    let refused = put(&lead, "/api/me/contacts", json!({ "kind": "email", "value": "secret\0@x" })).await;
    assert_eq!((refused.status.as_u16(), &refused.json["code"]), (422, &json!("contact_invalid")));
    assert!(!refused.json.to_string().contains("secret"));
    let gone = put(&lead, "/api/me/contacts", json!({ "kind": "phone" })).await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT);
    assert_eq!(lead.get("/api/me/holdings").await.json["contacts"], json!([]));
});
