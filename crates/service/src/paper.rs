//! Papers as PDF: asked for by a person, made by a worker, fetched by the same person within a day.

use domain::access::Actor;
use domain::id::PaperId;
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};
use store::paper::{self, Claimed, NewPaper, PaperRow};

use crate::{Service, ServiceError};

/// How long a paper is kept.
const KEPT: SignedDuration = SignedDuration::from_hours(24);

/// How long a worker may be silent before another one begins anew: longer than any paper takes.
const SILENT: SignedDuration = SignedDuration::from_mins(5);

/// How often a paper is begun before it is given up: one that ends its worker would do so for ever.
const TRIES_MAX: i32 = 3;

/// Most papers of one account that wait at the same time.
const WAITING_MAX: u64 = 20;

/// Longest form, in bytes.
const FORM_MAX: usize = 4_000_000;

impl Service {
    /// Asks for a paper with what stands on it. The same one within a day is made once.
    ///
    /// # Errors
    /// When too many of the account wait already, or it is too long.
    pub async fn ask_paper(
        &self,
        actor: &Actor,
        name: String,
        form: String,
        now: Timestamp,
    ) -> Result<PaperRow, ServiceError> {
        if form.len() > FORM_MAX {
            let detail = format!("the paper has {} bytes; at most {FORM_MAX} can be printed", form.len());
            return Err(ServiceError::invalid("paper", "paper_too_long", detail));
        }
        let hash = Sha256::digest(form.as_bytes()).to_vec();
        let fresh = PaperId(uuid::Uuid::now_v7());
        let new = NewPaper { id: fresh, account: actor.account, hash, name, form, asked_at: now };
        let write = self.store().write().await?;
        let id = paper::ask(&write, &new).await?;
        if id == fresh && paper::waiting(&write, actor.account).await? > WAITING_MAX {
            let detail = format!("{WAITING_MAX} papers wait already; ask again when they are made");
            return Err(ServiceError::invalid("paper", "papers_waiting", detail));
        }
        write.commit().await?;
        self.paper(actor, id).await
    }

    /// How an own paper stands.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] when the account has asked for none with this id within a day.
    pub async fn paper(&self, actor: &Actor, id: PaperId) -> Result<PaperRow, ServiceError> {
        let found = self.store().paper(id).await?.filter(|paper| paper.account == actor.account);
        found.ok_or(ServiceError::NotFound("paper"))
    }

    /// An own paper with its file.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] when there is none, or it is not made yet.
    pub async fn paper_file(&self, actor: &Actor, id: PaperId) -> Result<(PaperRow, Vec<u8>), ServiceError> {
        let row = self.paper(actor, id).await?;
        let content = self.store().paper_content(id).await?.ok_or(ServiceError::NotFound("file of the paper"))?;
        Ok((row, content))
    }

    /// Takes the next paper that waits; one that ended its worker again and again is given up.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn claim_paper(&self, now: Timestamp) -> Result<Option<Claimed>, ServiceError> {
        let left_before = now.saturating_sub(SILENT).unwrap_or(now);
        // Most looks find nothing, and a look should not hold the one writer of SQLite.
        if !self.store().has_open_paper(left_before).await? {
            return Ok(None);
        }
        let write = self.store().write().await?;
        let mut claimed = paper::claim(&write, left_before, now).await?;
        if let Some(lost) = claimed.take_if(|claimed| claimed.tries > TRIES_MAX) {
            let detail = "its worker ended each time before it was made".to_owned();
            paper::keep(&write, lost.id, Err(("print_failed".to_owned(), detail)), now).await?;
        }
        write.commit().await?;
        Ok(claimed)
    }

    /// Keeps the file of a paper, or why there is none: a stable word and a sentence.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn keep_paper(
        &self,
        id: PaperId,
        made: Result<Vec<u8>, (String, String)>,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        let write = self.store().write().await?;
        paper::keep(&write, id, made, now).await?;
        write.commit().await?;
        Ok(())
    }

    /// Forgets papers of yesterday; how many.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_papers(&self, now: Timestamp) -> Result<usize, ServiceError> {
        let write = self.store().write().await?;
        let gone = paper::forget(&write, now.saturating_sub(KEPT).unwrap_or(now)).await?;
        write.commit().await?;
        Ok(usize::try_from(gone).unwrap_or(usize::MAX))
    }
}
