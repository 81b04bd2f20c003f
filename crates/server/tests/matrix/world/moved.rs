//! Places and what happens there: buildings that are moved out, doors, closures, harm.

use domain::assist::{Consent, Help};
use domain::colour::WarningColour;
use domain::evacuation::Peril;
use domain::harm::{Counts, HarmKind};
use domain::id::{AssistId, CommandId, EvacuationId, HarmId, PlaceId, ResidentNumberId};
use domain::names::Names;
use domain::place::{PlaceFacts, Step};
use service::Once;
use service::assist::NewAssist;
use service::evacuation::{NewEvacuation, NewGroup};
use service::harm::HarmDraft;
use service::hazard::Origin;
use service::place::PlaceOrder;
use service::resident::NewResident;
use testkit::city::{City, IN_GRID_1};
use testkit::t0;
use uuid::Uuid;

/// A resident's number of a building, taken down by the community; the link of its owner.
pub(super) async fn resident(city: &City, place: PlaceId, phone: &str) -> String {
    let id = ResidentNumberId(Uuid::now_v7());
    let new = NewResident { id, place, phone: phone.to_owned(), door: "1203".to_owned(), on_behalf: true };
    let (lead, origin) = (city.actor("lead").await, Origin::default());
    city.service.register_resident(Some(&lead), new, &origin, t0()).await.expect("a number");
    city.service.resident_link(id).expect("a link")
}

/// A building in the first grid.
pub(super) async fn building(city: &City, code: &str) -> PlaceId {
    let id = PlaceId(Uuid::now_v7());
    let order = PlaceOrder {
        code: code.to_owned(),
        kind: "building".to_owned(),
        names: Names::zh("1号楼"),
        parent: None,
        unit: Some(city.id("410102001002001")),
        point: Some(IN_GRID_1),
        facts: PlaceFacts::default(),
        fields: None,
    };
    city.service.create_place(&city.actor("lead").await, id, order, t0()).await.expect("a place");
    id
}

pub(super) async fn evacuated(city: &City, building: PlaceId) -> (Uuid, Uuid) {
    let lead = city.actor("lead").await;
    let group = NewGroup { place: Some(building), households: Some(4), ..NewGroup::default() };
    let new = NewEvacuation {
        id: EvacuationId(Uuid::now_v7()),
        unit: city.id("410102001002"),
        cause: None,
        peril: Peril::Flood,
        groups: vec![group],
        trigger: String::new(),
        due_at: None,
        where_to: String::new(),
        after_care: String::new(),
        no_return_before: None,
        move_first: true,
        key: CommandId(Uuid::now_v7()),
        body_hash: vec![1],
    };
    let id = city.service.order_evacuation(&lead, new, t0()).await.expect("an evacuation");
    let sheet = city.service.show_evacuation(&lead, id).await.expect("an evacuation");
    (id.0, sheet.groups[0].id.0)
}

/// An entry of the register, and its link.
pub(super) async fn asked_for_help(city: &City, place: PlaceId) -> (Uuid, String) {
    let new = NewAssist {
        id: AssistId(Uuid::now_v7()),
        place,
        door: "1203".to_owned(),
        call_name: String::new(),
        help: vec![Help::Carry],
        phones: Vec::new(),
        consent: Consent::Own,
        on_behalf: false,
    };
    let made = city.service.register_assist(None, new, &Origin::default(), t0()).await.expect("an entry");
    (made.id.0, made.secret)
}

/// A place for which the body answers, closed for a warning, and free to open again.
pub(super) async fn closed(city: &City, login: &str, body: domain::id::BodyId) -> (Uuid, Uuid) {
    let (service, lead, now) = (&city.service, city.actor("lead").await, t0());
    let (id, grid) = (PlaceId(Uuid::now_v7()), city.id("410102001002001"));
    let order = PlaceOrder {
        code: format!("garage-{login}"),
        kind: "underground_garage".to_owned(),
        names: Names::zh("车库"),
        parent: None,
        unit: Some(grid),
        point: Some(IN_GRID_1),
        facts: PlaceFacts { body: Some(body), ..PlaceFacts::default() },
        fields: None,
    };
    service.create_place(&lead, id, order, now).await.expect("a place");
    let what = ("rainstorm", WarningColour::Orange);
    service.order_closures(&lead, city.id("410102001002"), what, now, now).await.expect("closures");
    let open = service.store().open_closures_of(&[id]).await.expect("a closure");
    let closure = open[0].id;
    for step in [Step::Close, Step::Authorise] {
        service.step_closure(&lead, closure, step, None, now).await.expect("a step");
    }
    (id.0, closure.0)
}

/// A report of harm in the first grid.
pub(super) async fn harmed(city: &City) -> Uuid {
    let draft = HarmDraft {
        id: HarmId(Uuid::now_v7()),
        kind: HarmKind::Flood,
        unit: Some(city.id("410102001002001")),
        place: None,
        point: None,
        counts: Counts::default(),
        known_at: None,
        note: None,
        show_post: false,
    };
    let actor = city.actor("grid1").await;
    city.service.report_harm(&actor, draft, &Once::fresh(), t0()).await.expect("a report").0
}
