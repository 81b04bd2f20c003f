//! What is said at doors, on the way and at shelters: households go on, doors are marked, households are counted.

use std::collections::{BTreeMap, HashMap};

use domain::access::{Actor, Permission, Scope, Target};
use domain::evacuation::{Counts, Moving, Stage};
use domain::id::{CommandId, EvacuationId, GroupId, PostingId, ShelterId};
use domain::job::{Alert, NewJob};
use domain::journal::{By, Kind, NewEntry};
use domain::shelter::ShelterRefusal;
use jiff::Timestamp;
use serde_json::json;
use store::evacuation::{self, Door, Group};
use store::{Write, job, journal};

use super::about;
use super::grounds::{Chosen, Grounds, ShelterChoice};
use crate::{Once, Service, ServiceError};

/// Most lines in one report.
const LINES_MAX: usize = 500;

/// Longest number of a door, in characters.
const DOOR_MAX: usize = 16;

/// The mark of a door: a number and how it stands. No name stands anywhere.
#[derive(Debug, Clone)]
pub struct Tick {
    /// The group.
    pub group: GroupId,
    /// The door's number.
    pub door: String,
    /// How it stands now.
    pub stage: Stage,
}

/// What somebody reports, all of it or nothing.
#[derive(Debug, Clone)]
pub struct EvacuationReport {
    /// About which evacuation.
    pub id: EvacuationId,
    /// Households without a marked door that went on.
    pub moves: Vec<(GroupId, Moving)>,
    /// Doors.
    pub doors: Vec<Tick>,
    /// Groups whose households were counted.
    pub counts: Vec<(GroupId, u32)>,
    /// Groups that go to a shelter, or to none any more.
    pub shelters: Vec<ShelterChoice>,
    /// Names the command.
    pub key: CommandId,
    /// SHA-256 of its body.
    pub body_hash: Vec<u8>,
}

impl EvacuationReport {
    /// Whether it says where buildings go, and nothing of households.
    fn chooses_alone(&self) -> bool {
        !self.shelters.is_empty() && self.moves.is_empty() && self.doors.is_empty() && self.counts.is_empty()
    }
}

impl Service {
    /// Takes a report. The mark of a door that says less than is known already changes nothing: phones send late and
    /// out of order. Said again under the same key it changes nothing either. Where buildings go is also said by whoever
    /// runs the evacuation.
    ///
    /// # Errors
    /// When the evacuation has ended, a group is none that the actor reports for, households would go where none go or
    /// where there are not so many, or a building cannot go to the shelter that was chosen.
    pub async fn report_evacuation(
        &self,
        actor: &Actor,
        report: EvacuationReport,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        let lines = report.moves.len() + report.doors.len() + report.counts.len() + report.shelters.len();
        if lines > LINES_MAX {
            let detail = format!("a report has at most {LINES_MAX} lines: send the rest in another one");
            return Err(ServiceError::invalid("moves", "report_too_long", detail));
        }
        let scope = actor.scope(self.titles(), Permission::ReportEvacuation);
        let run = actor.scope(self.titles(), Permission::RunEvacuation);
        // Whoever runs one may say where groups go, and nothing else.
        let chooses = report.chooses_alone() && !run.is_empty();
        if scope.is_empty() && !chooses {
            return Err(ServiceError::Forbidden(Permission::ReportEvacuation));
        }
        let who = actor.account.to_string();
        let once = Once::new(report.key, report.body_hash.clone()).about(report.id.0);
        if self.made_before(&who, &once).await?.is_some() {
            return Ok(());
        }
        let alerts = self.early_alerts(&report, actor, now).await?;
        let write = self.store().write().await?;
        let mut one = self.going_on(&write, report.id).await?;
        let runs = run.covers(&Target::at(&one.path));
        let by = self.speaker(actor, runs || scope.touches(&one.path), &one.path)?;
        if !once.keep(&write, &who, report.id.0).await? {
            drop(write);
            return self.made_meanwhile(&who, &once).await.map(drop);
        }
        let groups = evacuation::hold_groups(&write, report.id).await?;
        let mut desk = Desk::new(groups, &scope);
        let named: Vec<_> = desk.named(&report);
        for door in evacuation::doors_of(write.tx(), &named).await? {
            desk.doors.entry(door.group).or_default().insert(door.door, door.stage);
        }
        let named = report.shelters.iter().flat_map(|choice| [choice.from, choice.to]).flatten().collect();
        let grounds = self.grounds(&write, &one, named, &desk.places(&report.shelters)).await?;
        let mut chosen = Vec::new();
        for choice in &report.shelters {
            chosen.extend(desk.choose(choice, &grounds, runs)?);
        }
        let before = desk.sum();
        for (group, households) in &report.counts {
            desk.count(*group, *households)?;
        }
        for tick in &report.doors {
            desk.tick(tick, now)?;
        }
        for (group, moving) in &report.moves {
            desk.go(*group, *moving)?;
        }
        let after = desk.sum();
        let (groups, marked) = desk.changed(now);
        if groups.is_empty() && marked.is_empty() {
            write.commit().await?;
            return Ok(());
        }
        evacuation::put_groups(&write, &groups).await?;
        evacuation::mark_doors(&write, &marked).await?;
        one.changed_at = now;
        evacuation::put(&write, &one).await?;
        let command = Some(report.key);
        let mut entries: Vec<_> =
            chosen.iter().map(|chosen| NewEntry { command, ..grounds.entry(&one, chosen, by, now) }).collect();
        if !report.chooses_alone() {
            let payload = json!({ "households": changes(&before, &after), "doors": marked.len() });
            entries.push(NewEntry { payload, command, ..about(Kind::EvacuationReported, &one, by, now) });
        }
        let left = after.at(Stage::LeftEarly).saturating_sub(before.at(Stage::LeftEarly));
        if left > 0 {
            let payload = json!({ "households": left });
            entries.push(NewEntry { payload, command, ..about(Kind::EvacuationLeftEarly, &one, by, now) });
            job::insert(&write, &alerts, now).await?;
        }
        journal::append(&write, &entries).await?;
        write.commit().await?;
        Ok(())
    }

