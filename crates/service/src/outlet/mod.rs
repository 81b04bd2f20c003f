//! Outlets of units: work groups (工作群), loudspeakers (大喇叭), radios (电台) and satellite phones (卫星电话).
//!
//! Whoever manages the accounts of a unit adds them. A round of calls *places* one message for each in its own
//! transaction ([`tell`]); the life-safety loop says them beside the calls, never in their way. Nobody answers
//! through an outlet: what it was told counts neither as received nor as on post.

mod tell;

use domain::access::{Actor, Permission, Target};
use domain::id::{CalloutId, OutletId, UnitId};
use domain::journal::{By, Kind, NewEntry};
use domain::outlet::OutletKind;
use domain::unit::UnitPath;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::journal;
use store::outlet::{self, Outlet, OutletMessage};
use uuid::Uuid;

use crate::access::{Session, recently_authenticated};
use crate::{Once, Service, ServiceError};

pub use tell::{Telling, Told};

/// What a keyring seals an address for.
const PLACE: (&str, &str) = ("outlet", "address");

/// A new outlet.
#[derive(Clone, PartialEq, Eq)]
pub struct NewOutlet {
    /// What it is.
    pub kind: OutletKind,
    /// What it is called.
    pub name: String,
    /// Web address of the robot, topic of the speaker, or what people speak over: channel, call sign or number.
    pub address: String,
    /// What the robot's requests are signed with, where it asks for that.
    pub secret: Option<String>,
}

/// Shows neither address nor secret.
impl std::fmt::Debug for NewOutlet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewOutlet").field("kind", &self.kind).finish_non_exhaustive()
    }
}

/// An address with its secret, as it is sealed.
#[derive(Serialize, Deserialize)]
struct Reached {
    address: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    secret: Option<String>,
}

impl Service {
    /// Adds an outlet to a unit; gives its id. Nobody can read address and secret back, but those of a line
    /// that people speak over. The same request again changes nothing.
    ///
    /// # Errors
    /// When the unit does not exist, the outlet cannot be taken, the actor may not or must sign in anew, or there
    /// is no keyring.
    pub async fn add_outlet(
        &self,
        session: &Session,
        unit: UnitId,
        new: NewOutlet,
        once: &Once,
        now: Timestamp,
    ) -> Result<OutletId, ServiceError> {
        let actor = &session.actor;
        let who = actor.account.to_string();
        if let Some(added) = self.made_before(&who, once).await? {
            return Ok(OutletId(added));
        }
        let tree = self.tree();
        let present = tree.by_id(unit).filter(|unit| unit.valid_to.is_none());
        let unit = present.ok_or(ServiceError::NotFound("unit"))?;
        let posting = self.require(actor, Permission::ManageAccounts, &Target::at(&unit.path))?;
        recently_authenticated(session, now)?;
        let (address, name) = (new.address.trim(), new.name.trim());
        let secret = new.secret.as_deref().map(str::trim).filter(|secret| !secret.is_empty());
        new.kind.check(name, address, secret).map_err(|refusal| {
            let (field, code) = refusal.code();
            ServiceError::invalid(field, code, refusal.to_string())
        })?;
        let id = OutletId(Uuid::now_v7());
        let reached = Reached { address: address.to_owned(), secret: secret.map(str::to_owned) };
        let plain = serde_json::to_vec(&reached)?;
        let row = Outlet {
            id,
            unit: unit.id,
            path: unit.path.clone(),
            kind: new.kind,
            name: name.to_owned(),
            address: self.keyring()?.seal(PLACE.0, PLACE.1, id.0, &plain)?,
            added_at: now,
        };
        let write = self.store().write().await?;
        if !once.keep(&write, &who, id.0).await? {
            drop(write);
            return self.made_meanwhile(&who, once).await.map(OutletId);
        }
        outlet::insert(&write, &row).await?;
        let by = By { account: Some(actor.account), posting: Some(posting.id) };
        journal::append(&write, &[NewEntry { by, ..about(Kind::OutletAdded, &row, now) }]).await?;
        write.commit().await?;
        Ok(id)
    }

