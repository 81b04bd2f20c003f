//! One case, computed.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use serde_json::json;

use crate::command::{Outcome, output};

/// Most bytes of a case.
const BYTES_MAX: u64 = 16 * 1024 * 1024;

/// A case to compute.
#[derive(clap::Args)]
pub(crate) struct Evaluate {
    /// The case, as JSON; `-` for standard input.
    case: PathBuf,
}

impl Evaluate {
    pub(super) fn run(&self, as_json: bool) -> anyhow::Result<Outcome> {
        match risk::evaluate(&text(&self.case)?) {
            Ok(found) => {
                output::result(as_json, &found, &format!("{found:#}"));
                Ok(Outcome::Done)
            }
            Err(refusal) => {
                let name = self.case.display().to_string();
                let text = format!("{name}: refused\n  {refusal}");
                output::result(as_json, &json!({ "file": name, "errors": [refusal] }), &text);
                Ok(Outcome::Refused)
            }
        }
    }
}

/// The text of a file, or of standard input.
fn text(file: &Path) -> anyhow::Result<String> {
    let name = file.display();
    let mut bytes = Vec::new();
    // One byte more than is read tells that there is too much.
    let read = if file == Path::new("-") {
        std::io::stdin().lock().take(BYTES_MAX + 1).read_to_end(&mut bytes)
    } else {
        File::open(file).and_then(|file| file.take(BYTES_MAX + 1).read_to_end(&mut bytes))
    };
    read.with_context(|| format!("cannot read `{name}`"))?;
    ensure!(bytes.len() as u64 <= BYTES_MAX, "`{name}` has more than {BYTES_MAX} bytes, which a case has at most");
    String::from_utf8(bytes).with_context(|| format!("`{name}` is not UTF-8; save it as UTF-8"))
}
