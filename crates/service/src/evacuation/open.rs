//! Ordering evacuations.

use std::collections::{HashMap, HashSet};

use domain::access::{Actor, Permission};
use domain::evacuation::{Counts, Peril, Return};
use domain::hazard::is_text;
use domain::id::{CommandId, EvacuationId, GroupId, PlaceId, ResponseId, ShelterId, UnitId};
use domain::journal::{By, Cause, Kind, NewEntry};
use domain::place::Place;
use domain::shelter::ShelterRefusal;
use domain::unit::Unit;
use jiff::Timestamp;
use serde_json::{Value, json};
use store::evacuation::{self, Evacuation, Group};
use store::place::PlaceFilter;
use store::{StoreError, Write, journal};
use uuid::Uuid;

use super::about;
use super::grounds::Chosen;
use crate::hazard::keep_text;
use crate::{Once, Service, ServiceError};

/// Most groups that somebody names in one order.
const NAMED_MAX: usize = 2_000;

/// Most buildings of a unit that is moved out as a whole. More are ordered unit by unit; none is left out in silence.
const WHOLE_MAX: usize = 5_000;

/// Buildings that are read at once.
const BUILDINGS_PAGE: usize = 1_000;

/// Longest text, in characters.
const TEXT_MAX: usize = 1_000;

/// Longest name of a group, in characters.
const LABEL_MAX: usize = 60;

/// The kind of place that people are moved out of.
const BUILDING: &str = "building";

/// A building, or a part of one, as it is ordered.
#[derive(Debug, Clone, Default)]
pub struct NewGroup {
    /// The building, where the register has it.
    pub place: Option<PlaceId>,
    /// What people call it; empty: as the register does.
    pub label: String,
    /// Its households; none where nobody has counted them.
    pub households: Option<u32>,
    /// Households that asked for help.
    pub asked_help: u32,
    /// The shelter that it goes to.
    pub shelter: Option<ShelterId>,
    /// Whether whoever orders was told what speaks against that shelter.
    pub confirmed: bool,
}

/// An evacuation as a person orders it: the six answers.
#[derive(Debug, Clone)]
pub struct NewEvacuation {
    /// Chosen by the caller.
    pub id: EvacuationId,
    /// Of which unit.
    pub unit: UnitId,
    /// The response whose plan asks for it.
    pub cause: Option<ResponseId>,
    /// What people flee from.
    pub peril: Peril,
    /// Whom it moves; empty: every building of the unit.
    pub groups: Vec<NewGroup>,
    /// When: the sign at which it begins, in words.
    pub trigger: String,
    /// When everybody should be out.
    pub due_at: Option<Timestamp>,
    /// Where to, in words.
    pub where_to: String,
    /// What is done for people afterwards.
    pub after_care: String,
    /// Before which nobody returns.
    pub no_return_before: Option<Timestamp>,
    /// Ordered before it is reported (先转移后报告).
    pub move_first: bool,
    /// Names the command.
    pub key: CommandId,
    /// SHA-256 of its body.
    pub body_hash: Vec<u8>,
}

