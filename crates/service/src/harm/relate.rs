//! Two reports of one incident: one of them counts, both stay.

use domain::access::{Actor, Permission, Target};
use domain::id::HarmId;
use domain::journal::{By, Kind, NewEntry};
use jiff::Timestamp;
use serde_json::json;
use store::harm::{self, Relation};
use store::journal;
use uuid::Uuid;

use crate::{Service, ServiceError};

impl Service {
    /// Says that a report tells of the same incident as `master`, or, without one, that it does not any more.
    ///
    /// # Errors
    /// When the actor does not verify at both, or the other one itself stands for none.
    pub async fn relate_harm(
        &self,
        actor: &Actor,
        id: HarmId,
        master: Option<HarmId>,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        if master == Some(id) {
            return Err(ServiceError::HarmRelation("it is the same report"));
        }
        let ids: Vec<_> = [Some(id), master].into_iter().flatten().collect();
        let write = self.store().write().await?;
        let held = harm::hold(&write, &ids).await?;
        let missing = || ServiceError::NotFound("report of harm");
        let find = |id: HarmId| held.iter().find(|report| report.id == id).ok_or_else(missing);
        let report = find(id)?;
        let posting = self.require(actor, Permission::VerifyHarm, &Target::at(&report.path))?;
        if let Some(master) = master {
            self.require(actor, Permission::VerifyHarm, &Target::at(&find(master)?.path))?;
        }
        let masters = harm::masters_of(write.tx(), &ids).await?;
        if master.is_some_and(|master| masters.contains_key(&master)) {
            return Err(ServiceError::HarmRelation(
                "the other one does not count by itself: relate to the one that does",
            ));
        }
        if masters.get(&id).copied() == master {
            return Ok(());
        }
        let relation = Relation { id: Uuid::now_v7(), report: id, master, posting: posting.id, recorded_at: now };
        harm::relate(&write, &relation).await?;
        let by = By { account: Some(actor.account), posting: Some(posting.id) };
        let payload = json!({ "master": master, "before": masters.get(&id) });
        let unit = Some((report.unit, report.path.clone()));
        let entry = NewEntry { unit, by, payload, ..NewEntry::about(Kind::HarmRelated, id.0, now) };
        journal::append(&write, &[entry]).await?;
        Ok(write.commit().await?)
    }
}
