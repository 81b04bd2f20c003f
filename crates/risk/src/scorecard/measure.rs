//! What is counted, and where each count comes from.

use serde::{Deserialize, Serialize};

/// Where counts come from. A source is reported as a whole, at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The hazard ledger.
    Hazards,
    /// The register of risk points.
    Register,
    /// Inspections and patrols.
    Inspections,
    /// Warnings in force; reported when the feed was last heard.
    Warnings,
    /// People and buildings.
    Exposure,
    /// Sensors.
    Sensors,
    /// Calls at orange and red, and their confirmations.
    Calls,
    /// The duty roster.
    Roster,
    /// Plans.
    Plans,
    /// Requests for assistance, as counts.
    Assistance,
    /// Drills.
    Drills,
    /// Publicity.
    Outreach,
    /// Reviews after incidents.
    Reviews,
    /// Hazards that came back.
    Recurrence,
}

impl Source {
    /// How many there are.
    pub const COUNT: usize = Self::ALL.len();

    /// Every source, in the order of its number.
    pub const ALL: [Self; 14] = [
        Self::Hazards,
        Self::Register,
        Self::Inspections,
        Self::Warnings,
        Self::Exposure,
        Self::Sensors,
        Self::Calls,
        Self::Roster,
        Self::Plans,
        Self::Assistance,
        Self::Drills,
        Self::Outreach,
        Self::Reviews,
        Self::Recurrence,
    ];
}

/// Declares the measures once: the kind, the list, and the source of each.
macro_rules! measures {
    ($($(#[$doc:meta])* $measure:ident of $source:ident,)*) => {
        /// One count. Counts of places, things and households; none of one person.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Measure {
            $($(#[$doc])* $measure,)*
        }

        impl Measure {
            /// How many there are.
            pub const COUNT: usize = Self::ALL.len();

            /// Every measure, in the order of its number.
            pub const ALL: &'static [Self] = &[$(Self::$measure,)*];

            /// The source that it is reported with.
            pub fn source(self) -> Source {
                match self {
                    $(Self::$measure => Source::$source,)*
                }
            }
        }
    };
}

measures! {
    /// Places that the ledger covers.
    HazardPlaces of Hazards,
    /// Open general hazards under control, within their deadline. They worsen nothing.
    GeneralControlled of Hazards,
    /// Open general hazards without control, within their deadline.
    GeneralUncontrolled of Hazards,
    /// Open general hazards past their deadline.
    GeneralOverdue of Hazards,
    /// Open major hazards under control, within their deadline. They worsen nothing.
    MajorControlled of Hazards,
    /// Open major hazards without control, within their deadline.
    MajorUncontrolled of Hazards,
    /// Open major hazards past their deadline.
    MajorOverdue of Hazards,
    /// Risk points in the register.
    RiskPoints of Register,
    /// Of them red, by the level that they have with their controls working.
    RedPoints of Register,
    /// Of them orange.
    OrangePoints of Register,
    /// Of them yellow.
    YellowPoints of Register,
    /// Of them without a level yet.
    UngradedPoints of Register,
    /// Risk points without a named responsible body.
    UnownedPoints of Register,
    /// Places that were to be inspected within the window.
    PlacesDue of Inspections,
    /// Of them seen: inspected, or somebody found a hazard there. Places, not visits.
    PlacesSeen of Inspections,
    /// Places that a warning can reach.
    WarningPlaces of Warnings,
    /// Of them under a red warning as the highest.
    UnderRed of Warnings,
    /// Of them under an orange warning as the highest.
    UnderOrange of Warnings,
    /// Of them under a yellow warning as the highest.
    UnderYellow of Warnings,
    /// Of them under a blue warning as the highest.
    UnderBlue of Warnings,
    /// People who live or stay here.
    Residents of Exposure,
    /// Of them within reach of a red or orange risk point.
    ResidentsExposed of Exposure,
    /// Sensors.
    Sensors of Sensors,
    /// Of them silent.
    SensorsSilent of Sensors,
    /// Calls at orange and red.
    Calls of Calls,
    /// Of them answered "on post" within 15 min.
    CallsOnPost of Calls,
    /// Duty posts.
    Posts of Roster,
    /// Of them filled.
    PostsFilled of Roster,
    /// Plans that are wanted.
    Plans of Plans,
    /// Of them there and within their date.
    PlansCurrent of Plans,
    /// Requests for assistance.
    Requests of Assistance,
    /// Of them with a named helper.
    RequestsHelped of Assistance,
    /// Drills that were due.
    DrillsDue of Drills,
    /// Of them held.
    DrillsHeld of Drills,
    /// Households.
    Households of Outreach,
    /// Of them reached.
    HouseholdsReached of Outreach,
    /// Incidents to review.
    Incidents of Reviews,
    /// Of them reviewed.
    IncidentsReviewed of Reviews,
    /// Hazards closed within the window.
    HazardsClosed of Recurrence,
    /// Of them come back.
    HazardsRecurred of Recurrence,
}
