//! Files from strangers: every one ends in an error with a code, none in a panic or a huge allocation.

use std::path::{Path, PathBuf};

use crate::exchange_samples::{shapefile, unit};
use domain::geometry::check::check;
use domain::names::Names;
use domain::unit::Unit;
use proptest::prelude::*;
use service::exchange::{
    CaseMapping, Format, ReadOptions, UnitExport, read_bodies, read_cases, read_places, read_population, read_units,
    write_units,
};
use tempfile::TempDir;

fn file(name: &str, bytes: impl AsRef<[u8]>) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    (folder, path)
}

/// The code of the error that a file of these bytes gives.
fn refused(name: &str, bytes: impl AsRef<[u8]>) -> &'static str {
    let (_folder, path) = file(name, bytes);
    read_units(&path, &ReadOptions::default()).map_or_else(|error| error.code(), |_| "read")
}

#[test]
fn files_that_are_none() {
    let options = ReadOptions::default();
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(read_units(&folder.path().join("none.csv"), &options).unwrap_err().code(), "file_not_found");
    let inner = folder.path().join("folder.csv");
    std::fs::create_dir(&inner).unwrap();
    assert_eq!(read_units(&inner, &options).unwrap_err().code(), "not_a_file");
    for name in ["u.csv", "u.geojson", "u.shp"] {
        assert_eq!(refused(name, ""), "file_empty", "{name}");
    }
    assert_eq!(refused("u.pdf", "%PDF"), "unknown_format");
    assert_eq!(refused("u", "code"), "unknown_format");
}

#[test]
fn a_gigabyte_is_refused_by_its_size() {
    let (_folder, path) = file("u.csv", "");
    // Sparse: it takes no room on the disk, and reading it would show in the test's memory.
    std::fs::File::options().write(true).open(&path).unwrap().set_len(1 << 30).unwrap();
    let error = read_units(&path, &ReadOptions::default()).unwrap_err();
    assert_eq!(error.code(), "file_too_large");
    assert_eq!(error.to_string(), "the file has 1073741824 bytes; the limit is 268435456 bytes");
    let (_folder, path) = file("u.csv", "code,kind,name_zh\n");
    assert_eq!(
        read_units(&path, &ReadOptions { max_bytes: 17, ..ReadOptions::default() }).unwrap_err().code(),
        "file_too_large"
    );
    assert_eq!(read_units(&path, &ReadOptions { max_bytes: 18, ..ReadOptions::default() }).unwrap().rows.len(), 0);
}

#[test]
fn nesting_of_a_million_is_an_error() {
    let deep = |open: &str, close: &str| open.repeat(1_000_000) + &close.repeat(1_000_000);
    let lists = deep("[", "]");
    let objects = deep("{\"a\":", "}");
    let feature = |inner: &str| format!("{{\"type\":\"FeatureCollection\",\"features\":[{inner}]}}");
    for text in [
        feature(&lists),
        feature(&objects),
        feature(&format!("{{\"type\":\"Feature\",\"properties\":{{\"code\":{lists}}},\"geometry\":null}}")),
        feature(&format!(
            "{{\"type\":\"Feature\",\"properties\":{{}},\"geometry\":{{\"type\":\"Polygon\",\"coordinates\":{lists}}}}}"
        )),
        format!("{{\"crs\":{objects},\"type\":\"FeatureCollection\",\"features\":[]}}"),
    ] {
        assert_eq!(refused("u.geojson", text), "nested_too_deep");
    }
    // Members that nobody reads are passed over without descending into them.
    assert_eq!(
        refused("u.geojson", format!("{{\"x\":{lists},\"type\":\"FeatureCollection\",\"features\":[]}}")),
        "read"
    );
    assert_eq!(refused("u.geojson", "[".repeat(1_000_000)), "not_geojson");
    let (_folder, path) =
        file("u.csv", format!("code,kind,name_zh,boundary_wkt\na,city,甲,POLYGON{}\n", "(".repeat(1_000_000)));
    assert_eq!(read_units(&path, &ReadOptions::default()).unwrap().findings[0].code, "invalid_boundary");
}

