//! Choosing shelters for buildings: what is known of them while a command runs, and the check.

use std::collections::{BTreeMap, HashMap};

use domain::evacuation::Peril;
use domain::id::{GroupId, PlaceId, ShelterId};
use domain::journal::{By, Kind, NewEntry};
use domain::place::Place;
use domain::shelter::{Classes, Doubt, Errand, Shelter, Standing, may_send};
use geo::Intersects;
use jiff::Timestamp;
use serde_json::json;
use store::Write;
use store::evacuation::{Evacuation, Group};

use super::about;
use crate::place::middle;
use crate::{Service, ServiceError};

/// A shelter this near to a building that the register holds as a point is in it, metres.
const SAME_PLACE_M: f64 = 10.0;

/// Where a building goes, as somebody chooses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShelterChoice {
    /// The building.
    pub group: GroupId,
    /// Where it went when whoever chooses looked; none: nowhere.
    pub from: Option<ShelterId>,
    /// Where it goes; none: nowhere any more.
    pub to: Option<ShelterId>,
    /// Whether whoever chooses was told what speaks against it.
    pub confirmed: bool,
}

/// A choice that was taken.
#[derive(Debug)]
pub(super) struct Chosen {
    pub(super) group: GroupId,
    pub(super) from: Option<ShelterId>,
    pub(super) to: Option<ShelterId>,
    /// What spoke against it.
    pub(super) doubts: Vec<Doubt>,
}

/// What is known of shelters that are chosen in one command, held until it ends.
pub(super) struct Grounds {
    classes: &'static Classes,
    peril: Peril,
    shelters: BTreeMap<ShelterId, Ground>,
    places: HashMap<PlaceId, Place>,
}

struct Ground {
    shelter: Shelter,
    standing: Standing,
    /// Households that other evacuations sent there.
    others: u32,
}

impl Service {
    /// Shelters for buildings of an evacuation. `places` are those of its buildings that the choice is about.
    ///
    /// # Errors
    /// When the database fails.
    pub(super) async fn grounds(
        &self,
        write: &Write,
        of: &Evacuation,
        mut shelters: Vec<ShelterId>,
        places: &[PlaceId],
    ) -> Result<Grounds, ServiceError> {
        shelters.sort_unstable();
        shelters.dedup();
        let mut grounds = Grounds {
            classes: self.shelter_classes()?,
            peril: of.peril,
            shelters: BTreeMap::new(),
            places: self.store().places_by_id(places).await?,
        };
        for shelter in store::shelter::hold(write, &shelters).await? {
            let standing = self.standing(&shelter, of, &grounds.places).await?;
            let sent = self.store().sent_to(&[shelter.id], Some(of.id)).await?;
            let others = sent.get(&shelter.id).map_or(0, |sent| sent.inside.saturating_add(sent.coming));
            grounds.shelters.insert(shelter.id, Ground { shelter, standing, others });
        }
        Ok(grounds)
    }

    /// How a shelter stands while buildings of `own` and those of every evacuation that goes on are moved out.
    async fn standing(
        &self,
        shelter: &Shelter,
        of: &Evacuation,
        own: &HashMap<PlaceId, Place>,
    ) -> Result<Standing, ServiceError> {
        let tree = self.tree();
        let Some(unit) = tree.by_id(shelter.unit).filter(|unit| unit.valid_to.is_none()) else {
            return Ok(Standing::NotInForce);
        };
        if let Some(id) = shelter.place {
            let place = self.store().place(id).await?;
            let closed = !self.store().open_closures_of(&[id]).await?.is_empty();
            if closed || place.is_none_or(|place| place.retired_at.is_some()) {
                return Ok(Standing::NotInForce);
            }
        }
        let emptied = store::evacuation::emptied(self.store().read(), &unit.path).await?;
        let emptied = self.store().places_by_id(&emptied).await?;
        if own.values().chain(emptied.values()).any(|place| is_in(shelter, place)) {
            return Ok(Standing::Emptied);
        }
        Ok(if of.path.contains(&unit.path) { Standing::Within } else { Standing::Apart })
    }
}

impl Grounds {
    /// What speaks against sending a building there, among all `groups` of its evacuation.
    ///
    /// # Errors
    /// When there is no such shelter, or something forbids it.
    pub(super) fn check<'g>(
        &self,
        group: &Group,
        to: ShelterId,
        moves_on: bool,
        groups: impl Iterator<Item = &'g Group>,
    ) -> Result<Vec<Doubt>, ServiceError> {
        let ground = self.shelters.get(&to).ok_or(ServiceError::NotFound("shelter"))?;
        let with = groups.filter(|other| other.id != group.id && other.shelter == Some(to.0));
        let others = with.fold(ground.others, |sum, other| sum.saturating_add(other.households.room_needed()));
        let place = group.place.and_then(|id| self.places.get(&id));
        let errand = Errand {
            shelter: &ground.shelter,
            standing: ground.standing,
            peril: self.peril,
            households: &group.households,
            others,
            sill_cm: place.and_then(|place| place.facts.sill_cm),
            moves_on,
        };
        Ok(may_send(&errand, self.classes)?)
    }

    /// What the journal holds of a choice: shelters by their codes, and what spoke against it.
    pub(super) fn entry(&self, of: &Evacuation, chosen: &Chosen, by: By, now: Timestamp) -> NewEntry {
        let code = |id: Option<ShelterId>| Some(self.shelters.get(&id?)?.shelter.code.clone());
        let against: Vec<_> = chosen.doubts.iter().map(|doubt| doubt.word()).collect();
        let payload = json!({
            "group": chosen.group,
            "from": code(chosen.from),
            "to": code(chosen.to),
            "against": against,
        });
        NewEntry { payload, ..about(Kind::EvacuationSheltered, of, by, now) }
    }
}

/// Whether a shelter is this place, or stands on its ground.
fn is_in(shelter: &Shelter, place: &Place) -> bool {
    if shelter.place == Some(place.id) {
        return true;
    }
    let Ok(ground) = geo::Geometry::<f64>::try_from(&place.geometry) else { return false };
    if let geo::Geometry::Point(_) = ground {
        return middle(&place.geometry).is_some_and(|at| at.distance_m(shelter.position) <= SAME_PLACE_M);
    }
    ground.intersects(&geo::Point::new(shelter.position.lon(), shelter.position.lat()))
}
