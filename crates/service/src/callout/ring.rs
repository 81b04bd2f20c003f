//! Ringing calls that are due: claimed, written down, sent by the worker, written back.

use std::collections::{HashMap, HashSet};

use domain::callout::{CallState, Ladder, Step};
use domain::colour::WarningColour;
use domain::id::{AccountId, CallId, CalloutId};
use domain::journal::{Kind, NewEntry};
use domain::message::{Channel, MessageState};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use store::callout::{self, Attempt, CallRow, Callout};
use store::journal;
use store::warning::Warning;
use uuid::Uuid;

use crate::message::Outcome;
use crate::{Service, ServiceError};

/// How long a worker may take over the calls that it claimed.
const LEASE: SignedDuration = SignedDuration::from_secs(60);

/// How soon a first attempt is made again that no carrier took for the moment.
const AGAIN: SignedDuration = SignedDuration::from_secs(10);

/// One call whose rung is climbed now.
#[derive(Debug)]
pub struct Ring {
    /// The call.
    pub call: CallRow,
    /// Its round.
    pub callout: Callout,
    /// The warning that it is about.
    pub warning: Option<Warning>,
    /// The rung.
    pub step: Step,
    /// What is to be sent; empty where a rung sends nothing, or nobody can be reached.
    pub sendings: Vec<Sending>,
}

/// One message to one phone or mailbox.
#[derive(Clone)]
pub struct Sending {
    /// As it is written down.
    pub attempt: Attempt,
    /// Phone number or mail address.
    pub to: String,
}

/// Shows no address.
impl std::fmt::Debug for Sending {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sending").field("attempt", &self.attempt).finish_non_exhaustive()
    }
}

/// A rung that was climbed, with what the carriers answered.
#[derive(Debug)]
pub struct Rang {
    /// The call.
    pub call: CallId,
    /// The colour of its round.
    pub colour: WarningColour,
    /// The rung.
    pub step: Step,
    /// What was sent, and what became of it.
    pub sent: Vec<(Attempt, Outcome)>,
}

