//! Work groups and loudspeakers hear that calls have begun: beside the calls, on their own turn, so that a messenger
//! that hangs keeps no phone from ringing.

use std::sync::Arc;
use std::time::Duration;

use domain::outlet::OutletKind;
use futures::StreamExt;
use jiff::Timestamp;
use notify::outlet::{Command, OutletCall};
use notify::{SendError, outlet::OutletError};
use service::outlet::{Telling, Told};
use service::{Service, ServiceError};
use tokio::sync::watch;

use crate::Clock;
use crate::callout::told_of;
use crate::job::{Post, insist, outcome};

/// How often is looked when nothing wakes the worker.
const LOOK: Duration = Duration::from_secs(1);

/// Messages that are claimed at once, and said at once.
const BATCH: u64 = 50;

/// Tells outlets until `stop` turns true; what is on its way then is finished first.
pub(crate) async fn tell(service: &Service, post: &Arc<Post>, clock: &Clock, mut stop: watch::Receiver<bool>) {
    let mut commits = service.store().commits();
    loop {
        let tellings = claim(service, clock()).await;
        let found = !tellings.is_empty();
        let said = futures::stream::iter(tellings).map(|telling| say(service, post, clock, telling));
        said.buffer_unordered(usize::try_from(BATCH).unwrap_or(1)).collect::<Vec<()>>().await;
        if *stop.borrow() {
            return;
        }
        if found {
            continue;
        }
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return,
            _ = commits.changed() => {}
            () = tokio::time::sleep(LOOK) => {}
        }
        // Commits come by the hundred; one look serves them all.
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

async fn claim(service: &Service, now: Timestamp) -> Vec<Telling> {
    // A restored or copied database must not speak to anybody before a person says so.
    match service.is_held().await {
        Ok(false) => {}
        Ok(true) => return Vec::new(),
        Err(error) => {
            tracing::warn!(%error, "whether the database is held cannot be read; the next look tries again");
            return Vec::new();
        }
    }
    service.claim_tellings(BATCH, now).await.unwrap_or_else(|error| {
        tracing::warn!(%error, "due outlets cannot be read; the next look tries again");
        Vec::new()
    })
}

/// Says one message and writes down what became of it.
async fn say(service: &Service, post: &Post, clock: &Clock, telling: Telling) {
    let answer = match call(service, post, &telling, clock()) {
        Ok(call) => post.outlets.send(&call).await,
        Err(error) => Err(OutletError::from(SendError::Permanent(error.to_string()))),
    };
    if let Err(error) = &answer {
        tracing::warn!(outlet = %telling.message.outlet, kind = telling.kind.word(), %error, "an outlet was not told");
    }
    let after_s = answer.as_ref().err().and_then(|error| error.after_s);
    let told = Told { message: telling.message, outcome: outcome(answer.map_err(|error| error.error)), after_s };
    if let Err(error) = insist(|| service.end_telling(&told, clock())).await {
        tracing::error!(%error, outlet = %told.message.outlet, "what an outlet was told is not written down; its claim ends by time");
    }
}

fn call(service: &Service, post: &Post, telling: &Telling, now: Timestamp) -> Result<OutletCall, ServiceError> {
    let (issuer, line) = told_of(post, telling.warning.as_ref());
    let (text, command) = if telling.kind == OutletKind::Loudspeaker {
        let text = post.text("speaker-text", &[("issuer", &issuer), ("line", &line)])?;
        let colour = telling.callout.colour.word();
        let (payload, nonce) = service.sign_command(telling.message.id, &telling.unit_code, colour, &text, now)?;
        (text, Some(Command { payload, nonce }))
    } else {
        let place = post.address.as_ref().zip(telling.callout.warning);
        let link =
            place.map(|(address, warning)| format!(" {}/console/warnings/{warning}", address.trim_end_matches('/')));
        let (unit, posts) = (post.called(&telling.unit), telling.message.posts.to_string());
        let values = [
            ("issuer", issuer.as_str()),
            ("line", line.as_str()),
            ("unit", unit),
            ("posts", posts.as_str()),
            ("link", link.as_deref().unwrap_or_default()),
        ];
        (post.text("outlet-text", &values)?, None)
    };
    Ok(OutletCall {
        id: telling.message.id,
        kind: telling.kind,
        address: telling.address.clone(),
        secret: telling.secret.clone(),
        text,
        at_ms: now.as_millisecond(),
        command,
    })
}
