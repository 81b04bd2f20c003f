//! Naughty strings through every text field of every documented operation: never a failure inside, always an answer of
//! the documented kind, and what was kept is shown as it was given.

use std::collections::BTreeSet;

use axum::http::{StatusCode, header};
use domain::access::Titles;
use domain::names::Names;
use http_body_util::BodyExt;
use serde_json::{Value, json};
use service::account::{NewAccount, NewPosting};
use service::bridge::Outside;
use testkit::bridge::mapping;
use testkit::city::{City, IN_GRID_1, PASSWORD, fill};
use testkit::client::{Client, router};
use testkit::keys::Keys;
use testkit::{both, t0};
use uuid::Uuid;

use super::fields::{self, Path};
use super::strings::naughty;
use super::table::OPERATIONS;
use super::world::{World, fit_files};
use super::{ask, operation};

/// Somebody with every title there is, so that no text is stopped by a missing permission.
async fn somebody(city: &City, login: &str, hash: &str) {
    let titles = Titles::shipped().expect("titles");
    let unit = city.id("4101");
    let posting = |title: &str| {
        let body = match title {
            "property_manager" => Some(city.property),
            "line_department" => Some(city.fire),
            _ => None,
        };
        NewPosting { title: title.to_owned(), unit, body }
    };
    let postings: Vec<_> = titles.all().iter().map(|title| posting(&title.id)).collect();
    let account = NewAccount { login: login.to_owned(), names: Names::zh(login), password_hash: hash.to_owned() };
    city.service.create_account(account, &postings, t0()).await.expect("an account");
}

