//! Evacuations: ordered, reported household by household, reconciled, brought home.
//!
//! Cast: `open` orders them, for a person or for a response; `report` takes what is said at doors and shelters;
//! `grounds` checks the shelter that somebody chooses for a building by what `around` knows of its ground, and `goes_to`
//! shows it; `home` decides about the return and ends them; `show` gives what a reader may see.

mod around;
mod goes_to;
mod grounds;
mod home;
mod open;
mod report;
mod show;

pub use goes_to::GoesTo;
pub use grounds::ShelterChoice;
pub use home::{DOORS_KEPT, HomeOrder};
pub use open::{NewEvacuation, NewGroup};
pub(crate) use report::mark_door;
pub use report::{EvacuationReport, Tick};
pub use show::{EvacuationPage, EvacuationSheet, Texts};

use domain::access::{Actor, Permission, Target};
use domain::id::EvacuationId;
use domain::journal::{By, Kind, NewEntry};
use domain::unit::UnitPath;
use jiff::Timestamp;
use store::Write;
use store::evacuation::{self, Evacuation};

use crate::{Service, ServiceError};

impl Service {
    fn by_of(&self, actor: &Actor, permission: Permission, path: &UnitPath) -> Result<By, ServiceError> {
        let target = Target::at(path);
        let posting = self.require(actor, permission, &target)?;
        Ok(By { account: Some(actor.account), posting: Some(posting.id) })
    }

    /// An evacuation that goes on, held.
    pub(crate) async fn going_on(&self, write: &Write, id: EvacuationId) -> Result<Evacuation, ServiceError> {
        let found = evacuation::hold(write, id).await?.ok_or(ServiceError::NotFound("evacuation"))?;
        match found.ended_at {
            Some(_) => Err(domain::evacuation::EvacuationRefusal::Ended.into()),
            None => Ok(found),
        }
    }
}

/// An entry about an evacuation as a whole.
fn about(kind: Kind, evacuation: &Evacuation, by: By, now: Timestamp) -> NewEntry {
    NewEntry {
        unit: Some((evacuation.unit, evacuation.path.clone())),
        by,
        ..NewEntry::about(kind, evacuation.id.0, now)
    }
}
