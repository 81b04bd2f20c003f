//! Duty rosters.

use std::collections::HashMap;

use axum::Json;
use axum::extract::State;
use domain::access::{Actor, Permission, Target};
use domain::unit::Unit;
use serde::{Deserialize, Serialize};
use store::account::PostingRow;
use store::roster::Duty;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::extract::Params;
use crate::problem::Problem;
use crate::session::Signed;
use crate::state::App;
use crate::unit::find;
use crate::wire::{NamesWire, UnitRef};

/// Whose roster.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ShowParams {
    /// The unit.
    unit: Uuid,
}

/// The roster of a unit.
#[derive(Serialize, ToSchema)]
pub(crate) struct RosterView {
    items: Vec<DutyView>,
}

/// One line: a post, not a person.
#[derive(Serialize, ToSchema)]
struct DutyView {
    unit: UnitRef,
    /// `day` or `night`.
    kind: String,
    /// Local time.
    start: String,
    /// Local time; before the start means on the next day.
    end: String,
    posting: DutyPost,
    /// Whether this post leads the shift.
    leader: bool,
}

/// The post on duty.
#[derive(Serialize, ToSchema)]
pub(crate) struct DutyPost {
    pub(crate) id: Uuid,
    pub(crate) title: NamesWire,
    pub(crate) unit: Option<UnitRef>,
}

/// Who is on duty in a unit, day by day.
#[utoipa::path(get, path = "/api/roster", operation_id = "show_roster", tag = "units", params(ShowParams),
    responses((status = 200, body = RosterView), (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"), (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn show(
    State(app): State<App>,
    signed: Signed,
    Params(params): Params<ShowParams>,
) -> Result<Json<RosterView>, Problem> {
    let tree = app.service.tree();
    let unit = find(&tree, params.unit)?;
    let titles = app.service.titles();
    let items = posts(&app, &signed.actor, unit).await?.into_iter().filter_map(|Post { duty, posting }| {
        Some(DutyView {
            unit: unit.into(),
            kind: duty.kind,
            start: duty.line.starts.strftime("%H:%M").to_string(),
            end: duty.line.ends.strftime("%H:%M").to_string(),
            posting: DutyPost {
                id: posting.id.0,
                title: (&titles.get(&posting.title)?.names).into(),
                unit: tree.by_id(posting.unit).map(Into::into),
            },
            leader: duty.line.leader,
        })
    });
    Ok(Json(RosterView { items: items.collect() }))
}

/// A line of a roster with the post on it.
pub(crate) struct Post {
    pub(crate) duty: Duty,
    pub(crate) posting: PostingRow,
}

/// The lines of a unit's roster that have not ended, for somebody who may see them.
pub(crate) async fn posts(app: &App, actor: &Actor, unit: &Unit) -> Result<Vec<Post>, Problem> {
    let target = Target::at(&unit.path);
    if actor.may(app.service.titles(), Permission::ViewRoster, &target).is_none() {
        return Err(service::ServiceError::Forbidden(Permission::ViewRoster).into());
    }
    let mut duties = app.service.store().roster(unit.id).await?;
    // What has ended is history.
    let today = app.service.zone().to_datetime(app.now()).date();
    duties.retain(|duty| duty.line.to.is_none_or(|last| today <= last));
    let ids: Vec<_> = duties.iter().map(|duty| duty.line.posting).collect();
    let postings = app.service.store().postings_by_id(&ids).await?;
    let postings: HashMap<_, _> = postings.into_iter().map(|row| (row.id, row)).collect();
    let posts = duties.into_iter().filter_map(|duty| {
        let posting = postings.get(&duty.line.posting)?.clone();
        Some(Post { duty, posting })
    });
    Ok(posts.collect())
}
