//! What needs a session, what the document says, and how refusals look.

use std::collections::BTreeSet;

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use server::{Demo, Settings};
use testkit::both;
use testkit::city::fill;
use testkit::client::{Client, answer, router, router_set};

/// Operations that anybody may use. A new operation that is not here must ask for a session. A reporter without an
/// account gives files: those of a sent report with the secret of the follow link.
const PUBLIC: [&str; 49] = [
    "act_on_report",
    "answer_chain_test",
    "answer_resident_call",
    "attach_file",
    "begin_outside_sign_in",
    "begin_upload",
    "check_notice",
    "confirm_resident",
    "continue_upload",
    "count_units",
    "end_outside_sign_in",
    "end_upload",
    "erase_own_assist",
    "erase_resident",
    "export_bodies",
    "export_places",
    "export_units",
    "finish_outside_sign_in",
    "follow_report",
    "healthz",
    "list_bodies",
    "list_near_hazards",
    "list_place_kinds",
    "list_places",
    "list_public_warnings",
    "list_seals",
    "list_units",
    "locate_unit",
    "look_at_assist",
    "look_at_call",
    "look_at_resident",
    "look_at_resident_call",
    "metrics",
    "readyz",
    "register_assist",
    "register_resident",
    "report_by_link",
    "report_hazard",
    "reset_password",
    "show_boundary",
    "show_catalogue",
    "show_public_cap",
    "show_public_feed",
    "show_system",
    "show_tile",
    "show_unit",
    "show_upload",
    "show_upload_protocol",
    "upload_file",
];

fn operations() -> Vec<(String, String, String)> {
    let document = serde_json::to_value(server::openapi()).expect("a document");
    let paths = document["paths"].as_object().expect("paths").clone();
    paths
        .into_iter()
        .flat_map(|(path, item)| {
            let item = item.as_object().expect("operations").clone();
            item.into_iter().map(move |(method, operation)| {
                let id = operation["operationId"].as_str().expect("an operation id").to_owned();
                (method.to_uppercase(), path.clone(), id)
            })
        })
        .collect()
}

#[test]
fn openapi_snapshot() {
    let committed =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../openapi.json")).expect("the snapshot");
    let committed: Value = serde_json::from_str(&committed).expect("JSON");
    let present = serde_json::to_value(server::openapi()).expect("a document");
    assert!(committed == present, "openapi.json is old; refresh it: cargo run -p bridgehead -- openapi > openapi.json");
}

#[test]
fn operation_ids_are_unique() {
    let ids: Vec<String> = operations().into_iter().map(|(_, _, id)| id).collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
}

both!(without_a_session_only_the_public_operations_answer, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let stranger = Client::new(router(city.service.clone()).await);
    let id = city.id("4101").to_string();
    let mut answered = BTreeSet::new();
    for (method, path, operation) in operations() {
        // Signing in is how one gets a session; the question does not arise.
        if operation == "sign_in" {
            continue;
        }
        let path = path.replace("{id}", &id).replace("{version}/{z}/{x}/{y}", "1/5/26/12");
        let body = (method == "POST").then(|| json!({}));
        let request = stranger.request(&method, &path, body);
        let status = stranger.raw(request).await.status();
        if status != StatusCode::UNAUTHORIZED {
            answered.insert(operation);
        }
    }
    let expected: BTreeSet<String> = PUBLIC.iter().map(|id| (*id).to_owned()).collect();
    assert_eq!(answered, expected);
});

