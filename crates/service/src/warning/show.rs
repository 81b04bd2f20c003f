//! Warnings as they are shown.

use domain::access::{Actor, Permission, Scope};
use domain::callout::Ending;
use domain::id::{UnitId, WarningId};
use domain::journal::{Kind, NewEntry};
use domain::unit::UnitPath;
use jiff::Timestamp;
use serde_json::json;
use store::callout::{self, Callout};
use store::journal;
use store::warning::{Ended, Page, Warning};

use crate::{Service, ServiceError};

/// Most warnings on one page.
const PAGE_MAX: u64 = 100;

/// A warning with what stands beside it.
#[derive(Debug, Clone)]
pub struct WarningSheet {
    /// As it is kept.
    pub warning: Warning,
    /// The highest units concerned.
    pub units: Vec<(UnitId, UnitPath)>,
    /// The latest round of calls.
    pub callout: Option<Callout>,
}

/// Which warnings are asked for.
#[derive(Debug, Clone, Default)]
pub struct WarningPage {
    /// Only those in force.
    pub in_force: bool,
    /// Only those received before this one.
    pub before: Option<(Timestamp, WarningId)>,
    /// How many.
    pub limit: u64,
}

impl Service {
    /// Warnings that concern what the actor may see, the latest first.
    ///
    /// # Errors
    /// When the actor may see none, or the database fails.
    pub async fn list_warnings(
        &self,
        actor: &Actor,
        page: &WarningPage,
        now: Timestamp,
    ) -> Result<Vec<WarningSheet>, ServiceError> {
        let scope = self.warning_scope(actor)?;
        let page = Page {
            in_force_at: page.in_force.then_some(now),
            before: page.before,
            limit: page.limit.clamp(1, PAGE_MAX),
        };
        let mut sheets = Vec::new();
        for warning in self.store().warnings(&scope, &page).await? {
            sheets.push(self.warning_sheet(warning).await?);
        }
        Ok(sheets)
    }

    /// One warning.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] when there is none that concerns what the actor may see.
    pub async fn show_warning(&self, actor: &Actor, id: WarningId) -> Result<WarningSheet, ServiceError> {
        let scope = self.warning_scope(actor)?;
        let warning = self.store().warning(id).await?.ok_or(ServiceError::NotFound("warning"))?;
        let sheet = self.warning_sheet(warning).await?;
        if !concerns(&scope, &sheet.units) {
            return Err(ServiceError::NotFound("warning"));
        }
        Ok(sheet)
    }

    /// A warning as it came.
    ///
    /// # Errors
    /// As [`show_warning`](Self::show_warning).
    pub async fn warning_text(&self, actor: &Actor, id: WarningId) -> Result<Vec<u8>, ServiceError> {
        self.show_warning(actor, id).await?;
        self.store().warning_document(id).await?.ok_or(ServiceError::NotFound("warning"))
    }

    /// Everything in which the actor sees warnings.
    ///
    /// # Errors
    /// When that is nothing.
    pub fn warning_scope(&self, actor: &Actor) -> Result<Scope, ServiceError> {
        let scope = actor.scope(self.titles(), Permission::ViewWarnings);
        if scope.is_empty() { Err(ServiceError::Forbidden(Permission::ViewWarnings)) } else { Ok(scope) }
    }

    /// A warning that was just taken, with what stands beside it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn warning_sheet(&self, warning: Warning) -> Result<WarningSheet, ServiceError> {
        let db = self.store().read();
        let units = store::warning::units(db, warning.id).await?;
        let callout = callout::of_warning(db, warning.id).await?.pop();
        Ok(WarningSheet { warning, units, callout })
    }

    /// Ends warnings whose time is over, and their rounds of calls; says how many.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_expired_warnings(&self, now: Timestamp) -> Result<usize, ServiceError> {
        let mut ended = 0;
        loop {
            let over = self.store().warnings_over(now, 100).await?;
            if over.is_empty() {
                return Ok(ended);
            }
            for warning in over {
                ended += usize::from(self.expire(&warning, now).await?);
            }
        }
    }

    /// Ends one warning with its rounds; says whether nobody else had.
    async fn expire(&self, warning: &Warning, now: Timestamp) -> Result<bool, ServiceError> {
        let write = self.store().write().await?;
        let ending = Ended { ending: Ending::Expired, at: now, by: None };
        if !store::warning::end(&write, warning.id, ending).await? {
            return Ok(false);
        }
        let payload = json!({ "ending": Ending::Expired });
        let mut entries = vec![NewEntry { payload, ..NewEntry::about(Kind::WarningEnded, warning.id.0, now) }];
        self.end_rounds(&write, std::slice::from_ref(warning), Ending::Expired, now, &mut entries).await?;
        self.outlive_warnings(&write, std::slice::from_ref(warning), now, &mut entries).await?;
        journal::append(&write, &entries).await?;
        write.commit().await?;
        Ok(true)
    }
}

/// Whether a warning for these units concerns the scope: a unit in it, above it or below it. A warning for no unit
/// here concerns whoever sees the whole tree.
fn concerns(scope: &Scope, units: &[(UnitId, UnitPath)]) -> bool {
    let whole = || scope.subtrees.iter().any(|top| top.depth() == 0);
    units.iter().any(|(_, path)| scope.touches(path)) || (units.is_empty() && whole())
}
