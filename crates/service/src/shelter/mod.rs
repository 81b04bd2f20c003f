//! Shelters: imported, listed with who is in them, proposed with a reason.

mod file;

use std::sync::OnceLock;

use domain::access::Actor;
use domain::evacuation::Peril;
use domain::id::{ShelterId, UnitId};
use domain::shelter::{Classes, Shelter, Unsuited, choose};
use domain::unit::UnitKind;
use domain::unit::boundary::Position;
use store::shelter::Sent;

use crate::{Service, ServiceError};

pub use file::{RowFault, SheltersImported};

/// Most shelters on one page.
pub const PAGE_MAX: u64 = 500;

/// Shelters that are looked at for a proposal.
const NEAR_MAX: u64 = 5_000;

/// Shelters that are proposed.
const PROPOSED: usize = 10;

/// A shelter with who is in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Occupied {
    /// The shelter.
    pub shelter: Shelter,
    /// How many people fit in.
    pub capacity: u32,
    /// Households that arrived.
    pub households: u32,
    /// About how many people they are.
    pub people: u32,
    /// About how many people were sent there and may still come.
    pub coming: u32,
}

impl Occupied {
    /// How many more people fit in, by who has arrived.
    pub fn free(&self) -> u32 {
        self.capacity.saturating_sub(self.people)
    }
}

/// A proposed shelter, with the reason.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// The shelter.
    pub occupied: Occupied,
    /// Why nobody should be sent there; `None` where people can be.
    pub unsuited: Option<Unsuited>,
    /// How far away, metres.
    pub distance_m: f64,
    /// Whether it is nearer than its class asks for.
    pub within_reach: Option<bool>,
    /// How many more people fit in.
    pub free: u32,
}

/// Where a shelter is wanted, and for what.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    /// From where.
    pub from: Position,
    /// What people flee from.
    pub peril: Peril,
    /// How many people.
    pub people: u32,
}

impl Service {
    /// The classes of shelters.
    ///
    /// # Errors
    /// When the shipped table is damaged.
    pub fn shelter_classes(&self) -> Result<&'static Classes, ServiceError> {
        static SHIPPED: OnceLock<Classes> = OnceLock::new();
        if let Some(classes) = SHIPPED.get() {
            return Ok(classes);
        }
        let shipped = Classes::shipped()?;
        Ok(SHIPPED.get_or_init(|| shipped))
    }

    /// Shelters where the actor sees warnings, by code, those after `after`.
    ///
    /// # Errors
    /// When the actor sees none, the unit is unknown, or the database fails.
    pub async fn list_shelters(
        &self,
        actor: &Actor,
        unit: Option<UnitId>,
        after: Option<&str>,
        limit: u64,
    ) -> Result<Vec<Occupied>, ServiceError> {
        let scope = self.warning_scope(actor)?;
        let tree = self.tree();
        let unit = unit.map(|id| tree.by_id(id).ok_or(ServiceError::NotFound("unit"))).transpose()?;
        let path = unit.map(|unit| &unit.path);
        let found = self.store().shelters(&scope, path, after, limit.clamp(1, PAGE_MAX)).await?;
        self.occupied(found).await
    }

    /// Shelters near a position, in the order in which they are proposed; unsuitable ones stand at the end with their
    /// reason. People flee across borders: all of the county or district count.
    ///
    /// # Errors
    /// When the actor sees no warnings, or the database fails.
    pub async fn suggest_shelters(&self, actor: &Actor, wanted: Wanted) -> Result<Vec<Proposal>, ServiceError> {
        self.warning_scope(actor)?;
        self.shelters_near(wanted).await
    }

    /// The same for whoever may know of them anyway.
    pub(crate) async fn shelters_near(&self, wanted: Wanted) -> Result<Vec<Proposal>, ServiceError> {
        let tree = self.tree();
        let Some(located) = tree.locate(wanted.from) else { return Ok(Vec::new()) };
        let lineage = tree.lineage(&located.unit.path);
        let county = lineage.iter().find(|unit| unit.kind == UnitKind::County).or(lineage.first());
        let Some(county) = county else { return Ok(Vec::new()) };
        let found = self.store().shelters_within(&county.path, NEAR_MAX).await?;
        let classes = self.shelter_classes()?;
        let occupied = self.occupied(found).await?;
        let pairs: Vec<_> = occupied.iter().map(|one| (one.shelter.clone(), one.people)).collect();
        let chosen = choose(&pairs, classes, wanted.peril, wanted.from, wanted.people);
        let proposals = chosen.into_iter().take(PROPOSED).filter_map(|one| {
            let occupied = occupied.iter().find(|other| other.shelter.id == one.shelter.id)?.clone();
            let (unsuited, distance_m, within_reach, free) = (one.unsuited, one.distance_m, one.within_reach, one.free);
            Some(Proposal { occupied, unsuited, distance_m, within_reach, free })
        });
        Ok(proposals.collect())
    }

    pub(crate) async fn occupied(&self, shelters: Vec<Shelter>) -> Result<Vec<Occupied>, ServiceError> {
        let classes = self.shelter_classes()?;
        let ids: Vec<ShelterId> = shelters.iter().map(|shelter| shelter.id).collect();
        let mut sent: std::collections::HashMap<ShelterId, Sent> = std::collections::HashMap::new();
        for chunk in ids.chunks(500) {
            sent.extend(store::shelter::sent_to(self.store().read(), chunk, None).await?);
        }
        let occupied = shelters.into_iter().map(|shelter| {
            let Sent { inside, coming } = sent.get(&shelter.id).copied().unwrap_or_default();
            let (capacity, people) = (classes.capacity(&shelter), classes.people_of(inside));
            Occupied { shelter, capacity, households: inside, people, coming: classes.people_of(coming) }
        });
        Ok(occupied.collect())
    }
}
