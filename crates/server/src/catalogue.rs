//! The catalogue of hazards.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use domain::body::BodyKind;
use domain::calendar::CalendarKind;
use domain::catalogue::{Category, Item, Urgency};
use domain::deadline::Step;
use serde::Serialize;
use utoipa::ToSchema;

use crate::state::App;
use crate::unit::tagged;
use crate::wire::NamesWire;
use crate::words::{BodyKindWord, CalendarWord, CategoryWord, UrgencyWord};

/// The whole catalogue.
#[derive(Serialize, ToSchema)]
pub(crate) struct CatalogueView {
    version: String,
    source: String,
    items: Vec<ItemView>,
}

/// One entry.
#[derive(Serialize, ToSchema)]
struct ItemView {
    id: String,
    /// `natural`, `accident`, `health` or `social`.
    #[schema(value_type = CategoryWord)]
    category: Category,
    names: NamesWire,
    /// Where it is typically found.
    place: NamesWire,
    /// Who usually must rectify it.
    owner: NamesWire,
    /// Kinds of body that usually must rectify it.
    #[schema(value_type = Vec<BodyKindWord>)]
    owner_bodies: Vec<BodyKind>,
    /// `emergency`, `urgent`, `normal` or `planned`.
    #[schema(value_type = UrgencyWord)]
    urgency: Urgency,
    limits: LimitsView,
    /// Whether reports of it are taken.
    enabled: bool,
    /// Personal by nature.
    restricted: bool,
    /// Whether it is offered first.
    common: bool,
}

/// Time limits, ISO 8601.
#[derive(Serialize, ToSchema)]
struct LimitsView {
    /// `clock` or `working_days`.
    #[schema(value_type = Option<CalendarWord>)]
    calendar: Option<CalendarKind>,
    accept: Option<String>,
    control: Option<String>,
}

/// Kinds of hazard with their urgencies and time limits.
#[utoipa::path(get, path = "/api/catalogue", operation_id = "show_catalogue", tag = "hazards", responses((status = 200, body = CatalogueView)))]
pub(crate) async fn show(State(app): State<App>, headers: HeaderMap) -> Response {
    let catalogue = app.service.catalogue();
    let view = CatalogueView {
        version: catalogue.version.clone(),
        source: catalogue.source.clone(),
        items: catalogue.items.iter().map(|item| view(&app, item)).collect(),
    };
    tagged(&headers, &view)
}

fn view(app: &App, item: &Item) -> ItemView {
    let limit = |step| app.service.rules().limit(item.urgency, step);
    ItemView {
        id: item.id.clone(),
        category: item.category,
        names: (&item.names).into(),
        place: (&item.place).into(),
        owner: (&item.owner).into(),
        owner_bodies: item.owner_bodies.clone(),
        urgency: item.urgency,
        limits: LimitsView {
            calendar: limit(Step::Accept).map(|(_, calendar)| calendar),
            accept: limit(Step::Accept).map(|(limit, _)| limit),
            control: limit(Step::Control).map(|(limit, _)| limit),
        },
        enabled: item.enabled,
        restricted: item.restricted,
        common: item.common,
    }
}
