//! Files from strangers: every one ends in an error with a code, none in a panic or a huge allocation.
#![expect(clippy::unwrap_used, reason = "a test ends where something fails")]

use std::path::{Path, PathBuf};

use domain::id::UnitId;
use domain::names::Names;
use domain::unit::boundary::{Boundary, Position};
use domain::unit::{BoundaryQuality, Unit, UnitKind, UnitNumber, UnitPath};
use jiff::Timestamp;
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

fn unit(code: &str, holes: bool) -> Unit {
    let ring = |from: i32, size: i32| {
        let corner = |x: i32, y: i32| Position { x: 1_130_000_000 + x, y: 340_000_000 + y };
        vec![corner(from, from), corner(from + size, from), corner(from + size, from + size), corner(from, from + size)]
    };
    let mut rings = vec![ring(0, 10_000)];
    if holes {
        let mut hole = ring(2_000, 1_000);
        hole[1..].reverse();
        rings.push(hole);
    }
    Unit {
        id: UnitId(uuid::Uuid::nil()),
        number: UnitNumber(1),
        parent: None,
        path: UnitPath::root(UnitNumber(1)),
        kind: UnitKind::Street,
        code: Some(code.to_owned()),
        names: Names::zh_en("经八路街道", "Jingba"),
        transliterated: false,
        fictional: false,
        boundary: Some(Boundary { polygons: vec![rings] }),
        boundary_quality: BoundaryQuality::Surveyed,
        boundary_note: None,
        valid_from: Timestamp::UNIX_EPOCH,
        valid_to: None,
        successor: None,
        version: 1,
    }
}

/// A folder with a sound shapefile of two units, and the path of its `.shp`.
fn shapefile() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("u.shp");
    let units = [unit("a", false), unit("b", true)];
    write_units(
        &path,
        Format::Shapefile,
        units.iter().map(|unit| UnitExport { unit, parent_code: None, statistics: None }),
    )
    .unwrap();
    (folder, path)
}

/// What reading gives after one part of the shapefile was changed.
fn with_part(path: &Path, extension: &str, bytes: &[u8]) -> &'static str {
    std::fs::write(path.with_extension(extension), bytes).unwrap();
    read_units(path, &ReadOptions::default()).map_or_else(|error| error.code(), |_| "read")
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
    assert_eq!(error.to_string(), "row 3 is longer than 16777216 bytes; is a quotation mark left open?");
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

#[test]
fn a_shapefile_cut_anywhere_is_an_error() {
    let (_folder, path) = shapefile();
    for extension in ["shp", "dbf"] {
        let whole = std::fs::read(path.with_extension(extension)).unwrap();
        // The table ends with a mark that readers do without.
        let last = if extension == "dbf" { whole.len() - 1 } else { whole.len() };
        for length in 0..last {
            let code = with_part(&path, extension, &whole[..length]);
            assert!(
                ["file_empty", "not_shapefile", "file_truncated"].contains(&code),
                "{extension} cut at {length}: {code}"
            );
        }
        assert_eq!(with_part(&path, extension, &whole), "read");
    }
}

#[test]
fn headers_that_promise_billions_are_refused() {
    let (_folder, path) = shapefile();
    let patched = |extension: &str, at: usize, value: [u8; 4]| {
        let whole = std::fs::read(path.with_extension(extension)).unwrap();
        let mut bytes = whole.clone();
        bytes[at..at + 4].copy_from_slice(&value);
        let code = with_part(&path, extension, &bytes);
        with_part(&path, extension, &whole);
        code
    };
    let (big, little) = (0x7fff_ffff_i32.to_be_bytes(), 0x7fff_ffff_i32.to_le_bytes());
    assert_eq!(patched("shp", 24, big), "file_truncated", "length of the file");
    assert_eq!(patched("shp", 24, (-2_i32).to_be_bytes()), "not_shapefile");
    assert_eq!(patched("shp", 104, big), "file_truncated", "length of a record");
    assert_eq!(patched("shp", 104, 0_i32.to_be_bytes()), "not_shapefile");
    assert_eq!(patched("shp", 32, 1_i32.to_le_bytes()), "not_shapefile", "points");
    assert_eq!(patched("shp", 100 + 8 + 36, little), "not_shapefile", "parts");
    assert_eq!(patched("shp", 100 + 8 + 40, little), "not_shapefile", "positions");
    assert_eq!(patched("shp", 100 + 8 + 44, little), "not_shapefile", "start of a part");
    assert_eq!(patched("shp", 100 + 8 + 44, (-1_i32).to_le_bytes()), "not_shapefile");
    assert_eq!(patched("dbf", 4, u32::MAX.to_le_bytes()), "file_truncated", "rows");
    assert_eq!(patched("dbf", 4, 1_u32.to_le_bytes()), "not_shapefile", "other number of records");
    assert_eq!(patched("dbf", 8, [0xff; 4]), "not_shapefile", "length of header and row");
    assert_eq!(patched("dbf", 8, [0; 4]), "not_shapefile");
}

