//! Gauges are registered by a person; each has a secret, shown once.

use std::collections::BTreeSet;

use domain::access::Actor;
use domain::feed::EVERY_MAX_S;
use domain::id::UnitId;
use domain::journal::{By, Kind, NewEntry};
use domain::reading::{Levels, Quantity};
use jiff::Timestamp;
use serde_json::json;
use store::gauge::{self, Gauge};
use store::{Write, journal, unit_write};
use uuid::Uuid;

use crate::secret::{sha256, token};
use crate::{Service, ServiceError};

/// What a secret of a gauge begins with.
const SECRET_PREFIX: &str = "bhg_";

/// Longest name, characters.
const NAME_MAX_CHARS: usize = 60;

/// How often a gauge speaks at most, seconds.
const EVERY_MIN_S: u32 = 10;

/// Most gauges.
const GAUGES_MOST: u64 = 10_000;

/// What a gauge shall be.
#[derive(Debug, Clone, PartialEq)]
pub struct GaugeOrder {
    /// What it is called.
    pub name: String,
    /// Where it stands.
    pub unit: UnitId,
    /// What it may send.
    pub quantities: Vec<Quantity>,
    /// Levels from which it proposes.
    pub levels: Levels,
    /// How often it should speak, seconds.
    pub every_s: u32,
    /// The version that was changed; none for a new one.
    pub version: Option<i32>,
}

impl GaugeOrder {
    fn check(&self) -> Result<(), ServiceError> {
        let name = self.name.trim();
        if name.is_empty() || name.chars().count() > NAME_MAX_CHARS || name.chars().any(char::is_control) {
            let detail = format!("a name has 1 to {NAME_MAX_CHARS} characters, none of them a control character");
            return Err(ServiceError::invalid("name", "gauge_name_invalid", detail));
        }
        if self.quantities.is_empty() {
            let detail = "say what it measures: a gauge without quantities can send nothing";
            return Err(ServiceError::invalid("quantities", "gauge_quantities_invalid", detail));
        }
        if !(EVERY_MIN_S..=EVERY_MAX_S).contains(&self.every_s) {
            let detail = format!("`{}` s is not between {EVERY_MIN_S} and {EVERY_MAX_S}", self.every_s);
            return Err(ServiceError::invalid("every_s", "gauge_every_invalid", detail));
        }
        if !self.levels.is_ordered() {
            let detail = "levels lie between -100 and 9,000 m, and a stronger colour begins no lower than a weaker one";
            return Err(ServiceError::invalid("levels", "gauge_levels_invalid", detail));
        }
        Ok(())
    }

    fn quantities(&self) -> Vec<Quantity> {
        self.quantities.iter().copied().collect::<BTreeSet<_>>().into_iter().collect()
    }
}

impl Service {
    /// Registers a gauge under the id that the client made, or changes it. The secret of a new one is given once: the same
    /// request again gives the gauge alone.
    ///
    /// # Errors
    /// When the actor may not, the order cannot be taken, or somebody changed it meanwhile.
    pub async fn set_gauge(
        &self,
        actor: &Actor,
        id: Uuid,
        order: &GaugeOrder,
        now: Timestamp,
    ) -> Result<(Gauge, Option<String>), ServiceError> {
        let by = self.may_manage_sources(actor)?;
        order.check()?;
        if self.store().count_gauges().await? >= GAUGES_MOST && order.version.is_none() {
            let detail = format!("there are {GAUGES_MOST} gauges already");
            return Err(ServiceError::invalid("id", "gauges_too_many", detail));
        }
        let tree = self.tree();
        let unit = tree.by_id(order.unit).filter(|unit| unit.valid_to.is_none_or(|end| end > now));
        let unit = unit.ok_or(ServiceError::NotFound("unit"))?;
        let write = self.store().write().await?;
        unit_write::hold_tree(&write, tree.version()).await?;
        let old = gauge::hold(&write, id).await?;
        let current = old.as_ref().map(|gauge| gauge.version);
        if let Some(old) = old.as_ref().filter(|old| order.version.is_none() && same(old, order)) {
            return Ok((old.clone(), None));
        }
        if current != order.version {
            return Err(match current {
                Some(current) => ServiceError::VersionConflict { given: order.version.unwrap_or_default(), current },
                None => ServiceError::NotFound("gauge"),
            });
        }
        let changed = Gauge {
            id,
            name: order.name.trim().to_owned(),
            unit: unit.id,
            path: unit.path.clone(),
            quantities: order.quantities(),
            levels: order.levels,
            every_s: order.every_s,
            version: order.version.unwrap_or_default() + 1,
            made_at: old.as_ref().map_or(now, |old| old.made_at),
            last_at: old.as_ref().and_then(|old| old.last_at),
            revoked_at: old.as_ref().and_then(|old| old.revoked_at),
        };
        let secret = if old.is_none() {
            let secret = secret();
            gauge::insert(&write, &changed, hash(&secret)).await?;
            Some(secret)
        } else {
            gauge::change(&write, &changed, None).await?;
            None
        };
        let kind = if old.is_none() { Kind::GaugeMade } else { Kind::GaugeChanged };
        tell(&write, kind, &changed, by, now).await?;
        write.commit().await?;
        Ok((changed, secret))
    }

