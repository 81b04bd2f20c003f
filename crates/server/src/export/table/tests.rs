//! What goes into a file comes out of it again, whatever was written.

use calamine::{Data, Reader, Xlsx};
use http_body_util::BodyExt;

use super::*;

const COLUMNS: &[&str] = &["name", "n"];

/// What breaks files: formulas, quotes, controls, right to left, characters of two units, length.
fn naughty() -> Vec<String> {
    let long = "长".repeat(10_000);
    let strings = [
        "=1+1",
        "@x",
        "+1",
        "-1",
        "\tx",
        "\rx",
        "\"",
        "a\"b,c\r\nd",
        "'",
        "'=1",
        "  x ",
        "a\nb",
        "\u{1}\u{1f}",
        "_x0041_",
        "&<>]]>",
        "😀👨‍👩‍👧",
        "مرحبا\u{202e}abc",
        "\\ud800",
        "\u{feff}x",
        "é\u{301}",
        &long,
    ];
    strings.iter().map(|text| (*text).to_owned()).collect()
}

async fn bytes(format: Format, strings: &[String]) -> Vec<u8> {
    let row = |text: &String| Row {
        cells: vec![Cell::Text(text.clone()), Cell::Number(-1.5)],
        geometry: Some(json!({ "type": "Point", "coordinates": [113.6, 34.7] })),
    };
    // Pages of different lengths, one of them empty.
    let pages: Vec<_> =
        [&strings[..3], &[], &strings[3..]].iter().map(|part| Ok(part.iter().map(row).collect())).collect();
    let response = respond(format, "list", COLUMNS, futures::stream::iter(pages)).await;
    let response = response.unwrap_or_else(|problem| panic!("{}", problem.detail));
    response.into_body().collect().await.expect("a whole body").to_bytes().to_vec()
}

fn workbook_of(bytes: Vec<u8>) -> Vec<Vec<Data>> {
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).expect("a workbook");
    let sheet = book.worksheet_range("list").expect("a sheet");
    sheet.rows().map(<[Data]>::to_vec).collect()
}

#[tokio::test]
async fn csv_gives_back_what_went_in_and_no_formula() {
    let strings = naughty().into_iter().chain(["a\0b".to_owned()]).collect::<Vec<_>>();
    let bytes = bytes(Format::Csv, &strings).await;
    assert_eq!(&bytes[..3], "\u{feff}".as_bytes());
    let mut reader = csv::Reader::from_reader(&bytes[3..]);
    let cells: Vec<String> = reader.records().map(|row| row.expect("a row")[0].to_owned()).collect();
    let formula = |cell: &String| cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    assert!(!cells.iter().any(formula), "no spreadsheet runs one");
    let expected: Vec<String> = strings.iter().map(|text| guarded(text).into_owned()).collect();
    assert_eq!(cells, expected);
    let numbers: Vec<_> =
        csv::Reader::from_reader(&bytes[3..]).records().map(|r| r.expect("a row")[1].to_owned()).collect();
    assert!(numbers.iter().all(|number| number == "-1.5"));
}

#[tokio::test]
async fn geojson_gives_back_what_went_in() {
    let strings = naughty().into_iter().chain(["a\0b".to_owned()]).collect::<Vec<_>>();
    let bytes = bytes(Format::GeoJson, &strings).await;
    let file: Value = serde_json::from_slice(&bytes).expect("JSON");
    let features = file["features"].as_array().expect("features");
    let names: Vec<_> =
        features.iter().map(|feature| feature["properties"]["name"].as_str().expect("a text")).collect();
    assert_eq!(names, strings);
    let file: geojson::FeatureCollection = serde_json::from_slice(&bytes).expect("GeoJSON");
    assert!(file.features.iter().all(|feature| feature.geometry.is_some()));
}

#[tokio::test]
async fn a_workbook_gives_back_what_went_in_as_texts_and_numbers() {
    let strings = naughty();
    let rows = workbook_of(bytes(Format::Xlsx, &strings).await);
    assert_eq!(rows[0], [Data::String("name".to_owned()), Data::String("n".to_owned())]);
    for (row, text) in rows[1..].iter().zip(&strings) {
        assert_eq!(row[0], Data::String(text.clone()));
        assert_eq!(row[1], Data::Float(-1.5));
    }
    assert_eq!(rows.len(), strings.len() + 1);
}

#[tokio::test]
async fn what_no_workbook_can_hold_is_marked() {
    let too_long = "😀".repeat(20_000);
    let strings = ["a\0b\u{ffff}c".to_owned(), too_long, "x".to_owned()];
    let rows = workbook_of(bytes(Format::Xlsx, &strings).await);
    assert_eq!(rows[1][0], Data::String("a\u{fffd}b\u{fffd}c".to_owned()));
    let Data::String(cut) = &rows[2][0] else { panic!("a text") };
    assert!(cut.ends_with("😀…") && cut.encode_utf16().count() <= 32_767);
}

#[tokio::test]
async fn an_empty_list_is_a_whole_file() {
    for format in [Format::Csv, Format::GeoJson, Format::Xlsx] {
        let response = respond(format, "list", COLUMNS, futures::stream::empty()).await;
        let body = response.unwrap_or_else(|problem| panic!("{}", problem.detail)).into_body();
        let bytes = body.collect().await.expect("a body").to_bytes();
        match format {
            Format::Csv => assert_eq!(String::from_utf8_lossy(&bytes), "\u{feff}name,n\r\n"),
            Format::GeoJson => {
                assert_eq!(serde_json::from_slice::<Value>(&bytes).expect("JSON")["features"], json!([]))
            }
            Format::Xlsx => assert_eq!(workbook_of(bytes.to_vec()).len(), 1),
        }
    }
}

#[tokio::test]
async fn a_failure_on_the_way_breaks_the_file_off() {
    let pages = || futures::stream::iter([Ok(Vec::new()), Err(ServiceError::Internal("lost".to_owned()))]);
    for format in [Format::Csv, Format::GeoJson] {
        let response = respond(format, "list", COLUMNS, pages()).await;
        let response = response.unwrap_or_else(|problem| panic!("{}", problem.detail));
        assert!(response.into_body().collect().await.is_err(), "half a list is no list");
    }
    assert!(respond(Format::Xlsx, "list", COLUMNS, pages()).await.is_err());
}
