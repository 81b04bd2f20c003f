//! Ringing in an exercise: the same claims and the same writing back as in the worker, with carriers that carry nothing.

use domain::access::Actor;
use domain::callout::{How, Report};
use domain::id::CallId;
use domain::message::{Channel, MessageState};
use futures::{StreamExt, TryStreamExt};
use jiff::Timestamp;
use service::ServiceError;
use service::callout::{Rang, Reporting};
use service::message::Outcome;

use crate::ExerciseError;
use crate::answer::Answers;
use crate::stage::Stage;

/// Ways that an exercise has.
const CHANNELS: [Channel; 2] = [Channel::Voice, Channel::Sms];

/// Calls that are claimed at once.
const BATCH: u64 = 500;

/// Reports that are on their way at once.
const AT_ONCE: usize = 128;

/// Writes calls down and rings whatever is due; how many rungs were climbed.
pub(crate) async fn ring(
    stage: &Stage,
    answers: &mut Answers,
    carried: bool,
    now: Timestamp,
) -> Result<usize, ExerciseError> {
    let service = &stage.service;
    while service.place_calls(now).await? > 0 {}
    let mut climbed = 0;
    loop {
        let rings = service.claim_rings(&CHANNELS, BATCH, now).await?;
        if rings.is_empty() {
            return Ok(climbed);
        }
        let mut rang = Vec::with_capacity(rings.len());
        for ring in rings {
            let sent: Vec<_> = ring.sendings.into_iter().map(|one| (one.attempt, outcome(carried))).collect();
            answers.rang(ring.call.id, ring.call.number.0.into(), ring.step, carried && !sent.is_empty(), now);
            rang.push(Rang { call: ring.call.id, colour: ring.callout.colour, step: ring.step, sent });
        }
        climbed += rang.len();
        service.end_rings(&rang, now).await?;
    }
}

fn outcome(carried: bool) -> Outcome {
    if carried {
        return Outcome { state: MessageState::Delivered, carrier_id: None, error: None };
    }
    let error = Some("no network in this exercise".to_owned());
    Outcome { state: MessageState::FailedPermanent, carrier_id: None, error }
}

/// Takes what the posts say by now; how much that was.
pub(crate) async fn answer(stage: &Stage, answers: &mut Answers, now: Timestamp) -> Result<usize, ExerciseError> {
    let said = answers.until(now);
    if said.is_empty() {
        return Ok(0);
    }
    let desk = stage.service.actor_by_login(&stage.cast.desk, now).await?;
    let count = said.len();
    // As at a real round, many speak at once, and those who write down take them in groups.
    let taken = futures::stream::iter(said).map(|said| one(stage, &desk, said, now)).buffer_unordered(AT_ONCE);
    taken.try_collect::<()>().await?;
    Ok(count)
}

async fn one(
    stage: &Stage,
    desk: &Actor,
    (call, report, how): (CallId, Report, How),
    now: Timestamp,
) -> Result<(), ExerciseError> {
    let said = match how {
        // The post itself, by the button behind the link in its message.
        How::Link => {
            let link = stage.service.call_link(call)?;
            stage.service.report_by_link(&link, report, now).await.map(drop)
        }
        // Somebody else, who was at the door.
        _ => stage.service.report_call(desk, Reporting { call, report, how }, now).await.map(drop),
    };
    match said {
        // The warning was replaced or ended meanwhile: the answer comes too late to count.
        Ok(()) | Err(ServiceError::Call(_)) => Ok(()),
        Err(error) => Err(error.into()),
    }
}
