//! A real extract and small files made here, read as the program reads them.

#![expect(clippy::expect_used, reason = "a test that cannot be set up has failed")]

mod made;

use std::collections::BTreeMap;
use std::io::Cursor;

use domain::names::Names;
use domain::place::{FieldValue, PlaceKinds};
use geojson::GeometryValue;
use made::File;
use osm::{Extract, Left, OsmError, Rules, read};

const BALTIMORE: &[u8] = include_bytes!("corpus/baltimore.osm.pbf");
/// Invented, where the program's own tests have their units.
const INVENTED: &[u8] = include_bytes!("corpus/invented.osm.pbf");

fn read_bytes(bytes: &[u8]) -> Result<Extract, OsmError> {
    read_kinds(bytes, &[])
}

fn read_kinds(bytes: &[u8], wanted: &[&str]) -> Result<Extract, OsmError> {
    let (rules, kinds) = (Rules::shipped().expect("a table"), PlaceKinds::shipped().expect("a table"));
    let wanted: Vec<String> = wanted.iter().map(|kind| (*kind).to_owned()).collect();
    read(&mut Cursor::new(bytes), &rules, &kinds, "zh", &wanted)
}

fn keys(extract: &Extract) -> Vec<&str> {
    extract.places.iter().map(|place| place.key.as_str()).collect()
}

#[test]
fn a_city_gives_its_buildings_schools_and_stations() {
    let extract = read_bytes(BALTIMORE).expect("an extract");
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for place in &extract.places {
        *counts.entry(place.kind.as_str()).or_default() += 1;
        assert!(place.names.is_valid(), "{}", place.key);
    }
    let of = |kind: &str| counts.get(kind).copied();
    assert_eq!(
        ["building", "school", "hospital", "fire_station", "police_station", "shop"].map(of),
        [Some(1_879), Some(74), Some(10), Some(10), Some(5), Some(130)]
    );
    // Two of the three shelters of the extract stand at bus stops; of the third only its building is known.
    assert_eq!((of("shelter"), extract.left), (None, Left::default()));
    let mut unique = keys(&extract);
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(unique.len(), extract.places.len(), "each element once");
}

#[test]
fn the_invented_extract_is_made_by_this_text() {
    let mut file = File::new();
    file.square(1, 113.2, 34.5).square(11, 113.21, 34.5).square(21, 10.0, 50.0);
    file.node(31, 113.3, 34.6, &[("amenity", "hospital"), ("name", "演示医院"), ("beds", "200")]);
    file.way(7, &[1, 2, 3, 4, 1], &[("building", "apartments"), ("building:levels", "18"), ("name", "演示一号楼")]);
    file.way(8, &[11, 12, 13, 14, 11], &[("amenity", "school"), ("building", "yes"), ("name", "演示小学")]);
    file.way(9, &[21, 22, 23, 24, 21], &[("building", "yes")]);
    let made = file.bytes();
    assert!(made == INVENTED, "write these {} bytes to tests/corpus/invented.osm.pbf", made.len());
    assert_eq!(
        keys(&read_bytes(INVENTED).expect("an extract")),
        ["osm:node/31", "osm:way/7", "osm:way/8", "osm:way/9"]
    );
}

#[test]
fn the_same_file_gives_the_same_places() {
    assert_eq!(read_bytes(BALTIMORE).expect("an extract"), read_bytes(BALTIMORE).expect("an extract"));
}

#[test]
fn ways_become_outlines_and_nodes_points() {
    let mut file = File::new();
    file.square(1, 113.6, 34.75).node(9, 113.61, 34.76, &[("amenity", "fire_station"), ("name", "中原消防站")]);
    file.way(7, &[1, 2, 3, 4, 1], &[("building", "yes"), ("building:levels", "6")]);
    let extract = read_bytes(&file.bytes()).expect("an extract");
    assert_eq!((keys(&extract), extract.left), (vec!["osm:node/9", "osm:way/7"], Left::default()));
    let [station, house] = extract.places.as_slice() else { panic!("two places") };
    assert_eq!((station.kind.as_str(), &station.names), ("fire_station", &Names::zh("中原消防站")));
    assert!(
        matches!(&station.geometry.value, GeometryValue::Point { coordinates } if coordinates.as_slice() == [113.61, 34.76])
    );
    assert_eq!((house.kind.as_str(), house.fields.get("floors_above")), ("building", Some(&FieldValue::Whole(6))));
    assert!(matches!(&house.geometry.value, GeometryValue::Polygon { coordinates } if coordinates[0].len() == 5));
}

