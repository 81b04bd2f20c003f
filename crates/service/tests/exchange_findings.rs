//! Every finding of the readers at least once, with its row, field and value.

use std::path::PathBuf;

use domain::geometry::check::check;
use domain::names::Names;
use domain::unit::row::{Finding, Severity};
use domain::unit::{BoundaryQuality, UnitKind};
use service::exchange::{CaseMapping, ReadOptions, read_bodies, read_cases, read_places, read_population, read_units};
use tempfile::TempDir;

fn file(name: &str, bytes: impl AsRef<[u8]>) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    (folder, path)
}

/// Findings as `row field code value`.
fn lines(findings: &[Finding]) -> Vec<String> {
    findings.iter().map(|f| format!("{} {} {} {}", f.row, f.field, f.code, f.value).trim_end().to_owned()).collect()
}

fn units(name: &str, text: &str) -> (Vec<String>, usize) {
    let (_folder, path) = file(name, text);
    let file = read_units(&path, &ReadOptions::default()).unwrap();
    (lines(&file.findings), file.rows.len())
}

#[test]
fn units_in_csv() {
    let text = "code,kind,name_zh,Mayor,fictional,boundary_wkt,boundary_quality,valid_from,population,statistics_as_of,statistics_source\n\
        a,city,甲,,,,,,,,\n\
        ,county,乙,,,,,,,,\n\
        c,continent,丙,,,,,,,,\n\
        d,county,,,,,,,,,\n\
        e,county,戊,,maybe,,,,,,\n\
        f,county,己,,,,,2021-02-30,,,\n\
        g,county,庚,,,,,,-1,2021-01-01,x\n\
        h,county,辛,,,,,,5,2021-01-01,\n\
        i,county,壬,,,POINT(1 2),,,,,\n\
        j,county,癸,,,\"POLYGON((1 2,3 4,1 2))\",,,,,\n\
        k,county,子,,,\"POLYGON((34.7 113.6,34.8 113.6,34.8 113.7))\",,,,,\n\
        l,county,丑,,,,guessed,,,,\n\
        m,county\n\
        n,county,寅,,yes,\"POLYGON((113.6 34.7,113.7 34.7,113.7 34.8,113.6 34.7))\",,2021-01-01,12.0,2021-01-01,census\n";
    let (found, rows) = units("u.csv", text);
    assert_eq!(
        found,
        [
            "0 column unknown_column Mayor",
            "3 code missing_value",
            "4 kind unknown_word continent",
            "5 name missing_value",
            "6 fictional invalid_flag maybe",
            "7 valid_from invalid_date 2021-02-30",
            "8 population invalid_count -1",
            "9 statistics_as_of statistics_incomplete",
            "10 boundary_wkt invalid_boundary POINT(1 2)",
            "11 boundary ring_too_short j",
            "12 boundary position_out_of_range 34.7 113.6",
            "13 boundary_quality unknown_word guessed",
            "14 row row_length m",
        ]
    );
    assert_eq!(rows, 11);
    let (_folder, path) = file("u.csv", text);
    let last = read_units(&path, &ReadOptions::default()).unwrap().rows.pop().unwrap();
    assert_eq!((last.row, last.fictional, last.boundary_quality), (15, true, BoundaryQuality::Published));
    assert_eq!(last.statistics.unwrap().population, Some(12));
}

#[test]
fn values_are_shortened_and_findings_bounded() {
    let long = "长".repeat(10_000);
    let (found, _) = units("u.csv", &format!("code,kind,name_zh\na,{long},甲\n"));
    assert_eq!(found, [format!("2 kind text_too_long {}…", "长".repeat(79))]);
    let long = "长".repeat(1_001);
    let (found, rows) =
        units("u.csv", &format!("code,kind,name_zh,boundary_note\na,city,甲,{long}\nb,city,乙,{}\n", &long[3..]));
    assert_eq!((found, rows), (vec![format!("2 boundary_note text_too_long {}…", "长".repeat(79))], 2));
    let (found, rows) = units("u.csv", "code,kind,name_zh,pop,population\na,city,甲,x,\n");
    assert_eq!(found, ["2 population invalid_count x"], "of two columns for one, the first counts");
    assert_eq!(rows, 1);
    let (found, _) = units("u.csv", &format!("code,kind,name_zh\n{}", "a,b,c\n".repeat(10_050)));
    assert_eq!(found.len(), 10_001);
    assert_eq!(found[10_000], "0 file too_many_findings");
}

