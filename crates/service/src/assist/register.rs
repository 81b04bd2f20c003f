//! Entries come in by consent, and go by themselves after twelve months.

use std::collections::BTreeSet;

use domain::access::throttle::REPORT_PLACE;
use domain::access::{Actor, Permission, Target};
use domain::assist::{Consent, HELPERS_MAX, Help, KEPT};
use domain::id::{AssistId, PlaceId, TextId};
use domain::journal::{By, Kind, NewEntry};
use domain::phone::Phone;
use jiff::Timestamp;
use serde_json::json;
use store::assist::{self, Entry};
use store::throttle::{self, Lane};
use store::{StoreError, Write, erase, journal};

use super::{Said, cell};
use crate::access::AccessRefusal;
use crate::contact::given_reason;
use crate::hazard::Origin;
use crate::{Service, ServiceError, secret};

/// Longest call-name and door, in characters.
const SHORT_MAX: usize = 16;

/// Most entries of one building: more is no register, but a flood.
const PLACE_MAX: usize = 500;

/// Entries deleted in one round.
const ROUND: u64 = 200;

/// Somebody who asks for help.
#[derive(Debug, Clone)]
pub struct NewAssist {
    /// Chosen by the caller.
    pub id: AssistId,
    /// The building.
    pub place: PlaceId,
    /// The door.
    pub door: String,
    /// What people call her or him; may be empty.
    pub call_name: String,
    /// What help.
    pub help: Vec<Help>,
    /// Phones of at most two helpers.
    pub phones: Vec<String>,
    /// Who agreed.
    pub consent: Consent,
    /// Taken down by somebody on duty (代报).
    pub on_behalf: bool,
}

/// An entry that was taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registered {
    /// Identity.
    pub id: AssistId,
    /// The secret of its link; it is not given out again.
    pub secret: String,
    /// When it ends.
    pub expires_at: Timestamp,
}

impl Service {
    /// Takes an entry in, with or without an account.
    ///
    /// # Errors
    /// When something is missing or too long, the building is unknown, its register is full, the network has spent its
    /// budget, or somebody reports for others who may not.
    pub async fn register_assist(
        &self,
        actor: Option<&Actor>,
        new: NewAssist,
        origin: &Origin,
        now: Timestamp,
    ) -> Result<Registered, ServiceError> {
        let said = checked(&new)?;
        let (place, unit) = self.building(new.place).await?;
        let mut by = By { account: actor.map(|actor| actor.account), posting: None };
        if new.on_behalf {
            let target = Target::at(&unit.path);
            let actor = actor.ok_or(ServiceError::Forbidden(Permission::ReportForOthers))?;
            by.posting = Some(self.require(actor, Permission::ReportForOthers, &target)?.id);
        } else if let Some(network) = origin.network.as_ref().filter(|_| actor.is_none()) {
            self.spend_assist(network, now).await?;
        }
        let keys = self.keyring()?.fresh();
        let link = secret::token();
        let entry = Entry {
            id: new.id,
            place: place.id,
            unit: unit.id,
            path: unit.path.clone(),
            sealed: keys.encrypt(cell(new.id), &serde_json::to_string(&said)?)?,
            consent: new.consent,
            secret_hash: secret::sha256(&[link.as_bytes()]),
            helpers: Vec::new(),
            registered_at: now,
            expires_at: now.saturating_add(KEPT).unwrap_or(now),
        };
        let write = self.store().write().await?;
        if assist::of_place(write.tx(), place.id, now).await?.len() >= PLACE_MAX {
            let detail = format!("this building has {PLACE_MAX} entries: call the community");
            return Err(ServiceError::invalid("place", "register_full", detail));
        }
        match assist::insert(&write, &entry).await {
            Err(StoreError::Duplicate(_)) => return Err(ServiceError::Exists("entry")),
            other => other?,
        }
        // Neither the door nor the help stands in the journal.
        let payload = json!({ "consent": new.consent, "on_behalf": new.on_behalf });
        let at = Some((unit.id, unit.path.clone()));
        let registered = NewEntry { unit: at, by, payload, ..NewEntry::about(Kind::AssistRegistered, entry.id.0, now) };
        journal::append(&write, &[registered]).await?;
        write.commit().await?;
        Ok(Registered { id: entry.id, secret: link, expires_at: entry.expires_at })
    }

