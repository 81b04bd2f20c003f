//! Live and exercise never share a table: a store is opened for exactly one world.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The world that a store belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum World {
    /// What really happens.
    Live,
    /// One exercise, in a database of its own.
    Exercise {
        /// The exercise.
        id: Uuid,
    },
}

impl World {
    /// The stable text that is stamped into the database: `live` or `exercise:<id>`.
    pub fn stamp(&self) -> String {
        match self {
            Self::Live => "live".to_owned(),
            Self::Exercise { id } => format!("exercise:{id}"),
        }
    }

    /// The PostgreSQL schema that holds this world's tables.
    pub fn schema(&self) -> String {
        match self {
            Self::Live => "bridgehead".to_owned(),
            Self::Exercise { id } => format!("exercise_{}", id.simple()),
        }
    }
}
