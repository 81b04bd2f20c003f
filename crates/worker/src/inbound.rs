//! What a message centre delivers to us over its own session: receipts, and answers of phones.
//!
//! Each is confirmed when it is written down, so that none is lost with this process. A receipt may overtake the
//! answer to its message, whose id stands nowhere yet: it is looked for a little longer, beside everything else.

use std::sync::Arc;
use std::time::Duration;

use domain::message::Channel;
use notify::smpp::{Incoming, Word};
use service::callout::DeliveryReport;
use service::{Service, ServiceError};
use tokio::sync::watch;

use crate::Clock;
use crate::job::Post;

/// How often a receipt is looked for whose message is not known yet, and with which pause.
const LOOKS: (u32, Duration) = (20, Duration::from_millis(500));

/// How often is looked whether a held database was released.
const HELD: Duration = Duration::from_secs(5);

/// Hears what comes in until `stop` turns true. A held database hears nothing: its copy elsewhere is the one that
/// must be told.
pub(crate) async fn listen(service: &Service, post: &Arc<Post>, clock: &Clock, mut stop: watch::Receiver<bool>) {
    let Some(smpp) = &post.smpp else { return };
    loop {
        if !matches!(service.is_held().await, Ok(false)) {
            tokio::select! {
                _ = stop.wait_for(|stop| *stop) => return,
                () = tokio::time::sleep(HELD) => continue,
            }
        }
        let incoming = tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return,
            incoming = smpp.incoming() => incoming,
        };
        take(service, clock, incoming).await;
    }
}

async fn take(service: &Service, clock: &Clock, incoming: Incoming) {
    let done = match incoming.word.clone() {
        Word::Reply { from, text } => service.reply_by_carrier(Channel::Sms, &from, &text, clock()).await.map(drop),
        Word::Receipt { carrier_id, state } => {
            let report = DeliveryReport { channel: Channel::Sms, carrier_id, state };
            match service.carrier_reported(&report, clock()).await {
                Err(ServiceError::NotFound(_)) => {
                    tokio::spawn(look_again(service.clone(), clock.clone(), report));
                    Ok(())
                }
                other => other.map(drop),
            }
        }
    };
    match done {
        Err(ServiceError::Store(error)) => {
            tracing::warn!(%error, "what the message centre said is not written down; it says it again");
            incoming.later().await;
        }
        // Asking for it again would change nothing: nobody here has this number, or the text says nothing.
        Err(error) => {
            tracing::info!(%error, "an answer by text was not taken");
            incoming.taken().await;
        }
        Ok(()) => incoming.taken().await,
    }
}

async fn look_again(service: Service, clock: Clock, report: DeliveryReport) {
    for _ in 0..LOOKS.0 {
        tokio::time::sleep(LOOKS.1).await;
        match service.carrier_reported(&report, clock()).await {
            Err(ServiceError::NotFound(_) | ServiceError::Store(_)) => {}
            _ => return,
        }
    }
}
