//! Classes of shelters: data with its source.

use serde::Deserialize;

use super::{Shelter, ShelterClass};
use crate::names::Names;

/// The classes, and how many people a household has.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Classes {
    /// Version of the table.
    pub version: String,
    /// Where the numbers come from.
    pub source: String,
    /// Each class.
    pub classes: Vec<Terms>,
    /// People in a household, on average: an estimate wherever it is used.
    pub persons_per_household: f64,
}

/// What a class means.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Terms {
    /// Which.
    pub id: ShelterClass,
    /// Its names.
    pub names: Names,
    /// Effective area that one person needs, m².
    pub m2_per_person: f64,
    /// Days that people can stay.
    pub days: u32,
    /// How far away people may live, metres; none where nothing is said.
    pub reach_m: Option<u32>,
}

impl Classes {
    /// The shipped table.
    ///
    /// # Errors
    /// When the shipped file does not parse; a test holds that it does.
    pub fn shipped() -> Result<Self, serde_json::Error> {
        serde_json::from_str(include_str!("../../../../data/catalogue/shelters.json"))
    }

    /// What a class means; `None` where the table lacks it.
    pub fn of(&self, class: ShelterClass) -> Option<&Terms> {
        self.classes.iter().find(|terms| terms.id == class)
    }

    /// How many people fit in.
    pub fn capacity(&self, shelter: &Shelter) -> u32 {
        self.people(shelter.area_m2, shelter.class)
    }

    fn people(&self, area_m2: u32, class: ShelterClass) -> u32 {
        let people = self.of(class).map_or(0.0, |terms| f64::from(area_m2) / terms.m2_per_person);
        whole(people.floor())
    }

    /// About how many people so many households are.
    pub fn people_of(&self, households: u32) -> u32 {
        whole((f64::from(households) * self.persons_per_household).round())
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a whole number within the range of u32")]
fn whole(people: f64) -> u32 {
    people.clamp(0.0, f64::from(u32::MAX)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_has_its_terms_and_capacity_follows_from_area() {
        let classes = Classes::shipped().expect("a table");
        for class in ShelterClass::ALL {
            let terms = classes.of(class).expect("terms");
            assert!(terms.m2_per_person > 0.0 && terms.days > 0, "{class:?}");
        }
        let fit = |class| classes.people(905, class);
        let all = ShelterClass::ALL.map(fit);
        assert_eq!(all, [1810, 905, 452, 301, 201], "people in 905 m²");
        assert_eq!(classes.people_of(100), 262);
    }
}