impl Service {
    /// Claims calls that are due, nearest to the harm first, and writes down what is sent for them now. Each call is
    /// read again here: what was confirmed or has ended meanwhile is not rung. `channels` are the ways that this
    /// installation has.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn claim_rings(
        &self,
        channels: &[Channel],
        limit: u64,
        now: Timestamp,
    ) -> Result<Vec<Ring>, ServiceError> {
        // Most looks find nothing, and a look should not hold the one writer of SQLite.
        if !self.calls().has_due_call(now).await? {
            return Ok(Vec::new());
        }
        let write = self.calls().write().await?;
        let claimed = callout::claim(&write, now, LEASE, limit).await?;
        write.commit().await?;
        let ids: Vec<_> = claimed.iter().map(|call| call.id).collect();
        let earlier = callout::attempts_of(self.calls().read(), &ids).await?;
        let mut rounds = self.rounds_of(&claimed).await?;
        let contacts = self.reachable_by(&claimed, channels).await?;
        let (mut idle, mut rings, mut out_of_reach) = (Vec::new(), Vec::new(), Vec::new());
        let write = self.calls().write().await?;
        let rounds_held: Vec<_> = rounds.keys().copied().collect();
        // What was cancelled since is rung no more: from here on a cancellation waits for these attempts to be written.
        for held in callout::hold_shared(&write, &rounds_held).await? {
            rounds.entry(held.id).and_modify(|(round, _)| *round = held);
        }
        let held = callout::hold_calls(&write, &ids).await?;
        let handed = callout::handovers_of(write.tx(), &ids).await?;
        for call in held {
            let Some((round, warning)) = rounds.get(&call.callout) else { continue };
            let ladder = self.warnings()?.plan.ladder(round.colour);
            let waits = handed.get(&call.id).is_some_and(|handover| handover.rung_at.is_none());
            let Some(step) = due_step(ladder, &call, round, waits, now) else {
                idle.push(at_rest(ladder, call, round, now));
                continue;
            };
            let known = earlier.get(&call.id).map(Vec::as_slice).unwrap_or_default();
            let ways = ways(ladder, step, channels);
            let sendings = sendings(&call, step, &ways, &contacts, known, now);
            // Whose number was looked for is whoever the call had when it was claimed.
            let looked_for = || claimed.iter().any(|one| one.id == call.id && one.deputy == call.deputy);
            if waits && step == Step::Deputy && sendings.is_empty() && looked_for() {
                out_of_reach.push(call.id);
            }
            rings.push(Ring { call, callout: round.clone(), warning: warning.clone(), step, sendings });
        }
        let opened: Vec<_> = rings.iter().flat_map(|ring| &ring.sendings).map(|one| one.attempt.clone()).collect();
        callout::open_attempts(&write, &opened).await?;
        callout::handovers_rung(&write, &out_of_reach, now).await?;
        callout::put_back(&write, &idle).await?;
        write.commit().await?;
        Ok(rings)
    }

    /// Writes down what became of claimed calls. What a post said meanwhile stays.
    ///
    /// # Errors
    /// When the database fails; the claims end by time then, and what has no known outcome is sent once more.
    pub async fn end_rings(&self, rang: &[Rang], now: Timestamp) -> Result<(), ServiceError> {
        let by_call: HashMap<CallId, &Rang> = rang.iter().map(|one| (one.call, one)).collect();
        let ids: Vec<_> = rang.iter().map(|one| one.call).collect();
        let write = self.calls().write().await?;
        let held = callout::hold_calls(&write, &ids).await?;
        let handed = callout::handovers_of(write.tx(), &ids).await?;
        let (mut after, mut taken_over) = (Vec::with_capacity(held.len()), Vec::new());
        for row in held {
            let Some(rang) = by_call.get(&row.id) else { continue };
            let mut row = climbed(self.warnings()?.plan.ladder(rang.colour), row, rang, now);
            if let Some(handover) = handed.get(&row.id).filter(|handover| handover.rung_at.is_none()) {
                if rang.sent.iter().any(|(attempt, _)| attempt.account == handover.to.1) {
                    taken_over.push(row.id);
                } else {
                    // It was given to somebody while it rang elsewhere: that one is still to be called.
                    row.next_at = Some(now);
                }
            }
            after.push(row);
        }
        callout::handovers_rung(&write, &taken_over, now).await?;
        callout::put_back(&write, &after).await?;
        let attempts = rang.iter().flat_map(|one| &one.sent).map(|(attempt, outcome)| Attempt {
            state: outcome.state,
            carrier_id: outcome.carrier_id.clone(),
            error: outcome.error.clone(),
            changed_at: now,
            ..attempt.clone()
        });
        callout::end_attempts(&write, &attempts.collect::<Vec<_>>()).await?;
        journal::append(&write, &stepped(&after, &by_call, now)).await?;
        self.tell_above(&write, &after, &by_call, now).await?;
        self.note_blackouts(&write, &after, &by_call, now).await?;
        write.commit().await?;
        Ok(())
    }

    /// Frees claims that a process left behind which was the only one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn release_left_calls(&self) -> Result<u64, ServiceError> {
        let write = self.calls().write().await?;
        let released = callout::release(&write).await?;
        write.commit().await?;
        Ok(released)
    }

    async fn rounds_of(
        &self,
        calls: &[CallRow],
    ) -> Result<HashMap<CalloutId, (Callout, Option<Warning>)>, ServiceError> {
        let mut rounds = HashMap::new();
        for id in calls.iter().map(|call| call.callout).collect::<HashSet<_>>() {
            let Some(round) = self.calls().callout(id).await? else { continue };
            let warning = self.warning_of(&round).await?;
            rounds.insert(id, (round, warning));
        }
        Ok(rounds)
    }

    /// Under which number or address the people behind calls can be reached, by channel.
    async fn reachable_by(
        &self,
        calls: &[CallRow],
        channels: &[Channel],
    ) -> Result<HashMap<(AccountId, Channel), String>, ServiceError> {
        let whose: HashSet<AccountId> =
            calls.iter().flat_map(|call| [Some(call.post.1), call.deputy.map(|deputy| deputy.1)]).flatten().collect();
        let whose: Vec<_> = whose.into_iter().collect();
        self.ways_to(self.calls(), &whose, channels).await
    }
}

/// The rung that is due; `None` when there is none any more, or not yet. Whoever takes a call over and `waits` is called
/// before the ladder goes on.
fn due_step(ladder: &Ladder, call: &CallRow, round: &Callout, waits: bool, now: Timestamp) -> Option<Step> {
    if round.ended.is_some() {
        return None;
    }
    // After the first attempt: the post itself must not be left out.
    if waits && call.call.first_at.is_some() {
        return Some(Step::Deputy);
    }
    match ladder.next(&call.call) {
        Some((step, due)) if due <= now => Some(step),
        // Nothing has left yet: the first attempt is made again until the next rung.
        _ if call.call.state == CallState::Pending => Some(Step::First),
        _ => None,
    }
}

