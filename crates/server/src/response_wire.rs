//! Responses and tasks as the wire shows them: posts, no names.

use std::collections::HashMap;

use domain::access::{Actor, Permission, Target};
use domain::colour::WarningColour;
use domain::id::PostingId;
use domain::response::{ItemKind, ResponseLevel, ResponseState, StepKind, Stops, TaskState};
use domain::warned::WarnedOf;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use service::response::{ResponseSheet, TaskSheet};
use store::account::PostingRow;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::problem::Problem;
use crate::state::App;
use crate::wire::{NamesWire, UnitRef};
use crate::words::{
    ColourWord, ItemKindWord, ResponseLevelWord, ResponseStateWord, ResponseStepWord, TaskStateWord, WarnedOfWord,
};

/// A response of one body under one plan.
#[derive(Serialize, ToSchema)]
pub(crate) struct ResponseView {
    pub(crate) id: Uuid,
    /// Word of the plan.
    plan: String,
    plan_names: NamesWire,
    pub(crate) unit: Option<UnitRef>,
    #[schema(value_type = Option<WarnedOfWord>)]
    hazard: Option<WarnedOf>,
    #[schema(value_type = Option<ColourWord>)]
    colour: Option<WarningColour>,
    #[schema(value_type = ResponseStateWord)]
    pub(crate) state: ResponseState,
    #[schema(value_type = Option<ResponseLevelWord>)]
    pub(crate) level: Option<ResponseLevel>,
    /// What waits for a decision.
    pub(crate) proposal: Option<AskedView>,
    /// The latest warning that asked.
    warning: Option<Uuid>,
    /// How often silence has climbed: 0, 1 (the target has passed) or 2 (the alarm).
    escalations: u8,
    pub(crate) opened_at: i64,
    pub(crate) activated_at: Option<i64>,
    pub(crate) ended_at: Option<i64>,
    version: i32,
    pub(crate) lag: Option<LagView>,
    steps: Vec<ResponseStepView>,
    /// Posts at the command post now.
    command_post: Vec<AtPostView>,
    pub(crate) tasks: TaskCounts,
    may_decide: bool,
    /// Whether the reader may write down a spoken decision.
    may_record: bool,
}

/// What waits for a decision.
#[derive(Serialize, ToSchema)]
pub(crate) struct AskedView {
    /// None: the end is asked for.
    #[schema(value_type = Option<ResponseLevelWord>)]
    pub(crate) level: Option<ResponseLevel>,
    /// The row of the plan, and where it comes from.
    trigger: String,
    source_names: Option<NamesWire>,
    /// When the warning was sent: the lag counts from here.
    pub(crate) since: i64,
    pub(crate) decide_by: i64,
    alarm_at: i64,
    /// Whether a decision must say if gatherings, classes and business stop.
    asks_stops: bool,
}

/// From the warning to the decision.
#[derive(Serialize, ToSchema)]
pub(crate) struct LagView {
    /// Milliseconds from the warning to the record of the decision, or to now while nobody has decided.
    pub(crate) ms: i64,
    pub(crate) target_ms: i64,
    /// Whether a decision is recorded.
    pub(crate) decided: bool,
}

/// One step.
#[derive(Serialize, ToSchema)]
struct ResponseStepView {
    id: Uuid,
    #[schema(value_type = ResponseStepWord)]
    kind: StepKind,
    #[schema(value_type = Option<ResponseLevelWord>)]
    level: Option<ResponseLevel>,
    trigger: Option<String>,
    warning: Option<Uuid>,
    stops: Option<StopsWire>,
    reason: Option<String>,
    /// Title of the post whose decision it is.
    decided_by: Option<NamesWire>,
    /// Whether a duty desk wrote it down.
    spoken: bool,
    decided_at: i64,
    recorded_at: i64,
    signed_at: Option<i64>,
    /// Whether the reader may sign it.
    may_sign: bool,
    lag_ms: Option<i64>,
}

/// Whether gatherings, classes and business stop.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
pub(crate) struct StopsWire {
    gatherings: bool,
    classes: bool,
    business: bool,
}

impl From<Stops> for StopsWire {
    fn from(stops: Stops) -> Self {
        let Stops { gatherings, classes, business } = stops;
        Self { gatherings, classes, business }
    }
}

impl From<StopsWire> for Stops {
    fn from(stops: StopsWire) -> Self {
        let StopsWire { gatherings, classes, business } = stops;
        Self { gatherings, classes, business }
    }
}

/// A post at the command post.
#[derive(Serialize, ToSchema)]
struct AtPostView {
    title: NamesWire,
    since: i64,
    /// Whether it is the reader's own.
    mine: bool,
}

/// Tasks of a response.
#[derive(Debug, Clone, Copy, Default, Serialize, ToSchema)]
pub(crate) struct TaskCounts {
    pub(crate) open: u64,
    pub(crate) done: u64,
    not_needed: u64,
    ended: u64,
    /// Past their instant, open or done later.
    pub(crate) late: u64,
}

/// A task.
#[derive(Serialize, ToSchema)]
pub(crate) struct TaskView {
    pub(crate) id: Uuid,
    pub(crate) response: Uuid,
    pub(crate) unit: Option<UnitRef>,
    /// Line of the plan.
    item: String,
    pub(crate) names: NamesWire,
    #[schema(value_type = ItemKindWord)]
    kind: ItemKind,
    #[schema(value_type = TaskStateWord)]
    pub(crate) state: TaskState,
    pub(crate) due_at: i64,
    pub(crate) done_at: Option<i64>,
    pub(crate) amount: Option<u32>,
    pub(crate) note: Option<String>,
    late: bool,
    may_report: bool,
}

