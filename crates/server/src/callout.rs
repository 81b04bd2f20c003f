//! The board of a round of calls: units with their counts, posts without names.

use axum::Json;
use axum::extract::State;
use domain::callout::{CallState, Unless};
use domain::id::{CallId, CalloutId, UnitId};
use domain::unit::Unit;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use service::callout::CallFilter;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::callout_wire::{CallView, CalloutView, CountsView, Views};
use crate::extract::{Body, Params, Place};
use crate::middleware::finish;
use crate::problem::Problem;
use crate::session::{Person, Signed};
use crate::state::App;
use crate::wire::{Page, UnitRef, limit};

/// Where the board begins.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct BoardParams {
    /// At this unit; at the top of what the reader sees when missing.
    unit: Option<Uuid>,
}

/// The board at one unit.
#[derive(Serialize, ToSchema)]
pub(crate) struct BoardView {
    callout: CalloutView,
    /// When it was counted.
    at: i64,
    /// What counts as confirmed: `on_post` or `received`.
    counts_as: &'static str,
    unit: BoardUnit,
    /// From the top of what the reader sees down to this unit.
    lineage: Vec<UnitRef>,
    /// Units directly below that have calls: the unconfirmed first.
    children: Vec<BoardUnit>,
}

/// One unit on the board, everything below it included.
#[derive(Serialize, ToSchema)]
pub(crate) struct BoardUnit {
    #[serde(flatten)]
    unit: UnitRef,
    counts: CountsView,
    /// Units with calls.
    units: u32,
    /// Those of them that are confirmed.
    confirmed_units: u32,
    /// Whether all of them are.
    confirmed: bool,
    /// Whether so many phones cannot be reached that the network must be down there.
    blackout: bool,
    /// Units directly below.
    children: usize,
}

/// Which calls.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct CallParams {
    /// At this unit and below.
    unit: Option<Uuid>,
    /// `unanswered`, `silent`, `unreached`, `escalated`, `received`, `on_post`, `ended` or `all`.
    state: Option<String>,
    /// `next` of the page before.
    after: Option<String>,
    /// Rows per page, at most 500.
    limit: Option<u32>,
}

/// How a round stands, from one unit down.
#[utoipa::path(get, path = "/api/callouts/{id}/board", operation_id = "show_callout_board", tag = "warnings",
    params(BoardParams, ("id" = Uuid, Path)), responses((status = 200, body = BoardView)))]
pub(crate) async fn board(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
    Params(params): Params<BoardParams>,
) -> Result<Json<BoardView>, Problem> {
    let wanted = params.unit.map(UnitId);
    let (round, unit) = app.service.visible_round(&signed.actor, CalloutId(id), wanted).await?;
    let (tree, scope) = (app.service.tree(), app.service.warning_scope(&signed.actor)?);
    let counts_as = match app.service.counts_as(&round)? {
        Unless::Received => "received",
        Unless::OnPost => "on_post",
    };
    let top = scope.subtrees.iter().filter(|top| top.contains(&unit.path)).map(|top| top.depth()).min();
    let lineage = tree.lineage(&unit.path).into_iter().skip(top.unwrap_or(0)).map(Into::into).collect();
    let view = app.boards.look(&app.service, &round, |board| {
        let on_board = |unit: &Unit| {
            let sum = board.sum(unit.number);
            BoardUnit {
                unit: unit.into(),
                counts: sum.counts.into(),
                units: sum.units,
                confirmed_units: sum.confirmed,
                confirmed: sum.units > 0 && sum.confirmed == sum.units,
                blackout: sum.is_blackout(),
                children: tree.children(unit.id).len(),
            }
        };
        let mut children: Vec<_> = tree.children(unit.id).filter(|unit| board.sum(unit.number).units > 0).collect();
        // Whoever has the most without an answer comes first; among equals the order of the codes stays.
        children.sort_by_key(|unit| std::cmp::Reverse(board.sum(unit.number).counts.unanswered()));
        let mut children: Vec<_> = children.into_iter().map(on_board).collect();
        children.sort_by_key(|unit| unit.confirmed);
        (on_board(&unit), children, board.sum(unit.number))
    });
    let (unit, children, sum) = view.await?;
    let at = app.now().as_millisecond();
    Ok(Json(BoardView { callout: CalloutView::with(&round, sum), at, counts_as, unit, lineage, children }))
}

