//! Messages for the public, for those who write and decide.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::id::PublicMessageId;
use domain::public_message::{PublicKind, PublicState};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use service::Once;
use service::public_message::{MessagePage, NewPublicMessage};
use store::public_message::StoredMessage;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::extract::{Body, Key, Params, Place};
use crate::middleware::finish;
use crate::post::PostItem;
use crate::problem::Problem;
use crate::public_message_wire::{ContentWire, PreviewView, PublicMessageView, post};
use crate::session::Signed;
use crate::state::App;
use crate::wire::{NamesWire, Page, limit};
use crate::words::{AudienceWord, ColourWord, PublicKindWord, WarnedOfWord};

/// A message that somebody writes.
#[derive(Deserialize, ToSchema)]
pub(crate) struct MessageOrder {
    /// Chosen by the client, UUIDv7.
    id: Uuid,
    #[schema(value_type = PublicKindWord)]
    kind: PublicKind,
    content: ContentWire,
}

/// The same, written anew.
#[derive(Deserialize, ToSchema)]
pub(crate) struct MessageChange {
    /// The version that was changed.
    version: i32,
    #[schema(value_type = PublicKindWord)]
    kind: PublicKind,
    content: ContentWire,
}

/// A message to look at before it is kept.
#[derive(Deserialize, ToSchema)]
pub(crate) struct PreviewOrder {
    #[schema(value_type = PublicKindWord)]
    kind: PublicKind,
    content: ContentWire,
}

/// Which messages.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct MessageParams {
    /// States, with commas between.
    state: Option<String>,
    /// Only those that one person sent and nobody judged yet.
    unreviewed: Option<bool>,
    /// `next` of the page before.
    after: Option<String>,
    /// Rows per page, at most 100.
    limit: Option<u32>,
}

pub(crate) async fn view(
    app: &App,
    reader: domain::id::AccountId,
    stored: StoredMessage,
) -> Result<PublicMessageView, Problem> {
    let sheet = app.service.message_sheet(stored).await?;
    Ok(PublicMessageView::of(app, reader, &sheet))
}

/// Begin a message for the public.
#[utoipa::path(post, path = "/api/public-messages", operation_id = "draft_public_message", tag = "public",
    request_body = MessageOrder,
    params(("Idempotency-Key" = Uuid, Header, description = "names this command; repeat it with the same key")),
    responses((status = 201, body = PublicMessageView),
        (status = 409, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn draft(
    State(app): State<App>,
    signed: Signed,
    Key(key): Key,
    body: Body<MessageOrder>,
) -> Result<(StatusCode, Json<PublicMessageView>), Problem> {
    let (service, now, actor) = (app.service.clone(), app.now(), signed.actor.clone());
    let (once, order) = (Once::new(key, body.hash), body.value);
    let new = NewPublicMessage { id: order.id.into(), kind: order.kind, content: order.content.content()? };
    let stored = finish(async move { service.draft_public_message(&actor, new, &once, now).await }).await?;
    Ok((StatusCode::CREATED, Json(view(&app, signed.actor.account, stored).await?)))
}

/// Write a draft, or a refused message, anew.
#[utoipa::path(put, path = "/api/public-messages/{id}", operation_id = "edit_public_message", tag = "public",
    request_body = MessageChange,
    params(("id" = Uuid, Path), ("Idempotency-Key" = Uuid, Header, description = "names this command; repeat it with the same key")),
    responses((status = 200, body = PublicMessageView),
        (status = 409, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn edit(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
    Key(key): Key,
    body: Body<MessageChange>,
) -> Result<Json<PublicMessageView>, Problem> {
    let (service, now, actor) = (app.service.clone(), app.now(), signed.actor.clone());
    let (once, order) = (Once::new(key, body.hash).about(id), body.value);
    let new = NewPublicMessage { id: id.into(), kind: order.kind, content: order.content.content()? };
    let version = order.version;
    let stored = finish(async move { service.edit_public_message(&actor, version, new, &once, now).await });
    Ok(Json(view(&app, signed.actor.account, stored.await?).await?))
}

/// A message as it would go out: words, reach, and what speaks against it. Nothing is kept.
#[utoipa::path(post, path = "/api/public-messages/preview", operation_id = "preview_public_message", tag = "public",
    request_body = PreviewOrder, responses((status = 200, body = PreviewView)))]
pub(crate) async fn preview(
    State(app): State<App>,
    signed: Signed,
    body: Body<PreviewOrder>,
) -> Result<Json<PreviewView>, Problem> {
    let content = body.value.content.content()?;
    let preview = app.service.preview_public_message(&signed.actor, body.value.kind, &content, app.now()).await?;
    Ok(Json(PreviewView::of(&app, &preview)))
}

/// Messages for units where the reader writes or decides, the latest first.
#[utoipa::path(get, path = "/api/public-messages", operation_id = "list_public_messages", tag = "public",
    params(MessageParams), responses((status = 200, body = Page<PublicMessageView>)))]
