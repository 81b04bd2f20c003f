//! Shelters: what is none is refused, what is full is passed over.

use domain::evacuation::{Peril, Stage};
use service::ServiceError;
use service::evacuation::{EvacuationReport, ShelterChoice};
use service::shelter::{Proposal, SheltersImported, Wanted};
use testkit::city::{City, fill};
use testkit::{both, t0};

use super::{at, goes, ordered, report};

const HEADING: &str = "code,name_zh,name_en,unit_code,lon,lat,kind,suitable_for,elevation_m,area_m2,class\n";

pub(crate) async fn shelters(city: &City, rows: &str) -> Result<SheltersImported, ServiceError> {
    city.service.import_shelters(&city.actor("admin").await, &format!("\u{feff}{HEADING}{rows}"), t0()).await
}

both!(squares_and_basements_are_not_taken_as_flood_shelters, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let good = "S1,平安小学,,410102001002001,113.605,34.756,building,flood;storm,98.5,262,temporary\n";
    let square = "S2,平安广场,,410102001002001,113.605,34.755,open,earthquake;flood,,9000,emergency\n";
    let garage = "S3,地下车库,,410102001002001,113.605,34.755,basement,flood,,900,short\n";
    let refused = shelters(&city, &format!("{good}{square}{garage}S1,又一个,,4101,1,1,building,,,1,short\n")).await;
    let Err(ServiceError::RowsRefused(faults)) = refused else { panic!("{refused:?}") };
    let told: Vec<_> = faults.iter().map(|fault| (fault.row, fault.column)).collect();
    assert_eq!(told, [(3, "suitable_for"), (4, "suitable_for"), (5, "code")]);
    let lead = city.actor("lead").await;
    assert!(city.service.list_shelters(&lead, None, None, 10).await.expect("a list").is_empty(), "all rows or none");
    let square = square.replace(";flood", "");
    let imported = shelters(&city, &format!("{good}{square}")).await.expect("an import");
    assert_eq!((imported.rows, imported.new), (2, 2));
    let again = shelters(&city, &good.replace("262", "524")).await.expect("an import");
    assert_eq!((again.rows, again.new), (1, 0), "known by its code");
    let listed = city.service.list_shelters(&lead, None, None, 10).await.expect("a list");
    let capacities: Vec<_> = listed.iter().map(|one| (one.shelter.code.as_str(), one.capacity)).collect();
    assert_eq!(capacities, [("S1", 524), ("S2", 18_000)]);
    assert_eq!(listed[0].shelter.elevation_cm, Some(9_850));
    let denied = city.service.import_shelters(&lead, &format!("{HEADING}{good}"), t0()).await;
    assert!(matches!(denied, Err(ServiceError::Forbidden(_))), "{denied:?}");
});

both!(a_shelter_fills_by_arrivals_and_the_next_one_is_proposed, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let rows = "near,平安小学,,410102001002001,113.605,34.756,building,flood,,20,temporary\n\
        far,区体育馆,,410102001002002,113.615,34.756,building,flood,,900,temporary\n\
        square,平安广场,,410102001002001,113.605,34.755,open,earthquake,,9000,emergency\n";
    shelters(&city, rows).await.expect("an import");
    let (id, [first, _]) = ordered(&city).await;
    let (own, lead) = (city.actor("grid1").await, city.actor("lead").await);
    let from = domain::unit::boundary::Position::from_degrees(113.605, 34.755).expect("a position");
    let wanted = Wanted { from, peril: Peril::Flood, people: 5 };
    let codes = |found: &[Proposal]| {
        found
            .iter()
            .map(|one| (one.occupied.shelter.code.clone(), one.free, one.unsuited.is_some()))
            .collect::<Vec<_>>()
    };
    let proposed = city.service.suggest_shelters(&lead, wanted).await.expect("proposals");
    let of = |code: &str, free, unsuited| (code.to_owned(), free, unsuited);
    assert_eq!(codes(&proposed), [of("near", 20, false), of("far", 900, false), of("square", 18_000, true)]);
    let near = proposed[0].occupied.shelter.id;
    let sent = EvacuationReport {
        shelters: vec![ShelterChoice { group: first, from: None, to: Some(near), confirmed: true }],
        moves: vec![(first, goes(Stage::Listed, Stage::Shelter, 7))],
        ..report(id)
    };
    city.service.report_evacuation(&own, sent, t0()).await.expect("a report");
    let proposed = city.service.suggest_shelters(&lead, wanted).await.expect("proposals");
    assert_eq!(codes(&proposed), [of("far", 900, false), of("near", 2, false), of("square", 18_000, true)]);
    let occupied = &proposed[1].occupied;
    assert_eq!((occupied.households, occupied.people, occupied.coming), (7, 18, 8), "seven are there, three may come");
    city.service.end_evacuation(&lead, id, "险情解除", at(1)).await.expect("ended");
    let proposed = city.service.suggest_shelters(&lead, wanted).await.expect("proposals");
    assert_eq!(proposed[0].free, 20, "what has ended fills nothing");
});
