//! Signatures of warnings. Nothing here judges one: that takes the operator's own program and its list of whom to trust.

use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use ::warning::alert::Alert;
use domain::warned::Signature;
use tokio::io::AsyncWriteExt;
use tokio::process::Command;

use crate::{Service, ServiceError};

/// How long the program may take; a warning does not wait longer for it.
const TIME_MAX: Duration = Duration::from_secs(5);

/// The operator's program: it gets the message on its input, and says by its exit code what the signature is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checker {
    /// The program.
    pub program: PathBuf,
    /// Its arguments.
    pub arguments: Vec<String>,
}

impl Checker {
    /// 0: valid. 1: invalid. Anything else, or no answer in time: unchecked.
    pub async fn check(&self, document: &[u8]) -> Signature {
        match tokio::time::timeout(TIME_MAX, self.run(document)).await {
            Ok(Ok(Some(0))) => Signature::Valid,
            Ok(Ok(Some(1))) => Signature::Invalid,
            Ok(Ok(code)) => {
                tracing::warn!(?code, "the checker of signatures came to no result");
                Signature::Unchecked
            }
            Ok(Err(error)) => {
                tracing::warn!(%error, program = %self.program.display(), "the checker of signatures does not run");
                Signature::Unchecked
            }
            // Dropped, the program is killed.
            Err(_) => {
                tracing::warn!("the checker of signatures took too long");
                Signature::Unchecked
            }
        }
    }

    async fn run(&self, document: &[u8]) -> std::io::Result<Option<i32>> {
        let mut child = Command::new(&self.program)
            .args(&self.arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()?;
        if let Some(mut input) = child.stdin.take() {
            // One that has seen enough closes its input.
            let _ = input.write_all(document).await;
        }
        Ok(child.wait().await?.code())
    }
}

impl Service {
    /// What is known of the signature of a message; none where it carries none.
    pub(super) async fn signature_of(&self, alert: &Alert, document: &[u8]) -> Result<Option<Signature>, ServiceError> {
        // What was cut out of a feed is kept without its signature: there is nothing left to check.
        if !alert.signed || !document.windows(NAME.len()).any(|part| part == NAME) {
            return Ok(None);
        }
        match &self.warnings()?.signature_checker {
            Some(checker) => Ok(Some(checker.check(document).await)),
            None => Ok(Some(Signature::Unchecked)),
        }
    }
}

/// Name of the element of XML signatures.
const NAME: &[u8] = b"Signature";
