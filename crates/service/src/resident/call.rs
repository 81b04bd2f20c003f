//! Calling the numbers of buildings that are moved out: written down, rung by the worker, written back.

use std::collections::HashMap;

use domain::evacuation::Return;
use domain::id::{EvacuationId, PlaceId, ResidentCallId};
use domain::journal::{Kind, NewEntry};
use domain::message::{Channel, MessageState};
use domain::resident::rung;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use store::evacuation::{self, Evacuation, Group};
use store::resident::{self, ResidentCall};
use store::{Write, journal};
use uuid::Uuid;

use crate::evacuation::Texts;
use crate::message::Outcome;
use crate::{Service, ServiceError};

/// How long a worker may take over the calls that it claimed.
const LEASE: SignedDuration = SignedDuration::from_secs(60);

/// How often is looked for numbers that came in after the order.
const LATER: SignedDuration = SignedDuration::from_mins(10);

/// How soon the next attempt follows one that no carrier took.
const AGAIN: SignedDuration = SignedDuration::from_secs(30);

/// Calls that are written down in one transaction.
const CHUNK: usize = 2_000;

/// One number that is called now.
#[derive(Clone)]
pub struct ResidentRing {
    /// As it is written down.
    pub call: ResidentCall,
    /// By which way.
    pub channel: Channel,
    /// The number.
    pub to: String,
    /// The building.
    pub building: String,
    /// Where to, in words; may be empty.
    pub where_to: String,
    /// What stands behind the `#` of the link in it.
    pub link: String,
}

/// Shows no number and no link.
impl std::fmt::Debug for ResidentRing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ResidentRing").field("call", &self.call).finish_non_exhaustive()
    }
}

/// A call that was rung, with what the carrier answered.
#[derive(Debug, Clone)]
pub struct ResidentRang {
    /// The call.
    pub call: ResidentCallId,
    /// What became of the attempt.
    pub outcome: Outcome,
    /// The ways that this installation has.
    pub channels: Vec<Channel>,
}

