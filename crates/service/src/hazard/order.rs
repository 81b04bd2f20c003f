//! Orders of other systems as reports: each becomes a hazard by the ordinary use case, and a changed one is noted.

use domain::access::{Actor, Permission};
use domain::catalogue::Urgency;
use domain::hazard::EventKind;
use domain::id::HazardId;
use domain::journal::{By, NewEntry};
use jiff::Timestamp;
use serde_json::json;
use store::work_order::{self, Order};
use store::{StoreError, Write, journal};
use uuid::Uuid;

use super::{Extras, Reported, StepEntry, Submission, keep_text};
use crate::{Service, ServiceError};

/// What a report has beside itself when it is the order of another system.
#[derive(Debug, Clone)]
pub(crate) struct NewOrder {
    /// Identity of the order.
    pub(crate) id: Uuid,
    /// Key of the system.
    pub(crate) system: String,
    /// Its number there.
    pub(crate) number: String,
    /// Digests of its fields, as JSON.
    pub(crate) content: String,
    /// How fast, where they say so; as the catalogue has it otherwise.
    pub(crate) urgency: Option<Urgency>,
    /// When they took it down.
    pub(crate) reported_at: Timestamp,
}

impl NewOrder {
    /// System and number, by which the hazard is found.
    pub(super) fn names(&self) -> (String, String) {
        (self.system.clone(), self.number.clone())
    }

    /// Writes the order down in the transaction of the report.
    pub(super) async fn insert(&self, write: &Write, hazard: HazardId, now: Timestamp) -> Result<(), StoreError> {
        let order = Order {
            id: self.id,
            system: self.system.clone(),
            number: self.number.clone(),
            hazard,
            content: self.content.clone(),
            steps: 0,
            written: None,
            reported_at: self.reported_at,
            received_at: now,
            changed_at: now,
        };
        work_order::insert(write, &order).await
    }

    /// Says in the journal where the report comes from. Their number is their text, so it does not stand there.
    pub(super) fn mark(&self, entry: &mut NewEntry) {
        entry.payload["order"] = json!({ "id": self.id, "system": self.system });
    }
}

impl Service {
    /// Takes an order in as a report; without an actor on behalf of the operator.
    pub(crate) async fn report_order(
        &self,
        actor: Option<&Actor>,
        new: Submission,
        order: &NewOrder,
        now: Timestamp,
    ) -> Result<Reported, ServiceError> {
        self.take(actor, new, Extras::default(), Some(order), now).await
    }

    /// Notes in the hazard's course that the other system changed its order, and what the order says now. The hazard
    /// itself stays as it is: who works on it decides what follows.
    pub(crate) async fn amend_order(
        &self,
        actor: Option<&Actor>,
        before: &Order,
        (content, text): (&str, &str),
        changed: &[String],
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        let stored = self.store().hazard(before.hazard).await?.ok_or(ServiceError::NotFound("hazard"))?;
        let posting = actor.map(|actor| self.require(actor, Permission::BridgeOrders, &stored.hazard.target()));
        let posting = posting.transpose()?.map(|posting| posting.id);
        let write = self.store().write().await?;
        work_order::amend(&write, before, content, now).await?;
        let text = if changed.iter().any(|field| field == "text") { text } else { "" };
        let text = keep_text(&write, before.hazard.0, "note", text).await?;
        let step = StepEntry {
            from: Some(&stored.hazard),
            by: By { account: actor.map(|actor| actor.account), posting },
            ..StepEntry::new(&stored.hazard, EventKind::Amended, self.rules().stamp(), now)
        };
        let mut entry = step.entry(text);
        entry.payload["order"] = json!({ "id": before.id, "system": before.system, "changed": changed });
        journal::append(&write, &[entry]).await?;
        write.commit().await?;
        Ok(())
    }
}
