//! A way to PostgreSQL that breaks at one chosen COMMIT: before the server hears it, or before its answer comes back.
//!
//! It stands between the store and the real server and looks into nothing but that word.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

/// As the simple query protocol sends it, with the end of its text.
const COMMIT: &[u8] = b"COMMIT\0";

/// What is lost of the next COMMIT.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lost {
    /// The server never hears it: nothing was stored.
    Question,
    /// The server did it, and nobody hears that.
    Answer,
}

/// The way; it ends with its process.
#[derive(Debug)]
pub struct LossyWay {
    /// Address of the database over this way.
    pub address: String,
    next: Arc<Mutex<Option<(Lost, usize)>>>,
}

impl LossyWay {
    /// Listens before the database at this address (`postgres://…@host:port/name`).
    pub fn before(address: &str) -> Self {
        let (user, rest) = address.split_once('@').expect("a user in the address");
        let (server, name) = rest.split_once('/').expect("a name in the address");
        let server = server.to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").expect("a socket");
        let port = listener.local_addr().expect("an address").port();
        let way = Self { address: format!("{user}@127.0.0.1:{port}/{name}"), next: Arc::default() };
        let next = way.next.clone();
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let Ok(server) = TcpStream::connect(&server) else { continue };
                join(client, server, &next);
            }
        });
        way
    }

    /// Of the COMMITs that come by, one is lost after so many others.
    pub fn lose(&self, what: Lost, after: usize) {
        *self.next.lock().expect("the order") = Some((what, after));
    }
}

/// What is lost of the COMMIT that comes by now.
fn lost_now(next: &Mutex<Option<(Lost, usize)>>) -> Option<Lost> {
    let mut next = next.lock().expect("the order");
    match next.take() {
        Some((lost, 0)) => Some(lost),
        Some((lost, after)) => {
            *next = Some((lost, after - 1));
            None
        }
        None => None,
    }
}

fn join(client: TcpStream, server: TcpStream, next: &Arc<Mutex<Option<(Lost, usize)>>>) {
    let (Ok(from_client), Ok(from_server)) = (client.try_clone(), server.try_clone()) else { return };
    let (next, silent) = (next.clone(), Arc::new(AtomicBool::new(false)));
    let heard = silent.clone();
    std::thread::spawn(move || {
        copy(from_client, server, |bytes| {
            let commits = bytes.windows(COMMIT.len()).any(|part| part == COMMIT);
            let lost = commits.then(|| lost_now(&next)).flatten();
            silent.fetch_or(lost == Some(Lost::Answer), Ordering::SeqCst);
            lost != Some(Lost::Question)
        });
    });
    std::thread::spawn(move || copy(from_server, client, |_| !heard.load(Ordering::SeqCst)));
}

/// Until one side ends, or `passes` says no; then both are cut off.
fn copy(mut from: TcpStream, mut to: TcpStream, passes: impl Fn(&[u8]) -> bool) {
    let mut part = [0; 16_384];
    while let Ok(read) = from.read(&mut part) {
        let bytes = part.get(..read).filter(|bytes| !bytes.is_empty());
        let Some(bytes) = bytes.filter(|bytes| passes(bytes)) else { break };
        if to.write_all(bytes).is_err() {
            break;
        }
    }
    let _ = to.shutdown(Shutdown::Both);
    let _ = from.shutdown(Shutdown::Both);
}
