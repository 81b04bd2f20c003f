//! Those who work on hazards in the demonstration, and the usual way of one from the report to its closing.

use anyhow::Context;
use domain::access::Actor;
use domain::body::BodyKind;
use domain::hazard::Command;
use domain::id::{BodyId, CommandId, HazardId};
use domain::names::Names;
use jiff::Timestamp;
use service::Service;
use service::account::{NewAccount, NewPosting};
use service::exchange::BodyRow;
use service::hazard::Act;
use uuid::Uuid;

/// Code of the city.
pub(crate) const CITY: &str = "4101";

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

    /// Staff for the whole city, made for the purpose: nobody signs in as it.
    pub(crate) async fn of_the_city(service: &Service, now: Timestamp) -> anyhow::Result<Self> {
        const BODY: &str = "demo-works";
        let body = BodyRow {
            row: 1,
            kind: BodyKind::PropertyCompany,
            code: BODY.to_owned(),
            names: Names::zh_en("全市维保(演示)", "City-wide maintenance (demo)"),
            jurisdiction: vec![CITY.to_owned()],
        };
        service.import_bodies("demo", vec![body], now).await?;
        let body = service.bodies().iter().find(|one| one.code == BODY).map(|body| body.id);
        let unit = service.tree().by_code(CITY).context("the city")?.id;
        // A password that nobody knows.
        let password_hash = service.hash_password(&service::secret::token()).await?;
        let people = [
            ("demo-lead", ("演示受理员", "Demo acceptance"), "community_lead", None),
            ("demo-works", ("演示处置员", "Demo worker"), "property_manager", body),
        ];
        for (login, (zh, en), title, body) in people {
            let names = Names::zh_en(zh, en);
            let new = NewAccount { login: login.to_owned(), names, password_hash: password_hash.clone() };
            let posting = NewPosting { title: title.to_owned(), unit, body };
            service.create_account(new, &[posting], now).await?;
        }
        Self::of(service, "demo-lead", "demo-works", BODY, now).await
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
