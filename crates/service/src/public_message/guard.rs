//! What must hold before a message goes out, beside its state and its author.

use domain::access::{Actor, Permission, Posting, Target};
use domain::colour::WarningColour;
use domain::id::{AccountId, WarningId};
use domain::public_message::advice::{Conflict, OpenRisk, conflicts};
use domain::public_message::{Content, Doer, Oral, PublicKind, PublicState};
use domain::unit::UnitPath;
use domain::world::World;
use jiff::Timestamp;
use store::public_message::StoredMessage;
use store::warning::{Page, Warning};

use super::OralReport;
use crate::access::{Session, recently_authenticated};
use crate::{Service, ServiceError};

impl Service {
    /// Where the units of a message are.
    pub(super) fn message_paths(&self, content: &Content) -> Result<Vec<UnitPath>, ServiceError> {
        let tree = self.tree();
        let path = |id: &domain::id::UnitId| {
            let unit = tree.by_id(*id).filter(|unit| unit.valid_to.is_none());
            unit.map(|unit| unit.path.clone()).ok_or_else(|| {
                ServiceError::invalid("units", "unit_not_found", format!("there is no present unit `{id}`"))
            })
        };
        content.units.iter().map(path).collect()
    }

    /// The one posting under which the actor may do it in every one of the units; for a warning of its own, a posting
    /// for a competent body.
    pub(super) fn message_posting<'a>(
        &self,
        actor: &'a Actor,
        permission: Permission,
        kind: PublicKind,
        paths: &[UnitPath],
    ) -> Result<&'a Posting, ServiceError> {
        let may = |posting: &&Posting| {
            let alone = Actor { postings: vec![(*posting).clone()], ..actor.clone() };
            paths.iter().all(|path| alone.may(self.titles(), permission, &Target::at(path)).is_some())
        };
        let mut may: Vec<&Posting> = actor.postings.iter().filter(may).collect();
        if may.is_empty() {
            return Err(ServiceError::Forbidden(permission));
        }
        if kind == PublicKind::OwnWarning {
            let competent = &self.warnings()?.public.competent_bodies;
            let bodies = self.bodies();
            let code =
                |posting: &Posting| bodies.iter().find(|body| Some(body.id) == posting.body).map(|body| &body.code);
            may.retain(|posting| code(posting).is_some_and(|code| competent.contains(code)));
        }
        may.first().copied().ok_or_else(|| {
            let detail = "only the competent body warns: forward its warning, or give a risk notice";
            ServiceError::invalid("kind", "not_competent_body", detail)
        })
    }

    /// Who decides, and whether that can be trusted now.
    pub(super) async fn message_doer(&self, session: &Session, now: Timestamp) -> Result<Doer, ServiceError> {
        recently_authenticated(session, now)?;
        let account = session.actor.account;
        let exempt = self.inner.options.factor_exempt;
        let settled = exempt || !self.approval_barred(account, now).await?;
        Ok(Doer { account, settled, fresh: exempt || session.second_factor })
    }

    /// The warning that a message forwards.
    pub(super) async fn forwarded(&self, id: Option<WarningId>) -> Result<Option<Warning>, ServiceError> {
        let Some(id) = id else { return Ok(None) };
        let found = self.store().warning(id).await?;
        found
            .map(Some)
            .ok_or_else(|| ServiceError::invalid("warning", "message_warning", format!("there is no warning `{id}`")))
    }

    /// Whether a content can go out now as this kind of message.
    pub(super) async fn check_content(
        &self,
        kind: PublicKind,
        content: &Content,
        paths: &[UnitPath],
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        content
            .check(kind, now)
            .map_err(|refusal| ServiceError::invalid(refusal.field(), refusal.code(), refusal.to_string()))?;
        let templates = &self.warnings()?.public.templates;
        if templates.hazard(&content.hazard).is_none() {
            let detail = format!("no template is about `{}`", content.hazard);
            return Err(ServiceError::invalid("hazard", "message_hazard", detail));
        }
        if let Some(unknown) = content.advice.iter().find(|id| !templates.advice.iter().any(|one| one.id == **id)) {
            let detail = format!("there is no advice `{unknown}`");
            return Err(ServiceError::invalid("advice", "message_advice", detail));
        }
        if let Some(warning) = self.forwarded(content.warning).await? {
            self.check_forwarded(&warning, content, paths, now).await?;
        }
        if let Some(about) = content.about {
            let found = store::public_message::find(self.store().read(), about).await?;
            let whole =
                |other: &StoredMessage| other.paths.iter().all(|path| paths.iter().any(|own| own.contains(path)));
            let good = found.is_some_and(|other| other.message.state == PublicState::Published && whole(&other));
            if !good {
                let detail = "a message ends or replaces one that is in force, in all of its units";
                return Err(ServiceError::invalid("about", "message_about", detail));
            }
        }
        Ok(())
    }

    /// A forwarded warning is in force, for all of the units, and says the same danger, colour and time.
    async fn check_forwarded(
        &self,
        warning: &Warning,
        content: &Content,
        paths: &[UnitPath],
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        let refused = |field, code, detail: &str| Err(ServiceError::invalid(field, code, detail));
        if !self.is_meant(warning, now) {
            return refused("warning", "message_warning", "a warning is forwarded while it is in force and meant");
        }
        let units = store::warning::units(self.store().read(), warning.id).await?;
        if !paths.iter().all(|path| units.iter().any(|(_, above)| above.contains(path))) {
            return refused("units", "message_units", "a warning is forwarded to units that it is for");
        }
        if warning.colour != content.colour {
            return refused("colour", "message_colour", "a forwarded warning keeps its colour");
        }
        let meant = self.warnings()?.public.templates.warned(warning.hazard);
        if meant.is_some_and(|meant| meant.id != content.hazard) {
            return refused("hazard", "message_hazard", "a forwarded warning is about the same danger");
        }
        if warning.expires_at.is_some_and(|end| content.expires_at > end) {
            return refused("expires_at", "message_expires", "a forwarded warning counts no longer than the warning");
        }
        Ok(())
    }

    /// Whether a warning is in force and meant for people here to act on.
    fn is_meant(&self, warning: &Warning, now: Timestamp) -> bool {
        let real = warning.status == "actual";
        let played = self.store().world() != World::Live && warning.status == "exercise";
        let warns = ["alert", "update"].contains(&warning.message.as_str());
        (real || played) && warns && warning.ended.is_none() && warning.expires_at.is_none_or(|end| end > now)
    }

    /// Whether an official red is in force for every one of the units.
    pub(super) async fn red_in_force(&self, paths: &[UnitPath], now: Timestamp) -> Result<bool, ServiceError> {
        for path in paths {
            let scope = domain::access::Scope::within(path.clone());
            let page = Page { in_force_at: Some(now), before: None, limit: 500 };
            let mut covered = false;
            for warning in self.store().warnings(&scope, &page).await? {
                if warning.colour == Some(WarningColour::Red) && warning.official && self.is_meant(&warning, now) {
                    let units = store::warning::units(self.store().read(), warning.id).await?;
                    covered |= units.iter().any(|(_, above)| above.contains(path));
                }
            }
            if !covered {
                return Ok(false);
            }
        }
        Ok(!paths.is_empty())
    }

    /// What is closed, or open and dangerous, in a unit, below it or above it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn closed_kinds(&self, path: &UnitPath) -> Result<Vec<OpenRisk>, ServiceError> {
        let mut risks = self.store().closed_places(path).await?;
        risks.extend(self.store().open_major_risks(path).await?);
        Ok(risks)
    }

    /// Where a message contradicts what is known in its units.
    pub(super) async fn contradictions(
        &self,
        content: &Content,
        paths: &[UnitPath],
    ) -> Result<Vec<Conflict>, ServiceError> {
        let templates = &self.warnings()?.public.templates;
        let mut risks: Vec<OpenRisk> = Vec::new();
        for path in paths {
            for risk in self.closed_kinds(path).await? {
                if !risks.contains(&risk) {
                    risks.push(risk);
                }
            }
        }
        Ok(conflicts(content, &templates.advice, &templates.speech, &risks))
    }

    /// Refuses what contradicts. Nobody can wave it through: the text changes, or what is open there does.
    pub(super) async fn refuse_contradictions(
        &self,
        content: &Content,
        paths: &[UnitPath],
    ) -> Result<(), ServiceError> {
        let found = self.contradictions(content, paths).await?;
        if found.is_empty() { Ok(()) } else { Err(ServiceError::Contradicts(found)) }
    }

    /// A decision by word of mouth, by a post that may publish there.
    pub(super) async fn oral(
        &self,
        stored: &StoredMessage,
        report: Option<OralReport>,
        now: Timestamp,
    ) -> Result<Option<Oral>, ServiceError> {
        let Some(report) = report else { return Ok(None) };
        let found = self.publishers(stored, now).await?.into_iter().find(|row| row.id == report.posting);
        let row = found.ok_or(domain::public_message::PublicRefusal::OwnDecision)?;
        if report.at > now {
            let detail = "a decision by word of mouth lies in the past";
            return Err(ServiceError::invalid("oral.at", "decided_at_invalid", detail));
        }
        Ok(Some(Oral { posting: row.id, account: row.account, way: report.way, at: report.at, signed_at: None }))
    }

    /// Posts that may publish the message, its author's left out.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn publishers(
        &self,
        stored: &StoredMessage,
        now: Timestamp,
    ) -> Result<Vec<store::account::PostingRow>, ServiceError> {
        let tree = self.tree();
        let Some(first) = stored.paths.first() else { return Ok(Vec::new()) };
        let above: Vec<_> = tree
            .lineage(first)
            .into_iter()
            .filter(|unit| stored.paths.iter().all(|path| unit.path.contains(path)))
            .map(|unit| unit.id)
            .collect();
        let rows = self.store().postings_at(&above, now).await?;
        let decides =
            |title: &str| self.titles().reach(title, Permission::ApprovePublic) == Some(domain::access::Reach::Subtree);
        let author: AccountId = stored.message.author;
        Ok(rows.into_iter().filter(|row| row.account != author && decides(&row.title)).collect())
    }
}
