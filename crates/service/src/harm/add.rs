//! What is known later: follow-up, final and corrected numbers (续报, 终报), and verified ones. Each is a version of its
//! own; those before it stay.

use domain::access::{Actor, Permission, Target};
use domain::harm::{Basis, Counts, Stage, known_at};
use domain::id::{HarmId, PostingId};
use domain::journal::{By, Kind, NewEntry};
use jiff::Timestamp;
use store::harm::{self, HarmReport, HarmVersion};
use store::{StoreError, journal, unit_write};
use uuid::Uuid;

use super::{counts_checked, keep_version, levels, note_checked};
use crate::{Once, Service, ServiceError, secret};

/// What is known later.
#[derive(Debug, Clone, PartialEq)]
pub struct VersionDraft {
    /// Which report it is.
    pub stage: Stage,
    /// What it rests on.
    pub basis: Basis,
    /// What is known.
    pub counts: Counts,
    /// Since when, by the device.
    pub known_at: Option<Timestamp>,
    /// More, in words.
    pub note: Option<String>,
    /// Whether the author's post may be shown; of a verification it always is.
    pub show_post: bool,
}

impl Service {
    /// Adds a version. Reported ones come from whoever reports there, or reported first; verified ones from somebody
    /// else who verifies there.
    ///
    /// # Errors
    /// When there is no such report for the actor, she would verify her own, or a count cannot be meant.
    pub async fn add_harm_version(
        &self,
        actor: &Actor,
        id: HarmId,
        draft: VersionDraft,
        once: &Once,
        now: Timestamp,
    ) -> Result<HarmId, ServiceError> {
        if self.made_before(&actor.account.to_string(), once).await?.is_some() {
            return Ok(id);
        }
        let counts = counts_checked(draft.counts)?;
        let note = note_checked(draft.note.as_deref())?;
        let note = note.as_deref();
        if draft.stage == Stage::First {
            let detail = "a later version is `follow_up` or `final`";
            return Err(ServiceError::invalid("stage", "stage_invalid", detail));
        }
        let mut attempts = 0;
        loop {
            match self.try_add_version(actor, id, &draft, counts, note, once, now).await {
                // Somebody else took the number, or the tree changed.
                Err(ServiceError::Store(StoreError::Duplicate(_) | StoreError::Stale)) if attempts < 5 => {
                    attempts += 1;
                    self.refresh_tree().await?;
                }
                done => return done,
            }
        }
    }

    #[expect(clippy::too_many_arguments, reason = "what one version consists of")]
    async fn try_add_version(
        &self,
        actor: &Actor,
        id: HarmId,
        draft: &VersionDraft,
        counts: Counts,
        note: Option<&str>,
        once: &Once,
        now: Timestamp,
    ) -> Result<HarmId, ServiceError> {
        let read = self.store().read();
        let report = harm::find(read, id).await?.ok_or(ServiceError::NotFound("report of harm"))?;
        let before = harm::versions_of(read, &[id]).await?;
        let posting = self.may_add(actor, &report, &before, draft.basis)?;
        let verified = draft.basis == Basis::Verified;
        let version = HarmVersion {
            id: Uuid::now_v7(),
            report: id,
            number: before.iter().map(|version| version.number).max().unwrap_or(0) + 1,
            stage: draft.stage,
            basis: draft.basis,
            counts,
            known_at: known_at(draft.known_at, now),
            recorded_at: now,
            author: actor.account,
            posting,
            show_post: draft.show_post || verified,
            reporter: report.reporter,
            salt: secret::salt().to_vec(),
        };
        let tree = self.tree();
        let write = self.store().write().await?;
        unit_write::hold_tree(&write, tree.version()).await?;
        let who = actor.account.to_string();
        if !once.keep(&write, &who, id.0).await? {
            drop(write);
            return self.made_meanwhile(&who, once).await.map(HarmId);
        }
        let payload = keep_version(&write, &version, note, &levels(&tree, &report.path)).await?;
        // Verifying is done in office; reporting is not shown.
        let by = By { account: Some(actor.account), posting: Some(posting) };
        let (kind, by) = if verified { (Kind::HarmVerified, by) } else { (Kind::HarmReported, By::default()) };
        let unit = Some((report.unit, report.path.clone()));
        let happened_at = version.known_at;
        let entry = NewEntry { unit, by, happened_at, payload, ..NewEntry::about(kind, id.0, now) };
        journal::append(&write, &[entry]).await?;
        write.commit().await?;
        Ok(id)
    }

    /// The posting under which the actor may add a version.
    fn may_add(
        &self,
        actor: &Actor,
        report: &HarmReport,
        before: &[HarmVersion],
        basis: Basis,
    ) -> Result<PostingId, ServiceError> {
        let target = Target::at(&report.path);
        if basis == Basis::Verified {
            let posting = self.require(actor, Permission::VerifyHarm, &target)?.id;
            let own = before.iter().any(|one| one.basis == Basis::Reported && one.author == actor.account);
            return if own { Err(ServiceError::OwnHarm) } else { Ok(posting) };
        }
        if report.reporter == actor.account {
            return Ok(self.holder(actor, Permission::ReportHarm)?.id);
        }
        // Who may neither see nor report there is not told that there is something.
        let reports = actor.may(self.titles(), Permission::ReportHarm, &target);
        reports.map(|posting| posting.id).ok_or(ServiceError::NotFound("report of harm"))
    }
}
