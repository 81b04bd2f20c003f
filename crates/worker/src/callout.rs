//! Calls: written down, rung, ended. Life-safety work has a loop of its own; nothing else waits in its queue or keeps
//! it waiting.

use std::sync::Arc;
use std::time::Duration;

use domain::callout::Step;
use domain::message::Channel;
use futures::StreamExt;
use jiff::Timestamp;
use notify::{Outgoing, Receipt, SendError};
use service::callout::{Rang, Ring, Sending};
use service::message::Outcome;
use service::{Service, ServiceError};
use store::callout::Attempt;
use store::warning::Warning;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::job::{Post, hand_over, insist, outcome};
use crate::{Clock, repeat};

/// How often is looked when nothing wakes the worker.
const LOOK: Duration = Duration::from_millis(500);

/// How long is waited after a commit before the next look.
const GATHER: Duration = Duration::from_millis(50);

/// Calls that are claimed at once.
const BATCH: u64 = 200;

/// Batches on their way at once: a gateway that hangs holds up one of them, not all.
const AT_ONCE: usize = 4;

/// Seconds of a slow contract's budget that are claimed ahead.
const AHEAD_S: u64 = 8;

/// Messages of a batch that are with carriers at once.
const SENDING: usize = 50;

/// How often ended warnings and rounds are looked for.
const TIDY: Duration = Duration::from_secs(5);

/// Places and rings calls until `stop` turns true; what is on its way then is finished first.
pub async fn run_calls(service: Service, post: Arc<Post>, clock: Clock, stop: watch::Receiver<bool>) {
    if service.store().engine() == store::Engine::Sqlite {
        let freed = async {
            service.release_left_calls().await?;
            service.release_left_tellings().await
        };
        if let Err(error) = freed.await {
            tracing::warn!(%error, "claims of calls cannot be freed; they end by time");
        }
    }
    let ring = ring(&service, &post, &clock, stop.clone());
    let place = place(&service, &clock, stop.clone());
    let outlets = crate::outlet::tell(&service, &post, &clock, stop.clone());
    let residents = crate::resident::call(&service, &post, &clock, stop.clone());
    let heard = crate::inbound::listen(&service, &post, &clock, stop.clone());
    let expired = repeat("warnings over", TIDY, stop.clone(), || service.end_expired_warnings(clock()));
    let swept = repeat("calls of ended rounds", TIDY, stop.clone(), || service.sweep_ended_calls(clock()));
    let undecided = repeat("responses undecided", TIDY, stop.clone(), || service.escalate_silent_responses(clock()));
    let messages = repeat("messages over", TIDY, stop, || service.end_expired_public_messages(clock()));
    tokio::join!(ring, place, outlets, residents, heard, expired, messages, swept, undecided);
}

/// Writes down the calls of rounds as soon as they are opened.
async fn place(service: &Service, clock: &Clock, mut stop: watch::Receiver<bool>) {
    let mut commits = service.store().commits();
    loop {
        match service.place_calls(clock()).await {
            Ok(0) => {}
            Ok(calls) => {
                tracing::info!(calls, "a round of calls is written down");
                continue;
            }
            Err(error) => tracing::warn!(%error, "calls were not written down; the next look tries again"),
        }
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return,
            _ = commits.changed() => {}
            () = tokio::time::sleep(LOOK) => {}
        }
        // Commits come by the hundred; one look serves them all.
        tokio::time::sleep(GATHER).await;
    }
}

async fn ring(service: &Service, post: &Arc<Post>, clock: &Clock, mut stop: watch::Receiver<bool>) {
    let channels = post.carriers.channels();
    let limit = batch_of(post.carriers.per_second());
    let mut commits = service.store().commits();
    let mut running = JoinSet::new();
    loop {
        let rings = if running.len() < AT_ONCE { claim(service, &channels, limit, clock()).await } else { Vec::new() };
        let found = !rings.is_empty();
        if found {
            running.spawn(batch(service.clone(), post.clone(), clock.clone(), rings));
        }
        if *stop.borrow() {
            while running.join_next().await.is_some() {}
            return;
        }
        if found && running.len() < AT_ONCE {
            continue;
        }
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => {}
            Some(ended) = running.join_next(), if !running.is_empty() => {
                if let Err(error) = ended {
                    tracing::error!(%error, "a batch of calls ended by itself; its claims end by time");
                }
            }
            _ = commits.changed(), if running.len() < AT_ONCE => {}
            () = tokio::time::sleep(LOOK), if running.len() < AT_ONCE => {}
        }
        // Commits come by the hundred; one look serves them all.
        tokio::time::sleep(GATHER).await;
    }
}

