//! `warning`: messages from files, as if the station had handed them in.

use std::path::{Path, PathBuf};

use anyhow::Context;
use serde_json::json;
use service::warning::Way;
use service::{Service, ServiceError};
use warning::Finding;
use warning::limits::BYTES_MAX;

use super::{Outcome, output};
use crate::config::Config;
use crate::{clock, fitting, run};

/// Commands about warnings.
#[derive(clap::Subcommand)]
pub(crate) enum Warning {
    /// Take warnings (CAP 1.0, 1.1, 1.2) from files in. Safe to repeat: a known message is not taken twice.
    #[command(after_help = "Example:\n  bridgehead warning receive alert.xml\n\nAn orange or red of a sender in \
        `[warnings] official_senders` begins calls at once. Exit code 3 when a file was refused.")]
    Receive {
        /// Messages, one in each file.
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
}

impl Warning {
    pub(crate) async fn run(self, config: &Config, json: bool) -> anyhow::Result<Outcome> {
        let Self::Receive { files } = self;
        let service = run::open(config).await?;
        fitting::fit_warnings(&service, config)?;
        let mut all = true;
        for file in &files {
            all &= receive(&service, file, json).await?;
        }
        Ok(if all { Outcome::Done } else { Outcome::Refused })
    }
}

async fn receive(service: &Service, file: &Path, as_json: bool) -> anyhow::Result<bool> {
    let name = file.display();
    let size = std::fs::metadata(file).with_context(|| format!("cannot read `{name}`"))?.len();
    anyhow::ensure!(size <= BYTES_MAX as u64, "`{name}` has {size} bytes; a message has at most {BYTES_MAX}");
    let bytes = std::fs::read(file).with_context(|| format!("cannot read `{name}`"))?;
    match service.receive_warning(None, Way::File, true, &bytes, clock::now()).await {
        Ok(received) => {
            let colour = received.warning.colour.map(|colour| colour.word());
            let callout = received.callout.as_ref().map(|round| round.id);
            let known = if received.known { "known already" } else { "taken" };
            let calls = if callout.is_some() { ", calls begin" } else { "" };
            let object = json!({ "file": name.to_string(), "warning": received.warning.id, "known": received.known,
                "colour": colour, "callout": callout });
            let text = format!("{name}: {known}, {}{calls}", colour.unwrap_or("without a colour"));
            output::result(as_json, &object, &text);
            Ok(true)
        }
        Err(ServiceError::WarningRefused(findings)) => {
            let object = json!({ "file": name.to_string(), "errors": findings });
            output::result(as_json, &object, &format!("{name}: refused\n  {}", lines(&findings)));
            Ok(false)
        }
        Err(error) => Err(error).with_context(|| format!("`{name}` was not taken")),
    }
}

/// What is wrong with a message, a line each.
pub(super) fn lines(findings: &[Finding]) -> String {
    let line = |one: &Finding| format!("{} {}: {}", one.code, one.path, one.message);
    findings.iter().map(line).collect::<Vec<_>>().join("\n  ")
}
