//! Orders in: each becomes a hazard once; one that comes again is known, one that comes changed is noted.

use std::collections::BTreeMap;

use domain::access::{Actor, Permission};
use domain::hazard::{Channel, Draft};
use domain::id::{CommandId, HazardId};
use jiff::Timestamp;
use store::StoreError;
use store::work_order::Order;
use uuid::Uuid;

use super::read::{Incoming, Reader, Refused};
use super::record::Record;
use super::{Mapping, record::short};
use crate::hazard::{NewOrder, Submission};
use crate::{Service, ServiceError, secret};

/// What became of one order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// A hazard was made of it.
    Created,
    /// It was here already, and says the same.
    Known,
    /// It was here already and says something else now: that is noted on its hazard.
    Changed,
    /// It was not taken.
    Refused(Refused),
}

impl Outcome {
    /// The stable word.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Known => "known",
            Self::Changed => "changed",
            Self::Refused(_) => "refused",
        }
    }
}

/// What became of one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderResult {
    /// The row that it came in.
    pub row: u64,
    /// Their number; empty where the row has none.
    pub number: String,
    /// What became of it.
    pub outcome: Outcome,
    /// Its hazard, where there is one.
    pub hazard: Option<HazardId>,
}

/// How many results have each word.
pub fn summary(results: &[OrderResult]) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::from([("created", 0), ("known", 0), ("changed", 0), ("refused", 0)]);
    for result in results {
        *counts.entry(result.outcome.word()).or_default() += 1;
    }
    counts
}

impl Service {
    /// Takes orders of another system in, each by itself: without an actor on behalf of the operator. A dry run says
    /// what would become of them and writes nothing. Safe to repeat.
    ///
    /// # Errors
    /// When the actor may hand in no orders at all, or the database fails; what was taken until then stays.
    pub async fn take_orders(
        &self,
        actor: Option<&Actor>,
        mapping: &Mapping,
        records: &[Record],
        dry_run: bool,
        now: Timestamp,
    ) -> Result<Vec<OrderResult>, ServiceError> {
        let permission = Permission::BridgeOrders;
        if actor.is_some_and(|actor| actor.scope(self.titles(), permission).is_empty()) {
            return Err(ServiceError::Forbidden(permission));
        }
        let tree = self.tree();
        let reader = Reader { service: self, mapping, tree: &tree };
        let mut results = Vec::with_capacity(records.len());
        for record in records {
            let number = reader.number(record).unwrap_or_default();
            let taken = match reader.read(record) {
                Ok(incoming) => self.take_order(actor, mapping, &incoming, dry_run, now).await,
                Err(refused) => Ok((Outcome::Refused(refused), None)),
            };
            let (outcome, hazard) = match taken {
                Ok(taken) => taken,
                Err(error) => (Outcome::Refused(refusal(&mapping.number, &number, error)?), None),
            };
            results.push(OrderResult { row: record.row, number, outcome, hazard });
        }
        Ok(results)
    }

    async fn take_order(
        &self,
        actor: Option<&Actor>,
        mapping: &Mapping,
        incoming: &Incoming,
        dry_run: bool,
        now: Timestamp,
    ) -> Result<(Outcome, Option<HazardId>), ServiceError> {
        let mut attempts = 0;
        loop {
            let taken = match self.store().order(&mapping.system, &incoming.number).await? {
                Some(order) => self.take_again(actor, &order, incoming, dry_run, now).await,
                None if dry_run => Ok((Outcome::Created, None)),
                None => self.take_new(actor, mapping, incoming, now).await,
            };
            match taken {
                // Somebody else brought the same order in this moment: look again.
                Err(ServiceError::Exists(_) | ServiceError::Store(StoreError::Stale)) if attempts < 3 => attempts += 1,
                other => return other,
            }
        }
    }

    async fn take_new(
        &self,
        actor: Option<&Actor>,
        mapping: &Mapping,
        incoming: &Incoming,
        now: Timestamp,
    ) -> Result<(Outcome, Option<HazardId>), ServiceError> {
        let id = HazardId(Uuid::now_v7());
        let content = serde_json::to_string(&incoming.content(&mapping.system))?;
        let draft = Draft::new(
            id,
            incoming.category.clone(),
            Some(incoming.text.clone()),
            incoming.degrees.unzip(),
            None,
            incoming.unit,
            None,
            Some(incoming.reported_at),
            now,
        )?;
        let draft = Draft { channel: Channel::Import, ..draft };
        let order = NewOrder {
            id: Uuid::now_v7(),
            system: mapping.system.clone(),
            number: incoming.number.clone(),
            content,
            urgency: incoming.urgency,
            reported_at: incoming.reported_at,
        };
        // Their number makes it repeatable; the command needs no name that anybody remembers.
        let body_hash = secret::sha256(&[order.content.as_bytes()]);
        let new = Submission { draft, key: CommandId(Uuid::new_v4()), body_hash, follow_secret: None };
        self.report_order(actor, new, &order, now).await?;
        Ok((Outcome::Created, Some(id)))
    }

    async fn take_again(
        &self,
        actor: Option<&Actor>,
        order: &Order,
        incoming: &Incoming,
        dry_run: bool,
        now: Timestamp,
    ) -> Result<(Outcome, Option<HazardId>), ServiceError> {
        // Whoever may not see the place learns nothing about what is there.
        if let Some(actor) = actor {
            let stored = self.store().hazard(order.hazard).await?.ok_or(ServiceError::NotFound("hazard"))?;
            self.require(actor, Permission::BridgeOrders, &stored.hazard.target())?;
        }
        let before: BTreeMap<String, String> = serde_json::from_str(&order.content)?;
        let content = incoming.content(&order.system);
        let changed: Vec<String> = content
            .iter()
            .filter(|(field, digest)| before.get(**field) != Some(*digest))
            .map(|(field, _)| (*field).to_owned())
            .collect();
        if changed.is_empty() {
            return Ok((Outcome::Known, Some(order.hazard)));
        }
        if !dry_run {
            let content = serde_json::to_string(&content)?;
            self.amend_order(actor, order, (&content, &incoming.text), &changed, now).await?;
        }
        Ok((Outcome::Changed, Some(order.hazard)))
    }
}

/// What concerns one order refuses it; everything else ends the run.
fn refusal(field: &str, number: &str, error: ServiceError) -> Result<Refused, ServiceError> {
    let detail = error.to_string();
    let code = match &error {
        ServiceError::Forbidden(_) => "forbidden",
        ServiceError::Invalid { code, .. } => code,
        ServiceError::Draft(_) => "invalid_request",
        // A case that was imported under the same number belongs to no order.
        ServiceError::Exists(_) => "number_taken",
        _ => return Err(error),
    };
    Ok(Refused { field: field.to_owned(), value: short(number), code, detail })
}
