//! The child process that decodes pictures. A decoder is the code most likely to be broken by what a
//! stranger sends; here it can break nothing but itself.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use serde::Deserialize;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::Command;
use tokio::sync::Semaphore;

use crate::ServiceError;

/// The child limits its own processor time; this is for one that does nothing at all.
const TIME_MAX: Duration = Duration::from_secs(20);

/// More than the largest picture that it writes.
const ANSWER_MAX: u64 = 16 * 1024 * 1024;

/// All that the child has of an environment: how many addresses its allocator sets aside at a time, KiB. By itself it
/// would take a gigabyte, which is all that the child may have, and refuse one picture in twenty.
pub const ENVIRONMENT: (&str, &str) = ("MIMALLOC_ARENA_RESERVE", "65536");

/// How to start the child. It gets the file on its input and answers with a line of JSON and a JPEG.
#[derive(Debug)]
pub struct Decoder {
    program: PathBuf,
    arguments: Vec<OsString>,
    at_once: Semaphore,
}

/// The line before the JPEG.
#[derive(Debug, Deserialize)]
pub(super) struct Header {
    /// Width, pixels.
    pub(super) width: i32,
    /// Height, pixels.
    pub(super) height: i32,
    /// Longitude and latitude that the camera wrote.
    pub(super) position: Option<(f64, f64)>,
}

/// What the child says when it refuses.
#[derive(Debug, Deserialize)]
struct Refusal {
    refused: String,
}

impl Decoder {
    /// A decoder that starts `program` with `arguments`, two at once at most.
    pub fn new(program: PathBuf, arguments: Vec<OsString>) -> Self {
        Self { program, arguments, at_once: Semaphore::new(2) }
    }

    /// The picture written anew.
    pub(super) async fn decode(&self, bytes: &[u8]) -> Result<(Header, Vec<u8>), ServiceError> {
        let _turn = self.at_once.acquire().await.map_err(|error| ServiceError::Internal(error.to_string()))?;
        match tokio::time::timeout(TIME_MAX, self.run(bytes)).await {
            Ok(result) => result,
            // Dropped, the child is killed.
            Err(_) => Err(unreadable("it took too long to decode")),
        }
    }

    async fn run(&self, bytes: &[u8]) -> Result<(Header, Vec<u8>), ServiceError> {
        let failed = |error: std::io::Error| ServiceError::Internal(format!("the picture decoder: {error}"));
        let mut child = Command::new(&self.program)
            .args(&self.arguments)
            .env_clear()
            .env(ENVIRONMENT.0, ENVIRONMENT.1)
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .map_err(failed)?;
        let missing = || ServiceError::Internal("the picture decoder has no pipes".to_owned());
        let mut input = child.stdin.take().ok_or_else(missing)?;
        let output = child.stdout.take().ok_or_else(missing)?;
        let give = async {
            // A child that refuses early closes its input.
            let _ = input.write_all(bytes).await;
            drop(input);
        };
        let mut answer = Vec::new();
        let mut limited = output.take(ANSWER_MAX);
        let ((), read) = tokio::join!(give, limited.read_to_end(&mut answer));
        read.map_err(failed)?;
        let status = child.wait().await.map_err(failed)?;
        let end = answer.iter().position(|&byte| byte == b'\n').unwrap_or(answer.len());
        let (line, rest) = answer.split_at(end);
        if !status.success() {
            let refusal = serde_json::from_slice::<Refusal>(line);
            let reason = refusal.map_or_else(|_| "decoding it takes too much".to_owned(), |refusal| refusal.refused);
            tracing::info!(%status, reason, "a picture was refused");
            return Err(unreadable(&reason));
        }
        let header = serde_json::from_slice(line).map_err(ServiceError::Data)?;
        Ok((header, rest.get(1..).unwrap_or_default().to_vec()))
    }
}

fn unreadable(reason: &str) -> ServiceError {
    ServiceError::invalid("file", "picture_unreadable", format!("the picture cannot be taken: {reason}"))
}
