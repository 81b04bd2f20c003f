//! The plan of a unit as it goes on paper: what the table of plans says, with what the registers know of the unit.

use std::collections::BTreeMap;

use domain::access::{Actor, Permission, Target};
use domain::colour::WarningColour;
use domain::id::UnitId;
use domain::place::Place;
use domain::response::{Item, Lag, Plan, Trigger};
use domain::unit::{Unit, UnitPath};
use domain::warned::WarnedOf;
use jiff::Timestamp;
use store::outlet::Outlet;

use crate::bag::{LEVEL_MIN, peril};
use crate::callout::CalledPost;
use crate::shelter::Proposal;
use crate::{Service, ServiceError};

/// A plan with what it means in one unit. Posts and places, no names and no numbers of persons.
#[derive(Debug)]
pub struct PlanSheet {
    /// The unit.
    pub unit: Unit,
    /// The plan.
    pub plan: Plan,
    /// Rows that ask the unit, or where it is asked nothing those above it; each with how long a decision may take.
    pub conditions: Vec<(Trigger, Lag)>,
    /// Lines that it does or has done.
    pub items: Vec<Item>,
    /// Who is called now in the unit, below it and above it; of a city or county, not below.
    pub posts: Vec<CalledPost>,
    /// What people speak over without a network: the outlet, and its channel, call sign or number.
    pub lines: Vec<(Outlet, String)>,
    /// The lists of a unit that one hand can carry.
    pub lists: Option<PlanLists>,
}

/// What the registers know.
#[derive(Debug)]
pub struct PlanLists {
    /// Places that its strongest warnings close.
    pub closing: Vec<Place>,
    /// Buildings in which people live, by code.
    pub doors: Vec<Place>,
    /// Shelters near it, in the order in which they are proposed.
    pub shelters: Vec<Proposal>,
}

impl Service {
    /// The plan of a unit.
    ///
    /// # Errors
    /// When there is no such unit or plan, or the actor may not see places there.
    pub async fn plan_sheet(
        &self,
        actor: &Actor,
        unit: UnitId,
        plan: &str,
        now: Timestamp,
    ) -> Result<PlanSheet, ServiceError> {
        let tree = self.tree();
        let unit = tree.by_id(unit).filter(|unit| unit.valid_to.is_none()).ok_or(ServiceError::NotFound("unit"))?;
        self.require(actor, Permission::ViewPlaces, &Target::at(&unit.path))?;
        let plan = self.plans().get(plan).ok_or(ServiceError::NotFound("plan"))?;
        let carried = unit.kind.level() >= LEVEL_MIN;
        let mut posts = self.posts_above(&unit.path, now).await?;
        let (mut lines, mut lists) = (Vec::new(), None);
        if carried {
            posts.extend(self.posts_called(self.store(), &unit.path, now).await?);
            lines = self.lines(&unit.path).await?;
            lists = Some(self.plan_lists(&unit.path, plan).await?);
        } else {
            posts.extend(self.first_post(unit, now).await?);
        }
        let asked = |unit: &&Unit| plan.triggers.iter().any(|row| row.bodies.contains(&unit.kind));
        let asked = tree.lineage(&unit.path).into_iter().rev().find(asked).map(|unit| unit.kind);
        let conditions = plan.triggers.iter().filter(|row| asked.is_some_and(|kind| row.bodies.contains(&kind)));
        let concerns = |item: &&Item| item.bodies.contains(&unit.kind) || item.units.contains(&unit.kind);
        Ok(PlanSheet {
            conditions: conditions.map(|row| (row.clone(), self.plans().lag(row))).collect(),
            items: plan.items.iter().filter(concerns).cloned().collect(),
            unit: unit.clone(),
            plan: plan.clone(),
            posts,
            lines,
            lists,
        })
    }

    async fn plan_lists(&self, path: &UnitPath, plan: &Plan) -> Result<PlanLists, ServiceError> {
        let mut strongest: BTreeMap<WarnedOf, WarningColour> = BTreeMap::new();
        for row in &plan.triggers {
            let known = strongest.entry(row.hazard).or_insert(row.colour);
            *known = (*known).max(row.colour);
        }
        let mut closing = BTreeMap::new();
        for (hazard, colour) in &strongest {
            let places = self.list_to_close(path, hazard.word(), *colour).await?;
            closing.extend(places.into_iter().map(|place| (place.id, place)));
        }
        let hazard = plan.triggers.first().map_or(WarnedOf::Other, |row| row.hazard);
        let (doors, shelters) = self.doors_and_shelters(path, peril(hazard)).await?;
        Ok(PlanLists { closing: closing.into_values().collect(), doors, shelters })
    }
}
