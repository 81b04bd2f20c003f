//! What is public: messages in force as a page, as data for other sites, as a feed, and each as CAP. No session is
//! looked at and no cookie set, so that any cache may keep the answers.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use document::{Language, PublicItem, PublicWarnings};
use domain::colour::WarningColour;
use domain::id::PublicMessageId;
use domain::names::Names;
use domain::public_message::{Audience, PublicKind};
use domain::unit::UnitPath;
use domain::unit::boundary::Position;
use domain::world::World;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::public_message::StoredMessage;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::extract::{Params, Place};
use crate::network::Network;
use crate::problem::Problem;
use crate::public_message_wire::TextView;
use crate::state::App;
use crate::unit::{tag_of, with_tag};
use crate::wire::{NamesWire, UnitRef};
use crate::words::{ColourWord, PublicKindWord};

/// How long a cache may keep an answer.
const CACHE: &str = "public, max-age=15";

/// For where.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct WhereParams {
    /// Only what is for the unit with this code, a unit above it or one below it.
    unit: Option<String>,
    /// Only what is for this point, WGS-84 degrees; with `lat`.
    lon: Option<f64>,
    lat: Option<f64>,
}

/// The same for the page.
#[derive(Deserialize)]
pub(crate) struct PageParams {
    unit: Option<String>,
    lang: Option<String>,
}

/// A message in force.
#[derive(Serialize, ToSchema)]
pub(crate) struct PublicItemView {
    id: Uuid,
    #[schema(value_type = PublicKindWord)]
    kind: PublicKind,
    /// Of which danger.
    hazard: NamesWire,
    #[schema(value_type = Option<ColourWord>)]
    colour: Option<WarningColour>,
    /// The words, for each audience.
    texts: Vec<TextView>,
    /// What else to know.
    detail: NamesWire,
    units: Vec<UnitRef>,
    /// Who says so.
    issuer: NamesWire,
    published_at: i64,
    expires_at: i64,
    /// Where its CAP message is.
    cap: String,
}

/// What is in force.
#[derive(Serialize, ToSchema)]
pub(crate) struct PublicWarningsView {
    /// Whether it is an exercise: nothing of it is meant.
    exercise: bool,
    items: Vec<PublicItemView>,
}