    /// Whoever organises it and everybody above hears of households that left before they might: once for each
    /// evacuation, so that a night of comings and goings is no storm of messages.
    async fn early_alerts(
        &self,
        report: &EvacuationReport,
        actor: &Actor,
        now: Timestamp,
    ) -> Result<Vec<NewJob>, ServiceError> {
        let moved = report.moves.iter().any(|(_, moving)| moving.to == Stage::LeftEarly);
        if !moved && report.doors.iter().all(|tick| tick.stage != Stage::LeftEarly) {
            return Ok(Vec::new());
        }
        let found = self.store().evacuation(report.id).await?.ok_or(ServiceError::NotFound("evacuation"))?;
        self.alerts((Alert::LeftEarly, report.id.0), &found.path, actor.account, now).await
    }

    /// In which capacity somebody reports: for the evacuation's unit, for a unit above it, or for a part of it.
    fn speaker(&self, actor: &Actor, concerns: bool, path: &domain::unit::UnitPath) -> Result<By, ServiceError> {
        if !concerns {
            return Err(ServiceError::NotFound("evacuation"));
        }
        let near = |held: &&domain::access::Posting| held.path.contains(path) || path.contains(&held.path);
        let posting: Option<PostingId> = actor.postings.iter().find(near).map(|held| held.id);
        Ok(By { account: Some(actor.account), posting })
    }
}

/// Households by stage that became more or fewer.
fn changes(before: &Counts, after: &Counts) -> BTreeMap<&'static str, i64> {
    let change = |stage: Stage| (stage.word(), i64::from(after.at(stage)) - i64::from(before.at(stage)));
    Stage::ALL.into_iter().map(change).filter(|(_, by)| *by != 0).collect()
}

/// Groups while a report is written into them.
struct Desk {
    groups: HashMap<GroupId, Group>,
    /// Those that the reporter reports for.
    own: Vec<GroupId>,
    doors: HashMap<GroupId, BTreeMap<String, Stage>>,
    touched: Vec<GroupId>,
    marked: Vec<Door>,
}

/// Marks one door of a held group, as its resident said; what says less than is known changes nothing.
pub(crate) async fn mark_door(
    write: &Write,
    group: Group,
    door: &str,
    stage: Stage,
    now: Timestamp,
) -> Result<Group, ServiceError> {
    let id = group.id;
    let mut desk = Desk {
        groups: HashMap::from([(id, group.clone())]),
        own: vec![id],
        ..Desk::new(Vec::new(), &Scope::default())
    };
    for door in evacuation::doors_of(write.tx(), &[id]).await? {
        desk.doors.entry(door.group).or_default().insert(door.door, door.stage);
    }
    desk.tick(&Tick { group: id, door: door.to_owned(), stage }, now)?;
    let (mut groups, marked) = desk.changed(now);
    evacuation::mark_doors(write, &marked).await?;
    Ok(groups.pop().unwrap_or(group))
}

impl Desk {
    fn new(groups: Vec<Group>, scope: &Scope) -> Self {
        let own = groups.iter().filter(|group| scope.covers(&Target::at(&group.path))).map(|group| group.id).collect();
        let groups = groups.into_iter().map(|group| (group.id, group)).collect();
        Self { groups, own, doors: HashMap::new(), touched: Vec::new(), marked: Vec::new() }
    }

