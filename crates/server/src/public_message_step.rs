//! Steps of messages for the public: handed in, published, sent back, judged, signed, ended. Each needs a person with a
//! session; a token is not enough.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::id::PublicMessageId;
use domain::public_message::{PublicKind, ReviewVerdict};
use jiff::Timestamp;
use serde::Deserialize;
use service::Once;
use service::access::Session;
use service::public_message::NewPublicMessage;
use store::public_message::StoredMessage;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::extract::{Body, Key, Place};
use crate::middleware::finish;
use crate::problem::Problem;
use crate::public_message::view;
use crate::public_message_wire::{ContentWire, OralWire, PublicMessageView};
use crate::session::Person;
use crate::state::App;
use crate::words::VerdictOfReview;

/// A template that one person sends alone.
#[derive(Deserialize, ToSchema)]
pub(crate) struct GlassOrder {
    /// Chosen by the client, UUIDv7.
    id: Uuid,
    content: ContentWire,
    /// Who decided by word of mouth, if anybody did.
    oral: Option<OralWire>,
}

/// The version that was looked at.
#[derive(Deserialize, ToSchema)]
pub(crate) struct Looked {
    version: i32,
}

/// A publication.
#[derive(Deserialize, ToSchema)]
pub(crate) struct Approval {
    version: i32,
    /// Who decided by word of mouth, if that was somebody else.
    oral: Option<OralWire>,
}

/// A refusal.
#[derive(Deserialize, ToSchema)]
pub(crate) struct Refusal {
    version: i32,
    /// Why, 1 to 500 characters.
    note: String,
}

/// A judgement afterwards.
#[derive(Deserialize, ToSchema)]
pub(crate) struct Judgement {
    version: i32,
    #[schema(value_type = VerdictOfReview)]
    verdict: ReviewVerdict,
    /// At most 500 characters; needed where it was not right.
    #[serde(default)]
    note: String,
}

/// The message that ends another.
#[derive(Deserialize, ToSchema)]
pub(crate) struct EndOrder {
    /// Id of the new message, chosen by the client, UUIDv7.
    id: Uuid,
}

/// What a step needs from the request.
struct Stepping {
    app: App,
    session: Session,
    id: PublicMessageId,
    once: Once,
    now: Timestamp,
}

impl Stepping {
    fn new(app: App, person: Person, id: Uuid, key: domain::id::CommandId, body_hash: Vec<u8>) -> Self {
        let now = app.now();
        Self { app, session: person.0, id: id.into(), once: Once::new(key, body_hash).about(id), now }
    }

    async fn done(
        app: &App,
        reader: domain::id::AccountId,
        stored: StoredMessage,
    ) -> Result<Json<PublicMessageView>, Problem> {
        Ok(Json(view(app, reader, stored).await?))
    }
}