/// Warnings and notices in force, for everybody; pages of other sites may read this address.
#[utoipa::path(get, path = "/api/public/warnings.json", operation_id = "list_public_warnings", tag = "public",
    params(WhereParams),
    responses((status = 200, body = PublicWarningsView), (status = 304, description = "nothing changed"),
        (status = 429, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn warnings(
    State(app): State<App>,
    Network(network): Network,
    headers: HeaderMap,
    Params(params): Params<WhereParams>,
) -> Result<Response, Problem> {
    spend(&app, network.as_deref())?;
    let found = in_force(&app, &params).await?;
    let view = PublicWarningsView {
        exercise: app.service.store().world() != World::Live,
        items: found.iter().filter_map(|one| item(&app, one)).collect(),
    };
    let text = serde_json::to_vec(&view).unwrap_or_default();
    let mut response = with_tag(&headers, tag_of(&text), text.into());
    let open = [(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"), (header::CACHE_CONTROL, CACHE)];
    for (name, value) in open {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    Ok(response)
}

/// A feed (Atom) of the messages in force; each entry leads to its CAP message.
#[utoipa::path(get, path = "/api/public/feed.atom", operation_id = "show_public_feed", tag = "public",
    responses((status = 200, body = String, content_type = "application/atom+xml"), (status = 304, description = "nothing changed"),
        (status = 429, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn feed(
    State(app): State<App>,
    Network(network): Network,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    spend(&app, network.as_deref())?;
    let text = app.service.public_feed(&app.settings.name, app.now()).await?;
    let mut response = with_tag(&headers, tag_of(text.as_bytes()), text.into());
    let fixed = [(header::CONTENT_TYPE, "application/atom+xml; charset=utf-8"), (header::CACHE_CONTROL, CACHE)];
    for (name, value) in fixed {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    Ok(response)
}

/// One message that went out, as CAP 1.2; its id, perhaps with `.cap` behind it.
#[utoipa::path(get, path = "/api/public/messages/{id}", operation_id = "show_public_cap", tag = "public",
    params(("id" = String, Path, description = "such as `01890000-0000-7000-8000-000000000000.cap`")),
    responses((status = 200, body = String, content_type = "application/cap+xml"),
        (status = 429, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn cap(
    State(app): State<App>,
    Network(network): Network,
    Place(name): Place<String>,
) -> Result<Response, Problem> {
    spend(&app, network.as_deref())?;
    let id = name.strip_suffix(".cap").unwrap_or(&name).parse::<Uuid>();
    let id = id.map_err(|_| Problem::not_found("message"))?;
    let bytes = app.service.public_message_document(PublicMessageId(id)).await?;
    let fixed = [(header::CONTENT_TYPE, "application/cap+xml; charset=utf-8"), (header::CACHE_CONTROL, CACHE)];
    Ok((fixed, bytes).into_response())
}

/// The page for everybody.
pub(crate) async fn page(
    State(app): State<App>,
    Network(network): Network,
    headers: HeaderMap,
    Params(params): Params<PageParams>,
) -> Result<Response, Problem> {
    spend(&app, network.as_deref())?;
    let wanted = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let language = match params.lang.as_deref() {
        Some("en") => Language::En,
        Some(_) => Language::Zh,
        None if wanted(header::ACCEPT_LANGUAGE).is_some_and(|text| text.to_lowercase().starts_with("en")) => {
            Language::En
        }
        None => Language::Zh,
    };
    let place = WhereParams { unit: params.unit, lon: None, lat: None };
    let html = shown(&app, &place, language).await?.html();
    let fixed = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, CACHE),
        (header::VARY, "accept-language"),
    ];
    Ok((fixed, html).into_response())
}

async fn shown(app: &App, place: &WhereParams, language: Language) -> Result<PublicWarnings, Problem> {
    let found = in_force(app, place).await?;
    let tree = app.service.tree();
    let zh = language == Language::Zh;
    let say = |zh_text: &str, en_text: &str| if zh { zh_text.to_owned() } else { en_text.to_owned() };
    let zone = app.service.zone();
    let time = |at: Timestamp| format!("{} UTC{}", zone.to_datetime(at).strftime("%Y-%m-%d %H:%M"), zone.to_offset(at));
    let invented = |one: &StoredMessage| one.content.units.iter().filter_map(|id| tree.by_id(*id)).any(|u| u.fictional);
    let not_real = match app.service.store().world() {
        World::Exercise { .. } => Some(say("演练，不是真实预警", "Exercise. Nothing of this is meant.")),
        World::Live if found.iter().any(invented) => {
            Some(say("演示，地点为虚构", "Demonstration. The places are invented."))
        }
        World::Live => None,
    };
    let items = found.iter().filter_map(|one| {
        let published = one.published.as_ref()?;
        let best = |names: &Names| names.best(language.key()).to_owned();
        let colour = one.content.colour.filter(|_| !one.message.kind.ends_another());
        Some(PublicItem {
            level: colour.map(|colour| colour.word().to_owned()).unwrap_or_default(),
            level_word: colour.map(|colour| level(colour, zh).to_owned()).unwrap_or_default(),
            texts: published
                .texts
                .iter()
                .map(|text| (audience(text.audience, zh).to_owned(), best(&text.text)))
                .collect(),
            detail: one.content.detail.0.get(language.key()).cloned().unwrap_or_default(),
            issued: format!("{}{} {}", say("发布：", "Published by "), best(&published.issuer), time(published.at)),
            until: format!("{}{}", say("有效至：", "Until "), time(one.content.expires_at)),
            cap: format!("/api/public/messages/{}.cap", one.message.id),
        })
    });
    let unit = place.unit.as_deref().filter(|code| code.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'));
    let other = if zh { "en" } else { "zh" };
    Ok(PublicWarnings {
        language,
        name: app.settings.name.clone(),
        at: time(app.now()),
        other: unit.map_or_else(|| format!("?lang={other}"), |code| format!("?lang={other}&unit={code}")),
        feed: "/api/public/feed.atom".to_owned(),
        items: items.collect(),
        not_real,
    })
}

fn level(colour: WarningColour, zh: bool) -> &'static str {
    match (colour, zh) {
        (WarningColour::Red, true) => "红色（最高）",
        (WarningColour::Red, false) => "Red (highest)",
        (WarningColour::Orange, true) => "橙色",
        (WarningColour::Orange, false) => "Orange",
        (WarningColour::Yellow, true) => "黄色",
        (WarningColour::Yellow, false) => "Yellow",
        (WarningColour::Blue, true) => "蓝色",
        (WarningColour::Blue, false) => "Blue",
    }
}

fn audience(audience: Audience, zh: bool) -> &'static str {
    match (audience, zh) {
        (Audience::Residents, true) => "居民",
        (Audience::Residents, false) => "Residents",
        (Audience::Staff, true) => "工作人员",
        (Audience::Staff, false) => "Staff",
        (Audience::Drivers, true) => "司机",
        (Audience::Drivers, false) => "Drivers",
        (Audience::Schools, true) => "学校和幼儿园",
        (Audience::Schools, false) => "Schools and kindergartens",
        (Audience::Property, true) => "物业和商户",
        (Audience::Property, false) => "Property managers and shops",
    }
}

fn item(app: &App, one: &StoredMessage) -> Option<PublicItemView> {
    let published = one.published.as_ref()?;
    let tree = app.service.tree();
    let settings = app.service.warnings().ok()?;
    let hazard = settings.public.templates.hazard(&one.content.hazard)?;
    Some(PublicItemView {
        id: one.message.id.0,
        kind: one.message.kind,
        hazard: (&hazard.names).into(),
        colour: one.content.colour.filter(|_| !one.message.kind.ends_another()),
        texts: published.texts.iter().map(Into::into).collect(),
        detail: (&one.content.detail).into(),
        units: one.content.units.iter().filter_map(|id| tree.by_id(*id)).map(Into::into).collect(),
        issuer: (&published.issuer).into(),
        published_at: published.at.as_millisecond(),
        expires_at: one.content.expires_at.as_millisecond(),
        cap: format!("/api/public/messages/{}.cap", one.message.id),
    })
}

/// What is in force there.
async fn in_force(app: &App, place: &WhereParams) -> Result<Vec<StoredMessage>, Problem> {
    let mut found = app.service.public_warnings(app.now()).await?;
    let tree = app.service.tree();
    if let Some(code) = &place.unit {
        let unit = tree.by_code(code).ok_or_else(|| {
            Problem::field("unit", "unit_not_found", format!("no present unit has the code `{code}`"))
        })?;
        found.retain(|one| touches(&one.paths, &unit.path));
    }
    if let (Some(lon), Some(lat)) = (place.lon, place.lat) {
        let bad = || Problem::field("lon", "position_invalid", "`lon` and `lat` are degrees on Earth");
        let point = Position::from_degrees(lon, lat).ok_or_else(bad)?;
        let unit = tree.locate(point).map(|located| located.unit.path.clone());
        found.retain(|one| unit.as_ref().is_some_and(|path| one.paths.iter().any(|above| above.contains(path))));
    }
    Ok(found)
}

fn touches(paths: &[UnitPath], unit: &UnitPath) -> bool {
    paths.iter().any(|path| path.contains(unit) || unit.contains(path))
}

fn spend(app: &App, network: Option<&str>) -> Result<(), Problem> {
    app.public_limit.count(network, app.now()).map_err(|seconds| {
        let detail = "your network asks very often; wait as long as `Retry-After` says";
        let problem = Problem::new(StatusCode::TOO_MANY_REQUESTS, "too_many_requests", detail);
        Problem { retry_after_s: Some(seconds), ..problem }
    })
}
