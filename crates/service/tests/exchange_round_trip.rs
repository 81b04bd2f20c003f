//! What is written is read back the same, in all three formats; datums are undone.

use std::collections::BTreeMap;

use domain::geometry::datum::{Datum, from_wgs84, to_wgs84};
use domain::id::UnitId;
use domain::names::Names;
use domain::unit::boundary::{Boundary, Position, Ring};
use domain::unit::row::UnitRow;
use domain::unit::{BoundaryQuality, Statistics, Unit, UnitKind, UnitNumber, UnitPath};
use jiff::Timestamp;
use proptest::prelude::*;
use service::exchange::{Format, ReadOptions, UnitExport, WriteError, read_units, write_units, write_units_to};

/// A unit with what goes beside it into a file.
#[derive(Debug, Clone)]
struct Sample {
    unit: Unit,
    parent: Option<String>,
    statistics: Option<Statistics>,
}

impl Sample {
    fn export(&self) -> UnitExport<'_> {
        UnitExport { unit: &self.unit, parent_code: self.parent.as_deref(), statistics: self.statistics.as_ref() }
    }

    fn row(&self, row: u64) -> UnitRow {
        UnitRow {
            row,
            code: self.unit.code.clone().unwrap(),
            parent: self.parent.clone(),
            kind: self.unit.kind,
            names: self.unit.names.clone(),
            transliterated: self.unit.transliterated,
            fictional: self.unit.fictional,
            boundary: self.unit.boundary.clone(),
            boundary_quality: self.unit.boundary_quality,
            boundary_note: self.unit.boundary_note.clone(),
            valid_from: Some(self.unit.valid_from),
            statistics: self.statistics.clone(),
        }
    }
}

/// Text as people write it, formulas, quotation marks and line ends included; no spaces around it.
fn text() -> impl Strategy<Value = String> {
    "[=+@'\"-]{0,2}[a-zA-Z0-9郑州市街道ěü😀,;:'\"=+@\\-.()（）]{1,20}( [a-z]{1,5})?"
        .prop_filter("shown", |text| text.trim() == text)
}

fn note() -> impl Strategy<Value = String> {
    prop_oneof![
        text(),
        Just("two\nlines".to_owned()),
        Just("a\ttab, a \"mark\"".to_owned()),
        Just("''=".to_owned()),
        Just("'".to_owned()),
        Just("＝1".to_owned())
    ]
}

fn names() -> impl Strategy<Value = Names> {
    let language = prop::sample::select(vec!["zh", "en", "ug", "zh-TW", "de"]);
    prop::collection::btree_map(language.prop_map(str::to_owned), text(), 1..4).prop_map(Names)
}

/// A ring of eight positions around a centre, counter-clockwise, no nearer to it than half its size.
fn ring(x: i32, y: i32, size: f64, reach: &[f64; 8], left: bool) -> Ring {
    let mut ring: Ring = (0..8_u8)
        .map(|i| {
            let angle = f64::from(i) / 8.0 * std::f64::consts::TAU + 0.1;
            let radius = size * reach[usize::from(i)];
            Position { x: x + (radius * angle.cos()) as i32, y: y + (radius * angle.sin()) as i32 }
        })
        .collect();
    if !left {
        ring.reverse();
    }
    ring
}

fn boundary() -> impl Strategy<Value = Boundary> {
    let reach = || prop::array::uniform8(0.6..1.0_f64);
    let polygon = (
        -1_700_000_000..1_700_000_000_i32,
        -80_000_000..80_000_000_i32,
        1_000.0..100_000.0_f64,
        reach(),
        reach(),
        any::<bool>(),
    );
    prop::collection::vec(polygon, 1..3).prop_map(|polygons| Boundary {
        polygons: polygons
            .into_iter()
            .enumerate()
            .map(|(i, (x, y, size, outer, inner, hole))| {
                // Apart from each other, or a hole would have two owners.
                let y = y + 400_000_000 * i as i32;
                let mut rings = vec![ring(x, y, size, &outer, true)];
                rings.extend(hole.then(|| ring(x, y, size * 0.4, &inner, false)));
                rings
            })
            .collect(),
    })
}

fn time() -> impl Strategy<Value = Timestamp> {
    (-2_000_000_000_000..4_000_000_000_000_i64).prop_map(|ms| Timestamp::from_millisecond(ms).unwrap())
}

