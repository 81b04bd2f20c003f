//! Real files: townships of Zhengzhou, cases of Chicago; and the files that ship.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use domain::geometry::check::check;
use domain::unit::UnitKind;
use domain::unit::row::Severity;
use service::exchange::{CaseMapping, ReadOptions, read_cases, read_units};

/// The folder of shared data; none where it is absent, and the test says so.
fn shared() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let folder = std::env::var_os("BRIDGEHEAD_SHARED").map_or(beside, PathBuf::from).join("data");
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: no shared data");
    None
}

/// A file that ships with the product.
fn shipped(file: &str) -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data").join(file);
    std::env::var_os("BRIDGEHEAD_DATA").map_or(here, |data| Path::new(&data).join(file))
}

fn pairs(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
}

fn townships(fields: &[(&str, &str)]) -> ReadOptions {
    ReadOptions { fields: pairs(fields), set: pairs(&[("kind", "town"), ("parent", "4101")]), ..ReadOptions::default() }
}

#[test]
fn the_townships_read_from_shapefile_and_geojson_are_the_same() {
    let Some(data) = shared() else { return };
    let options = townships(&[("code", "gbcode"), ("name_en", "name_py"), ("population", "total_pop")]);
    let geojson = read_units(&data.join("zhengzhou/townships/zhengzhou_townships_wgs84.geojson"), &options);
    let geojson = geojson.unwrap();
    // Counts without date and source are refused, row by row.
    assert_eq!(geojson.rows.len(), 160);
    assert_eq!(geojson.findings.iter().filter(|f| f.code == "statistics_incomplete").count(), 160);

    let mut options = townships(&[("code", "GBCODE"), ("name_en", "ename"), ("population", "TOTALPOP")]);
    options.set.extend(pairs(&[("statistics_as_of", "2000-11-01"), ("statistics_source", "GeoTrellis")]));
    for folder in ["shp-utf8", "shp-latin-pinyin"] {
        let file = data.join("zhengzhou/townships").join(folder).join("demographics.shp");
        let shp = read_units(&file, &options).unwrap();
        assert!(shp.findings.iter().all(|f| f.severity == Severity::Warning), "{:?}", shp.findings);
        assert_eq!(shp.rows.len(), 160);
        let people: u64 = shp.rows.iter().filter_map(|row| row.statistics.as_ref()?.population).map(u64::from).sum();
        assert_eq!(people, 6_656_759);
        let area: f64 =
            shp.rows.iter().filter_map(|row| row.boundary.as_ref()).map(|boundary| boundary.area_m2()).sum();
        assert!((area / 1e6 - 7_547.0).abs() < 0.01 * 7_547.0, "{area}");
        let named = shp.rows.iter().find(|row| row.code == "410104003").unwrap();
        if folder == "shp-latin-pinyin" {
            assert_eq!(named.names.best("en"), "Nan Guan Jie Dao");
        }
        for (one, other) in geojson.rows.iter().zip(&shp.rows) {
            let (a, b) = (one.boundary.as_ref().unwrap(), other.boundary.as_ref().unwrap());
            assert_eq!((&one.code, a.polygons.len()), (&other.code, b.polygons.len()));
            let (p, q) = (a.bounds().unwrap(), b.bounds().unwrap());
            // There another program unrolled Mercator and rounded to six decimals.
            for (p, q) in [(p.min, q.min), (p.max, q.max)] {
                assert!((p.x - q.x).abs() <= 6 && (p.y - q.y).abs() <= 6, "{} {p:?} {q:?}", one.code);
            }
            assert!((a.area_m2() / b.area_m2() - 1.0).abs() < 1e-4, "{}", one.code);
        }
    }
}

#[test]
fn the_townships_do_not_overlap() {
    let Some(data) = shared() else { return };
    let options = townships(&[("code", "GBCODE"), ("name_en", "ename")]);
    let file = read_units(&data.join("zhengzhou/townships/shp-utf8/demographics.shp"), &options).unwrap();
    let findings = check(&file.rows, None);
    let other: Vec<_> = findings.iter().filter(|f| f.code != "orphan").collect();
    assert_eq!(other, Vec::<&_>::new());
    assert_eq!(findings.len(), 160, "their parent 4101 is nowhere");
}

#[test]
fn chicago_cases_are_read_by_the_mapping_that_ships() {
    let mapping = CaseMapping::from_path(&shipped("chicago/mapping.json")).unwrap();
    let Some(data) = shared() else { return };
    let file = read_cases(&data.join("cases/chicago311/chicago_311_sanitation_to_2014-06-30.csv"), &mapping).unwrap();
    let count = |code: &str| file.findings.iter().filter(|f| f.code == code).count();
    // Counted apart: 65,421 rows with 65,106 different numbers; seven rows without area (four empty, three
    // `0`), each with a number of its own.
    assert_eq!(count("number_repeated"), 315);
    assert_eq!(count("missing_unit"), 7);
    let refused = file.findings.iter().filter(|f| f.severity == Severity::Error).count();
    assert_eq!(refused, 322);
    assert_eq!(file.rows.len(), 65_099);
    assert_eq!(file.findings.len(), refused, "no warnings");
    let first = &file.rows[0];
    assert_eq!(first.outside_number, "00-00002158");
    assert_eq!((first.row, first.unit_code.as_str(), first.category.as_str(), first.closed), (2, "61", "H06", true));
    assert_eq!(first.reported_at.to_string(), "2000-01-03T06:00:00Z");
    assert_eq!(first.closed_at.map(|at| at.to_string()).as_deref(), Some("2011-03-28T05:00:00Z"));
    assert_eq!(first.position.map(|p| (p.x, p.y)), Some((-876_698_000, 418_058_000)));
    let units = read_units(&shipped("chicago/units.csv"), &ReadOptions::default()).unwrap();
    assert!(file.rows.iter().all(|row| units.rows.iter().any(|unit| unit.code == row.unit_code)));
}

#[test]
fn chicago_has_77_community_areas() {
    let file = read_units(&shipped("chicago/units.csv"), &ReadOptions::default()).unwrap();
    assert_eq!(file.findings, []);
    assert_eq!(check(&file.rows, None), []);
    assert_eq!(file.rows.len(), 78);
    assert_eq!((file.rows[0].code.as_str(), file.rows[0].kind), ("chicago", UnitKind::City));
    for (number, row) in file.rows[1..].iter().enumerate() {
        assert_eq!(
            (row.code.clone(), row.kind, row.parent.as_deref()),
            ((number + 1).to_string(), UnitKind::Community, Some("chicago"))
        );
    }
    assert_eq!(file.rows[32].names.best("en"), "Loop");
    assert_eq!(file.rows[77].names.best("en"), "Edgewater");
}
