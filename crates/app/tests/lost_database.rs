//! PostgreSQL is gone under the running program, and comes back. Invariants: whoever needs it is told 503 with
//! `Retry-After` within the bound and not left waiting; what needs none is served; afterwards everything works again
//! without a restart, and what was acknowledged stands.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use crate::city::{Installation, PASSWORD, ask, port, until};
use testkit::outside::id;

const SERVED_ALL_THE_SAME: [&str; 4] = ["/healthz", "/metrics", "/api/catalogue", "/api/openapi.json"];

fn report(port: u16, id: &str) -> Option<(u16, String)> {
    let body = format!(r#"{{"id":"{id}","category":"A01","lon":113.5,"lat":34.5,"description":"x"}}"#);
    ask(port, "POST", "/api/hazards", &format!("Idempotency-Key: {id}\r\n"), &body)
}

/// The cookie of a session as administrator.
fn sign_in(port: u16) -> String {
    let body = format!(r#"{{"login":"admin","password":"{PASSWORD}"}}"#);
    let (status, answer) = ask(port, "POST", "/api/session", "", &body).expect("an answer");
    assert_eq!(status, 200, "{answer}");
    let cookies = answer.lines().filter_map(|line| line.strip_prefix("set-cookie: "));
    let pairs: Vec<&str> = cookies.filter_map(|cookie| cookie.split(';').next()).collect();
    format!("Cookie: {}\r\n", pairs.join("; "))
}

/// Every GET that the document has, that needs no id.
fn addresses() -> Vec<String> {
    let document = serde_json::to_value(server::openapi()).expect("a document");
    let paths = document["paths"].as_object().expect("paths");
    let needless = |operation: &serde_json::Value| {
        let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
        !parameters.iter().any(|one| one["in"] == "path" || (one["in"] == "query" && one["required"] == true))
    };
    let gets =
        paths.iter().filter(|(path, item)| item["get"].is_object() && needless(&item["get"]) && *path != "/api/events");
    gets.map(|(path, _)| path.clone()).collect()
}

#[test]
fn without_its_database_it_says_so_and_with_it_again_it_goes_on() {
    let place = Installation::new("");
    let port = port();
    let listen = format!("127.0.0.1:{port}");
    let _serve = place.start(&["serve", "--listen", &listen]);
    let ready = || ask(port, "GET", "/readyz", "", "").is_some_and(|(status, _)| status == 200);
    until("it is ready", &place, ready);
    let cookie = sign_in(port);
    let mut acknowledged = Vec::new();
    for n in 0..20 {
        let id = id(1, 0, n);
        assert_eq!(report(port, &id).expect("an answer").0, 201);
        acknowledged.push(id);
    }
    // A reader of the live stream from before.
    let mut stream = TcpStream::connect(("127.0.0.1", port)).expect("a connection");
    stream.set_read_timeout(Some(Duration::from_secs(60))).expect("a limit");
    write!(stream, "GET /api/events HTTP/1.1\r\nHost: t\r\n{cookie}\r\n").expect("a request");
    let mut part = [0; 1_024];
    assert!(stream.read(&mut part).expect("an answer") > 0);

    for round in 0..2 {
        place.lose_database();
        let is_told = |what: &str, answer: Option<(u16, String)>| {
            let (status, text) =
                answer.unwrap_or_else(|| panic!("{what}: nobody answered within twenty seconds\n{}", place.log()));
            assert_eq!(status, 503, "{what}: {text}");
            assert!(text.to_ascii_lowercase().contains("\r\nretry-after: "), "{what}: {text}");
            assert!(text.contains("application/problem+json"), "{what}: {text}");
        };
        is_told("readyz", ask(port, "GET", "/readyz", "", ""));
        is_told("a list", ask(port, "GET", "/api/hazards", &cookie, ""));
        is_told("a session", ask(port, "GET", "/api/session", &cookie, ""));
        is_told("a report", report(port, &id(2, round, 0)));
        let credentials = format!(r#"{{"login":"admin","password":"{PASSWORD}"}}"#);
        is_told("a sign-in", ask(port, "POST", "/api/session", "", &credentials));
        // All at once: nobody waits for those before.
        let waiting: Vec<_> = (0..60).map(|n| std::thread::spawn(move || report(port, &id(3, round, n)))).collect();
        for report in waiting {
            is_told("a report of many", report.join().expect("an end"));
        }
        let asked: Vec<_> = addresses()
            .into_iter()
            .map(|path| {
                let cookie = cookie.clone();
                std::thread::spawn(move || (ask(port, "GET", &path, &cookie, ""), path))
            })
            .collect();
        for one in asked {
            let (answer, path) = one.join().expect("an end");
            let (status, text) = answer.unwrap_or_else(|| panic!("{path}: nobody answered"));
            assert!(status != 500, "{path}: {text}");
        }
        for path in SERVED_ALL_THE_SAME {
            assert_eq!(ask(port, "GET", path, "", "").expect("an answer").0, 200, "{path} needs no database");
        }
        place.resume_database();
        until("it is ready again, by itself", &place, ready);
        assert_eq!(
            ask(port, "GET", "/api/hazards", &cookie, "").expect("an answer").0,
            200,
            "the session is still there"
        );
        let id = id(4, round, 0);
        assert_eq!(report(port, &id).expect("an answer").0, 201);
        acknowledged.push(id.clone());
        // The stream of before tells of it, or has ended so that its reader comes again.
        let mut told = String::new();
        until("the stream goes on or ends", &place, || match stream.read(&mut part) {
            Ok(0) | Err(_) => true,
            Ok(read) => {
                told.push_str(&String::from_utf8_lossy(&part[..read]));
                told.contains(&id)
            }
        });
    }
    let stand = place.texts("select id::text from hazard");
    for id in &acknowledged {
        assert!(stand.contains(id), "acknowledged and lost: {id}");
    }
    assert!(!stand.iter().any(|one| one.starts_with("01990000-0002")), "refused and there all the same");
    let told = place.texts("select subject::text from journal where kind = 'hazard.reported'");
    assert_eq!(stand.len(), told.len(), "each with its entry in the journal");
}
