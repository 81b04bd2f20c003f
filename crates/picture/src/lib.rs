//! Pictures of strangers: decoded and written anew, so that nothing but pixels stays.
//!
//! What comes in may be broken, enormous when unfolded, or two things at once (a picture that is also
//! a page or an archive). What goes out is a JPEG of at most [`SIDE_MAX`] pixels on its longer side,
//! upright, without any metadata. Where the camera wrote a position, it is read first and given back
//! beside the picture. Runs in a process of its own, whose memory and time are limited from outside.

use std::io::Cursor;

use exif::{Exif, In, Tag, Value};
use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};
use serde::Serialize;

/// Longest side of what goes out, pixels.
pub const SIDE_MAX: u32 = 1_600;

/// Most pixels that are unfolded: more than any phone's camera gives by default.
const PIXELS_MAX: u64 = 60_000_000;

/// Most memory for one decoded picture, bytes.
const MEMORY_MAX: u64 = 320 * 1024 * 1024;

/// Where quality costs little: details of a crack or a label stay readable.
const QUALITY: u8 = 82;

/// A picture written anew.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// The JPEG.
    pub jpeg: Vec<u8>,
    /// Width, pixels.
    pub width: u32,
    /// Height, pixels.
    pub height: u32,
    /// Longitude and latitude that the camera wrote, degrees.
    pub position: Option<(f64, f64)>,
}

/// The line that goes before the JPEG from one process to the other.
#[derive(Debug, Serialize)]
pub struct Header {
    /// Width, pixels.
    pub width: u32,
    /// Height, pixels.
    pub height: u32,
    /// Longitude and latitude that the camera wrote, degrees.
    pub position: Option<(f64, f64)>,
}

impl Picture {
    /// What the other process is told.
    pub fn header(&self) -> Header {
        Header { width: self.width, height: self.height, position: self.position }
    }
}

/// Why a picture is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// No JPEG, PNG or WebP.
    #[error("it is neither JPEG nor PNG nor WebP")]
    Format,
    /// It would be too large when unfolded.
    #[error("it has {0} by {1} pixels, more than can be taken")]
    TooManyPixels(u32, u32),
    /// It is damaged, cut off or not what it says.
    #[error("it is damaged or cut off")]
    Damaged,
}

/// Decodes the picture and writes it anew.
///
/// # Errors
/// When it is none, damaged, or too large when unfolded.
pub fn reduce(bytes: &[u8]) -> Result<Picture, Refused> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|_| Refused::Damaged)?;
    if !matches!(reader.format(), Some(ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP)) {
        return Err(Refused::Format);
    }
    let mut limits = Limits::default();
    limits.max_alloc = Some(MEMORY_MAX);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|_| Refused::Damaged)?;
    // Before anything is unfolded: a bomb is small until then.
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > PIXELS_MAX || decoder.total_bytes() > MEMORY_MAX {
        return Err(Refused::TooManyPixels(width, height));
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let position = decoder.exif_metadata().ok().flatten().and_then(position);
    let decoded = DynamicImage::from_decoder(decoder).map_err(|_| Refused::Damaged)?;
    let mut small = if width.max(height) > SIDE_MAX { decoded.thumbnail(SIDE_MAX, SIDE_MAX) } else { decoded };
    small.apply_orientation(orientation);
    let rgb = small.into_rgb8();
    let mut jpeg = Vec::new();
    rgb.write_with_encoder(JpegEncoder::new_with_quality(&mut jpeg, QUALITY)).map_err(|_| Refused::Damaged)?;
    Ok(Picture { jpeg, width: rgb.width(), height: rgb.height(), position })
}

/// The position in an EXIF block, where there is a plausible one.
fn position(block: Vec<u8>) -> Option<(f64, f64)> {
    let exif = exif::Reader::new().read_raw(block).ok()?;
    let lon = degrees(&exif, Tag::GPSLongitude, Tag::GPSLongitudeRef, b'W')?;
    let lat = degrees(&exif, Tag::GPSLatitude, Tag::GPSLatitudeRef, b'S')?;
    // 0, 0 is what a camera writes that does not know.
    let plausible = lon.abs() <= 180.0 && lat.abs() <= 90.0 && (lon, lat) != (0.0, 0.0);
    plausible.then_some((lon, lat))
}

fn degrees(exif: &Exif, value: Tag, side: Tag, negative: u8) -> Option<f64> {
    let Value::Rational(parts) = &exif.get_field(value, In::PRIMARY)?.value else { return None };
    let [degrees, minutes, seconds] = parts.as_slice() else { return None };
    let whole = degrees.to_f64() + minutes.to_f64() / 60.0 + seconds.to_f64() / 3_600.0;
    let Value::Ascii(letters) = &exif.get_field(side, In::PRIMARY)?.value else { return None };
    let sign = if letters.first()?.first()? == &negative { -1.0 } else { 1.0 };
    whole.is_finite().then_some(sign * whole)
}