#[test]
fn units_in_geojson() {
    let feature = |properties: &str, geometry: &str| {
        format!("{{\"type\":\"Feature\",\"properties\":{properties},\"geometry\":{geometry}}}")
    };
    let features = [
        feature("{\"CODE\":410104003.0,\"kind\":\"town\",\"NAME_ZH\":\"甲\",\"mayor\":1,\"fictional\":true}", "null"),
        feature("{\"code\":[1],\"kind\":\"town\",\"name_zh\":{}}", "{\"type\":\"Point\",\"coordinates\":[1,2]}"),
        "{\"type\":\"Feature\",\"properties\":{},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[\"x\"]]]}}"
            .to_owned(),
        "7".to_owned(),
        feature(
            "{\"code\":\"c\",\"kind\":\"town\",\"name_zh\":\"丙\",\"mayor\":2}",
            "{\"type\":\"Polygon\",\"coordinates\":[[[1],[1],[1],[1]]]}",
        ),
        feature("null", "null"),
    ];
    let (found, rows) =
        units("u.geojson", &format!("{{\"type\":\"FeatureCollection\",\"features\":[{}]}}", features.join(",")));
    assert_eq!(found[0], "0 column unknown_column mayor");
    assert_eq!(found[1], "2 geometry invalid_boundary Point");
    assert!(found[2].starts_with("3 feature invalid_feature"), "{}", found[2]);
    assert!(found[3].starts_with("4 feature invalid_feature"), "{}", found[3]);
    assert!(found[4].starts_with("5 "), "{}", found[4]);
    assert_eq!(found[5..], ["6 code missing_value", "6 kind missing_value", "6 name missing_value"]);
    assert_eq!(found.len(), 8);
    assert!(rows >= 2);
    let (_folder, path) =
        file("u.geojson", format!("{{\"type\":\"FeatureCollection\",\"features\":[{}]}}", features[0]));
    let row = read_units(&path, &ReadOptions::default()).unwrap().rows.pop().unwrap();
    assert_eq!((row.code.as_str(), row.fictional, row.names.best("zh")), ("410104003", true, "甲"));
}

#[test]
fn options_with_a_slip_of_the_pen() {
    let mut options = ReadOptions::default();
    options.set.insert("fictionl".to_owned(), "true".to_owned());
    for (name, text) in
        [("u.csv", "code,kind,name_zh\na,city,甲\n"), ("u.geojson", "{\"type\":\"FeatureCollection\",\"features\":[]}")]
    {
        let (_folder, path) = file(name, text);
        let found = read_units(&path, &options).unwrap().findings;
        assert_eq!(lines(&found), ["0 column unknown_column fictionl"]);
        assert_eq!(found[0].severity, Severity::Error);
    }
}

