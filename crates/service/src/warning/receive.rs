//! Taking a warning in, in one transaction with everything that follows from it.

use std::sync::Arc;

use ::warning::affected::{Note, affected};
use ::warning::alert::{Alert, Info};
use ::warning::hazard_of;
use ::warning::kinds::{MsgType, Status};
use ::warning::profile::Profile;
use domain::access::{Actor, Permission, Target};
use domain::callout::Ending;
use domain::colour::WarningColour;
use domain::id::{UnitId, WarningId};
use domain::journal::{By, Cause, Kind, NewEntry};
use domain::names::Names;
use domain::unit::{UnitPath, UnitTree};
use domain::warned::Signature;
use domain::world::World;
use jiff::Timestamp;
use serde_json::{Value, json};
use store::warning::{Ended, Warning};
use store::{StoreError, Write, callout, journal};
use uuid::Uuid;

use super::{Received, Way};
use crate::callout::Opening;
use crate::{Service, ServiceError};

impl Service {
    /// Takes a warning in. The same message twice is taken once. `None` as actor is the operator or a feed; a feed
    /// must say whether its way is authenticated.
    ///
    /// # Errors
    /// When the actor may not hand warnings in, the message is not valid, or its name was used for another one.
    pub async fn receive_warning(
        &self,
        actor: Option<&Actor>,
        way: Way,
        authenticated: bool,
        bytes: &[u8],
        now: Timestamp,
    ) -> Result<Received, ServiceError> {
        let by = match actor {
            Some(actor) => self.may_receive(actor)?,
            None => By::default(),
        };
        let reading = ::warning::read_with(bytes, Some(Profile::Lenient));
        let Some(alert) = reading.alert else { return Err(ServiceError::WarningRefused(reading.report.errors)) };
        let official = authenticated && self.warnings()?.official_senders.contains(&alert.sender);
        let received = self.receive_alert(&alert, bytes, way, official, by, now).await?;
        Ok(Received { findings: reading.report.warnings, ..received })
    }

    /// Takes an alert in. `official`: it came from a source whose word starts calls.
    pub(super) async fn receive_alert(
        &self,
        alert: &Alert,
        bytes: &[u8],
        way: Way,
        official: bool,
        by: By,
        now: Timestamp,
    ) -> Result<Received, ServiceError> {
        let signature = self.signature_of(alert, bytes).await?;
        let mut tries = 0;
        loop {
            if let Some(known) = self.known_alert(alert, bytes, official, now).await? {
                return Ok(known);
            }
            match self.take_alert(alert, (bytes, signature), way, official, by, now).await {
                // The tree changed meanwhile, or the same message came twice at once: look again.
                Err(ServiceError::Store(StoreError::Stale | StoreError::Duplicate(_))) if tries < 3 => {
                    tries += 1;
                    self.refresh_tree().await?;
                }
                Err(error) => return Err(error),
                Ok(received) => return Ok(received),
            }
        }
    }

    pub(crate) fn may_receive(&self, actor: &Actor) -> Result<By, ServiceError> {
        let permission = Permission::ReceiveWarnings;
        let held = actor.postings.iter().find(|posting| {
            let target = Target::at(&posting.path);
            actor.may(self.titles(), permission, &target).is_some()
        });
        let posting = held.ok_or(ServiceError::Forbidden(permission))?;
        Ok(By { account: Some(actor.account), posting: Some(posting.id) })
    }

    /// The same message, where it is here. What nobody vouched for until now is confirmed by an official source, or gives
    /// its name free where it said something else.
    async fn known_alert(
        &self,
        alert: &Alert,
        document: &[u8],
        official: bool,
        now: Timestamp,
    ) -> Result<Option<Received>, ServiceError> {
        let db = self.store().read();
        let Some(warning) = store::warning::by_name(db, &alert.sender, &alert.identifier).await? else {
            return Ok(None);
        };
        let vouched = official && !warning.official;
        if !self.says_the_same(&warning, alert, document).await? {
            if vouched {
                self.displace(&warning, now).await?;
                return Ok(None);
            }
            return Err(ServiceError::Exists("warning"));
        }
        if vouched {
            return self.confirm(warning, alert, now).await.map(Some);
        }
        let callout = callout::of_warning(db, warning.id).await?.pop();
        Ok(Some(Received { warning, known: true, callout, findings: Vec::new() }))
    }

