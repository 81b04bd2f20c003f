//! Pictures through the program's own decoder process, over HTTP: what phones send, and what nobody should.

use std::io::Cursor;
use std::process::{Command, Stdio};

use axum::body::Body;
use axum::http::StatusCode;
use http_body_util::BodyExt;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use serde_json::{Value, json};
use service::file::{Decoder, ENVIRONMENT, Files};
use tempfile::TempDir;
use testkit::both;
use testkit::city::{City, IN_GRID_1, fill};
use testkit::client::{Answer, Client, answer, router};
use uuid::Uuid;

const PROGRAM: &str = env!("CARGO_BIN_EXE_bridgehead");

fn fit(city: &City) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let decoder = Decoder::new(PROGRAM.into(), vec!["decode-image".into()]);
    city.service.fit_files(Files::in_folder(folder.path(), decoder).expect("a file store"));
    folder
}

fn picture(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    RgbImage::from_pixel(width, height, Rgb([90, 120, 40])).write_to(&mut bytes, format).expect("a picture");
    bytes.into_inner()
}

async fn upload(client: &Client, bytes: Vec<u8>) -> Answer {
    let mut request = client.request("POST", "/api/files", None);
    *request.body_mut() = Body::from(bytes);
    answer(client.raw(request).await).await
}

fn report(files: &[&Value]) -> Value {
    let (lon, lat) = IN_GRID_1;
    json!({ "id": Uuid::now_v7(), "category": "A01", "lon": lon, "lat": lat, "files": files })
}

// The allocator once used up the child's addresses before the picture came: one photo in fifty was refused.
both!(an_ordinary_photo_is_taken_every_time, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let _folder = fit(&city);
    let client = Client::signed_in(router(city.service.clone()).await, "grid1").await;
    let photo = picture(1_200, 900, ImageFormat::Jpeg);
    for _ in 0..40 {
        let uploaded = upload(&client, photo.clone()).await;
        assert_eq!(uploaded.status, StatusCode::CREATED, "{}", uploaded.json);
    }
});

both!(a_photo_goes_from_a_strangers_phone_to_the_grid_worker, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let _folder = fit(&city);
    let router = router(city.service.clone()).await;
    let stranger = Client::new(router.clone());
    let uploaded = upload(&stranger, picture(2_400, 1_800, ImageFormat::Jpeg)).await;
    assert_eq!(uploaded.status, StatusCode::CREATED, "{}", uploaded.json);
    assert_eq!((&uploaded.json["width"], &uploaded.json["height"]), (&json!(1_600), &json!(1_200)));
    let id = uploaded.json["id"].clone();
    let reported = stranger.post("/api/hazards", report(&[&id])).await;
    assert_eq!(reported.status, StatusCode::CREATED, "{}", reported.json);
    let hazard = reported.json["hazard"]["id"].as_str().expect("an id").to_owned();

    let path = format!("/api/files/{}", id.as_str().expect("an id"));
    assert_eq!(stranger.get(&path).await.status, StatusCode::UNAUTHORIZED);
    let other = Client::signed_in(router.clone(), "grid2").await;
    assert_eq!(other.get(&path).await.status, StatusCode::NOT_FOUND);
    let grid = Client::signed_in(router.clone(), "grid1").await;
    let list = grid.get(&format!("/api/hazards/{hazard}/files")).await.json;
    assert_eq!((&list["items"][0]["id"], &list["items"][0]["released"]), (&id, &json!(false)));
    let fetched = grid.raw(grid.request("GET", &path, None)).await;
    assert_eq!(fetched.status(), StatusCode::OK);
    let headers = fetched.headers().clone();
    assert_eq!(headers["content-type"], "image/jpeg");
    assert_eq!(headers["x-content-type-options"], "nosniff");
    assert_eq!(headers["cache-control"], "no-store");
    assert!(headers["content-disposition"].to_str().expect("a text").starts_with("attachment"));
    let bytes = fetched.into_body().collect().await.expect("a body").to_bytes();
    assert_eq!(image::guess_format(&bytes).expect("a format"), ImageFormat::Jpeg);

    // After the report, by the follow link; and released by a person.
    let secret = reported.json["follow_secret"].clone();
    let second = upload(&stranger, picture(20, 10, ImageFormat::Png)).await.json["id"].clone();
    let to = format!("/api/hazards/{hazard}/files");
    let nobody = stranger.post(&to, json!({ "file": second })).await;
    assert_eq!(nobody.status, StatusCode::UNAUTHORIZED);
    let attached = stranger.post(&to, json!({ "file": second, "follow_secret": secret })).await;
    assert_eq!((attached.status, &attached.json["side"]), (StatusCode::OK, &json!("report")), "{}", attached.json);
    let released = grid.post(&format!("{path}/release"), json!({})).await;
    assert_eq!((released.status, &released.json["released"]), (StatusCode::OK, &json!(true)));
});

