//! Alerts: what a desk must know at once, though no page of it is open.

use domain::id::{AccountId, UnitId};
use domain::job::{Alert, Job, NewJob};
use domain::names::Names;
use domain::unit::UnitPath;
use jiff::Timestamp;
use store::message::Message;
use uuid::Uuid;

use crate::{Service, ServiceError};

/// A message about what must not wait.
#[derive(Debug)]
pub struct AlertNotice {
    /// Its row.
    pub message: Message,
    /// To whom: a phone number.
    pub to: String,
    /// Where.
    pub unit: Names,
}

impl Service {
    /// One message for whoever decides first in the unit and in each above it, but for who caused it. Asked before a
    /// write begins: what waits for a second connection could wait for itself.
    pub(crate) async fn alerts(
        &self,
        (about, subject): (Alert, Uuid),
        path: &UnitPath,
        by: AccountId,
        now: Timestamp,
    ) -> Result<Vec<NewJob>, ServiceError> {
        let tree = self.tree();
        let lineage = tree.lineage(path);
        let Some(unit) = lineage.last() else { return Ok(Vec::new()) };
        let mut posts = self.posts_above(path, now).await?;
        posts.extend(self.first_post(unit, now).await?);
        let mut told: Vec<_> = posts.into_iter().map(|post| post.post.1).filter(|account| *account != by).collect();
        told.sort_unstable();
        told.dedup();
        let job = |recipient| Job::Alert { about, subject, unit: unit.id, recipient };
        Ok(told.into_iter().map(|recipient| NewJob { job: job(recipient), not_before: now }).collect())
    }

    /// The message of such a job; `None` without a number, or when it went already.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn begin_alert(
        &self,
        job: &Job,
        created_at: Timestamp,
        now: Timestamp,
    ) -> Result<Option<AlertNotice>, ServiceError> {
        let &Job::Alert { subject, unit, recipient, .. } = job else { return Ok(None) };
        let begun = self.begin_text(job, (recipient, subject), created_at, now).await?;
        Ok(begun.map(|(message, to)| AlertNotice { message, to, unit: self.name_of(unit) }))
    }

    /// What a unit is called; nothing where it is gone.
    pub(crate) fn name_of(&self, unit: UnitId) -> Names {
        self.tree().by_id(unit).map(|unit| unit.names.clone()).unwrap_or_default()
    }
}
