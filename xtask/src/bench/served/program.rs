//! The program, started for one measurement, and the CPU that it and its database use.

use std::fmt;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use tempfile::TempDir;

/// How long it may take to answer.
const PATIENCE: Duration = Duration::from_secs(60);

/// Below this part of a core it waits for work.
const IDLE: f64 = 0.05;

/// How long it may take to get there.
const CATCH_UP: Duration = Duration::from_secs(300);

/// A served installation; ended with the value.
pub(super) struct Program {
    child: Child,
    pub(super) port: u16,
    /// From its start until it said that it is ready.
    pub(super) ready_after: Duration,
    _folder: TempDir,
}

/// CPU that was used: seconds so far, or milliseconds for each piece of work.
#[derive(Clone, Copy)]
pub(super) struct Cpu {
    pub(super) program: f64,
    pub(super) database: f64,
    /// By this process, which asks.
    generator: f64,
}

impl fmt::Display for Cpu {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { program, database, generator } = self;
        write!(f, "{program:.2} + {database:.2} ms CPU each (program + database), {generator:.2} of who asks")
    }
}

impl Program {
    pub(super) fn start(program: &Path, database: &str) -> anyhow::Result<Self> {
        Self::start_with(program, database, &[])
    }

    /// With further settings.
    pub(super) fn start_with(program: &Path, database: &str, settings: &[(&str, &str)]) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let program = program.canonicalize().context("build it: cargo build --release -p bridgehead")?;
        let command = || {
            let mut command = Command::new(&program);
            command.current_dir(folder.path()).env("BRIDGEHEAD_DATABASE", absolute(database)).stdout(Stdio::null());
            command.envs(settings.iter().map(|(name, value)| (format!("BRIDGEHEAD_{name}"), *value)));
            command.env("BRIDGEHEAD_LOG", "warn").env("BRIDGEHEAD_SECURE_COOKIES", "false");
            command
        };
        ensure!(command().arg("init").status()?.success(), "`init` failed");
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let begin = Instant::now();
        let child = command().args(["serve", "--listen", &format!("127.0.0.1:{port}")]).spawn()?;
        let mut started = Self { child, port, ready_after: Duration::ZERO, _folder: folder };
        while !ready(port) {
            ensure!(started.child.try_wait()?.is_none() && begin.elapsed() < PATIENCE, "the program does not answer");
            std::thread::sleep(Duration::from_millis(5));
        }
        started.ready_after = begin.elapsed();
        Ok(started)
    }

    /// Waits until it has caught up with what lay there when it started: a freshly loaded database has a journal to seal.
    pub(super) async fn caught_up(&self) {
        let begin = Instant::now();
        loop {
            let (before, at) = (self.cpu(), Instant::now());
            tokio::time::sleep(Duration::from_secs(1)).await;
            let (now, passed) = (self.cpu(), at.elapsed().as_secs_f64());
            let busy = (now.program - before.program + now.database - before.database) / passed;
            if busy < IDLE {
                return;
            }
            if begin.elapsed() > CATCH_UP {
                eprintln!("the program is still busy ({busy:.2} of a core); the numbers hold that too");
                return;
            }
        }
    }

    /// CPU used so far, by the program and by every PostgreSQL process of this machine.
    pub(super) fn cpu(&self) -> Cpu {
        let processes = std::fs::read_dir("/proc").into_iter().flatten().flatten();
        let ids = processes.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
        let database = ids.filter_map(ticks).filter(|(name, _)| name == "postgres").map(|(_, seconds)| seconds).sum();
        let of = |process| ticks(process).map_or(0.0, |(_, seconds)| seconds);
        Cpu { program: of(self.child.id()), database, generator: of(std::process::id()) }
    }
}

impl Cpu {
    /// Milliseconds for each piece of work since `before`.
    pub(super) fn since(self, before: Self, pieces: u64) -> Self {
        let each = |now: f64, before: f64| (now - before) * 1_000.0 / pieces.max(1) as f64;
        Self {
            program: each(self.program, before.program),
            database: each(self.database, before.database),
            generator: each(self.generator, before.generator),
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Name and CPU seconds of a process. The kernel counts in hundredths of a second on every architecture we run on.
fn ticks(process: u32) -> Option<(String, f64)> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let (before, after) = stat.rsplit_once(')')?;
    let fields: Vec<&str> = after.split_whitespace().collect();
    let ticks = fields.get(11)?.parse::<f64>().ok()? + fields.get(12)?.parse::<f64>().ok()?;
    Some((before.split_once('(')?.1.to_owned(), ticks / 100.0))
}

fn ready(port: u16) -> bool {
    use std::io::{Read, Write};
    let Ok(mut socket) = std::net::TcpStream::connect(("127.0.0.1", port)) else { return false };
    let mut answer = String::new();
    let asked = socket.write_all(b"GET /readyz HTTP/1.0\r\nHost: localhost\r\n\r\n").is_ok();
    asked && socket.read_to_string(&mut answer).is_ok() && answer.contains(" 200 ")
}

/// The address as seen from any folder.
fn absolute(database: &str) -> String {
    let file = database.strip_prefix("sqlite://").and_then(|file| Path::new(file).canonicalize().ok());
    file.map_or_else(|| database.to_owned(), |file| format!("sqlite://{}", file.display()))
}
