//! Pictures as phones make them, and as nobody should.
#![expect(clippy::expect_used, reason = "a test that cannot be set up has failed")]

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use picture::{Refused, SIDE_MAX, reduce};

/// Red on the left, blue on the right.
fn two_colours(width: u32, height: u32) -> DynamicImage {
    let colour = |x, _| if x < width / 2 { Rgb([220, 20, 20]) } else { Rgb([20, 20, 220]) };
    RgbImage::from_fn(width, height, colour).into()
}

fn written(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).expect("a picture");
    bytes.into_inner()
}

/// An EXIF block, big-endian: orientation, and a position at 34°45'N 113°36'E, or elsewhere.
fn exif(orientation: u8, south_west: bool) -> Vec<u8> {
    let entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        [&tag.to_be_bytes()[..], &kind.to_be_bytes(), &count.to_be_bytes(), &value].concat()
    };
    let (lat, lon) = if south_west { (b"S\0\0\0", b"W\0\0\0") } else { (b"N\0\0\0", b"E\0\0\0") };
    // Header 8, first directory 2 + 2 × 12 + 4 = 30 → the second at 38, 2 + 4 × 12 + 4 = 54 → values at 92.
    let first = [
        &2_u16.to_be_bytes()[..],
        &entry(0x0112, 3, 1, [0, orientation, 0, 0]),
        &entry(0x8825, 4, 1, 38_u32.to_be_bytes()),
        &[0; 4],
    ];
    let second = [
        &4_u16.to_be_bytes()[..],
        &entry(1, 2, 2, *lat),
        &entry(2, 5, 3, 92_u32.to_be_bytes()),
        &entry(3, 2, 2, *lon),
        &entry(4, 5, 3, 116_u32.to_be_bytes()),
        &[0; 4],
    ];
    let values: Vec<u8> = [34_u32, 1, 45, 1, 0, 1, 113, 1, 36, 1, 0, 1].iter().flat_map(|n| n.to_be_bytes()).collect();
    [&b"MM\0\x2A\0\0\0\x08"[..], &first.concat(), &second.concat(), &values].concat()
}

/// A JPEG with the block put behind its first marker.
fn with_exif(jpeg: &[u8], block: &[u8]) -> Vec<u8> {
    let length = u16::try_from(block.len() + 8).expect("a short block").to_be_bytes();
    [&jpeg[..2], b"\xFF\xE1", &length, b"Exif\0\0", block, &jpeg[2..]].concat()
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[test]
fn a_photo_comes_out_small_upright_and_without_its_metadata() {
    // Orientation 6: the camera was held upright, the picture must be turned clockwise.
    let photo = with_exif(&written(&two_colours(3_200, 1_000), ImageFormat::Jpeg), &exif(6, false));
    let reduced = reduce(&photo).expect("a picture");
    assert_eq!((reduced.width, reduced.height), (500, SIDE_MAX));
    let (lon, lat) = reduced.position.expect("a position");
    assert!((lon - 113.6).abs() < 1e-9 && (lat - 34.75).abs() < 1e-9, "{lon} {lat}");
    assert!(!contains(&reduced.jpeg, b"Exif") && !contains(&reduced.jpeg, b"GPS"));
    let back = image::load_from_memory(&reduced.jpeg).expect("a JPEG").into_rgb8();
    assert!(back.get_pixel(250, 10)[0] > 150 && back.get_pixel(250, 1_590)[2] > 150, "red above, blue below");
    let south_west = with_exif(&written(&two_colours(40, 40), ImageFormat::Jpeg), &exif(1, true));
    assert_eq!(reduce(&south_west).expect("a picture").position, Some((-113.6, -34.75)));
}

#[test]
fn the_three_kinds_are_taken_and_small_ones_are_not_blown_up() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
        let reduced = reduce(&written(&two_colours(64, 48), format)).expect("a picture");
        assert_eq!((reduced.width, reduced.height, reduced.position), (64, 48, None), "{format:?}");
        assert_eq!(image::guess_format(&reduced.jpeg).expect("a format"), ImageFormat::Jpeg);
    }
    assert_eq!(reduce(b"GIF89a\x01\0\x01\0"), Err(Refused::Format));
    assert_eq!(reduce(b""), Err(Refused::Format));
}

