//! A part of a file by its bytes (RFC 9110, section 14): some players of sound play nothing that comes only as a whole.

use std::ops::RangeInclusive;

use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, IntoResponseParts, Response};
use http_range_header::{RangeUnsatisfiableError, parse_range_header};

use crate::problem::Problem;

/// What a request asks for.
enum Asked {
    Whole,
    Part(RangeInclusive<usize>),
    /// Bytes that the file does not have.
    Beyond,
}

/// A file with what is said `about` it, or the part of it that the headers ask for.
pub(crate) fn answer(headers: &HeaderMap, about: impl IntoResponseParts, bytes: Vec<u8>) -> Response {
    let length = bytes.len();
    let bytes = Bytes::from(bytes);
    let offered = [(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"))];
    match asked(headers, length) {
        Asked::Whole => (offered, about, bytes).into_response(),
        Asked::Beyond => {
            let detail = format!("the file has {length} bytes, and none of those asked for");
            let problem = Problem::new(StatusCode::RANGE_NOT_SATISFIABLE, "range_not_satisfiable", detail);
            ([(header::CONTENT_RANGE, format!("bytes */{length}"))], problem).into_response()
        }
        Asked::Part(part) => {
            let told = [(header::CONTENT_RANGE, format!("bytes {}-{}/{length}", part.start(), part.end()))];
            (StatusCode::PARTIAL_CONTENT, offered, told, about, bytes.slice(part)).into_response()
        }
    }
}

/// What cannot be read, and several parts at once, are answered with the whole: that is right too. So is a part of the
/// version that the client has: a file is sent without a mark to tell versions by.
fn asked(headers: &HeaderMap, length: usize) -> Asked {
    let range = headers.get(header::RANGE).and_then(|range| range.to_str().ok());
    let ranges = range.filter(|_| !headers.contains_key(header::IF_RANGE)).map(parse_range_header);
    let Some(Ok(ranges)) = ranges else { return Asked::Whole };
    let ranges = match ranges.validate(length as u64) {
        Ok(ranges) => ranges,
        // More of its last bytes than it has.
        Err(RangeUnsatisfiableError::FileSuffixOutOfBounds) => return Asked::Whole,
        Err(_) => return Asked::Beyond,
    };
    let [part] = ranges.as_slice() else { return Asked::Whole };
    // What lies in memory has a size that fits.
    match (usize::try_from(*part.start()), usize::try_from(*part.end())) {
        (Ok(start), Ok(end)) => Asked::Part(start..=end),
        _ => Asked::Beyond,
    }
}