#[test]
fn coordinates_that_are_no_numbers() {
    let (_folder, path) = shapefile();
    let whole = std::fs::read(&path).unwrap();
    for value in [f64::NAN, f64::INFINITY, -f64::INFINITY, 1e300, 181.0] {
        let mut bytes = whole.clone();
        bytes[100 + 8 + 48..100 + 8 + 56].copy_from_slice(&value.to_le_bytes());
        std::fs::write(&path, &bytes).unwrap();
        for crs in [
            None,
            Some("+proj=tmerc +lon_0=114 +x_0=500000 +ellps=GRS80 +units=m"),
            Some("+proj=merc +a=6378137 +b=6378137"),
        ] {
            let options = ReadOptions { crs: crs.map(str::to_owned), ..ReadOptions::default() };
            let file = read_units(&path, &options).unwrap();
            assert_eq!(file.rows.len(), 2);
            if value.abs() > 1e10 || value.is_nan() || crs.is_none() {
                assert_eq!(file.rows[0].boundary, None, "{value} {crs:?}");
                assert_eq!(file.findings[0].code, "position_out_of_range", "{value} {crs:?}");
            }
        }
    }
}

#[test]
fn reference_systems() {
    let (_folder, path) = shapefile();
    let geographic = |datum: &str| {
        format!(
            "GEOGCS[\"G\",DATUM[\"{datum}\",SPHEROID[\"S\",6378137,298.257222101]],PRIMEM[\"Greenwich\",0],UNIT[\"Degree\",0.0174532925199433]]"
        )
    };
    for datum in ["D_WGS_1984", "WGS_1984", "D_China_2000", "China_2000"] {
        assert_eq!(with_part(&path, "prj", geographic(datum).as_bytes()), "read", "{datum}");
    }
    let projected = |datum: &str, method: &str| {
        format!(
            "PROJCS[\"P\",{},PROJECTION[\"{method}\"],PARAMETER[\"central_meridian\",114.0],PARAMETER[\"false_easting\",500000.0],UNIT[\"Meter\",1.0]]",
            geographic(datum)
        )
    };
    for text in [
        geographic("D_Beijing_1954"),
        geographic("D_Xian_1980"),
        geographic("D_WGS_1984").replace("0.0174532925199433", "0.9"),
        projected("D_China_2000", "Albers"),
        projected("D_Xian_1980", "Gauss_Kruger"),
        "nonsense".to_owned(),
        "LOCAL_CS[\"x\"]".to_owned(),
        "A[".repeat(30_000),
        "\"".repeat(999),
    ] {
        assert_eq!(with_part(&path, "prj", text.as_bytes()), "crs_unsupported", "{text:.60}");
    }
    std::fs::write(path.with_extension("prj"), projected("D_China_2000", "Albers")).unwrap();
    let message = read_units(&path, &ReadOptions::default()).unwrap_err().to_string();
    assert_eq!(
        message,
        "reference system `P` (projection `Albers`) is not supported; give a projection string, or convert the file to WGS-84"
    );
    let options = ReadOptions { crs: Some("+proj=nonsense".to_owned()), ..ReadOptions::default() };
    assert_eq!(read_units(&path, &options).unwrap_err().code(), "crs_unsupported");
    std::fs::remove_file(path.with_extension("prj")).unwrap();
    assert_eq!(read_units(&path, &ReadOptions::default()).unwrap().findings[0].code, "prj_missing");
    std::fs::remove_file(path.with_extension("dbf")).unwrap();
    assert_eq!(read_units(&path, &ReadOptions::default()).unwrap_err().code(), "part_missing");
}

