//! Taking a report in.

use std::sync::Arc;

use domain::access::{Actor, Permission, Target};
use domain::catalogue::Item;
use domain::hazard::{Channel, Draft, Hazard};
use domain::id::{CommandId, FileId, HazardId, PostingId};
use domain::journal::By;
use domain::unit::{Unit, UnitTree};
use jiff::Timestamp;
use serde_json::json;
use store::hazard::{Report, Spot, Stored};
use store::{Rows, StoreError, hazard, journal, unit_write};

use super::located::Located;
use super::{NewOrder, StepEntry, keep_text_with, restricted};
use crate::report_contact::Reachable;
use crate::{Once, Service, ServiceError, secret};

/// Shortest and longest follow secret accepted, in characters.
const FOLLOW_CHARS: std::ops::RangeInclusive<usize> = 22..=64;

/// A report as it comes in, with what makes it repeatable.
#[derive(Debug, Clone)]
pub struct Submission {
    /// The checked report.
    pub draft: Draft,
    /// Names this command; a repeated one does nothing twice.
    pub key: CommandId,
    /// SHA-256 of the request as sent.
    pub body_hash: Vec<u8>,
    /// A secret that the client made for following the report; made here when missing.
    pub follow_secret: Option<String>,
}

impl Submission {
    /// What makes it repeatable.
    pub(super) fn once(&self) -> Once {
        Once::new(self.key, self.body_hash.clone())
    }
}

/// What a reporter may add to a report.
#[derive(Debug, Clone, Default)]
pub struct Extras {
    /// A phone number for status texts.
    pub phone: Option<String>,
    /// Language tag of those texts.
    pub language: Option<String>,
    /// Files that were uploaded before.
    pub files: Vec<FileId>,
}

/// A report that was taken.
#[derive(Debug)]
pub struct Reported {
    /// The hazard as stored.
    pub stored: Stored,
    /// The secret of the follow link; missing when a repeated request did not bring it along.
    pub follow_secret: Option<String>,
}

impl Service {
    /// Takes a report in, from a signed-in actor or anonymously.
    ///
    /// # Errors
    /// When the category is not taken, there is no tree yet, the id is used, or the key came before
    /// with another request.
    pub async fn report(
        &self,
        actor: Option<&Actor>,
        new: Submission,
        now: Timestamp,
    ) -> Result<Reported, ServiceError> {
        self.report_with(actor, new, Extras::default(), now).await
    }

    /// Takes a report in, with a number for status texts and files.
    ///
    /// # Errors
    /// As [`report`](Self::report); and when the number is none, or a file cannot be attached.
    pub async fn report_with(
        &self,
        actor: Option<&Actor>,
        new: Submission,
        extras: Extras,
        now: Timestamp,
    ) -> Result<Reported, ServiceError> {
        self.take(actor, new, extras, None, now).await
    }

    /// Takes a report in; one that is the order of another system brings that along.
    pub(super) async fn take(
        &self,
        actor: Option<&Actor>,
        new: Submission,
        extras: Extras,
        order: Option<&NewOrder>,
        now: Timestamp,
    ) -> Result<Reported, ServiceError> {
        let Some(item) = self.catalogue().get(&new.draft.category).filter(|item| item.enabled) else {
            let detail = format!("`{}` is not a category that is taken here", new.draft.category);
            return Err(ServiceError::invalid("category", "category_unknown", detail));
        };
        if new.follow_secret.as_ref().is_some_and(|secret| !FOLLOW_CHARS.contains(&secret.len())) {
            let detail = "`follow_secret` must have 22 to 64 characters";
            return Err(ServiceError::invalid("follow_secret", "follow_secret_invalid", detail));
        }
        restricted::takes_files(item.restricted, &extras.files)?;
        let who = sender(actor, &new);
        let reachable = self.reachable(extras.phone.as_deref(), extras.language.as_deref())?;
        if reachable.is_some() && new.follow_secret.is_none() {
            // The hash of the request is kept in the clear. Without something in it that nobody can
            // guess, whoever has the database could try all numbers against it.
            let detail = "a report with a `phone` needs a `follow_secret` made by the client";
            return Err(ServiceError::invalid("follow_secret", "follow_secret_invalid", detail));
        }
        let secret = new.follow_secret.clone().unwrap_or_else(secret::token);
        let more = (reachable.as_ref(), extras.files.as_slice(), order);
        let mut attempts = 0;
        let refused = loop {
            match self.try_report(actor, item, &new, &who, &secret, more, now).await {
                Ok(stored) => return Ok(Reported { stored, follow_secret: Some(secret) }),
                // The tree changed between locating and writing: locate again.
                Err(ServiceError::Store(StoreError::Stale)) if attempts < 3 => {
                    attempts += 1;
                    self.refresh_tree().await?;
                }
                Err(ServiceError::Store(StoreError::Duplicate(_))) => break ServiceError::Exists("hazard"),
                Err(ServiceError::Store(error)) => return Err(error.into()),
                Err(error) => break error,
            }
        };
        // A request that came before has its answer, whatever has changed since.
        let made = self.made_before(&who, &new.once()).await?.ok_or(refused)?;
        let stored = self.store().hazard(HazardId(made)).await?.ok_or(ServiceError::NotFound("hazard"))?;
        // The secret is never given out a second time; a client that made it has it.
        Ok(Reported { stored, follow_secret: new.follow_secret })
    }