fn statistics() -> impl Strategy<Value = Statistics> {
    (time(), text(), any::<bool>(), prop::array::uniform7(any::<Option<u32>>())).prop_map(
        |(as_of, source, estimate, n)| Statistics {
            as_of,
            source,
            estimate,
            population: n[0],
            households: n[1],
            age_60_plus: n[2],
            age_80_plus: n[3],
            age_under_14: n[4],
            rented_households: n[5],
            non_registered_households: n[6],
        },
    )
}

fn sample() -> impl Strategy<Value = Sample> {
    let quality = prop::sample::select(vec![
        BoundaryQuality::Surveyed,
        BoundaryQuality::Published,
        BoundaryQuality::Synthetic,
        BoundaryQuality::None,
    ]);
    let kind = prop::sample::select(UnitKind::ALL.to_vec());
    let first = ("[0-9a-zA-Z-]{1,18}", prop::option::of(text()), kind, names(), any::<[bool; 2]>());
    let second =
        (prop::option::of(boundary()), quality, prop::option::of(note()), time(), prop::option::of(statistics()));
    (first, second).prop_map(
        |((code, parent, kind, names, flags), (boundary, quality, note, valid_from, statistics))| Sample {
            unit: Unit {
                id: UnitId(uuid::Uuid::nil()),
                number: UnitNumber(7),
                parent: None,
                path: UnitPath::root(UnitNumber(7)),
                kind,
                code: Some(code),
                names,
                transliterated: flags[0],
                fictional: flags[1],
                boundary,
                boundary_quality: quality,
                boundary_note: note,
                valid_from,
                valid_to: None,
                successor: None,
                version: 1,
            },
            parent,
            statistics,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn units_come_back_from_every_format(samples in prop::collection::vec(sample(), 1..6)) {
        let folder = tempfile::tempdir().unwrap();
        for (format, file, first) in [(Format::Csv, "u.csv", 2), (Format::GeoJson, "u.geojson", 1), (Format::Shapefile, "u.shp", 1)] {
            let path = folder.path().join(file);
            write_units(&path, format, samples.iter().map(Sample::export)).unwrap();
            let back = read_units(&path, &ReadOptions::default()).unwrap();
            prop_assert_eq!(&back.findings, &[], "{:?}", format);
            let expected: Vec<UnitRow> = samples.iter().enumerate().map(|(i, sample)| sample.row(first + i as u64)).collect();
            prop_assert_eq!(back.rows, expected, "{:?}", format);
        }
    }

    #[test]
    fn datums_are_undone(lon in 73.0..137.0_f64, lat in 1.5..55.0_f64) {
        for datum in Datum::ALL {
            let there = from_wgs84(datum, lon, lat);
            let back = to_wgs84(datum, there.0, there.1);
            prop_assert!((back.0 - lon).abs() < 1e-8 && (back.1 - lat).abs() < 1e-8, "{:?} {:?}", datum, back);
        }
    }

    #[test]
    fn a_csv_cell_never_begins_a_formula(name in text(), note in note()) {
        let mut sample = fixed();
        sample.unit.names = Names::zh(&name);
        sample.unit.boundary_note = Some(note);
        let mut out = Vec::new();
        write_units_to(&mut out, Format::Csv, [sample.export()]).unwrap();
        let mark = out.starts_with(&[0xef, 0xbb, 0xbf]);
        prop_assert!(mark);
        for record in csv::ReaderBuilder::new().has_headers(false).from_reader(&out[3..]).records() {
            for cell in &record.unwrap() {
                prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{}", cell);
            }
        }
    }
}

fn fixed() -> Sample {
    Sample {
        unit: Unit {
            id: UnitId(uuid::Uuid::nil()),
            number: UnitNumber(7),
            parent: None,
            path: UnitPath::root(UnitNumber(7)),
            kind: UnitKind::Street,
            code: Some("410105001".to_owned()),
            names: Names::zh_en("经八路街道", "Jingba Road"),
            transliterated: true,
            fictional: false,
            boundary: Some(Boundary {
                polygons: vec![vec![ring(1_136_500_000, 347_500_000, 10_000.0, &[1.0; 8], true)]],
            }),
            boundary_quality: BoundaryQuality::Published,
            boundary_note: None,
            valid_from: "2021-01-01T00:00:00+08:00".parse().unwrap(),
            valid_to: None,
            successor: None,
            version: 1,
        },
        parent: Some("410105".to_owned()),
        statistics: None,
    }
}

#[test]
fn a_file_in_gcj02_lands_where_it_belongs() {
    let sample = fixed();
    let ring = &sample.unit.boundary.as_ref().unwrap().polygons[0][0];
    let shifted = ring.iter().map(|p| from_wgs84(Datum::Gcj02, p.lon(), p.lat()));
    let mut points: Vec<String> = shifted.map(|(lon, lat)| format!("{lon} {lat}")).collect();
    points.push(points[0].clone());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("u.csv");
    std::fs::write(
        &path,
        format!("code,kind,name_zh,boundary_wkt\n410105001,street,经八路街道,\"POLYGON(({}))\"\n", points.join(",")),
    )
    .unwrap();
    let back = read_units(&path, &ReadOptions { datum: Datum::Gcj02, ..ReadOptions::default() }).unwrap();
    assert_eq!(back.rows[0].boundary, sample.unit.boundary);
    // Read as WGS-84 it lies half a kilometre off.
    let wrong = read_units(&path, &ReadOptions::default()).unwrap();
    let moved = wrong.rows[0].boundary.as_ref().unwrap().polygons[0][0][0].x - ring[0].x;
    assert!((50_000..70_000).contains(&moved), "{moved}");
}

#[test]
fn dates_begin_at_midnight_in_the_zone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("u.csv");
    std::fs::write(&path, "code,kind,name_zh,valid_from\na,city,甲,2021-07-20\nb,county,乙,2021-07-20T01:00:00Z\nc,county,丙,2021-07-20T17:00\n").unwrap();
    let times = |zone: &str| -> Vec<String> {
        let file = read_units(&path, &ReadOptions { zone: zone.to_owned(), ..ReadOptions::default() }).unwrap();
        file.rows.iter().map(|row| row.valid_from.unwrap().to_string()).collect()
    };
    assert_eq!(times("Asia/Shanghai"), ["2021-07-19T16:00:00Z", "2021-07-20T01:00:00Z", "2021-07-20T09:00:00Z"]);
    assert_eq!(times("America/Chicago"), ["2021-07-20T05:00:00Z", "2021-07-20T01:00:00Z", "2021-07-20T22:00:00Z"]);
}

#[test]
fn fields_and_constants_stand_for_columns() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("u.csv");
    std::fs::write(&path, "ID,Bezeichnung,code\n7,Mitte,wrong\n").unwrap();
    let pairs = |pairs: &[(&str, &str)]| -> BTreeMap<String, String> {
        pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
    };
    let options = ReadOptions {
        fields: pairs(&[("code", "id"), ("name_de", "bezeichnung")]),
        set: pairs(&[("kind", "county")]),
        ..ReadOptions::default()
    };
    let file = read_units(&path, &options).unwrap();
    assert_eq!(file.rows[0].code, "7");
    assert_eq!(file.rows[0].names.0, pairs(&[("de", "Mitte")]));
    assert_eq!(file.rows[0].kind, UnitKind::County);
}

