//! Handing a call over: another post is called for it at once. The call stays what it was, so that nobody loses it and
//! it is counted once; its post sees to whom it went, and may still answer.

use domain::access::{Actor, Permission, Target};
use domain::id::{CallId, PostingId};
use domain::journal::{By, Kind, NewEntry};
use jiff::Timestamp;
use serde_json::json;
use store::callout::{self, CallRow, Handover};
use store::{StoreError, journal};

use crate::{Once, Service, ServiceError};

/// To whom a call goes, and what was known when that was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Handing {
    /// The post that takes over.
    pub to: PostingId,
    /// When the call had last been handed over as far as the sender knew, UTC milliseconds, 0 for never; none where the
    /// last word counts whatever was known.
    pub known_at: Option<i64>,
}

impl Service {
    /// Hands a call over to another post of its unit or of the one above. That post takes the deputy's place and is
    /// called by every way with the next look of the worker.
    ///
    /// # Errors
    /// When there is no such call for the actor, its round has ended, the post cannot take over, or
    /// [`StoreError::Stale`] when somebody else handed it over since.
    pub async fn hand_over_call(
        &self,
        actor: &Actor,
        id: CallId,
        handing: Handing,
        once: &Once,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        let who = actor.account.to_string();
        if self.made_before(&who, once).await?.is_some() {
            return Ok(());
        }
        let missing = || ServiceError::NotFound("call");
        let call = self.store().call(id).await?.filter(|call| self.may_report(actor, call)).ok_or_else(missing)?;
        let own = [Some(call.post), call.deputy].into_iter().flatten().find(|post| post.1 == actor.account);
        let posting = match own {
            Some((posting, _)) => posting,
            None => self.require(actor, Permission::RunCallout, &Target::at(&call.path))?.id,
        };
        let taker = self.helper(&call, handing.to, now).await?;
        let write = self.store().write().await?;
        if !once.keep(&write, &who, id.0).await? {
            drop(write);
            return self.made_meanwhile(&who, once).await.map(|_| ());
        }
        let held = self.hold_open_call(&write, &call).await?;
        if let Some(known) = handing.known_at {
            // It may come late, from a phone without network: who took the call meanwhile must not lose it unseen.
            let last = callout::handovers_of(write.tx(), &[id]).await?.remove(&id);
            if last.is_some_and(|last| last.handed_at.as_millisecond() > known) {
                return Err(StoreError::Stale.into());
            }
        }
        let to = (taker.posting, taker.account);
        let handover = Handover { call: id, to, handed_at: now, handed_by: actor.account, rung_at: None };
        callout::hand_over(&write, &handover).await?;
        let redirected = CallRow { deputy: Some(to), next_at: Some(now), changed_at: now, ..held };
        callout::redirect_call(&write, &redirected).await?;
        let entry = NewEntry {
            unit: Some((redirected.unit, redirected.path.clone())),
            by: By { account: Some(actor.account), posting: Some(posting) },
            payload: json!({ "callout": redirected.callout, "number": redirected.number.0, "to": taker.posting }),
            ..NewEntry::about(Kind::CallHandedOver, id.0, now)
        };
        journal::append(&write, &[entry]).await?;
        write.commit().await?;
        Ok(())
    }
}
