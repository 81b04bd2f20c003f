//! Going there: a silent post becomes somebody's task, for the door or for the radio.

use std::collections::{BTreeMap, HashSet};

use domain::access::{Actor, Permission, Target};
use domain::callout::{CallState, KNOCK_MINUTES_MAX, KnockFound, KnockState, KnockWay, Report};
use domain::id::{AccountId, CallId, PostingId};
use domain::journal::{By, Kind, NewEntry};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use store::callout::{self, CallRow, Callout, Knock};
use store::{StoreError, job, journal};

use super::Reporting;
use super::knock_notice::told;
use crate::{Once, Service, ServiceError};

/// Who is to reach a silent post, how, and until when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnockOrder {
    /// The post that does it.
    pub owner: PostingId,
    /// By which way.
    pub way: KnockWay,
    /// How many minutes it has, from now.
    pub minutes: u32,
}

/// What was found, and in which task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnockAnswer {
    /// What was found.
    pub found: KnockFound,
    /// When the task was ordered that this answers, UTC milliseconds; none for the one that the call has now.
    pub ordered_at: Option<i64>,
}

/// A task as its owner sees it.
#[derive(Debug, Clone)]
pub struct MyKnock {
    /// The task.
    pub knock: Knock,
    /// The call of the silent post.
    pub call: CallRow,
    /// Its round.
    pub callout: Callout,
    /// Where it stands.
    pub state: KnockState,
}

impl Service {
    /// Makes an open call somebody's task. It takes the place of the task that the call had.
    ///
    /// # Errors
    /// When there is no such call, the actor may not run the round there, it has ended, the post is there already, the
    /// owner cannot be one, or the time is too short or too long.
    pub async fn order_knock(
        &self,
        actor: &Actor,
        id: CallId,
        order: &KnockOrder,
        once: &Once,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        let who = actor.account.to_string();
        if self.made_before(&who, once).await?.is_some() {
            return Ok(());
        }
        let call = self.store().call(id).await?.ok_or(ServiceError::NotFound("call"))?;
        let posting = self.require(actor, Permission::RunCallout, &Target::at(&call.path))?.id;
        if !(1..=KNOCK_MINUTES_MAX).contains(&order.minutes) {
            let detail = format!("a knock has 1 to {KNOCK_MINUTES_MAX} minutes");
            return Err(ServiceError::invalid("minutes", "knock_minutes_invalid", detail));
        }
        let owner = self.helper(&call, order.owner, now).await?;
        let write = self.store().write().await?;
        if !once.keep(&write, &who, id.0).await? {
            drop(write);
            return self.made_meanwhile(&who, once).await.map(|_| ());
        }
        let held = self.hold_open_call(&write, &call).await?;
        if held.call.state == CallState::OnPost {
            return Err(ServiceError::KnockNeedless);
        }
        let time = SignedDuration::from_mins(i64::from(order.minutes));
        let owner = (owner.posting, owner.account);
        let knock = Knock { ordered_by: Some(actor.account), ..knock(&held, owner, order.way, time, now) };
        callout::order_knock(&write, &knock).await?;
        job::insert(&write, &told(std::slice::from_ref(&knock)), now).await?;
        let by = By { account: Some(actor.account), posting: Some(posting) };
        journal::append(&write, &[NewEntry { by, ..ordered(&knock, now) }]).await?;
        write.commit().await?;
        Ok(())
    }

