//! Telling outlets that calls have begun.

use std::collections::HashMap;

use domain::id::{CalloutId, OutletId};
use domain::journal::{Cause, Kind, NewEntry};
use domain::message::MessageState;
use domain::names::Names;
use domain::outlet::{OutletKind, TRIES_MAX, pause};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use store::callout::{self, CallRow, Callout};
use store::outlet::{self, OutletMessage};
use store::warning::{self, Warning};
use store::{Write, journal};
use uuid::Uuid;

use super::Reached;
use crate::callout::{Nearness, priority};
use crate::message::Outcome;
use crate::{Service, ServiceError, secret};

/// How long a claim holds; a speaker's receipt is waited for less than half of it.
const LEASE: SignedDuration = SignedDuration::from_secs(90);

/// How long a signed command may be played.
const COMMAND_EXPIRES: SignedDuration = SignedDuration::from_secs(60);

/// What is signed before the command, so that no signature of this key over anything else is one.
const COMMAND_PREFIX: &str = "bridgehead-loudspeaker-1\n";

/// A message that is being said.
#[derive(Debug)]
pub struct Telling {
    /// Its row, as being said.
    pub message: OutletMessage,
    /// What the outlet is.
    pub kind: OutletKind,
    /// Web address of the robot, or topic of the speaker.
    pub address: String,
    /// The robot's secret.
    pub secret: Option<String>,
    /// The outlet's unit.
    pub unit: Names,
    /// The unit's division code or other code.
    pub unit_code: String,
    /// The round.
    pub callout: Callout,
    /// What it is about.
    pub warning: Option<Warning>,
}

/// What became of a message.
#[derive(Debug, Clone)]
pub struct Told {
    /// The message.
    pub message: OutletMessage,
    /// What the outlet answered.
    pub outcome: Outcome,
    /// Not to be tried again before, in seconds.
    pub after_s: Option<u32>,
}

impl Service {
    /// Writes down what the outlets of a round's units are to be told, in the transaction that ends its placing.
    pub(crate) async fn place_outlets(
        &self,
        write: &Write,
        (round, nearness): (&Callout, Nearness),
        calls: &[CallRow],
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        let (tree, loud_from) = (self.tree(), self.warnings()?.loud_from);
        let mut messages: HashMap<OutletId, OutletMessage> = HashMap::new();
        // In order, the calls of a subtree are one range: a city has many outlets and very many calls.
        let mut paths: Vec<&str> = calls.iter().map(|call| call.path.as_str()).collect();
        paths.sort_unstable();
        for (_, path) in callout::units(write.tx(), round.id).await? {
            for outlet in outlet::below(write.tx(), &path).await? {
                if !outlet.kind.hears(round.colour, loud_from) {
                    continue;
                }
                let Some(unit) = tree.by_id(outlet.unit) else { continue };
                let end = outlet.path.upper_bound();
                let before = |bound: &str| paths.partition_point(|path| *path < bound);
                let posts = before(&end) - before(outlet.path.as_str());
                let message = OutletMessage {
                    id: Uuid::now_v7(),
                    callout: round.id,
                    outlet: outlet.id,
                    unit: outlet.unit,
                    path: outlet.path,
                    priority: priority(round.colour, nearness, unit.kind),
                    posts: u32::try_from(posts).unwrap_or(u32::MAX),
                    state: MessageState::Pending,
                    tries: 0,
                    error: None,
                    next_at: Some(now),
                    changed_at: now,
                };
                messages.insert(outlet.id, message);
            }
        }
        let messages: Vec<_> = messages.into_values().collect();
        outlet::place(write, &messages).await?;
        Ok(())
    }