/// Hand a draft in for a second person to decide. A contradiction with something open there stops it.
#[utoipa::path(post, path = "/api/public-messages/{id}/submit", operation_id = "submit_public_message", tag = "public",
    request_body = Looked,
    params(("id" = Uuid, Path), ("Idempotency-Key" = Uuid, Header, description = "names this command; repeat it with the same key")),
    responses((status = 200, body = PublicMessageView),
        (status = 409, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn submit(
    State(app): State<App>,
    person: Person,
    Place(id): Place<Uuid>,
    Key(key): Key,
    body: Body<Looked>,
) -> Result<Json<PublicMessageView>, Problem> {
    let s = Stepping::new(app.clone(), person, id, key, body.hash);
    let (version, reader) = (body.value.version, s.session.actor.account);
    let stored =
        finish(async move { s.app.service.submit_public_message(&s.session, s.id, version, &s.once, s.now).await });
    Stepping::done(&app, reader, stored.await?).await
}

/// Publish what somebody else handed in.
#[utoipa::path(post, path = "/api/public-messages/{id}/approve", operation_id = "approve_public_message", tag = "public",
    request_body = Approval,
    params(("id" = Uuid, Path), ("Idempotency-Key" = Uuid, Header, description = "names this command; repeat it with the same key")),
    responses((status = 200, body = PublicMessageView),
        (status = 409, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn approve(
    State(app): State<App>,
    person: Person,
    Place(id): Place<Uuid>,
    Key(key): Key,
    body: Body<Approval>,
) -> Result<Json<PublicMessageView>, Problem> {
    let s = Stepping::new(app.clone(), person, id, key, body.hash);
    let oral = body.value.oral.as_ref().map(OralWire::report).transpose()?;
    let (version, reader) = (body.value.version, s.session.actor.account);
    let stored = finish(async move {
        let service = &s.app.service;
        service.approve_public_message(&s.session, s.id, version, oral, &s.once, s.now).await
    });
    Stepping::done(&app, reader, stored.await?).await
}

/// Refuse what somebody else handed in, with a reason.
#[utoipa::path(post, path = "/api/public-messages/{id}/reject", operation_id = "reject_public_message", tag = "public",
    request_body = Refusal,
    params(("id" = Uuid, Path), ("Idempotency-Key" = Uuid, Header, description = "names this command; repeat it with the same key")),
    responses((status = 200, body = PublicMessageView),
        (status = 409, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn reject(
    State(app): State<App>,
    person: Person,
    Place(id): Place<Uuid>,
    Key(key): Key,
    body: Body<Refusal>,
) -> Result<Json<PublicMessageView>, Problem> {
    let s = Stepping::new(app.clone(), person, id, key, body.hash);
    let (order, reader) = (body.value, s.session.actor.account);
    let stored = finish(async move {
        let service = &s.app.service;
        service.reject_public_message(&s.session, s.id, order.version, &order.note, &s.once, s.now).await
    });
    Stepping::done(&app, reader, stored.await?).await
}

/// Judge afterwards what one person sent alone.
#[utoipa::path(post, path = "/api/public-messages/{id}/review", operation_id = "review_public_message", tag = "public",
    request_body = Judgement,
    params(("id" = Uuid, Path), ("Idempotency-Key" = Uuid, Header, description = "names this command; repeat it with the same key")),
    responses((status = 200, body = PublicMessageView),
        (status = 409, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn review(
    State(app): State<App>,
    person: Person,
    Place(id): Place<Uuid>,
    Key(key): Key,
    body: Body<Judgement>,
) -> Result<Json<PublicMessageView>, Problem> {
    let s = Stepping::new(app.clone(), person, id, key, body.hash);
    let (order, reader) = (body.value, s.session.actor.account);
    let stored = finish(async move {
        let judged = (order.verdict, order.note.as_str());
        s.app.service.review_public_message(&s.session, s.id, order.version, judged, &s.once, s.now).await
    });
    Stepping::done(&app, reader, stored.await?).await
}

/// Sign one's own decision by word of mouth.
#[utoipa::path(post, path = "/api/public-messages/{id}/sign", operation_id = "sign_public_message", tag = "public",
    request_body = Looked,
    params(("id" = Uuid, Path), ("Idempotency-Key" = Uuid, Header, description = "names this command; repeat it with the same key")),
    responses((status = 200, body = PublicMessageView),
        (status = 409, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn sign(
    State(app): State<App>,
    person: Person,
    Place(id): Place<Uuid>,
    Key(key): Key,
    body: Body<Looked>,
) -> Result<Json<PublicMessageView>, Problem> {
    let s = Stepping::new(app.clone(), person, id, key, body.hash);
    let (version, reader) = (body.value.version, s.session.actor.account);
    let stored =
        finish(async move { s.app.service.sign_public_message(&s.session, s.id, version, &s.once, s.now).await });
    Stepping::done(&app, reader, stored.await?).await
}

/// Break-glass: send a fixed template alone while a red is in force. Judged afterwards by somebody else.
#[utoipa::path(post, path = "/api/public-messages/break-glass", operation_id = "break_glass", tag = "public",
    request_body = GlassOrder,
    params(("Idempotency-Key" = Uuid, Header, description = "names this command; repeat it with the same key")),
    responses((status = 201, body = PublicMessageView),
        (status = 409, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn break_glass(
    State(app): State<App>,
    person: Person,
    Key(key): Key,
    body: Body<GlassOrder>,
) -> Result<(StatusCode, Json<PublicMessageView>), Problem> {
    let order = body.value;
    let s = Stepping::new(app.clone(), person, order.id, key, body.hash);
    let oral = order.oral.as_ref().map(OralWire::report).transpose()?;
    let new = NewPublicMessage { id: s.id, kind: PublicKind::Forward, content: order.content.content()? };
    let reader = s.session.actor.account;
    let stored = finish(async move { s.app.service.break_glass(&s.session, new, oral, &s.once, s.now).await });
    Ok((StatusCode::CREATED, Stepping::done(&app, reader, stored.await?).await?))
}

/// Write and hand in that a message is taken back. It ends when a second person publishes that.
#[utoipa::path(post, path = "/api/public-messages/{id}/cancel", operation_id = "cancel_public_message", tag = "public",
    request_body = EndOrder,
    params(("id" = Uuid, Path), ("Idempotency-Key" = Uuid, Header, description = "names this command; repeat it with the same key")),
    responses((status = 201, body = PublicMessageView),
        (status = 409, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn cancel(
    State(app): State<App>,
    person: Person,
    Place(id): Place<Uuid>,
    Key(key): Key,
    body: Body<EndOrder>,
) -> Result<(StatusCode, Json<PublicMessageView>), Problem> {
    end(app, Stepping::new, (person, id, key, body), PublicKind::Cancel).await
}

/// Write and hand in that the danger of a message is over. It ends when a second person publishes that.
#[utoipa::path(post, path = "/api/public-messages/{id}/all-clear", operation_id = "clear_public_message", tag = "public",
    request_body = EndOrder,
    params(("id" = Uuid, Path), ("Idempotency-Key" = Uuid, Header, description = "names this command; repeat it with the same key")),
    responses((status = 201, body = PublicMessageView),
        (status = 409, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn all_clear(
    State(app): State<App>,
    person: Person,
    Place(id): Place<Uuid>,
    Key(key): Key,
    body: Body<EndOrder>,
) -> Result<(StatusCode, Json<PublicMessageView>), Problem> {
    end(app, Stepping::new, (person, id, key, body), PublicKind::AllClear).await
}

type Ending = (Person, Uuid, domain::id::CommandId, Body<EndOrder>);

async fn end(
    app: App,
    step: impl FnOnce(App, Person, Uuid, domain::id::CommandId, Vec<u8>) -> Stepping,
    (person, id, key, body): Ending,
    kind: PublicKind,
) -> Result<(StatusCode, Json<PublicMessageView>), Problem> {
    let s = step(app.clone(), person, id, key, body.hash);
    let (new, reader) = (PublicMessageId(body.value.id), s.session.actor.account);
    let stored =
        finish(async move { s.app.service.end_public_message(&s.session, s.id, new, kind, &s.once, s.now).await });
    Ok((StatusCode::CREATED, Stepping::done(&app, reader, stored.await?).await?))
}
