//! Files of hazards: attach, release, fetch.

use domain::access::{Actor, Permission};
use domain::hazard::Hazard;
use domain::id::{AccountId, FileId, HazardId};
use domain::journal::{By, Kind, NewEntry};
use jiff::Timestamp;
use serde_json::json;
use store::file::{self, File};
use store::hazard::Stored;
use store::{StoreError, Write, journal};

use crate::hazard::restricted::takes_files;
use crate::{Service, ServiceError, secret};

/// Most files that a reporter may give.
const REPORT_FILES: i32 = 6;

/// Most files of everybody who works on it.
const WORK_FILES: i32 = 60;

/// What work on a hazard is: whoever may do one of these may show how it looks.
const WORK: [Permission; 4] =
    [Permission::AcceptHazard, Permission::ControlHazard, Permission::RectifyHazard, Permission::VerifyHazard];

/// Who attaches a file.
#[derive(Debug, Clone, Copy)]
pub enum Attacher<'a> {
    /// Somebody with an account.
    Actor(&'a Actor),
    /// Whoever holds the secret of the follow link, with the account that uploaded the file where there is one: it is
    /// the reporter's, whatever else that account may do.
    Follow(&'a str, Option<AccountId>),
}

/// A file with its bytes.
#[derive(Debug)]
pub struct Fetched {
    /// What it is.
    pub file: File,
    /// The bytes.
    pub bytes: Vec<u8>,
}

impl Service {
    /// Attaches a file from quarantine to an open hazard. Doing it twice is doing it once.
    ///
    /// # Errors
    /// When the attacher may not know of the hazard or of the file, may not work on it, it is closed, or
    /// it has as many files as it may have.
    pub async fn attach_to_hazard(
        &self,
        by: Attacher<'_>,
        hazard: HazardId,
        id: FileId,
        now: Timestamp,
    ) -> Result<File, ServiceError> {
        let (stored, account, posting) = match by {
            Attacher::Actor(actor) => {
                let stored = self.visible(actor, hazard).await?;
                let target = stored.hazard.target();
                let posting = WORK.into_iter().find_map(|permission| actor.may(self.titles(), permission, &target));
                if posting.is_none() && stored.hazard.reporter != Some(actor.account) {
                    return Err(ServiceError::Forbidden(Permission::RectifyHazard));
                }
                let posting = posting.map(|posting| posting.id);
                (stored, Some(actor.account), posting)
            }
            Attacher::Follow(secret, account) => {
                let hash = secret::sha256(&[secret.as_bytes()]);
                let stored = self.store().hazard_by_follow(&hash).await?;
                // A secret opens its own report and no other.
                let stored = stored.filter(|stored| stored.hazard.id == hazard);
                (stored.ok_or(ServiceError::NotFound("hazard"))?, account, None)
            }
        };
        let found = file::find(self.store().read(), id).await?;
        if let Some(file) = found.filter(|file| file.hazard == Some(hazard)) {
            return Ok(file);
        }
        if !stored.hazard.state.is_open() {
            return Err(ServiceError::invalid("hazard", "hazard_closed", "nothing is attached to a closed hazard"));
        }
        takes_files(stored.hazard.restricted, &[id])?;
        let side = if posting.is_some() { Side::Work } else { Side::Report };
        let mut attempts = 0;
        loop {
            let write = self.store().write().await?;
            match self.attach(&write, account, &stored.hazard, id, side, now).await {
                // Another file took the slot in the same moment.
                Err(ServiceError::Store(StoreError::Duplicate(_))) if attempts < 5 => attempts += 1,
                Err(error) => return Err(error),
                Ok(entry) => {
                    let by = By { account, posting };
                    journal::append(&write, &[NewEntry { by, ..entry }]).await?;
                    write.commit().await?;
                    break;
                }
            }
        }
        file::find(self.store().read(), id).await?.ok_or(ServiceError::NotFound("file"))
    }

    /// Attaches the files of a report in its own transaction; gives the entries for the journal.
    pub(crate) async fn attach_reported(
        &self,
        write: &Write,
        account: Option<AccountId>,
        hazard: &Hazard,
        ids: &[FileId],
        now: Timestamp,
    ) -> Result<Vec<NewEntry>, ServiceError> {
        let mut entries = Vec::new();
        for &id in ids {
            let entry = self.attach(write, account, hazard, id, Side::Report, now).await?;
            entries.push(NewEntry { by: By { account, posting: None }, ..entry });
        }
        Ok(entries)
    }

    async fn attach(
        &self,
        write: &Write,
        account: Option<AccountId>,
        hazard: &Hazard,
        id: FileId,
        side: Side,
        now: Timestamp,
    ) -> Result<NewEntry, ServiceError> {
        let unknown = || ServiceError::invalid("file", "file_unknown", format!("there is no file `{id}` to attach"));
        let found = file::find(write.tx(), id).await?.ok_or_else(unknown)?;
        // What somebody uploaded under her name can be attached by nobody else.
        if found.hazard.is_some() || (found.uploader.is_some() && found.uploader != account) {
            return Err(unknown());
        }
        let taken = file::slots(write, hazard.id, side.word()).await?;
        let Some(slot) = (0..side.most()).find(|slot| !taken.contains(slot)) else {
            let detail = format!("no more than {} files are taken here", side.most());
            return Err(ServiceError::invalid("file", "files_too_many", detail));
        };
        match file::attach(write, id, hazard.id, side.word(), slot, now).await {
            Err(StoreError::Stale) => return Err(unknown()),
            other => other?,
        }
        Ok(self.entry(Kind::FileAttached, hazard, &found, side.word(), now))
    }

    /// Releases a file: whoever sees the hazard may see it from then on.
    ///
    /// # Errors
    /// When the actor may not know of it, or may not take reports on there.
    pub async fn release_file(&self, actor: &Actor, id: FileId, now: Timestamp) -> Result<File, ServiceError> {
        let (file, stored) = self.attached(actor, id).await?;
        let posting = self.require(actor, Permission::AcceptHazard, &stored.hazard.target())?;
        let write = self.store().write().await?;
        if file::release(&write, id, actor.account, now).await? {
            let side = file.side.clone().unwrap_or_default();
            let entry = self.entry(Kind::FileReleased, &stored.hazard, &file, &side, now);
            let by = By { account: Some(actor.account), posting: Some(posting.id) };
            journal::append(&write, &[NewEntry { by, ..entry }]).await?;
            write.commit().await?;
        }
        file::find(self.store().read(), id).await?.ok_or(ServiceError::NotFound("file"))
    }

    /// The files of a hazard that the actor may fetch.
    ///
    /// # Errors
    /// When the actor may not know of the hazard.
    pub async fn files_of_hazard(&self, actor: &Actor, hazard: HazardId) -> Result<Vec<File>, ServiceError> {
        let stored = self.visible(actor, hazard).await?;
        let files = file::of_hazard(self.store().read(), hazard).await?;
        Ok(files.into_iter().filter(|file| self.may_fetch(actor, file, &stored)).collect())
    }

    /// A file with its bytes.
    ///
    /// # Errors
    /// When there is none that the actor may know of.
    pub async fn fetch_file(&self, actor: &Actor, id: FileId) -> Result<Fetched, ServiceError> {
        let (file, _) = self.attached(actor, id).await?;
        let bytes = self.files()?.get(&file.blob.name).await?;
        Ok(Fetched { file, bytes })
    }

    /// An attached file that the actor may see, with its hazard.
    async fn attached(&self, actor: &Actor, id: FileId) -> Result<(File, Stored), ServiceError> {
        let missing = || ServiceError::NotFound("file");
        let file = file::find(self.store().read(), id).await?.ok_or_else(missing)?;
        let stored = self.visible(actor, file.hazard.ok_or_else(missing)?).await.map_err(|error| match error {
            ServiceError::NotFound(_) => missing(),
            other => other,
        })?;
        if self.may_fetch(actor, &file, &stored) { Ok((file, stored)) } else { Err(missing()) }
    }

    /// A picture may show who took it. Until somebody who takes reports on has looked, nobody else sees
    /// it but whoever gave it; the body that must rectify least of all.
    fn may_fetch(&self, actor: &Actor, file: &File, stored: &Stored) -> bool {
        file.released_at.is_some()
            || file.uploader == Some(actor.account)
            || actor.may(self.titles(), Permission::AcceptHazard, &stored.hazard.target()).is_some()
    }

    fn entry(&self, kind: Kind, hazard: &Hazard, file: &File, side: &str, now: Timestamp) -> NewEntry {
        NewEntry {
            unit: Some((hazard.unit, hazard.path.clone())),
            body: hazard.body,
            payload: json!({
                "hazard": hazard.id,
                "media_type": file.blob.media_type,
                "object": file.blob.name,
                "side": side,
            }),
            ..NewEntry::about(kind, file.id.0, now)
        }
    }
}

/// Whose file it is; each side has its own limit, so that neither can crowd the other out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    /// Given with or after a report, by its reporter.
    Report,
    /// Given by those who work on it.
    Work,
}

impl Side {
    fn word(self) -> &'static str {
        match self {
            Self::Report => file::REPORT,
            Self::Work => "work",
        }
    }

    fn most(self) -> i32 {
        match self {
            Self::Report => REPORT_FILES,
            Self::Work => WORK_FILES,
        }
    }
}
