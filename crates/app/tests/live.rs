//! Two servers on one PostgreSQL, killed and changed while a reader follows and others write.
//! Invariants: what the reader was told is the journal: nothing lost, nothing twice, in its order; what was acknowledged
//! stands, once, however often it was sent.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, AtomicU16, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::city::{Installation, PASSWORD, Running, ask, port, until};
use serde_json::Value;
use uuid::Uuid;

/// What a reader has heard: the last id, and the hazards in the order in which it was told of them.
#[derive(Default)]
struct Heard {
    last: Option<String>,
    hazards: Vec<String>,
    resyncs: u32,
}

/// A browser's reader: it comes back to the server that it is led to, with the last id that it saw.
struct Reader {
    port: Arc<AtomicU16>,
    stop: Arc<AtomicBool>,
    heard: Arc<Mutex<Heard>>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Reader {
    fn start(at: u16, cookie: String) -> Self {
        let port = Arc::new(AtomicU16::new(at));
        let (stop, heard) = (Arc::new(AtomicBool::new(false)), Arc::new(Mutex::new(Heard::default())));
        let (to, end, told) = (port.clone(), stop.clone(), heard.clone());
        let thread = std::thread::spawn(move || {
            while !end.load(Ordering::Relaxed) {
                follow(&to, &end, &told, &cookie);
                std::thread::sleep(Duration::from_millis(50));
            }
        });
        Self { port, stop, heard, thread: Some(thread) }
    }

    fn count(&self) -> usize {
        self.heard.lock().expect("what was heard").hazards.len()
    }
}

/// One connection, until it breaks or leads elsewhere.
fn follow(port: &AtomicU16, stop: &AtomicBool, heard: &Mutex<Heard>, cookie: &str) -> Option<()> {
    let at = port.load(Ordering::Relaxed);
    let mut socket = TcpStream::connect(("127.0.0.1", at)).ok()?;
    socket.set_read_timeout(Some(Duration::from_millis(200))).ok()?;
    let last = heard.lock().expect("what was heard").last.clone();
    let last = last.map(|id| format!("Last-Event-ID: {id}\r\n")).unwrap_or_default();
    // HTTP/1.0: the events come as they are, without a frame around them.
    let request = format!("GET /api/events HTTP/1.0\r\nHost: t\r\nCookie: {cookie}\r\n{last}\r\n");
    socket.write_all(request.as_bytes()).ok()?;
    let mut lines = BufReader::new(socket);
    let (mut line, mut event) = (String::new(), (None, String::new(), String::new()));
    loop {
        match lines.read_line(&mut line) {
            Ok(0) => return None,
            Ok(_) => {
                let text = line.trim_end();
                match text.split_once(':').map(|(name, value)| (name, value.trim())) {
                    Some(("id", id)) => event.0 = Some(id.to_owned()),
                    Some(("event", name)) => event.1 = name.to_owned(),
                    Some(("data", data)) => event.2 = data.to_owned(),
                    _ if text.is_empty() => take(heard, std::mem::take(&mut event)),
                    _ => {}
                }
                line.clear();
            }
            Err(error) if matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut) => {}
            Err(_) => return None,
        }
        if stop.load(Ordering::Relaxed) || port.load(Ordering::Relaxed) != at {
            return Some(());
        }
    }
}

fn take(heard: &Mutex<Heard>, (id, name, data): (Option<String>, String, String)) {
    let Some(id) = id else { return };
    let mut heard = heard.lock().expect("what was heard");
    heard.last = Some(id);
    match name.as_str() {
        "hazard" => {
            let data: Value = serde_json::from_str(&data).expect("JSON");
            heard.hazards.push(data["id"].as_str().expect("an id").to_owned());
        }
        "resync" => heard.resyncs += 1,
        _ => {}
    }
}

fn serve(place: &Installation, port: u16) -> Running {
    let running = place.start(&["serve", "--listen", &format!("127.0.0.1:{port}")]);
    until("it is ready", place, || ask(port, "GET", "/readyz", "", "").is_some_and(|(status, _)| status == 200));
    running
}

