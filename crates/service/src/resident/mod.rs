//! Residents' numbers (住户电话): registered for a building without an account, called when it is moved out.
//!
//! Cast: `register` takes numbers in once their owners agree and lets them go; `link` is what the owner sees; `call`
//! calls the numbers of buildings that are moved out; `answer` takes «left» and «need help»; `show` gives staff doors
//! and answers. No name stands anywhere, and nobody sees a number again but its owner.

mod answer;
mod call;
mod link;
mod register;
mod show;

use serde::{Deserialize, Serialize};
use store::resident::ResidentNumber;
use uuid::Uuid;

use crate::keyring::Cell;
use crate::{Service, ServiceError};

pub use answer::LinkedResidentCall;
pub use call::{ResidentRang, ResidentRing};
pub use link::LinkedResident;
pub use register::{NewResident, ResidentAsking};

/// What is sealed of a number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Said {
    /// E.164.
    phone: String,
    /// The door, where one was given.
    door: Option<String>,
}

fn cell(id: Uuid) -> Cell {
    Cell { table: "resident_number", column: "sealed", row: id }
}

impl Service {
    fn opened_number(&self, number: &ResidentNumber) -> Result<Said, ServiceError> {
        let plain = self.keyring()?.decrypt(cell(number.id.0), &number.sealed)?;
        Ok(serde_json::from_str(&plain)?)
    }
}
