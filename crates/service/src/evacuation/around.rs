//! What is known of the ground that shelters stand on, read once for all of them while they are held.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use domain::id::PlaceId;
use domain::place::Place;
use domain::shelter::{Shelter, Standing};
use domain::unit::UnitTree;
use geo::Intersects;
use store::evacuation::{self, Evacuation};
use store::{Write, closure, place};

use crate::ServiceError;
use crate::place::middle;

/// A shelter this near to a building that the register holds as a point is in it, metres.
const SAME_PLACE_M: f64 = 10.0;

pub(super) struct Around {
    tree: Arc<UnitTree>,
    /// Places of the register that are shelters, and those of them that close or are closed.
    places: HashMap<PlaceId, Place>,
    closed: HashSet<PlaceId>,
    /// Buildings near them that evacuations have emptied or empty now.
    emptied: Vec<Place>,
}

impl Around {
    pub(super) async fn of(write: &Write, tree: Arc<UnitTree>, shelters: &[Shelter]) -> Result<Self, ServiceError> {
        let ids: Vec<_> = shelters.iter().filter_map(|shelter| shelter.place).collect();
        let places = place::by_ids(write.tx(), &ids).await?;
        let closed = closure::open_of(write.tx(), &ids).await?.into_iter().map(|row| row.place).collect();
        let mut units: Vec<_> =
            shelters.iter().filter_map(|shelter| Some(tree.by_id(shelter.unit)?.path.clone())).collect();
        units.sort_unstable();
        units.dedup();
        let emptied = evacuation::emptied(write.tx(), &units).await?;
        Ok(Self { tree, places, closed, emptied })
    }

    /// How one of these shelters stands while buildings of `own` and those of every evacuation that goes on are moved out.
    pub(super) fn standing(&self, shelter: &Shelter, of: &Evacuation, own: &HashMap<PlaceId, Place>) -> Standing {
        let Some(unit) = self.tree.by_id(shelter.unit).filter(|unit| unit.valid_to.is_none()) else {
            return Standing::NotInForce;
        };
        if shelter.place.is_some_and(|id| !self.is_open(id)) {
            return Standing::NotInForce;
        }
        if own.values().chain(&self.emptied).any(|place| is_in(shelter, place)) {
            return Standing::Emptied;
        }
        if of.path.contains(&unit.path) { Standing::Within } else { Standing::Apart }
    }

    fn is_open(&self, id: PlaceId) -> bool {
        !self.closed.contains(&id) && self.places.get(&id).is_some_and(|place| place.retired_at.is_none())
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