fn signed_in(port: u16) -> String {
    signed_in_as(port, "admin")
}

fn signed_in_as(port: u16, login: &str) -> String {
    let form = format!("{{\"login\":\"{login}\",\"password\":\"{PASSWORD}\"}}");
    let (status, answer) = ask(port, "POST", "/api/session", "", &form).expect("an answer");
    assert_eq!(status, 200, "{answer}");
    let cookies = answer.lines().filter_map(|line| {
        let (name, value) = line.split_once(": ")?;
        name.eq_ignore_ascii_case("set-cookie").then(|| value.split(';').next().unwrap_or_default().to_owned())
    });
    cookies.collect::<Vec<_>>().join("; ")
}

#[test]
fn a_reader_misses_nothing_and_hears_nothing_twice_while_its_server_is_killed_and_changed() {
    let place = Installation::new("");
    let (first, second) = (port(), port());
    let mut read = serve(&place, first);
    let _write = serve(&place, second);
    let cookie = signed_in(second);
    let mut reader = Reader::start(first, cookie.clone());
    until("the reader stands somewhere", &place, || reader.heard.lock().expect("what was heard").last.is_some());

    let stop = Arc::new(AtomicBool::new(false));
    let acknowledged = Arc::new(Mutex::new(Vec::new()));
    let writers: Vec<_> = (0..2)
        .map(|_| {
            let (stop, acknowledged, cookie) = (stop.clone(), acknowledged.clone(), cookie.clone());
            std::thread::spawn(move || {
                while !stop.load(Ordering::Relaxed) {
                    let id = Uuid::now_v7().to_string();
                    let body = format!(r#"{{"id":"{id}","category":"A01","lon":113.5,"lat":34.5}}"#);
                    let headers = format!("Idempotency-Key: {id}\r\nCookie: {cookie}\r\n");
                    if ask(second, "POST", "/api/hazards", &headers, &body).is_some_and(|(status, _)| status == 201) {
                        acknowledged.lock().expect("a list").push(id);
                    }
                }
            })
        })
        .collect();
    for round in 0..6_u64 {
        let before = reader.count();
        until("the reader hears", &place, || reader.count() > before + 5);
        std::thread::sleep(Duration::from_millis(round * 37));
        read.kill();
        if round % 2 == 0 {
            // Led to the other process while its own is away.
            reader.port.store(second, Ordering::Relaxed);
            let before = reader.count();
            until("the other server tells it", &place, || reader.count() > before + 5);
        }
        read = serve(&place, first);
        reader.port.store(first, Ordering::Relaxed);
    }
    stop.store(true, Ordering::Relaxed);
    for writer in writers {
        writer.join().expect("a thread that ends");
    }
    // The order of a tail is that of the transactions, not that in which numbers were given out.
    let told = place.texts("select subject::text from journal where kind = 'hazard.reported' order by tx, seq");
    until("the reader heard the last one", &place, || reader.count() >= told.len());
    std::thread::sleep(Duration::from_millis(1_500));
    reader.stop.store(true, Ordering::Relaxed);
    reader.thread.take().expect("a thread").join().expect("a thread that ends");
    let heard = reader.heard.lock().expect("what was heard");
    assert_eq!(heard.resyncs, 0);
    assert_eq!(heard.hazards, told);
    let acknowledged = acknowledged.lock().expect("a list");
    assert!(acknowledged.len() > 60, "too little was written for the test to mean something: {}", acknowledged.len());
    assert!(acknowledged.iter().all(|id| told.contains(id)));
}

/// Sends a command until it is acknowledged, each time under the same key, as a phone's outbox does. How often it was
/// sent, and the status that ended it.
fn insist(address: u16, path: &str, cookie: &str, key: &str, body: &str) -> (u32, u16) {
    let headers = format!("Idempotency-Key: {key}\r\nCookie: {cookie}\r\n");
    for tries in 1..400 {
        match ask(address, "POST", path, &headers, body) {
            // The connection broke, or the server cannot now: it may or may not have been done.
            None | Some((503, _)) => std::thread::sleep(Duration::from_millis(25)),
            Some((status, _)) => return (tries, status),
        }
    }
    (400, 0)
}

#[test]
fn behind_one_address_a_killed_server_costs_nobody_a_report_or_a_step() {
    let place = Installation::new("");
    let (first, second) = (port(), port());
    let mut servers = [serve(&place, first), serve(&place, second)];
    place.run(&["account", "create", "lead", "--title", "community_lead", "--unit", "4101"], PASSWORD);
    let address = testkit::splitter::split(vec![first, second]);
    let cookie = signed_in_as(address, "lead");
    let mut reader = Reader::start(address, cookie.clone());
    until("the reader stands somewhere", &place, || reader.heard.lock().expect("what was heard").last.is_some());

    let stop = Arc::new(AtomicBool::new(false));
    let done = Arc::new(Mutex::new(Vec::new()));
    let workers: Vec<_> = (0..4)
        .map(|_| {
            let (stop, done, cookie) = (stop.clone(), done.clone(), cookie.clone());
            std::thread::spawn(move || {
                while !stop.load(Ordering::Relaxed) {
                    let (id, step) = (Uuid::now_v7().to_string(), Uuid::now_v7().to_string());
                    let report = format!(r#"{{"id":"{id}","category":"A01","lon":113.5,"lat":34.5}}"#);
                    let (sent, taken) = insist(address, "/api/hazards", &cookie, &id, &report);
                    let accept = r#"{"version":1,"action":"accept"}"#;
                    let (again, accepted) =
                        insist(address, &format!("/api/hazards/{id}/actions"), &cookie, &step, accept);
                    done.lock().expect("a list").push((id, taken, accepted, sent + again));
                }
            })
        })
        .collect();
    let progress = || done.lock().expect("a list").len();
    for round in 0..6 {
        let (before, heard) = (progress(), reader.count());
        until("work is done", &place, || progress() > before + 8);
        until("the reader hears", &place, || reader.count() > heard);
        let port = if round % 2 == 0 { first } else { second };
        servers[round % 2].kill();
        let before = progress();
        until("the other one does it all", &place, || progress() > before + 8);
        servers[round % 2] = serve(&place, port);
    }
    stop.store(true, Ordering::Relaxed);
    for worker in workers {
        worker.join().expect("a thread that ends");
    }
    let done = done.lock().expect("a list");
    for (id, taken, accepted, _) in done.iter() {
        assert_eq!((*taken, *accepted), (201, 200), "{id}");
    }
    let repeated = done.iter().filter(|(.., sent)| *sent > 2).count();
    assert!(repeated > 0, "nobody had to repeat anything: the test means nothing");
    let told = place.texts("select subject::text from journal where kind = 'hazard.reported' order by tx, seq");
    assert_eq!(told.len(), done.len(), "each report once");
    let accepted = place.texts("select subject::text from journal where kind = 'hazard.accepted'");
    assert_eq!(accepted.len(), done.len(), "each step once");
    let stand = place.texts("select id::text from hazard where version = 2 and state = 'accepted'");
    assert!(done.iter().all(|(id, ..)| stand.contains(id) && accepted.contains(id)));
    // The reader's list holds a line for each event: for each hazard its report and its step.
    let all = place.texts(
        "select subject::text from journal where kind in ('hazard.reported', 'hazard.accepted') order by tx, seq",
    );
    until("the reader heard the last one", &place, || reader.count() >= all.len());
    std::thread::sleep(Duration::from_millis(1_500));
    reader.stop.store(true, Ordering::Relaxed);
    reader.thread.take().expect("a thread").join().expect("a thread that ends");
    let heard = reader.heard.lock().expect("what was heard");
    assert_eq!((heard.resyncs, heard.hazards == all), (0, true), "nothing lost, nothing twice, in its order");
}
