//! Evacuations as the wire shows them: buildings and counts, no names.

use std::collections::BTreeMap;

use domain::access::{Actor, Permission};
use domain::evacuation::{Counts, Peril, Return, Stage};
use jiff::Timestamp;
use serde::Serialize;
use service::evacuation::{EvacuationSheet, GoesTo};
use store::evacuation::{Door, Group};
use store::resident::AnswerSum;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::shelter::whole_metres;
use crate::state::App;
use crate::wire::{NamesWire, UnitRef};
use crate::words::{HouseholdStageWord, PerilWord, ReturnWord};

/// The evacuation of one unit: six answers, and where its households stand.
#[derive(Serialize, ToSchema)]
pub(crate) struct EvacuationView {
    id: Uuid,
    unit: Option<UnitRef>,
    /// The response that ordered it.
    cause: Option<Uuid>,
    #[schema(value_type = PerilWord)]
    peril: Peril,
    /// Who organises it: a post, no name.
    organiser: Option<OrganiserView>,
    /// The sign at which it begins.
    trigger: String,
    /// When everybody should be out.
    due_at: Option<i64>,
    where_to: String,
    after_care: String,
    /// Before which nobody returns.
    no_return_before: Option<i64>,
    /// Ordered before it was reported (先转移后报告).
    move_first: bool,
    /// When the unit above was told.
    told_at: Option<i64>,
    opened_at: i64,
    #[schema(value_type = ReturnWord)]
    home: Return,
    home_at: Option<i64>,
    /// Why people may or may not go home.
    return_reason: String,
    rain_ended_at: Option<i64>,
    ended_at: Option<i64>,
    changed_at: i64,
    /// Of the groups that the reader sees.
    households: HouseholdsView,
    /// Groups that the reader sees.
    groups: usize,
    /// Those of them whose households nobody has counted.
    uncounted: usize,
    can: EvacuationCanView,
}

/// Who organises it.
#[derive(Serialize, ToSchema)]
struct OrganiserView {
    title_names: NamesWire,
    unit: Option<UnitRef>,
}

/// What the reader may do.
#[derive(Serialize, ToSchema)]
struct EvacuationCanView {
    run: bool,
    report: bool,
    refuse_return: bool,
}

/// Households by stage.
#[derive(Serialize, ToSchema)]
pub(crate) struct HouseholdsView {
    total: u32,
    /// Nobody knows yet that they are safe.
    unaccounted: u32,
    sheltered: u32,
    /// Left before a return was authorised: an alarm where it is not 0.
    left_early: u32,
    /// Each stage with at least one household.
    #[schema(value_type = BTreeMap<String, u32>)]
    stages: BTreeMap<&'static str, u32>,
}

impl From<Counts> for HouseholdsView {
    fn from(counts: Counts) -> Self {
        let stages = Stage::ALL.into_iter().map(|stage| (stage.word(), counts.at(stage)));
        Self {
            total: counts.total(),
            unaccounted: counts.unaccounted(),
            sheltered: counts.sheltered(),
            left_early: counts.at(Stage::LeftEarly),
            stages: stages.filter(|(_, households)| *households > 0).collect(),
        }
    }
}

/// A building, or a part of one.
#[derive(Serialize, ToSchema)]
pub(crate) struct EvacuationGroupView {
    id: Uuid,
    place: Option<Uuid>,
    label: String,
    /// Whether its households were counted; otherwise their number is unknown, not zero.
    counted: bool,
    /// Households that asked for help: they are moved first.
    asked_help: u32,
    residents: ResidentsView,
    shelter: Option<Uuid>,
    /// Where it goes, once a shelter was chosen.
    goes_to: Option<EvacuationGoesToView>,
    households: HouseholdsView,
    /// Who has to act on whom, the most households first.
    to_do: Vec<EvacuationToDoView>,
    changed_at: i64,
    may_report: bool,
    /// Whether the reader says where it goes: reports for it, or runs the evacuation.
    may_choose: bool,
}

/// The shelter of a building.
#[derive(Serialize, ToSchema)]
pub(crate) struct EvacuationGoesToView {
    id: Uuid,
    code: String,
    names: NamesWire,
    /// The unit in which it stands.
    unit: Option<UnitRef>,
    lon: f64,
    lat: f64,
    /// From the building in a straight line, metres; none where nobody knows where the building stands.
    distance_m: Option<u32>,
    /// How many more people fit in, by who has arrived: an estimate.
    free: u32,
    /// About how many people were sent there and may still come, those of this building too.
    coming: u32,
}

/// Residents' numbers of a building that are called, and what they answered.
#[derive(Serialize, ToSchema)]
struct ResidentsView {
    called: u32,
    left: u32,
    needs_help: u32,
}

/// Households that somebody has to do something about.
#[derive(Serialize, ToSchema)]
struct EvacuationToDoView {
    /// `organiser`, `persuader`, `police`, `door`, `escort` or `shelter_keeper`.
    hand: &'static str,
    #[schema(value_type = HouseholdStageWord)]
    stage: Stage,
    households: u32,
}

