//! A station's web server on a real socket: each path answers as the test says, well or badly.

use std::collections::HashMap;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// How a path answers.
#[derive(Debug, Clone)]
pub enum Reply {
    /// A document; whoever has its mark is told that nothing changed.
    Document(String, &'static str),
    /// A status with further header lines.
    Status(u16, &'static str),
    /// Leads elsewhere.
    Redirect(String),
    /// Begins and then says nothing until the other side goes.
    Silent,
    /// Promises more bytes than it sends.
    Truncated(String),
    /// Goes on for ever.
    Endless,
}

/// The server; it ends with its process.
#[derive(Debug, Clone)]
pub struct Source {
    port: u16,
    replies: Arc<Mutex<HashMap<String, Reply>>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Source {
    /// Listens on a free port.
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a socket");
        let port = listener.local_addr().expect("an address").port();
        let source = Self { port, replies: Arc::default(), asked: Arc::default() };
        let own = source.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let own = own.clone();
                std::thread::spawn(move || own.answer(stream));
            }
        });
        source
    }

    /// The address of a path.
    pub fn address(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// Says how a path answers from now on; others are not found.
    pub fn say(&self, path: &str, reply: Reply) {
        self.replies.lock().expect("the replies").insert(path.to_owned(), reply);
    }

    /// The requests so far, each with its headers, in small letters.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().expect("the log").clone()
    }

    /// How often a path was asked for.
    pub fn times(&self, path: &str) -> usize {
        let line = format!("get {path} ");
        self.asked().iter().filter(|head| head.starts_with(&line)).count()
    }

    /// None when the connection broke.
    fn answer(&self, mut stream: TcpStream) -> Option<()> {
        let (mut head, mut part) = (String::new(), [0; 4_096]);
        while !head.contains("\r\n\r\n") {
            let read = stream.read(&mut part).ok().filter(|read| *read > 0)?;
            head.push_str(&String::from_utf8_lossy(part.get(..read)?));
        }
        let path = head.split(' ').nth(1)?.to_owned();
        let head = head.to_lowercase();
        self.asked.lock().expect("the log").push(head.clone());
        let reply = self.replies.lock().expect("the replies").get(&path).cloned();
        let mut write = |text: &str| stream.write_all(text.as_bytes()).ok();
        match reply.unwrap_or(Reply::Status(404, "")) {
            Reply::Document(_, mark) if head.contains(&format!("if-none-match: \"{mark}\"")) => {
                write("HTTP/1.1 304 Not Modified\r\nconnection: close\r\n\r\n")
            }
            Reply::Document(text, mark) => write(&format!(
                "HTTP/1.1 200 OK\r\netag: \"{mark}\"\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{text}",
                text.len()
            )),
            Reply::Status(code, headers) => {
                write(&format!("HTTP/1.1 {code} x\r\n{headers}content-length: 0\r\nconnection: close\r\n\r\n"))
            }
            Reply::Redirect(to) => write(&format!(
                "HTTP/1.1 302 Found\r\nlocation: {to}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
            )),
            Reply::Silent => {
                write("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nx")?;
                while stream.read(&mut part).ok()? > 0 {}
                None
            }
            Reply::Truncated(text) => write(&format!(
                "HTTP/1.1 200 OK\r\netag: \"cut\"\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{text}",
                text.len() + 100
            )),
            Reply::Endless => {
                write("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n")?;
                loop {
                    write(&"x".repeat(4_096))?;
                }
            }
        }
    }
}
