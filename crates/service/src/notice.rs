//! Notices about hazards (告知, 责令改正): issue, withdraw, list, print, and whether a paper is genuine.

use domain::access::{Actor, Permission};
use domain::id::{CommandId, HazardId, NoticeId};
use domain::journal::{By, Kind, NewEntry};
use domain::names::Names;
use domain::notice::{NoticeDraft, NoticeKind, NoticeRefusal};
use jiff::Timestamp;
use serde_json::json;
use store::account::PostingRow;
use store::hazard::Stored;
use store::notice::{self, Notice};
use store::{StoreError, journal};
use uuid::Uuid;

use crate::hazard::keep_text;
use crate::{Once, Service, ServiceError, secret};

/// A notice that somebody issues.
#[derive(Debug, Clone)]
pub struct NewNotice {
    /// The hazard that it is about.
    pub hazard: HazardId,
    /// What it says.
    pub draft: NoticeDraft,
    /// Names this command; a repeated one does nothing twice.
    pub key: CommandId,
    /// SHA-256 of the request as sent.
    pub body_hash: Vec<u8>,
}

/// A notice with all that stands on its paper.
#[derive(Debug, Clone)]
pub struct NoticeSheet {
    /// The notice.
    pub notice: Notice,
    /// Its hazard.
    pub stored: Stored,
    /// The name of the place that the hazard concerns.
    pub place: Option<Names>,
    /// The capacity in which it was signed.
    pub posting: Option<PostingRow>,
    /// What was found; empty when it was erased.
    pub found: String,
    /// What must be done; empty when it was erased.
    pub required: String,
    /// The rule it rests on; empty where there is none.
    pub basis: String,
}

impl Service {
    /// Issues a notice: number, texts and journal in one transaction.
    ///
    /// # Errors
    /// When the actor may not see the hazard or issue notices about it, a rule of [`NoticeDraft::check`] is against
    /// it, there is no such recipient, or the id or key was used for something else.
    pub async fn issue_notice(&self, actor: &Actor, new: NewNotice, now: Timestamp) -> Result<Notice, ServiceError> {
        let once = Once::new(new.key, new.body_hash.clone()).about(new.hazard.0);
        if let Some(issued) = self.made_before(&actor.account.to_string(), &once).await? {
            return self.issued(issued).await;
        }
        let mut attempts = 0;
        loop {
            match self.try_issue(actor, &new, &once, now).await {
                // Somebody of the same office took the number at the same time.
                Err(ServiceError::Store(StoreError::Duplicate(_))) if attempts < 5 => attempts += 1,
                Err(ServiceError::Store(StoreError::Duplicate(_))) => return Err(ServiceError::Exists("notice")),
                other => return other,
            }
        }
    }

    async fn try_issue(
        &self,
        actor: &Actor,
        new: &NewNotice,
        once: &Once,
        now: Timestamp,
    ) -> Result<Notice, ServiceError> {
        let stored = self.visible(actor, new.hazard).await?;
        let posting = self.require(actor, Permission::IssueNotice, &stored.hazard.target())?;
        let draft = &new.draft;
        if self.body(draft.recipient).is_none() {
            let detail = format!("there is no body `{}`", draft.recipient);
            return Err(ServiceError::invalid("recipient", "body_not_found", detail));
        }
        let tree = self.tree();
        let unit = tree.by_id(posting.unit).ok_or(ServiceError::NotFound("unit"))?;
        let body = posting.body.and_then(|id| self.body(id));
        let today = self.zone().to_datetime(now).date();
        let kind = draft.check(posting, body.as_ref(), unit.kind, &stored.hazard, today)?;
        let mut made = Notice {
            id: draft.id,
            kind,
            hazard: new.hazard,
            unit: posting.unit,
            body: posting.body,
            posting: posting.id,
            recipient: draft.recipient,
            year: today.year(),
            sequence: 0,
            code: secret::hex(&secret::salt()[..8]),
            issued_at: now,
            until: draft.until,
            withdrawn_at: None,
        };
        let write = self.store().write().await?;
        let who = actor.account.to_string();
        if !once.keep(&write, &who, draft.id.0).await? {
            drop(write);
            return self.issued(self.made_meanwhile(&who, once).await?).await;
        }
        made.sequence = notice::insert(&write, &made).await?;
        let found = keep_text(&write, draft.id.0, "found", &draft.found).await?;
        let required = keep_text(&write, draft.id.0, "required", &draft.required).await?;
        let basis = keep_text(&write, draft.id.0, "basis", &draft.basis).await?;
        let by = By { account: Some(actor.account), posting: Some(posting.id) };
        let payload = json!({
            "hazard": new.hazard,
            "kind": kind,
            "recipient": draft.recipient,
            "year": made.year,
            "sequence": made.sequence,
            "until": draft.until.to_string(),
            "found": found,
            "required": required,
            "basis": basis,
        });
        let entry = NewEntry { by, command: Some(new.key), payload, ..about(Kind::NoticeIssued, &made, &stored, now) };
        journal::append(&write, &[entry]).await?;
        write.commit().await?;
        Ok(made)
    }