#[test]
fn a_relation_is_joined_from_its_ways_with_its_hole() {
    let mut file = File::new();
    file.square(1, 113.6, 34.75).square(11, 113.6002, 34.7502);
    file.way(1, &[1, 2, 3], &[]).way(2, &[1, 4, 3], &[]).way(3, &[11, 12, 13, 14, 11], &[]);
    file.relation(5, &[(1, "outer"), (2, "outer"), (3, "inner")], &[("type", "multipolygon"), ("amenity", "school")]);
    file.relation(6, &[(1, "outer"), (8, "outer")], &[("type", "multipolygon"), ("amenity", "school")]);
    file.relation(7, &[(1, "outer")], &[("type", "site"), ("amenity", "school")]);
    let extract = read_bytes(&file.bytes()).expect("an extract");
    assert_eq!(keys(&extract), ["osm:relation/5"]);
    assert_eq!(extract.left, Left { cut: 1, ..Left::default() }, "a way of relation 6 is not in the file");
    let GeometryValue::Polygon { coordinates } = &extract.places[0].geometry.value else { panic!("a polygon") };
    assert_eq!(coordinates.iter().map(Vec::len).collect::<Vec<_>>(), [5, 5]);
}

#[test]
fn what_is_cut_or_open_is_counted_and_not_guessed() {
    let mut file = File::new();
    file.square(1, 113.6, 34.75);
    file.way(7, &[1, 2, 3, 99, 1], &[("building", "yes")]).way(8, &[1, 2, 3], &[("amenity", "school")]);
    let extract = read_bytes(&file.bytes()).expect("an extract");
    assert_eq!((extract.places, extract.left), (vec![], Left { cut: 1, open: 1, values: 0 }));
}

#[test]
fn only_the_kinds_that_are_wanted_are_read_and_counted() {
    let mut file = File::new();
    file.square(1, 113.6, 34.75).node(9, 113.61, 34.76, &[("amenity", "hospital"), ("beds", "many")]);
    file.way(7, &[1, 2, 3, 99, 1], &[("building", "yes")]).way(8, &[1, 2, 3], &[("amenity", "school")]);
    let bytes = file.bytes();
    let left = |wanted: &[&str]| read_kinds(&bytes, wanted).expect("an extract").left;
    assert_eq!(left(&[]), Left { cut: 1, open: 1, values: 1 });
    assert_eq!(left(&["hospital"]), Left { cut: 0, open: 0, values: 1 });
    assert_eq!(left(&["building", "school"]), Left { cut: 1, open: 1, values: 0 });
    assert_eq!(keys(&read_kinds(&bytes, &["hospital", "school"]).expect("an extract")), ["osm:node/9"]);
}

#[test]
fn a_relation_that_is_no_outline_is_not_counted() {
    let mut file = File::new();
    file.relation(7, &[(1, "outer")], &[("type", "site"), ("amenity", "hospital"), ("beds", "many")]);
    assert_eq!(read_bytes(&file.bytes()).expect("an extract"), Extract::default());
}

#[test]
fn of_an_element_that_stands_twice_the_first_form_stays() {
    let mut once = File::new();
    once.square(1, 113.6, 34.75).node(9, 113.61, 34.76, &[("amenity", "hospital")]);
    once.way(7, &[1, 2, 3, 4, 1], &[("building", "yes"), ("building:levels", "6")]);
    let mut twice = File::new();
    twice.square(1, 113.6, 34.75).node(9, 113.61, 34.76, &[("amenity", "hospital")]);
    twice.way(7, &[1, 2, 3, 4, 1], &[("building", "yes"), ("building:levels", "6")]);
    twice.square(1, 113.7, 34.75).node(9, 113.71, 34.76, &[("amenity", "hospital")]);
    twice.way(7, &[1, 2, 3, 1], &[("building", "yes"), ("building:levels", "9")]);
    let read = |file: &File| read_bytes(&file.bytes()).expect("an extract");
    assert_eq!(read(&twice), read(&once));
}

#[test]
fn a_moved_node_leaves_the_same_key_with_another_outline() {
    let made = |lon: f64| {
        let mut file = File::new();
        file.square(1, lon, 34.75).way(7, &[1, 2, 3, 4, 1], &[("building", "yes")]);
        read_bytes(&file.bytes()).expect("an extract").places.remove(0)
    };
    let (before, after) = (made(113.6), made(113.7));
    assert_eq!(before.key, after.key);
    assert_ne!(before.told(), after.told());
    assert_eq!(made(113.6).told(), before.told());
}

#[test]
fn what_is_no_sound_extract_is_refused_with_a_reason() {
    let code = |bytes: &[u8]| read_bytes(bytes).expect_err("a refusal").code();
    assert_eq!(code(b""), "not_osm_pbf");
    assert_eq!(code(b"code,kind,name_zh\nb1,building,x\n"), "not_osm_pbf");
    assert_eq!(code(&BALTIMORE[..BALTIMORE.len() / 2]), "not_osm_pbf");
    assert_eq!(code(&BALTIMORE[200..]), "not_osm_pbf");
    let history = File::new().needs("HistoricalInformation").bytes();
    assert_eq!(code(&history), "osm_feature");
    assert_eq!(code(&File::new().without_header().node(1, 0.0, 0.0, &[]).bytes()), "not_osm_pbf");
    assert_eq!(read_bytes(&File::new().bytes()).expect("nothing"), Extract::default());
}