    /// Gives a gauge another secret; the old one works no more, and a revoked gauge works again.
    ///
    /// # Errors
    /// When there is none, or the actor may not.
    pub async fn renew_gauge(&self, actor: &Actor, id: Uuid, now: Timestamp) -> Result<(Gauge, String), ServiceError> {
        let by = self.may_manage_sources(actor)?;
        let write = self.store().write().await?;
        let old = gauge::hold(&write, id).await?.ok_or(ServiceError::NotFound("gauge"))?;
        let renewed = Gauge { revoked_at: None, version: old.version + 1, ..old };
        let secret = secret();
        gauge::change(&write, &renewed, Some(hash(&secret))).await?;
        tell(&write, Kind::GaugeChanged, &renewed, by, now).await?;
        write.commit().await?;
        Ok((renewed, secret))
    }

    /// Takes the secret of a gauge back. What it sent stays.
    ///
    /// # Errors
    /// When there is none, or the actor may not.
    pub async fn revoke_gauge(&self, actor: &Actor, id: Uuid, now: Timestamp) -> Result<(), ServiceError> {
        let by = self.may_manage_sources(actor)?;
        let write = self.store().write().await?;
        let old = gauge::hold(&write, id).await?.ok_or(ServiceError::NotFound("gauge"))?;
        if old.revoked_at.is_some() {
            return Ok(());
        }
        let revoked = Gauge { revoked_at: Some(now), version: old.version + 1, ..old };
        gauge::change(&write, &revoked, None).await?;
        tell(&write, Kind::GaugeRevoked, &revoked, by, now).await?;
        write.commit().await?;
        Ok(())
    }

    /// The gauge with this secret, while it works.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn gauge_of(&self, secret: &str) -> Result<Option<Gauge>, ServiceError> {
        if !secret.starts_with(SECRET_PREFIX) {
            return Ok(None);
        }
        Ok(self.store().gauge_by_secret(&hash(secret)).await?)
    }
}

fn secret() -> String {
    format!("{SECRET_PREFIX}{}{}", token(), token())
}

fn hash(secret: &str) -> Vec<u8> {
    sha256(&[secret.as_bytes()])
}

fn same(old: &Gauge, order: &GaugeOrder) -> bool {
    old.version == 1
        && old.name == order.name.trim()
        && (old.unit, old.levels, old.every_s) == (order.unit, order.levels, order.every_s)
        && old.quantities == order.quantities()
}

async fn tell(write: &Write, kind: Kind, gauge: &Gauge, by: By, now: Timestamp) -> Result<(), ServiceError> {
    let payload = json!({ "quantities": gauge.quantities, "every_s": gauge.every_s, "version": gauge.version });
    let unit = Some((gauge.unit, gauge.path.clone()));
    journal::append(write, &[NewEntry { unit, by, payload, ..NewEntry::about(kind, gauge.id, now) }]).await?;
    Ok(())
}
