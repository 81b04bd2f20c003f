//! Closures as the wire shows them: posts and units, no names.

use std::collections::HashMap;

use domain::access::Actor;
use domain::colour::WarningColour;
use domain::id::PostingId;
use domain::place::ClosureState;
use serde::Serialize;
use service::closure::{Closed, ClosureSheet};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::place_wire::PlaceView;
use crate::problem::Problem;
use crate::state::App;
use crate::wire::NamesWire;
use crate::words::{ClosureStateWord, ColourWord};

/// Closed ones among all.
#[derive(Serialize, ToSchema)]
pub(crate) struct ClosedCounts {
    /// Places that a post has closed.
    closed: u32,
    /// All places that were ordered closed.
    all: u32,
}

impl From<Closed> for ClosedCounts {
    fn from(counts: Closed) -> Self {
        Self { closed: counts.closed, all: counts.all }
    }
}

/// A place that closes.
#[derive(Serialize, ToSchema)]
pub(crate) struct ClosureView {
    id: Uuid,
    place: Option<PlaceView>,
    #[schema(value_type = ClosureStateWord)]
    state: ClosureState,
    /// The hazard, a word such as `rainstorm`.
    hazard: String,
    #[schema(value_type = ColourWord)]
    colour: WarningColour,
    /// The warning or response behind it.
    cause: Option<Uuid>,
    due_at: i64,
    opened_at: i64,
    closed_at: Option<i64>,
    /// Title of the post that closed it.
    closed_by: Option<NamesWire>,
    /// When opening it again was authorised; of one that was never closed, when it was called off.
    authorised_at: Option<i64>,
    authorised_by: Option<NamesWire>,
    reopened_at: Option<i64>,
    reopened_by: Option<NamesWire>,
    /// The note of whoever closed it.
    note: Option<String>,
    /// Whether the reader may report it as closed or open again.
    may_report: bool,
    /// Whether the reader may authorise opening it again.
    may_authorise: bool,
}

/// Closures for a reader.
pub(crate) async fn closure_views(
    app: &App,
    reader: &Actor,
    sheets: Vec<ClosureSheet>,
) -> Result<Vec<ClosureView>, Problem> {
    let (service, tree, bodies) = (&app.service, app.service.tree(), app.service.bodies());
    let posts = sheets.iter().flat_map(|sheet| {
        let row = &sheet.row;
        [row.closed_by, row.authorised_by, row.reopened_by].into_iter().flatten()
    });
    let posts: Vec<PostingId> = posts.collect();
    let titles: HashMap<PostingId, NamesWire> = service
        .store()
        .postings_by_id(&posts)
        .await?
        .into_iter()
        .filter_map(|post| Some((post.id, (&service.titles().get(&post.title)?.names).into())))
        .collect();
    let title = |post: Option<PostingId>| post.and_then(|id| titles.get(&id).cloned());
    let millis = |at: Option<jiff::Timestamp>| at.map(jiff::Timestamp::as_millisecond);
    let view = |sheet: ClosureSheet| {
        let (row, state) = (&sheet.row, sheet.row.closure.state);
        let (may_report, may_authorise) = service.closure_rights(reader, row);
        let open = Some(state).filter(|_| row.closure.is_open());
        ClosureView {
            id: row.id.0,
            place: sheet.place.as_ref().map(|place| PlaceView::of(&tree, &bodies, place, open)),
            state,
            hazard: row.hazard.clone(),
            colour: row.colour,
            cause: row.cause,
            due_at: row.due_at.as_millisecond(),
            opened_at: row.opened_at.as_millisecond(),
            closed_at: millis(row.closure.closed_at),
            closed_by: title(row.closed_by),
            authorised_at: millis(row.closure.authorised_at),
            authorised_by: title(row.authorised_by),
            reopened_at: millis(row.closure.reopened_at),
            reopened_by: title(row.reopened_by),
            note: sheet.note.clone(),
            may_report,
            may_authorise,
        }
    };
    Ok(sheets.into_iter().map(view).collect())
}

/// One closure for a reader.
pub(crate) async fn closure_view(app: &App, reader: &Actor, sheet: ClosureSheet) -> Result<ClosureView, Problem> {
    closure_views(app, reader, vec![sheet]).await?.pop().ok_or_else(|| Problem::not_found("closure"))
}