/// A table of one column `name_zh` and a null shape per row.
fn table(cells: &[&[u8]], width: u8, code_page: u8) -> (TempDir, PathBuf) {
    let mut dbf = vec![3, 121, 1, 1];
    dbf.extend((cells.len() as u32).to_le_bytes());
    dbf.extend(65_u16.to_le_bytes());
    dbf.extend((1 + u16::from(width)).to_le_bytes());
    dbf.extend([0; 17]);
    dbf.extend([code_page, 0, 0]);
    let mut field = [0; 32];
    field[..7].copy_from_slice(b"NAME_ZH");
    field[11] = b'C';
    field[16] = width;
    dbf.extend(field);
    dbf.push(13);
    for cell in cells {
        let deleted = cell.first() == Some(&b'*');
        dbf.push(if deleted { b'*' } else { b' ' });
        let mut cell = cell.to_vec();
        cell.resize(usize::from(width), b' ');
        dbf.extend(cell);
    }
    let mut shp = vec![0; 100];
    shp[..4].copy_from_slice(&9_994_i32.to_be_bytes());
    shp[24..28].copy_from_slice(&((50 + 6 * cells.len()) as i32).to_be_bytes());
    shp[28..32].copy_from_slice(&1_000_i32.to_le_bytes());
    shp[32..36].copy_from_slice(&5_i32.to_le_bytes());
    for i in 0..cells.len() {
        shp.extend((i as i32 + 1).to_be_bytes());
        shp.extend(2_i32.to_be_bytes());
        shp.extend(0_i32.to_le_bytes());
    }
    let (folder, path) = file("u.shp", shp);
    std::fs::write(path.with_extension("dbf"), dbf).unwrap();
    (folder, path)
}

fn shape_options() -> ReadOptions {
    let mut options = ReadOptions::default();
    options.set.insert("code".to_owned(), "1".to_owned());
    options.set.insert("kind".to_owned(), "town".to_owned());
    options
}

#[test]
fn texts_of_shapefiles() {
    let read = |cells: &[&[u8]], width: u8, page: u8, cpg: Option<&str>| {
        let (_folder, path) = table(cells, width, page);
        if let Some(cpg) = cpg {
            std::fs::write(path.with_extension("cpg"), cpg).unwrap();
        }
        read_units(&path, &shape_options())
            .map(|file| {
                (lines(&file.findings), file.rows.iter().map(|row| row.names.best("zh").to_owned()).collect::<Vec<_>>())
            })
            .map_err(|error| error.code())
    };
    let (gb, _, _) = encoding_rs::GB18030.encode("郑州");
    let strings = |all: &[&str]| all.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
    let plain = "0 file prj_missing";
    // A column of eight bytes cuts the third character in the middle.
    let cut = &"郑州市".as_bytes()[..8];
    assert_eq!(
        read(&["郑州".as_bytes(), cut], 8, 0, None),
        Ok((strings(&[plain, "2 text text_cut 郑州\u{fffd}"]), strings(&["郑州", "郑州"])))
    );
    assert_eq!(
        read(&[&gb], 8, 0, None),
        Ok((strings(&["0 file encoding_guessed gb18030", plain]), strings(&["郑州"])))
    );
    assert_eq!(read(&[&gb], 8, 0x4d, None), Ok((strings(&[plain]), strings(&["郑州"]))));
    for cpg in ["GB18030", "936", "GBK\r\n"] {
        assert_eq!(read(&[&gb], 8, 0, Some(cpg)), Ok((strings(&[plain]), strings(&["郑州"]))), "{cpg}");
    }
    let (found, _) = read(&[b"a", &gb], 8, 0, Some("UTF-8")).unwrap();
    assert!(found[1].starts_with("2 text text_encoding"), "{found:?}");
    assert_eq!(read(&[b"\xff\xff"], 8, 0, None), Err("text_encoding"));
    assert_eq!(read(&[b"a"], 8, 0, Some("klingon")), Err("unknown_encoding"));
    // Rows marked as deleted are passed over, their numbers are not used again.
    assert_eq!(read(&[b"*gone", b"here"], 8, 0, None), Ok((strings(&[plain]), strings(&["here"]))));
}

