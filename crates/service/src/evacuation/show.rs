//! Evacuations as they are shown: buildings and counts, no names.

use std::collections::HashMap;

use domain::access::{Actor, Permission, Scope, Target};
use domain::evacuation::Counts;
use domain::id::{EvacuationId, GroupId, PostingId, TextId, UnitId};
use jiff::Timestamp;
use store::account::PostingRow;
use store::evacuation::{self, Door, Evacuation, Group, Wanted};
use store::resident::{self, AnswerSum};

use super::GoesTo;
use crate::{Service, ServiceError};

/// Most evacuations on one page.
const PAGE_MAX: u64 = 100;

/// Which evacuations are asked for.
#[derive(Debug, Clone, Default)]
pub struct EvacuationPage {
    /// In this unit or below.
    pub unit: Option<UnitId>,
    /// Only those that go on.
    pub open: bool,
    /// Ordered before this one.
    pub before: Option<(Timestamp, EvacuationId)>,
    /// How many.
    pub limit: u64,
}

/// What was written in words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Texts {
    /// The sign at which it begins.
    pub trigger: String,
    /// Where to.
    pub where_to: String,
    /// What is done for people afterwards.
    pub after_care: String,
    /// Why people may or may not go home, as it was said last.
    pub return_reason: String,
}

impl Texts {
    /// Of everything that was written, what was said last of each: ids of texts go up with time.
    pub(crate) fn said_last(mut written: Vec<(TextId, String, String)>) -> Self {
        written.sort_by_key(|(id, ..)| id.0);
        let mut last = Self::default();
        for (_, field, value) in written {
            match field.as_str() {
                "trigger" => last.trigger = value,
                "where_to" => last.where_to = value,
                "after_care" => last.after_care = value,
                "return_reason" => last.return_reason = value,
                _ => {}
            }
        }
        last
    }
}

/// An evacuation as one reader sees it.
#[derive(Debug, Clone)]
pub struct EvacuationSheet {
    /// As it is kept.
    pub evacuation: Evacuation,
    /// The groups that the reader sees; where people asked for help first.
    pub groups: Vec<Group>,
    /// Their households together.
    pub sum: Counts,
    /// What was written in words.
    pub texts: Texts,
    /// The post that organises it.
    pub organiser: Option<PostingRow>,
    /// What residents of each group answered; of one evacuation alone.
    pub residents: HashMap<GroupId, AnswerSum>,
    /// Where groups go that were sent to a shelter; of one evacuation alone.
    pub goes_to: HashMap<GroupId, GoesTo>,
}

impl Service {
    /// Evacuations of units that the actor sees, and of those above them, the latest first.
    ///
    /// # Errors
    /// When the actor may see none, the unit is unknown, or the database fails.
    pub async fn list_evacuations(
        &self,
        actor: &Actor,
        page: &EvacuationPage,
    ) -> Result<Vec<EvacuationSheet>, ServiceError> {
        let scope = self.warning_scope(actor)?;
        let tree = self.tree();
        let unit = page.unit.map(|id| tree.by_id(id).ok_or(ServiceError::NotFound("unit"))).transpose()?;
        let wanted = Wanted {
            within: unit.map(|unit| unit.path.clone()),
            open: page.open,
            before: page.before,
            limit: page.limit.clamp(1, PAGE_MAX),
        };
        let found = self.store().evacuations(&scope, &wanted).await?;
        self.evacuation_sheets(&scope, found).await
    }

    /// One evacuation.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] when there is none that concerns what the actor may see.
    pub async fn show_evacuation(&self, actor: &Actor, id: EvacuationId) -> Result<EvacuationSheet, ServiceError> {
        let missing = || ServiceError::NotFound("evacuation");
        let scope = self.warning_scope(actor)?;
        let found = self.store().evacuation(id).await?.filter(|one| scope.touches(&one.path)).ok_or_else(missing)?;
        let mut sheet = self.evacuation_sheets(&scope, vec![found]).await?.pop().ok_or_else(missing)?;
        let groups: Vec<_> = sheet.groups.iter().map(|group| group.id).collect();
        sheet.residents = resident::answer_sums(self.store().read(), &groups).await?;
        sheet.goes_to = self.goes_to(&sheet.groups).await?;
        Ok(sheet)
    }

