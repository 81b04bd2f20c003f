//! What the system holds about whoever asks, who looked at it, and the end of it.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use service::contact::Unmasking;
use service::holding::Holdings;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::contact::{ContactItem, ContactKindWire};
use crate::extract::Body;
use crate::middleware::finish;
use crate::problem::Problem;
use crate::session::Person;
use crate::state::App;
use crate::wire::NamesWire;

/// One time that a contact was seen in full: posts, not persons.
#[derive(Serialize, ToSchema)]
pub(crate) struct UnmaskingItem {
    at: i64,
    /// `phone` or `email`.
    kind: String,
    /// Title of the posting under which it was done.
    title: Option<String>,
    /// The unit of that posting.
    unit: Option<Uuid>,
    /// The reason that was given; missing when it was erased.
    reason: Option<String>,
}

/// A title that the account has or had.
#[derive(Serialize, ToSchema)]
pub(crate) struct HeldPostingItem {
    title: String,
    unit: Uuid,
    from: i64,
    to: Option<i64>,
}

/// A session that is remembered.
#[derive(Serialize, ToSchema)]
pub(crate) struct HeldSessionItem {
    created_at: i64,
    ends_at: i64,
}

/// A view of the queue that the account saved.
#[derive(Serialize, ToSchema)]
pub(crate) struct HeldViewItem {
    name: String,
    query: String,
}

/// Who the account is at an outside sign-in service.
#[derive(Serialize, ToSchema)]
pub(crate) struct HeldIdentityItem {
    issuer: String,
    subject: String,
}

/// A photograph or voice note that the account uploaded.
#[derive(Serialize, ToSchema)]
pub(crate) struct HeldFileItem {
    /// Fetched at `/api/files/{id}` by whoever sees the hazard.
    id: Uuid,
    media_type: String,
    bytes: i64,
    created_at: i64,
    /// Missing while it waits for its report.
    hazard: Option<Uuid>,
}

/// Everything that is kept about the account.
#[derive(Serialize, ToSchema)]
pub(crate) struct HoldingsView {
    account: Uuid,
    login: String,
    names: NamesWire,
    created_at: i64,
    postings: Vec<HeldPostingItem>,
    sessions: Vec<HeldSessionItem>,
    saved_views: Vec<HeldViewItem>,
    contacts: Vec<ContactItem>,
    /// Every time that somebody saw one of them in full.
    unmaskings: Vec<UnmaskingItem>,
    hazards_reported: Vec<Uuid>,
    /// Photographs and voice notes that it uploaded.
    files: Vec<HeldFileItem>,
    /// Outside sign-in services at which it is known, and as whom.
    outside_identities: Vec<HeldIdentityItem>,
    /// Calls of warnings that went to it, by state.
    calls: BTreeMap<String, i64>,
    /// Tasks that it had to reach silent posts, by where they stand.
    knocks: BTreeMap<String, i64>,
    /// Names of papers that it asked for; they go after a day.
    papers: Vec<String>,
    /// Journal entries that it caused, by kind.
    journal_entries: BTreeMap<String, i64>,
}

/// A contact to set.
#[derive(Deserialize, ToSchema)]
pub(crate) struct ContactOrder {
    kind: ContactKindWire,
    /// Missing takes it away.
    value: Option<String>,
}

impl From<Unmasking> for UnmaskingItem {
    fn from(seen: Unmasking) -> Self {
        Self { at: seen.at.as_millisecond(), kind: seen.kind, title: seen.title, unit: seen.unit, reason: seen.reason }
    }
}

impl From<Holdings> for HoldingsView {
    fn from(held: Holdings) -> Self {
        let postings = held.postings.into_iter().map(|posting| HeldPostingItem {
            title: posting.title,
            unit: posting.unit,
            from: posting.valid_from.as_millisecond(),
            to: posting.valid_to.map(Timestamp::as_millisecond),
        });
        let sessions = held.sessions.into_iter().map(|session| HeldSessionItem {
            created_at: session.created_at.as_millisecond(),
            ends_at: session.expires_at.as_millisecond(),
        });
        let files = held.files.into_iter().map(|file| HeldFileItem {
            id: file.id.0,
            media_type: file.media_type,
            bytes: file.bytes,
            created_at: file.created_at.as_millisecond(),
            hazard: file.hazard.map(|id| id.0),
        });
        Self {
            account: held.account.0,
            login: held.login,
            names: (&held.names).into(),
            created_at: held.created_at.as_millisecond(),
            postings: postings.collect(),
            sessions: sessions.collect(),
            saved_views: held.saved_views.into_iter().map(|(name, query)| HeldViewItem { name, query }).collect(),
            contacts: held.contacts.into_iter().map(Into::into).collect(),
            unmaskings: held.unmaskings.into_iter().map(Into::into).collect(),
            hazards_reported: held.hazards_reported.into_iter().map(|id| id.0).collect(),
            files: files.collect(),
            outside_identities: held
                .outside_identities
                .into_iter()
                .map(|link| HeldIdentityItem { issuer: link.issuer, subject: link.subject })
                .collect(),
            calls: held.calls,
            knocks: held.knocks,
            papers: held.papers,
            journal_entries: held.journal_entries,
        }
    }
}

/// What the system holds about me.
#[utoipa::path(get, path = "/api/me/holdings", operation_id = "show_own_holdings", tag = "session",
    responses((status = 200, body = HoldingsView), (status = 401, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn holdings(State(app): State<App>, person: Person) -> Result<impl IntoResponse, Problem> {
    let held = app.service.holdings(&person.0.actor.login).await?;
    Ok(([(header::CACHE_CONTROL, "no-store")], axum::Json(HoldingsView::from(held))))
}

/// Who saw a contact of mine in full, when and why, the oldest first.
#[utoipa::path(get, path = "/api/me/unmaskings", operation_id = "list_own_unmaskings", tag = "session",
    responses((status = 200, body = Vec<UnmaskingItem>), (status = 401, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn unmaskings(State(app): State<App>, person: Person) -> Result<impl IntoResponse, Problem> {
    let seen = app.service.unmaskings(person.0.actor.account).await?;
    let items: Vec<UnmaskingItem> = seen.into_iter().map(Into::into).collect();
    Ok(([(header::CACHE_CONTROL, "no-store")], axum::Json(items)))
}

/// Set the own phone number or mail address, or take it away.
#[utoipa::path(put, path = "/api/me/contacts", operation_id = "set_own_contact", tag = "session",
    request_body = ContactOrder,
    responses((status = 204, description = "set"), (status = 422, body = Problem, content_type = "application/problem+json"),
        (status = 503, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn set_contact(
    State(app): State<App>,
    person: Person,
    body: Body<ContactOrder>,
) -> Result<StatusCode, Problem> {
    let (now, order, actor) = (app.now(), body.value, person.0.actor);
    let kind = order.kind.into();
    finish(
        async move { app.service.set_contact(Some(&actor), actor.account, kind, order.value.as_deref(), now).await },
    )
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Erase the own account: names, contacts, words of reports. Needs a recent sign-in and no title in force.
#[utoipa::path(post, path = "/api/me/erasure", operation_id = "erase_own_account", tag = "session",
    responses((status = 204, description = "erased; every session has ended"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn erase(State(app): State<App>, person: Person) -> Result<StatusCode, Problem> {
    let now = app.now();
    finish(async move { app.service.erase_own_account(&person.0, now).await }).await?;
    Ok(StatusCode::NO_CONTENT)
}
