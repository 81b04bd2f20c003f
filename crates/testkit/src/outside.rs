//! The program seen from outside: plain sockets, so that nothing between a test and the server can retry, pool or hide.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::time::Duration;

use uuid::Uuid;

/// A free port; nobody else takes it in the moment before the program does.
pub fn port() -> u16 {
    TcpListener::bind("127.0.0.1:0").and_then(|socket| socket.local_addr()).expect("a port").port()
}

/// Status of one request; none when the connection broke.
pub fn ask(port: u16, request: &str) -> Option<u16> {
    let mut socket = TcpStream::connect(("127.0.0.1", port)).ok()?;
    socket.set_read_timeout(Some(Duration::from_secs(20))).ok()?;
    socket.write_all(request.as_bytes()).ok()?;
    let mut answer = String::new();
    socket.read_to_string(&mut answer).ok()?;
    answer.split(' ').nth(1)?.parse().ok()
}

/// Whether the server answers within twenty seconds.
pub fn is_ready(port: u16) -> bool {
    (0..200).any(|_| {
        let ready = ask(port, "GET /readyz HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n") == Some(200);
        if !ready {
            std::thread::sleep(Duration::from_millis(100));
        }
        ready
    })
}

/// Ids that are UUIDs and never twice the same.
pub fn id(round: u32, thread: u32, n: u32) -> String {
    format!("01990000-{round:04x}-7{thread:03x}-8000-{n:012x}")
}

/// The network that a report comes from, for a program that believes its proxy: each id has its own.
fn network(id: &str) -> Ipv4Addr {
    let bytes = Uuid::parse_str(id).expect("an id").into_bytes();
    Ipv4Addr::new(bytes[5], bytes[7], bytes[14], bytes[15])
}

/// Reports a hazard under this id; the status of the answer.
pub fn report(port: u16, id: &str, text: &str) -> Option<u16> {
    let body = format!(r#"{{"id":"{id}","category":"A01","lon":113.5,"lat":34.5,"description":"{text}"}}"#);
    ask(
        port,
        &format!(
            "POST /api/hazards HTTP/1.1\r\nHost: t\r\nContent-Type: application/json\r\nIdempotency-Key: {id}\r\n\
             X-Forwarded-For: {}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            network(id),
            body.len()
        ),
    )
}
