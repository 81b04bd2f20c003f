//! A server on a free port of this machine that ends with its process.

use std::net::{TcpListener, TcpStream};
use std::sync::Arc;

/// Listens, and answers each connection in a thread of its own; gives the port.
pub fn listen(answer: impl Fn(TcpStream) + Send + Sync + 'static) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a socket");
    let port = listener.local_addr().expect("an address").port();
    let answer = Arc::new(answer);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let answer = answer.clone();
            std::thread::spawn(move || answer(stream));
        }
    });
    port
}