    async fn spend_assist(&self, network: &str, now: Timestamp) -> Result<(), ServiceError> {
        let key = secret::sha256(&[b"assist\0network\0", network.as_bytes()]);
        let write = self.store().write().await?;
        if let Err(retry_after_s) = throttle::spend(&write, &[Lane { key, budget: REPORT_PLACE }], now).await? {
            return Err(AccessRefusal::TooManyReports { retry_after_s }.into());
        }
        Ok(write.commit().await?)
    }

    /// Deletes an entry that is wrong, with a reason; whoever heads the building does.
    ///
    /// # Errors
    /// When the actor may not, or there is no reason.
    pub async fn erase_assist(
        &self,
        actor: &Actor,
        id: AssistId,
        reason: &str,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        let entry = self.store().assist(id).await?.ok_or(ServiceError::NotFound("entry"))?;
        let posting = self.require(actor, Permission::HelpAssist, &Target::at(&entry.path))?.id;
        given_reason(reason)?;
        let by = By { account: Some(actor.account), posting: Some(posting) };
        self.forget_assist(&entry, by, "removed", now).await?;
        Ok(())
    }

    /// Deletes entries that expired; says how many. Safe in several processes at once.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_assists(&self, now: Timestamp) -> Result<usize, ServiceError> {
        let mut forgotten = 0;
        loop {
            let due = self.store().assists_expired(now, ROUND).await?;
            if due.is_empty() {
                return Ok(forgotten);
            }
            for id in due {
                if let Some(entry) = self.store().assist(id).await?
                    && self.forget_assist(&entry, By::default(), "expired", now).await?
                {
                    forgotten += 1;
                }
            }
        }
    }

    /// Deletes an entry with the reasons of those who saw it; what stays is that there was one.
    pub(super) async fn forget_assist(
        &self,
        entry: &Entry,
        by: By,
        why: &'static str,
        now: Timestamp,
    ) -> Result<bool, ServiceError> {
        let texts = self.store().texts(&[entry.id.0]).await?.remove(&entry.id.0).unwrap_or_default();
        let texts: Vec<TextId> = texts.into_iter().map(|(id, ..)| id).collect();
        let write: Write = self.store().write().await?;
        if !assist::delete(&write, entry.id).await? {
            return Ok(false);
        }
        erase::texts(&write, &texts).await?;
        journal::append(&write, &[about(entry, Kind::AssistErased, by, json!({ "why": why }), now)]).await?;
        write.commit().await?;
        Ok(true)
    }
}

pub(super) fn about(entry: &Entry, kind: Kind, by: By, payload: serde_json::Value, now: Timestamp) -> NewEntry {
    NewEntry { unit: Some((entry.unit, entry.path.clone())), by, payload, ..NewEntry::about(kind, entry.id.0, now) }
}

fn checked(new: &NewAssist) -> Result<Said, ServiceError> {
    let short = |field: &'static str, text: &str, least: usize| {
        let text = text.trim();
        let fits = (least..=SHORT_MAX).contains(&text.chars().count()) && !text.chars().any(char::is_control);
        let detail = || format!("`{field}` has {least} to {SHORT_MAX} characters");
        if fits { Ok(text.to_owned()) } else { Err(ServiceError::invalid(field, "entry_invalid", detail())) }
    };
    let help: BTreeSet<Help> = new.help.iter().copied().collect();
    if help.is_empty() {
        return Err(ServiceError::invalid("help", "entry_invalid", "say what help is needed"));
    }
    if new.phones.len() > HELPERS_MAX {
        let detail = format!("an entry has at most {HELPERS_MAX} phones");
        return Err(ServiceError::invalid("phones", "entry_invalid", detail));
    }
    let mut phones = Vec::new();
    for text in new.phones.iter().filter(|text| !text.trim().is_empty()) {
        let phone = Phone::parse(text);
        let phone = phone.map_err(|error| ServiceError::invalid("phones", "phone_invalid", error.to_string()))?;
        phones.push(phone.as_str().to_owned());
    }
    Ok(Said {
        call_name: short("call_name", &new.call_name, 0)?,
        door: short("door", &new.door, 1)?,
        help: help.into_iter().collect(),
        phones,
    })
}
