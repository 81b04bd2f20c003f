//! Accounts of others, for those who administer them: with a recent sign-in, in their own subtree alone.

use axum::extract::State;
use axum::http::StatusCode;
use domain::contact::ContactKind;
use domain::id::{AccountId, BodyId, PostingId, UnitId};
use domain::names::Names;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use service::Once;
use service::access::{AccountListing, Authority, NewPerson};
use service::account::NewPosting;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::extract::{Body, Key, Place};
use crate::middleware::finish;
use crate::problem::Problem;
use crate::session::Person;
use crate::state::App;
use crate::wire::{NamesWire, UnitRef};

/// An account with what it holds where the reader administers accounts.
#[derive(Serialize, ToSchema)]
pub(crate) struct AccountItem {
    id: Uuid,
    login: String,
    names: NamesWire,
    disabled: bool,
    /// Whether its owner has set a password.
    password_set: bool,
    second_factor: bool,
    postings: Vec<PostingItem>,
}

/// A posting with its dates.
#[derive(Serialize, ToSchema)]
struct PostingItem {
    id: Uuid,
    title: String,
    unit: Option<UnitRef>,
    body: Option<Uuid>,
    from: i64,
    to: Option<i64>,
}

/// Somebody who gets an account.
#[derive(Deserialize, ToSchema)]
pub(crate) struct AccountOrder {
    /// Sign-in name: lower-case letters, digits, `.`, `-`, `_`.
    login: String,
    /// Shown names by language; one at least.
    names: NamesWire,
    /// Where the link goes with which the password is set; a mail address does too.
    phone: Option<String>,
    email: Option<String>,
    posting: PostingOrder,
}

/// The id of a new account.
#[derive(Serialize, ToSchema)]
pub(crate) struct AccountMade {
    id: Uuid,
}

/// A posting to give.
#[derive(Deserialize, ToSchema)]
pub(crate) struct PostingOrder {
    /// A key of the titles table.
    title: String,
    unit: Uuid,
    body: Option<Uuid>,
    /// From when on; now when missing.
    from: Option<i64>,
    /// Until when; without an end when missing.
    to: Option<i64>,
}

/// When a posting ends.
#[derive(Deserialize, ToSchema)]
pub(crate) struct PostingEnd {
    /// Now when missing.
    at: Option<i64>,
}

/// The id of a new posting.
#[derive(Serialize, ToSchema)]
pub(crate) struct PostingMade {
    id: Uuid,
}

fn item(app: &App, listing: AccountListing) -> AccountItem {
    let tree = app.service.tree();
    let postings = listing.postings.into_iter().map(|held| PostingItem {
        id: held.posting.id.0,
        title: held.posting.title,
        unit: tree.by_id(held.posting.unit).map(Into::into),
        body: held.posting.body.map(|id| id.0),
        from: held.from.as_millisecond(),
        to: held.to.map(Timestamp::as_millisecond),
    });
    AccountItem {
        id: listing.id.0,
        login: listing.login,
        names: (&listing.names).into(),
        disabled: listing.disabled,
        password_set: listing.password_set,
        second_factor: listing.second_factor,
        postings: postings.collect(),
    }
}

impl PostingOrder {
    /// Since when it is to be held, and until when.
    fn held(&self, now: Timestamp) -> Result<(Timestamp, Option<Timestamp>), Problem> {
        let from = self.from.map_or(Ok(now), |from| time("from", from))?;
        Ok((from, self.to.map(|to| time("to", to)).transpose()?))
    }
}

impl From<PostingOrder> for NewPosting {
    fn from(order: PostingOrder) -> Self {
        Self { title: order.title, unit: UnitId(order.unit), body: order.body.map(BodyId) }
    }
}

fn time(field: &str, millis: i64) -> Result<Timestamp, Problem> {
    Timestamp::from_millisecond(millis).map_err(|_| Problem::field(field, "invalid_request", "no such time"))
}