    /// Takes the answer of the owner, or of somebody who runs the round and was told. *There* is 已到岗 by knock or
    /// radio, recorded by whoever says it. *Nobody* is about one task alone: it may come late, from a phone without
    /// network, and whoever was sent again meanwhile has not been there yet.
    ///
    /// # Errors
    /// When there is no such task, the actor may not, the round has ended, or [`StoreError::Stale`] when *nobody* was
    /// found in a task whose place another one has taken.
    pub async fn report_knock(
        &self,
        actor: &Actor,
        id: CallId,
        answer: KnockAnswer,
        once: &Once,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        let (who, found) = (actor.account.to_string(), answer.found);
        if self.made_before(&who, once).await?.is_some() {
            return Ok(());
        }
        let missing = || ServiceError::NotFound("knock");
        let knock = self.store().knock(id).await?.ok_or_else(missing)?;
        let call = self.store().call(id).await?.ok_or_else(missing)?;
        let held = actor.postings.iter().any(|posting| posting.id == knock.owner.0);
        let posting =
            if held { knock.owner.0 } else { self.require(actor, Permission::RunCallout, &Target::at(&call.path))?.id };
        let by = (actor.account, posting);
        if found == KnockFound::There {
            // The word of the call comes first: it is what counts, and said again it changes nothing.
            let reporting = Reporting { call: id, report: Report::OnPost, how: knock.way.how() };
            self.report_as_knocker(reporting, by, now).await?;
        }
        let write = self.store().write().await?;
        if !once.keep(&write, &who, id.0).await? {
            drop(write);
            return self.made_meanwhile(&who, once).await.map(|_| ());
        }
        let held = self.hold_open_call(&write, &call).await?;
        if found == KnockFound::Nobody {
            let task = callout::knocks_of(write.tx(), &[id]).await?.remove(&id).ok_or_else(missing)?;
            if answer.ordered_at.is_some_and(|at| at != task.ordered_at.as_millisecond()) {
                return Err(StoreError::Stale.into());
            }
        }
        if callout::knock_found(&write, id, found, now).await? && found == KnockFound::Nobody {
            let entry = NewEntry {
                unit: Some((held.unit, held.path.clone())),
                by: By { account: Some(by.0), posting: Some(by.1) },
                payload: json!({ "callout": held.callout, "number": held.number.0, "way": knock.way }),
                ..NewEntry::about(Kind::CallKnockNobody, id.0, now)
            };
            journal::append(&write, &[entry]).await?;
        }
        write.commit().await?;
        Ok(())
    }

    /// The tasks of the actor in rounds that go on: the first due first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn my_knocks(&self, actor: &Actor) -> Result<Vec<MyKnock>, ServiceError> {
        let rounds = self.store().open_callouts().await?;
        let ids: Vec<_> = rounds.iter().map(|round| round.id).collect();
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let own = self.store().own_knocks(actor.account, Some(&ids)).await?;
        let mine = own.into_iter().filter_map(|(knock, call)| {
            let callout = rounds.iter().find(|round| round.id == knock.callout)?.clone();
            let state = KnockState::of(knock.found.map(|(found, _)| found), call.call.state, callout.ended.is_some());
            Some(MyKnock { knock, call, callout, state })
        });
        Ok(mine.collect())
    }

    /// How many tasks an account ever had, by where they stand.
    pub(crate) async fn knock_states_of(&self, account: AccountId) -> Result<BTreeMap<String, i64>, ServiceError> {
        let tasks = self.store().own_knocks(account, None).await?;
        let rounds: HashSet<_> = tasks.iter().map(|(knock, _)| knock.callout).collect();
        let rounds: Vec<_> = rounds.into_iter().collect();
        let ended =
            callout::by_id(self.store().read(), &rounds).await?.into_iter().filter(|round| round.ended.is_some());
        let ended: HashSet<_> = ended.map(|round| round.id).collect();
        let mut states = BTreeMap::new();
        for (knock, call) in tasks {
            let found = knock.found.map(|(found, _)| found);
            let state = KnockState::of(found, call.call.state, ended.contains(&knock.callout));
            *states.entry(state.word().to_owned()).or_default() += 1;
        }
        Ok(states)
    }
}

/// A task for a call that nobody ordered yet.
pub(super) fn knock(
    call: &CallRow,
    owner: (PostingId, AccountId),
    way: KnockWay,
    time: SignedDuration,
    now: Timestamp,
) -> Knock {
    Knock {
        call: call.id,
        callout: call.callout,
        unit: (call.unit, call.path.clone()),
        way,
        owner,
        ordered_at: now,
        ordered_by: None,
        due_at: now.saturating_add(time).unwrap_or(now),
        found: None,
    }
}

/// What the journal says of a new task; by nobody where a unit went dark.
pub(super) fn ordered(knock: &Knock, now: Timestamp) -> NewEntry {
    let payload = json!({
        "callout": knock.callout,
        "to": knock.owner.0,
        "way": knock.way,
        "due_at": knock.due_at.as_millisecond(),
    });
    let unit = Some((knock.unit.0, knock.unit.1.clone()));
    NewEntry { unit, payload, ..NewEntry::about(Kind::CallKnockOrdered, knock.call.0, now) }
}
