//! Whether a building may be sent to a shelter: what forbids it, and what a person must know before deciding it.

use super::{Classes, Shelter, Unsuited, can_shelter};
use crate::evacuation::{Counts, Peril};
use crate::words;

words! {
    /// What speaks against a shelter. A person may decide for it all the same, once it was said.
    Doubt {
        /// Its list does not name what people flee from.
        NotNamed = "not_named",
        /// Not everybody who goes there fits in, as far as households say.
        NoRoom = "no_room",
        /// Its floor lies lower than where water runs into the building that people leave.
        Low = "low",
        /// It stands within what is moved out, and the danger spreads over ground.
        InArea = "in_area",
        /// Households arrived at the shelter of before: they would have to move on.
        MovesOn = "moves_on",
    }
}

/// How a shelter stands itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Apart from what is moved out.
    Apart,
    /// Within the unit that is moved out.
    Within,
    /// It is, or is in, a building that is moved out.
    Emptied,
    /// Closed, or in a unit or place that is no more.
    NotInForce,
}

/// A building on its way to a shelter.
#[derive(Debug, Clone, Copy)]
pub struct Errand<'a> {
    /// Where it would go.
    pub shelter: &'a Shelter,
    /// How that stands itself.
    pub standing: Standing,
    /// What people flee from.
    pub peril: Peril,
    /// The building's households.
    pub households: &'a Counts,
    /// Households of other buildings that are there or go there.
    pub others: u32,
    /// Height over which water runs into the building, centimetres above the datum of shelters; none where unknown.
    pub sill_cm: Option<i32>,
    /// Whether it went to another shelter before, and somebody arrived there.
    pub moves_on: bool,
}

/// Why a building does not go to a shelter.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ShelterRefusal {
    /// What kind of place it is forbids it.
    #[error("this kind of place is no shelter from that (`{}`): choose another", .0.word())]
    Barred(Unsuited),
    /// It is no shelter any more.
    #[error("this shelter is closed, or its unit or place is no more: choose another")]
    NotInForce,
    /// It is moved out itself.
    #[error("this shelter is in a building that is moved out itself: choose another")]
    Emptied,
    /// Something speaks against it that nobody has confirmed.
    #[error(
        "something speaks against this shelter (`errors` says what): choose another, or send it again with `confirmed`"
    )]
    Doubtful(Vec<Doubt>),
    /// Somebody arrived.
    #[error("households arrived there: the shelter can be changed, and not be taken back")]
    Arrived,
    /// Somebody else chose meanwhile.
    #[error("somebody else chose a shelter for it meanwhile: load it again")]
    Changed,
}

impl ShelterRefusal {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Barred(_) => "shelter_barred",
            Self::NotInForce => "shelter_not_in_force",
            Self::Emptied => "shelter_emptied",
            Self::Doubtful(_) => "shelter_doubtful",
            Self::Arrived => "shelter_arrived",
            Self::Changed => "shelter_changed",
        }
    }
}

impl Doubt {
    /// In a sentence.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::NotNamed => "its list does not name this peril",
            Self::NoRoom => "not everybody who goes there fits in, by what is known of households",
            Self::Low => "its floor lies lower than where water runs into the building that people leave",
            Self::InArea => "it stands within the unit that is moved out, and this danger spreads over ground",
            Self::MovesOn => "households arrived at the shelter of before and would have to move on",
        }
    }
}

