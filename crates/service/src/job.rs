//! The job queue as workers and operators use it.

use domain::job::{ATTEMPTS_MAX, pause};
use domain::journal::{Kind, NewEntry};
use jiff::{SignedDuration, Timestamp};
use store::job::{Claimed, Counts, Dead};
use store::{Engine, Meta, job, journal};
use uuid::Uuid;

use crate::{Service, ServiceError};

/// Most dead jobs that are listed at once.
const LISTED_MAX: u64 = 1_000;

impl Service {
    /// Claims jobs that are due, for `lease`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn claim_jobs(
        &self,
        now: Timestamp,
        lease: SignedDuration,
        limit: u64,
    ) -> Result<Vec<Claimed>, ServiceError> {
        // Most looks find nothing, and a look should not hold the one writer of SQLite.
        if !self.store().has_due_job(now).await? {
            return Ok(Vec::new());
        }
        let write = self.store().write().await?;
        let claimed = job::claim(&write, now, lease, limit).await?;
        write.commit().await?;
        Ok(claimed)
    }

    /// Holds a job until `until`; `false` when it was lost to another worker, and must be let go.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn renew_job(&self, claimed: &Claimed, until: Timestamp) -> Result<bool, ServiceError> {
        let write = self.store().write().await?;
        let held = job::renew(&write, claimed, until).await?;
        write.commit().await?;
        Ok(held)
    }

    /// Takes a job off: it is done.
    ///
    /// # Errors
    /// When the database fails; it will be done again then.
    pub async fn finish_job(&self, claimed: &Claimed) -> Result<bool, ServiceError> {
        let write = self.store().write().await?;
        let held = job::finish(&write, claimed).await?;
        write.commit().await?;
        Ok(held)
    }

    /// Puts a failed job back for later, or gives it up after the last attempt. `jitter` is 0 to 1.
    ///
    /// # Errors
    /// When the database fails; its lease ends then.
    pub async fn fail_job(
        &self,
        claimed: &Claimed,
        error: &str,
        now: Timestamp,
        jitter: f64,
    ) -> Result<(), ServiceError> {
        let write = self.store().write().await?;
        if claimed.attempts >= ATTEMPTS_MAX || claimed.job.is_none() {
            job::bury(&write, claimed, error, now).await?;
        } else {
            let next = now.saturating_add(pause(claimed.attempts, jitter)).unwrap_or(now);
            job::put_back(&write, claimed, next, error, true).await?;
        }
        write.commit().await?;
        Ok(())
    }

    /// Puts a job back that could not even be begun; the attempt does not count.
    ///
    /// # Errors
    /// When the database fails; its lease ends then.
    pub async fn postpone_job(&self, claimed: &Claimed, until: Timestamp, why: &str) -> Result<(), ServiceError> {
        let write = self.store().write().await?;
        job::put_back(&write, claimed, until, why, false).await?;
        write.commit().await?;
        Ok(())
    }

    /// Ends the claims that a process left behind when it died. On SQLite one process owns the file, so
    /// at its start every claim is such a one; elsewhere their leases end by time.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn release_left_claims(&self) -> Result<u64, ServiceError> {
        if self.store().engine() != Engine::Sqlite {
            return Ok(0);
        }
        let write = self.store().write().await?;
        let released = job::release_all(&write).await?;
        write.commit().await?;
        Ok(released)
    }

    /// Whether the database was restored or copied and nobody has released it yet: nothing is sent then.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn is_held(&self) -> Result<bool, ServiceError> {
        Ok(Meta::get(self.store().read(), "held").await?.is_some())
    }

    /// Jobs that were given up, the latest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn dead_jobs(&self) -> Result<Vec<Dead>, ServiceError> {
        Ok(self.store().dead_jobs(LISTED_MAX).await?)
    }

    /// How many jobs wait and how many were given up.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn job_counts(&self) -> Result<Counts, ServiceError> {
        Ok(self.store().job_counts().await?)
    }

    /// Puts a job that was given up back as if it were new, on behalf of the operator.
    ///
    /// # Errors
    /// When there is no dead job with this id.
    pub async fn retry_job(&self, id: Uuid, now: Timestamp) -> Result<(), ServiceError> {
        let write = self.store().write().await?;
        if !job::revive(&write, id, now).await? {
            return Err(ServiceError::NotFound("dead job"));
        }
        journal::append(&write, &[NewEntry::about(Kind::JobRetried, id, now)]).await?;
        write.commit().await?;
        Ok(())
    }
}
