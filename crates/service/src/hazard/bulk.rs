//! One step for many hazards: each its own transaction under its own key, so that one that refuses stops no other.

use domain::access::Actor;
use domain::hazard::Command;
use domain::id::{CommandId, HazardId};
use jiff::Timestamp;
use store::hazard::Stored;

use super::Act;
use crate::{Service, ServiceError};

/// Most hazards of one request.
pub const BULK_MOST: usize = 500;

/// One hazard of a request about many.
#[derive(Debug, Clone)]
pub struct BulkRow {
    /// The hazard.
    pub id: HazardId,
    /// The version that the actor saw; none where it acts on whatever stands there now.
    pub version: Option<i32>,
    /// What to do with it.
    pub command: Command,
    /// Names the command for this hazard alone.
    pub key: CommandId,
    /// SHA-256 of what was asked for it.
    pub body_hash: Vec<u8>,
}

impl Service {
    /// Takes the step for one hazard after the other, in the order given: the same rules, the same permission and the
    /// same memory of commands as [`act`](Self::act). Each gives its hazard as it stands then, none where it has gone
    /// out of the actor's sight, or the reason of the refusal. Once the database cannot be reached the rest is not tried:
    /// then there are fewer results than rows.
    pub async fn act_on_many(
        &self,
        actor: &Actor,
        rows: Vec<BulkRow>,
        note: &str,
        now: Timestamp,
    ) -> Vec<Result<Option<Stored>, ServiceError>> {
        let mut results = Vec::with_capacity(rows.len());
        for row in rows {
            let BulkRow { id, version, command, key, body_hash } = row;
            let act = Act { id, version, command, note: note.to_owned(), key, body_hash };
            let done = self.act(actor, act, now).await;
            let lost = matches!(&done, Err(ServiceError::Store(error)) if error.is_transient());
            results.push(done.map(|stored| Some(stored).filter(|stored| self.sees(actor, stored))));
            if lost {
                break;
            }
        }
        results
    }
}
