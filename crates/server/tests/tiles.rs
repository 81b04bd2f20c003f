//! Vector tiles, read with another library than the one that writes them.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use geo::BoundingRect;
use mvt_reader::Reader;
use mvt_reader::feature::{Feature, Value};
use testkit::both;
use testkit::city::fill;
use testkit::client::{Client, router};

/// Zoom 14 at 113.605, 34.755: both grids of the small city.
const TILE: (u32, u32, u32) = (14, 13_362, 6_503);

/// A position in units of the tile; written apart from the server's own projection.
fn in_tile(lon: f64, lat: f64) -> (f64, f64) {
    let (z, x, y) = TILE;
    let tiles = f64::from(1 << z);
    let mercator = (lat.to_radians().tan() + 1.0 / lat.to_radians().cos()).ln();
    let world = ((lon + 180.0) / 360.0, (1.0 - mercator / std::f64::consts::PI) / 2.0);
    ((world.0 * tiles - f64::from(x)) * 4_096.0, (world.1 * tiles - f64::from(y)) * 4_096.0)
}

/// West, north, east and south edge of a feature, in units of the tile.
fn edges(feature: &Feature) -> [f64; 4] {
    let bounds = feature.get_geometry().bounding_rect().expect("an area");
    [bounds.min().x, bounds.min().y, bounds.max().x, bounds.max().y].map(f64::from)
}

both!(a_tile_shows_each_unit_where_it_lies, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let stranger = Client::new(router(city.service.clone()).await);
    let (z, x, y) = TILE;
    let version = city.service.tree().version();
    let reader = Reader::new(stranger.bytes(&format!("/api/tiles/{version}/{z}/{x}/{y}")).await).expect("a tile");
    assert_eq!(reader.get_layer_names().expect("names"), ["units", "labels"]);
    let mut shown = BTreeMap::new();
    for feature in reader.get_features(0).expect("features") {
        shown.insert(feature.id.expect("an id"), feature);
    }
    let wanted = [
        ("410102001002", [113.60, 34.75, 113.62, 34.76]),
        ("410102001002001", [113.60, 34.75, 113.61, 34.76]),
        ("410102001002002", [113.61, 34.75, 113.62, 34.76]),
    ];
    assert_eq!(shown.len(), wanted.len(), "one feature for each unit");
    for (code, [west, south, east, north]) in wanted {
        let unit = city.unit(code);
        let feature = shown.get(&u64::from(unit.number.0)).expect("the unit's number is the feature's id");
        let properties = feature.properties.as_ref().expect("properties");
        assert_eq!(properties["name_zh"], Value::String(unit.names.best("zh").to_owned()));
        assert_eq!(properties["level"], Value::UInt(u64::from(unit.kind.level())));
        let ((left, bottom), (right, top)) = (in_tile(west, south), in_tile(east, north));
        // Beyond the edge of the tile and its rim of 64 units it is cut off.
        let edge = |value: f64| value.clamp(-64.0, 4_160.0);
        for (got, want) in edges(feature).into_iter().zip([left, top, right, bottom]) {
            assert!((got - edge(want)).abs() <= 0.51, "{code}: {got} for {want}");
        }
    }
});

both!(a_tile_is_kept_for_ever_and_only_for_its_tree, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let stranger = Client::new(router(city.service.clone()).await);
    let (z, x, y) = TILE;
    let now = stranger.get(&format!("/api/tiles/1/{z}/{x}/{y}")).await;
    assert_eq!(now.headers["content-type"], "application/vnd.mapbox-vector-tile");
    assert!(now.headers["cache-control"].to_str().expect("text").contains("immutable"));
    let grid = city.unit("410102001002001");
    let rename = domain::unit::change::UnitChange::Rename { names: domain::names::Names::zh("改名网格") };
    testkit::city::order(&city, "admin", &grid, rename, None).await.expect("a change");
    assert_eq!(stranger.get(&format!("/api/tiles/1/{z}/{x}/{y}")).await.status, StatusCode::NOT_FOUND);
    let tile = stranger.bytes(&format!("/api/tiles/2/{z}/{x}/{y}")).await;
    let reader = Reader::new(tile).expect("a tile");
    let names: Vec<_> = reader
        .get_features(0)
        .expect("features")
        .into_iter()
        .filter(|feature| feature.id == Some(u64::from(grid.number.0)))
        .filter_map(|feature| feature.properties?.get("name_zh").cloned())
        .collect();
    assert_eq!(names, [Value::String("改名网格".to_owned())]);
});

both!(a_tile_of_the_sea_is_empty, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let stranger = Client::new(router(city.service.clone()).await);
    assert_eq!(stranger.get("/api/tiles/1/14/0/0").await.status, StatusCode::NO_CONTENT);
});

both!(a_tile_outside_the_scheme_is_nowhere, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let stranger = Client::new(router(city.service.clone()).await);
    for path in ["1/14/16384/0", "1/14/0/16384", "1/17/0/0", "1/255/0/0", "1/14/-1/0", "1/14/a/0", "1/0/1/0"] {
        let answer = stranger.get(&format!("/api/tiles/{path}")).await;
        assert_eq!((answer.status, answer.json["code"].as_str()), (StatusCode::NOT_FOUND, Some("not_found")), "{path}");
    }
});