/// One evacuation with its groups: where people asked for help first.
#[derive(Serialize, ToSchema)]
pub(crate) struct EvacuationDetail {
    #[serde(flatten)]
    evacuation: EvacuationView,
    items: Vec<EvacuationGroupView>,
}

/// The mark of a door.
#[derive(Serialize, ToSchema)]
pub(crate) struct EvacuationDoorView {
    group: Uuid,
    door: String,
    #[schema(value_type = HouseholdStageWord)]
    stage: Stage,
    /// Whether nobody knows yet that the household is safe.
    unaccounted: bool,
    changed_at: i64,
}

impl From<&Door> for EvacuationDoorView {
    fn from(door: &Door) -> Self {
        Self {
            group: door.group.0,
            door: door.door.clone(),
            stage: door.stage,
            unaccounted: !door.stage.is_safe(),
            changed_at: door.changed_at.as_millisecond(),
        }
    }
}

pub(crate) fn evacuation_view(app: &App, reader: &Actor, sheet: &EvacuationSheet) -> EvacuationView {
    let tree = app.service.tree();
    let millis = |at: Option<Timestamp>| at.map(Timestamp::as_millisecond);
    let one = &sheet.evacuation;
    let organiser = sheet.organiser.as_ref().map(|post| {
        let names = app.service.titles().get(&post.title).map(|title| NamesWire::from(&title.names));
        OrganiserView {
            title_names: names.unwrap_or(NamesWire(BTreeMap::new())),
            unit: tree.by_id(post.unit).map(Into::into),
        }
    });
    EvacuationView {
        id: one.id.0,
        unit: tree.by_id(one.unit).map(Into::into),
        cause: one.cause,
        peril: one.peril,
        organiser,
        trigger: sheet.texts.trigger.clone(),
        due_at: millis(one.due_at),
        where_to: sheet.texts.where_to.clone(),
        after_care: sheet.texts.after_care.clone(),
        no_return_before: millis(one.no_return_before),
        move_first: one.move_first,
        told_at: millis(one.told_at),
        opened_at: one.opened_at.as_millisecond(),
        home: one.home.0,
        home_at: millis(one.home.1),
        return_reason: sheet.texts.return_reason.clone(),
        rain_ended_at: millis(one.rain_ended_at),
        ended_at: millis(one.ended_at),
        changed_at: one.changed_at.as_millisecond(),
        households: sheet.sum.into(),
        groups: sheet.groups.len(),
        uncounted: sheet.groups.iter().filter(|group| !group.counted).count(),
        can: EvacuationCanView {
            run: app.service.may_evacuate(reader, Permission::RunEvacuation, one),
            report: sheet.groups.iter().any(|group| app.service.may_report_group(reader, group)),
            refuse_return: app.service.may_evacuate(reader, Permission::RefuseReturn, one),
        },
    }
}

pub(crate) fn detail(app: &App, reader: &Actor, sheet: &EvacuationSheet) -> EvacuationDetail {
    let items = sheet.groups.iter().map(|group| group_view(app, reader, sheet, group)).collect();
    EvacuationDetail { evacuation: evacuation_view(app, reader, sheet), items }
}

fn group_view(app: &App, reader: &Actor, sheet: &EvacuationSheet, group: &Group) -> EvacuationGroupView {
    let AnswerSum { called, left, needs_help } = sheet.residents.get(&group.id).copied().unwrap_or_default();
    let mut to_do: Vec<_> = Stage::ALL
        .into_iter()
        .filter_map(|stage| {
            let households = group.households.at(stage);
            let hand = stage.hand().filter(|_| households > 0)?;
            Some(EvacuationToDoView { hand: hand.word(), stage, households })
        })
        .collect();
    to_do.sort_by_key(|to_do| std::cmp::Reverse(to_do.households));
    EvacuationGroupView {
        id: group.id.0,
        place: group.place.map(|id| id.0),
        label: group.label.clone(),
        counted: group.counted,
        asked_help: group.asked_help,
        residents: ResidentsView { called, left, needs_help },
        shelter: group.shelter,
        goes_to: sheet.goes_to.get(&group.id).map(|goes| goes_to_view(app, goes)),
        households: group.households.into(),
        to_do,
        changed_at: group.changed_at.as_millisecond(),
        may_report: app.service.may_report_group(reader, group),
        may_choose: app.service.may_report_group(reader, group)
            || app.service.may_evacuate(reader, Permission::RunEvacuation, &sheet.evacuation),
    }
}

fn goes_to_view(app: &App, goes: &GoesTo) -> EvacuationGoesToView {
    let (occupied, shelter) = (&goes.occupied, &goes.occupied.shelter);
    EvacuationGoesToView {
        id: shelter.id.0,
        code: shelter.code.clone(),
        names: (&shelter.names).into(),
        unit: app.service.tree().by_id(shelter.unit).map(Into::into),
        lon: shelter.position.lon(),
        lat: shelter.position.lat(),
        distance_m: goes.distance_m.map(whole_metres),
        free: occupied.free(),
        coming: occupied.coming,
    }
}