    /// Claims messages that are due and writes them down as being said. What belongs to an ended round, or to an
    /// outlet that was taken away, is dropped here and never said.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn claim_tellings(&self, limit: u64, now: Timestamp) -> Result<Vec<Telling>, ServiceError> {
        if !self.calls().has_due_outlet_message(now).await? {
            return Ok(Vec::new());
        }
        let write = self.calls().write().await?;
        let claimed = outlet::claim(&write, now, LEASE, limit).await?;
        let mut tellings = Vec::with_capacity(claimed.len());
        for message in claimed {
            // Held until the commit: an end that comes now waits, and what comes after it is not begun.
            let round = callout::hold(&write, message.callout).await?;
            let open = round.filter(|round| round.ended.is_none());
            match open {
                None => drop_it(&write, message, "the round ended before", now).await?,
                Some(round) => match self.telling(&write, message.clone(), round).await {
                    Ok(Some(telling)) => {
                        let message = OutletMessage {
                            state: MessageState::Sending,
                            tries: message.tries.saturating_add(1),
                            changed_at: now,
                            ..telling.message.clone()
                        };
                        outlet::put_back(&write, &message, false).await?;
                        tellings.push(Telling { message, ..telling });
                    }
                    Ok(None) => drop_it(&write, message, "the outlet was taken away before", now).await?,
                    // One address that cannot be read must not silence all others.
                    Err(error) => {
                        tracing::error!(outlet = %message.outlet, %error, "an outlet's address cannot be read");
                        drop_it(&write, message, "its address cannot be read", now).await?;
                    }
                },
            }
        }
        write.commit().await?;
        Ok(tellings)
    }

    async fn telling(
        &self,
        write: &Write,
        message: OutletMessage,
        callout: Callout,
    ) -> Result<Option<Telling>, ServiceError> {
        let Some(outlet) = outlet::by_id(write.tx(), message.outlet).await? else { return Ok(None) };
        let Reached { address, secret } = self.reached(&outlet)?;
        let tree = self.tree();
        let warning = match callout.warning {
            Some(id) => warning::by_id(write.tx(), id).await?,
            None => None,
        };
        let unit = tree.by_id(outlet.unit);
        Ok(Some(Telling {
            kind: outlet.kind,
            address,
            secret,
            unit: unit.map(|unit| unit.names.clone()).unwrap_or_default(),
            unit_code: unit.and_then(|unit| unit.code.clone()).unwrap_or_default(),
            message,
            callout,
            warning,
        }))
    }

    /// Writes down what became of a message; one that may be taken later is tried again while its round goes on.
    ///
    /// # Errors
    /// When the database fails; its claim ends by time then, and it is said once more under the same id.
    pub async fn end_telling(&self, told: &Told, now: Timestamp) -> Result<(), ServiceError> {
        let Told { message, outcome, after_s } = told;
        let again = outcome.state == MessageState::FailedTemporary && message.tries < TRIES_MAX;
        let rest = pause(message.tries).max(SignedDuration::from_secs(after_s.unwrap_or(0).into()));
        let after = OutletMessage {
            state: if again || outcome.state != MessageState::FailedTemporary {
                outcome.state
            } else {
                MessageState::FailedPermanent
            },
            error: outcome.error.clone(),
            next_at: again.then(|| now.saturating_add(rest).unwrap_or(now)),
            changed_at: now,
            ..message.clone()
        };
        let write = self.calls().write().await?;
        outlet::put_back(&write, &after, true).await?;
        if !again {
            journal::append(&write, &[told_entry(&after, now)]).await?;
        }
        write.commit().await?;
        Ok(())
    }

    /// Frees claims that a process left behind which was the only one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn release_left_tellings(&self) -> Result<(), ServiceError> {
        let write = self.calls().write().await?;
        outlet::release(&write).await?;
        write.commit().await?;
        Ok(())
    }

    /// A command for a loudspeaker, signed with the key that signs seals, and its nonce. The same message has the
    /// same id each time; nonce and times are new.
    ///
    /// # Errors
    /// When there is no keyring.
    pub fn sign_command(
        &self,
        message: Uuid,
        unit: &str,
        colour: &str,
        text: &str,
        now: Timestamp,
    ) -> Result<(String, String), ServiceError> {
        let expires = now.saturating_add(COMMAND_EXPIRES).unwrap_or(now);
        let nonce = secret::hex(Uuid::new_v4().as_bytes());
        let command = json!({
            "id": message,
            "nonce": nonce,
            "issued_at": now.as_millisecond(),
            "expires_at": expires.as_millisecond(),
            "unit": unit,
            "colour": colour,
            "text": text,
        })
        .to_string();
        let keys = self.keyring()?.fresh();
        let signature = secret::hex(&keys.sign(format!("{COMMAND_PREFIX}{command}").as_bytes())?);
        // The command travels as the very text that was signed: whoever checks it need not write JSON alike.
        let envelope = json!({ "command": command, "key": keys.current_seal(), "signature": signature });
        Ok((envelope.to_string(), nonce))
    }
}

async fn drop_it(write: &Write, message: OutletMessage, why: &str, now: Timestamp) -> Result<(), ServiceError> {
    let dropped = OutletMessage {
        state: MessageState::FailedPermanent,
        error: Some(why.to_owned()),
        next_at: None,
        changed_at: now,
        ..message
    };
    outlet::put_back(write, &dropped, true).await?;
    journal::append(write, &[told_entry(&dropped, now)]).await?;
    Ok(())
}

fn told_entry(message: &OutletMessage, now: Timestamp) -> NewEntry {
    let CalloutId(callout) = message.callout;
    NewEntry {
        unit: Some((message.unit, message.path.clone())),
        cause: Some(Cause::Callout(message.callout)),
        payload: json!({ "callout": callout, "state": message.state.word(), "tries": message.tries }),
        ..NewEntry::about(Kind::OutletTold, message.outlet.0, now)
    }
}