#[test]
fn a_feature_that_never_ends_does_not_become_gigabytes() {
    // Two bytes of text would be thirty-two in memory each.
    let list = "0,".repeat(10 << 20);
    for text in [
        format!("{{\"type\":\"FeatureCollection\",\"features\":[{{\"a\":[{list}0]}}]}}"),
        format!("{{\"type\":[{list}0]}}"),
        format!("{{\"crs\":[{list}0]}}"),
        format!("{{\"{list}\":1}}"),
    ] {
        assert_eq!(refused("u.geojson", text), "row_too_long");
    }
}

#[test]
fn more_rows_than_a_city_has_are_refused() {
    assert_eq!(refused("u.csv", format!("code,kind,name_zh\n{}", ",\n".repeat(1_000_001))), "too_many_rows");
    assert_eq!(refused("u.csv", ",".repeat(1_001)), "not_csv", "columns");
    let features = "0,".repeat(1_000_000);
    let text = format!("{{\"type\":\"FeatureCollection\",\"features\":[{features}0]}}");
    assert_eq!(refused("u.geojson", text), "too_many_rows");
}

#[test]
fn text_cut_anywhere_is_an_error_or_shorter() {
    let geojson = "\u{feff}{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":{\"code\":\"1\",\"kind\":\"city\",\"name_zh\":\"郑州\"},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,0],[1,1],[0,0]]]}}]}";
    for length in 0..geojson.len() {
        let code = refused("u.geojson", &geojson.as_bytes()[..length]);
        // Two bytes of a byte order mark are no mark and no text.
        let expected = if length == 2 { "not_geojson" } else { "file_truncated" };
        assert!(["file_empty", "text_encoding", expected].contains(&code), "cut at {length}: {code}");
    }
    let csv = "code,kind,name_zh,boundary_wkt\r\n1,city,郑州,\"POLYGON((0 0,1 0,1 1,0 0))\"\r\n2,county,金水,\r\n";
    for length in 0..csv.len() {
        let (_folder, path) = file("u.csv", &csv.as_bytes()[..length]);
        match read_units(&path, &ReadOptions::default()) {
            Ok(file) => assert!(file.rows.len() + file.findings.len() <= 3, "cut at {length}"),
            Err(error) => assert!(
                ["file_empty", "column_missing", "text_encoding"].contains(&error.code()),
                "cut at {length}: {error}"
            ),
        }
    }
}

#[test]
fn positions_that_are_not_on_earth() {
    let csv = |ring: &str| {
        let (_folder, path) =
            file("u.csv", format!("code,kind,name_zh,boundary_wkt\na,city,甲,\"POLYGON(({ring}))\"\n"));
        let file = read_units(&path, &ReadOptions::default()).unwrap();
        let found = file.findings.first().map_or("none", |finding| finding.code);
        (found, check(&file.rows, None).first().map_or("none", |finding| finding.code))
    };
    for number in ["NaN", "nan", "Infinity", "-inf", "1e", "--1", "0x10"] {
        assert_eq!(csv(&format!("{number} 0,1 0,1 1")).0, "invalid_boundary", "{number}");
    }
    for number in ["1e999", "-1e999", "180.0000001", "1e300"] {
        assert_eq!(csv(&format!("{number} 0,1 0,1 1")).0, "position_out_of_range", "{number}");
    }
    // Across the date line: counted on beyond 180°, and jumping to the other side.
    assert_eq!(csv("179 0,181 0,181 1,179 1").0, "position_out_of_range");
    assert_eq!(csv("179 0,-179 0,-179 1,179 1"), ("none", "crosses_date_line"));
    assert_eq!(csv("179 0,180 0,180 1,179 1"), ("none", "none"));
}

#[test]
fn geojson_that_is_none() {
    for text in ["{", "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":", "{\"type\":\"Feat"] {
        assert_eq!(refused("u.geojson", text), "file_truncated", "{text}");
    }
    for text in [
        "null",
        "[]",
        "{}",
        "{\"type\":\"Topology\"}",
        "{\"type\":\"FeatureCollection\"}",
        "code,kind\n",
        "{\"type\":\"FeatureCollection\",\"features\":{}}",
        "{\"type\":\"FeatureCollection\",\"features\":[NaN]}",
        "{\"type\":\"FeatureCollection\",\"features\":[1e999]}",
        "{\"type\":\"FeatureCollection\",\"features\":[]}x",
        "{\"type\":\"FeatureCollection\",\"features\":[],\"features\":[]}",
    ] {
        assert_eq!(refused("u.geojson", text), "not_geojson", "{text}");
    }
    let crs = "{\"type\":\"FeatureCollection\",\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"urn:ogc:def:crs:EPSG::2437\"}},\"features\":[]}";
    assert_eq!(refused("u.geojson", crs), "crs_unsupported");
    assert_eq!(refused("u.geojson", crs.replace("EPSG::2437", "OGC:1.3:CRS84")), "read");
    assert_eq!(refused("u.geojson", format!("\u{feff}{}", "{\"type\":\"FeatureCollection\",\"features\":[]}")), "read");
}

#[test]
fn tables_that_are_none() {
    assert_eq!(refused("u.csv", "\n\n"), "file_empty");
    assert_eq!(refused("u.csv", "code,kind\n1,city\n"), "column_missing");
    assert_eq!(refused("u.csv", "code;kind;name_zh\n1;city;甲\n"), "column_missing");
    assert_eq!(refused("u.csv", "code,kind,name_zh,CODE\n1,city,甲,2\n"), "column_repeated");
    let (_folder, path) = file("u.csv", "kode,kind,name_zh\n");
    let message = read_units(&path, &ReadOptions::default()).unwrap_err().to_string();
    assert_eq!(message, "column `code` is missing; the file has `kode`, `kind`, `name_zh`");
    let options = ReadOptions { zone: "Asia/Atlantis".to_owned(), ..ReadOptions::default() };
    assert_eq!(read_units(&path, &options).unwrap_err().code(), "unknown_zone");
}

#[test]
fn a_quotation_mark_that_is_never_closed_does_not_pull_in_the_file() {
    let mut text = "code,kind,name_zh\n1,city,甲\n2,county,\"".to_owned();
    text.push_str(&"a,b\n".repeat(5 << 20));
    let (_folder, path) = file("u.csv", text);
    let error = read_units(&path, &ReadOptions::default()).unwrap_err();
    assert_eq!(error.code(), "row_too_long");
    assert_eq!(error.to_string(), "row 3 is longer than 16777216 bytes; is a quotation mark or bracket left open?");
}

#[test]
fn encodings() {
    let text = "code,kind,name_zh\r\n410105001,street,经八路街道\r\n410105002,street,㐀㐁街道\r\n";
    let (gb, _, lost) = encoding_rs::GB18030.encode(text);
    assert!(!lost);
    let name = |bytes: &[u8], encoding: Option<&str>| {
        let (_folder, path) = file("u.csv", bytes);
        let options = ReadOptions { encoding: encoding.map(str::to_owned), ..ReadOptions::default() };
        read_units(&path, &options)
            .map(|file| (file.rows[1].names.best("zh").to_owned(), file.findings.len()))
            .map_err(|error| error.code())
    };
    let read = |guesses| Ok(("㐀㐁街道".to_owned(), guesses));
    assert_eq!(name(text.as_bytes(), None), read(0));
    assert_eq!(name(format!("\u{feff}{text}").as_bytes(), None), read(0));
    assert_eq!(name(&gb, None), read(1), "a guess is reported");
    assert_eq!(name(&gb, Some("gb18030")), read(0));
    assert_eq!(name(&gb, Some("utf-8")), Err("text_encoding"));
    assert_eq!(name(text.as_bytes(), Some("klingon")), Err("unknown_encoding"));
    let utf16: Vec<u8> = "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    assert_eq!(name(&utf16, None), Err("text_encoding"));
    assert_eq!(name(&utf16, Some("utf-16le")), read(0));
    assert_eq!(name(b"code,kind,name_zh\n1,city,\xff\xff\n2,city,x\n", None), Err("text_encoding"));
    let (gb, _, _) = encoding_rs::GB18030.encode("{\"type\":\"FeatureCollection\",\"features\":[],\"name\":\"街道\"}");
    let (_folder, path) = file("u.geojson", gb);
    assert_eq!(read_units(&path, &ReadOptions::default()).unwrap().findings[0].code, "encoding_guessed");
    // A character may lie across any border of the pieces that are read.
    for shift in 0..4 {
        let long =
            format!("code,kind,name_zh,x\n1,city,甲,{}\n2,city,㐀㐁街道,{}\n", "a".repeat(shift), "经".repeat(100_000));
        let (gb, _, _) = encoding_rs::GB18030.encode(&long);
        assert_eq!(name(&gb, None), read(2));
        assert_eq!(name(long.as_bytes(), None), read(1));
    }
}

fn mapping() -> CaseMapping {
    CaseMapping::from_json("{\"source\":\"s\",\"kind\":\"k\",\"zone\":\"UTC\",\"outside_number\":\"n\",\"unit_code\":\"u\",\"category\":{\"constant\":\"c\"},\"reported_at\":\"d\"}").unwrap()
}

/// Every reader on a file of these bytes; what matters is that each comes back.
fn every_reader(bytes: &[u8]) {
    let (folder, path) = shapefile();
    for (extension, name) in [
        ("csv", Format::Csv),
        ("geojson", Format::GeoJson),
        ("shp", Format::Shapefile),
        ("dbf", Format::Shapefile),
        ("prj", Format::Shapefile),
        ("cpg", Format::Shapefile),
    ] {
        let changed = path.with_extension(extension);
        let before = std::fs::read(&changed).ok();
        std::fs::write(&changed, bytes).unwrap();
        let target = if name == Format::Shapefile { &path } else { &changed };
        let _ = read_units(target, &ReadOptions { format: Some(name), ..ReadOptions::default() });
        if let Some(before) = before {
            std::fs::write(&changed, before).unwrap();
        }
    }
    let other = folder.path().join("other");
    std::fs::write(&other, bytes).unwrap();
    let _ = read_bodies(&other);
    let _ = read_population(&other);
    let _ = read_places(&other);
    let _ = read_cases(&other, &mapping());
    let _ = CaseMapping::from_path(&other);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_survived(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        every_reader(&bytes);
    }

    #[test]
    fn geojson_with_changed_text_is_survived(at in any::<prop::sample::Index>(), piece in prop::sample::select(vec!["", "null", "[", "]", "1e309", "-", "\"", "{}", "[[]]", "[1]", "\u{0}"])) {
        let whole = "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":{\"code\":\"1\",\"id\":\"1\",\"kind\":\"city\",\"name_zh\":\"a\"},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,0],[1,1],[0,0]]]}}]}";
        let at = at.index(whole.len());
        every_reader(format!("{}{piece}{}", &whole[..at], &whole[at + 1..]).as_bytes());
    }
}

#[test]
fn naughty_strings_come_through_as_names() {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let folder = std::env::var_os("BRIDGEHEAD_SHARED").map_or(beside, PathBuf::from);
    let Ok(text) = std::fs::read_to_string(folder.join("data/hostile/blns/blns.json")) else {
        println!("skipped: no shared data");
        return;
    };
    let strings: Vec<String> = serde_json::from_str(&text).unwrap();
    let wanted: Vec<&str> = strings.iter().map(String::as_str).filter(|s| s.trim() == *s && !s.is_empty()).collect();
    assert!(wanted.len() > 400, "{}", wanted.len());
    let units: Vec<Unit> = wanted
        .iter()
        .enumerate()
        .map(|(i, name)| Unit { names: Names::zh(name), ..unit(&i.to_string(), false) })
        .collect();
    let folder = tempfile::tempdir().unwrap();
    for format in [Format::Csv, Format::GeoJson] {
        let path = folder.path().join("u");
        write_units(&path, format, units.iter().map(|unit| UnitExport { unit, parent_code: None, statistics: None }))
            .unwrap();
        let back = read_units(&path, &ReadOptions { format: Some(format), ..ReadOptions::default() }).unwrap();
        let names: Vec<&str> = back.rows.iter().map(|row| row.names.best("zh")).collect();
        assert_eq!(names, wanted, "{format:?}");
    }
}
