//! Hazards as the wire shows them. Timelines name posts, not persons.

use domain::body::Body;
use domain::calendar::CalendarKind;
use domain::catalogue::{CaseKind, Urgency};
use domain::deadline::{Deadline, Step};
use domain::hazard::{Action, EventKind, Severity, State};
use domain::notice::NoticeKind;
use domain::unit::UnitTree;
use jiff::Timestamp;
use serde::Serialize;
use service::hazard::{Detail, TimelineLine};
use store::account::PostingRow;
use store::hazard::Stored;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::hazard_more::{HazardMore, more};
use crate::state::App;
use crate::unit::lineage;
use crate::wire::{BodyRef, NamesWire, UnitRef};
use crate::words::{
    ActionWord, CalendarWord, CaseKindWord, EventWord, NoticeKindWord, SeverityWord, StateWord, StepWord, UrgencyWord,
};

/// What must be done next.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DueView {
    /// `accept`, `assign`, `control`, `rectify`, `verify` or `close`.
    #[schema(value_type = StepWord)]
    step: Step,
    due_at: i64,
    overdue: bool,
}

/// A hazard in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HazardView {
    id: Uuid,
    /// Running number of this installation, for people.
    number: String,
    #[schema(value_type = CaseKindWord)]
    kind: CaseKind,
    category: String,
    category_names: NamesWire,
    #[schema(value_type = UrgencyWord)]
    urgency: Urgency,
    #[schema(value_type = StateWord)]
    state: State,
    #[schema(value_type = SeverityWord)]
    severity: Severity,
    /// Whether it stands on a supervision list.
    supervised: bool,
    unit: UnitRef,
    /// From the root down to the unit.
    lineage: Vec<UnitRef>,
    lon: Option<f64>,
    lat: Option<f64>,
    place: Option<Uuid>,
    /// What the reporter wrote, where it still stands.
    description: Option<String>,
    /// The body that must rectify.
    body: Option<BodyRef>,
    reported_at: i64,
    closed_at: Option<i64>,
    due: Option<DueView>,
    /// Whether it came over from another system.
    imported: bool,
    /// Its number there.
    outside_number: Option<String>,
    version: i32,
}

impl HazardView {
    pub(crate) fn id(&self) -> Uuid {
        self.id
    }
}

/// In which capacity something was done.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PostView {
    title: NamesWire,
    unit: Option<UnitRef>,
    body: Option<BodyRef>,
}

/// One line of the timeline.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TimelineView {
    id: i64,
    /// When it happened, by the device.
    at: i64,
    /// When it was recorded here.
    recorded_at: i64,
    #[schema(value_type = EventWord)]
    event: EventKind,
    #[schema(value_type = Option<StateWord>)]
    from: Option<State>,
    #[schema(value_type = Option<StateWord>)]
    to: Option<State>,
    /// A body that was named without becoming the responsible one.
    named: Option<BodyRef>,
    actor: Option<PostView>,
    note: Option<String>,
}

/// Why a deadline ends when it does.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ExplanationView {
    /// The limit, ISO 8601.
    limit: String,
    /// `clock`, or `working_days` (00–24 of working days).
    #[schema(value_type = CalendarWord)]
    calendar: CalendarKind,
    /// Version of the rule table.
    rule: String,
    /// Where its limits come from; none once another version is in force.
    source: Option<NamesWire>,
    /// A year whose holidays are not known: Monday to Friday was taken.
    unknown_holidays: Option<i16>,
}

/// One deadline.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DeadlineView {
    #[schema(value_type = StepWord)]
    step: Step,
    started_at: i64,
    due_at: i64,
    met_at: Option<i64>,
    /// When it would end without pauses, where it has any.
    unpaused_due_at: Option<i64>,
    /// Whether it stands still now.
    paused: bool,
    /// When it stopped mattering without being met.
    lifted_at: Option<i64>,
    overdue: bool,
    explanation: ExplanationView,
}

/// An action that the state offers.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ActionView {
    #[schema(value_type = ActionWord)]
    action: Action,
    /// Whether the reader may take it.
    allowed: bool,
    /// Code of the reason when not.
    why_not: Option<String>,
}

/// One hazard with all that explains it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HazardDetail {
    pub(crate) hazard: HazardView,
    more: HazardMore,
    timeline: Vec<TimelineView>,
    deadlines: Vec<DeadlineView>,
    actions: Vec<ActionView>,
    /// The notice that the reader may issue about it now.
    #[schema(value_type = Option<NoticeKindWord>)]
    notice: Option<NoticeKind>,
}