both!(refusals_are_problems_with_stable_codes, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let router = router(city.service.clone()).await;
    let stranger = Client::new(router.clone());
    let grid = Client::signed_in(router.clone(), "grid1").await;
    let nowhere = "/api/hazards/01890000-0000-7000-8000-000000000000";
    let mut cases = vec![
        (stranger.get("/api/session").await, 401, "sign_in_required"),
        (stranger.get("/nowhere").await, 404, "not_found"),
        (stranger.get("/api/units/zzz").await, 404, "not_found"),
        (grid.get(nowhere).await, 404, "not_found"),
        (stranger.get("/api/units/locate?lon=400&lat=1").await, 422, "invalid_request"),
        (stranger.get("/api/units?kind=castle").await, 422, "invalid_request"),
        (stranger.post("/api/hazards", json!({ "id": "no uuid" })).await, 422, "invalid_request"),
        (stranger.post("/api/session", json!({ "login": "lead", "password": "wrong" })).await, 401, "sign_in_failed"),
        (stranger.post("/api/session", json!({ "login": "nobody", "password": "wrong" })).await, 401, "sign_in_failed"),
    ];
    let roster = format!("/api/roster?unit={}", city.id("410102"));
    cases.push((grid.get(&roster).await, 403, "forbidden"));
    let large = stranger.request("POST", "/api/hazards", Some(json!({ "description": "x".repeat(1_100_000) })));
    cases.push((answer(stranger.raw(large).await).await, 413, "too_large"));
    let mut plain = stranger.request("POST", "/api/hazards", Some(json!({})));
    plain.headers_mut().insert("content-type", "text/plain".parse().expect("a header"));
    cases.push((answer(stranger.raw(plain).await).await, 415, "unsupported_media_type"));
    let explained = String::from_utf8(stranger.bytes("/docs/problems").await).expect("UTF-8");
    for (answer, status, code) in cases {
        assert_eq!((answer.status.as_u16(), answer.json["code"].as_str()), (status, Some(code)), "{}", answer.json);
        assert_eq!(answer.headers["content-type"], "application/problem+json", "{code}");
        assert!(answer.headers.contains_key("x-request-id"), "{code}");
        assert!(explained.contains(&format!("<a id=\"{code}\"></a>")), "`{code}` stands in docs/problems.md");
    }
});

both!(a_conflict_is_a_problem_too, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let admin = Client::signed_in(router(city.service.clone()).await, "admin").await;
    let path = format!("/api/units/{}/changes", city.id("410102001002"));
    let order = json!({ "version": 7, "change": "rename", "names": { "zh": "新" } });
    let refused = admin.post(&path, order).await;
    assert_eq!((refused.status, &refused.json["code"]), (StatusCode::CONFLICT, &json!("version_conflict")));
    assert_eq!(refused.headers["content-type"], "application/problem+json");
    for member in ["type", "title", "status", "detail", "code"] {
        assert!(!refused.json[member].is_null(), "{member}: {}", refused.json);
    }
});

both!(a_wrong_method_is_a_problem_too, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let stranger = Client::new(router(city.service.clone()).await);
    let refused = answer(stranger.raw(stranger.request("DELETE", "/api/catalogue", None)).await).await;
    assert_eq!((refused.status.as_u16(), &refused.json["code"]), (405, &json!("method_not_allowed")));
});

both!(a_command_needs_a_name, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let stranger = Client::new(router(city.service.clone()).await);
    for key in [None, Some("seven")] {
        let mut request = stranger.request("POST", "/api/hazards", Some(json!({})));
        request.headers_mut().remove("idempotency-key");
        if let Some(key) = key {
            request.headers_mut().insert("idempotency-key", key.parse().expect("a header"));
        }
        let refused = answer(stranger.raw(request).await).await;
        assert_eq!(
            (refused.status.as_u16(), &refused.json["errors"][0]["code"]),
            (422, &json!("idempotency_key_required"))
        );
    }
});

both!(a_request_that_comes_twice_makes_one_thing, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    testkit::keys::fit(&city.service);
    let admin = Client::signed_in(router(city.service.clone()).await, "admin").await;
    let (community, grid2) = (city.unit("410102001002"), city.actor("grid2").await);
    let unit = format!("/api/units/{}", community.id);
    let night = json!({ "posting": grid2.postings[0].id, "kind": "night", "start": "20:00", "end": "08:00" });
    let grid = json!({ "version": community.version, "change": "create", "kind": "community_grid",
        "names": { "zh": "第三网格" } });
    let plan = json!({ "version": community.version, "change": "rename", "names": { "zh": "明天" },
        "at": testkit::t0().as_millisecond() + 86_400_000 });
    let cases = [
        (
            format!("/api/accounts/{}/postings", grid2.account),
            json!({ "title": "building_head", "unit": community.id }),
            "select title from posting",
        ),
        (
            format!("{unit}/duty"),
            json!({ "lines": [night, night] }),
            "select kind from journal where kind = 'roster.set'",
        ),
        (
            format!("{unit}/outlets"),
            json!({ "kind": "radio", "name": "值班", "address": "1 channel" }),
            "select name from outlet",
        ),
        (format!("{unit}/changes"), grid, "select kind from unit"),
        (format!("{unit}/changes"), plan, "select change from unit_plan"),
    ];
    for (path, body, rows) in cases {
        let before = database.texts(rows).await.len();
        let key = uuid::Uuid::now_v7();
        let first = admin.post_named(&path, body.clone(), key).await;
        assert!(first.status.is_success(), "{path}: {}", first.json);
        let again = admin.post_named(&path, body.clone(), key).await;
        assert_eq!((again.status, &again.json), (first.status, &first.json), "{path}");
        let mut other = body;
        other["more"] = json!(true);
        let other = admin.post_named(&path, other, key).await;
        assert_eq!((other.status.as_u16(), &other.json["code"]), (409, &json!("idempotency_mismatch")), "{path}");
        assert_eq!(database.texts(rows).await.len(), before + 1, "{path}");
    }
});