/// What is wrong with an answer that is of no kind that the document gives for its status; and the status.
async fn check(document: &Value, id: &str, response: axum::response::Response) -> (StatusCode, Option<String>) {
    let status = response.status();
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().to_owned();
    if status.is_server_error() {
        return (status, Some("it failed inside".to_owned()));
    }
    let paths = document["paths"].as_object().expect("paths").values();
    let mut all = paths.flat_map(|item| item.as_object().expect("operations").values());
    let documented = all.find(|one| one["operationId"] == id).expect("the operation");
    let answer = &documented["responses"][status.as_str()];
    if !answer.is_object() {
        return (status, Some("it is not documented".to_owned()));
    }
    if id == "stream_events" && status.is_success() {
        return (status, None);
    }
    let kinds: Vec<&String> = answer["content"].as_object().into_iter().flat_map(|kinds| kinds.keys()).collect();
    let body = response.into_body().collect().await.expect("a whole body").to_bytes();
    let of_kind = if kinds.is_empty() { body.is_empty() } else { kinds.iter().any(|known| **known == kind) };
    if !of_kind {
        return (status, Some(format!("it is `{kind}`, documented are {kinds:?}")));
    }
    if kind.ends_with("json") {
        let Ok(parsed) = serde_json::from_slice::<Value>(&body) else {
            return (status, Some("it is no JSON".to_owned()));
        };
        if status.is_client_error() && !(parsed["code"].is_string() && parsed["detail"].is_string()) {
            return (status, Some(format!("it does not say why: {parsed}")));
        }
    }
    (status, None)
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

both!(every_text_field_takes_or_refuses_whatever_stands_in_it, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let keys = Keys::new();
    keys.give(&city.service);
    let folder = tempfile::tempdir().expect("a folder");
    fit_files(&city.service, folder.path());
    city.service.fit_outside(Outside { bridges: vec![mapping()], open311: None });
    let hash = city.service.hash_password(PASSWORD).await.expect("a hash");
    somebody(&city, "somebody", &hash).await;
    let world = World::of(&city, "somebody", true, false, &hash).await;
    let router = router(city.service.clone()).await;
    let document = serde_json::to_value(server::openapi()).expect("a document");
    let mut client = Client::signed_in(router.clone(), "somebody").await;
    let (mut asked, mut wrong) = (BTreeSet::new(), Vec::new());
    for (row, _) in OPERATIONS {
        let id = operation(row);
        // Its own password: that has a test of its own below.
        if id == "change_password" {
            continue;
        }
        let known = fields::of(&document, id);
        let mut places: BTreeSet<(Option<Path>, Option<String>)> =
            known.body.iter().cloned().map(|path| (Some(path), None)).collect();
        // Thirty actions have one schema: each field is asked with the action that it belongs to.
        if id == "act_on_hazard" {
            let sent = ask::of(row, &world).body.expect("a body");
            places
                .retain(|(path, _)| path.as_ref().is_some_and(|path| path == &["remark"] || !sent[&path[0]].is_null()));
            places.retain(|place| place.0.as_ref().is_some_and(|path| path != &["action"]) || row.ends_with("accept"));
        }
        places.extend(known.query.iter().cloned().map(|name| (None, Some(name))));
        for (path, query) in places {
            for (name, text) in naughty() {
                // An address has an end; the long text goes into bodies alone.
                if query.is_some() && text.len() > 10_000 {
                    continue;
                }
                let ask = ask::of(row, &world);
                let (mut to, mut body) = (ask.path, ask.body);
                if let Some(path) = &path {
                    body = Some(fields::with(&body.unwrap_or(Value::Null), path, &text));
                }
                if let Some(query) = &query {
                    let sign = if to.contains('?') { '&' } else { '?' };
                    to = format!("{to}{sign}{query}={}", encoded(&text));
                }
                let sent = client.request(&known.method, &to, body);
                let (status, problem) = check(&document, id, client.raw(sent).await).await;
                wrong.extend(
                    problem.map(|problem| format!("{row} {path:?} {query:?} with {name}: {status}: {problem}")),
                );
                asked.insert((id, path.clone(), query.clone()));
                if status == StatusCode::UNAUTHORIZED || ask.fresh {
                    let here = client.get("/api/session").await;
                    if here.status == StatusCode::UNAUTHORIZED {
                        client = Client::signed_in(router.clone(), "somebody").await;
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(asked.len() > 90, "the document has lost its text fields: {}", asked.len());
});

both!(what_was_kept_is_shown_as_it_was_given, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let router = router(city.service.clone()).await;
    let lead = Client::signed_in(router.clone(), "lead").await;
    let admin = Client::signed_in(router.clone(), "admin").await;
    let (lon, lat) = IN_GRID_1;
    let unit = format!("/api/units/{}", city.id("410102001002"));
    let mut kept = [0; 4];
    for (name, text) in naughty() {
        let id = Uuid::now_v7();
        let report = json!({ "id": id, "category": "A01", "lon": lon, "lat": lat, "description": text });
        let sent = lead.post("/api/hazards", report).await;
        if sent.status == StatusCode::CREATED {
            let shown = lead.get(&format!("/api/hazards/{id}")).await.json["hazard"]["description"].clone();
            assert!(same(&shown, &text), "{name}: {shown} was {text:?}");
            kept[0] += 1;
            // The remark of a step.
            let step = json!({ "version": 1, "action": "accept", "remark": text });
            let taken = lead.post(&format!("/api/hazards/{id}/actions"), step).await;
            if taken.status == StatusCode::OK {
                let note =
                    taken.json["timeline"].as_array().expect("a timeline").last().expect("a line")["note"].clone();
                assert!(same(&note, &text), "{name}: {note} was {text:?}");
                kept[1] += 1;
            } else {
                named(name, &taken.json);
            }
        } else {
            named(name, &sent.json);
        }
        let ends = t0().as_millisecond() + 60_000;
        let token = json!({ "name": text, "permissions": ["view_hazards"], "expires_at": ends });
        let made = lead.post("/api/tokens", token).await;
        if made.status == StatusCode::CREATED {
            assert_eq!(made.json["token"]["name"], text.trim(), "{name}");
            kept[2] += 1;
            let revoke = format!("/api/tokens/{}", made.json["token"]["id"].as_str().expect("an id"));
            lead.raw(lead.request("DELETE", &revoke, None)).await;
        } else {
            named(name, &made.json);
        }
        let version = admin.get(&unit).await.json["unit"]["version"].clone();
        let order = json!({ "version": version, "change": "rename", "names": { "zh": text } });
        let renamed = admin.post(&format!("{unit}/changes"), order).await;
        if renamed.status == StatusCode::OK {
            assert_eq!(admin.get(&unit).await.json["unit"]["names"]["zh"], text.as_str(), "{name}");
            kept[3] += 1;
        } else {
            named(name, &renamed.json);
        }
    }
    // What is text for people must be taken: ideographs, emoji, formulas, markup as letters.
    assert!(kept.iter().all(|&number| number > 10), "{kept:?}");
});

/// Unchanged but for the space around it; nothing is shown for nothing.
fn same(shown: &Value, text: &str) -> bool {
    shown == text || shown == text.trim() || (text.trim().is_empty() && shown.is_null())
}

/// A refusal says which field it is about.
fn named(what: &str, refused: &Value) {
    assert_eq!(refused["status"], 422, "{what}: {refused}");
    let pointer = refused["errors"][0]["pointer"].as_str().unwrap_or_default();
    assert!(!pointer.is_empty(), "{what}: {refused}");
}

both!(a_password_of_any_characters_signs_in, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let router = router(city.service.clone()).await;
    let mut present = PASSWORD.to_owned();
    let sign_in = |password: String| {
        let client = Client::new(router.clone());
        async move {
            let asked = json!({ "login": "lead", "password": password });
            let response = client.raw(client.request("POST", "/api/session", Some(asked))).await;
            let mut signed = client.clone();
            signed.keep_cookies(response.headers());
            (response.status(), signed)
        }
    };
    let mut taken = 0;
    for (name, text) in naughty().into_iter().filter(|(_, text)| text.len() < 1_000) {
        let (status, client) = sign_in(present.clone()).await;
        assert_eq!(status, StatusCode::OK, "{name}");
        let new = format!("{text}, and ten more");
        let changed = client.post("/api/session/password", json!({ "old": present, "new": new })).await;
        if changed.status == StatusCode::OK {
            present = new;
            taken += 1;
        } else {
            named(name, &changed.json);
        }
    }
    assert!(taken > 20, "{taken}");
    assert_eq!(sign_in(present).await.0, StatusCode::OK);
});
