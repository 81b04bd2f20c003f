//! Calls to residents of buildings that are moved out: rung as soon as the order stands, by voice first.

use std::sync::Arc;
use std::time::Duration;

use domain::message::{Channel, MessageState};
use futures::StreamExt;
use notify::Outgoing;
use service::message::Outcome;
use service::resident::{ResidentRang, ResidentRing};
use service::{Service, ServiceError};
use tokio::sync::watch;

use crate::Clock;
use crate::job::{Post, hand_over, insist, outcome};

/// How often is looked.
const LOOK: Duration = Duration::from_secs(1);

/// Calls that are claimed at once.
const BATCH: u64 = 200;

/// Messages that are with carriers at once.
const SENDING: usize = 50;

/// Longest way in words that stands in a text message, in characters.
const WHERE_MAX: usize = 24;

/// Writes calls down and rings them until `stop` turns true.
pub(crate) async fn call(service: &Service, post: &Arc<Post>, clock: &Clock, mut stop: watch::Receiver<bool>) {
    let channels = post.carriers.channels();
    loop {
        match round(service, post, clock, &channels).await {
            Ok(true) if !*stop.borrow() => continue,
            Ok(_) => {}
            Err(error) => tracing::warn!(%error, "residents were not called; the next look tries again"),
        }
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return,
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

/// One look; whether there was anything to do.
async fn round(service: &Service, post: &Post, clock: &Clock, channels: &[Channel]) -> Result<bool, ServiceError> {
    let placed = service.place_resident_calls(clock()).await?;
    let rings = service.claim_resident_calls(channels, BATCH, clock()).await?;
    if rings.is_empty() {
        return Ok(placed > 0);
    }
    let rang: Vec<ResidentRang> = futures::stream::iter(rings)
        .map(|ring| async move {
            let (call, outcome) = (ring.call.id, rung(post, &ring).await);
            ResidentRang { call, outcome, channels: channels.to_vec() }
        })
        .buffer_unordered(SENDING)
        .collect()
        .await;
    insist(|| service.end_resident_calls(&rang, clock())).await?;
    Ok(true)
}

async fn rung(post: &Post, ring: &ResidentRing) -> Outcome {
    match message(post, ring) {
        Ok(message) => outcome(hand_over(post, ring.channel, &message).await),
        Err(error) => Outcome { state: MessageState::FailedPermanent, carrier_id: None, error: Some(error) },
    }
}

/// What is said: who asks, which building, where to, and how to answer.
fn message(post: &Post, ring: &ResidentRing) -> Result<Outgoing, String> {
    let short: String = ring.where_to.chars().take(WHERE_MAX).collect();
    let text = |key: &str, values: &[(&str, &str)]| post.text(key, values).map_err(|error| error.to_string());
    let where_to = if short.is_empty() { short } else { text("resident-to", &[("where", &short)])? };
    let link = post.link("leave", &ring.link);
    let values =
        [("name", post.name.as_str()), ("building", &ring.building), ("where", &where_to), ("link", link.as_str())];
    let key = if ring.channel == Channel::Voice { "resident-voice" } else { "resident-text" };
    let text = text(key, &values)?;
    Ok(Outgoing { id: ring.call.attempt, to: ring.to.clone(), subject: String::new(), text, urgent: true })
}