/// How many calls are claimed at once. Where a contract is slow, no more than it carries in a few seconds: what is
/// claimed cannot be overtaken by what is nearer, and a claim must not end while its message still waits its turn.
fn batch_of(per_second: Option<u32>) -> u64 {
    let carried = |rate: u32| u64::from(rate) * AHEAD_S / AT_ONCE as u64;
    per_second.map_or(BATCH, |rate| carried(rate).clamp(1, BATCH))
}

async fn claim(service: &Service, channels: &[Channel], limit: u64, now: Timestamp) -> Vec<Ring> {
    // A restored or copied database must not speak to anybody before a person says so.
    match service.is_held().await {
        Ok(false) => {}
        Ok(true) => return Vec::new(),
        Err(error) => {
            tracing::warn!(%error, "whether the database is held cannot be read; the next look tries again");
            return Vec::new();
        }
    }
    service.claim_rings(channels, limit, now).await.unwrap_or_else(|error| {
        tracing::warn!(%error, "due calls cannot be read; the next look tries again");
        Vec::new()
    })
}

/// Sends what belongs to a batch and writes down what became of it.
async fn batch(service: Service, post: Arc<Post>, clock: Clock, rings: Vec<Ring>) {
    let mut messages = Vec::new();
    for (place, ring) in rings.iter().enumerate() {
        for sending in &ring.sendings {
            messages.push((place, sending.attempt.clone(), message(&service, &post, ring, sending)));
        }
    }
    let sent: Vec<(usize, Attempt, Outcome)> = futures::stream::iter(messages)
        .map(|(place, attempt, message)| {
            let post = post.clone();
            async move { (place, attempt.clone(), outcome(send(&post, attempt.channel, message).await)) }
        })
        .buffer_unordered(SENDING)
        .collect()
        .await;
    let mut rang: Vec<Rang> = rings
        .iter()
        .map(|ring| Rang { call: ring.call.id, colour: ring.callout.colour, step: ring.step, sent: Vec::new() })
        .collect();
    for (place, attempt, outcome) in sent {
        rang[place].sent.push((attempt, outcome));
    }
    if let Err(error) = insist(|| service.end_rings(&rang, clock())).await {
        tracing::error!(%error, calls = rang.len(), "a batch of calls was not written back; its claims end by time");
    }
}

async fn send(post: &Post, channel: Channel, message: Result<Outgoing, ServiceError>) -> Result<Receipt, SendError> {
    let message = message.map_err(|error| SendError::Permanent(error.to_string()))?;
    hand_over(post, channel, &message).await
}

/// Who warns, and of what.
pub(crate) fn told_of(post: &Post, warning: Option<&Warning>) -> (String, String) {
    let line = warning.and_then(|warning| {
        let texts = [&warning.headline, &warning.event];
        texts.into_iter().map(|names| post.called(names)).find(|text| !text.is_empty()).map(str::to_owned)
    });
    let issuer = warning.and_then(|warning| warning.issuer.clone()).unwrap_or_else(|| post.name.clone());
    (issuer, line.unwrap_or_else(|| post.name.clone()))
}

/// What one phone is told: who warns, of what, and how to answer.
fn message(service: &Service, post: &Post, ring: &Ring, sending: &Sending) -> Result<Outgoing, ServiceError> {
    let (issuer, line) = told_of(post, ring.warning.as_ref());
    let link = post.link("call", &service.call_link(ring.call.id)?);
    let key = match (sending.attempt.channel, ring.step) {
        (Channel::Voice, _) => "call-voice",
        (_, Step::Deputy) => "call-deputy",
        _ => "call-text",
    };
    let values = [("issuer", issuer.as_str()), ("line", line.as_str()), ("link", link.as_str())];
    let (subject, text) = (post.text("call-subject", &values)?, post.text(key, &values)?);
    Ok(Outgoing { id: sending.attempt.id, to: sending.to.clone(), subject, text, urgent: true })
}