fn millis(span: SignedDuration) -> i64 {
    i64::try_from(span.as_millis()).unwrap_or(i64::MAX)
}

/// Makes views of responses, for one reader.
pub(crate) async fn response_views(
    app: &App,
    reader: &Actor,
    sheets: Vec<ResponseSheet>,
) -> Result<Vec<ResponseView>, Problem> {
    let posts = app.service.posts_of_responses(&sheets).await?;
    let posts: HashMap<PostingId, PostingRow> = posts.into_iter().map(|post| (post.id, post)).collect();
    Ok(sheets.into_iter().map(|sheet| view(app, reader, &posts, sheet)).collect())
}

fn view(app: &App, reader: &Actor, posts: &HashMap<PostingId, PostingRow>, sheet: ResponseSheet) -> ResponseView {
    let (tree, now, row) = (app.service.tree(), app.now(), &sheet.row);
    let plan = app.service.plans().get(&row.plan);
    let title = |id: PostingId| {
        let word = posts.get(&id).map(|post| post.title.as_str()).unwrap_or_default();
        app.service
            .titles()
            .get(word)
            .map_or(NamesWire(std::collections::BTreeMap::new()), |title| (&title.names).into())
    };
    let own = |id: PostingId| posts.get(&id).is_some_and(|post| post.account == reader.account);
    let may = |permission| reader.may(app.service.titles(), permission, &Target::at(&row.unit.1)).is_some();
    let asked = row.response.proposal.as_ref();
    let proposal = asked.map(|asked| AskedView {
        level: asked.level,
        source_names: plan
            .and_then(|plan| plan.triggers.iter().find(|row| row.id == asked.trigger))
            .map(|row| (&row.source).into()),
        trigger: asked.trigger.clone(),
        since: asked.since.as_millisecond(),
        decide_by: asked.decide_by.as_millisecond(),
        alarm_at: asked.alarm_at.as_millisecond(),
        asks_stops: asked.asks_stops,
    });
    let running = asked.filter(|asked| asked.level.is_some() && row.response.is_open()).map(|asked| LagView {
        ms: millis(now.duration_since(asked.since)),
        target_ms: millis(asked.decide_by.duration_since(asked.since)),
        decided: false,
    });
    let decided = sheet
        .steps
        .iter()
        .rev()
        .find_map(|step| Some(LagView { ms: millis(step.lag?), target_ms: millis(step.target?), decided: true }));
    let mut tasks = TaskCounts::default();
    for sum in &sheet.tasks {
        tasks.late += sum.late;
        match sum.state {
            TaskState::Open => tasks.open += sum.tasks,
            TaskState::Done => tasks.done += sum.tasks,
            TaskState::NotNeeded => tasks.not_needed += sum.tasks,
            TaskState::Ended => tasks.ended += sum.tasks,
        }
    }
    let there = sheet.command_post.iter().filter(|holding| holding.until.is_none());
    ResponseView {
        id: row.id.0,
        plan: row.plan.clone(),
        plan_names: plan.map_or(NamesWire(std::collections::BTreeMap::new()), |plan| (&plan.names).into()),
        unit: tree.by_id(row.unit.0).map(Into::into),
        hazard: row.hazard,
        colour: row.colour,
        state: row.response.state,
        level: row.response.level,
        proposal,
        warning: row.response.warning.map(|id| id.0),
        escalations: row.response.escalations,
        opened_at: row.opened_at.as_millisecond(),
        activated_at: row.activated_at.map(Timestamp::as_millisecond),
        ended_at: row.ended_at.map(Timestamp::as_millisecond),
        version: row.version,
        lag: running.or(decided),
        steps: sheet
            .steps
            .iter()
            .map(|step| ResponseStepView {
                id: step.id.0,
                kind: step.kind,
                level: step.level,
                trigger: step.trigger.clone(),
                warning: step.warning.map(|id| id.0),
                stops: step.stops.map(Into::into),
                reason: sheet.reasons.get(&step.id.0).cloned(),
                decided_by: step.decided_by.map(|(posting, _)| title(posting)),
                spoken: step.recorded_by.is_some(),
                decided_at: step.decided_at.as_millisecond(),
                recorded_at: step.recorded_at.as_millisecond(),
                signed_at: step.signed_at.map(Timestamp::as_millisecond),
                may_sign: step.recorded_by.is_some()
                    && step.signed_at.is_none()
                    && step.decided_by.is_some_and(|(_, account)| account == reader.account),
                lag_ms: step.lag.map(millis),
            })
            .collect(),
        command_post: there
            .map(|holding| AtPostView {
                title: title(holding.posting),
                since: holding.since.as_millisecond(),
                mine: own(holding.posting),
            })
            .collect(),
        tasks,
        may_decide: may(Permission::DecideResponse),
        may_record: may(Permission::RecordDecision),
    }
}

/// A task for a reader.
pub(crate) fn task_view(app: &App, reader: &Actor, sheet: TaskSheet) -> TaskView {
    let TaskSheet { row, note } = sheet;
    let target = Target::at(&row.unit.1);
    TaskView {
        id: row.id.0,
        response: row.response.0,
        unit: app.service.tree().by_id(row.unit.0).map(Into::into),
        item: row.item,
        names: (&row.names).into(),
        kind: row.kind,
        state: row.task.state,
        due_at: row.task.due_at.as_millisecond(),
        done_at: row.task.done_at.map(Timestamp::as_millisecond),
        amount: row.task.amount,
        late: row.task.is_late(app.now()),
        may_report: row.task.state != TaskState::Ended
            && reader.may(app.service.titles(), Permission::ReportTask, &target).is_some(),
        note,
    }
}