    #[expect(clippy::too_many_arguments, reason = "what one report consists of")]
    async fn try_report(
        &self,
        actor: Option<&Actor>,
        item: &Item,
        new: &Submission,
        who: &str,
        secret: &str,
        (reachable, files, order): (Option<&Reachable>, &[FileId], Option<&NewOrder>),
        now: Timestamp,
    ) -> Result<Stored, ServiceError> {
        let tree = self.tree();
        let unit = self.responsible(&tree, &new.draft).await?;
        let account = actor.map(|actor| actor.account);
        let posting = self.reports_for_others(actor, &new.draft, unit, order.is_some())?;
        let draft = restricted::least(item, &new.draft);
        let (mut opened, event) = Hazard::open(&draft, item, unit, account, now);
        opened.urgency = order.and_then(|order| order.urgency).unwrap_or(opened.urgency);
        let deadlines = self.rules().after(Vec::new(), opened.grading(), event, now)?;
        let spot = Spot {
            position: draft.position,
            accuracy_m: draft.accuracy_m.and_then(|m| i32::try_from(m).ok()),
            place: draft.place,
        };
        let located = Located::new(spot);
        let extra = Report {
            place: draft.place,
            accuracy_m: draft.accuracy_m,
            place_salt: located.as_ref().map(|located| located.salt.clone()),
            follow_hash: Some(secret::sha256(&[secret.as_bytes()])),
            outside: order.map(NewOrder::names),
        };
        let write = self.store().write().await?;
        unit_write::hold_tree(&write, tree.version()).await?;
        let mut along = Rows::default();
        new.once().keep_with(&mut along, who, opened.id.0);
        let text = keep_text_with(&mut along, opened.id.0, "description", &new.draft.description);
        let step = StepEntry {
            by: By { account, posting },
            command: Some(new.key),
            happened_at: new.draft.happened_at,
            ..StepEntry::new(&opened, event, self.rules().stamp(), now)
        };
        let mut entry = step.entry(text);
        entry.payload["located"] = json!(located.map(|located| located.hash));
        if let Some(ahead) = new.draft.clock_ahead {
            entry.payload["clock_ahead_ms"] = json!(i64::try_from(ahead.as_millis()).unwrap_or_default());
        }
        if let Some(order) = order {
            order.mark(&mut entry);
        }
        along.journal(entry);
        let stored = hazard::insert(&write, &opened, &extra, &deadlines, along).await?;
        if let Some(order) = order {
            order.insert(&write, opened.id, now).await?;
        }
        if let Some(reachable) = reachable {
            self.keep_contact(&write, opened.id, reachable, now).await?;
        }
        let attached = self.attach_reported(&write, account, &opened, files, now).await?;
        journal::append(&write, &attached).await?;
        write.commit().await?;
        Ok(stored)
    }

    /// The posting under which somebody reports what others saw; `None` for the reporter's own report.
    fn reports_for_others(
        &self,
        actor: Option<&Actor>,
        draft: &Draft,
        unit: &Unit,
        ordered: bool,
    ) -> Result<Option<PostingId>, ServiceError> {
        let permission = match draft.channel {
            Channel::Own => return Ok(None),
            // An order without an account comes from the operator's own command line.
            Channel::Import if ordered && actor.is_none() => return Ok(None),
            Channel::Import => Permission::BridgeOrders,
            Channel::OnBehalf | Channel::PhoneNote => Permission::ReportForOthers,
        };
        let target = Target::at(&unit.path);
        let actor = actor.ok_or(ServiceError::Forbidden(permission))?;
        Ok(Some(self.require(actor, permission, &target)?.id))
    }

    /// The unit that answers for the report: by position, else by place, else as named.
    pub(super) async fn responsible<'t>(
        &self,
        tree: &'t Arc<UnitTree>,
        draft: &Draft,
    ) -> Result<&'t Unit, ServiceError> {
        let missing = || ServiceError::invalid("unit", "unit_not_found", "there is no present unit with this id");
        let located = draft.position.and_then(|position| tree.locate(position));
        if let Some(located) = located.filter(|located| !located.fallback) {
            return Ok(located.unit);
        }
        let named = match (draft.place, draft.unit) {
            (Some(place), _) => match self.store().place(place).await? {
                Some(place) => Some(place.unit),
                None => {
                    return Err(ServiceError::invalid("place", "place_not_found", "there is no place with this id"));
                }
            },
            (None, unit) => unit,
        };
        match (named, located) {
            (Some(id), _) => tree.by_id(id).filter(|unit| unit.valid_to.is_none()).ok_or_else(missing),
            (None, Some(located)) => Ok(located.unit),
            (None, None) => Err(ServiceError::invalid("lon", "no_units", "no units have been imported yet")),
        }
    }
}

/// Whose command it is: the account, or whoever holds the follow secret.
pub(super) fn sender(actor: Option<&Actor>, new: &Submission) -> String {
    match (actor, &new.follow_secret) {
        (Some(actor), _) => actor.account.to_string(),
        (None, Some(secret)) => format!("secret:{}", secret::hex(&secret::sha256(&[secret.as_bytes()]))),
        (None, None) => "anonymous".to_owned(),
    }
}
