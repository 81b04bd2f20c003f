//! What this installation is.

use axum::Json;
use axum::extract::State;
use domain::unit::Boundary;
use domain::world::World;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::state::App;
use crate::wire::{NamesWire, UnitRef};

/// The world that everything here belongs to.
#[derive(Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum WorldView {
    /// What really happens.
    Live,
    /// An exercise.
    Exercise {
        /// Which.
        id: Uuid,
    },
}

/// An account that a visitor of a demonstration may use.
#[derive(Serialize, ToSchema)]
struct DemoAccountView {
    login: String,
    password: String,
    title: NamesWire,
    unit: UnitRef,
}

/// What this installation is.
#[derive(Serialize, ToSchema)]
pub(crate) struct SystemView {
    name: String,
    version: String,
    world: WorldView,
    /// IANA name.
    time_zone: String,
    /// Server time, UTC milliseconds.
    now: i64,
    demo: bool,
    /// Accounts of a demonstration; empty elsewhere.
    demo_accounts: Vec<DemoAccountView>,
    /// What the button of the outside sign-in service says; missing where there is none.
    outside_sign_in: Option<String>,
    /// The unit at the top; none before the first import.
    root: Option<UnitRef>,
    /// West, south, east, north of everything.
    bbox: Option<[f64; 4]>,
    tree_version: i64,
    /// What must be said beside the data.
    notices: Vec<NamesWire>,
    /// Whether the data was restored or copied and nobody has released it, so that no channel sends; missing when
    /// the database cannot be asked.
    held: Option<bool>,
}

/// What this installation is: name, world, zone, root unit, notices.
#[utoipa::path(get, path = "/api/system", operation_id = "show_system", tag = "system", responses((status = 200, body = SystemView)))]
pub(crate) async fn show(State(app): State<App>) -> Json<SystemView> {
    let tree = app.service.tree();
    let root = tree.root();
    let titles = app.service.titles();
    let accounts = app.settings.demo.iter().flat_map(|demo| &demo.accounts).filter_map(|account| {
        Some(DemoAccountView {
            login: account.login.clone(),
            password: account.password.clone(),
            title: (&titles.get(&account.title)?.names).into(),
            unit: tree.by_id(account.unit)?.into(),
        })
    });
    Json(SystemView {
        name: app.settings.name.clone(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        world: match app.service.store().world() {
            World::Live => WorldView::Live,
            World::Exercise { id } => WorldView::Exercise { id },
        },
        time_zone: app.settings.time_zone.clone(),
        now: app.now().as_millisecond(),
        demo: app.settings.demo.is_some(),
        demo_accounts: accounts.collect(),
        outside_sign_in: app.settings.provider.as_ref().map(|provider| provider.label().to_owned()),
        root: root.map(Into::into),
        bbox: root.and_then(|root| root.boundary.as_ref()).and_then(Boundary::bounds).map(|bounds| bounds.degrees()),
        tree_version: tree.version(),
        notices: app.settings.notices.iter().map(Into::into).collect(),
        held: app.service.held().await.ok().map(|held| held.is_some()),
    })
}
