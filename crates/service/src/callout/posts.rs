//! Who is called: every post on duty; where no roster says who that is, the first post of the unit.

use std::collections::{BTreeMap, HashMap};

use domain::duty::{self, Line, Substitute};
use domain::id::{AccountId, PostingId, UnitId};
use domain::unit::{Unit, UnitPath};
use jiff::{Span, Timestamp};
use store::callout::{self, DutyPost};
use store::{Store, Write};
use uuid::Uuid;

use crate::{Service, ServiceError};

/// A post that a warning would call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalledPost {
    /// Its unit.
    pub unit: UnitId,
    /// The posting and whose it is.
    pub post: (PostingId, AccountId),
    /// Key of its title.
    pub title: String,
    /// Whether it leads the shift.
    pub leader: bool,
    /// Who is asked when it is silent.
    pub deputy: Option<(PostingId, AccountId)>,
}

impl Service {
    /// Who is called in a unit and below it, as a warning would call them now: the nearest to the top first. Calls read
    /// over connections of their own; nobody else takes those.
    pub(crate) async fn posts_called(
        &self,
        from: &Store,
        path: &UnitPath,
        now: Timestamp,
    ) -> Result<Vec<CalledPost>, ServiceError> {
        let posts = callout::posts_below(from, path, now).await?;
        let on_duty = self.on_duty_below(from, path, now).await?;
        let by_unit = by_unit(&posts);
        let known: HashMap<PostingId, &DutyPost> = posts.iter().map(|post| (post.posting, post)).collect();
        let mut found = Vec::new();
        for unit in self.tree().subtree(path) {
            let off = by_unit.get(&unit.id).map(Vec::as_slice).unwrap_or_default();
            let chosen = self.chosen(on_duty.get(&unit.id), off, &known);
            found.extend(chosen.iter().enumerate().map(|(place, &(post, leader))| CalledPost {
                unit: unit.id,
                post: (post.posting, post.account),
                title: post.title.clone(),
                leader,
                deputy: deputy(&chosen, place, off, self),
            }));
        }
        Ok(found)
    }

    /// The first post of each unit above, from the top: whoever is asked when those below are silent.
    pub(crate) async fn posts_above(&self, path: &UnitPath, now: Timestamp) -> Result<Vec<CalledPost>, ServiceError> {
        let mut found = Vec::new();
        for above in self.tree().lineage(path).into_iter().filter(|unit| unit.path != *path) {
            found.extend(self.first_post(above, now).await?);
        }
        Ok(found)
    }

    /// Who decides first in one unit, where anybody does.
    pub(crate) async fn first_post(&self, unit: &Unit, now: Timestamp) -> Result<Option<CalledPost>, ServiceError> {
        Ok(self.first_called(unit, &callout::posts_at(self.store().read(), unit.id, now).await?))
    }

    /// The same while a write is held, over its connection: what waits for a second one could wait for itself.
    pub(super) async fn first_post_held(
        &self,
        write: &Write,
        unit: &Unit,
        now: Timestamp,
    ) -> Result<Option<CalledPost>, ServiceError> {
        Ok(self.first_called(unit, &callout::posts_at(write.tx(), unit.id, now).await?))
    }

    fn first_called(&self, unit: &Unit, posts: &[DutyPost]) -> Option<CalledPost> {
        let post = self.first(&posts.iter().collect::<Vec<_>>())?;
        Some(CalledPost {
            unit: unit.id,
            post: (post.posting, post.account),
            title: post.title.clone(),
            deputy: None,
            leader: false,
        })
    }

    /// Who of a unit is called, and whether the post leads: everybody on duty; somebody off shift is rung only where
    /// nobody is on.
    fn chosen<'a>(
        &self,
        on_duty: Option<&Vec<(PostingId, bool)>>,
        off: &[&'a DutyPost],
        known: &HashMap<PostingId, &'a DutyPost>,
    ) -> Vec<(&'a DutyPost, bool)> {
        let on = on_duty.into_iter().flatten();
        let on: Vec<_> = on.filter_map(|(id, leader)| Some((*known.get(id)?, *leader))).collect();
        if on.is_empty() { self.first(off).map(|post| (post, false)).into_iter().collect() } else { on }
    }

    /// The post of a unit that is called before the others.
    fn first<'a>(&self, posts: &[&'a DutyPost]) -> Option<&'a DutyPost> {
        let called = posts.iter().filter_map(|post| Some((self.titles().get(&post.title)?.called?, *post)));
        called.min_by_key(|(rank, _)| *rank).map(|(_, post)| post)
    }

    /// Posts on duty now, by unit, leaders first.
    async fn on_duty_below(
        &self,
        from: &Store,
        path: &UnitPath,
        now: Timestamp,
    ) -> Result<HashMap<UnitId, Vec<(PostingId, bool)>>, ServiceError> {
        let duties = callout::duties_below(from, path).await?;
        let today = self.zone().to_datetime(now).date();
        let (first, last) = (today.saturating_sub(Span::new().days(3)), today.saturating_add(Span::new().days(3)));
        let ids: Vec<_> = duties.iter().map(|duty| duty.line.id).collect();
        let substitutes = from.substitutes(&ids, first, last).await?;
        let planned = duties.iter().map(|duty| duty.line.posting);
        let posts: Vec<_> = planned.chain(substitutes.iter().filter_map(|change| change.posting)).collect();
        let terms = from.posting_terms(&posts).await?;
        let mut changed: HashMap<Uuid, Vec<Substitute>> = HashMap::new();
        for change in substitutes {
            changed.entry(change.line).or_default().push(change);
        }
        let mut lines: BTreeMap<UnitId, Vec<Line>> = BTreeMap::new();
        for duty in duties {
            lines.entry(duty.line.unit).or_default().push(duty.line);
        }
        let mut found = HashMap::with_capacity(lines.len());
        for (unit, lines) in lines {
            let own: Vec<_> = lines.iter().filter_map(|line| changed.get(&line.id)).flatten().cloned().collect();
            let watches = duty::on_duty(&lines, &own, &terms, self.zone(), now);
            found.insert(unit, watches.into_iter().map(|watch| (watch.posting, watch.leader)).collect());
        }
        Ok(found)
    }
}

fn by_unit(posts: &[DutyPost]) -> HashMap<UnitId, Vec<&DutyPost>> {
    let mut units: HashMap<UnitId, Vec<&DutyPost>> = HashMap::new();
    for post in posts {
        units.entry(post.unit).or_default().push(post);
    }
    units
}

/// Who is asked when a post is silent: the next one on duty, else the next one of the unit, never the same person.
fn deputy(
    chosen: &[(&DutyPost, bool)],
    place: usize,
    off: &[&DutyPost],
    service: &Service,
) -> Option<(PostingId, AccountId)> {
    let (own, _) = chosen[place];
    let others = chosen.iter().cycle().skip(place + 1).take(chosen.len().saturating_sub(1)).map(|(post, _)| *post);
    let called = |post: &&&DutyPost| service.titles().get(&post.title).is_some_and(|title| title.called.is_some());
    let next = others.chain(off.iter().filter(called).copied()).find(|post| post.account != own.account);
    next.map(|post| (post.posting, post.account))
}