/// Zhengzhou (113.65° E, 34.75° N) in each projection, computed with PROJ's formulas by hand:
/// Mercator x = a·λ; Gauss-Krüger is checked by the length of the meridian and symmetry.
#[test]
fn projections_lead_to_degrees() {
    let (folder, path) = shapefile();
    let _keep = folder;
    let whole = std::fs::read(&path).unwrap();
    let first_corner = |prj: String, x: f64, y: f64| -> (f64, f64) {
        let mut bytes = whole.clone();
        // All corners of the first ring around one place, so that it stays a ring.
        for (i, (dx, dy)) in [(0.0, 0.0), (0.0, 90.0), (90.0, 90.0), (90.0, 0.0), (0.0, 0.0)].into_iter().enumerate() {
            let at = 100 + 8 + 48 + 16 * i;
            bytes[at..at + 8].copy_from_slice(&(x + dx).to_le_bytes());
            bytes[at + 8..at + 16].copy_from_slice(&(y + dy).to_le_bytes());
        }
        std::fs::write(&path, &bytes).unwrap();
        std::fs::write(path.with_extension("prj"), prj).unwrap();
        let file = read_units(&path, &ReadOptions::default()).unwrap();
        let p = file.rows[0].boundary.as_ref().unwrap().polygons[0][0][0];
        (p.lon(), p.lat())
    };
    let near = |found: (f64, f64), lon: f64, lat: f64| {
        assert!((found.0 - lon).abs() < 2e-7 && (found.1 - lat).abs() < 2e-7, "{found:?} {lon} {lat}")
    };
    let wgs84 = "GEOGCS[\"G\",DATUM[\"D_WGS_1984\",SPHEROID[\"S\",6378137,298.257223563]],PRIMEM[\"Greenwich\",0],UNIT[\"Degree\",0.0174532925199433]]";
    let (a, f) = (6_378_137.0_f64, 1.0_f64 / 298.257_223_563);
    let (lon, lat) = (113.65_f64, 34.75_f64);
    let e = (2.0 * f - f * f).sqrt();
    let phi = lat.to_radians();
    let sphere = ((std::f64::consts::FRAC_PI_4 + phi / 2.0).tan()).ln();
    let ellipsoid = sphere - e / 2.0 * ((1.0 + e * phi.sin()) / (1.0 - e * phi.sin())).ln();
    let x = a * lon.to_radians();
    let web = format!(
        "PROJCS[\"WGS_1984_Web_Mercator_Auxiliary_Sphere\",{wgs84},PROJECTION[\"Mercator_Auxiliary_Sphere\"],PARAMETER[\"Auxiliary_Sphere_Type\",0.0],UNIT[\"Meter\",1.0]]"
    );
    near(first_corner(web, x, a * sphere), lon, lat);
    let world = format!(
        "PROJCS[\"WGS_84_World_Mercator\",{wgs84},PROJECTION[\"Mercator\"],PARAMETER[\"standard_parallel_1\",0.0],UNIT[\"Meter\",1]]"
    );
    near(first_corner(world, x, a * ellipsoid), lon, lat);
    // On the central meridian northing is the length of the meridian: series to the fourth power of n.
    let n = f / (2.0 - f);
    let arc = a / (1.0 + n)
        * ((1.0 + n * n / 4.0 + n.powi(4) / 64.0) * phi - 1.5 * (n - n.powi(3) / 8.0) * (2.0 * phi).sin()
            + 15.0 / 16.0 * (n * n - n.powi(4) / 4.0) * (4.0 * phi).sin()
            - 35.0 / 48.0 * n.powi(3) * (6.0 * phi).sin()
            + 315.0 / 512.0 * n.powi(4) * (8.0 * phi).sin());
    let zone = format!(
        "PROJCS[\"CGCS2000_3_Degree_GK_Zone_38\",{wgs84},PROJECTION[\"Gauss_Kruger\"],PARAMETER[\"False_Easting\",38500000.0],PARAMETER[\"Central_Meridian\",114.0],PARAMETER[\"Scale_Factor\",1.0],UNIT[\"Meter\",1.0]]"
    );
    near(first_corner(zone.clone(), 38_500_000.0, arc), 114.0, lat);
    // 32 km west: compared with 1/1000 of a degree of the plain cosine rule.
    let (west, _) = first_corner(zone, 38_500_000.0 - 32_047.0, arc);
    assert!((west - lon).abs() < 1e-3, "{west}");
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
    fn a_shapefile_with_changed_bytes_is_survived(changes in prop::collection::vec((any::<prop::sample::Index>(), prop::sample::select(vec![0_u8, 1, 5, 15, 31, 127, 128, 255])), 1..4), part in 0..2) {
        let (_folder, path) = shapefile();
        let part = path.with_extension(["shp", "dbf"][part as usize]);
        let mut bytes = std::fs::read(&part).unwrap();
        for (at, value) in changes {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        std::fs::write(&part, bytes).unwrap();
        if let Ok(file) = read_units(&path, &ReadOptions::default()) {
            prop_assert!(file.rows.len() <= 2);
            let _ = domain::geometry::check::check(&file.rows, None);
        }
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