/// The calls of a round: the longest without an answer first.
#[utoipa::path(get, path = "/api/callouts/{id}/calls", operation_id = "list_calls", tag = "warnings",
    params(CallParams, ("id" = Uuid, Path)), responses((status = 200, body = Page<CallView>)))]
pub(crate) async fn calls(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
    Params(params): Params<CallParams>,
) -> Result<Json<Page<CallView>>, Problem> {
    let rows = limit(params.limit);
    let (states, escalated) = states(params.state.as_deref().unwrap_or("all"))?;
    let after = params.after.as_deref().map(cursor).transpose()?;
    let filter = CallFilter { unit: params.unit.map(UnitId), states, escalated, after, limit: rows as u64 };
    let (round, calls) = app.service.list_calls(&signed.actor, CalloutId(id), &filter).await?;
    let next = calls
        .last()
        .filter(|_| calls.len() == rows)
        .map(|last| format!("{}.{}", last.call.first_at.map_or(0, Timestamp::as_millisecond), last.id));
    let views = Views::new(&app, Some(&signed.actor), &calls).await?;
    Ok(Json(Page { items: calls.iter().map(|call| views.of(&round, call)).collect(), next }))
}

/// The states behind a word of the filter, and whether only escalated ones are meant.
pub(crate) fn states(word: &str) -> Result<(Vec<CallState>, bool), Problem> {
    use CallState::{Ended, OnPost, Pending, Received, Sent, Unreached};
    let open = vec![Pending, Sent, Unreached];
    Ok(match word {
        "all" => (Vec::new(), false),
        "unanswered" => (open, false),
        "escalated" => (open, true),
        "silent" => (vec![Pending, Sent], false),
        "unreached" => (vec![Unreached], false),
        "received" => (vec![Received], false),
        "on_post" => (vec![OnPost], false),
        "ended" => (vec![Ended], false),
        _ => return Err(Problem::field("state", "state_unknown", format!("`{word}` is no state of a call"))),
    })
}

fn cursor(text: &str) -> Result<(Option<Timestamp>, CallId), Problem> {
    let read = text.split_once('.').and_then(|(at, id)| {
        let at: i64 = at.parse().ok()?;
        let at = if at == 0 { None } else { Some(Timestamp::from_millisecond(at).ok()?) };
        Some((at, CallId(id.parse().ok()?)))
    });
    read.ok_or_else(|| Problem::field("after", "cursor_invalid", "`after` must be the `next` of a page"))
}

/// Why calls end.
#[derive(Deserialize, ToSchema)]
pub(crate) struct EndCallsOrder {
    /// 4 to 500 characters.
    reason: String,
}

/// End a round: nothing more goes out. What posts said stays. Asks for a password shown within the last ten minutes.
#[utoipa::path(post, path = "/api/callouts/{id}/end", operation_id = "end_callout", tag = "warnings",
    params(("id" = Uuid, Path)), request_body = EndCallsOrder,
    responses((status = 200, body = CalloutView),
        (status = 422, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn end(
    State(app): State<App>,
    person: Person,
    Place(id): Place<Uuid>,
    body: Body<EndCallsOrder>,
) -> Result<Json<CalloutView>, Problem> {
    let (service, now, actor) = (app.service.clone(), app.now(), person.0.actor.clone());
    app.service.visible_round(&actor, CalloutId(id), None).await?;
    // Who ends a round that should go on silences a city: a session left open must not be enough.
    app.service.confirmed(&person.0, now)?;
    let reason = body.value.reason;
    let round = finish(async move { service.end_callout(&actor, CalloutId(id), &reason, now).await }).await?;
    Ok(Json(CalloutView::of(&app, Some(&person.0.actor), round).await?))
}
