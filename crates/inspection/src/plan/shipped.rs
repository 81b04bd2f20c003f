//! The plans that ship (`data/catalogue/inspection_plans.json`): where a city begins, for it to change.

use serde::{Deserialize, Serialize};

use super::Plan;
use crate::json;
use crate::refusal::Refusal;

/// A table of plans.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plans {
    /// Version of the table.
    pub version: String,
    /// Where it comes from.
    pub source: String,
    /// The plans.
    pub plans: Vec<Plan>,
}

impl Plans {
    /// The table that ships.
    ///
    /// # Errors
    /// When it is not of the form; a test holds that it is.
    pub fn shipped() -> Result<Self, Refusal> {
        Self::read(include_str!("../../../../data/catalogue/inspection_plans.json"))
    }

    /// A table from its JSON text. What its words mean is checked by [`Plan::check`].
    ///
    /// # Errors
    /// [`Code::Shape`](crate::Code::Shape), with the place in the text, when it is not of the form.
    pub fn read(text: &str) -> Result<Self, Refusal> {
        json::read(text)
    }
}
