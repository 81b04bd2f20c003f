//! The command post: somebody with authority is there, or nobody is.

use domain::access::{Actor, Permission, Target};
use domain::id::ResponseId;
use domain::journal::{By, Kind, NewEntry};
use jiff::Timestamp;
use serde_json::json;
use store::{StoreError, journal, response};

use crate::{Service, ServiceError};

impl Service {
    /// The actor comes to the command post of an open response, or leaves it. Saying the same twice changes nothing.
    ///
    /// # Errors
    /// When the actor decides nothing there, or the response is over.
    pub async fn attend_command_post(
        &self,
        actor: &Actor,
        id: ResponseId,
        present: bool,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        let missing = || ServiceError::NotFound("response");
        let row = self.store().response(id).await?.ok_or_else(missing)?;
        let posting = self.require(actor, Permission::DecideResponse, &Target::at(&row.unit.1))?;
        let write = self.store().write().await?;
        let held = response::hold(&write, id).await?.ok_or_else(missing)?;
        if !held.response.is_open() {
            return Err(domain::response::ResponseRefusal::Over.into());
        }
        let changed = if present {
            match response::arrive(&write, id, (posting.id, actor.account), now).await {
                Err(StoreError::Duplicate(_)) => return Ok(()),
                other => other.map(|()| true)?,
            }
        } else {
            response::leave(&write, id, posting.id, now).await?
        };
        if changed {
            let by = By { account: Some(actor.account), posting: Some(posting.id) };
            let payload = json!({ "present": present });
            let unit = Some(held.unit.clone());
            let entry = NewEntry { unit, by, payload, ..NewEntry::about(Kind::CommandPost, id.0, now) };
            journal::append(&write, &[entry]).await?;
            write.commit().await?;
        }
        Ok(())
    }
}