/// What speaks against sending a building there; empty where nothing does. Households that nobody counted take up the
/// room of one: unknown is not zero.
///
/// # Errors
/// What forbids it: nobody can overrule that.
pub fn may_send(errand: &Errand<'_>, classes: &Classes) -> Result<Vec<Doubt>, ShelterRefusal> {
    let Errand { shelter, standing, peril, households, others, sill_cm, moves_on } = *errand;
    match standing {
        Standing::NotInForce => return Err(ShelterRefusal::NotInForce),
        Standing::Emptied => return Err(ShelterRefusal::Emptied),
        Standing::Apart | Standing::Within => {}
    }
    can_shelter(shelter.kind, peril).map_err(ShelterRefusal::Barred)?;
    let people = classes.people_of(others.saturating_add(households.room_needed().max(1)));
    let floor = shelter.elevation_cm;
    let says = |doubt: &Doubt| match doubt {
        Doubt::NotNamed => !shelter.suitable_for.contains(&peril),
        Doubt::NoRoom => people > classes.capacity(shelter),
        Doubt::Low => peril == Peril::Flood && floor.zip(sill_cm).is_some_and(|(floor, sill)| floor < sill),
        Doubt::InArea => standing == Standing::Within && spreads(peril),
        Doubt::MovesOn => moves_on,
    };
    Ok(Doubt::ALL.into_iter().filter(says).collect())
}

/// Whether a danger takes the ground between buildings too. From water, wind and cold a sound house next door is shelter.
fn spreads(peril: Peril) -> bool {
    matches!(peril, Peril::Fire | Peril::Gas | Peril::Landslide)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use uuid::Uuid;

    use super::super::{ShelterClass, ShelterKind};
    use super::*;
    use crate::id::{ShelterId, UnitId};
    use crate::names::Names;
    use crate::unit::boundary::Position;

    fn shelter(kind: ShelterKind) -> Shelter {
        Shelter {
            id: ShelterId(Uuid::nil()),
            code: "S1".to_owned(),
            names: Names::zh("平安小学"),
            unit: UnitId(Uuid::nil()),
            place: None,
            position: Position::from_degrees(113.6, 34.75).expect("a position"),
            kind,
            suitable_for: BTreeSet::from([Peril::Flood, Peril::Gas]),
            elevation_cm: Some(9_000),
            area_m2: 100,
            class: ShelterClass::Temporary,
        }
    }

    #[test]
    fn what_forbids_a_shelter_is_told_apart_from_what_a_person_may_decide() {
        let (house, square) = (shelter(ShelterKind::Building), shelter(ShelterKind::Open));
        let (classes, ten) = (Classes::shipped().expect("a table"), Counts::listed(10).expect("ten"));
        let plain = Errand {
            shelter: &house,
            standing: Standing::Within,
            peril: Peril::Flood,
            households: &ten,
            others: 0,
            sill_cm: Some(8_900),
            moves_on: false,
        };
        let asked = |errand: Errand<'_>| may_send(&errand, &classes);
        assert_eq!(asked(plain), Ok(vec![]), "a dry school next door");
        let open = asked(Errand { shelter: &square, ..plain });
        assert_eq!(open, Err(ShelterRefusal::Barred(Unsuited::OpenAir)));
        assert_eq!(asked(Errand { standing: Standing::Emptied, ..plain }), Err(ShelterRefusal::Emptied));
        assert_eq!(asked(Errand { standing: Standing::NotInForce, ..plain }), Err(ShelterRefusal::NotInForce));
        assert_eq!(asked(Errand { others: 28, ..plain }), Ok(vec![]), "38 households are 100 people");
        assert_eq!(asked(Errand { others: 29, ..plain }), Ok(vec![Doubt::NoRoom]));
        assert_eq!(asked(Errand { sill_cm: Some(9_001), ..plain }), Ok(vec![Doubt::Low]));
        assert_eq!(asked(Errand { sill_cm: None, ..plain }), Ok(vec![]), "unknown heights say nothing");
        let heat = Errand { peril: Peril::Heat, sill_cm: Some(9_001), moves_on: true, ..plain };
        assert_eq!(asked(heat), Ok(vec![Doubt::NotNamed, Doubt::MovesOn]));
        assert_eq!(asked(Errand { peril: Peril::Gas, ..plain }), Ok(vec![Doubt::InArea]));
        assert_eq!(asked(Errand { peril: Peril::Gas, standing: Standing::Apart, ..plain }), Ok(vec![]));
    }
}
