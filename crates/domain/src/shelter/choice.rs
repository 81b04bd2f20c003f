//! Which shelter: suitable, with room, near. The system proposes and says why; a person decides.

use super::{Classes, Shelter, Unsuited};
use crate::evacuation::Peril;
use crate::unit::boundary::Position;

/// A shelter as one of several.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate<'a> {
    /// The shelter.
    pub shelter: &'a Shelter,
    /// Why it is none; `None` where it is one.
    pub unsuited: Option<Unsuited>,
    /// How far away, metres.
    pub distance_m: f64,
    /// Whether it is nearer than its class asks for; `None` where that says nothing.
    pub within_reach: Option<bool>,
    /// How many more people fit in.
    pub free: u32,
}

/// Shelters in the order in which they are proposed: suitable ones first; of those the ones with room for `people`; of
/// those the nearest. Unsuitable ones stand at the end with their reason, so that nobody sends people there unwarned.
pub fn choose<'a>(
    shelters: &'a [(Shelter, u32)],
    classes: &Classes,
    peril: Peril,
    from: Position,
    people: u32,
) -> Vec<Candidate<'a>> {
    let mut all: Vec<_> = shelters
        .iter()
        .map(|(shelter, inside)| {
            let distance_m = shelter.position.distance_m(from);
            let reach = classes.of(shelter.class).and_then(|terms| terms.reach_m);
            Candidate {
                shelter,
                unsuited: shelter.suits(peril).err(),
                distance_m,
                within_reach: reach.map(|reach| distance_m <= f64::from(reach)),
                free: classes.capacity(shelter).saturating_sub(*inside),
            }
        })
        .collect();
    all.sort_by(|a, b| {
        let full = |one: &Candidate<'_>| one.free < people.max(1);
        let (a_key, b_key) = ((a.unsuited.is_some(), full(a)), (b.unsuited.is_some(), full(b)));
        a_key.cmp(&b_key).then(a.distance_m.total_cmp(&b.distance_m)).then(a.shelter.code.cmp(&b.shelter.code))
    });
    all
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use uuid::Uuid;

    use super::super::{ShelterClass, ShelterKind, can_shelter};
    use super::*;
    use crate::id::{ShelterId, UnitId};
    use crate::names::Names;

    fn shelter(code: &str, kind: ShelterKind, north: f64, area_m2: u32) -> Shelter {
        Shelter {
            id: ShelterId(Uuid::nil()),
            code: code.to_owned(),
            names: Names::zh(code),
            unit: UnitId(Uuid::nil()),
            place: None,
            position: Position::from_degrees(113.6, 34.75 + north).expect("a position"),
            kind,
            suitable_for: BTreeSet::from([Peril::Flood, Peril::Earthquake]),
            elevation_cm: None,
            area_m2,
            class: ShelterClass::Temporary,
        }
    }

    #[test]
    fn squares_and_basements_are_no_flood_shelters_whatever_their_list_says() {
        assert_eq!(shelter("s", ShelterKind::Open, 0.0, 10).suits(Peril::Flood), Err(Unsuited::OpenAir));
        assert_eq!(shelter("b", ShelterKind::Basement, 0.0, 10).suits(Peril::Flood), Err(Unsuited::Underground));
        assert_eq!(shelter("h", ShelterKind::Building, 0.0, 10).suits(Peril::Flood), Ok(()));
        assert_eq!(shelter("h", ShelterKind::Building, 0.0, 10).suits(Peril::Gas), Err(Unsuited::NotNamed));
        assert_eq!(shelter("s", ShelterKind::Open, 0.0, 10).suits(Peril::Earthquake), Ok(()));
        for peril in Peril::ALL {
            assert_eq!(can_shelter(ShelterKind::Building, peril), Ok(()));
        }
    }

    #[test]
    fn the_nearest_suitable_one_with_room_comes_first_and_unsuitable_ones_stay_with_their_reason() {
        let all = [
            (shelter("square", ShelterKind::Open, 0.001, 9_000), 0),
            (shelter("full", ShelterKind::Building, 0.002, 100), 95),
            (shelter("near", ShelterKind::Building, 0.003, 100), 0),
            (shelter("far", ShelterKind::Building, 0.02, 1_000), 0),
        ];
        let classes = Classes::shipped().expect("a table");
        let from = Position::from_degrees(113.6, 34.75).expect("a position");
        let order = |people| {
            let found = choose(&all, &classes, Peril::Flood, from, people);
            found.iter().map(|one| one.shelter.code.clone()).collect::<Vec<_>>()
        };
        assert_eq!(order(20), ["near", "far", "full", "square"]);
        assert_eq!(order(500), ["far", "full", "near", "square"]);
        let found = choose(&all, &classes, Peril::Flood, from, 20);
        assert_eq!(found[3].unsuited, Some(Unsuited::OpenAir));
        assert_eq!((found[2].free, found[0].within_reach), (5, None));
    }
}