both!(a_request_keeps_the_id_that_it_brings, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let stranger = Client::new(router(city.service.clone()).await);
    let mut request = stranger.request("GET", "/nowhere", None);
    request.headers_mut().insert("x-request-id", "seen-at-the-balancer".parse().expect("a header"));
    assert_eq!(stranger.raw(request).await.headers()["x-request-id"], "seen-at-the-balancer");
});

both!(a_character_that_no_database_takes_is_refused, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let router = router(city.service.clone()).await;
    let lead = Client::signed_in(router.clone(), "lead").await;
    let (lon, lat) = testkit::city::IN_GRID_1;
    let hazard = json!({ "id": uuid::Uuid::now_v7(), "category": "A01", "lon": lon, "lat": lat });
    let hazard = lead.post("/api/hazards", hazard).await.json["hazard"].clone();
    let actions = format!("/api/hazards/{}/actions", hazard["id"].as_str().expect("an id"));
    let (nul, long) = ("a\0b", "x".repeat(2_001));
    let cases = [
        (lead.get("/api/hazards?q=a%00b").await, 422),
        (lead.get("/api/hazards/counts?category=%00").await, 422),
        (lead.get("/api/units?q=%00").await, 422),
        (lead.post("/api/session", json!({ "login": nul, "password": nul })).await, 401),
        (lead.post("/api/follow", json!({ "secret": nul })).await, 404),
        (
            lead.post("/api/hazards", json!({ "id": uuid::Uuid::now_v7(), "category": nul, "lon": lon, "lat": lat }))
                .await,
            422,
        ),
        (lead.post(&actions, json!({ "version": 1, "action": "reject", "reason": nul })).await, 422),
        (lead.post(&actions, json!({ "version": 1, "action": "accept", "remark": nul })).await, 422),
        (lead.post(&actions, json!({ "version": 1, "action": "accept", "remark": long })).await, 422),
    ];
    for (index, (answer, status)) in cases.into_iter().enumerate() {
        assert_eq!(answer.status.as_u16(), status, "case {index}: {}", answer.json);
    }
});

both!(another_site_cannot_use_a_session, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let lead = Client::signed_in(router(city.service.clone()).await, "lead").await;
    let mut request = lead.request("DELETE", "/api/session", None);
    request.headers_mut().insert("origin", "https://elsewhere.example".parse().expect("a header"));
    assert_eq!(answer(lead.raw(request).await).await.json["code"], "cross_origin");
    let mut request = lead.request("DELETE", "/api/session", None);
    request.headers_mut().insert("origin", "http://test".parse().expect("a header"));
    assert_eq!(lead.raw(request).await.status(), StatusCode::NO_CONTENT);
    assert_eq!(lead.get("/api/session").await.status, StatusCode::UNAUTHORIZED, "the session has ended");
});

