//! A messenger on a real socket: writes down each request before it answers.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// The messenger; it ends with its process.
#[derive(Debug)]
pub struct Robot {
    port: u16,
    said: Arc<Mutex<Vec<String>>>,
    answer: Arc<Mutex<String>>,
}

impl Robot {
    /// Listens on a free port and takes its time before each answer.
    pub fn start(pause: Duration) -> Self {
        let said = Arc::new(Mutex::new(Vec::new()));
        let answer = Arc::new(Mutex::new(r#"{"errcode":0,"code":0}"#.to_owned()));
        let (log, words) = (said.clone(), answer.clone());
        let port = crate::listen(move |stream| {
            converse(stream, pause, &log, &words);
        });
        Self { port, said, answer }
    }

    /// The web address of one of its groups.
    pub fn address(&self, group: &str) -> String {
        format!("http://127.0.0.1:{}/{group}", self.port)
    }

    /// What it answers from now on.
    pub fn answer(&self, body: &str) {
        *self.answer.lock().expect("the answer") = body.to_owned();
    }

    /// What it was asked, each request whole, the oldest first.
    pub fn said(&self) -> Vec<String> {
        self.said.lock().expect("the log").clone()
    }
}

/// None when the connection broke.
fn converse(mut stream: TcpStream, pause: Duration, log: &Mutex<Vec<String>>, answer: &Mutex<String>) -> Option<()> {
    let (mut request, mut part) = (Vec::new(), [0; 4_096]);
    loop {
        let read = stream.read(&mut part).ok().filter(|read| *read > 0)?;
        request.extend_from_slice(part.get(..read)?);
        let text = String::from_utf8_lossy(&request);
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let head = head.to_lowercase();
        let length: usize = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok())?;
        if body.len() >= length {
            break;
        }
    }
    log.lock().expect("the log").push(String::from_utf8_lossy(&request).into_owned());
    std::thread::sleep(pause);
    let body = answer.lock().expect("the answer").clone();
    let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", body.len());
    stream.write_all(format!("{head}{body}").as_bytes()).ok()
}
