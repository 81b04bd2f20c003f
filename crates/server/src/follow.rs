//! The follow link: what became of a report, for whoever holds its secret.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderName, header};
use axum::response::IntoResponse;
use domain::catalogue::Urgency;
use domain::deadline::Step;
use domain::hazard::{Action, Doer, EventKind, Hazard};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::extract::Body;
use crate::hazard_wire::number_text;
use crate::problem::Problem;
use crate::state::App;
use crate::wire::{NamesWire, UnitRef};
use crate::words::{ActionWord, EventWord, StateWord, StepWord, UrgencyWord};

/// The secret from the link's fragment; it never stands in an address that a server or log sees.
#[derive(Deserialize, ToSchema)]
pub(crate) struct FollowWire {
    secret: String,
}

/// A report as its reporter may see it: no person, no text of others.
#[derive(Serialize, ToSchema)]
pub(crate) struct FollowView {
    hazard: FollowedHazard,
    timeline: Vec<FollowLine>,
}

/// Where the report stands.
#[derive(Serialize, ToSchema)]
struct FollowedHazard {
    id: Uuid,
    number: String,
    category: String,
    category_names: NamesWire,
    #[schema(value_type = UrgencyWord)]
    urgency: Urgency,
    #[schema(value_type = StateWord)]
    state: domain::hazard::State,
    unit: UnitRef,
    reported_at: i64,
    /// The next step, and by when it is due.
    #[schema(value_type = Option<StepWord>)]
    due_step: Option<Step>,
    due_at: Option<i64>,
    overdue: bool,
    /// Needed for a step.
    version: i32,
    /// What the reporter can do now.
    #[schema(value_type = Vec<ActionWord>)]
    can: Vec<Action>,
}

/// What a reporter can do with the link alone.
fn reporter_actions(hazard: &Hazard) -> Vec<Action> {
    let own = Action::ALL.into_iter().filter(|action| action.permission(hazard).is_none());
    own.filter(|&action| hazard.check(action, Doer::default()).is_ok()).collect()
}

/// One line of its timeline.
#[derive(Serialize, ToSchema)]
struct FollowLine {
    at: i64,
    #[schema(value_type = EventWord)]
    event: EventKind,
    #[schema(value_type = Option<StateWord>)]
    state: Option<domain::hazard::State>,
}

/// What became of a report.
#[utoipa::path(post, path = "/api/follow", operation_id = "follow_report", tag = "hazards", request_body = FollowWire,
    responses((status = 200, body = FollowView), (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn show(State(app): State<App>, body: Body<FollowWire>) -> Result<impl IntoResponse, Problem> {
    let followed = app.service.follow(&body.value.secret).await?;
    let (stored, tree, now) = (followed.stored, app.service.tree(), app.now());
    let hazard = &stored.hazard;
    // A merged report goes the way of the hazard that it is part of.
    let goes_on = followed.master.as_ref().unwrap_or(&stored);
    let unit = tree.by_id(hazard.unit).ok_or_else(|| Problem::not_found("report"))?;
    let item = app.service.catalogue().get(&hazard.category).ok_or_else(|| Problem::not_found("report"))?;
    let timeline = followed.timeline.iter().map(|line| FollowLine {
        at: line.recorded_at.as_millisecond(),
        event: line.event,
        state: line.to,
    });
    let view = FollowView {
        hazard: FollowedHazard {
            id: hazard.id.0,
            number: number_text(&app, &stored),
            category: hazard.category.clone(),
            category_names: (&item.names).into(),
            urgency: hazard.urgency,
            state: goes_on.hazard.state,
            version: hazard.version,
            can: reporter_actions(hazard),
            unit: unit.into(),
            reported_at: hazard.reported_at.as_millisecond(),
            due_step: goes_on.due.map(|(step, _)| step),
            due_at: goes_on.due.map(|(_, at)| at.as_millisecond()),
            overdue: goes_on.due.is_some_and(|(_, at)| at < now),
        },
        timeline: timeline.collect(),
    };
    let fixed: [(HeaderName, &str); 1] = [(header::CACHE_CONTROL, "no-store")];
    Ok((fixed, Json(view)))
}
