//! Blind call-backs: whoever calls back knows the post, not what it said; the post does not know that it is asked.

use domain::access::{Actor, Permission, Target};
use domain::callout::{Checked, Found};
use domain::id::{CallId, CalloutId, UnitId};
use domain::journal::{By, Kind, NewEntry};
use domain::unit::Unit;
use jiff::Timestamp;
use serde_json::json;
use store::callout::{self, CallBack, CallRow, Callout};
use store::journal;

use crate::{Service, ServiceError};

/// Call-backs of a round, as far as the actor runs it.
#[derive(Debug)]
pub struct CallBacks {
    /// The round.
    pub round: Callout,
    /// Those that wait, with the call of each: none that the actor answered or reported itself.
    pub open: Vec<(CallBack, CallRow)>,
    /// How many were found true: of the whole unit.
    pub total: Checked,
    /// The same for the units directly below that have any.
    pub below: Vec<(Unit, Checked)>,
}

impl Service {
    /// Confirmations to be called back in a unit and below it, and what those before have found.
    ///
    /// # Errors
    /// When there is no such round for the actor.
    pub async fn list_call_backs(
        &self,
        actor: &Actor,
        id: CalloutId,
        unit: Option<UnitId>,
    ) -> Result<CallBacks, ServiceError> {
        let (round, unit) = self.visible_round(actor, id, unit).await?;
        let tree = self.tree();
        let (mut total, mut open) = (Checked::default(), Vec::new());
        let mut below: Vec<(Unit, Checked)> =
            tree.children(unit.id).map(|child| (child.clone(), Checked::default())).collect();
        let runs = actor.scope(self.titles(), Permission::RunCallout);
        for drawn in self.store().call_backs(id, &unit.path).await? {
            let found = drawn.found.map(|(found, _)| found);
            total.add(found);
            if let Some((_, sum)) = below.iter_mut().find(|(child, _)| child.path.contains(&drawn.unit.1)) {
                sum.add(found);
            }
            if found.is_some() || round.ended.is_some() || !runs.covers(&Target::at(&drawn.unit.1)) {
                continue;
            }
            if let Some(call) = self.store().call(drawn.call).await?.filter(|call| !is_party(call, actor)) {
                open.push((drawn, call));
            }
        }
        below.retain(|(_, sum)| sum.drawn > 0);
        Ok(CallBacks { round, open, total, below })
    }

    /// Writes down what a call-back found, once.
    ///
    /// # Errors
    /// When the call was not drawn, the actor may not there or was part of it, or somebody has called back.
    pub async fn report_call_back(
        &self,
        actor: &Actor,
        id: CallId,
        found: Found,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        let missing = || ServiceError::NotFound("call_back");
        let call = self.store().call(id).await?.ok_or_else(missing)?;
        self.store().call_back(id).await?.ok_or_else(missing)?;
        let posting = self.require(actor, Permission::RunCallout, &Target::at(&call.path))?.id;
        if is_party(&call, actor) {
            return Err(ServiceError::OwnCallBack);
        }
        let write = self.store().write().await?;
        if !callout::called_back(&write, id, found, (actor.account, posting), now).await? {
            return Err(ServiceError::CalledBack);
        }
        let entry = NewEntry {
            unit: Some((call.unit, call.path.clone())),
            by: By { account: Some(actor.account), posting: Some(posting) },
            payload: json!({ "callout": call.callout, "found": found }),
            ..NewEntry::about(Kind::CallCalledBack, id.0, now)
        };
        journal::append(&write, &[entry]).await?;
        write.commit().await?;
        Ok(())
    }
}

/// Whether the actor is the post, its deputy, or whoever wrote its word down: nobody checks itself.
fn is_party(call: &CallRow, actor: &Actor) -> bool {
    let posts = [Some(call.post), call.deputy];
    posts.into_iter().flatten().any(|post| post.1 == actor.account) || call.reported_by == Some(actor.account)
}