pub(crate) async fn list(
    State(app): State<App>,
    signed: Signed,
    Params(params): Params<MessageParams>,
) -> Result<Json<Page<PublicMessageView>>, Problem> {
    let before = params.after.as_deref().map(cursor).transpose()?;
    let rows = limit(params.limit).min(100);
    let page = MessagePage {
        states: states(params.state.as_deref())?,
        unreviewed: params.unreviewed == Some(true),
        before,
        limit: rows as u64 + 1,
    };
    let mut found = app.service.list_public_messages(&signed.actor, &page).await?;
    let more = found.len() > rows;
    found.truncate(rows);
    let last = found.last().filter(|_| more);
    let next = last.map(|last| format!("{}.{}", last.created_at.as_millisecond(), last.message.id));
    let mut items = Vec::with_capacity(found.len());
    for stored in found {
        items.push(view(&app, signed.actor.account, stored).await?);
    }
    Ok(Json(Page { items, next }))
}

/// The states of a filter, words with commas between.
pub(crate) fn states(words: Option<&str>) -> Result<Vec<PublicState>, Problem> {
    let unknown = |word: &str| Problem::field("state", "state_unknown", format!("`{word}` is no state of a message"));
    let words = words.unwrap_or_default().split(',').filter(|word| !word.is_empty());
    words.map(|word| PublicState::from_word(word).ok_or_else(|| unknown(word))).collect()
}

fn cursor(text: &str) -> Result<(Timestamp, PublicMessageId), Problem> {
    let parts = text.split_once('.');
    let read = parts.and_then(|(at, id)| {
        Some((Timestamp::from_millisecond(at.parse().ok()?).ok()?, PublicMessageId(id.parse().ok()?)))
    });
    read.ok_or_else(|| Problem::field("after", "cursor_invalid", "`after` must be the `next` of a page"))
}

/// One message.
#[utoipa::path(get, path = "/api/public-messages/{id}", operation_id = "show_public_message", tag = "public",
    params(("id" = Uuid, Path)), responses((status = 200, body = PublicMessageView)))]
pub(crate) async fn show(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
) -> Result<Json<PublicMessageView>, Problem> {
    let sheet = app.service.show_public_message(&signed.actor, id.into()).await?;
    Ok(Json(PublicMessageView::of(&app, signed.actor.account, &sheet)))
}

/// Posts that may publish the message, its author's left out: for writing down a decision by word of mouth.
#[utoipa::path(get, path = "/api/public-messages/{id}/deciders", operation_id = "list_message_deciders", tag = "public",
    params(("id" = Uuid, Path)), responses((status = 200, body = Vec<PostItem>)))]
pub(crate) async fn deciders(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
) -> Result<Json<Vec<PostItem>>, Problem> {
    let sheet = app.service.show_public_message(&signed.actor, id.into()).await?;
    let rows = app.service.publishers(&sheet.stored, app.now()).await?;
    Ok(Json(rows.iter().filter(|row| row.account != signed.actor.account).filter_map(|row| post(&app, row)).collect()))
}

/// A danger of the templates.
#[derive(Serialize, ToSchema)]
pub(crate) struct PublicHazardView {
    id: String,
    names: NamesWire,
    /// What a warning of it warns of.
    #[schema(value_type = WarnedOfWord)]
    warned: domain::warned::WarnedOf,
}

/// A template.
#[derive(Serialize, ToSchema)]
pub(crate) struct TemplateView {
    hazard: String,
    #[schema(value_type = ColourWord)]
    colour: domain::colour::WarningColour,
    #[schema(value_type = AudienceWord)]
    audience: domain::public_message::Audience,
    action: NamesWire,
}

/// What people can be told to use.
#[derive(Serialize, ToSchema)]
pub(crate) struct AdviceView {
    id: String,
    names: NamesWire,
}

/// What messages are made of.
#[derive(Serialize, ToSchema)]
pub(crate) struct TemplatesView {
    version: String,
    hazards: Vec<PublicHazardView>,
    templates: Vec<TemplateView>,
    advice: Vec<AdviceView>,
    /// Whether a body here gives warnings of its own.
    own_warnings: bool,
    /// Longest message to a phone, in characters, by language.
    longest: std::collections::BTreeMap<&'static str, usize>,
}

/// Templates by danger, colour and audience.
#[utoipa::path(get, path = "/api/public-messages/templates", operation_id = "list_message_templates", tag = "public",
    responses((status = 200, body = TemplatesView)))]
pub(crate) async fn templates(State(app): State<App>, _signed: Signed) -> Result<Json<TemplatesView>, Problem> {
    let settings = &app.service.warnings()?.public;
    let templates = &settings.templates;
    let hazards = templates.hazards.iter().map(|one| PublicHazardView {
        id: one.id.clone(),
        names: (&one.names).into(),
        warned: one.warned,
    });
    let rows = templates.templates.iter().map(|one| TemplateView {
        hazard: one.hazard.clone(),
        colour: one.colour,
        audience: one.audience,
        action: (&one.action).into(),
    });
    use domain::public_message::text::{LANGUAGES, limit};
    Ok(Json(TemplatesView {
        version: templates.version.clone(),
        hazards: hazards.collect(),
        templates: rows.collect(),
        advice: templates
            .advice
            .iter()
            .map(|one| AdviceView { id: one.id.clone(), names: (&one.names).into() })
            .collect(),
        own_warnings: !settings.competent_bodies.is_empty(),
        longest: LANGUAGES.into_iter().map(|language| (language, limit(language))).collect(),
    }))
}
