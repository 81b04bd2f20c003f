//! The bag for a night without power, network and road (三断包): what a community takes on paper while it still can.

use std::collections::HashMap;

use domain::access::{Actor, Permission, Scope, Target};
use domain::colour::WarningColour;
use domain::evacuation::Peril;
use domain::id::{PlaceId, UnitId};
use domain::place::{ClosureState, Place};
use domain::unit::{Unit, UnitPath};
use domain::warned::WarnedOf;
use jiff::Timestamp;
use store::outlet::Outlet;
use store::place::PlaceFilter;
use store::warning::{Page, Warning};

use crate::callout::CalledPost;
use crate::evacuation::GoesTo;
use crate::place::middle;
use crate::shelter::{Proposal, Wanted};
use crate::{Service, ServiceError};

/// Lowest level at which a unit prints on its own: from the streets down, an area that one hand can carry.
pub(crate) const LEVEL_MIN: u8 = 2;

/// Warnings in force that are looked at.
const WARNINGS_MAX: u64 = 100;

/// Places that are read at once for the door list.
const DOORS_PAGE: u64 = 2_000;

/// What stands in the bag. Posts and places, no names and no numbers of persons.
#[derive(Debug)]
pub struct Bag {
    /// The unit.
    pub unit: Unit,
    /// The strongest official warning for it.
    pub warning: Warning,
    /// Who is called in the unit, below it and above it.
    pub posts: Vec<CalledPost>,
    /// What people speak over without a network, in the unit, below it and above it: the outlet, and its channel,
    /// call sign or number.
    pub lines: Vec<(Outlet, String)>,
    /// Buildings in which people live, by code.
    pub doors: Vec<Place>,
    /// The shelters of those that are moved out and were sent to one.
    pub goes_to: HashMap<PlaceId, GoesTo>,
    /// Places that close or are closed, and those that a warning like this one closes.
    pub closing: Vec<(Place, Option<ClosureState>)>,
    /// Shelters near it, in the order in which they are proposed.
    pub shelters: Vec<Proposal>,
}

impl Service {
    /// The bag of a unit, while an official orange or red is in force for it.
    ///
    /// # Errors
    /// When the actor may not see places there, or nothing of orange or red is in force.
    pub async fn bag(&self, actor: &Actor, unit: UnitId, now: Timestamp) -> Result<Bag, ServiceError> {
        let tree = self.tree();
        let unit = tree.by_id(unit).filter(|unit| unit.valid_to.is_none()).ok_or(ServiceError::NotFound("unit"))?;
        self.require(actor, Permission::ViewPlaces, &Target::at(&unit.path))?;
        if unit.kind.level() < LEVEL_MIN {
            let detail = "a bag is for a street or something smaller";
            return Err(ServiceError::invalid("unit", "bag_unit_too_large", detail));
        }
        let warning = self.strong_warning(&unit.path, now).await?.ok_or(ServiceError::BagNotNow)?;
        let (doors, shelters) = self.doors_and_shelters(&unit.path, peril(warning.hazard)).await?;
        let mut posts = self.posts_above(&unit.path, now).await?;
        posts.extend(self.posts_called(self.store(), &unit.path, now).await?);
        Ok(Bag {
            posts,
            lines: self.lines(&unit.path).await?,
            closing: self.closing(&unit.path, &warning).await?,
            goes_to: self.building_shelters(&unit.path).await?,
            unit: unit.clone(),
            warning,
            doors,
            shelters,
        })
    }

    /// The strongest official orange or red in force for the whole of a unit.
    async fn strong_warning(&self, path: &UnitPath, now: Timestamp) -> Result<Option<Warning>, ServiceError> {
        let scope = Scope::within(path.clone());
        let page = Page { in_force_at: Some(now), before: None, limit: WARNINGS_MAX };
        let mut found = None;
        for warning in self.store().warnings(&scope, &page).await? {
            let strong = warning.official && warning.colour >= Some(WarningColour::Orange);
            if !strong || !self.counts_here(&warning) {
                continue;
            }
            let units = store::warning::units(self.store().read(), warning.id).await?;
            let stronger = found.as_ref().is_none_or(|known: &Warning| known.colour < warning.colour);
            if stronger && units.iter().any(|(_, above)| above.contains(path)) {
                found = Some(warning);
            }
        }
        Ok(found)
    }

    /// Buildings in which people live, by code, and shelters for them, in the order in which they are proposed.
    pub(crate) async fn doors_and_shelters(
        &self,
        path: &UnitPath,
        peril: Peril,
    ) -> Result<(Vec<Place>, Vec<Proposal>), ServiceError> {
        let mut doors: Vec<Place> = Vec::new();
        let mut after: Option<String> = None;
        loop {
            let page = self.store().find_places(path, &PlaceFilter::default(), after.as_deref(), DOORS_PAGE).await?;
            after = page.last().filter(|_| page.len() as u64 == DOORS_PAGE).map(|place| place.code.clone());
            doors.extend(page.into_iter().filter(|place| place.facts.households.is_some_and(|count| count > 0)));
            if after.is_none() {
                break;
            }
        }
        let households = doors.iter().filter_map(|place| place.facts.households).sum();
        let people = self.shelter_classes()?.people_of(households);
        // People leave from where they live.
        let shelters = match doors.iter().find_map(|place| middle(&place.geometry)) {
            Some(from) => self.shelters_near(Wanted { from, peril, people }).await?,
            None => Vec::new(),
        };
        Ok((doors, shelters))
    }

    /// The shelters of buildings that are moved out.
    async fn building_shelters(&self, path: &UnitPath) -> Result<HashMap<PlaceId, GoesTo>, ServiceError> {
        let groups = store::evacuation::sent_from(self.store().read(), path).await?;
        let mut goes_to = self.goes_to(&groups).await?;
        let of = groups.iter().filter_map(|group| Some((group.place?, goes_to.remove(&group.id)?)));
        Ok(of.collect())
    }

    /// What is to be closed or is closed, and what the warning closes where nothing has been ordered yet.
    async fn closing(
        &self,
        path: &UnitPath,
        warning: &Warning,
    ) -> Result<Vec<(Place, Option<ClosureState>)>, ServiceError> {
        let colour = warning.colour.unwrap_or(WarningColour::Orange);
        let places = self.list_to_close(path, warning.hazard.word(), colour).await?;
        let ids: Vec<_> = places.iter().map(|place| place.id).collect();
        let ordered: HashMap<_, _> =
            self.store().open_closures_of(&ids).await?.into_iter().map(|row| (row.place, row.closure.state)).collect();
        Ok(places.into_iter().map(|place| (ordered.get(&place.id).copied(), place)).map(|(s, p)| (p, s)).collect())
    }
}

/// What people flee from where it warns of this.
pub(crate) fn peril(hazard: WarnedOf) -> Peril {
    match hazard {
        WarnedOf::Geological => Peril::Landslide,
        WarnedOf::Heat | WarnedOf::Drought => Peril::Heat,
        WarnedOf::ColdWave | WarnedOf::Snowstorm | WarnedOf::Icing | WarnedOf::Frost => Peril::Cold,
        WarnedOf::Gale | WarnedOf::Typhoon | WarnedOf::Hail | WarnedOf::Lightning | WarnedOf::Sandstorm => Peril::Storm,
        WarnedOf::Rainstorm | WarnedOf::Flood | WarnedOf::Fog | WarnedOf::Haze | WarnedOf::Other => Peril::Flood,
    }
}
