//! Telling other systems how their orders stand.

use domain::job::pause;
use jiff::SignedDuration;
use notify::SendError;
use notify::order::StatusCall;
use service::bridge::{Telling, Told, Turn};
use service::{Service, ServiceError};
use uuid::Uuid;

use crate::Clock;
use crate::job::{End, Post, insist};

/// How long a status waits before it looks again whether its turn has come.
const TURN: SignedDuration = SignedDuration::from_secs(5);

/// Tells one status, when its turn has come.
pub(crate) async fn tell(
    service: &Service,
    post: &Post,
    clock: &Clock,
    (order, step): (Uuid, i32),
) -> Result<End, ServiceError> {
    let telling = match insist(|| service.begin_order_status(order, step, clock())).await? {
        Turn::Done => return Ok(End::Done),
        Turn::Wait => return Ok(End::Later(TURN, "an earlier status of this order has not gone yet".to_owned())),
        Turn::Tell(telling) => telling,
    };
    let (told, end) = match post.orders.send(&call(&telling)).await {
        Ok(said) => (Told::Taken(said), End::Done),
        // The other system may be away for days: the service gives up by time, not by attempts.
        Err(SendError::Temporary(error)) => {
            tracing::warn!(%order, step, error, "a status of an order did not go; it is tried again");
            (Told::Later(error.clone()), End::Later(pause(telling.status.attempts, (post.jitter)()), error))
        }
        Err(SendError::Permanent(error)) => {
            tracing::error!(%order, step, error, "a status of an order will not go");
            (Told::Never(error), End::Done)
        }
    };
    insist(|| service.end_order_status(&telling, &told, clock())).await?;
    Ok(end)
}

fn call(telling: &Telling) -> StatusCall {
    let way = &telling.way;
    let mut body = way.constants.clone();
    body.insert(way.number.clone(), telling.number.clone());
    body.insert(way.status.clone(), telling.word.clone());
    body.insert(way.time.clone(), telling.time.clone());
    StatusCall {
        url: way.url.clone(),
        number: telling.number.clone(),
        headers: way.credential.iter().map(|value| (way.credential_header.clone(), value.clone())).collect(),
        key: telling.status.id,
        body,
        taken: way.taken.as_ref().map(|taken| (taken.at.clone(), taken.when.clone())),
    }
}