impl Service {
    /// Orders an evacuation. A community secretary does so alone: people first, the report after (先转移后报告).
    ///
    /// # Errors
    /// When the actor may not there, a text is too long, a building is none of this unit, a shelter is none for it, the
    /// unit has more buildings than one evacuation holds, or the id is in use.
    pub async fn order_evacuation(
        &self,
        actor: &Actor,
        new: NewEvacuation,
        now: Timestamp,
    ) -> Result<EvacuationId, ServiceError> {
        let tree = self.tree();
        let unit = tree.by_id(new.unit).ok_or(ServiceError::NotFound("unit"))?.clone();
        let by = self.by_of(actor, Permission::RunEvacuation, &unit.path)?;
        let (who, once) = (actor.account.to_string(), Once::new(new.key, new.body_hash));
        if let Some(ordered) = self.made_before(&who, &once).await? {
            return Ok(EvacuationId(ordered));
        }
        let texts = [("trigger", &new.trigger), ("where_to", &new.where_to), ("after_care", &new.after_care)];
        if let Some((field, _)) = texts.iter().find(|(_, text)| text.chars().count() > TEXT_MAX) {
            return Err(ServiceError::invalid(
                field,
                "text_too_long",
                format!("`{field}` has more than {TEXT_MAX} characters"),
            ));
        }
        if let Some((field, _)) = texts.iter().find(|(_, text)| !is_text(text)) {
            let detail = format!("`{field}` holds characters that are no text");
            return Err(ServiceError::invalid(field, "text_invalid", detail));
        }
        if new.groups.len() > NAMED_MAX {
            let detail = format!("an order names at most {NAMED_MAX} groups: name none to move out the whole unit");
            return Err(ServiceError::invalid("groups", "group_invalid", detail));
        }
        if let Some(response) = new.cause {
            let of = self.show_response(actor, response, now).await?.row.unit.1;
            if !of.contains(&unit.path) {
                return Err(ServiceError::NotFound("response"));
            }
        }
        let (groups, buildings): (Vec<NewGroup>, Vec<Place>) = if new.groups.is_empty() {
            let buildings = self.buildings(&unit).await?;
            let whole = |place: &Place| NewGroup { place: Some(place.id), ..NewGroup::default() };
            (buildings.iter().map(whole).collect(), buildings)
        } else {
            let named = self.named_buildings(&unit, &new.groups).await?;
            (new.groups, named)
        };
        let buildings: HashMap<_, _> = buildings.into_iter().map(|place| (place.id, place)).collect();
        let confirmed: Vec<_> = groups.iter().map(|group| group.confirmed).collect();
        let one = Evacuation {
            cause: new.cause.map(|response| response.0),
            organiser: by.posting,
            due_at: new.due_at,
            no_return_before: new.no_return_before,
            move_first: new.move_first,
            ..fresh(new.id, &unit, new.peril, by, now)
        };
        let registered = self.asking_for_help(&groups, now).await?;
        let groups = self.checked_groups(&one, groups, &buildings, &registered, now)?;
        let write = self.store().write().await?;
        if !once.keep(&write, &who, one.id.0).await? {
            drop(write);
            return self.made_meanwhile(&who, &once).await.map(EvacuationId);
        }
        match evacuation::open(&write, std::slice::from_ref(&one)).await {
            Err(StoreError::Duplicate(_)) => return Err(ServiceError::Exists("evacuation")),
            other => other?,
        }
        let sheltered =
            self.sheltered_entries(&write, &one, (groups.as_slice(), confirmed.as_slice()), by, now).await?;
        evacuation::add_groups(&write, &groups).await?;
        let mut held = serde_json::Map::new();
        for (field, text) in texts {
            if let Some(hash) = keep_text(&write, one.id.0, field, text).await? {
                held.insert(field.to_owned(), hash);
            }
        }
        let mut entries = vec![opened_entry(&one, &groups, by, Value::Object(held), now)];
        entries.extend(sheltered);
        journal::append(&write, &entries).await?;
        write.commit().await?;
        Ok(one.id)
    }

    /// Every building of a unit, however many other places stand there.
    async fn buildings(&self, unit: &Unit) -> Result<Vec<Place>, ServiceError> {
        let filter = PlaceFilter { kinds: vec![BUILDING.to_owned()], ..PlaceFilter::default() };
        let mut found: Vec<Place> = Vec::new();
        loop {
            let after = found.last().map(|place| place.code.clone());
            let page = self.store().find_places(&unit.path, &filter, after.as_deref(), BUILDINGS_PAGE as u64).await?;
            let whole = page.len() == BUILDINGS_PAGE;
            found.extend(page);
            if found.len() > WHOLE_MAX {
                let detail =
                    format!("there are more than {WHOLE_MAX} buildings: order it for the units below, one by one");
                return Err(ServiceError::invalid("unit", "evacuation_too_large", detail));
            }
            if !whole {
                return Ok(found);
            }
        }
    }

    /// The buildings of a unit that an order names.
    async fn named_buildings(&self, unit: &Unit, groups: &[NewGroup]) -> Result<Vec<Place>, ServiceError> {
        let ids: Vec<_> = groups.iter().filter_map(|group| group.place).collect();
        let found = self.store().places_by_id(&ids).await?;
        let tree = self.tree();
        let here = |place: &Place| tree.by_id(place.unit).is_some_and(|at| unit.path.contains(&at.path));
        let stands = |place: &Place| place.kind == BUILDING && place.retired_at.is_none() && here(place);
        Ok(found.into_values().filter(stands).collect())
    }

    /// What the journal holds of the shelters that an order names, after each was checked.
    async fn sheltered_entries(
        &self,
        write: &Write,
        of: &Evacuation,
        (groups, confirmed): (&[Group], &[bool]),
        by: By,
        now: Timestamp,
    ) -> Result<Vec<NewEntry>, ServiceError> {
        let shelters: Vec<_> = groups.iter().filter_map(|group| group.shelter.map(ShelterId)).collect();
        if shelters.is_empty() {
            return Ok(Vec::new());
        }
        // All of them: none of these buildings is a shelter while it is moved out.
        let places: Vec<_> = groups.iter().filter_map(|group| group.place).collect();
        let grounds = self.grounds(write, of, shelters, &places).await?;
        let mut entries = Vec::new();
        for (place, (group, confirmed)) in groups.iter().zip(confirmed).enumerate() {
            let Some(to) = group.shelter.map(ShelterId) else { continue };
            // Whoever orders many at once must learn which of them it is.
            let refused = |refusal| ServiceError::GroupShelter { group: place, refusal };
            let doubts = grounds.check(group, to, false, groups.iter()).map_err(|error| match error {
                ServiceError::Shelter(refusal) => refused(refusal),
                other => other,
            })?;
            if !doubts.is_empty() && !confirmed {
                return Err(refused(ShelterRefusal::Doubtful(doubts)));
            }
            let chosen = Chosen { group: group.id, from: None, to: Some(to), doubts };
            entries.push(grounds.entry(of, &chosen, by, now));
        }
        Ok(entries)
    }

