//! Numbers come in, are agreed to by their owners, and go by themselves after a year.

use domain::access::throttle::{REPORT_PLACE, RESIDENT_PHONE};
use domain::access::{Actor, Permission, Target};
use domain::contact::ContactKind;
use domain::id::{PlaceId, ResidentNumberId};
use domain::job::{Job, NewJob};
use domain::journal::{By, Kind, NewEntry};
use domain::message::Channel;
use domain::names::Names;
use domain::phone::Phone;
use domain::resident::{CONFIRM_WITHIN, KEPT};
use jiff::Timestamp;
use serde_json::json;
use store::message::Message;
use store::resident::{self, ResidentNumber};
use store::throttle::{self, Lane};
use store::{Write, job, journal};

use super::{Said, cell};
use crate::access::AccessRefusal;
use crate::hazard::Origin;
use crate::{Service, ServiceError, secret};

/// Longest door, in characters.
const DOOR_MAX: usize = 16;

/// Most numbers of one building: more is no register, but a flood.
const PLACE_MAX: u64 = 2_000;

/// Numbers deleted in one round.
const ROUND: u64 = 500;

/// A number as somebody gives it.
#[derive(Clone)]
pub struct NewResident {
    /// Chosen by the caller.
    pub id: ResidentNumberId,
    /// The building.
    pub place: PlaceId,
    /// The number.
    pub phone: String,
    /// The door; empty where nobody is to know it.
    pub door: String,
    /// Taken down by somebody on duty who asked its owner (代报).
    pub on_behalf: bool,
}

/// Shows no number.
impl std::fmt::Debug for NewResident {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewResident").field("id", &self.id).field("place", &self.place).finish_non_exhaustive()
    }
}

/// The owner of a number is asked whether it is his.
#[derive(Debug)]
pub struct ResidentAsking {
    /// Its row.
    pub message: Message,
    /// To whom.
    pub to: Phone,
    /// The building.
    pub place: Names,
    /// What stands behind the `#` of the link in it.
    pub link: String,
}

impl Service {
    /// Takes a number in. Its owner is asked by a text message whether he agrees, and nobody is told whether the number
    /// was known: whoever gives a number that is not his learns nothing and changes nothing.
    ///
    /// # Errors
    /// When it is no number, the building is unknown or has very many, a budget is spent, or somebody reports for others
    /// who may not.
    pub async fn register_resident(
        &self,
        actor: Option<&Actor>,
        new: NewResident,
        origin: &Origin,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        let wrong =
            |error: domain::phone::PhoneError| ServiceError::invalid("phone", "phone_invalid", error.to_string());
        let phone = Phone::parse(&new.phone).map_err(wrong)?;
        let door = checked_door(&new.door)?;
        let (place, unit) = self.building(new.place).await?;
        let keys = self.keyring()?.fresh();
        let lookup = self.resident_lookup(phone.as_str())?;
        let by = if new.on_behalf {
            let actor = actor.ok_or(ServiceError::Forbidden(Permission::ReportForOthers))?;
            let posting = self.require(actor, Permission::ReportForOthers, &Target::at(&unit.path))?.id;
            By { account: Some(actor.account), posting: Some(posting) }
        } else {
            self.spend_resident(origin.network.as_deref(), &lookup, now).await?;
            By { account: actor.map(|actor| actor.account), posting: None }
        };
        if self.store().resident_numbers_counted(place.id).await? >= PLACE_MAX {
            let detail = format!("this building has {PLACE_MAX} numbers: call the community");
            return Err(ServiceError::invalid("place", "register_full", detail));
        }
        let said = serde_json::to_string(&Said { phone: phone.as_str().to_owned(), door })?;
        let expires_at = now.saturating_add(KEPT).unwrap_or(now);
        let number = ResidentNumber {
            id: new.id,
            place: place.id,
            unit: (unit.id, unit.path.clone()),
            sealed: keys.encrypt(cell(new.id.0), &said)?,
            lookup,
            confirmed_at: new.on_behalf.then_some(now),
            registered_at: now,
            expires_at,
        };
        let write = self.store().write().await?;
        let there = resident::register(&write, &number).await?;
        // A stranger who knows a number changes nothing of what its owner said.
        if there.id != new.id && (there.confirmed_at.is_none() || new.on_behalf) {
            let sealed = keys.encrypt(cell(there.id.0), &said)?;
            let confirmed_at = there.confirmed_at.or(number.confirmed_at);
            resident::renew(&write, there.id, &sealed, (confirmed_at, expires_at)).await?;
        }
        if !new.on_behalf {
            let job = Job::ResidentConfirm { number: there.id.0, at: now };
            job::insert(&write, &[NewJob { job, not_before: now }], now).await?;
        }
        let payload = json!({ "on_behalf": new.on_behalf });
        journal::append(&write, &[about(&there, Kind::ResidentRegistered, by, payload, now)]).await?;
        write.commit().await?;
        Ok(())
    }

