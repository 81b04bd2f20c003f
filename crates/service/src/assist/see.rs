//! What helpers see: how thick the register of a building is, which entries there are, one entry at a time.

use domain::access::{Actor, Permission, Target};
use domain::assist::needs_full_knock;
use domain::id::{AssistId, PlaceId, PostingId};
use domain::journal::{By, Kind};
use jiff::Timestamp;
use serde_json::{Value, json};
use store::assist::{self, Entry};
use store::{Write, account, journal};

use super::register::about;
use super::{Right, Said};
use crate::contact::given_reason;
use crate::hazard::keep_text;
use crate::{Service, ServiceError};

/// Most households that a building is thought to have.
const ESTIMATE_MAX: u32 = 20_000;

/// How much of a building the register covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Coverage {
    /// Entries.
    pub registered: u32,
    /// Households that are thought to need help; none where nobody estimated.
    pub estimated: Option<u32>,
    /// Whether each door has to be knocked at.
    pub full_knock: bool,
    /// Whether the reader may see entries now.
    pub may_see: bool,
    /// Whether the reader heads the building.
    pub may_manage: bool,
    /// Whether an activation is open: lists can be printed then.
    pub activated: bool,
}

/// That there is an entry; nothing of what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssistLine {
    /// Identity.
    pub id: AssistId,
    /// When it was made.
    pub registered_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
    /// Posts of its helpers.
    pub helpers: Vec<PostingId>,
}

impl Service {
    /// How much of a building the register covers: numbers alone.
    ///
    /// # Errors
    /// When the actor reports for no such building.
    pub async fn assist_coverage(
        &self,
        actor: &Actor,
        place: PlaceId,
        now: Timestamp,
    ) -> Result<Coverage, ServiceError> {
        let (place, unit) = self.building(place).await?;
        let target = Target::at(&unit.path);
        self.require(actor, Permission::ReportEvacuation, &target)?;
        let registered = self.store().assists_counted(&[place.id], now).await?.remove(&place.id).unwrap_or(0);
        let estimated = self.store().assist_estimate(place.id).await?;
        let may_manage = actor.may(self.titles(), Permission::HelpAssist, &target).is_some();
        let may_see = self.right(actor, &unit.path, now).await.is_ok();
        let activated = self.is_activated(&unit.path, now).await?;
        let full_knock = needs_full_knock(registered, estimated);
        Ok(Coverage { registered, estimated, full_knock, may_see, may_manage, activated })
    }

    /// Sets how many households of a building are thought to need help; whoever heads it does.
    ///
    /// # Errors
    /// When the actor may not, or the number cannot be true.
    pub async fn estimate_assist(
        &self,
        actor: &Actor,
        place: PlaceId,
        estimated: u32,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        let (place, unit) = self.building(place).await?;
        let posting = self.require(actor, Permission::HelpAssist, &Target::at(&unit.path))?.id;
        if estimated > ESTIMATE_MAX {
            let detail = format!("a building has at most {ESTIMATE_MAX} households");
            return Err(ServiceError::invalid("estimated", "households_invalid", detail));
        }
        let write = self.store().write().await?;
        assist::set_estimate(&write, (place.id, unit.id, &unit.path), estimated, now).await?;
        let entry = domain::journal::NewEntry {
            unit: Some((unit.id, unit.path.clone())),
            by: By { account: Some(actor.account), posting: Some(posting) },
            payload: json!({ "estimated": estimated }),
            ..domain::journal::NewEntry::about(Kind::AssistEstimated, place.id.0, now)
        };
        journal::append(&write, &[entry]).await?;
        write.commit().await?;
        Ok(())
    }

    /// Which entries a building has that the actor may see, without anything that they say. Helpers see theirs.
    ///
    /// # Errors
    /// When there is none for the actor, or no activation is open.
    pub async fn assist_lines(
        &self,
        actor: &Actor,
        place: PlaceId,
        now: Timestamp,
    ) -> Result<Vec<AssistLine>, ServiceError> {
        let (place, unit) = self.building(place).await?;
        let entries = assist::of_place(self.store().read(), place.id, now).await?;
        let right = self.right(actor, &unit.path, now).await;
        let own: Vec<_> = entries.into_iter().filter(|entry| right.is_ok() || helper(actor, entry).is_some()).collect();
        if let (Err(error), true) = (right, own.is_empty()) {
            return Err(error);
        }
        let line = |entry: Entry| AssistLine {
            id: entry.id,
            registered_at: entry.registered_at,
            expires_at: entry.expires_at,
            helpers: entry.helpers,
        };
        Ok(own.into_iter().map(line).collect())
    }

    /// Shows one entry, with a reason: its person sees who did, and whoever sees very many is noticed.
    ///
    /// # Errors
    /// When there is none for the actor, no activation is open, or there is no reason. Nothing is shown unless the
    /// journal took it.
    pub async fn view_assist(
        &self,
        actor: &Actor,
        id: AssistId,
        reason: &str,
        now: Timestamp,
    ) -> Result<(Entry, Said), ServiceError> {
        let entry = self.store().assist(id).await?.filter(|entry| entry.expires_at > now);
        let entry = entry.ok_or(ServiceError::NotFound("entry"))?;
        let posting = match helper(actor, &entry) {
            Some(posting) => posting,
            None => self.right(actor, &entry.path, now).await?.1,
        };
        let reason = given_reason(reason)?;
        let said = self.opened(&entry)?;
        let write = self.store().write().await?;
        let reason = keep_text(&write, id.0, "view_reason", reason).await?;
        self.write_assist_view(&write, actor, posting, &[&entry], json!({ "reason": reason }), now).await?;
        write.commit().await?;
        Ok((entry, said))
    }

    /// Writes down that entries were seen; very many are noticed.
    pub(super) async fn write_assist_view(
        &self,
        write: &Write,
        actor: &Actor,
        posting: PostingId,
        entries: &[&Entry],
        payload: Value,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        // Two views at once would each not see the other, and both stay below the limit.
        account::hold(write, actor.account).await?.ok_or(ServiceError::SignInFailed)?;
        let by = By { account: Some(actor.account), posting: Some(posting) };
        let viewed: Vec<_> =
            entries.iter().map(|entry| about(entry, Kind::AssistViewed, by, payload.clone(), now)).collect();
        journal::append(write, &viewed).await?;
        if let Some(notice) = self.browsing(write, actor, Some(posting), now).await? {
            journal::append(write, &[notice]).await?;
        }
        Ok(())
    }

    /// Whether the actor heads the building or is on duty while an activation is open.
    pub(super) async fn duty_right(
        &self,
        actor: &Actor,
        path: &domain::unit::UnitPath,
        now: Timestamp,
    ) -> Result<PostingId, ServiceError> {
        let (Right::Head | Right::Duty, posting) = self.right(actor, path, now).await?;
        Ok(posting)
    }
}

/// The post under which the actor is a helper of this entry.
fn helper(actor: &Actor, entry: &Entry) -> Option<PostingId> {
    actor.postings.iter().map(|posting| posting.id).find(|id| entry.helpers.contains(id))
}