impl Service {
    /// Writes down calls for the numbers of buildings that are moved out; says how many. Numbers that come in later
    /// follow within minutes.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn place_resident_calls(&self, now: Timestamp) -> Result<usize, ServiceError> {
        let looked_before = now.saturating_sub(LATER).unwrap_or(now);
        let open = self.calls().evacuations_to_call(looked_before).await?;
        if open.is_empty() {
            return Ok(0);
        }
        let (mut entries, mut placed) = (Vec::new(), 0);
        // Who may go home is not called out.
        for one in open.iter().filter(|one| one.home.0 != Return::Authorised) {
            let mut new = 0;
            for chunk in self.calls_of(one, now).await?.chunks(CHUNK) {
                let write = self.calls().write().await?;
                new += resident::place(&write, chunk).await?;
                write.commit().await?;
            }
            if new > 0 {
                entries.push(NewEntry {
                    unit: Some((one.unit, one.path.clone())),
                    payload: json!({ "numbers": new }),
                    ..NewEntry::about(Kind::ResidentsCalled, one.id.0, now)
                });
            }
            placed += usize::try_from(new).unwrap_or(usize::MAX);
        }
        let ids: Vec<_> = open.iter().map(|one| one.id).collect();
        let write = self.calls().write().await?;
        evacuation::called(&write, &ids, now).await?;
        journal::append(&write, &entries).await?;
        write.commit().await?;
        Ok(placed)
    }

    async fn calls_of(&self, one: &Evacuation, now: Timestamp) -> Result<Vec<ResidentCall>, ServiceError> {
        let groups = evacuation::groups_of(self.calls().read(), &[one.id]).await?;
        // Nobody knows which doors of a divided building go with which group: they count with the one named first.
        let mut by_place: HashMap<PlaceId, &Group> = HashMap::new();
        for group in &groups {
            let Some(place) = group.place else { continue };
            let first = by_place.entry(place).or_insert(group);
            if group.id < first.id {
                *first = group;
            }
        }
        let places: Vec<_> = by_place.keys().copied().collect();
        let mut calls = Vec::new();
        for number in self.calls().resident_numbers_of(&places, now).await? {
            let Some(group) = by_place.get(&number.place) else { continue };
            // One number that cannot be read must not silence all others.
            let said = match self.opened_number(&number) {
                Ok(said) => said,
                Err(error) => {
                    tracing::error!(number = %number.id, %error, "a resident's number cannot be read");
                    continue;
                }
            };
            calls.push(ResidentCall {
                id: ResidentCallId(Uuid::now_v7()),
                evacuation: one.id,
                group: group.id,
                number: number.id,
                door: said.door,
                attempt: Uuid::now_v7(),
                made: 0,
                channel: None,
                state: MessageState::Pending,
                carrier_id: None,
                error: None,
                answer: None,
                began_at: None,
                next_at: Some(now),
                changed_at: now,
            });
        }
        Ok(calls)
    }

    /// Claims calls whose next attempt is due and writes down that they are rung. Each is read again here: who answered,
    /// or whose evacuation has ended, is not rung.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn claim_resident_calls(
        &self,
        channels: &[Channel],
        limit: u64,
        now: Timestamp,
    ) -> Result<Vec<ResidentRing>, ServiceError> {
        // Most looks find nothing, and a look should not hold the one writer of SQLite.
        if !self.calls().has_due_resident_call(now).await? || self.is_held().await? {
            return Ok(Vec::new());
        }
        let write = self.calls().write().await?;
        let claimed = resident::claim(&write, now, LEASE, limit).await?;
        write.commit().await?;
        let facts = self.moved_out(&claimed).await?;
        let ids: Vec<_> = claimed.iter().map(|call| call.id).collect();
        let (mut rings, mut idle) = (Vec::new(), Vec::new());
        let write = self.calls().write().await?;
        for call in resident::hold(&write, &ids).await? {
            match self.ring_of(&write, &call, channels, &facts).await? {
                Some((channel, to, building, where_to)) => {
                    // One that never came back has an unknown outcome: it is asked for again under its key.
                    let again = call.state == MessageState::Sending;
                    let attempt = if again { call.attempt } else { Uuid::now_v7() };
                    let call = ResidentCall {
                        attempt,
                        channel: Some(channel),
                        state: MessageState::Sending,
                        changed_at: now,
                        ..call
                    };
                    let link = self.resident_call_link(call.id)?;
                    rings.push(ResidentRing { call, channel, to, building, where_to, link });
                }
                None => idle.push(ResidentCall { next_at: None, changed_at: now, ..call }),
            }
        }
        let rung: Vec<_> = rings.iter().map(|ring| ring.call.clone()).collect();
        resident::put(&write, &rung, now.saturating_add(LEASE).ok()).await?;
        resident::put(&write, &idle, None).await?;
        write.commit().await?;
        Ok(rings)
    }

    /// Evacuations that go on, of these calls, with their buildings and where they go to.
    async fn moved_out(&self, calls: &[ResidentCall]) -> Result<Facts, ServiceError> {
        let mut facts = Facts::new();
        for call in calls {
            if facts.contains_key(&call.evacuation) {
                continue;
            }
            let found = self.calls().evacuation(call.evacuation).await?;
            let goes_on = found.is_some_and(|one| one.ended_at.is_none() && one.home.0 != Return::Authorised);
            let mut fact = None;
            if goes_on {
                let groups = evacuation::groups_of(self.calls().read(), &[call.evacuation]).await?;
                let texts = self.calls().texts(&[call.evacuation.0]).await?.remove(&call.evacuation.0);
                fact = Some((groups, Texts::said_last(texts.unwrap_or_default()).where_to));
            }
            facts.insert(call.evacuation, fact);
        }
        Ok(facts)
    }

    async fn ring_of(
        &self,
        write: &Write,
        call: &ResidentCall,
        channels: &[Channel],
        facts: &Facts,
    ) -> Result<Option<(Channel, String, String, String)>, ServiceError> {
        let Some(Some((groups, where_to))) = facts.get(&call.evacuation) else { return Ok(None) };
        let Some((_, channel)) = rung(call.made, channels).filter(|_| call.answer.is_none()) else { return Ok(None) };
        let Some(number) = resident::number(write.tx(), call.number).await? else { return Ok(None) };
        // One number that cannot be read must not silence all others.
        let to = match self.opened_number(&number) {
            Ok(said) => said.phone,
            Err(error) => {
                tracing::error!(number = %number.id, %error, "a resident's number cannot be read");
                return Ok(None);
            }
        };
        let building = groups.iter().find(|group| group.id == call.group).map(|group| group.label.clone());
        Ok(Some((channel, to, building.unwrap_or_default(), where_to.clone())))
    }

    /// Writes down what became of claimed calls. What was answered meanwhile stays.
    ///
    /// # Errors
    /// When the database fails; what is not written down is asked for once more, under the same key.
    pub async fn end_resident_calls(&self, rang: &[ResidentRang], now: Timestamp) -> Result<(), ServiceError> {
        let by_call: HashMap<ResidentCallId, &ResidentRang> = rang.iter().map(|one| (one.call, one)).collect();
        let ids: Vec<_> = by_call.keys().copied().collect();
        let write: Write = self.calls().write().await?;
        let held = resident::hold(&write, &ids).await?;
        let after: Vec<_> =
            held.into_iter().filter_map(|call| Some(after(by_call.get(&call.id)?, call, now))).collect();
        resident::put(&write, &after, None).await?;
        write.commit().await?;
        Ok(())
    }
}

/// Buildings and the way of each evacuation; none of one that has ended.
type Facts = HashMap<EvacuationId, Option<(Vec<Group>, String)>>;

/// The call after an attempt.
fn after(rang: &ResidentRang, call: ResidentCall, now: Timestamp) -> ResidentCall {
    use MessageState as S;
    let (made, began_at) = (call.made + 1, call.began_at.unwrap_or(now));
    let taken = matches!(rang.outcome.state, S::QueuedRemotely | S::Sent | S::Delivered);
    let next = rung(made, &rang.channels).filter(|_| call.answer.is_none()).map(|(after, _)| {
        let planned = began_at.saturating_add(after).unwrap_or(now);
        let soon = now.saturating_add(AGAIN).unwrap_or(now);
        if taken { planned } else { planned.min(soon) }
    });
    ResidentCall {
        made,
        began_at: Some(began_at),
        state: rang.outcome.state,
        carrier_id: rang.outcome.carrier_id.clone(),
        error: rang.outcome.error.clone(),
        next_at: next,
        changed_at: now,
        ..call
    }
}