    async fn spend_resident(&self, network: Option<&str>, lookup: &[u8], now: Timestamp) -> Result<(), ServiceError> {
        let lane =
            |kind: &[u8], of: &[u8], budget| Lane { key: secret::sha256(&[b"resident\0", kind, b"\0", of]), budget };
        let mut lanes = vec![lane(b"phone", lookup, RESIDENT_PHONE)];
        lanes.extend(network.map(|network| lane(b"network", network.as_bytes(), REPORT_PLACE)));
        let write = self.store().write().await?;
        if let Err(retry_after_s) = throttle::spend(&write, &lanes, now).await? {
            return Err(AccessRefusal::TooManyReports { retry_after_s }.into());
        }
        Ok(write.commit().await?)
    }

    /// The keyed hash of a number, however it is written.
    pub(super) fn resident_lookup(&self, phone: &str) -> Result<Vec<u8>, ServiceError> {
        let normal = ContactKind::Phone.normal(phone).unwrap_or_default();
        Ok(self.keyring()?.keys().lookup("resident", &normal))
    }

    /// The question of a job to the owner of a number, written down as being sent; none when he has answered, the number
    /// is gone, or it is too late.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn begin_resident_confirm(
        &self,
        job: &Job,
        number: ResidentNumberId,
        cause_at: Timestamp,
        now: Timestamp,
    ) -> Result<Option<ResidentAsking>, ServiceError> {
        let Some(number) = self.store().resident_number(number).await? else { return Ok(None) };
        let said = self.opened_number(&number)?;
        let Ok(to) = Phone::parse(&said.phone) else { return Ok(None) };
        let place = self.store().place(number.place).await?.map(|place| place.names).unwrap_or_default();
        let link = self.resident_link(number.id)?;
        let message = self.begin_message(job, Channel::Sms, Some(number.id.0), cause_at, now).await?;
        Ok(message.map(|message| ResidentAsking { message, to, place, link }))
    }

    /// The owner agrees; said again it changes nothing.
    pub(super) async fn confirm_resident(&self, number: &ResidentNumber, now: Timestamp) -> Result<(), ServiceError> {
        let write = self.store().write().await?;
        if resident::confirm(&write, number.id, now).await? {
            let entry = about(number, Kind::ResidentConfirmed, By::default(), json!({}), now);
            journal::append(&write, &[entry]).await?;
        }
        write.commit().await?;
        Ok(())
    }

    /// Deletes numbers that ended, and those that nobody agreed to; says how many. Safe in several processes at once.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_residents(&self, now: Timestamp) -> Result<usize, ServiceError> {
        let asked_before = now.saturating_sub(CONFIRM_WITHIN).unwrap_or(now);
        let mut forgotten = 0;
        loop {
            let over = self.store().resident_numbers_over(now, asked_before, ROUND).await?;
            if over.is_empty() {
                return Ok(forgotten);
            }
            for number in &over {
                let why = if number.expires_at <= now { "expired" } else { "not_confirmed" };
                forgotten += usize::from(self.forget_resident(number, why, now).await?);
            }
        }
    }

    pub(super) async fn forget_resident(
        &self,
        number: &ResidentNumber,
        why: &'static str,
        now: Timestamp,
    ) -> Result<bool, ServiceError> {
        let write: Write = self.store().write().await?;
        if !resident::delete(&write, number.id).await? {
            return Ok(false);
        }
        let entry = about(number, Kind::ResidentErased, By::default(), json!({ "why": why }), now);
        journal::append(&write, &[entry]).await?;
        write.commit().await?;
        Ok(true)
    }
}

/// Neither number nor door stands in the journal.
fn about(number: &ResidentNumber, kind: Kind, by: By, payload: serde_json::Value, now: Timestamp) -> NewEntry {
    NewEntry { unit: Some(number.unit.clone()), by, payload, ..NewEntry::about(kind, number.id.0, now) }
}

fn checked_door(text: &str) -> Result<Option<String>, ServiceError> {
    let door = text.trim();
    if door.chars().count() > DOOR_MAX || door.chars().any(char::is_control) {
        let detail = format!("a door is named by at most {DOOR_MAX} characters, such as `1203`");
        return Err(ServiceError::invalid("door", "door_invalid", detail));
    }
    Ok((!door.is_empty()).then(|| door.to_owned()))
}
