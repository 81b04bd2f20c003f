//! Evacuation (转移): households of buildings on their way to safety, counted and never named.
//!
//! An evacuation of a unit answers six questions: who organises it, whom it moves, when, where to, what is done for
//! people afterwards, and until when nobody returns. Whom it moves is a list of [groups](Counts): a building, or a part
//! of one, with its number of households. Households go from [stage](Stage) to stage; the one rule that says how is
//! [`Counts::go`], and it loses nobody: as many households come out of it as went in.
//!
//! Reality comes before the list. Whoever stands at a shelter's door reports an arrival that no other step preceded, and
//! a household that nobody had counted is one more, not an error.

mod counts;
mod home;
#[cfg(test)]
mod tests;

pub use counts::{Counts, EvacuationRefusal, HOUSEHOLDS_MAX, Moving};
pub use home::{HOLD_AFTER_RAIN, HomeRefusal, Return, Situation, may_return};

use crate::words;

words! {
    /// Where a household stands.
    Stage {
        /// On the list; nobody has told them yet.
        Listed = "listed",
        /// Told.
        Notified = "notified",
        /// They said that they go.
        Confirmed = "confirmed",
        /// They refuse: somebody whom they trust goes to them.
        Refused = "refused",
        /// They refused that one too: the police go to them.
        Police = "police",
        /// Nobody answers: somebody goes to the door.
        NotFound = "not_found",
        /// On the way.
        EnRoute = "en_route",
        /// Arrived at a shelter.
        Shelter = "shelter",
        /// Arrived with relatives or friends.
        Relatives = "relatives",
        /// In a shelter, and cared for (转后管理).
        AfterCare = "after_care",
        /// Left before a return was authorised: an alarm.
        LeftEarly = "left_early",
        /// May go home.
        ReturnAuthorised = "return_authorised",
        /// At home again.
        Returned = "returned",
    }

    /// What people flee from, and what a shelter may be suitable for.
    Peril {
        /// Water in streets, garages, houses.
        Flood = "flood",
        /// Slopes, mud, falling rock.
        Landslide = "landslide",
        /// Earthquake.
        Earthquake = "earthquake",
        /// Fire.
        Fire = "fire",
        /// Gas, chemicals, smoke.
        Gas = "gas",
        /// Wind, hail.
        Storm = "storm",
        /// Heat.
        Heat = "heat",
        /// Cold, snow.
        Cold = "cold",
    }

    /// Who has to do something about a household that is not safe.
    Hand {
        /// The organiser tells them.
        Organiser = "organiser",
        /// Somebody whom they trust persuades them.
        Persuader = "persuader",
        /// The police.
        Police = "police",
        /// Somebody goes to the door.
        Door = "door",
        /// Whoever drives or leads them.
        Escort = "escort",
        /// Whoever runs the shelter looks where they went.
        ShelterKeeper = "shelter_keeper",
    }
}

impl Stage {
    /// Whether it is known where the household is, and that it is out of danger.
    pub fn is_safe(self) -> bool {
        self.hand().is_none()
    }

    /// Who has to act on a household that stands here; none where it is safe.
    pub fn hand(self) -> Option<Hand> {
        match self {
            Self::Listed | Self::Notified => Some(Hand::Organiser),
            Self::Refused => Some(Hand::Persuader),
            Self::Police => Some(Hand::Police),
            Self::NotFound => Some(Hand::Door),
            Self::Confirmed | Self::EnRoute => Some(Hand::Escort),
            Self::LeftEarly => Some(Hand::ShelterKeeper),
            Self::Shelter | Self::Relatives | Self::AfterCare | Self::ReturnAuthorised | Self::Returned => None,
        }
    }

    /// Whether a household in this stage takes up room in a shelter.
    pub fn is_sheltered(self) -> bool {
        matches!(self, Self::Shelter | Self::AfterCare)
    }

    /// Whether somebody may report that a household went from here to `to`. That people may go home is ordered
    /// ([`Counts::authorise`]) and never reported.
    pub fn leads_to(self, to: Self) -> bool {
        use Stage::{
            AfterCare, Confirmed, EnRoute, LeftEarly, Listed, NotFound, Notified, Police, Refused, Relatives,
            ReturnAuthorised, Returned, Shelter,
        };
        match self {
            Listed => matches!(to, Notified | Confirmed | Refused | NotFound | EnRoute | Shelter | Relatives),
            Notified => matches!(to, Confirmed | Refused | NotFound | EnRoute | Shelter | Relatives),
            Confirmed => matches!(to, Refused | NotFound | EnRoute | Shelter | Relatives),
            Refused => matches!(to, Police | Confirmed | NotFound | EnRoute | Shelter | Relatives),
            Police => matches!(to, Confirmed | NotFound | EnRoute | Shelter | Relatives),
            NotFound => matches!(to, Notified | Confirmed | Refused | EnRoute | Shelter | Relatives),
            EnRoute => matches!(to, Shelter | Relatives | NotFound | Refused),
            Shelter => matches!(to, AfterCare | Relatives | LeftEarly),
            Relatives => matches!(to, Shelter | LeftEarly),
            AfterCare => matches!(to, Relatives | LeftEarly),
            LeftEarly => matches!(to, EnRoute | Shelter | Relatives | NotFound),
            ReturnAuthorised => matches!(to, Returned),
            Returned => false,
        }
    }
}
