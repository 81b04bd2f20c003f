//! Ending rounds: by a person, and call by call afterwards.

use domain::access::{Actor, Permission, Target};
use domain::callout::Ending;
use domain::id::CalloutId;
use domain::journal::{By, Kind, NewEntry};
use jiff::Timestamp;
use serde_json::json;
use store::callout::{self, Callout};
use store::journal;

use crate::contact::given_reason;
use crate::hazard::keep_text;
use crate::{Service, ServiceError};

/// Calls that end in one transaction, so that none lasts long.
const CHUNK: u64 = 5_000;

impl Service {
    /// Ends a round: nothing more goes out. What posts said stays. Why is written down.
    ///
    /// # Errors
    /// When there is none, it has ended, no reason is given, or the actor may not for each of its units.
    pub async fn end_callout(
        &self,
        actor: &Actor,
        id: CalloutId,
        reason: &str,
        now: Timestamp,
    ) -> Result<Callout, ServiceError> {
        let reason = given_reason(reason)?;
        let write = self.calls().write().await?;
        let round = callout::hold(&write, id).await?.ok_or(ServiceError::NotFound("callout"))?;
        let mut by = By::default();
        for (_, path) in callout::units(write.tx(), id).await? {
            let target = Target::at(&path);
            let posting = self.require(actor, Permission::RunCallout, &target)?;
            by = By { account: Some(actor.account), posting: Some(posting.id) };
        }
        if !callout::end(&write, id, Ending::Closed, now).await? {
            return Err(ServiceError::Call(domain::callout::CallRefusal::Ended));
        }
        let reason = keep_text(&write, id.0, "reason", reason).await?;
        let payload = json!({ "callout": id, "ending": Ending::Closed, "reason": reason });
        journal::append(&write, &[NewEntry { by, payload, ..NewEntry::about(Kind::CalloutEnded, id.0, now) }]).await?;
        write.commit().await?;
        Ok(Callout { ended: Some((Ending::Closed, now)), ..round })
    }

    /// Ends what is still open in rounds that have ended; says how many calls. Safe in several processes at once:
    /// nothing is rung in an ended round anyhow.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sweep_ended_calls(&self, now: Timestamp) -> Result<usize, ServiceError> {
        let mut ended = 0;
        for round in self.calls().rounds_to_sweep().await? {
            let night_rings = self.night_rings(round).await?;
            loop {
                let write = self.calls().write().await?;
                let calls = callout::end_calls(&write, round, CHUNK, now).await?;
                if calls == 0 {
                    callout::swept(&write, round, night_rings, now).await?;
                    write.commit().await?;
                    break;
                }
                let payload = json!({ "callout": round, "ended": calls });
                let entry = NewEntry { payload, ..NewEntry::about(Kind::CalloutStepped, round.0, now) };
                journal::append(&write, &[entry]).await?;
                write.commit().await?;
                ended += usize::try_from(calls).unwrap_or(usize::MAX);
            }
        }
        Ok(ended)
    }

    /// How often a round rang while people sleep.
    async fn night_rings(&self, round: CalloutId) -> Result<u32, ServiceError> {
        let (zone, plan) = (self.zone(), &self.warnings()?.plan);
        let rings = self.calls().rings(round).await?;
        Ok(rings.into_iter().filter(|(at, _)| plan.is_night(*at, zone)).map(|(_, rings)| rings).sum())
    }
}
