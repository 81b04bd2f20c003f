//! Telling the unit above, going home, ending.

use domain::access::{Actor, Permission, Target};
use domain::evacuation::{Counts, Return, Situation, Stage, may_return};
use domain::id::EvacuationId;
use domain::journal::{Kind, NewEntry};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use store::evacuation::{self, Door};
use store::journal;

use super::about;
use crate::contact::given_reason;
use crate::hazard::keep_text;
use crate::{Service, ServiceError};

/// How long the marks of doors are kept after the end.
pub const DOORS_KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);

/// What is decided about the return.
#[derive(Debug, Clone)]
pub struct HomeOrder {
    /// Whether people may go home; otherwise the unit above refuses it.
    pub authorise: bool,
    /// Why.
    pub reason: String,
    /// Whether the risk is still high.
    pub risk_high: bool,
    /// When the rain ended.
    pub rain_ended_at: Option<Timestamp>,
}

impl Service {
    /// Writes down that the unit above was told of an evacuation that was ordered before it was reported.
    ///
    /// # Errors
    /// When the actor may not, or it has ended.
    pub async fn tell_evacuation(&self, actor: &Actor, id: EvacuationId, now: Timestamp) -> Result<(), ServiceError> {
        let write = self.store().write().await?;
        let mut one = self.held_for(&write, actor, Permission::RunEvacuation, id).await?;
        if one.0.told_at.is_none() {
            one.0.told_at = Some(now);
            one.0.changed_at = now;
            evacuation::put(&write, &one.0).await?;
            journal::append(&write, &[about(Kind::EvacuationTold, &one.0, one.1, now)]).await?;
        }
        write.commit().await?;
        Ok(())
    }

    /// Decides about the return. The community authorises it, with a reason; the unit above may refuse, and then it
    /// alone can authorise. Within 24 hours after the rain nobody returns while the risk is high.
    ///
    /// # Errors
    /// When the actor may not, there is no reason, or it is too early.
    pub async fn decide_return(
        &self,
        actor: &Actor,
        id: EvacuationId,
        order: &HomeOrder,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        let reason = given_reason(&order.reason)?;
        let permission = if order.authorise { Permission::RunEvacuation } else { Permission::RefuseReturn };
        let write = self.store().write().await?;
        let (mut one, by) = self.held_for(&write, actor, permission, id).await?;
        let above = actor.may(self.titles(), Permission::RefuseReturn, &Target::at(&one.path)).is_some();
        let rain_ended_at = order.rain_ended_at.or(one.rain_ended_at).filter(|end| *end <= now);
        if order.authorise {
            may_return(Situation {
                decided: one.home.0,
                above,
                risk_high: order.risk_high,
                rain_ended_at,
                not_before: one.no_return_before,
                now,
            })?;
        } else if one.home.0 == Return::Authorised {
            return Err(domain::evacuation::HomeRefusal::Decided.into());
        }
        let decided = if order.authorise { Return::Authorised } else { Return::Refused };
        one.home = (decided, Some(now));
        one.rain_ended_at = rain_ended_at;
        one.changed_at = now;
        let mut households = 0;
        if order.authorise {
            let mut groups = evacuation::hold_groups(&write, id).await?;
            let ids: Vec<_> = groups.iter().map(|group| group.id).collect();
            let doors = evacuation::doors_of(write.tx(), &ids).await?;
            let away = |stage| matches!(stage, Stage::Shelter | Stage::Relatives | Stage::AfterCare);
            let doors: Vec<_> = doors
                .into_iter()
                .filter(|door| away(door.stage))
                .map(|door| Door { stage: Stage::ReturnAuthorised, changed_at: now, ..door })
                .collect();
            for group in &mut groups {
                group.households = group.households.authorise();
                group.changed_at = now;
                households += group.households.at(Stage::ReturnAuthorised);
            }
            evacuation::put_groups(&write, &groups).await?;
            evacuation::mark_doors(&write, &doors).await?;
        }
        evacuation::put(&write, &one).await?;
        let reason = keep_text(&write, id.0, "return_reason", reason).await?;
        let payload = json!({
            "reason": reason,
            "risk_high": order.risk_high,
            "rain_ended_at": rain_ended_at.map(Timestamp::as_millisecond),
            "households": households,
        });
        let kind = if order.authorise { Kind::ReturnAuthorised } else { Kind::ReturnRefused };
        journal::append(&write, &[NewEntry { payload, ..about(kind, &one, by, now) }]).await?;
        write.commit().await?;
        Ok(())
    }

    /// Ends an evacuation, with a reason. What was reported stays, and with it who was unaccounted for.
    ///
    /// # Errors
    /// When the actor may not, there is no reason, or it has ended.
    pub async fn end_evacuation(
        &self,
        actor: &Actor,
        id: EvacuationId,
        reason: &str,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        let reason = given_reason(reason)?;
        let write = self.store().write().await?;
        let (mut one, by) = self.held_for(&write, actor, Permission::RunEvacuation, id).await?;
        one.ended_at = Some(now);
        one.changed_at = now;
        evacuation::put(&write, &one).await?;
        let groups = evacuation::groups_of(write.tx(), &[id]).await?;
        let sum: Counts = groups.iter().map(|group| group.households).sum();
        let reason = keep_text(&write, id.0, "end_reason", reason).await?;
        let payload = json!({ "reason": reason, "households": sum.total(), "unaccounted": sum.unaccounted() });
        journal::append(&write, &[NewEntry { payload, ..about(Kind::EvacuationEnded, &one, by, now) }]).await?;
        write.commit().await?;
        Ok(())
    }

    /// Deletes the marks of doors 30 days after the end of their evacuation; says of how many evacuations. Safe in
    /// several processes at once.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_doors(&self, now: Timestamp) -> Result<usize, ServiceError> {
        let ended = now.saturating_sub(DOORS_KEPT).unwrap_or(now);
        let mut done = 0;
        for one in self.store().evacuations_to_sweep(ended).await? {
            let write = self.store().write().await?;
            let doors = evacuation::forget_doors(&write, one.id).await?;
            store::resident::forget_calls(&write, one.id).await?;
            evacuation::swept(&write, one.id, now).await?;
            if doors > 0 {
                let entry = about(Kind::DoorsForgotten, &one, domain::journal::By::default(), now);
                let payload = json!({ "doors": doors });
                journal::append(&write, &[NewEntry { payload, ..entry }]).await?;
            }
            write.commit().await?;
            done += 1;
        }
        Ok(done)
    }

    /// An evacuation that goes on, held, for whoever has the permission for its unit.
    async fn held_for(
        &self,
        write: &store::Write,
        actor: &Actor,
        permission: Permission,
        id: EvacuationId,
    ) -> Result<(store::evacuation::Evacuation, domain::journal::By), ServiceError> {
        let found = evacuation::hold(write, id).await?.ok_or(ServiceError::NotFound("evacuation"))?;
        let by = self.by_of(actor, permission, &found.path)?;
        if found.ended_at.is_some() {
            return Err(domain::evacuation::EvacuationRefusal::Ended.into());
        }
        Ok((found, by))
    }
}
