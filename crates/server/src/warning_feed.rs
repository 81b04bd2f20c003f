//! Feeds of warnings: which are asked, how they fare, what became of their entries.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::access::{Actor, Permission, Target};
use domain::feed::{EntryOutcome, FeedFault, FeedState, state};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use service::warning::FeedOrder;
use store::warning_feed::{Entry, Feed};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::export::FormatParams;
use crate::export::warning_feed::export_feeds;
use crate::extract::{Body, Params, Place};
use crate::middleware::finish;
use crate::problem::Problem;
use crate::session::Signed;
use crate::state::App;
use crate::words::{EntryOutcomeWord, FeedFaultWord, FeedStateWord};

/// A feed of warnings.
#[derive(Serialize, ToSchema)]
pub(crate) struct FeedView {
    id: Uuid,
    pub(crate) name: String,
    /// Where it is; without what stands behind `?` for whoever may not set feeds.
    pub(crate) address: String,
    /// Senders, as CAP names them, whose orange and red start calls when the way is authenticated.
    pub(crate) senders: Vec<String>,
    /// Whether the way is authenticated. What comes by another way only proposes.
    pub(crate) authenticated: bool,
    /// How often it is asked, seconds.
    pub(crate) every_s: u32,
    #[schema(value_type = FeedStateWord)]
    pub(crate) state: FeedState,
    /// Failures in a row.
    pub(crate) failures: i32,
    /// Why it failed last; none where it did not, or where that was written down before reasons had words.
    #[schema(value_type = Option<FeedFaultWord>)]
    pub(crate) fault: Option<FeedFault>,
    /// What happened last, where it failed: in English, with the value. Of a broken document the codes of findings.
    pub(crate) last_error: Option<String>,
    /// When it was asked last, when it answered last, when it is asked next.
    pub(crate) tried_at: Option<i64>,
    pub(crate) ok_at: Option<i64>,
    pub(crate) next_at: Option<i64>,
    version: i32,
}

/// Every feed, by name.
#[derive(Serialize, ToSchema)]
pub(crate) struct FeedList {
    items: Vec<FeedView>,
}

/// What a feed shall be.
#[derive(Deserialize, ToSchema)]
pub(crate) struct FeedWire {
    /// 1 to 60 characters.
    name: String,
    /// An Atom or RSS feed, or one CAP message; `https://` or `http://`.
    address: String,
    /// At most 50.
    #[serde(default)]
    senders: Vec<String>,
    /// Only with `https://`, or an address written as a number: a line of your own.
    authenticated: bool,
    /// 15 to 86,400.
    every_s: u32,
    /// Not asked for now.
    #[serde(default)]
    paused: bool,
    /// The version that was changed; left out for a new feed.
    version: Option<i32>,
}

/// What became of an entry.
#[derive(Serialize, ToSchema)]
struct EntryView {
    title: Option<String>,
    #[schema(value_type = EntryOutcomeWord)]
    outcome: EntryOutcome,
    /// Why, where it was not taken; none where that was written down before reasons had words.
    #[schema(value_type = Option<FeedFaultWord>)]
    fault: Option<FeedFault>,
    /// What happened, where it was not taken: in English, with the value. Of an unsound alert the codes of findings.
    reason: Option<String>,
    /// The warning that it is here.
    warning: Option<Uuid>,
    tries: i32,
    seen_at: i64,
    changed_at: i64,
}

/// The latest entries of a feed, those that changed last first.
#[derive(Serialize, ToSchema)]
pub(crate) struct EntryList {
    items: Vec<EntryView>,
}

impl From<Entry> for EntryView {
    fn from(entry: Entry) -> Self {
        let (fault, reason) = told(entry.reason.as_deref());
        Self {
            title: entry.title,
            outcome: entry.outcome,
            fault,
            reason,
            warning: entry.warning.map(|id| id.0),
            tries: entry.tries,
            seen_at: entry.seen_at.as_millisecond(),
            changed_at: entry.changed_at.as_millisecond(),
        }
    }
}

/// A kept reason as its word and what happened.
fn told(kept: Option<&str>) -> (Option<FeedFault>, Option<String>) {
    kept.map(FeedFault::read).map_or((None, None), |(fault, what)| (fault, Some(what.to_owned())))
}

