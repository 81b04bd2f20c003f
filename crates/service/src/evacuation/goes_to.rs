//! Where buildings go, as pages and paper show it.

use std::collections::HashMap;

use domain::id::{GroupId, ShelterId};
use store::evacuation::Group;

use crate::place::middle;
use crate::shelter::Occupied;
use crate::{Service, ServiceError};

/// The shelter of a building.
#[derive(Debug, Clone, PartialEq)]
pub struct GoesTo {
    /// The shelter with who is in it.
    pub occupied: Occupied,
    /// How far away in a straight line, metres; none where nobody knows where the building stands.
    pub distance_m: Option<f64>,
}

impl Service {
    /// The shelters of groups. Whoever is sent there may know of them, wherever they stand.
    pub(crate) async fn goes_to(&self, groups: &[Group]) -> Result<HashMap<GroupId, GoesTo>, ServiceError> {
        let sent: Vec<_> = groups.iter().filter_map(|group| Some((group, ShelterId(group.shelter?)))).collect();
        let mut ids: Vec<_> = sent.iter().map(|(_, shelter)| *shelter).collect();
        ids.sort_unstable();
        ids.dedup();
        let mut shelters = Vec::new();
        for chunk in ids.chunks(500) {
            shelters.extend(self.store().shelters_by_id(chunk).await?);
        }
        let shelters: HashMap<_, _> =
            self.occupied(shelters).await?.into_iter().map(|one| (one.shelter.id, one)).collect();
        let places: Vec<_> = sent.iter().filter_map(|(group, _)| group.place).collect();
        let places = self.store().places_by_id(&places).await?;
        let goes = sent.into_iter().filter_map(|(group, shelter)| {
            let occupied = shelters.get(&shelter)?.clone();
            let place = group.place.and_then(|id| places.get(&id));
            let from = place.and_then(|place| middle(&place.geometry));
            let distance_m = from.map(|from| occupied.shelter.position.distance_m(from));
            Some((group.id, GoesTo { occupied, distance_m }))
        });
        Ok(goes.collect())
    }
}
