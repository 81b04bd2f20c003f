//! One reader's stream of server-sent events.

use std::collections::HashSet;
use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, header};
use axum::response::IntoResponse;
use axum::response::sse::{Event, KeepAlive, Sse};
use domain::access::{Permission, Scope};
use futures::Stream;
use serde_json::json;
use store::journal::Cursor;
use tokio::sync::broadcast::error::RecvError;
use uuid::Uuid;

use super::Batch;
use super::told::Told;
use crate::problem::Problem;
use crate::session::Signed;
use crate::state::App;

/// Missed entries that are sent one by one; beyond them the reader loads everything again.
const CATCH_UP: u64 = 2_000;

/// How often the reader's access is looked at without a cause: a dated posting ends without an event.
const RECHECK: Duration = Duration::from_secs(60);

/// Silence after which a `beat` goes out: it keeps proxies from closing the connection, and who hears none for long
/// knows that it is dead. A browser hears neither comments nor events without data.
pub const BEAT: Duration = Duration::from_secs(15);

/// Live events: `hello` on a new stream, `hazard`, `gone`, `warning`, `callout`, `closure`, `harm`, `evacuation`, `response`, `exercise`, `proposal`, `public_message`, `tree`, `resync`; after
/// 15 s of silence `beat`, which has no id. Resumes with `Last-Event-ID`.
#[utoipa::path(get, path = "/api/events", operation_id = "stream_events", tag = "live",
    params(("Last-Event-ID" = Option<String>, Header, description = "the last event seen")),
    responses((status = 200, description = "server-sent events", content_type = "text/event-stream", body = String),
        (status = 401, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn events(
    State(app): State<App>,
    signed: Signed,
    headers: HeaderMap,
) -> Result<impl IntoResponse, Problem> {
    let last = headers.get("last-event-id").and_then(|value| value.to_str().ok()).map(str::to_owned);
    let beat = app.settings.beat;
    let stream = stream(app, signed, last);
    let fixed = [
        // Buffering in a proxy would hold events back.
        (HeaderName::from_static("x-accel-buffering"), "no"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    let beat = KeepAlive::new().interval(beat).event(Event::default().event("beat").data("{}"));
    Ok((fixed, Sse::new(stream).keep_alive(beat)))
}

fn stream(app: App, signed: Signed, last: Option<String>) -> impl Stream<Item = Result<Event, Infallible>> {
    // Subscribed before anything is sent: what happens from the request on is not missed.
    let mut reader = Reader::new(&app, &signed);
    let mut receiver = app.live.subscribe();
    let mut stop = app.live.stop();
    let mut seen = app.live.position();
    let rest = app.now().duration_until(signed.ends_at).unsigned_abs();
    async_stream::stream! {
        let mut session_end = std::pin::pin!(tokio::time::sleep(rest));
        if let Some(last) = last {
            match missed(&app, &last).await {
                Some((from, missed)) => {
                    // Another process may have told the reader more than this one has read yet.
                    seen = seen.max(from);
                    let mut looked = HashSet::new();
                    for told in missed.iter() {
                        seen = seen.max(told.entry.cursor);
                        if let Some(event) = reader.event(&app, told, &mut looked) {
                            yield Ok(event);
                        }
                    }
                }
                None => yield Ok(resync(&app, seen)),
            }
        } else {
            // The first event tells where the stream stands, so that a reconnect can resume from there.
            yield Ok(Event::default().event("hello").id(app.live.event_id(seen)).data("{}"));
        }
        let mut recheck = tokio::time::interval_at(tokio::time::Instant::now() + RECHECK, RECHECK);
        loop {
            let received = tokio::select! {
                _ = stop.wait_for(|stop| *stop) => return,
                () = &mut session_end => return,
                _ = recheck.tick() => None,
                received = receiver.recv() => Some(received),
            };
            let Some(received) = received else {
                if !reader.still_there(&app, &signed.token).await {
                    return;
                }
                continue;
            };
            match received {
                Ok(batch) => {
                    let mut looked = HashSet::new();
                    for told in batch.iter().filter(|told| told.entry.cursor > seen) {
                        if told.concerns_access(reader.account) && !reader.still_there(&app, &signed.token).await {
                            return;
                        }
                        if let Some(event) = reader.event(&app, told, &mut looked) {
                            yield Ok(event);
                        }
                    }
                    seen = batch.last().map_or(seen, |told| seen.max(told.entry.cursor));
                }
                Err(RecvError::Lagged(_)) => {
                    receiver = app.live.subscribe();
                    seen = app.live.position();
                    yield Ok(resync(&app, seen));
                }
                Err(RecvError::Closed) => return,
            }
        }
    }
}

/// What came after the reader's last event; `None` when it must load everything again.
async fn missed(app: &App, last: &str) -> Option<(Cursor, Batch)> {
    let cursor = app.live.parse_id(last)?;
    let store = app.service.store();
    let entries = store.journal_after(cursor, CATCH_UP).await.ok()?;
    if entries.is_empty() && cursor > store.journal_end().await.ok()? {
        // This journal never came so far: whatever the reader knows is not from here.
        return None;
    }
    let all = (entries.len() as u64) < CATCH_UP;
    all.then(|| (cursor, app.live.told(entries, &app.service.tree())))
}

fn resync(app: &App, seen: Cursor) -> Event {
    Event::default().event("resync").id(app.live.event_id(seen)).data("{}")
}

/// What one reader may see.
struct Reader {
    account: Uuid,
    scope: Scope,
    /// Where warnings are seen.
    warned: Scope,
    /// Where places are seen.
    placed: Scope,
    /// Where reports of harm are seen.
    harmed: Scope,
}

impl Reader {
    fn new(app: &App, signed: &Signed) -> Self {
        Self {
            account: signed.actor.account.0,
            scope: signed.actor.scope(app.service.titles(), Permission::ViewHazards),
            warned: signed.actor.scope(app.service.titles(), Permission::ViewWarnings),
            placed: signed.actor.scope(app.service.titles(), Permission::ViewPlaces),
            harmed: signed.actor.scope(app.service.titles(), Permission::ViewHarm),
        }
    }

    /// Looks the reader up again: takes over what it may see now, and says whether its session goes on.
    async fn still_there(&mut self, app: &App, token: &str) -> bool {
        match app.service.actor_of(token, app.now()).await {
            Ok(Some((actor, _))) => {
                self.scope = app.service.hazard_scope(&actor);
                self.warned = actor.scope(app.service.titles(), Permission::ViewWarnings);
                self.placed = actor.scope(app.service.titles(), Permission::ViewPlaces);
                self.harmed = actor.scope(app.service.titles(), Permission::ViewHarm);
            }
            Ok(None) => return false,
            Err(error) => tracing::warn!(%error, "a session cannot be looked up again"),
        }
        true
    }

    /// The event that the entry is for this reader, if any.
    fn event(&self, app: &App, told: &Told, looked: &mut HashSet<Uuid>) -> Option<Event> {
        if told.is_tree() {
            let data = json!({ "tree_version": app.service.tree().version() });
            return Some(Event::default().id(&told.id).event("tree").data(data.to_string()));
        }
        told.for_scope(&self.scope)
            .or_else(|| told.warning_for(&self.warned, looked))
            .or_else(|| told.closure_for(&self.placed, looked))
            .or_else(|| told.harm_for(&self.harmed, looked))
    }
}