/// Running numbers as people read them.
pub(crate) fn number_text(app: &App, stored: &Stored) -> String {
    let year = app.service.zone().to_datetime(stored.hazard.reported_at).year();
    format!("H-{year}-{:06}", stored.number)
}

pub(crate) fn hazard_view(
    app: &App,
    tree: &UnitTree,
    bodies: &[Body],
    stored: &Stored,
    description: Option<String>,
    now: Timestamp,
) -> Option<HazardView> {
    let hazard = &stored.hazard;
    let unit = tree.by_id(hazard.unit)?;
    let names = app.service.catalogue().get(&hazard.category).map(|item| (&item.names).into());
    Some(HazardView {
        id: hazard.id.0,
        number: number_text(app, stored),
        kind: hazard.kind,
        category: hazard.category.clone(),
        category_names: names.unwrap_or_else(|| NamesWire(Default::default())),
        urgency: hazard.urgency,
        state: hazard.state,
        severity: hazard.severity,
        supervised: hazard.supervised_by.is_some(),
        unit: unit.into(),
        lineage: lineage(tree, unit),
        lon: hazard.position.map(|p| p.lon()),
        lat: hazard.position.map(|p| p.lat()),
        place: stored.place.map(|id| id.0),
        description,
        body: hazard.body.and_then(|id| bodies.iter().find(|body| body.id == id)).map(Into::into),
        reported_at: hazard.reported_at.as_millisecond(),
        closed_at: stored.closed_at.map(|at| at.as_millisecond()),
        due: stored.due.map(|(step, at)| DueView {
            step,
            due_at: at.as_millisecond(),
            overdue: hazard.state.is_open() && at < now,
        }),
        imported: stored.outside.is_some(),
        outside_number: stored.outside.as_ref().map(|(_, number)| number.clone()),
        version: hazard.version,
    })
}

pub(crate) fn post_view(app: &App, tree: &UnitTree, bodies: &[Body], posting: &PostingRow) -> Option<PostView> {
    Some(PostView {
        title: (&app.service.titles().get(&posting.title)?.names).into(),
        unit: tree.by_id(posting.unit).map(Into::into),
        body: posting.body.and_then(|id| bodies.iter().find(|body| body.id == id)).map(Into::into),
    })
}

pub(crate) fn timeline_view(app: &App, tree: &UnitTree, bodies: &[Body], line: &TimelineLine) -> TimelineView {
    let actor = line.posting.as_ref().and_then(|posting| post_view(app, tree, bodies, posting));
    TimelineView {
        id: line.seq,
        at: line.happened_at.as_millisecond(),
        recorded_at: line.recorded_at.as_millisecond(),
        event: line.event,
        from: line.from,
        to: line.to,
        named: line.named.and_then(|id| bodies.iter().find(|body| body.id == id)).map(Into::into),
        actor,
        note: line.note.clone(),
    }
}

fn deadline_view(app: &App, deadline: &Deadline, now: Timestamp) -> DeadlineView {
    DeadlineView {
        step: deadline.step,
        started_at: deadline.started_at.as_millisecond(),
        due_at: deadline.due_at.as_millisecond(),
        met_at: deadline.met_at.map(|at| at.as_millisecond()),
        unpaused_due_at: (!deadline.pauses.is_empty()).then(|| deadline.unpaused_due_at.as_millisecond()),
        paused: deadline.is_paused(),
        lifted_at: deadline.lifted_at.map(|at| at.as_millisecond()),
        overdue: deadline.is_overdue(now),
        explanation: ExplanationView {
            limit: deadline.limit.clone(),
            calendar: deadline.calendar,
            rule: deadline.rule.clone(),
            source: app.service.rules().source(&deadline.rule).map(Into::into),
            unknown_holidays: deadline.unknown_year,
        },
    }
}

pub(crate) fn detail_view(app: &App, detail: Detail, now: Timestamp) -> Option<HazardDetail> {
    let tree = app.service.tree();
    let bodies = app.service.bodies();
    Some(HazardDetail {
        hazard: hazard_view(app, &tree, &bodies, &detail.stored, detail.description, now)?,
        more: more(&tree, &bodies, &detail.stored.hazard),
        notice: detail.notice,
        timeline: detail.timeline.iter().map(|line| timeline_view(app, &tree, &bodies, line)).collect(),
        deadlines: detail.deadlines.iter().map(|deadline| deadline_view(app, deadline, now)).collect(),
        actions: detail
            .actions
            .iter()
            .map(|offer| ActionView {
                action: offer.action,
                allowed: offer.refused.is_none(),
                why_not: offer.refused.map(str::to_owned),
            })
            .collect(),
    })
}
