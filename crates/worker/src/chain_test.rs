//! Tests of the call chain: written down and sent, slowly, while nothing else happens.

use std::sync::Arc;
use std::time::Duration;

use domain::message::{Channel, MessageState};
use futures::StreamExt;
use notify::Outgoing;
use service::chain_test::TestSending;
use service::message::Outcome;
use service::{Service, ServiceError};
use tokio::sync::watch;
use uuid::Uuid;

use crate::job::{Post, hand_over, insist, outcome};
use crate::{Clock, repeat};

/// How often is looked for something to send.
const LOOK: Duration = Duration::from_secs(2);

/// How often is looked for tests that begin or end.
const TIDY: Duration = Duration::from_secs(60);

/// Messages that are claimed at once. Few: a round of calls that begins does not wait for them.
const BATCH: u64 = 50;

/// Messages that are with carriers at once.
const SENDING: usize = 8;

/// Sends tests of the chain until `stop` turns true.
pub async fn run_chain_tests(service: Service, post: Arc<Post>, clock: Clock, stop: watch::Receiver<bool>) {
    let begun = repeat("tests of the chain begun", TIDY, stop.clone(), || service.begin_repeated_chain_tests(clock()));
    let ended = repeat("tests of the chain over", TIDY, stop.clone(), || service.end_chain_tests(clock()));
    tokio::join!(begun, ended, send(&service, &post, &clock, stop));
}

async fn send(service: &Service, post: &Post, clock: &Clock, mut stop: watch::Receiver<bool>) {
    let channels = post.carriers.channels();
    loop {
        match round(service, post, clock, &channels).await {
            Ok(true) if !*stop.borrow() => continue,
            Ok(_) => {}
            Err(error) => tracing::warn!(%error, "a test of the chain stands still; the next look tries again"),
        }
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return,
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

/// Writes down and sends what is due; whether there was anything.
async fn round(service: &Service, post: &Post, clock: &Clock, channels: &[Channel]) -> Result<bool, ServiceError> {
    let placed = service.place_chain_tests(channels, clock()).await?;
    let claimed = service.claim_test_messages(BATCH, clock()).await?;
    if claimed.is_empty() {
        return Ok(placed > 0);
    }
    let sent: Vec<(Uuid, Outcome)> = futures::stream::iter(claimed)
        .map(|sending| async move { (sending.message.id, sent(post, sending).await) })
        .buffer_unordered(SENDING)
        .collect()
        .await;
    insist(|| service.end_test_messages(&sent, clock())).await?;
    Ok(true)
}

async fn sent(post: &Post, sending: TestSending) -> Outcome {
    let channel = sending.message.channel;
    match message(post, sending) {
        Ok(message) => outcome(hand_over(post, channel, &message).await),
        Err(error) => Outcome { state: MessageState::FailedPermanent, carrier_id: None, error: Some(error) },
    }
}

/// What is written: that it is a test, and how to answer.
fn message(post: &Post, sending: TestSending) -> Result<Outgoing, String> {
    let link = post.link("chain-test", &sending.link);
    let key = match sending.message.channel {
        Channel::Voice => "chain-test-voice",
        Channel::Sms => "chain-test-text",
        Channel::Mail => "chain-test-mail",
    };
    let values = [("name", post.name.as_str()), ("link", link.as_str())];
    let text = |key: &str| post.text(key, &values).map_err(|error| error.to_string());
    let to = sending.to.ok_or("nobody has this number or address any more")?;
    Ok(Outgoing { id: sending.message.id, to, subject: text("chain-test-subject")?, text: text(key)?, urgent: false })
}
