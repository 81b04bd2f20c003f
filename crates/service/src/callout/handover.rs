//! Handing a call over: another post is called for it at once. The call stays what it was, so that nobody loses it and
//! it is counted once; its post sees to whom it went, and may still answer.

use domain::access::{Actor, Permission, Target};
use domain::id::{CallId, PostingId};
use domain::journal::{By, Kind, NewEntry};
use jiff::Timestamp;
use serde_json::json;
use store::callout::{self, CallRow, Handover};
use store::journal;

use crate::{Once, Service, ServiceError};

impl Service {
    /// Hands a call over to another post of its unit or of the one above. That post takes the deputy's place and is
    /// called by every way with the next look of the worker.
    ///
    /// # Errors
    /// When there is no such call for the actor, its round has ended, or the post cannot take over.
    pub async fn hand_over_call(
        &self,
        actor: &Actor,
        id: CallId,
        to: PostingId,
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
        let taker = self.helper(&call, to, now).await?;
        let write = self.store().write().await?;
        if !once.keep(&write, &who, id.0).await? {
            drop(write);
            return self.made_meanwhile(&who, once).await.map(|_| ());
        }
        let held = self.hold_open_call(&write, &call).await?;
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