    /// Takes an outlet away, and its address out of the database.
    ///
    /// # Errors
    /// When there is none, or the actor may not or must sign in anew.
    pub async fn remove_outlet(&self, session: &Session, id: OutletId, now: Timestamp) -> Result<(), ServiceError> {
        let actor = &session.actor;
        let missing = || ServiceError::NotFound("outlet");
        let row = self.store().outlet(id).await?.ok_or_else(missing)?;
        let posting = self.require(actor, Permission::ManageAccounts, &Target::at(&row.path))?;
        recently_authenticated(session, now)?;
        let write = self.store().write().await?;
        if !outlet::remove(&write, id, now).await? {
            return Err(missing());
        }
        let by = By { account: Some(actor.account), posting: Some(posting.id) };
        journal::append(&write, &[NewEntry { by, ..about(Kind::OutletRemoved, &row, now) }]).await?;
        write.commit().await?;
        Ok(())
    }

    /// Outlets of a unit and everything below. Of radios and satellite phones with what people speak over, of all
    /// others without their addresses.
    ///
    /// # Errors
    /// When the unit does not exist, the actor may not see its roster, or a line cannot be read.
    pub async fn list_outlets(
        &self,
        actor: &Actor,
        unit: UnitId,
    ) -> Result<Vec<(Outlet, Option<String>)>, ServiceError> {
        let tree = self.tree();
        let unit = tree.by_id(unit).ok_or(ServiceError::NotFound("unit"))?;
        self.require(actor, Permission::ViewRoster, &Target::at(&unit.path))?;
        let outlets = self.store().outlets(&unit.path).await?;
        let with_line = |outlet: Outlet| self.line(&outlet).map(|line| (outlet, line));
        outlets.into_iter().map(with_line).collect()
    }

    /// What people speak over at a unit, above it and below it.
    pub(crate) async fn lines(&self, path: &UnitPath) -> Result<Vec<(Outlet, String)>, ServiceError> {
        let above: Vec<UnitId> = self.tree().lineage(path).into_iter().map(|unit| unit.id).collect();
        let mut outlets = self.store().outlets_at(&above).await?;
        outlets.extend(self.store().outlets(path).await?.into_iter().filter(|outlet| !above.contains(&outlet.unit)));
        let mut lines = Vec::new();
        for outlet in outlets {
            if let Some(line) = self.line(&outlet)? {
                lines.push((outlet, line));
            }
        }
        Ok(lines)
    }

    /// Channel, call sign or number of an outlet that people speak over themselves; of any other nothing.
    fn line(&self, outlet: &Outlet) -> Result<Option<String>, ServiceError> {
        Ok(if outlet.kind.is_line() { Some(self.reached(outlet)?.address) } else { None })
    }

    fn reached(&self, outlet: &Outlet) -> Result<Reached, ServiceError> {
        let plain = self.keyring()?.open(PLACE.0, PLACE.1, outlet.id.0, &outlet.address)?;
        Ok(serde_json::from_slice(&plain)?)
    }

    /// What the outlets in the reader's part of a round were told.
    ///
    /// # Errors
    /// As [`visible_round`](Self::visible_round).
    pub async fn outlets_of_round(
        &self,
        actor: &Actor,
        id: CalloutId,
        unit: Option<UnitId>,
    ) -> Result<Vec<(OutletMessage, Option<Outlet>)>, ServiceError> {
        let (_, unit) = self.visible_round(actor, id, unit).await?;
        let messages = self.store().outlet_messages(id, &unit.path).await?;
        let ids: Vec<_> = messages.iter().map(|message| message.outlet).collect();
        let outlets = self.store().outlets_by_id(&ids).await?;
        let of = |message: &OutletMessage| outlets.iter().find(|outlet| outlet.id == message.outlet).cloned();
        Ok(messages.into_iter().map(|message| (of(&message), message)).map(|(outlet, one)| (one, outlet)).collect())
    }
}

fn about(kind: Kind, outlet: &Outlet, now: Timestamp) -> NewEntry {
    NewEntry {
        unit: Some((outlet.unit, outlet.path.clone())),
        payload: json!({ "kind": outlet.kind.word() }),
        ..NewEntry::about(kind, outlet.id.0, now)
    }
}