    fn named(&self, report: &EvacuationReport) -> Vec<GroupId> {
        let moved = report.moves.iter().map(|(group, _)| *group);
        let mut named: Vec<_> = moved.chain(report.doors.iter().map(|tick| tick.group)).collect();
        named.sort_unstable();
        named.dedup();
        named
    }

    fn sum(&self) -> Counts {
        self.groups.values().map(|group| group.households).sum()
    }

    fn group(&mut self, id: GroupId) -> Result<&mut Group, ServiceError> {
        let own = self.own.contains(&id);
        let group = self.groups.get_mut(&id).filter(|_| own).ok_or(ServiceError::NotFound("group"))?;
        if !self.touched.contains(&id) {
            self.touched.push(id);
        }
        Ok(group)
    }

    /// The buildings that these choices are about, where the register has them.
    fn places(&self, choices: &[ShelterChoice]) -> Vec<domain::id::PlaceId> {
        choices.iter().filter_map(|choice| self.groups.get(&choice.group)?.place).collect()
    }

    /// Sends a group to a shelter, or to none any more, for whoever `runs` the evacuation or reports for the group;
    /// `None` where that is so already.
    fn choose(
        &mut self,
        choice: &ShelterChoice,
        grounds: &Grounds,
        runs: bool,
    ) -> Result<Option<Chosen>, ServiceError> {
        let ShelterChoice { group: id, from, to, confirmed } = *choice;
        let own = runs || self.own.contains(&id);
        let group = self.groups.get(&id).filter(|_| own).ok_or(ServiceError::NotFound("group"))?;
        let before = group.shelter.map(ShelterId);
        if before == to {
            return Ok(None);
        }
        if before != from {
            return Err(ShelterRefusal::Changed.into());
        }
        let arrived = before.is_some() && group.households.arrivals() > 0;
        let doubts = match to {
            None if arrived => return Err(ShelterRefusal::Arrived.into()),
            None => Vec::new(),
            Some(to) => grounds.check(group, to, arrived, self.groups.values())?,
        };
        if !doubts.is_empty() && !confirmed {
            return Err(ShelterRefusal::Doubtful(doubts).into());
        }
        if let Some(group) = self.groups.get_mut(&id) {
            group.shelter = to.map(|to| to.0);
        }
        if !self.touched.contains(&id) {
            self.touched.push(id);
        }
        Ok(Some(Chosen { group: id, from, to, doubts }))
    }

    fn count(&mut self, id: GroupId, households: u32) -> Result<(), ServiceError> {
        let group = self.group(id)?;
        group.households = group.households.recount(households)?;
        group.counted = true;
        Ok(())
    }

    fn go(&mut self, id: GroupId, moving: Moving) -> Result<(), ServiceError> {
        let marked = self.marks(id);
        let group = self.group(id)?;
        // Households behind marked doors go on by their doors alone; both together would count one of them twice.
        let loose = group.households.without(&marked);
        loose.go(moving)?;
        group.households = group.households.go(moving)?;
        Ok(())
    }

    fn tick(&mut self, tick: &Tick, now: Timestamp) -> Result<(), ServiceError> {
        let door = tick.door.trim();
        if door.is_empty() || door.chars().count() > DOOR_MAX || door.chars().any(char::is_control) {
            let detail = format!("a door is named by 1 to {DOOR_MAX} characters, such as `1203`");
            return Err(ServiceError::invalid("doors", "door_invalid", detail));
        }
        if matches!(tick.stage, Stage::ReturnAuthorised | Stage::Listed) {
            let detail = format!("nobody marks a door as `{}`", tick.stage.word());
            return Err(ServiceError::invalid("doors", "door_stage_invalid", detail));
        }
        let marked = self.marks(tick.group);
        let before = self.doors.get(&tick.group).and_then(|doors| doors.get(door)).copied();
        let group = self.group(tick.group)?;
        let Some(after) = group.households.mark(&marked, before, tick.stage) else { return Ok(()) };
        group.households = after;
        self.doors.entry(tick.group).or_default().insert(door.to_owned(), tick.stage);
        self.marked.retain(|mark| mark.group != tick.group || mark.door != door);
        self.marked.push(Door { group: tick.group, door: door.to_owned(), stage: tick.stage, changed_at: now });
        Ok(())
    }

    fn marks(&self, id: GroupId) -> Counts {
        let mut counts = [0; Stage::ALL.len()];
        for stage in self.doors.get(&id).into_iter().flat_map(BTreeMap::values) {
            counts[*stage as usize] += 1;
        }
        Counts::from_array(counts)
    }

    fn changed(mut self, now: Timestamp) -> (Vec<Group>, Vec<Door>) {
        self.touched.sort_unstable();
        let groups = self.touched.iter().filter_map(|id| self.groups.remove(id));
        (groups.map(|group| Group { changed_at: now, ..group }).collect(), self.marked)
    }
}
