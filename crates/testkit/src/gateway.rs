//! A gateway on a real socket that writes down each message before it answers, and can be slow or silent.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// How it answers.
#[derive(Debug, Clone, Copy)]
pub enum Manner {
    /// The first request never, all others at once.
    SilentFirst,
    /// Each after this time, so that whoever asks can be killed meanwhile.
    Slow(Duration),
}

/// The gateway; it ends with its process.
#[derive(Debug)]
pub struct Gateway {
    /// Where it listens.
    pub port: u16,
    ids: Arc<Mutex<Vec<String>>>,
}

impl Gateway {
    /// Listens on a free port.
    pub fn start(manner: Manner) -> Self {
        let ids = Arc::new(Mutex::new(Vec::new()));
        let seen = ids.clone();
        let port = crate::listen(move |stream| {
            answer(stream, manner, &seen);
        });
        Self { port, ids }
    }

    /// Ids of the messages in the order in which they came, repetitions too.
    pub fn ids(&self) -> Vec<String> {
        self.ids.lock().expect("the log").clone()
    }

    /// The settings of a program that sends its texts here.
    pub fn settings(&self) -> String {
        format!(
            "test_phone = \"+8613800000000\"\nallow_networks = [\"127.0.0.1/32\"]\n\n[sms]\n\
             url = \"http://127.0.0.1:{}/send\"\n\
             body = '{{\"to\":\"{{to}}\",\"text\":\"{{text}}\",\"id\":\"{{id}}\"}}'\n",
            self.port
        )
    }
}

/// None when the connection broke.
fn answer(mut stream: TcpStream, manner: Manner, seen: &Mutex<Vec<String>>) -> Option<()> {
    let (mut request, mut part) = (String::new(), [0; 4_096]);
    while !request.contains('}') {
        let read = stream.read(&mut part).ok().filter(|read| *read > 0)?;
        request.push_str(&String::from_utf8_lossy(part.get(..read)?));
    }
    let (_, after) = request.rsplit_once("\"id\":\"")?;
    let number = {
        let mut seen = seen.lock().expect("the log");
        seen.push(after.get(..36)?.to_owned());
        seen.len()
    };
    match manner {
        // Held open without a word until the other side goes.
        Manner::SilentFirst if number == 1 => {
            let _ = stream.read(&mut part);
            return None;
        }
        Manner::SilentFirst => {}
        Manner::Slow(time) => std::thread::sleep(time),
    }
    stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}").ok()
}