    async fn take_alert(
        &self,
        alert: &Alert,
        (document, signature): (&[u8], Option<Signature>),
        way: Way,
        official: bool,
        by: By,
        now: Timestamp,
    ) -> Result<Received, ServiceError> {
        let tree = self.tree();
        let (units, notes) = concerned(tree.clone(), alert.clone()).await?;
        let settings = self.warnings()?;
        let warning = Warning {
            id: WarningId(Uuid::now_v7()),
            sender: alert.sender.clone(),
            identifier: alert.identifier.clone(),
            sent_at: alert.sent.at,
            status: alert.status.word().to_lowercase(),
            message: alert.msg_type.word().to_lowercase(),
            way: way.word().to_owned(),
            official,
            colour: settings.colours.of(alert).map(|found| found.colour),
            hazard: hazard_of(alert, &settings.events),
            event: by_language(alert, |info| Some(&info.event)),
            headline: by_language(alert, |info| info.headline.as_ref()),
            instruction: by_language(alert, |info| info.instruction.as_ref()),
            issuer: alert.infos.iter().find_map(|info| info.sender_name.clone()),
            effective_at: alert
                .infos
                .iter()
                .filter_map(|info| info.effective)
                .map(|at| at.at)
                .min()
                .unwrap_or(alert.sent.at),
            expires_at: alert.expires().map(|end| end.at),
            notes,
            ended: None,
            received_at: now,
            received_from: by.account,
            signature,
        };
        let write = self.store().write().await?;
        store::unit_write::hold_tree(&write, tree.version()).await?;
        store::warning::insert(&write, &warning, document, &units).await?;
        let mut entries = vec![received(&warning, &units, by, now)];
        let replaced = self.end_referenced(&write, alert, &warning, now, &mut entries).await?;
        let opening = Opening { warning: &warning, units: &units, by: None, now };
        let callout = if self.starts_calls(&warning, &units, now) {
            Some(self.follow_or_open(&write, opening, &replaced, &mut entries).await?)
        } else {
            self.end_rounds(&write, &replaced, Ending::Cancelled, now, &mut entries).await?;
            None
        };
        if let Some(asking) = self.asking(&warning, now) {
            self.propose_responses(&write, asking, &units, now, &mut entries).await?;
        }
        self.outlive_warnings(&write, &replaced, now, &mut entries).await?;
        journal::append(&write, &entries).await?;
        write.commit().await?;
        Ok(Received { warning, known: false, callout, findings: Vec::new() })
    }

    /// Whether calls start without anybody's approval: an official orange or red that is really meant and not over.
    pub(super) fn starts_calls(&self, warning: &Warning, units: &[(UnitId, UnitPath)], now: Timestamp) -> bool {
        warning.official
            && self.counts_here(warning)
            && warning.colour >= Some(WarningColour::Orange)
            && warning.expires_at.is_none_or(|end| end > now)
            && !units.is_empty()
    }

    /// Whether a warning is meant for this world: an exercise takes its own and replayed real ones for real, the live
    /// world real ones alone.
    pub(crate) fn counts_here(&self, warning: &Warning) -> bool {
        let word = |status: Status| status.word().to_lowercase();
        let meant = match self.store().world() {
            World::Live => warning.status == word(Status::Actual),
            World::Exercise { .. } => [word(Status::Actual), word(Status::Exercise)].contains(&warning.status),
        };
        meant && ["alert", "update"].contains(&warning.message.as_str())
    }