    /// The notice that a request made.
    async fn issued(&self, id: Uuid) -> Result<Notice, ServiceError> {
        self.store().notice(NoticeId(id)).await?.ok_or(ServiceError::NotFound("notice"))
    }

    /// The notice that the actor may issue about a hazard now.
    pub(crate) fn notice_offered(&self, actor: &Actor, stored: &Stored) -> Option<NoticeKind> {
        let posting = actor.may(self.titles(), Permission::IssueNotice, &stored.hazard.target())?;
        let unit = self.tree().by_id(posting.unit)?.kind;
        let body = posting.body.and_then(|id| self.body(id));
        NoticeKind::possible(body.as_ref(), unit, &stored.hazard).ok()
    }

    /// Withdraws a notice. It keeps its number, and its paper is known as withdrawn from now on; a second time
    /// changes nothing.
    ///
    /// # Errors
    /// When there is none that the actor may know of, or she may not issue notices for its issuer.
    pub async fn withdraw_notice(&self, actor: &Actor, id: NoticeId, now: Timestamp) -> Result<Notice, ServiceError> {
        let (found, stored) = self.known_notice(actor, id).await?;
        let posting = self.require(actor, Permission::IssueNotice, &stored.hazard.target())?;
        if (posting.unit, posting.body) != (found.unit, found.body) {
            return Err(ServiceError::Forbidden(Permission::IssueNotice));
        }
        let write = self.store().write().await?;
        if notice::withdraw(&write, id, now).await? {
            let by = By { account: Some(actor.account), posting: Some(posting.id) };
            let payload = json!({ "hazard": stored.hazard.id });
            let entry = NewEntry { by, payload, ..about(Kind::NoticeWithdrawn, &found, &stored, now) };
            journal::append(&write, &[entry]).await?;
            write.commit().await?;
        }
        self.issued(id.0).await
    }

    /// The notices about a hazard, the oldest first.
    ///
    /// # Errors
    /// When the actor may not know of the hazard.
    pub async fn notices(&self, actor: &Actor, hazard: HazardId) -> Result<Vec<Notice>, ServiceError> {
        let stored = self.visible(actor, hazard).await?;
        if !self.reads_notices(actor, &stored) {
            return Ok(Vec::new());
        }
        Ok(self.store().notices(hazard).await?)
    }

    /// Everything that stands on the paper of a notice.
    ///
    /// # Errors
    /// When there is none that the actor may know of.
    pub async fn notice_sheet(&self, actor: &Actor, id: NoticeId) -> Result<NoticeSheet, ServiceError> {
        let (notice, stored) = self.known_notice(actor, id).await?;
        let posting = self.store().postings_by_id(&[notice.posting]).await?.pop();
        let texts = self.store().texts(&[id.0]).await?.remove(&id.0).unwrap_or_default();
        let text = |name: &str| {
            texts.iter().find(|(_, field, _)| field == name).map(|(_, _, value)| value.clone()).unwrap_or_default()
        };
        let place = match stored.place {
            Some(id) => self.store().place(id).await?.map(|place| place.names),
            None => None,
        };
        let (found, required, basis) = (text("found"), text("required"), text("basis"));
        Ok(NoticeSheet { notice, stored, place, posting, found, required, basis })
    }

    /// The notice whose paper shows `code`, for anybody who holds the paper. Spaces, hyphens and case do not matter.
    ///
    /// # Errors
    /// When there is none.
    pub async fn genuine_notice(&self, code: &str) -> Result<Notice, ServiceError> {
        let code: String = code.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        let found = self.store().notice_by_code(&code.to_lowercase()).await?;
        found.ok_or(ServiceError::NotFound("notice"))
    }

    async fn known_notice(&self, actor: &Actor, id: NoticeId) -> Result<(Notice, Stored), ServiceError> {
        let missing = || ServiceError::NotFound("notice");
        let found = self.store().notice(id).await?.ok_or_else(missing)?;
        match self.visible(actor, found.hazard).await {
            Ok(stored) if self.reads_notices(actor, &stored) => Ok((found, stored)),
            Ok(_) | Err(ServiceError::NotFound(_)) => Err(missing()),
            Err(error) => Err(error),
        }
    }

    /// A reporter sees her hazard, but not what an office writes to somebody about it.
    fn reads_notices(&self, actor: &Actor, stored: &Stored) -> bool {
        actor.may(self.titles(), Permission::ViewHazards, &stored.hazard.target()).is_some()
    }
}

fn about(kind: Kind, notice: &Notice, stored: &Stored, now: Timestamp) -> NewEntry {
    NewEntry {
        unit: Some((stored.hazard.unit, stored.hazard.path.clone())),
        body: stored.hazard.body,
        ..NewEntry::about(kind, notice.id.0, now)
    }
}

impl From<NoticeRefusal> for ServiceError {
    fn from(refusal: NoticeRefusal) -> Self {
        match refusal.field() {
            Some(field) => Self::invalid(field, refusal.code(), refusal.to_string()),
            None => Self::Notice(refusal),
        }
    }
}
