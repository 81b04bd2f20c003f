//! What readings propose, and what the desk decides on it.

use axum::Json;
use axum::extract::State;
use domain::colour::WarningColour;
use domain::reading::{Met, ProposalState, Quantity, Statistic};
use domain::warned::WarnedOf;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use service::reading::ProposalSheet;
use store::proposal::Evidence;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::extract::{Body, Params, Place};
use crate::middleware::finish;
use crate::problem::Problem;
use crate::session::Signed;
use crate::state::App;
use crate::wire::{NamesWire, UnitRef};
use crate::words::{ColourWord, ProposalStateWord, QuantityWord, StatisticWord, WarnedOfWord};

/// Which proposals.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ProposalParams {
    /// Only those that nobody has decided on.
    open: Option<bool>,
}

/// What readings propose. No warning, and no call: a person decides.
#[derive(Serialize, ToSchema)]
pub(crate) struct ProposalView {
    id: Uuid,
    #[schema(value_type = WarnedOfWord)]
    hazard: WarnedOf,
    #[schema(value_type = ColourWord)]
    colour: WarningColour,
    /// Where the gauges stand.
    unit: Option<UnitRef>,
    /// Version of the table of thresholds.
    thresholds: String,
    evidence: Vec<EvidenceView>,
    /// Since when it stands, when it reached its present colour, when it was crossed last.
    opened_at: i64,
    raised_at: i64,
    seen_at: i64,
    #[schema(value_type = ProposalStateWord)]
    state: ProposalState,
    decided_at: Option<i64>,
    reason: Option<String>,
}

/// What one gauge says.
#[derive(Serialize, ToSchema)]
struct EvidenceView {
    gauge: Uuid,
    name: String,
    #[schema(value_type = QuantityWord)]
    quantity: Quantity,
    #[schema(value_type = Option<StatisticWord>)]
    statistic: Option<Statistic>,
    window_minutes: u32,
    /// What the readings in the window came to, and the threshold, in `unit`.
    value: f64,
    threshold: f64,
    unit: &'static str,
    /// What else was met at the same time.
    also: Vec<MetView>,
    /// Where the threshold stands; empty where that was not kept.
    source: String,
    /// What whoever reads the threshold must know of it besides, such as whose table rules.
    note: Option<NamesWire>,
    #[schema(value_type = ColourWord)]
    colour: WarningColour,
    /// Since when it holds, by the gauge's time.
    at: i64,
}

/// A threshold that was crossed together with another.
#[derive(Serialize, ToSchema)]
struct MetView {
    #[schema(value_type = QuantityWord)]
    quantity: Quantity,
    #[schema(value_type = StatisticWord)]
    statistic: Statistic,
    window_minutes: u32,
    /// What the readings in the window came to, and the threshold, in `unit`.
    value: f64,
    threshold: f64,
    unit: &'static str,
}

/// Proposals, the open and strong ones first.
#[derive(Serialize, ToSchema)]
pub(crate) struct ProposalList {
    items: Vec<ProposalView>,
}

/// What can be decided.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum DecisionWord {
    /// Something is done about it.
    Taken,
    /// Nothing has to be.
    Dismissed,
}

/// What was decided.
#[derive(Deserialize, ToSchema)]
pub(crate) struct DecisionWire {
    decision: DecisionWord,
    /// Why; what is done, or why nothing has to be.
    reason: String,
}

impl From<Evidence> for EvidenceView {
    fn from(one: Evidence) -> Self {
        Self {
            gauge: one.gauge,
            name: one.name,
            quantity: one.quantity,
            statistic: one.statistic,
            window_minutes: one.window_minutes,
            value: plain(one.value),
            threshold: plain(one.threshold),
            unit: one.quantity.unit(),
            also: one.also.into_iter().map(Into::into).collect(),
            source: one.source,
            note: (!one.note.0.is_empty()).then(|| (&one.note).into()),
            colour: one.colour,
            at: one.at,
        }
    }
}

impl From<Met> for MetView {
    fn from(one: Met) -> Self {
        Self {
            quantity: one.quantity,
            statistic: one.statistic,
            window_minutes: one.window_minutes,
            value: plain(one.value),
            threshold: plain(one.threshold),
            unit: one.quantity.unit(),
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "readings are far below 2^53 thousandths")]
fn plain(thousandths: i64) -> f64 {
    thousandths as f64 / 1_000.0
}

fn view(app: &App, sheet: ProposalSheet) -> ProposalView {
    let tree = app.service.tree();
    let ProposalSheet { proposal, reason } = sheet;
    ProposalView {
        id: proposal.id,
        hazard: proposal.hazard,
        colour: proposal.colour,
        unit: tree.by_id(proposal.unit).map(Into::into),
        thresholds: proposal.thresholds,
        evidence: proposal.evidence.into_iter().map(Into::into).collect(),
        opened_at: proposal.opened_at.as_millisecond(),
        raised_at: proposal.raised_at.as_millisecond(),
        seen_at: proposal.seen_at.as_millisecond(),
        state: proposal.state,
        decided_at: proposal.decided_at.map(Timestamp::as_millisecond),
        reason,
    }
}

/// What readings propose for the units that the reader sees: at most 200, the open and strong ones first.
#[utoipa::path(get, path = "/api/proposals", operation_id = "list_proposals", tag = "warnings", params(ProposalParams),
    responses((status = 200, body = ProposalList)))]
pub(crate) async fn list(
    State(app): State<App>,
    signed: Signed,
    Params(params): Params<ProposalParams>,
) -> Result<Json<ProposalList>, Problem> {
    let found = app.service.list_proposals(&signed.actor, params.open == Some(true)).await?;
    Ok(Json(ProposalList { items: found.into_iter().map(|sheet| view(&app, sheet)).collect() }))
}

/// Decide on a proposal, with a reason. Nothing follows from it by itself.
#[utoipa::path(post, path = "/api/proposals/{id}/decision", operation_id = "decide_proposal", tag = "warnings",
    params(("id" = Uuid, Path)), request_body = DecisionWire,
    responses((status = 200, body = ProposalView), (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn decide(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
    body: Body<DecisionWire>,
) -> Result<Json<ProposalView>, Problem> {
    let (service, now, actor, wire) = (app.service.clone(), app.now(), signed.actor.clone(), body.value);
    let taken = matches!(wire.decision, DecisionWord::Taken);
    let sheet = finish(async move { service.decide_proposal(&actor, id, taken, &wire.reason, now).await }).await?;
    Ok(Json(view(&app, sheet)))
}