#[test]
fn bodies() {
    let (_folder, path) = file(
        "b.csv",
        "code,kind,name_zh,name_en,jurisdiction\n\
        p1,police_station,经八路派出所,Jingba Road Police,410105001;410105002\n\
        p2,ministry,甲,,410105001\n\
        p3,other,,,410105001\n\
        ,other,丙,,\n\
        p1,other,丁,,\n\
        '=x,other,戊,,410105001；410105003; \n",
    );
    let file = read_bodies(&path).unwrap();
    assert_eq!(
        lines(&file.findings),
        ["3 kind unknown_word ministry", "4 name name_invalid", "5 code missing_value", "6 code code_repeated p1"]
    );
    assert_eq!(file.rows.len(), 2);
    assert_eq!(file.rows[0].names, Names::zh_en("经八路派出所", "Jingba Road Police"));
    assert_eq!(file.rows[0].jurisdiction, ["410105001", "410105002"]);
    assert_eq!((file.rows[1].code.as_str(), file.rows[1].jurisdiction.len()), ("=x", 2));
}

#[test]
fn population() {
    let (_folder, path) = file(
        "p.csv",
        "code,as_of,source,estimate,population,age_60_plus\n\
        1,2020-11-01,census,false,1200,300\n\
        1,2021-12-31,yearbook,true,1250,\n\
        1,2020-11-01,again,false,1,1\n\
        2,,,,5,\n\
        3,,,,,\n\
        ,2020-11-01,census,,5,\n\
        4,2020-11-01,census,,many,\n",
    );
    let file = read_population(&path).unwrap();
    assert_eq!(
        lines(&file.findings),
        [
            "4 code code_repeated 1",
            "5 as_of statistics_incomplete",
            "5 as_of missing_value",
            "6 as_of missing_value",
            "7 code missing_value",
            "8 population invalid_count many",
        ]
    );
    assert_eq!(file.rows[1].statistics.population, Some(1_250));
    assert!(file.rows[1].statistics.estimate);
    assert_eq!(file.rows[0].statistics.as_of.to_string(), "2020-10-31T16:00:00Z");
}

#[test]
fn places() {
    let place = |id: &str, kind: &str, name: &str, geometry: &str| {
        format!(
            "{{\"type\":\"Feature\",\"properties\":{{\"id\":\"{id}\",\"kind\":\"{kind}\",\"name_zh\":\"{name}\",\"name_en\":\"x\",\"parent\":null,\"unit\":\"410105001001\"}},\"geometry\":{geometry}}}"
        )
    };
    let point = "{\"type\":\"Point\",\"coordinates\":[113.65,34.75]}";
    let features = [
        place("g1", "underground_garage", "地下车库", point),
        place("g1", "school", "小学", point),
        place("g2", "", "小学", point),
        place("g3", "school", "小学", "{\"type\":\"Point\",\"coordinates\":[34.75,113.65]}"),
        place("g4", "school", "小学", "{\"type\":\"LineString\",\"coordinates\":[[1,2],[3,4]]}"),
        place("g5", "school", "小学", "null"),
        place("g6", "school", &"长".repeat(121), point),
    ];
    let (_folder, path) =
        file("places.geojson", format!("{{\"type\":\"FeatureCollection\",\"features\":[{}]}}", features.join(",")));
    let file = read_places(&path).unwrap();
    let found = lines(&file.findings);
    assert_eq!(
        found[..5],
        [
            "2 id code_repeated g1",
            "3 kind missing_value",
            "4 geometry invalid_geometry g3",
            "5 geometry invalid_geometry g4",
            "6 geometry invalid_geometry g5"
        ]
    );
    assert!(found[5].starts_with("7 name name_invalid"), "{}", found[5]);
    assert_eq!(file.rows.len(), 1);
    assert_eq!(
        (file.rows[0].code.as_str(), file.rows[0].unit_code.as_deref(), file.rows[0].parent.as_deref()),
        ("g1", Some("410105001001"), None)
    );
}