impl FeedView {
    fn of(feed: Feed, whole: bool) -> Self {
        let bare = feed.address.split('?').next().unwrap_or_default().to_owned();
        let (fault, last_error) = told(feed.last_error.as_deref());
        Self {
            id: feed.id,
            name: feed.name,
            address: if whole { feed.address } else { bare },
            senders: feed.senders,
            authenticated: feed.authenticated,
            every_s: feed.every_s,
            state: state(feed.paused_at.is_some(), feed.tried_at.is_some(), feed.failures),
            failures: feed.failures,
            fault,
            last_error,
            tried_at: feed.tried_at.map(Timestamp::as_millisecond),
            ok_at: feed.ok_at.map(Timestamp::as_millisecond),
            next_at: feed.paused_at.is_none().then(|| feed.next_at.as_millisecond()),
            version: feed.version,
        }
    }
}

/// Every feed as the reader may see it.
pub(crate) async fn views(app: &App, actor: &Actor) -> Result<Vec<FeedView>, Problem> {
    let tree = app.service.tree();
    let whole = tree.root().is_some_and(|root| {
        actor.may(app.service.titles(), Permission::ManageWarningSources, &Target::at(&root.path)).is_some()
    });
    Ok(app.service.list_feeds(actor).await?.into_iter().map(|feed| FeedView::of(feed, whole)).collect())
}

/// Feeds of warnings, by name.
#[utoipa::path(get, path = "/api/warning-feeds", operation_id = "list_warning_feeds", tag = "warnings",
    responses((status = 200, body = FeedList)))]
pub(crate) async fn list(State(app): State<App>, signed: Signed) -> Result<Json<FeedList>, Problem> {
    Ok(Json(FeedList { items: views(&app, &signed.actor).await? }))
}

/// Feeds of warnings as a file.
#[utoipa::path(get, path = "/api/warning-feeds/export", operation_id = "export_warning_feeds", tag = "warnings", params(FormatParams),
    responses((status = 200, description = "the feeds as a file", content((Vec<u8> = "text/csv"), (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn export(
    State(app): State<App>,
    signed: Signed,
    Params(form): Params<FormatParams>,
) -> Result<Response, Problem> {
    let feeds = views(&app, &signed.actor).await?;
    export_feeds(&app, form.format.as_deref(), feeds).await
}

/// Make a feed under an id that the client makes, or change it; the same request twice is one.
#[utoipa::path(put, path = "/api/warning-feeds/{id}", operation_id = "set_warning_feed", tag = "warnings",
    params(("id" = Uuid, Path, description = "the feed (UUIDv7, made by the client)")), request_body = FeedWire,
    responses((status = 200, body = FeedView), (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn set(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
    body: Body<FeedWire>,
) -> Result<Json<FeedView>, Problem> {
    let (service, now, actor, wire) = (app.service.clone(), app.now(), signed.actor.clone(), body.value);
    let order = FeedOrder {
        name: wire.name,
        address: wire.address,
        senders: wire.senders,
        authenticated: wire.authenticated,
        every_s: wire.every_s,
        paused: wire.paused,
        version: wire.version,
    };
    let feed = finish(async move { service.set_feed(&actor, id, &order, now).await }).await?;
    Ok(Json(FeedView::of(feed, true)))
}

/// Take a feed away. Its warnings stay.
#[utoipa::path(delete, path = "/api/warning-feeds/{id}", operation_id = "delete_warning_feed", tag = "warnings",
    params(("id" = Uuid, Path)), responses((status = 204, description = "deleted")))]
pub(crate) async fn delete(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
) -> Result<StatusCode, Problem> {
    let (service, now, actor) = (app.service.clone(), app.now(), signed.actor.clone());
    finish(async move { service.delete_feed(&actor, id, now).await }).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ask a feed now: a worker does within seconds.
#[utoipa::path(post, path = "/api/warning-feeds/{id}/poll", operation_id = "poll_warning_feed", tag = "warnings",
    params(("id" = Uuid, Path)), responses((status = 202, body = FeedView)))]
pub(crate) async fn poll(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
) -> Result<(StatusCode, Json<FeedView>), Problem> {
    let (service, now, actor) = (app.service.clone(), app.now(), signed.actor.clone());
    let feed = finish(async move { service.poll_feed_now(&actor, id, now).await }).await?;
    Ok((StatusCode::ACCEPTED, Json(FeedView::of(feed, true))))
}

/// What became of the latest entries of a feed.
#[utoipa::path(get, path = "/api/warning-feeds/{id}/entries", operation_id = "list_warning_feed_entries", tag = "warnings",
    params(("id" = Uuid, Path)), responses((status = 200, body = EntryList)))]
pub(crate) async fn entries(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
) -> Result<Json<EntryList>, Problem> {
    let entries = app.service.feed_entries(&signed.actor, id).await?;
    Ok(Json(EntryList { items: entries.into_iter().map(Into::into).collect() }))
}
