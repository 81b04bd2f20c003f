//! A restored or copied database is *held*: nothing leaves it until a named person lets it go.
//!
//! Two databases that both send warnings, or an old one that calls out what was cancelled since, would do harm.
//! So a database remembers where it stands; found elsewhere, or put back from a backup, it gets a new incarnation
//! (which makes live readers load everything again) and is held. Whatever sends must ask [`Service::held`] first.

use domain::journal::{By, Kind, NewEntry};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::{Meta, Write, journal};
use uuid::Uuid;

use crate::{Service, ServiceError};

const HELD: &str = "held";
const PLACE: &str = "place";

/// Why a database came to be held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// It was restored from a backup.
    Restored,
    /// It was found at another place than it was made for.
    Copied,
}

/// Since when and why a database is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// Since when.
    pub since: Timestamp,
    /// Why.
    pub why: Why,
}

impl Service {
    /// Whether the database is held, since when and why.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn held(&self) -> Result<Option<Held>, ServiceError> {
        let text = Meta::get(self.store().read(), HELD).await?;
        Ok(text.map(|text| serde_json::from_str(&text)).transpose()?)
    }

    /// Remembers where the database stands at its first use; holds it when it is found elsewhere.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn take_place(&self, now: Timestamp) -> Result<Option<Held>, ServiceError> {
        let here = self.store().whereabouts().await?;
        if Meta::get(self.store().read(), PLACE).await?.as_deref() != Some(here.as_str()) {
            let write = self.store().write().await?;
            // Looked at again inside: another process may have done it.
            match Meta::get(write.tx(), PLACE).await? {
                Some(place) if place == here => {}
                Some(_) => self.hold(&write, Kind::SystemCopied, Why::Copied, json!({}), now).await?,
                None => {}
            }
            Meta::set(write.tx(), PLACE, &here).await?;
            write.commit().await?;
        }
        self.held().await
    }

    /// Marks the database as just restored; `payload` says from what.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn mark_restored(&self, payload: Value, now: Timestamp) -> Result<(), ServiceError> {
        let here = self.store().whereabouts().await?;
        let write = self.store().write().await?;
        self.hold(&write, Kind::SystemRestored, Why::Restored, payload, now).await?;
        Meta::set(write.tx(), PLACE, &here).await?;
        write.commit().await?;
        Ok(())
    }

    /// Lets a held database go, in the name of a person.
    ///
    /// # Errors
    /// When there is no such account, or nothing is held.
    pub async fn release(&self, login: &str, now: Timestamp) -> Result<(), ServiceError> {
        let account = self.store().account_by_login(login).await?.ok_or(ServiceError::NotFound("account"))?;
        let held = self.held().await?.ok_or(ServiceError::NotHeld)?;
        let write = self.store().write().await?;
        Meta::remove(write.tx(), HELD).await?;
        let entry = NewEntry {
            by: By { account: Some(account.id), posting: None },
            payload: json!({ "since": held.since.as_millisecond(), "why": held.why }),
            ..NewEntry::about(Kind::SystemReleased, Uuid::nil(), now)
        };
        journal::append(&write, &[entry]).await?;
        write.commit().await?;
        Ok(())
    }

    async fn hold(
        &self,
        write: &Write,
        kind: Kind,
        why: Why,
        payload: Value,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        let held = Held { since: now, why };
        Meta::set(write.tx(), HELD, &serde_json::to_string(&held)?).await?;
        Meta::set(write.tx(), "incarnation", &Uuid::new_v4().simple().to_string()[..8]).await?;
        self.store().lift_transactions(write).await?;
        journal::append(write, &[NewEntry { payload, ..NewEntry::about(kind, Uuid::nil(), now) }]).await?;
        Ok(())
    }
}
