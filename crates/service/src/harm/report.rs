//! The first report of an incident (首报). Nothing makes it wait: no approval, no identity, no verification, and where
//! the place cannot be found, the reporter's own unit stands for it.

use domain::access::{Actor, Permission};
use domain::harm::{Basis, Counts, HarmKind, Stage, known_at};
use domain::id::{HarmId, PlaceId, UnitId};
use domain::job::Alert;
use domain::journal::{Kind, NewEntry};
use domain::unit::UnitTree;
use domain::unit::boundary::Position;
use jiff::Timestamp;
use store::harm::{self, HarmReport, HarmVersion};
use store::{StoreError, job, journal, unit_write};
use uuid::Uuid;

use super::{counts_checked, keep_version, levels, note_checked};
use crate::{Once, Service, ServiceError, secret};

/// A first report as it comes in.
#[derive(Debug, Clone, PartialEq)]
pub struct HarmDraft {
    /// Chosen by the client.
    pub id: HarmId,
    /// What caused it.
    pub kind: HarmKind,
    /// Where, as a unit.
    pub unit: Option<UnitId>,
    /// Where, as a place of the register.
    pub place: Option<PlaceId>,
    /// Where, as longitude and latitude.
    pub point: Option<(f64, f64)>,
    /// What is known; all of it may be unknown.
    pub counts: Counts,
    /// Since when, by the device.
    pub known_at: Option<Timestamp>,
    /// More, in words; needs no names.
    pub note: Option<String>,
    /// Whether the reporter's post may be shown.
    pub show_post: bool,
}

impl Service {
    /// Takes a report in. Whoever holds the permission anywhere may report anything anywhere.
    ///
    /// # Errors
    /// When the actor has no post that reports, a count cannot be meant, or id or key were used for something else.
    pub async fn report_harm(
        &self,
        actor: &Actor,
        draft: HarmDraft,
        once: &Once,
        now: Timestamp,
    ) -> Result<HarmId, ServiceError> {
        if let Some(reported) = self.made_before(&actor.account.to_string(), once).await? {
            return Ok(HarmId(reported));
        }
        let counts = counts_checked(draft.counts)?;
        let note = note_checked(draft.note.as_deref())?;
        let note = note.as_deref();
        let mut attempts = 0;
        loop {
            match self.try_report_harm(actor, &draft, counts, note, once, now).await {
                // The tree changed between locating and writing: locate again.
                Err(ServiceError::Store(StoreError::Stale)) if attempts < 3 => {
                    attempts += 1;
                    self.refresh_tree().await?;
                }
                Err(ServiceError::Store(StoreError::Duplicate(_))) => {
                    return Err(ServiceError::Exists("report of harm"));
                }
                done => return done,
            }
        }
    }

    async fn try_report_harm(
        &self,
        actor: &Actor,
        draft: &HarmDraft,
        counts: Counts,
        note: Option<&str>,
        once: &Once,
        now: Timestamp,
    ) -> Result<HarmId, ServiceError> {
        let posting = self.holder(actor, Permission::ReportHarm)?;
        let tree = self.tree();
        let position = draft.point.and_then(|(lon, lat)| Position::from_degrees(lon, lat));
        let place = match draft.place {
            Some(id) => self.store().place(id).await?,
            None => None,
        };
        let unit = [draft.unit, place.as_ref().map(|place| place.unit)].into_iter().flatten();
        let unit = located(&tree, unit, position, posting.unit).ok_or(StoreError::Stale)?;
        let known_at = known_at(draft.known_at, now);
        let report = HarmReport {
            id: draft.id,
            kind: draft.kind,
            unit: unit.id,
            path: unit.path.clone(),
            place: place.map(|place| place.id),
            position,
            reporter: actor.account,
            known_at,
            recorded_at: now,
        };
        let version = HarmVersion {
            id: Uuid::now_v7(),
            report: draft.id,
            number: 1,
            stage: Stage::First,
            basis: Basis::Reported,
            counts,
            known_at,
            recorded_at: now,
            author: actor.account,
            posting: posting.id,
            show_post: draft.show_post,
            reporter: actor.account,
            salt: secret::salt().to_vec(),
        };
        let alerts = self.alerts((Alert::Harm, draft.id.0), &report.path, actor.account, now).await?;
        let write = self.store().write().await?;
        unit_write::hold_tree(&write, tree.version()).await?;
        let who = actor.account.to_string();
        if !once.keep(&write, &who, draft.id.0).await? {
            drop(write);
            return self.made_meanwhile(&who, once).await.map(HarmId);
        }
        harm::insert(&write, &report).await?;
        let mut payload = keep_version(&write, &version, note, &levels(&tree, &report.path)).await?;
        payload["kind"] = draft.kind.word().into();
        let entry = NewEntry {
            unit: Some((report.unit, report.path.clone())),
            happened_at: known_at,
            payload,
            ..NewEntry::about(Kind::HarmReported, draft.id.0, now)
        };
        journal::append(&write, &[entry]).await?;
        job::insert(&write, &alerts, now).await?;
        write.commit().await?;
        Ok(draft.id)
    }
}

/// The unit that is named, else the one under the point, else the reporter's own.
fn located(
    tree: &UnitTree,
    named: impl Iterator<Item = UnitId>,
    position: Option<Position>,
    own: UnitId,
) -> Option<&domain::unit::Unit> {
    let mut named = named;
    named
        .find_map(|id| tree.by_id(id))
        .or_else(|| tree.locate(position?).map(|located| located.unit))
        .or_else(|| tree.by_id(own))
}
