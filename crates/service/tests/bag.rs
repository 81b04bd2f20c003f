//! The bag on paper: from orange on, without names.

use domain::colour::WarningColour;
use domain::evacuation::Peril;
use domain::id::{CommandId, EvacuationId, PlaceId};
use domain::names::Names;
use domain::outlet::OutletKind;
use domain::place::{ClosureState, PlaceFacts};
use jiff::{SignedDuration, Timestamp};
use service::bag::Bag;
use service::evacuation::{NewEvacuation, NewGroup};
use service::outlet::NewOutlet;
use service::place::PlaceOrder;
use service::{Once, ServiceError};
use testkit::city::{City, IN_GRID_1, fill};
use testkit::warning::{Cap, fit_station};
use testkit::{Database, both, keys, t0};
use uuid::Uuid;

const COMMUNITY: &str = "410102001002";
const GRID: &str = "410102001002001";

fn at(minutes: i64) -> Timestamp {
    t0().saturating_add(SignedDuration::from_mins(minutes)).expect("a time")
}

async fn place(city: &City, code: &str, kind: &str, households: Option<u32>) {
    let order = PlaceOrder {
        code: code.to_owned(),
        kind: kind.to_owned(),
        names: Names::zh(code),
        parent: None,
        unit: Some(city.id(GRID)),
        point: Some(IN_GRID_1),
        facts: PlaceFacts { households, ..PlaceFacts::default() },
        fields: None,
    };
    let id = PlaceId(Uuid::now_v7());
    city.service.create_place(&city.actor("lead").await, id, order, t0()).await.expect("a place");
}

async fn outlet(city: &City, unit: &str, kind: OutletKind, address: &str, name: &str) {
    let new = NewOutlet { kind, name: name.to_owned(), address: address.to_owned(), secret: None };
    let session = city.session("admin", t0()).await;
    city.service.add_outlet(&session, city.id(unit), new, &Once::fresh(), t0()).await.expect("an outlet");
}

fn moved_out(city: &City, group: NewGroup) -> NewEvacuation {
    NewEvacuation {
        id: EvacuationId(Uuid::now_v7()),
        unit: city.id(COMMUNITY),
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
    }
}

both!(it_is_printed_from_orange_on_with_posts_doors_and_places_to_close, |database: Database| async move {
    let city = fill(database.store.clone()).await;
    fit_station(&city.service);
    keys::fit(&city.service);
    outlet(&city, "410102", OutletKind::Radio, "1 channel", "district").await;
    outlet(&city, GRID, OutletKind::Satellite, "+8821 6555", "grid 1").await;
    outlet(&city, "410102001002002", OutletKind::Radio, "2 channel", "grid 2").await;
    outlet(&city, COMMUNITY, OutletKind::WeCom, "https://example.org/robot", "group").await;
    place(&city, "building-1", "building", Some(60)).await;
    place(&city, "shop-1", "shop", None).await;
    place(&city, "garage-1", "underground_garage", None).await;
    let lead = city.actor("lead").await;
    let bag = || city.service.bag(&lead, city.id(COMMUNITY), t0());
    assert!(matches!(bag().await, Err(ServiceError::BagNotNow)));
    let yellow = Cap { colour: "黄色", ..Cap::red("yellow-1") };
    yellow.give(&city.service, t0()).await.expect("a warning");
    let test = Cap { status: "Test", ..Cap::red("test-1") };
    test.give(&city.service, t0()).await.expect("a warning");
    let part = Cap { code: GRID, ..Cap::red("part-1") };
    part.give(&city.service, t0()).await.expect("a warning");
    assert!(matches!(bag().await, Err(ServiceError::BagNotNow)), "too weak, a test, for a part alone");
    Cap { colour: "橙色", ..Cap::red("orange-1") }.give(&city.service, t0()).await.expect("a warning");
    let printed = bag().await.expect("a bag");
    assert_eq!(printed.warning.identifier, "orange-1");
    let doors: Vec<_> = printed.doors.iter().map(|place| place.code.as_str()).collect();
    assert_eq!(doors, ["building-1"], "where people live");
    let closing = |bag: &Bag| bag.closing.iter().map(|(place, state)| (place.code.clone(), *state)).collect::<Vec<_>>();
    assert_eq!(closing(&printed), [("garage-1".to_owned(), None)], "it would close, and nobody has ordered it");
    let (district, what) = (city.actor("district").await, ("rainstorm", WarningColour::Orange));
    city.service.order_closures(&district, city.id(COMMUNITY), what, at(60), t0()).await.expect("an order");
    let ordered = [("garage-1".to_owned(), Some(ClosureState::ToClose))];
    assert_eq!(closing(&bag().await.expect("a bag")), ordered);
    let spoken =
        |bag: &Bag| bag.lines.iter().map(|(outlet, line)| format!("{} {line}", outlet.name)).collect::<Vec<_>>();
    assert_eq!(spoken(&printed), ["district 1 channel", "grid 1 +8821 6555", "grid 2 2 channel"], "no robot's address");
    let grid = city.service.bag(&lead, city.id(GRID), t0()).await.expect("a bag");
    assert_eq!(spoken(&grid), ["district 1 channel", "grid 1 +8821 6555"], "above first, and none from beside");
    let rows = "code,name_zh,unit_code,lon,lat,kind,suitable_for,area_m2,class\n\
        S1,平安小学,410102001002001,113.606,34.757,building,flood,900,temporary\n";
    city.service.import_shelters(&city.actor("admin").await, rows, t0()).await.expect("a shelter");
    let shelter = city.service.list_shelters(&lead, None, None, 1).await.expect("a list")[0].shelter.id;
    let building = printed.doors[0].id;
    let group = NewGroup { place: Some(building), shelter: Some(shelter), ..NewGroup::default() };
    city.service.order_evacuation(&lead, moved_out(&city, group), t0()).await.expect("an evacuation");
    let goes_to = bag().await.expect("a bag").goes_to;
    let goes_to = goes_to.get(&building).map(|goes| (goes.occupied.shelter.code.as_str(), goes.occupied.free()));
    assert_eq!(goes_to, Some(("S1", 900)), "the door list says where the building goes");
    let titles: Vec<_> = printed.posts.iter().map(|post| post.title.as_str()).collect();
    assert!(titles.contains(&"community_lead") && titles.contains(&"grid_worker"), "{titles:?}");
    let whole = city.service.bag(&district, city.id("410102"), t0()).await;
    assert!(matches!(whole, Err(ServiceError::Invalid { code: "bag_unit_too_large", .. })), "{whole:?}");
});
