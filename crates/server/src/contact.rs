//! Phone numbers and mail addresses of accounts: masked for those who may ask for more, whole with a reason.

use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use domain::contact::ContactKind;
use domain::id::AccountId;
use serde::{Deserialize, Serialize};
use service::contact::Shown;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::extract::{Body, Place};
use crate::middleware::finish;
use crate::problem::Problem;
use crate::session::{Person, Signed};
use crate::state::App;

/// What kind of contact it is.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ContactKindWire {
    Phone,
    Email,
}

impl From<ContactKindWire> for ContactKind {
    fn from(kind: ContactKindWire) -> Self {
        match kind {
            ContactKindWire::Phone => Self::Phone,
            ContactKindWire::Email => Self::Email,
        }
    }
}

/// A contact.
#[derive(Serialize, ToSchema)]
pub(crate) struct ContactItem {
    /// `phone` or `email`.
    kind: String,
    /// The value, or its mask.
    value: String,
    masked: bool,
    changed_at: i64,
}

impl From<Shown> for ContactItem {
    fn from(shown: Shown) -> Self {
        Self {
            kind: shown.kind.word().to_owned(),
            value: shown.value,
            masked: shown.masked,
            changed_at: shown.changed_at.as_millisecond(),
        }
    }
}

/// Which contact to show, and why.
#[derive(Deserialize, ToSchema)]
pub(crate) struct UnmaskOrder {
    kind: ContactKindWire,
    /// 4 to 500 characters; the owner of the contact reads it.
    reason: String,
}

/// A contact in full.
#[derive(Serialize, ToSchema)]
pub(crate) struct Unmasked {
    value: String,
}

/// Contacts of an account: its own are whole, others' masked.
#[utoipa::path(get, path = "/api/accounts/{id}/contacts", operation_id = "list_contacts", tag = "accounts",
    params(("id" = Uuid, Path, description = "the account")),
    responses((status = 200, body = Vec<ContactItem>), (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list(
    State(app): State<App>,
    signed: Signed,
    Place(id): Place<Uuid>,
) -> Result<impl IntoResponse, Problem> {
    let shown = app.service.contacts(&signed.actor, AccountId(id), app.now()).await?;
    let items: Vec<ContactItem> = shown.into_iter().map(Into::into).collect();
    Ok(([(header::CACHE_CONTROL, "no-store")], axum::Json(items)))
}

/// See a contact in full: with a reason, a recent sign-in, an entry in the journal, and for its owner to see.
#[utoipa::path(post, path = "/api/accounts/{id}/unmask", operation_id = "unmask_contact", tag = "accounts",
    params(("id" = Uuid, Path, description = "the account")), request_body = UnmaskOrder,
    responses((status = 200, body = Unmasked), (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn unmask(
    State(app): State<App>,
    person: Person,
    Place(id): Place<Uuid>,
    body: Body<UnmaskOrder>,
) -> Result<impl IntoResponse, Problem> {
    let (now, order) = (app.now(), body.value);
    let kind = order.kind.into();
    let value =
        finish(async move { app.service.unmask(&person.0, AccountId(id), kind, &order.reason, now).await }).await?;
    Ok(([(header::CACHE_CONTROL, "no-store")], axum::Json(Unmasked { value })))
}
