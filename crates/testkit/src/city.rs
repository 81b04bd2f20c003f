//! A small city: one county, one street, one community with two grids, their people and bodies.

use domain::access::{Actor, Titles};
use domain::body::BodyKind;
use domain::hazard::Draft;
use domain::id::{BodyId, CommandId, HazardId, UnitId};
use domain::job::{Alert, Job};
use domain::names::Names;
use domain::unit::boundary::{Boundary, Position};
use domain::unit::change::{NewUnit, UnitChange};
use domain::unit::row::UnitRow;
use domain::unit::{BoundaryQuality, Statistics, Unit, UnitKind};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use service::access::{Attempt, Session};
use service::account::{NewAccount, NewPosting};
use service::exchange::BodyRow;
use service::hazard::Submission;
use service::unit::{ChangeOrder, Changed};
use service::{Once, Options, Service, ServiceError};
use store::{OpenOptions, Store};
use uuid::Uuid;

use crate::{Database, t0};

/// The password of everybody.
pub const PASSWORD: &str = "correct horse";

/// A position inside grid 1 (longitude, latitude).
pub const IN_GRID_1: (f64, f64) = (113.605, 34.755);

/// A position inside grid 2.
pub const IN_GRID_2: (f64, f64) = (113.615, 34.755);

/// A position far outside the city.
pub const OUTSIDE: (f64, f64) = (116.4, 39.9);

/// A row with a rectangular boundary, degrees: west, south, east, north.
pub fn row(row: u64, code: &str, parent: Option<&str>, kind: UnitKind, name: &str, bounds: [f64; 4]) -> UnitRow {
    UnitRow {
        row,
        code: code.to_owned(),
        parent: parent.map(str::to_owned),
        kind,
        names: Names::zh(name),
        transliterated: false,
        fictional: false,
        boundary: Some(rectangle(bounds)),
        boundary_quality: BoundaryQuality::Surveyed,
        boundary_note: None,
        valid_from: Some(t0()),
        statistics: Some(Statistics {
            as_of: t0(),
            source: "test".to_owned(),
            estimate: false,
            population: Some(1_000),
            households: Some(300),
            age_60_plus: Some(120),
            age_80_plus: Some(3),
            age_under_14: None,
            rented_households: None,
            non_registered_households: None,
        }),
    }
}

/// A rectangle: west, south, east, north in degrees.
pub fn rectangle([west, south, east, north]: [f64; 4]) -> Boundary {
    let corner = |lon, lat| Position::from_degrees(lon, lat).expect("a valid position");
    Boundary {
        polygons: vec![vec![vec![corner(west, south), corner(east, south), corner(east, north), corner(west, north)]]],
    }
}

/// The rows of the small city.
pub fn rows() -> Vec<UnitRow> {
    vec![
        row(2, "4101", None, UnitKind::City, "郑州市", [113.60, 34.70, 113.70, 34.80]),
        row(3, "410102", Some("4101"), UnitKind::County, "中原区", [113.60, 34.70, 113.65, 34.80]),
        row(4, "410102001", Some("410102"), UnitKind::Street, "林山寨街道", [113.60, 34.75, 113.65, 34.80]),
        row(5, "410102001002", Some("410102001"), UnitKind::Community, "平安社区", [113.60, 34.75, 113.62, 34.76]),
        row(
            6,
            "410102001002001",
            Some("410102001002"),
            UnitKind::CommunityGrid,
            "第一网格",
            [113.60, 34.75, 113.61, 34.76],
        ),
        row(
            7,
            "410102001002002",
            Some("410102001002"),
            UnitKind::CommunityGrid,
            "第二网格",
            [113.61, 34.75, 113.62, 34.76],
        ),
    ]
}

/// The small city in a store, with one account per title.
#[derive(Debug)]
pub struct City {
    /// The use cases.
    pub service: Service,
    /// The property company of the community.
    pub property: BodyId,
    /// A department that is competent elsewhere only.
    pub elsewhere: BodyId,
    /// The fire department of the county.
    pub fire: BodyId,
    /// The owners' committee of the community.
    pub owners: BodyId,
}

impl City {
    /// The same installation over a single connection: what asks for a second one while it holds the first fails.
    pub async fn over_one_connection(&self, database: &Database) -> Service {
        let options = OpenOptions { connections: 1, migrate: false, ..OpenOptions::new(database.location.clone()) };
        let narrow = Store::open(&options).await.expect("a store");
        Service::open(narrow, self.service.zone().clone()).await.expect("a service")
    }

    /// The unit with this code.
    pub fn unit(&self, code: &str) -> Unit {
        self.service.tree().by_code(code).expect("a known code").clone()
    }

    /// The id of the unit with this code.
    pub fn id(&self, code: &str) -> UnitId {
        self.unit(code).id
    }

    /// Signs in: `admin`, `lead`, `grid1`, `grid2`, `property`, `street`, `fire`, `district`.
    pub async fn actor(&self, login: &str) -> Actor {
        self.service.sign_in(&Attempt::new(login, PASSWORD), t0()).await.expect("a sign-in").actor
    }

    /// Signs in, and gives the session.
    pub async fn session(&self, login: &str, now: Timestamp) -> Session {
        let token = self.service.sign_in(&Attempt::new(login, PASSWORD), now).await.expect("a sign-in").token;
        self.service.session_of(&token, now).await.expect("an answer").expect("a session")
    }