#[test]
fn a_bomb_is_refused_before_it_unfolds() {
    // A PNG that says it is 60,000 by 60,000: a few bytes, 10 GB of pixels.
    let mut png = written(&two_colours(8, 8), ImageFormat::Png);
    for start in [16, 20] {
        png[start..start + 4].copy_from_slice(&60_000_u32.to_be_bytes());
    }
    let crc = crc32(&png[12..29]);
    png[29..33].copy_from_slice(&crc.to_be_bytes());
    assert!(matches!(reduce(&png), Err(Refused::TooManyPixels(60_000, 60_000) | Refused::Damaged)));
    // A JPEG whose frame header says 65,500 by 65,500.
    let mut jpeg = written(&two_colours(8, 8), ImageFormat::Jpeg);
    let frame = jpeg.windows(2).position(|pair| pair == [0xFF, 0xC0]).expect("a frame");
    jpeg[frame + 5..frame + 9].copy_from_slice(&[0xFF, 0xDC, 0xFF, 0xDC]);
    assert!(matches!(reduce(&jpeg), Err(Refused::TooManyPixels(65_500, 65_500) | Refused::Damaged)));
}

/// CRC-32 as PNG has it.
fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32, byte: &u8| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 })
    };
    !bytes.iter().fold(u32::MAX, step)
}

#[test]
fn what_is_cut_or_flipped_gives_an_answer_and_never_a_panic() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
        let whole = with_block(format);
        for end in (0..whole.len()).step_by(whole.len() / 60 + 1) {
            // Some decoders show the upper half of a cut photo: an answer is all that is asked.
            let _ = reduce(&whole[..end]);
        }
        for place in (0..whole.len()).step_by(whole.len() / 300 + 1) {
            for flip in [0x01, 0x80, 0xFF] {
                let mut broken = whole.clone();
                broken[place] ^= flip;
                if let Ok(reduced) = reduce(&broken) {
                    assert!(reduced.width.max(reduced.height) <= SIDE_MAX);
                }
            }
        }
    }
}

fn with_block(format: ImageFormat) -> Vec<u8> {
    let plain = written(&two_colours(60, 40), format);
    if format == ImageFormat::Jpeg { with_exif(&plain, &exif(3, false)) } else { plain }
}

#[test]
fn a_picture_that_is_also_something_else_is_only_a_picture_afterwards() {
    let script = b"<script>alert(1)</script>";
    let archive = b"PK\x03\x04evil.exe";
    let jpeg = written(&two_colours(60, 40), ImageFormat::Jpeg);
    let comment = [&jpeg[..2], b"\xFF\xFE\0\x1B", script, &jpeg[2..], archive].concat();
    let png = [&written(&two_colours(60, 40), ImageFormat::Png)[..], archive, script].concat();
    for both in [comment, png] {
        let reduced = reduce(&both).expect("a picture");
        assert!(!contains(&reduced.jpeg, script) && !contains(&reduced.jpeg, archive));
    }
}

#[test]
fn a_position_that_cannot_be_is_none() {
    let jpeg = written(&two_colours(60, 40), ImageFormat::Jpeg);
    let mut block = exif(1, false);
    let place = block.len() - 24;
    // 999 degrees east.
    block[place..place + 4].copy_from_slice(&999_u32.to_be_bytes());
    assert_eq!(reduce(&with_exif(&jpeg, &block)).expect("a picture").position, None);
    // A denominator of nothing.
    let mut block = exif(1, false);
    block[place + 4..place + 8].copy_from_slice(&0_u32.to_be_bytes());
    assert_eq!(reduce(&with_exif(&jpeg, &block)).expect("a picture").position, None);
    // A block that is no block.
    assert_eq!(reduce(&with_exif(&jpeg, b"MM\0\x2A\xFF\xFF\xFF\xFF")).expect("a picture").position, None);
}
