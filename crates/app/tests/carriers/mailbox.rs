//! A mail server on a real socket that writes down each letter before it answers, and takes its time.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// The server; it ends with its process.
pub(crate) struct Mailbox {
    pub(crate) port: u16,
    ids: Arc<Mutex<Vec<String>>>,
}

impl Mailbox {
    /// Listens on a free port.
    pub(crate) fn start(pause: Duration) -> Self {
        let ids = Arc::new(Mutex::new(Vec::new()));
        let seen = ids.clone();
        let port = testkit::listen(move |stream| {
            converse(stream, pause, &seen);
        });
        Self { port, ids }
    }

    /// Ids of the messages in the order in which they came whole, repetitions too.
    pub(crate) fn ids(&self) -> Vec<String> {
        self.ids.lock().expect("the log").clone()
    }
}

/// None when the connection broke.
fn converse(mut stream: TcpStream, pause: Duration, seen: &Mutex<Vec<String>>) -> Option<()> {
    let mut lines = BufReader::new(stream.try_clone().ok()?).lines();
    let mut say = |text: &str| stream.write_all(text.as_bytes()).ok();
    say("220 fake\r\n")?;
    let (mut reads, mut id) = (false, String::new());
    loop {
        let line = lines.next()?.ok()?;
        match (reads, line.split(' ').next().unwrap_or_default()) {
            (true, ".") => {
                seen.lock().expect("the log").push(std::mem::take(&mut id));
                reads = false;
                std::thread::sleep(pause);
                say("250 2.0.0 Ok: queued as 4XyZ12\r\n")?;
            }
            (true, "Message-ID:") => id = named(&line),
            (true, _) => {}
            (false, "DATA") => {
                reads = true;
                say("354 go on\r\n")?;
            }
            (false, "EHLO") => say("250-fake\r\n250 8BITMIME\r\n")?,
            (false, "QUIT") => return say("221 bye\r\n"),
            (false, _) => say("250 ok\r\n")?,
        }
    }
}

/// The part of `Message-ID: <part@host>` that is the message's own.
fn named(line: &str) -> String {
    let id = line.split_once('<').and_then(|(_, rest)| rest.split_once('@'));
    id.map(|(id, _)| id.to_owned()).expect("an id of the message")
}