both!(answers_carry_tags_compression_and_headers, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let stranger = Client::new(router(city.service.clone()).await);
    let first = stranger.get("/api/catalogue").await;
    let tag = first.headers["etag"].clone();
    let mut again = stranger.request("GET", "/api/catalogue", None);
    again.headers_mut().insert("if-none-match", tag);
    assert_eq!(stranger.raw(again).await.status(), StatusCode::NOT_MODIFIED);
    for encoding in ["gzip", "br"] {
        let mut request = stranger.request("GET", "/api/catalogue", None);
        request.headers_mut().insert("accept-encoding", encoding.parse().expect("a header"));
        assert_eq!(stranger.raw(request).await.headers()["content-encoding"], encoding);
    }
    assert_eq!(first.headers["x-content-type-options"], "nosniff");
    assert!(first.headers["content-security-policy"].to_str().expect("text").contains("default-src 'self'"));
    let page = stranger.raw(stranger.request("GET", "/pocket/", None)).await;
    let policy = page.headers()["content-security-policy"].to_str().expect("text");
    assert!(policy.contains("worker-src 'self'") && !policy.contains("unsafe"), "the pocket's styles lie in files");
    assert!(policy.contains("media-src 'self' blob:"), "a voice note is heard before it is sent");
    let allowed = page.headers()["permissions-policy"].to_str().expect("text");
    assert!(allowed.contains("microphone=(self)"), "and recorded");
    let report = stranger.raw(stranger.request("GET", "/pocket/report", None)).await;
    let early = report.headers()["link"].to_str().expect("text");
    assert!(
        early.starts_with("</api/catalogue>; rel=preload"),
        "the kinds of hazard come together with the page's code"
    );
    assert!(!page.headers().contains_key("link"), "no other page begins with them");
    let method = Method::GET;
    assert_eq!(stranger.raw(stranger.request(method.as_str(), "/healthz", None)).await.status(), StatusCode::OK);
});

both!(over_tls_browsers_are_told_to_stay_there, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let asked = async |secure_cookies| {
        let router = router_set(city.service.clone(), |settings| Settings { secure_cookies, ..settings }).await;
        let stranger = Client::new(router);
        let answer = stranger.raw(stranger.request("GET", "/healthz", None)).await;
        answer.headers().get("strict-transport-security").map(|value| value.to_str().expect("a text").to_owned())
    };
    assert_eq!(asked(true).await.as_deref(), Some("max-age=31536000"));
    assert_eq!(asked(false).await, None, "not where somebody tries it out without TLS");
});

both!(a_demonstration_answers_its_own_machine_alone, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let demo = Demo { accounts: Vec::new() };
    let stranger =
        Client::new(router_set(city.service.clone(), |settings| Settings { demo: Some(demo), ..settings }).await);
    let asked = async |host: &str, more: Option<&'static str>| {
        let mut request = stranger.request("GET", "/healthz", None);
        request.headers_mut().insert("host", host.parse().expect("a header"));
        if let Some(name) = more {
            request.headers_mut().insert(name, "203.0.113.7".parse().expect("a header"));
        }
        stranger.raw(request).await.status()
    };
    for host in ["localhost:8080", "127.0.0.1:8080", "[::1]:8080", "localhost"] {
        assert_eq!(asked(host, None).await, StatusCode::OK, "{host}");
    }
    for host in ["city.example", "localhost.city.example", "127.0.0.1.city.example:80", "192.168.1.5:8080", ""] {
        assert_eq!(asked(host, None).await, StatusCode::MISDIRECTED_REQUEST, "{host}");
    }
    for header in ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip"] {
        assert_eq!(asked("localhost:8080", Some(header)).await, StatusCode::MISDIRECTED_REQUEST, "{header}");
    }
});

/// Two schemas of one name overwrite each other in the document, and every client is told the wrong fields.
#[test]
fn no_two_wire_types_have_one_name() {
    fn visit(folder: &std::path::Path, names: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                visit(&path, names);
                continue;
            }
            let text = std::fs::read_to_string(&path).expect("a source file");
            // In the file of words each line `NameWord { … }` of the macro is a schema too.
            let macros =
                path.ends_with("words.rs").then(|| text.lines().filter_map(|line| line.trim().split_once("Word { ")));
            names.extend(macros.into_iter().flatten().map(|(name, _)| format!("{name}Word")));
            for part in text.split("ToSchema").skip(1) {
                let item =
                    part.lines().skip(1).map(str::trim).find(|line| !line.starts_with(['#', '/']) && !line.is_empty());
                let mut words = item.unwrap_or_default().split([' ', '<', '(', '{', ';']);
                if words.any(|word| word == "struct" || word == "enum") {
                    names.extend(words.next().filter(|name| !name.starts_with('$')).map(str::to_owned));
                }
            }
        }
    }
    let mut names = Vec::new();
    visit(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut names);
    names.sort();
    assert!(names.len() > 100, "the search finds nothing any more");
    let twice: Vec<_> = names.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| &pair[0]).collect();
    assert!(twice.is_empty(), "two wire types are called {twice:?}");
}
