//! The journal over HTTP: who reads what of it, page by page, and that looking is an entry itself.

use axum::http::StatusCode;
use serde_json::{Value, json};
use testkit::both;
use testkit::city::{IN_GRID_1, IN_GRID_2, fill};
use testkit::client::{Client, router};
use testkit::keys::Keys;
use testkit::t0;
use testkit::walk::submission;
use uuid::Uuid;

fn kinds(page: &Value) -> Vec<&str> {
    page["items"].as_array().expect("items").iter().map(|item| item["kind"].as_str().expect("a kind")).collect()
}

both!(only_those_read_the_journal_who_may, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let router = router(city.service.clone()).await;
    for login in ["lead", "grid1", "property", "street", "fire", "district"] {
        let refused = Client::signed_in(router.clone(), login).await.get("/api/journal").await;
        assert_eq!((refused.status.as_u16(), &refused.json["code"]), (403, &json!("forbidden")), "{login}");
    }
    assert_eq!(Client::new(router.clone()).get("/api/journal").await.status, StatusCode::UNAUTHORIZED);
    let admin = Client::signed_in(router, "admin").await;
    assert_eq!(admin.get("/api/journal").await.status, StatusCode::OK);
});

both!(a_unit_s_auditor_reads_its_own_entries_alone, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    city.account("auditor1", "auditor", "410102001002001").await;
    let mut ids = Vec::new();
    for at in [IN_GRID_1, IN_GRID_2] {
        let done = city.service.report(None, submission("A01", at), t0()).await.expect("a report");
        ids.push(json!(done.stored.hazard.id));
    }
    let router = router(city.service.clone()).await;
    let auditor = Client::signed_in(router.clone(), "auditor1").await;
    let own = auditor.get("/api/journal").await.json;
    let subjects: Vec<_> = own["items"].as_array().expect("items").iter().map(|item| &item["subject"]).collect();
    assert!(subjects.contains(&&ids[0]) && !subjects.contains(&&ids[1]), "{own}");
    let grid = json!(city.id("410102001002001"));
    assert!(own["items"].as_array().expect("items").iter().all(|item| item["unit"]["id"] == grid), "{own}");
    let elsewhere = auditor.get(&format!("/api/journal?unit={}", city.id("410102001002002"))).await.json;
    assert_eq!(kinds(&elsewhere), [""; 0], "a filter narrows, it does not widen");
    let admin = Client::signed_in(router, "admin").await;
    let all = admin.get("/api/journal?kind=hazard.&limit=500").await.json;
    assert_eq!(kinds(&all), ["hazard.reported"; 2]);
    let whole = admin.get("/api/journal?limit=500").await.json;
    assert!(kinds(&whole).contains(&"session.signed_in"), "what has no unit belongs to the root: {whole}");
});

both!(pages_show_every_entry_once_the_newest_first, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    for _ in 0..5 {
        city.service.report(None, submission("A01", IN_GRID_1), t0()).await.expect("a report");
    }
    let admin = Client::signed_in(router(city.service.clone()).await, "admin").await;
    let (mut seen, mut path) = (Vec::new(), "/api/journal?kind=hazard.reported&limit=2".to_owned());
    loop {
        let page = admin.get(&path).await.json;
        seen.extend(
            page["items"].as_array().expect("items").iter().map(|item| item["seq"].as_i64().expect("a number")),
        );
        let Some(next) = page["next"].as_str() else { break };
        path = format!("/api/journal?kind=hazard.reported&limit=2&after={next}");
    }
    assert_eq!(seen.len(), 5);
    assert!(seen.is_sorted_by(|newer, older| newer > older), "{seen:?}");
    let at = t0().as_millisecond();
    for (span, expected) in [(format!("from={at}"), 5), (format!("to={at}"), 0), (format!("from={}", at + 1), 0)] {
        let found = admin.get(&format!("/api/journal?kind=hazard.reported&{span}")).await.json;
        assert_eq!(kinds(&found).len(), expected, "{span}");
    }
    for query in ["kind=HAZARD", "kind=%25", "after=x", "from=x", "subject=x", &format!("to={}", i64::MAX)] {
        let refused = admin.get(&format!("/api/journal?{query}")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
    }
});

both!(looking_is_an_entry_and_a_person_s_entries_one_of_their_own, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let router = router(city.service.clone()).await;
    let (admin, lead) = (city.actor("admin").await.account, city.actor("lead").await.account);
    let hazard = city.service.report(None, submission("A01", IN_GRID_1), t0()).await.expect("a report").stored;
    testkit::walk::act(&city, "lead", &hazard, domain::hazard::Command::Accept, t0()).await.expect("a step");
    let reader = Client::signed_in(router, "admin").await;
    for _ in 0..3 {
        reader.get("/api/journal").await;
    }
    assert_eq!(database.store.journal_count("journal.read").await.expect("a count"), 1, "once an hour");
    let done = reader.get(&format!("/api/journal?actor={lead}")).await.json;
    assert_eq!(kinds(&done), ["hazard.accepted"], "what was done in office, not that the lead signed in");
    let item = &done["items"][0];
    assert_eq!((&item["actor"], item.get("actor_name")), (&json!(lead), None), "posts, not names");
    assert_eq!(item["post"]["title"]["en"], "Community secretary");
    assert_eq!((&item["payload"]["to"], &item["at"]), (&json!("accepted"), &json!(t0().as_millisecond())));
    reader.get(&format!("/api/journal?subject={lead}")).await;
    let looks = reader.get("/api/journal?kind=journal.read").await.json;
    let mut subjects: Vec<_> = looks["items"].as_array().expect("items").iter().map(|i| i["subject"].clone()).collect();
    subjects.sort_by_key(Value::to_string);
    let mut expected = vec![json!(admin), json!(lead)];
    expected.sort_by_key(Value::to_string);
    assert_eq!(subjects, expected);
});

both!(no_contact_and_no_reporter_stands_in_it, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let service = Keys::new().give(&city.service);
    let lead = city.actor("lead").await;
    let kind = domain::contact::ContactKind::Phone;
    service.set_contact(Some(&lead), lead.account, kind, Some("13812341234"), t0()).await.expect("a contact");
    let session = city.session("admin", t0()).await;
    service.unmask(&session, lead.account, kind, "逐户叫应", t0()).await.expect("a number");
    let password_hash = city.service.hash_password(testkit::city::PASSWORD).await.expect("a hash");
    let names = domain::names::Names::zh("王阿姨");
    let account = service::account::NewAccount { login: "resident".to_owned(), names, password_hash };
    let (resident, _) = city.service.create_account(account, &[], t0()).await.expect("an account");
    let actor = city.actor("resident").await;
    let mut new = submission("A01", IN_GRID_1);
    new.draft.id = domain::id::HazardId(Uuid::now_v7());
    city.service.report(Some(&actor), new, t0()).await.expect("a report");
    let admin = Client::signed_in(router(service).await, "admin").await;
    let all = admin.get("/api/journal?limit=500").await.json;
    assert!(kinds(&all).contains(&"contact.unmasked"));
    let text = all.to_string();
    assert!(!text.contains("13812341234") && !text.contains("逐户叫应") && !text.contains("王阿姨"), "{text}");
    let reported = all["items"].as_array().expect("items").iter().find(|item| item["kind"] == "hazard.reported");
    let reported = reported.expect("the report");
    assert!(!reported.to_string().contains(&resident.to_string()), "who reported is nobody's matter: {reported}");
    let asked = admin.get(&format!("/api/journal?actor={resident}")).await.json;
    assert_eq!(kinds(&asked), [""; 0]);
});