    /// The doors of an evacuation that the actor reports for: numbers and how they stand.
    ///
    /// # Errors
    /// When the actor reports for none, or there is no such evacuation or group.
    pub async fn evacuation_doors(
        &self,
        actor: &Actor,
        id: EvacuationId,
        group: Option<GroupId>,
    ) -> Result<Vec<Door>, ServiceError> {
        let own = self.reported_groups(actor, id, group).await?;
        Ok(evacuation::doors_of(self.store().read(), &own).await?)
    }

    /// The groups of an evacuation that the actor reports for: all of them, or this one.
    pub(crate) async fn reported_groups(
        &self,
        actor: &Actor,
        id: EvacuationId,
        group: Option<GroupId>,
    ) -> Result<Vec<GroupId>, ServiceError> {
        let scope = actor.scope(self.titles(), Permission::ReportEvacuation);
        if scope.is_empty() {
            return Err(ServiceError::Forbidden(Permission::ReportEvacuation));
        }
        let found = self.store().evacuation(id).await?.filter(|one| scope.touches(&one.path));
        found.ok_or(ServiceError::NotFound("evacuation"))?;
        let groups = evacuation::groups_of(self.store().read(), &[id]).await?;
        let own = groups.iter().filter(|group| scope.covers(&Target::at(&group.path))).map(|group| group.id);
        let own: Vec<_> = own.filter(|id| group.is_none_or(|wanted| wanted == *id)).collect();
        if group.is_some() && own.is_empty() {
            return Err(ServiceError::NotFound("group"));
        }
        Ok(own)
    }

    /// Whether the actor may do that to an evacuation.
    pub fn may_evacuate(&self, actor: &Actor, permission: Permission, evacuation: &Evacuation) -> bool {
        actor.may(self.titles(), permission, &Target::at(&evacuation.path)).is_some()
    }

    /// Whether the actor reports for a group.
    pub fn may_report_group(&self, actor: &Actor, group: &Group) -> bool {
        actor.may(self.titles(), Permission::ReportEvacuation, &Target::at(&group.path)).is_some()
    }

    async fn evacuation_sheets(
        &self,
        scope: &Scope,
        found: Vec<Evacuation>,
    ) -> Result<Vec<EvacuationSheet>, ServiceError> {
        let ids: Vec<_> = found.iter().map(|one| one.id).collect();
        let mut groups: HashMap<EvacuationId, Vec<Group>> = HashMap::new();
        for group in evacuation::groups_of(self.store().read(), &ids).await? {
            if scope.covers(&Target::at(&group.path)) {
                groups.entry(group.evacuation).or_default().push(group);
            }
        }
        let subjects: Vec<_> = ids.iter().map(|id| id.0).collect();
        let mut texts = self.store().texts(&subjects).await?;
        let posts: Vec<PostingId> = found.iter().filter_map(|one| one.organiser).collect();
        let posts = self.store().postings_by_id(&posts).await?;
        let sheets = found.into_iter().map(|evacuation| {
            let groups = groups.remove(&evacuation.id).unwrap_or_default();
            let organiser = posts.iter().find(|post| Some(post.id) == evacuation.organiser).cloned();
            EvacuationSheet {
                sum: groups.iter().map(|group| group.households).sum(),
                groups,
                texts: Texts::said_last(texts.remove(&evacuation.id.0).unwrap_or_default()),
                organiser,
                evacuation,
                residents: HashMap::new(),
                goes_to: HashMap::new(),
            }
        });
        Ok(sheets.collect())
    }
}
