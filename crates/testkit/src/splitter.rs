//! One address before several servers: connections go to them in turn, and to the next one when one refuses.
//!
//! What HAProxy does in the field, small enough to stand in a test; it looks into nothing and repeats nothing.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Listens before servers at these ports of this machine; gives its own port. It ends with its process.
pub fn split(servers: Vec<u16>) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a socket");
    let port = listener.local_addr().expect("an address").port();
    let turn = Arc::new(AtomicUsize::new(0));
    std::thread::spawn(move || {
        for client in listener.incoming().flatten() {
            let first = turn.fetch_add(1, Ordering::Relaxed);
            let mut order = (0..servers.len()).filter_map(|n| servers.get((first + n) % servers.len()));
            // None of them: the client sees a closed connection, as from a balancer without servers.
            let Some(server) = order.find_map(|port| TcpStream::connect(("127.0.0.1", *port)).ok()) else { continue };
            join(client, server);
        }
    });
    port
}

fn join(client: TcpStream, server: TcpStream) {
    let (Ok(from_client), Ok(from_server)) = (client.try_clone(), server.try_clone()) else { return };
    std::thread::spawn(move || copy(from_client, server));
    std::thread::spawn(move || copy(from_server, client));
}

/// Until one side ends; then the other is told.
fn copy(mut from: TcpStream, mut to: TcpStream) {
    let mut part = [0; 16_384];
    while let Ok(read) = from.read(&mut part) {
        let Some(bytes) = part.get(..read).filter(|bytes| !bytes.is_empty()) else { break };
        if to.write_all(bytes).is_err() {
            break;
        }
    }
    let _ = to.shutdown(Shutdown::Write);
    let _ = from.shutdown(Shutdown::Read);
}
