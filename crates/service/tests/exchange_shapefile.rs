//! Shapefiles from strangers: cut, lying, in any reference system.

use std::path::Path;

use crate::exchange_samples::shapefile;
use proptest::prelude::*;
use service::exchange::{ReadOptions, read_units};

/// What reading gives after one part of the shapefile was changed.
fn with_part(path: &Path, extension: &str, bytes: &[u8]) -> &'static str {
    std::fs::write(path.with_extension(extension), bytes).unwrap();
    read_units(path, &ReadOptions::default()).map_or_else(|error| error.code(), |_| "read")
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

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

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
}
