//! `jobs`: what was given up, and another try; a message to oneself.

use std::time::Duration;

use anyhow::{Context, bail};
use domain::message::{Channel, MessageState};
use serde_json::json;
use service::Service;
use uuid::Uuid;

use super::{Outcome, output};
use crate::config::Config;
use crate::{clock, run};

/// Commands of the job queue.
#[derive(clap::Subcommand)]
pub(crate) enum Jobs {
    /// List the jobs that were given up, and how many wait.
    #[command(after_help = "Example:\n  bridgehead jobs list --json")]
    List,
    /// Put a job that was given up back into the queue.
    #[command(after_help = "Example:\n  bridgehead jobs retry 0197a0c5-6f0e-7d3c-9f59-6f3a4f0b2f11")]
    Retry {
        /// The job's id, as `jobs list` shows it.
        id: Uuid,
    },
    /// Send a message to the operator's own phone or mailbox, by queue, worker and carrier.
    #[command(after_help = "Example:\n  bridgehead jobs test sms --wait 30")]
    Test {
        /// `sms` or `mail`.
        channel: String,
        /// Seconds to wait for what becomes of it; a worker must be running.
        #[arg(long, default_value_t = 0, value_name = "SECONDS")]
        wait: u64,
    },
}

impl Jobs {
    pub(crate) async fn run(self, config: &Config, as_json: bool) -> anyhow::Result<Outcome> {
        let service = run::open(config).await?;
        match self {
            Self::List => list(&service, as_json).await?,
            Self::Retry { id } => {
                service.retry_job(id, clock::now()).await?;
                output::result(as_json, &json!({ "job": id }), "it is back in the queue");
            }
            Self::Test { channel, wait } => test(&service, config, &channel, wait, as_json).await?,
        }
        Ok(Outcome::Done)
    }
}

async fn list(service: &Service, as_json: bool) -> anyhow::Result<()> {
    let counts = service.job_counts().await?;
    for job in service.dead_jobs().await? {
        let error = job.last_error.unwrap_or_default();
        let at = job.dead_at.to_string();
        let object = json!({ "job": job.id, "kind": job.kind, "payload": job.payload, "attempts": job.attempts,
            "given_up_at": job.dead_at.as_millisecond(), "error": error });
        output::result(as_json, &object, &format!("{} {:<14} {at} {error}", job.id, job.kind));
    }
    let held = service.is_held().await?;
    let object = json!({ "waiting": counts.waiting, "given_up": counts.dead, "held": held });
    let note = if held { "; the database is held, nothing is sent" } else { "" };
    output::result(as_json, &object, &format!("{} wait, {} were given up{note}", counts.waiting, counts.dead));
    Ok(())
}

async fn test(service: &Service, config: &Config, channel: &str, wait: u64, as_json: bool) -> anyhow::Result<()> {
    let channel =
        Channel::from_word(channel).with_context(|| format!("`{channel}` is no channel; `sms`, `voice` or `mail`"))?;
    let (carrier, recipient, key) = match channel {
        Channel::Sms => (config.sms.is_some(), config.test_phone.is_some(), "test_phone"),
        Channel::Voice => (config.voice.is_some(), config.test_phone.is_some(), "test_phone"),
        Channel::Mail => (config.mail.is_some(), config.test_mail.is_some(), "test_mail"),
    };
    if !carrier || !recipient {
        bail!("set `[{}]` and `{key}` in the configuration first", channel.word());
    }
    let key = service.order_test_message(channel, clock::now()).await?;
    let mut found = None;
    for _ in 0..wait.saturating_mul(5) {
        tokio::time::sleep(Duration::from_millis(200)).await;
        found = service.message(&key).await?.filter(|message| !message.state.is_to_send());
        if found.is_some() {
            break;
        }
    }
    match found {
        None => output::result(as_json, &json!({ "message": key, "state": "queued" }), "it is in the queue"),
        Some(message) => {
            let state = message.state.word();
            let error = message.error.unwrap_or_default();
            let object = json!({ "message": key, "state": state, "carrier_id": message.carrier_id, "error": error });
            output::result(as_json, &object, &format!("{state} {error}"));
            if message.state == MessageState::FailedPermanent {
                bail!("it did not go: {error}");
            }
        }
    }
    Ok(())
}
