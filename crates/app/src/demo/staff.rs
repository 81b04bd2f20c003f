//! Those who work on hazards in the demonstration, and the usual way of one from the report to its closing.

use anyhow::Context;
use domain::access::Actor;
use domain::hazard::Command;
use domain::id::{BodyId, CommandId, HazardId};
use jiff::Timestamp;
use service::Service;
use service::hazard::Act;
use uuid::Uuid;

/// Steps of the usual way.
pub(crate) const STEPS: usize = 7;

/// One who accepts and verifies, one who does the work, and the body that it belongs to.
pub(crate) struct Staff {
    lead: Actor,
    worker: Actor,
    body: BodyId,
}

impl Staff {
    pub(crate) async fn of(
        service: &Service,
        lead: &str,
        worker: &str,
        body: &str,
        now: Timestamp,
    ) -> anyhow::Result<Self> {
        let bodies = service.bodies();
        let body = bodies.iter().find(|one| one.code == body).with_context(|| format!("body `{body}`"))?.id;
        let (lead, worker) = (service.actor_by_login(lead, now).await?, service.actor_by_login(worker, now).await?);
        Ok(Self { lead, worker, body })
    }

    /// Takes the `number`th step, from 0, at an instant; the hazard's version afterwards.
    pub(crate) async fn step(
        &self,
        service: &Service,
        (id, version): (HazardId, i32),
        number: usize,
        at: Timestamp,
    ) -> anyhow::Result<i32> {
        let note = || "(演示)".to_owned();
        let (actor, command) = match number {
            0 => (&self.lead, Command::Accept),
            1 => (&self.lead, Command::Assign { body: self.body }),
            2 => (&self.worker, Command::Control { note: note() }),
            3 => (&self.worker, Command::Start),
            4 => (&self.worker, Command::Finish { note: note() }),
            5 => (&self.lead, Command::Verify),
            _ => (&self.lead, Command::Close),
        };
        let key = CommandId(Uuid::now_v7());
        let act = Act { id, version: Some(version), command, note: String::new(), key, body_hash: Vec::new() };
        Ok(service.act(actor, act, at).await?.hazard.version)
    }
}