/// A call that is not rung now: it waits for its next rung, or for nothing.
fn at_rest(ladder: &Ladder, call: CallRow, round: &Callout, now: Timestamp) -> CallRow {
    if round.ended.is_some() {
        return CallRow { call: call.call.end(), next_at: None, changed_at: now, ..call };
    }
    CallRow { next_at: ladder.next(&call.call).map(|(_, due)| due), ..call }
}

/// By which ways a rung goes out.
fn ways(ladder: &Ladder, step: Step, channels: &[Channel]) -> Vec<Channel> {
    let loud = |channel: &Channel| *channel == Channel::Voice;
    let part = |wanted: bool| channels.iter().copied().filter(|channel| loud(channel) == wanted).collect::<Vec<_>>();
    match step {
        Step::First | Step::Retry | Step::Deputy if ladder.all_channels_at_once => channels.to_vec(),
        Step::First => part(false),
        // The other channel; where there is none, the same once more.
        Step::Retry => Some(part(true)).filter(|ways| !ways.is_empty()).unwrap_or_else(|| part(false)),
        Step::Deputy => channels.to_vec(),
        Step::Parent | Step::DoorKnock | Step::ParentAgain => Vec::new(),
    }
}

/// What is sent for a rung. A message of this rung that left, or failed for good, is not sent a second time; one
/// without a known outcome is, under the same key.
fn sendings(
    call: &CallRow,
    step: Step,
    ways: &[Channel],
    contacts: &HashMap<(AccountId, Channel), String>,
    earlier: &[Attempt],
    now: Timestamp,
) -> Vec<Sending> {
    let account = if step == Step::Deputy { call.deputy.map(|deputy| deputy.1) } else { Some(call.post.1) };
    let Some(account) = account else { return Vec::new() };
    let sending = |&channel: &Channel| {
        let to = contacts.get(&(account, channel))?.clone();
        let same = |one: &&Attempt| one.step == step && one.channel == channel && one.account == account;
        let attempt = match earlier.iter().find(same) {
            Some(known) if known.state.is_to_send() => {
                Attempt { state: MessageState::Sending, tries: known.tries + 1, changed_at: now, ..known.clone() }
            }
            Some(_) => return None,
            None => Attempt {
                id: Uuid::now_v7(),
                call: call.id,
                step,
                channel,
                account,
                state: MessageState::Sending,
                tries: 1,
                carrier_id: None,
                error: None,
                began_at: now,
                changed_at: now,
            },
        };
        Some(Sending { attempt, to })
    };
    ways.iter().filter_map(sending).collect()
}

/// The call after its rung.
fn climbed(ladder: &Ladder, row: CallRow, rang: &Rang, now: Timestamp) -> CallRow {
    let has = |state: &dyn Fn(MessageState) -> bool| rang.sent.iter().any(|(_, outcome)| state(outcome.state));
    let taken = has(&MessageState::is_taken);
    let first_at = row.call.first_at.or(Some(now));
    let mut call = row.call;
    call.first_at = first_at;
    let only_for_now = !taken && has(&|state| state == MessageState::FailedTemporary);
    if only_for_now && row.call.state == CallState::Pending && rang.step == Step::First {
        let again = now.saturating_add(AGAIN).unwrap_or(now);
        let next = ladder.next(&call).map_or(again, |(_, due)| due.min(again));
        return CallRow { call, next_at: Some(next), changed_at: now, ..row };
    }
    let call = call.attempted(rang.step, taken, now);
    CallRow { call, next_at: ladder.next(&call).map(|(_, due)| due), changed_at: now, ..row }
}

/// One entry for each round: which units have calls that climbed a rung.
fn stepped(calls: &[CallRow], rang: &HashMap<CallId, &Rang>, now: Timestamp) -> Vec<NewEntry> {
    let mut rounds: HashMap<CalloutId, Vec<serde_json::Value>> = HashMap::new();
    for call in calls {
        let step = rang.get(&call.id).map(|rang| rang.step);
        rounds.entry(call.callout).or_default().push(json!([call.number.0, call.id, step, call.call.state]));
    }
    let entry = |(id, calls): (CalloutId, Vec<_>)| {
        let payload = json!({ "callout": id, "calls": calls });
        NewEntry { payload, ..NewEntry::about(Kind::CalloutStepped, id.0, now) }
    };
    rounds.into_iter().map(entry).collect()
}
