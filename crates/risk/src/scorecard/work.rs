//! What can be done about a score, and whose it is to do.

use serde::{Deserialize, Serialize};

use super::measure::Measure;
use super::sums::Sums;

/// Something that can be done. Telling more, or telling it again, is none: a gap is filled, not worked off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Work {
    /// Rectify general hazards that are overdue.
    RectifyGeneral,
    /// Rectify major hazards that are overdue.
    RectifyMajor,
    /// Put general hazards under control that are not.
    ControlGeneral,
    /// Put major hazards under control that are not.
    ControlMajor,
    /// Inspect places.
    InspectPlaces,
    /// Name responsible bodies of risk points.
    NameBodies,
    /// Make sensors report again.
    RepairSensors,
    /// Fill duty posts.
    FillPosts,
    /// Bring plans up to date.
    RevisePlans,
    /// Find helpers for requests.
    FindHelpers,
    /// Hold drills.
    HoldDrills,
    /// Reach households.
    ReachHouseholds,
    /// Review incidents.
    ReviewIncidents,
}

/// Whose work it is; a body or a unit, never a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Owner {
    /// The body that is responsible for the hazard.
    HazardBody,
    /// The body that is responsible for the place.
    PlaceBody,
    /// The body that issued the plan.
    PlanBody,
    /// The unit itself.
    Unit,
}

/// How a work changes counts.
enum Effect {
    Fewer(Measure),
    Moved { from: Measure, to: Measure },
    More { done: Measure, of: Measure },
}

impl Work {
    /// How many there are.
    pub const COUNT: usize = Self::ALL.len();

    /// Every work, in the order of its number.
    pub const ALL: [Self; 13] = [
        Self::RectifyGeneral,
        Self::RectifyMajor,
        Self::ControlGeneral,
        Self::ControlMajor,
        Self::InspectPlaces,
        Self::NameBodies,
        Self::RepairSensors,
        Self::FillPosts,
        Self::RevisePlans,
        Self::FindHelpers,
        Self::HoldDrills,
        Self::ReachHouseholds,
        Self::ReviewIncidents,
    ];

    /// Whose it is.
    pub fn owner(self) -> Owner {
        match self {
            Self::RectifyGeneral | Self::RectifyMajor | Self::ControlGeneral | Self::ControlMajor => Owner::HazardBody,
            Self::RepairSensors => Owner::PlaceBody,
            Self::RevisePlans => Owner::PlanBody,
            Self::InspectPlaces
            | Self::NameBodies
            | Self::FillPosts
            | Self::FindHelpers
            | Self::HoldDrills
            | Self::ReachHouseholds
            | Self::ReviewIncidents => Owner::Unit,
        }
    }

    fn effect(self) -> Effect {
        match self {
            Self::RectifyGeneral => Effect::Fewer(Measure::GeneralOverdue),
            Self::RectifyMajor => Effect::Fewer(Measure::MajorOverdue),
            Self::ControlGeneral => {
                Effect::Moved { from: Measure::GeneralUncontrolled, to: Measure::GeneralControlled }
            }
            Self::ControlMajor => Effect::Moved { from: Measure::MajorUncontrolled, to: Measure::MajorControlled },
            Self::InspectPlaces => Effect::More { done: Measure::PlacesSeen, of: Measure::PlacesDue },
            Self::NameBodies => Effect::Fewer(Measure::UnownedPoints),
            Self::RepairSensors => Effect::Fewer(Measure::SensorsSilent),
            Self::FillPosts => Effect::More { done: Measure::PostsFilled, of: Measure::Posts },
            Self::RevisePlans => Effect::More { done: Measure::PlansCurrent, of: Measure::Plans },
            Self::FindHelpers => Effect::More { done: Measure::RequestsHelped, of: Measure::Requests },
            Self::HoldDrills => Effect::More { done: Measure::DrillsHeld, of: Measure::DrillsDue },
            Self::ReachHouseholds => Effect::More { done: Measure::HouseholdsReached, of: Measure::Households },
            Self::ReviewIncidents => Effect::More { done: Measure::IncidentsReviewed, of: Measure::Incidents },
        }
    }

    /// Does it, as far as there is something to do; returns how many it was.
    pub(super) fn apply(self, sums: &mut Sums, count: u64) -> u64 {
        match self.effect() {
            Effect::Fewer(measure) => {
                let count = count.min(sums.count(measure));
                sums.counts[measure as usize] -= count;
                count
            }
            Effect::Moved { from, to } => {
                let count = count.min(sums.count(from));
                sums.counts[from as usize] -= count;
                sums.counts[to as usize] += count;
                count
            }
            Effect::More { done, of } => {
                let count = count.min(sums.count(of).saturating_sub(sums.count(done)));
                sums.counts[done as usize] += count;
                count
            }
        }
    }
}
