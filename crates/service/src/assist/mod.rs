//! The assistance register: who asked for help, kept small, seen with a reason, shown to whom it is about.
//!
//! Cast: `register` takes entries in and lets them go; `link` is what the person sees; `helpers` says who can help and who
//! does; `see` is what helpers see; `print` makes numbered lists of one building while an activation is open. There is no
//! function that gives entries of more than one building, and none that gives a file.

mod helpers;
mod link;
mod print;
mod register;
mod see;

use domain::access::{Actor, Permission, Scope, Target};
use domain::assist::Help;
use domain::colour::WarningColour;
use domain::id::{AssistId, PlaceId};
use domain::place::Place;
use domain::response::{ResponseLevel, ResponseState};
use domain::unit::{Unit, UnitPath};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::assist::Entry;
use store::response::ResponseCut;
use store::warning::Page;

use crate::keyring::Cell;
use crate::{Service, ServiceError};

pub use link::LinkedAssist;
pub use print::{PrintedLine, PrintedList};
pub use register::{NewAssist, Registered};
pub use see::{AssistLine, Coverage};

/// The kind of place that has a register.
const BUILDING: &str = "building";

/// What an entry says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// What people call her or him; may be empty.
    pub call_name: String,
    /// The door.
    pub door: String,
    /// What help.
    pub help: Vec<Help>,
    /// Phones of helpers, in E.164 form.
    pub phones: Vec<String>,
}

/// By what right somebody sees entries of a building.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Right {
    /// Head of the building: always.
    Head,
    /// Duty officer: while an activation is open.
    Duty,
}

fn cell(id: AssistId) -> Cell {
    Cell { table: "assist", column: "sealed", row: id.0 }
}

impl Service {
    fn opened(&self, entry: &Entry) -> Result<Said, ServiceError> {
        let plain = self.keyring()?.decrypt(cell(entry.id), &entry.sealed)?;
        Ok(serde_json::from_str(&plain)?)
    }

    /// A building with the unit in which it stands.
    pub(crate) async fn building(&self, id: PlaceId) -> Result<(Place, Unit), ServiceError> {
        let place = self.store().place(id).await?.filter(|place| place.kind == BUILDING);
        let place = place.ok_or(ServiceError::NotFound("building"))?;
        let tree = self.tree();
        let unit = tree.by_id(place.unit).ok_or(ServiceError::NotFound("building"))?.clone();
        Ok((place, unit))
    }

    /// Whether an activation is open for a unit: an evacuation goes on there, above or below; an official orange or red
    /// warning is in force; or a response of level III or stronger.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn is_activated(&self, path: &UnitPath, now: Timestamp) -> Result<bool, ServiceError> {
        if self.store().evacuates_at(path).await? {
            return Ok(true);
        }
        let here = Scope::within(path.clone());
        let page = Page { in_force_at: Some(now), before: None, limit: 200 };
        let strong = |colour: Option<WarningColour>| matches!(colour, Some(WarningColour::Red | WarningColour::Orange));
        let warnings = self.store().warnings(&here, &page).await?;
        // What nobody official sent opens no register: a forged feed would.
        for warning in warnings.iter().filter(|one| one.official && one.status == "actual" && strong(one.colour)) {
            // One that is for no unit of the tree concerns nobody here.
            let units = store::warning::units(self.store().read(), warning.id).await?;
            if units.iter().any(|(_, unit)| unit.contains(path) || path.contains(unit)) {
                return Ok(true);
            }
        }
        self.responds_at(&here, path).await
    }

    /// Whether a response of level III or stronger is in force here, for this unit or one above it.
    async fn responds_at(&self, here: &Scope, path: &UnitPath) -> Result<bool, ServiceError> {
        let open = ResponseCut { open: true, limit: 200, ..ResponseCut::default() };
        let responses = self.store().responses(here, &open).await?;
        let strong = |level| matches!(level, Some(ResponseLevel::I | ResponseLevel::Ii | ResponseLevel::Iii));
        Ok(responses.iter().any(|row| {
            row.response.state == ResponseState::Active && strong(row.response.level) && row.unit.1.contains(path)
        }))
    }

    /// By what right the actor sees the entries of a building; the post under which it is.
    async fn right(
        &self,
        actor: &Actor,
        path: &UnitPath,
        now: Timestamp,
    ) -> Result<(Right, domain::id::PostingId), ServiceError> {
        let target = Target::at(path);
        if let Some(posting) = actor.may(self.titles(), Permission::HelpAssist, &target) {
            return Ok((Right::Head, posting.id));
        }
        let posting = self.require(actor, Permission::ViewAssist, &target)?;
        if self.is_activated(path, now).await? {
            Ok((Right::Duty, posting.id))
        } else {
            Err(ServiceError::NotActivated)
        }
    }
}
