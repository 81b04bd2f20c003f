//! Reports as they are shown: without who reported them.

use std::collections::HashMap;

use domain::access::{Actor, Permission, Scope, Target};
use domain::id::{HarmId, UnitId};
use domain::journal::{By, Kind, NewEntry};
use domain::place::Place;
use jiff::Timestamp;
use serde_json::json;
use store::account::PostingRow;
use store::harm::{self, HarmFilter, HarmReport, HarmVersion, Level};
use store::journal;
use uuid::Uuid;

use super::notes;
use crate::{Service, ServiceError};

/// Most reports on one page.
const PAGE_MAX: u64 = 500;

/// Which reports.
#[derive(Debug, Clone, Default)]
pub struct HarmPage {
    /// In this unit and below; everything that the actor sees when missing.
    pub unit: Option<UnitId>,
    /// Before this one.
    pub before: Option<(Timestamp, HarmId)>,
    /// How many.
    pub limit: u64,
}

/// A report with everything that was said of it.
#[derive(Debug, Clone)]
pub struct HarmSheet {
    /// The incident.
    pub report: HarmReport,
    /// The place.
    pub place: Option<Place>,
    /// Every version, the first one first.
    pub versions: Vec<HarmVersion>,
    /// Texts of versions.
    pub notes: HashMap<Uuid, String>,
    /// Posts that may be shown, by version.
    pub posts: HashMap<Uuid, PostingRow>,
    /// The report that counts in its place.
    pub master: Option<HarmId>,
    /// Which levels it was put before.
    pub levels: Vec<Level>,
}

impl Service {
    /// Where the actor sees reports of harm.
    pub fn harm_scope(&self, actor: &Actor) -> Scope {
        actor.scope(self.titles(), Permission::ViewHarm)
    }

    /// Reports that the actor sees or made, the latest first.
    ///
    /// # Errors
    /// When the actor neither sees nor makes any, or there is no such unit for her.
    pub async fn list_harm(&self, actor: &Actor, page: &HarmPage) -> Result<Vec<HarmSheet>, ServiceError> {
        let scope = self.harm_scope(actor);
        if scope.is_empty() && actor.scope(self.titles(), Permission::ReportHarm).is_empty() {
            return Err(ServiceError::Forbidden(Permission::ViewHarm));
        }
        let within = match page.unit {
            Some(_) => Some(self.area(actor, Permission::ViewHarm, page.unit)?.path),
            None => None,
        };
        let limit = page.limit.clamp(1, PAGE_MAX);
        let filter = HarmFilter { scope, own: Some(actor.account), within, before: page.before, limit };
        let reports = self.store().harm_reports(&filter).await?;
        self.harm_sheets(reports).await
    }

    /// One report. That somebody of a level looks at it for the first time is written down: nobody can say later that
    /// it never came.
    ///
    /// # Errors
    /// When there is none for the actor.
    pub async fn show_harm(&self, actor: &Actor, id: HarmId, now: Timestamp) -> Result<HarmSheet, ServiceError> {
        let missing = || ServiceError::NotFound("report of harm");
        let report = harm::find(self.store().read(), id).await?.ok_or_else(missing)?;
        let seen = self.harm_scope(actor).covers(&Target::at(&report.path));
        if !seen && report.reporter != actor.account {
            return Err(missing());
        }
        if seen {
            self.look_at_harm(actor, &report, now).await?;
        }
        self.harm_sheets(vec![report]).await?.pop().ok_or_else(missing)
    }

    async fn look_at_harm(&self, actor: &Actor, report: &HarmReport, now: Timestamp) -> Result<(), ServiceError> {
        let levels = harm::levels_of(self.store().read(), &[report.id]).await?;
        let target = Target::at(&report.path);
        let unseen = |unit: UnitId| levels.iter().any(|level| level.unit == unit && level.seen_at.is_none());
        let looking = |posting: &&domain::access::Posting| {
            let alone = Actor { postings: vec![(*posting).clone()], ..actor.clone() };
            unseen(posting.unit) && self.harm_scope(&alone).covers(&target)
        };
        let Some(posting) = actor.postings.iter().find(looking) else { return Ok(()) };
        let write = self.store().write().await?;
        if harm::seen(&write, report.id, posting.unit, posting.id, now).await? == 0 {
            return Ok(());
        }
        let by = By { account: Some(actor.account), posting: Some(posting.id) };
        let unit = Some((report.unit, report.path.clone()));
        let payload = json!({ "level": posting.unit });
        let entry = NewEntry { unit, by, payload, ..NewEntry::about(Kind::HarmSeen, report.id.0, now) };
        journal::append(&write, &[entry]).await?;
        Ok(write.commit().await?)
    }

    /// One report, for whoever has just written to it.
    ///
    /// # Errors
    /// When there is none.
    pub async fn harm_sheet(&self, id: HarmId) -> Result<HarmSheet, ServiceError> {
        let missing = || ServiceError::NotFound("report of harm");
        let report = harm::find(self.store().read(), id).await?.ok_or_else(missing)?;
        self.harm_sheets(vec![report]).await?.pop().ok_or_else(missing)
    }

    /// Everything that was said of these reports.
    pub(super) async fn harm_sheets(&self, reports: Vec<HarmReport>) -> Result<Vec<HarmSheet>, ServiceError> {
        let (store, ids) = (self.store(), reports.iter().map(|report| report.id).collect::<Vec<_>>());
        let versions = harm::versions_of(store.read(), &ids).await?;
        let masters = harm::masters_of(store.read(), &ids).await?;
        let levels = harm::levels_of(store.read(), &ids).await?;
        let mut notes = notes(self, &versions).await?;
        let shown: Vec<_> = versions.iter().filter(|one| one.show_post).map(|one| one.posting).collect();
        let posts = store.postings_by_id(&shown).await?;
        let places: Vec<_> = reports.iter().filter_map(|report| report.place).collect();
        let places = store.places_by_id(&places).await?;
        let sheet = |report: HarmReport| {
            let own = |id: HarmId| id == report.id;
            let versions: Vec<_> = versions.iter().filter(|version| own(version.report)).cloned().collect();
            let post = |version: &HarmVersion| {
                let post = posts.iter().find(|post| version.show_post && post.id == version.posting)?;
                Some((version.id, post.clone()))
            };
            HarmSheet {
                place: report.place.and_then(|id| places.get(&id).cloned()),
                notes: versions.iter().filter_map(|one| Some((one.id, notes.remove(&one.id)?))).collect(),
                posts: versions.iter().filter_map(post).collect(),
                master: masters.get(&report.id).copied(),
                levels: levels.iter().filter(|level| own(level.report)).copied().collect(),
                versions,
                report,
            }
        };
        Ok(reports.into_iter().map(sheet).collect())
    }

    /// Whether the actor may add a reported version, and whether she may verify it.
    pub fn harm_rights(&self, actor: &Actor, sheet: &HarmSheet) -> (bool, bool) {
        let target = Target::at(&sheet.report.path);
        let may = |permission| actor.may(self.titles(), permission, &target).is_some();
        let own = sheet
            .versions
            .iter()
            .any(|version| version.basis == domain::harm::Basis::Reported && version.author == actor.account);
        let reports = sheet.report.reporter == actor.account || may(Permission::ReportHarm);
        (reports, may(Permission::VerifyHarm) && !own)
    }
}
