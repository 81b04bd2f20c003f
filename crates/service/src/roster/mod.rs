//! Duty rosters (值班表): lines, substitutes, and who is on duty.

mod change;
mod file;
mod post;
mod show;

pub use change::NewDuty;
pub use file::RosterRefusal;
pub use show::{Board, OnDuty};

use domain::access::{Actor, Permission, Target};
use domain::id::UnitId;
use domain::journal::By;
use domain::unit::{Unit, UnitTree};

use crate::{Service, ServiceError};

/// Who sets a roster: the operator at the machine, or a person with the permission there.
#[derive(Debug, Clone, Copy)]
pub enum Rostering<'a> {
    /// At the machine.
    Operator,
    /// Signed in.
    Person(&'a Actor),
}

impl Rostering<'_> {
    /// Under whose name requests are kept.
    fn name(self) -> String {
        match self {
            Self::Operator => "operator".to_owned(),
            Self::Person(actor) => actor.account.to_string(),
        }
    }
}

/// The unit itself, or who took over from it.
fn present(tree: &UnitTree, id: UnitId) -> Result<&Unit, ServiceError> {
    let missing = || ServiceError::NotFound("unit");
    let mut unit = tree.by_id(id).ok_or_else(missing)?;
    // A chain of heirs is short; a circle cannot be, but must not hang.
    for _ in 0..32 {
        if unit.valid_to.is_none() {
            return Ok(unit);
        }
        unit = unit.successor.and_then(|heir| tree.by_id(heir)).ok_or_else(missing)?;
    }
    Err(missing())
}

impl Service {
    fn roster_by(&self, by: Rostering<'_>, unit: &Unit) -> Result<By, ServiceError> {
        let Rostering::Person(actor) = by else { return Ok(By::default()) };
        let target = Target::at(&unit.path);
        let posting = self.require(actor, Permission::ManageRoster, &target)?.id;
        Ok(By { account: Some(actor.account), posting: Some(posting) })
    }
}