    /// Sign-in names of those who are told of something at once; what they are told stands in a claimed job afterwards.
    pub async fn alerted(&self, about: Alert, now: Timestamp) -> Vec<String> {
        let claimed = self.service.claim_jobs(now, SignedDuration::from_secs(60), 100).await.expect("jobs");
        let mut logins = Vec::new();
        for job in claimed.into_iter().filter_map(|claimed| claimed.job) {
            if let Job::Alert { about: told, recipient, .. } = job
                && told == about
            {
                let account = self.service.store().account(recipient).await.expect("an answer").expect("an account");
                logins.push(account.login);
            }
        }
        logins.sort_unstable();
        logins
    }

    /// Makes one more account, with a title in the unit with this code.
    pub async fn account(&self, login: &str, title: &str, unit: &str) {
        let password_hash = self.service.hash_password(PASSWORD).await.expect("a hash");
        let account = NewAccount { login: login.to_owned(), names: Names::zh(login), password_hash };
        let posting = NewPosting { title: title.to_owned(), unit: self.id(unit), body: None };
        self.service.create_account(account, &[posting], t0()).await.expect("an account");
    }
}

/// A new unit with a rectangular boundary, named as its code.
pub fn new_unit(code: &str, kind: UnitKind, bounds: [f64; 4]) -> NewUnit {
    NewUnit {
        id: UnitId(Uuid::now_v7()),
        kind,
        code: Some(code.to_owned()),
        names: Names::zh(code),
        boundary: Some(rectangle(bounds)),
    }
}

/// Orders a change as somebody of the city, who saw the unit as it is given.
///
/// # Errors
/// As the service refuses it.
pub async fn order(
    city: &City,
    login: &str,
    unit: &Unit,
    change: UnitChange,
    at: Option<Timestamp>,
) -> Result<Changed, ServiceError> {
    let order = ChangeOrder { unit: unit.id, version: unit.version, change, at };
    city.service.change_unit(&city.actor(login).await, &order, &Once::fresh(), t0()).await
}

/// Changes the unit with this code as the administrator.
pub async fn change(city: &City, code: &str, change: UnitChange) {
    order(city, "admin", &city.unit(code), change, None).await.expect("a change");
}

/// Reports a hazard in grid 1, anonymously.
pub async fn report(service: &Service) -> HazardId {
    let id = HazardId(Uuid::now_v7());
    let (lon, lat) = IN_GRID_1;
    let draft =
        Draft::new(id, "A01".to_owned(), None, (Some(lon), Some(lat)), None, None, None, None, t0()).expect("a draft");
    let new = Submission { draft, key: CommandId(Uuid::now_v7()), body_hash: vec![1], follow_secret: None };
    service.report(None, new, t0()).await.expect("a report").stored.hazard.id
}

/// Dangerous permissions count without a second factor, as in a demonstration.
pub fn options() -> Options {
    Options { factor_exempt: true, ..Options::default() }
}

/// The titles that ship, and beside each one called `circle_…` that belongs to the circle for what is restricted.
pub fn titles_with_circle() -> Titles {
    let text = include_str!("../../../data/catalogue/titles.json");
    let mut table: serde_json::Value = serde_json::from_str(text).expect("a table");
    let items = table["items"].as_array_mut().expect("titles");
    let circle = items.clone().into_iter().map(|mut title| {
        title["id"] = format!("circle_{}", title["id"].as_str().unwrap_or_default()).into();
        title["restricted"] = true.into();
        title
    });
    items.extend(circle);
    Titles::read(&table.to_string()).expect("titles")
}

/// Fills an empty store with the small city.
pub async fn fill(store: Store) -> City {
    fill_with(store, options()).await
}

/// The same with what an installation brings.
pub async fn fill_with(store: Store, options: Options) -> City {
    let zone = TimeZone::get("Asia/Shanghai").expect("a bundled zone");
    let service = Service::open_with(store, zone, options).await.expect("a service");
    let plan = service.plan_import(rows(), t0()).await.expect("a plan");
    service.apply_import(plan, "test", t0(), |_| {}).await.expect("an import");
    let body = |row, code: &str, kind, unit: &str| BodyRow {
        row,
        code: code.to_owned(),
        kind,
        names: Names::zh(code),
        jurisdiction: vec![unit.to_owned()],
    };
    let bodies = vec![
        body(2, "P1", BodyKind::PropertyCompany, "410102001002"),
        body(3, "D1", BodyKind::Department, "410102001002002"),
        body(4, "F1", BodyKind::Department, "410102"),
        body(5, "O1", BodyKind::OwnersCommittee, "410102001002"),
    ];
    service.import_bodies("test", bodies, t0()).await.expect("bodies");
    let by_code = |code: &str| service.bodies().iter().find(|body| body.code == code).expect("a body").id;
    let (property, elsewhere) = (by_code("P1"), by_code("D1"));
    let (fire, owners) = (by_code("F1"), by_code("O1"));
    let city = City { service, property, elsewhere, fire, owners };
    let password_hash = city.service.hash_password(PASSWORD).await.expect("a hash");
    for (login, title, unit, body) in [
        ("admin", "administrator", "4101", None),
        ("street", "street_operator", "410102001", None),
        ("lead", "community_lead", "410102001002", None),
        ("grid1", "grid_worker", "410102001002001", None),
        ("grid2", "grid_worker", "410102001002002", None),
        ("property", "property_manager", "410102001002", Some(property)),
        ("fire", "line_department", "410102001", Some(fire)),
        ("district", "district_duty", "410102", None),
    ] {
        let account =
            NewAccount { login: login.to_owned(), names: Names::zh(login), password_hash: password_hash.clone() };
        let posting = NewPosting { title: title.to_owned(), unit: city.id(unit), body };
        city.service.create_account(account, &[posting], t0()).await.expect("an account");
    }
    city
}