#[test]
fn cases() {
    let mapping = |category: &str| {
        CaseMapping::from_json(&format!(
            "{{\"source\":\"s\",\"kind\":\"service_request\",\"zone\":\"America/Chicago\",\"date_format\":\"%m/%d/%Y\",\"outside_number\":\"No\",\
            \"unit_code\":\"Area\",\"category\":{category},\"reported_at\":\"In\",\"closed_at\":\"Out\",\"status\":\"State\",\"closed_statuses\":[\"done\"],\"lon\":\"X\",\"lat\":\"Y\",\"text\":[\"T\"]}}"
        ))
    };
    let (_folder, path) = file(
        "c.csv",
        "no,area,what,in,out,state,x,y,t,extra\n\
        1,5,rats,07/20/2021,07/21/2021,done,-87.6,41.8,behind the house,\n\
        1,5,rats,07/20/2021,,open,,,,\n\
        ,5,rats,07/20/2021,,open,,,,\n\
        2,,rats,07/20/2021,,open,,,,\n\
        3,5,rats,20 July,,open,,,,\n\
        4,5,noise,07/20/2021,,open,,,,\n\
        5,5,rats,07/20/2021,07/19/2021,done,500,41.8,,\n\
        6,5,rats,07/20/2021,soon,open,,,,\n",
    );
    let by_column = mapping("{\"column\":\"What\",\"values\":{\"rats\":\"H06\"}}").unwrap();
    let cases = read_cases(&path, &by_column).unwrap();
    assert_eq!(
        lines(&cases.findings),
        [
            "3 outside_number number_repeated 1",
            "4 outside_number missing_value",
            "5 unit_code missing_unit",
            "6 reported_at invalid_date 20 July",
            "7 category unknown_category noise",
            "8 closed_at closed_before_reported 07/19/2021",
            "8 position position_out_of_range 500 41.8",
            "9 closed_at invalid_date soon",
        ]
    );
    assert_eq!(cases.findings.iter().filter(|f| f.severity == Severity::Error).count(), 5);
    assert_eq!(cases.rows.iter().map(|row| row.outside_number.as_str()).collect::<Vec<_>>(), ["1", "5", "6"]);
    assert_eq!(cases.rows[0].reported_at.to_string(), "2021-07-20T05:00:00Z");
    assert_eq!(
        (cases.rows[0].text.as_deref(), cases.rows[0].closed, cases.rows[1].position),
        (Some("behind the house"), true, None)
    );
    let constant = mapping("{\"constant\":\"H06\"}").unwrap();
    assert_eq!(read_cases(&path, &constant).unwrap().rows.len(), 4);
    assert_eq!(mapping("7").unwrap_err().code(), "mapping_invalid");
    assert_eq!(CaseMapping::from_json("{\"sauce\":1}").unwrap_err().code(), "mapping_invalid");
    // One column may serve twice.
    let twice = CaseMapping { text: vec!["State".to_owned(), "T".to_owned()], ..constant.clone() };
    assert_eq!(read_cases(&path, &twice).unwrap().rows[0].text.as_deref(), Some("done · behind the house"));
    let absent = CaseMapping { status: Some("Zustand".to_owned()), ..constant };
    assert_eq!(read_cases(&path, &absent).unwrap_err().code(), "column_missing");
}

#[test]
fn a_file_goes_from_reading_to_checking() {
    let (_folder, path) = file(
        "u.csv",
        "code,parent,kind,name_zh,boundary_wkt\n\
        4101,,city,郑州市,\"POLYGON((113 34,114 34,114 35,113 35,113 34))\"\n\
        410105,4101,county,金水区,\"POLYGON((113 34,113.6 34,113.6 35,113 35,113 34))\"\n\
        410102,4101,county,中原区,\"POLYGON((113.5 34,114 34,114 35,113.5 35,113.5 34))\"\n",
    );
    let file = read_units(&path, &ReadOptions::default()).unwrap();
    assert_eq!(file.findings, []);
    assert_eq!(file.rows[1].kind, UnitKind::County);
    let found = check(&file.rows, None);
    assert_eq!(lines(&found), ["4 boundary siblings_overlap 410102"]);
    assert!(found[0].message.starts_with("units `410105` and `410102` overlap by "), "{}", found[0].message);
}
