//! The page of each code, and that every problem leads to its own.

use axum::http::StatusCode;
use http_body_util::BodyExt;
use serde_json::json;
use testkit::city::fill;
use testkit::client::{Client, answer, router};
use uuid::Uuid;

/// The document whose rows the pages show.
const DOCUMENT: &str = include_str!("../../../docs/problems.md");

struct Page {
    status: StatusCode,
    kind: String,
    text: String,
}

async fn page(client: &Client, path: &str, accept: &'static str) -> Page {
    let mut request = client.request("GET", path, None);
    request.headers_mut().insert("accept", axum::http::HeaderValue::from_static(accept));
    let response = client.raw(request).await;
    let kind = response.headers()["content-type"].to_str().expect("text").to_owned();
    let vary: Vec<_> = response.headers().get_all("vary").iter().collect();
    assert!(vary.iter().any(|value| *value == "accept"), "{path}: caches keep the two apart, not by {vary:?}");
    let status = response.status();
    let bytes = response.into_body().collect().await.expect("a whole body").to_bytes();
    Page { status, kind, text: String::from_utf8(bytes.to_vec()).expect("UTF-8") }
}

/// Each row of the document: anchor, code and sentence.
fn rows() -> Vec<(&'static str, &'static str, String)> {
    let rows = DOCUMENT.lines().filter_map(|line| line.strip_prefix("| <a id=\""));
    rows.map(|row| {
        let (anchor, rest) = row.split_once("\"></a>`").expect("an anchor");
        let (code, rest) = rest.split_once("` | ").expect("a code");
        let (_, sentence) = rest.split_once(" | ").expect("a status");
        (anchor, code, sentence.trim_end_matches('|').trim().replace('`', ""))
    })
    .collect()
}

/// What a reader sees of a page.
fn seen(html: &str) -> String {
    let (mut text, mut inside) = (String::new(), false);
    for letter in html.chars() {
        match letter {
            '<' => inside = true,
            '>' => inside = false,
            _ if !inside => text.push(letter),
            _ => {}
        }
    }
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_code_has_its_page() {
    let database = testkit::sqlite().await;
    let client = Client::new(router(fill(database.store.clone()).await.service).await);
    let all = page(&client, "/docs/problems", "text/html").await;
    assert_eq!((all.status, &all.kind[..]), (StatusCode::OK, "text/html; charset=utf-8"));
    for loads in ["<script", "<link", "src=", "href=\"http", "@import", "url("] {
        assert!(!all.text.contains(loads), "nothing runs, nothing is loaded: {loads}");
    }
    assert_eq!(all.text.matches("<h2").count(), all.text.matches("<h2 id=").count());
    for heading in all.text.split("<h2 ").skip(1).map(|rest| rest.split("</h2>").next().unwrap_or_default()) {
        assert!(heading.contains("lang=\"zh-CN\""), "a heading without Chinese: {heading}");
    }
    let rows = rows();
    assert!(rows.len() > 100, "the document is read: {} rows", rows.len());
    for (anchor, code, sentence) in rows {
        assert!(all.text.contains(&format!("<a id=\"{anchor}\"></a>")), "{anchor}");
        let one = page(&client, &format!("/docs/problems/{code}"), "*/*").await;
        assert_eq!((one.status, &one.kind[..]), (StatusCode::OK, "text/html; charset=utf-8"), "{code}");
        assert!(seen(&one.text).contains(&sentence), "`{code}` says: {sentence}\n{}", one.text);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_unknown_code_gets_help_and_what_was_asked_is_text() {
    let database = testkit::sqlite().await;
    let client = Client::new(router(fill(database.store.clone()).await.service).await);
    let missing = page(&client, "/docs/problems/version_mismatch", "text/html").await;
    assert_eq!((missing.status, &missing.kind[..]), (StatusCode::NOT_FOUND, "text/html; charset=utf-8"));
    for word in
        ["没有这个代码", "There is no such code", "version_mismatch", "version_conflict", "href=\"/docs/problems\""]
    {
        assert!(missing.text.contains(word), "{word}: {}", missing.text);
    }
    let hostile = page(&client, "/docs/problems/%3Cscript%3Ealert(1)%3C%2Fscript%3E", "text/html").await;
    assert_eq!(hostile.status, StatusCode::NOT_FOUND);
    assert!(hostile.text.contains("&lt;script&gt;") && !hostile.text.contains("<script"), "{}", hostile.text);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_asks_for_markdown_gets_the_document() {
    let database = testkit::sqlite().await;
    let client = Client::new(router(fill(database.store.clone()).await.service).await);
    let all = page(&client, "/docs/problems", "text/markdown").await;
    assert_eq!((all.status, &all.kind[..]), (StatusCode::OK, "text/markdown; charset=utf-8"));
    assert_eq!(all.text, DOCUMENT);
    let one = page(&client, "/docs/problems/forbidden", "text/markdown, */*;q=0.1").await;
    assert_eq!((one.status, one.text.lines().count()), (StatusCode::OK, 3), "{}", one.text);
    assert!(one.text.contains("<a id=\"forbidden\"></a>`forbidden` | 403 |"));
    assert_eq!(page(&client, "/docs/problems/no_such", "text/markdown").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_type_of_a_problem_leads_to_its_code() {
    let database = testkit::sqlite().await;
    let router = router(fill(database.store.clone()).await.service).await;
    let (stranger, lead) = (Client::new(router.clone()), Client::signed_in(router, "lead").await);
    let (own, view) = (format!("/api/views/{}", Uuid::now_v7()), json!({ "name": "  ", "query": "" }));
    let problems = [
        (stranger.get("/api/hazards").await, "sign_in_required"),
        (stranger.get("/no/such/page").await, "not_found"),
        (stranger.get("/api/units?kind=castle").await, "invalid_request"),
        // Codes that belong to a field are explained as themselves.
        (answer(lead.raw(lead.request("PUT", &own, Some(view))).await).await, "view_name_invalid"),
    ];
    for (told, code) in problems {
        assert_eq!(told.json["code"], json!(code), "{}", told.json);
        let address = told.json["type"].as_str().expect("a type");
        let explained = page(&stranger, address, "text/html").await;
        assert_eq!(explained.status, StatusCode::OK, "{address}");
        assert!(explained.text.contains(&format!("<h1><code>{code}</code></h1>")), "{}", explained.text);
    }
}
