//! Choosing shelters for buildings: what is known of them while a command runs, and the check.

use std::collections::{BTreeMap, HashMap};

use domain::evacuation::Peril;
use domain::id::{GroupId, PlaceId, ShelterId};
use domain::journal::{By, Kind, NewEntry};
use domain::place::Place;
use domain::shelter::{Classes, Doubt, Errand, Shelter, Standing, may_send};
use jiff::Timestamp;
use serde_json::json;
use store::evacuation::{Evacuation, Group};
use store::{Write, place, shelter};

use super::about;
use super::around::Around;
use crate::{Service, ServiceError};

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
    /// Shelters for buildings of an evacuation. `places` are those of its buildings that the choice is about. All of it is
    /// read over the connection of the write: what waits for a second one could wait for itself.
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
            places: place::by_ids(write.tx(), places).await?,
        };
        let held = shelter::hold(write, &shelters).await?;
        if held.is_empty() {
            return Ok(grounds);
        }
        let sent = shelter::sent_to(write.tx(), &shelters, Some(of.id)).await?;
        let around = Around::of(write, self.tree(), &held).await?;
        for shelter in held {
            let standing = around.standing(&shelter, of, &grounds.places);
            let others = sent.get(&shelter.id).map_or(0, |sent| sent.inside.saturating_add(sent.coming));
            grounds.shelters.insert(shelter.id, Ground { shelter, standing, others });
        }
        Ok(grounds)
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