both!(a_hostile_file_gets_an_answer_with_a_reason_and_leaves_nothing, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    let _folder = fit(&city);
    let client = Client::new(router(city.service.clone()).await);
    let whole = picture(64, 64, ImageFormat::Png);
    let mut huge = whole.clone();
    huge[16..24].copy_from_slice(&[0, 0, 0xEA, 0x60, 0, 0, 0xEA, 0x60]);
    let files: [(&str, Vec<u8>, &str); 8] = [
        ("a bomb", huge, "picture_unreadable"),
        ("a cut picture", whole[..whole.len() / 2].to_vec(), "picture_unreadable"),
        ("a page", b"<html><script>alert(1)</script>".to_vec(), "file_kind"),
        ("a drawing with a script", b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>".to_vec(), "file_kind"),
        ("a program", b"\x7FELF\x02\x01\x01".to_vec(), "file_kind"),
        ("an iPhone's own format", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".to_vec(), "file_heic"),
        ("a JPEG by its first bytes alone", [b"\xFF\xD8\xFF".to_vec(), vec![0; 5_000]].concat(), "picture_unreadable"),
        ("nothing", Vec::new(), "file_empty"),
    ];
    for (what, bytes, code) in files {
        let refused = upload(&client, bytes).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{what}: {}", refused.json);
        assert_eq!(refused.json["code"], code, "{what}: {}", refused.json);
    }
    let mut large = picture(64, 64, ImageFormat::Jpeg);
    large.resize(10 * 1024 * 1024 + 2, 0);
    let refused = upload(&client, large).await;
    assert_eq!((refused.status, &refused.json["code"]), (StatusCode::PAYLOAD_TOO_LARGE, &json!("file_too_large")));
    assert!(database.texts("select name from blob").await.is_empty());
    // A picture with an archive behind it is taken, without the archive.
    let both = [&picture(64, 64, ImageFormat::Jpeg)[..], b"PK\x03\x04evil.exe"].concat();
    let taken = upload(&client, both).await;
    assert_eq!(taken.status, StatusCode::CREATED);
    let many = report(&[&taken.json["id"], &taken.json["id"]]);
    let twice = client.post("/api/hazards", many).await;
    assert_eq!((twice.status, &twice.json["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("file_unknown")));
});

#[test]
fn the_decoder_limits_itself_before_it_reads() {
    let mut child = Command::new(PROGRAM)
        .arg("decode-image")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("a started program");
    let limits = || std::fs::read_to_string(format!("/proc/{}/limits", child.id())).unwrap_or_default();
    let line = |limits: &str, name: &str| {
        let line = limits.lines().find(|line| line.starts_with(name)).unwrap_or_default();
        line[name.len()..].split_whitespace().map(str::to_owned).take(2).collect::<Vec<_>>()
    };
    let mut found = limits();
    for _ in 0..500 {
        if line(&found, "Max open files") == ["8", "8"] {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
        found = limits();
    }
    assert_eq!(line(&found, "Max address space"), ["1073741824", "1073741824"], "{found}");
    assert_eq!(line(&found, "Max cpu time"), ["10", "10"]);
    assert_eq!(line(&found, "Max file size"), ["0", "0"], "it can write no file");
    drop(child.stdin.take());
    assert_eq!(child.wait().expect("an end").code(), Some(3), "nothing is no picture");
}

#[test]
fn the_largest_picture_that_is_taken_fits_into_the_limits() {
    use std::io::Write;
    let mut child = Command::new(PROGRAM)
        .arg("decode-image")
        .envs([ENVIRONMENT])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("a started program");
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::new_rgb8(7_700, 7_700).write_to(&mut bytes, ImageFormat::Png).expect("a picture");
    let bytes = bytes.into_inner();
    child.stdin.take().expect("an input").write_all(&bytes).expect("it is read");
    let output = child.wait_with_output().expect("an end");
    assert!(output.status.success(), "{:?} {}", output.status, String::from_utf8_lossy(&output.stdout));
    assert!(output.stdout.starts_with(b"{\"width\":1600,\"height\":1600"), "a header comes first");
}
