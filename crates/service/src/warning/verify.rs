//! After a warning has ended: whether what it warned of came (预警检验), and what the warnings of each issuer asked of
//! posts at night. Who is rung often for nothing stops answering.

use std::collections::BTreeMap;

use domain::access::{Actor, Permission, Target};
use domain::id::WarningId;
use domain::journal::{By, Kind, NewEntry};
use domain::warned::Verification;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use store::journal;
use store::verification::{self, Verified};

use super::WarningSheet;
use crate::{Service, ServiceError};

/// Longest time that is looked back.
pub const DAYS_MAX: i64 = 1_100;

/// Longest note, in characters.
const NOTE_MAX: usize = 200;

/// What the warnings of one issuer were worth, and asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IssuerSum {
    /// The issuing body in words, or the sender where it names none.
    pub issuer: String,
    /// Warnings; those whose place a later one took count with that.
    pub warnings: u32,
    /// Of them, those that came true.
    pub hits: u32,
    /// Of them, false alarms.
    pub false_alarms: u32,
    /// Of them, those that have ended and of which nobody has said either.
    pub unverified: u32,
    /// Rounds of calls that are over.
    pub rounds: u32,
    /// Posts called in them, each once for each round.
    pub posts: u32,
    /// Messages and calls to phones in them at night.
    pub night_rings: u32,
}

impl Service {
    /// Says whether what a warning warned of came. Said again, the later word counts; both stand in the journal.
    ///
    /// # Errors
    /// When there is none, it goes on, it was a test, or the actor may not run calls in each of its units.
    pub async fn verify_warning(
        &self,
        actor: &Actor,
        id: WarningId,
        (verification, note): (Verification, Option<String>),
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        let sheet = self.show_warning(actor, id).await?;
        let mut by = None;
        for (_, path) in &sheet.units {
            by = Some(self.require(actor, Permission::RunCallout, &Target::at(path))?.id);
        }
        let note = note.map(|note| note.trim().to_owned()).filter(|note| !note.is_empty());
        if note.as_ref().is_some_and(|note| note.chars().count() > NOTE_MAX) {
            let detail = format!("the note has at most {NOTE_MAX} characters");
            return Err(ServiceError::invalid("note", "note_too_long", detail));
        }
        let Some(posting) = by.filter(|_| Self::is_verifiable(&sheet)) else {
            return Err(ServiceError::VerificationRefused);
        };
        let by = By { account: Some(actor.account), posting: Some(posting) };
        let payload = json!({ "verification": verification });
        let entry = NewEntry {
            unit: sheet.units.first().cloned(),
            by,
            payload,
            ..NewEntry::about(Kind::WarningVerified, id.0, now)
        };
        let new = Verified { warning: id, verification, note, by: (actor.account, posting), at: now };
        let write = self.store().write().await?;
        verification::put(&write, &new).await?;
        journal::append(&write, &[entry]).await?;
        write.commit().await?;
        Ok(())
    }

    /// What was said of a warning, and whether this actor may say it now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn verification(
        &self,
        actor: Option<&Actor>,
        sheet: &WarningSheet,
    ) -> Result<(Option<Verified>, bool), ServiceError> {
        if !Self::is_verifiable(sheet) {
            return Ok((None, false));
        }
        let runs = |actor: &Actor, path| actor.may(self.titles(), Permission::RunCallout, &Target::at(path)).is_some();
        let may = actor.is_some_and(|actor| sheet.units.iter().all(|(_, path)| runs(actor, path)));
        Ok((self.store().verified(sheet.warning.id).await?, may))
    }

    /// A real warning for units here that has ended, and not because a later one took its place.
    fn is_verifiable(sheet: &WarningSheet) -> bool {
        let warning = &sheet.warning;
        let real = warning.status == "actual" && matches!(warning.message.as_str(), "alert" | "update");
        let over = warning.ended.is_some_and(|ended| ended.ending != domain::callout::Ending::Superseded);
        real && over && !sheet.units.is_empty()
    }

    /// The sums of each issuer over the last `days`, the one that rang most at night first. Only warnings whose every unit
    /// the actor sees: of others it sees a part of the calls.
    ///
    /// # Errors
    /// When the actor sees no warnings, or `days` is not 1 to [`DAYS_MAX`].
    pub async fn warning_issuers(
        &self,
        actor: &Actor,
        days: i64,
        now: Timestamp,
    ) -> Result<Vec<IssuerSum>, ServiceError> {
        let scope = self.warning_scope(actor)?;
        if !(1..=DAYS_MAX).contains(&days) {
            let detail = format!("`days` is from 1 to {DAYS_MAX}");
            return Err(ServiceError::invalid("days", "days_out_of_range", detail));
        }
        let since = now.saturating_sub(SignedDuration::from_hours(24 * days)).unwrap_or(now);
        let mut sums: BTreeMap<String, IssuerSum> = BTreeMap::new();
        for issued in self.store().issued(&scope, since).await? {
            let sum = sums.entry(issued.issuer.clone()).or_default();
            sum.issuer = issued.issuer;
            for (posts, rings) in issued.rounds {
                sum.rounds += 1;
                sum.posts += posts;
                sum.night_rings += rings;
            }
            if issued.replaced {
                continue;
            }
            sum.warnings += 1;
            match issued.verification {
                Some(Verification::Hit) => sum.hits += 1,
                Some(Verification::FalseAlarm) => sum.false_alarms += 1,
                None => sum.unverified += u32::from(issued.ended),
            }
        }
        let mut sums: Vec<_> = sums.into_values().collect();
        sums.sort_by(|a, b| b.night_rings.cmp(&a.night_rings).then(b.warnings.cmp(&a.warnings)));
        Ok(sums)
    }
}