#[test]
fn what_a_shapefile_cannot_hold_is_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("u.shp");
    let mut sample = fixed();
    sample.unit.boundary_note = Some("长".repeat(85));
    let error = write_units(&path, Format::Shapefile, [sample.export()]).unwrap_err();
    assert_eq!(error.code(), "does_not_fit");
    assert_eq!(
        error.to_string(),
        "`bnote` of unit `410105001` has 255 bytes; a shapefile holds 254; write GeoJSON instead"
    );
    let mut sample = fixed();
    sample.unit.names.0.insert("zh-Hant".to_owned(), "經八路".to_owned());
    assert_eq!(write_units(&path, Format::Shapefile, [sample.export()]).unwrap_err().code(), "does_not_fit");
    let error = write_units_to(Vec::new(), Format::Shapefile, []).unwrap_err();
    assert_eq!((error.code(), matches!(error, WriteError::NeedsPath)), ("needs_path", true));
    let mut sample = fixed();
    sample.unit.names.0 = (0..251).map(|i| (format!("a{i}"), "x".to_owned())).collect();
    assert_eq!(write_units(&path, Format::Shapefile, [sample.export()]).unwrap_err().code(), "too_much_for_shapefile");
    for format in [Format::Csv, Format::GeoJson, Format::Shapefile] {
        let nowhere = folder.path().join("none").join("u.shp");
        assert_eq!(write_units(&nowhere, format, [fixed().export()]).unwrap_err().code(), "file_unwritable");
    }
}