    /// Ends the warnings that an update or a cancellation names, where the reference is safe (see `warning::chain`):
    /// same sender, same status, not sent later, and vouched for as much. Gives those that it ended.
    pub(super) async fn end_referenced(
        &self,
        write: &Write,
        alert: &Alert,
        new: &Warning,
        now: Timestamp,
        entries: &mut Vec<NewEntry>,
    ) -> Result<Vec<Warning>, ServiceError> {
        let ending = match alert.msg_type {
            MsgType::Update => Ending::Superseded,
            MsgType::Cancel => Ending::Cancelled,
            MsgType::Alert | MsgType::Ack | MsgType::Error => return Ok(Vec::new()),
        };
        let mut replaced = Vec::new();
        for reference in &alert.references {
            let named = store::warning::by_name(write.tx(), &reference.sender, &reference.identifier).await?;
            let Some(old) = named else { continue };
            // A source that nobody vouches for ends nothing of one that somebody does.
            let vouched = new.official || !old.official;
            let safe = vouched && old.sender == new.sender && old.status == new.status && old.sent_at <= new.sent_at;
            let ended = Ended { ending, at: now, by: Some(new.id) };
            if safe && old.id != new.id && store::warning::end(write, old.id, ended).await? {
                let payload = json!({ "ending": ending, "by": new.id });
                let cause = Some(Cause::Warning(new.id));
                entries.push(NewEntry { cause, payload, ..NewEntry::about(Kind::WarningEnded, old.id.0, now) });
                replaced.push(old);
            }
        }
        Ok(replaced)
    }
}

fn received(warning: &Warning, units: &[(UnitId, UnitPath)], by: By, now: Timestamp) -> NewEntry {
    let payload = json!({
        "status": warning.status,
        "message": warning.message,
        "way": warning.way,
        "official": warning.official,
        "colour": warning.colour,
        "hazard": warning.hazard,
        "sent_at": warning.sent_at.as_millisecond(),
        "units": units.iter().map(|(id, _)| id).collect::<Vec<_>>(),
    });
    // Of several units the nearest one above all of them stands for the place.
    let unit = units.first().filter(|_| units.len() == 1).cloned();
    NewEntry { unit, by, payload, ..NewEntry::about(Kind::WarningReceived, warning.id.0, now) }
}

/// The highest units concerned, and what a reader must know. A polygon of many corners takes a while to compare with
/// every boundary: other requests go on meanwhile.
async fn concerned(tree: Arc<UnitTree>, alert: Alert) -> Result<(Vec<(UnitId, UnitPath)>, Value), ServiceError> {
    let compare = move || {
        let found = affected(&tree, &alert.places());
        let units = found.units.iter().map(|unit| (unit.id, unit.path.clone())).collect();
        (units, found.notes.iter().map(note).collect())
    };
    tokio::task::spawn_blocking(compare).await.map_err(|error| ServiceError::Internal(error.to_string()))
}

/// A note as it is kept and sent.
fn note(note: &Note) -> Value {
    match note {
        Note::FellToParent { code, unit } => json!({ "note": "fell_to_parent", "code": code, "unit": unit }),
        Note::Elsewhere { code } => json!({ "note": "elsewhere", "code": code }),
        Note::DrawnElsewhere => json!({ "note": "drawn_elsewhere" }),
        Note::NoBoundary { unit } => json!({ "note": "no_boundary", "unit": unit }),
    }
}

/// A text of each info under its language; of two infos in one language the first.
fn by_language<'a>(alert: &'a Alert, text: impl Fn(&'a Info) -> Option<&'a String>) -> Names {
    let mut names = Names::default();
    for info in &alert.infos {
        if let Some(text) = text(info) {
            let language = if info.language.to_lowercase().starts_with("zh") { "zh" } else { &info.language };
            let language = if language.to_lowercase().starts_with("en") { "en" } else { language };
            names.0.entry(language.to_owned()).or_insert_with(|| text.clone());
        }
    }
    names
}
