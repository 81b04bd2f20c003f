//! Shelters (避难场所): what they are suitable for, how many people fit in, which one is near.
//!
//! A square under the sky is a good place after an earthquake and a bad one in a flood; a basement is bad in both. Two
//! things therefore decide: what the shelter's own list says, and what kind of place it is.

mod check;
mod choice;
mod class;

use std::collections::BTreeSet;

use crate::evacuation::Peril;
use crate::id::{PlaceId, ShelterId, UnitId};
use crate::names::Names;
use crate::unit::boundary::Position;
use crate::words;

pub use check::{Doubt, Errand, ShelterRefusal, Standing, may_send};
pub use choice::{Candidate, choose};
pub use class::{Classes, Terms};

words! {
    /// What kind of place it is.
    ShelterKind {
        /// A building with its floor at or above the ground.
        Building = "building",
        /// Under the sky: a square, a park, a sports field.
        Open = "open",
        /// Below the ground.
        Basement = "basement",
    }

    /// For how long, by effective area per person.
    ShelterClass {
        /// A day.
        Emergency = "emergency",
        /// Three days.
        Temporary = "temporary",
        /// Fifteen days.
        Short = "short",
        /// Thirty days.
        Mid = "mid",
        /// A hundred days.
        Long = "long",
    }

    /// Why a shelter is no shelter from something.
    Unsuited {
        /// Its list does not name it.
        NotNamed = "not_named",
        /// Under the sky.
        OpenAir = "open_air",
        /// Below the ground.
        Underground = "underground",
    }
}

/// A shelter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shelter {
    /// Identity.
    pub id: ShelterId,
    /// Code in the register; unique.
    pub code: String,
    /// Names by language.
    pub names: Names,
    /// The unit in which it stands.
    pub unit: UnitId,
    /// The place that it is in, where the register has it.
    pub place: Option<PlaceId>,
    /// Where.
    pub position: Position,
    /// What kind of place it is.
    pub kind: ShelterKind,
    /// What it is suitable for.
    pub suitable_for: BTreeSet<Peril>,
    /// Height of its lowest floor above the sea, centimetres; none where nobody measured it.
    pub elevation_cm: Option<i32>,
    /// Effective area, m².
    pub area_m2: u32,
    /// For how long.
    pub class: ShelterClass,
}

/// Whether a kind of place can be a shelter from something at all.
///
/// # Errors
/// Why not.
pub fn can_shelter(kind: ShelterKind, peril: Peril) -> Result<(), Unsuited> {
    use Peril::{Cold, Earthquake, Fire, Flood, Gas, Heat, Landslide, Storm};
    match (kind, peril) {
        (ShelterKind::Building, _) | (ShelterKind::Open, Earthquake | Fire | Landslide) => Ok(()),
        (ShelterKind::Open, Flood | Gas | Storm | Heat | Cold) => Err(Unsuited::OpenAir),
        (ShelterKind::Basement, Heat | Cold | Storm) => Ok(()),
        (ShelterKind::Basement, Flood | Landslide | Earthquake | Fire | Gas) => Err(Unsuited::Underground),
    }
}

impl Shelter {
    /// Whether people may be sent here to flee from something. What kind of place it is counts more than its list.
    ///
    /// # Errors
    /// Why not.
    pub fn suits(&self, peril: Peril) -> Result<(), Unsuited> {
        can_shelter(self.kind, peril)?;
        if self.suitable_for.contains(&peril) { Ok(()) } else { Err(Unsuited::NotNamed) }
    }
}
