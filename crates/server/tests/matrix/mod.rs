//! Every documented operation, asked once by each class of people and programs, against the permission matrix.

mod ask;
mod class;
mod fields;
mod naughty;
mod strings;
mod table;
mod world;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use axum::body::Body;
use axum::http::header;
use domain::access::Titles;
use domain::hazard::Action;
use http_body_util::BodyExt;
use service::bridge::Outside;
use testkit::both;
use testkit::bridge::mapping;
use testkit::city::{PASSWORD, fill};
use testkit::client::{Client, router};
use testkit::keys::Keys;

use class::{Caller, Class, Kind};
use table::OPERATIONS;
use world::World;

fn operation(row: &str) -> &str {
    row.split(' ').next().unwrap_or(row)
}

#[test]
fn every_operation_stands_in_the_table() {
    let document = serde_json::to_value(server::openapi()).expect("a document");
    let paths = document["paths"].as_object().expect("paths").values();
    let documented: BTreeSet<&str> = paths
        .flat_map(|path| path.as_object().expect("operations").values())
        .map(|operation| operation["operationId"].as_str().expect("an id"))
        .collect();
    let agreed: BTreeSet<&str> = OPERATIONS.iter().map(|(row, _)| operation(row)).collect();
    assert_eq!(documented, agreed, "say in tests/matrix/table.rs what each operation needs, and ask it in ask.rs");
    let rows: BTreeSet<&str> = OPERATIONS.iter().map(|(row, _)| *row).collect();
    assert_eq!(rows.len(), OPERATIONS.len(), "each row once");
    for action in Action::ALL {
        let row = format!("act_on_hazard {}", action.word());
        assert!(rows.contains(row.as_str()), "say in tests/matrix/table.rs who may `{}`", action.word());
    }
}

/// What came of one request: `+` let in, `-` kept out, `0` let in and shown no row.
async fn outcome(caller: &Caller, row: &str, world: &World) -> (char, String) {
    let ask = ask::of(row, world);
    let mut request = caller.request(ask.method, &ask.path, ask.body);
    if let Some((kind, bytes)) = ask.bytes {
        request.headers_mut().insert(header::CONTENT_TYPE, kind.parse().expect("a header"));
        *request.body_mut() = Body::from(bytes);
    }
    let response = caller.client().raw(request).await;
    let status = response.status();
    if operation(row) == "stream_events" && status.is_success() {
        // It goes on for ever.
        return ('+', status.to_string());
    }
    let body = response.into_body().collect().await.expect("a whole body").to_bytes();
    let text = String::from_utf8_lossy(&body).into_owned();
    let refused = ["sign_in_required", "session_required", "forbidden", "reporter_only", "cross_origin"];
    let denied = match ask.lenient {
        true => refused.iter().any(|code| text.contains(&format!("\"code\":\"{code}\""))),
        false => matches!(status.as_u16(), 401 | 403 | 404),
    };
    assert!(!status.is_server_error(), "{row}: {status} {text}");
    let shown = ask.shows.is_none_or(|shows| shows(&text, world));
    let mark = if denied {
        '-'
    } else if shown {
        '+'
    } else {
        '0'
    };
    (mark, format!("{status} {text}"))
}

both!(each_class_may_do_what_the_matrix_says_and_nothing_else, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let keys = Keys::new();
    keys.give(&city.service);
    let folder = tempfile::tempdir().expect("a folder");
    world::fit_files(&city.service, folder.path());
    city.service.fit_outside(Outside { bridges: vec![mapping()], open311: None });
    let usual = router(city.service.clone()).await;
    let strict = service::Service::open(city.service.store().clone(), city.service.zone().clone()).await;
    let strict = keys.give(&strict.expect("a service"));
    world::fit_files(&strict, folder.path());
    strict.fit_outside(Outside { bridges: vec![mapping()], open311: None });
    let strict = router(strict).await;
    let titles = Titles::shipped().expect("titles");
    let hash = city.service.hash_password(PASSWORD).await.expect("a hash");
    let classes = Class::all(&titles);
    let mut marks = vec![String::new(); OPERATIONS.len()];
    let mut wrong = Vec::new();
    for (number, class) in classes.iter().enumerate() {
        let login = format!("class{number}");
        class.settle(&city, &login, hash.clone()).await;
        let door = if class.kind == Kind::WithoutFactor { &strict } else { &usual };
        let fire = class.title.as_deref() == Some("line_department");
        let mut world = World::of(&city, &login, fire, class.kind == Kind::Reporter, &hash).await;
        own_things(class, door, &login, &mut world).await;
        let mut caller = Caller::of(class, door, &login).await;
        for ((row, need), line) in OPERATIONS.iter().zip(&mut marks) {
            if ask::of(row, &world).fresh {
                caller = Caller::of(class, door, &login).await;
            }
            let (mark, answer) = outcome(&caller, row, &world).await;
            let expected = class.expected(&titles, *need);
            line.push(' ');
            line.push(mark);
            if mark != expected {
                let cut: String = answer.chars().take(200).collect();
                wrong.push(format!("{row} by {}: {mark}, agreed is {expected}: {cut}", class.name()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let mut text = String::new();
    for (number, class) in classes.iter().enumerate() {
        writeln!(text, "{}  {}", letter(number), class.name()).expect("a line");
    }
    let heading: String = (0..classes.len()).map(|number| format!(" {}", letter(number))).collect();
    writeln!(text, "\n+ let in   - kept out   0 let in and shown no row\n\n{:<32}{heading}", "").expect("a line");
    for ((row, _), line) in OPERATIONS.iter().zip(&marks) {
        writeln!(text, "{row:<32}{line}").expect("a line");
    }
    insta::assert_snapshot!("who_may_do_what", text);
});

fn letter(number: usize) -> char {
    ('a'..='z').chain('A'..='Z').nth(number).expect("no more than 52 classes")
}

/// A second session and a token of the class's own, where it can have them.
async fn own_things(class: &Class, door: &axum::Router, login: &str, world: &mut World) {
    if matches!(class.kind, Kind::Nobody | Kind::Token(_)) {
        return;
    }
    let other = Client::signed_in(door.clone(), login).await;
    let sessions = other.get("/api/sessions").await.json;
    let found = sessions.as_array().expect("sessions").iter().find(|one| one["current"] == true).expect("its own");
    world.session = found["id"].as_str().expect("an id").parse().expect("a UUID");
    let permissions = other.get("/api/session").await.json["permissions"].clone();
    let ends = testkit::t0().as_millisecond() + 1_000;
    if let Some(first) = permissions.as_array().expect("permissions").first() {
        let order = serde_json::json!({ "name": "t", "permissions": [first], "expires_at": ends });
        let made = other.post("/api/tokens", order).await;
        world.token = made.json["token"]["id"].as_str().expect("an id").parse().expect("a UUID");
    }
}