/// Accounts with a posting where the reader administers accounts.
#[utoipa::path(get, path = "/api/accounts", operation_id = "list_accounts", tag = "accounts",
    responses((status = 200, body = Vec<AccountItem>), (status = 403, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list(State(app): State<App>, person: Person) -> Result<axum::Json<Vec<AccountItem>>, Problem> {
    let listed = app.service.accounts(Authority::Person(&person.0), app.now()).await?;
    Ok(axum::Json(listed.into_iter().map(|listing| item(&app, listing)).collect()))
}

/// Open an account with its first title. Its owner gets a link that sets the password; nobody else sees it.
#[utoipa::path(post, path = "/api/accounts", operation_id = "open_account", tag = "accounts", request_body = AccountOrder,
    params(("Idempotency-Key" = Uuid, Header, description = "names this command; repeat it with the same key")),
    responses((status = 201, body = AccountMade), (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn open(
    State(app): State<App>,
    person: Person,
    Key(key): Key,
    body: Body<AccountOrder>,
) -> Result<(StatusCode, axum::Json<AccountMade>), Problem> {
    let (now, once, order) = (app.now(), Once::new(key, body.hash), body.value);
    let contacts = [(ContactKind::Phone, order.phone), (ContactKind::Email, order.email)];
    let contacts = contacts.into_iter().filter_map(|(kind, text)| Some((kind, text.filter(|text| !text.is_empty())?)));
    let new = NewPerson {
        login: order.login,
        names: Names(order.names.0),
        contacts: contacts.collect(),
        held: order.posting.held(now)?,
        posting: order.posting.into(),
    };
    let opened = finish(async move { app.service.open_account(Authority::Person(&person.0), new, &once, now).await });
    Ok((StatusCode::CREATED, axum::Json(AccountMade { id: opened.await?.0 })))
}

/// Send the owner of an account that has no password yet another link; the one before works no more.
#[utoipa::path(post, path = "/api/accounts/{id}/link", operation_id = "send_account_link", tag = "accounts",
    params(("id" = Uuid, Path, description = "the account"), ("Idempotency-Key" = Uuid, Header, description = "names this command; repeat it with the same key")),
    responses((status = 204, description = "on its way"), (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"), (status = 409, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn send_link(
    State(app): State<App>,
    person: Person,
    Place(id): Place<Uuid>,
    Key(key): Key,
) -> Result<StatusCode, Problem> {
    let now = app.now();
    // Nothing is sent along: the account alone is what is asked.
    let once = Once::new(key, Vec::new()).about(id);
    let service = app.service.clone();
    finish(async move { service.send_welcome_again(Authority::Person(&person.0), AccountId(id), &once, now).await })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Disable an account: nothing opens it any more.
#[utoipa::path(post, path = "/api/accounts/{id}/disable", operation_id = "disable_account", tag = "accounts",
    params(("id" = Uuid, Path, description = "the account")),
    responses((status = 204, description = "disabled"), (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn disable(
    State(app): State<App>,
    person: Person,
    Place(id): Place<Uuid>,
) -> Result<StatusCode, Problem> {
    let now = app.now();
    finish(async move { app.service.disable_account(Authority::Person(&person.0), AccountId(id), now).await }).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Give an account a posting; it signs in anew. The same request twice is one posting.
#[utoipa::path(post, path = "/api/accounts/{id}/postings", operation_id = "give_posting", tag = "accounts",
    params(("id" = Uuid, Path, description = "the account"), ("Idempotency-Key" = Uuid, Header, description = "names this command; repeat it with the same key")),
    request_body = PostingOrder,
    responses((status = 201, body = PostingMade), (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn give_posting(
    State(app): State<App>,
    person: Person,
    Place(id): Place<Uuid>,
    Key(key): Key,
    body: Body<PostingOrder>,
) -> Result<(StatusCode, axum::Json<PostingMade>), Problem> {
    let (now, once, order) = (app.now(), Once::new(key, body.hash).about(id), body.value);
    let (held, new) = (order.held(now)?, order.into());
    let given = finish(async move {
        app.service.give_posting(Authority::Person(&person.0), AccountId(id), &new, held, &once, now).await
    });
    Ok((StatusCode::CREATED, axum::Json(PostingMade { id: given.await?.0 })))
}

/// Set the end of a posting; its holder signs in anew.
#[utoipa::path(post, path = "/api/postings/{id}/end", operation_id = "end_posting", tag = "accounts",
    params(("id" = Uuid, Path, description = "the posting")), request_body = PostingEnd,
    responses((status = 204, description = "set"), (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn end_posting(
    State(app): State<App>,
    person: Person,
    Place(id): Place<Uuid>,
    body: Body<PostingEnd>,
) -> Result<StatusCode, Problem> {
    let now = app.now();
    let at = body.value.at.map_or(Ok(now), |at| time("at", at))?;
    finish(async move { app.service.end_posting(Authority::Person(&person.0), PostingId(id), at, now).await }).await?;
    Ok(StatusCode::NO_CONTENT)
}
