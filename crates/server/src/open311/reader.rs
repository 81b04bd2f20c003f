//! Who asks, and what of the interface is open to her.

use axum::http::{HeaderMap, header};
use domain::access::{Actor, Permission, Scope};
use domain::catalogue::{CaseKind, Category, Item};
use service::access::TOKEN_PREFIX;
use service::bridge::Open311;

use super::error::Errors;
use crate::state::App;

/// The interface's settings, where it is open and this is the jurisdiction that is asked for.
pub(super) fn opened<'a>(app: &'a App, jurisdiction: Option<&str>) -> Result<&'a Open311, Errors> {
    let settings = app.service.outside().open311.as_ref();
    let settings = settings.ok_or_else(|| Errors::not_found("Open311 is not open at this installation"))?;
    match jurisdiction {
        Some(asked) if !asked.is_empty() && asked != settings.jurisdiction => {
            Err(Errors::not_found("jurisdiction_id was not found here"))
        }
        _ => Ok(settings),
    }
}

/// Whoever the token belongs to, given as `api_key` or as `Authorization: Bearer`. Cookies do not count here.
pub(super) async fn keyed(app: &App, api_key: Option<&str>, headers: &HeaderMap) -> Result<Option<Actor>, Errors> {
    let bearer = headers.get(header::AUTHORIZATION).map(|value| {
        let text = value.to_str().unwrap_or_default();
        text.split_once(' ').filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer")).map_or("", |(_, key)| key)
    });
    let Some(key) = api_key.filter(|key| !key.is_empty()).or(bearer) else { return Ok(None) };
    let invalid = || Errors::key("api_key is not valid");
    if !key.starts_with(TOKEN_PREFIX) {
        return Err(invalid());
    }
    let found = app.service.actor_of(key.trim(), app.now()).await?;
    found.map(|(actor, _)| Some(actor)).ok_or_else(invalid)
}

/// What a reader of requests may see.
pub(super) struct Reader {
    pub(super) scope: Scope,
    /// Whether she sees words and exact positions.
    pub(super) full: bool,
}

impl Reader {
    /// Holders of a token see what they may see anyway; everybody else public fields, where the list is open.
    pub(super) fn of(app: &App, settings: &Open311, actor: Option<&Actor>) -> Result<Self, Errors> {
        let Some(actor) = actor else {
            let closed = || Errors::key("api_key is missing: requests are listed to holders of a token alone");
            return settings
                .public_list
                .then(|| Self { scope: app.service.operator_scope(), full: false })
                .ok_or_else(closed);
        };
        let held = [Permission::ViewHazards, Permission::BridgeOrders]
            .map(|permission| actor.scope(app.service.titles(), permission));
        let scope = held.into_iter().find(|scope| !scope.is_empty());
        let scope = scope.ok_or_else(|| Errors::key("api_key belongs to somebody who may not see requests"))?;
        Ok(Self { scope, full: true })
    }

    /// Ids of the categories whose requests she may see.
    pub(super) fn categories(&self, app: &App) -> Vec<String> {
        let open = |item: &&Item| self.full || matches!(item.category, Category::Natural | Category::Accident);
        services(app).filter(open).map(|item| item.id.clone()).collect()
    }
}

/// The categories that can be reported: restricted ones and disputes never stand in a public interface.
pub(super) fn services(app: &App) -> impl Iterator<Item = &Item> {
    let items = app.service.catalogue().items.iter();
    items.filter(|item| item.enabled && !item.restricted && item.kind != CaseKind::DisputeLead)
}

/// `en` where the reader asks for English first; Chinese otherwise.
pub(super) fn language(headers: &HeaderMap) -> &'static str {
    let asked = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if asked.trim_start().to_ascii_lowercase().starts_with("en") { "en" } else { "zh" }
}
