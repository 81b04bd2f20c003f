//! Silence climbs: nobody decided in time, and the unit above hears.

use domain::access::Permission;
use domain::job::{Job, NewJob};
use domain::journal::By;
use domain::response::StepKind;
use jiff::Timestamp;
use store::response::{self, ResponseRow};
use store::{Write, callout, job, journal};

use super::{ResponseNotice, entry, step};
use crate::{Service, ServiceError};

/// Responses in one transaction.
const CHUNK: u64 = 500;

impl Service {
    /// Lets silence climb wherever it is due; says how often.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn escalate_silent_responses(&self, now: Timestamp) -> Result<usize, ServiceError> {
        let mut climbed = 0;
        // Most looks find nothing, and a look should not hold the one writer of SQLite.
        while self.store().has_silent_response(now).await? {
            let write = self.store().write().await?;
            let (mut steps, mut entries, mut jobs) = (Vec::new(), Vec::new(), Vec::new());
            for known in response::hold_silent(&write, now, CHUNK).await? {
                let Some(response) = known.response.escalate(now) else { continue };
                let after = ResponseRow { response, changed_at: now, ..known };
                response::update(&write, &after).await?;
                let step = step(&after, StepKind::Escalated, now);
                entries.push(entry(&after, &step, By::default()));
                steps.push(step);
                jobs.extend(self.told_above(&write, &after, now).await?);
            }
            if steps.is_empty() {
                return Ok(climbed);
            }
            climbed += steps.len();
            response::add_steps(&write, &steps).await?;
            journal::append(&write, &entries).await?;
            job::insert(&write, &jobs, now).await?;
            write.commit().await?;
        }
        Ok(climbed)
    }

    /// One message for each post of the unit above that decides or keeps the desk.
    async fn told_above(&self, write: &Write, row: &ResponseRow, now: Timestamp) -> Result<Vec<NewJob>, ServiceError> {
        let tree = self.tree();
        let above = tree.by_id(row.unit.0).map(|unit| unit.parent.unwrap_or(unit.id));
        let Some(unit) = above.and_then(|id| tree.by_id(id)) else { return Ok(Vec::new()) };
        let posts = callout::posts_at(write.tx(), unit.id, now).await?;
        let decides = |title: &str| {
            self.titles().get(title).is_some_and(|title| {
                [Permission::DecideResponse, Permission::RecordDecision]
                    .iter()
                    .any(|one| title.grants.contains_key(one))
            })
        };
        let times = row.response.escalations;
        let job = |recipient| Job::Undecided { response: row.id, times, recipient };
        let posts = posts.iter().filter(|post| decides(&post.title));
        Ok(posts.map(|post| NewJob { job: job(post.account), not_before: now }).collect())
    }

    /// The message of such a job; `None` when it was decided meanwhile, or went already.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn begin_undecided_notice(
        &self,
        job: &Job,
        created_at: Timestamp,
        now: Timestamp,
    ) -> Result<Option<ResponseNotice>, ServiceError> {
        let &Job::Undecided { response, recipient, .. } = job else { return Ok(None) };
        let Some(row) = self.store().response(response).await? else { return Ok(None) };
        let Some(asked) = row.response.proposal.as_ref().filter(|_| row.response.is_open()) else { return Ok(None) };
        self.begin_response_notice((job, recipient, asked.since), &row, created_at, now).await
    }
}