    /// How many households of each building stand in the assistance register.
    async fn asking_for_help(
        &self,
        groups: &[NewGroup],
        now: Timestamp,
    ) -> Result<HashMap<PlaceId, u32>, ServiceError> {
        let places: Vec<_> = groups.iter().filter_map(|group| group.place).collect();
        Ok(self.store().assists_counted(&places, now).await?)
    }

    /// The groups of an evacuation. What nobody said of a building comes from the registers: its households, and how
    /// many of them ask for help. A building may be divided into groups that go to different shelters; the registers know
    /// it as a whole only, so whoever divides it says how many households each has, and those who ask for help count once.
    fn checked_groups(
        &self,
        of: &Evacuation,
        groups: Vec<NewGroup>,
        buildings: &HashMap<PlaceId, Place>,
        registered: &HashMap<PlaceId, u32>,
        now: Timestamp,
    ) -> Result<Vec<Group>, ServiceError> {
        let tree = self.tree();
        let wrong = |detail: String| ServiceError::invalid("groups", "group_invalid", detail);
        let mut parts: HashMap<PlaceId, usize> = HashMap::new();
        for place in groups.iter().filter_map(|group| group.place) {
            *parts.entry(place).or_default() += 1;
        }
        let mut met = HashSet::new();
        let check = |new: NewGroup| {
            let place = match new.place {
                None => None,
                Some(id) => {
                    let found = buildings.get(&id);
                    Some(found.ok_or_else(|| wrong(format!("`{id}` is no building of this unit")))?)
                }
            };
            let given = new.label.trim();
            let label = if given.is_empty() { place.map_or("", |place| place.names.best("zh")) } else { given };
            if label.is_empty() || label.chars().count() > LABEL_MAX || label.chars().any(char::is_control) {
                return Err(wrong(format!("a group is called by 1 to {LABEL_MAX} characters")));
            }
            let divided = place.is_some_and(|place| parts.get(&place.id).is_some_and(|parts| *parts > 1));
            if divided && (given.is_empty() || new.households.is_none()) {
                let detail = format!("`{label}` is in several groups: give each a label and its households");
                return Err(wrong(detail));
            }
            let unit = place.and_then(|place| tree.by_id(place.unit));
            let known = new.households.or_else(|| place?.facts.households);
            let households = Counts::listed(known.unwrap_or(0))?;
            let first = place.filter(|place| met.insert(place.id));
            let ask = new.asked_help.max(first.and_then(|place| registered.get(&place.id)).copied().unwrap_or(0));
            Ok(Group {
                id: GroupId(Uuid::now_v7()),
                evacuation: of.id,
                place: new.place,
                path: unit.map_or(&of.path, |unit| &unit.path).clone(),
                label: label.to_owned(),
                counted: known.is_some(),
                asked_help: ask.min(domain::evacuation::HOUSEHOLDS_MAX),
                shelter: new.shelter.map(|shelter| shelter.0),
                households,
                changed_at: now,
            })
        };
        groups.into_iter().map(check).collect()
    }
}

fn fresh(id: EvacuationId, unit: &Unit, peril: Peril, by: By, now: Timestamp) -> Evacuation {
    Evacuation {
        id,
        unit: unit.id,
        path: unit.path.clone(),
        cause: None,
        peril,
        organiser: None,
        due_at: None,
        no_return_before: None,
        move_first: false,
        told_at: None,
        opened_at: now,
        opened_by: by.account,
        home: (Return::Open, None),
        rain_ended_at: None,
        ended_at: None,
        changed_at: now,
    }
}

fn opened_entry(one: &Evacuation, groups: &[Group], by: By, texts: Value, now: Timestamp) -> NewEntry {
    let households: Counts = groups.iter().map(|group| group.households).sum();
    let payload = json!({
        "peril": one.peril,
        "groups": groups.len(),
        "households": households.total(),
        "uncounted": groups.iter().filter(|group| !group.counted).count(),
        "move_first": one.move_first,
        "texts": texts,
    });
    let cause = one.cause.map(|id| Cause::Response(ResponseId(id)));
    NewEntry { cause, payload, ..about(Kind::EvacuationOpened, one, by, now) }
}
