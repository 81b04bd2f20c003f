//! Answers that are kept finished: text, the same compressed, and a tag of its content.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use bytes::Bytes;
use serde::Serialize;

use crate::unit::{tag_of, with_tag};

/// Quality of the compression, 0 to 11: what is kept is compressed once, and somebody waits for it.
const QUALITY: i32 = 5;

/// JSON as it is sent, again and again.
#[derive(Debug, Clone)]
pub(crate) struct Packed {
    text: Bytes,
    brotli: Bytes,
    tag: String,
}

impl Packed {
    pub(crate) fn new(value: &impl Serialize) -> Self {
        let text: Bytes = serde_json::to_vec(value).unwrap_or_default().into();
        let params = brotli::enc::BrotliEncoderParams { quality: QUALITY, ..Default::default() };
        let mut packed = Vec::with_capacity(text.len() / 4);
        // Writing into memory cannot fail; if it did, the plain text is still right.
        let written = brotli::BrotliCompress(&mut text.as_ref(), &mut packed, &params);
        Self { tag: tag_of(&text), brotli: if written.is_ok() { packed.into() } else { Bytes::new() }, text }
    }

    /// Bytes in memory.
    pub(crate) fn len(&self) -> usize {
        self.text.len() + self.brotli.len()
    }

    /// The answer to a reader with these headers; nothing but the tag when it has the text already.
    pub(crate) fn answer(self, headers: &HeaderMap) -> Response {
        let wants = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
        let takes_brotli = wants.is_some_and(|wants| wants.split(',').any(|one| one.trim() == "br"));
        // Without it the router's own layer compresses as the reader asks.
        if !takes_brotli || self.brotli.is_empty() {
            return with_tag(headers, self.tag, self.text);
        }
        let mut response = with_tag(headers, self.tag, self.brotli);
        response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        if response.status() == StatusCode::OK {
            response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use http_body_util::BodyExt;

    use super::*;

    async fn answered(packed: &Packed, asked: &[(header::HeaderName, &str)]) -> (StatusCode, HeaderMap, Vec<u8>) {
        let headers = asked.iter().map(|(name, value)| (name.clone(), value.parse().expect("a header"))).collect();
        let (parts, body) = packed.clone().answer(&headers).into_parts();
        (parts.status, parts.headers, body.collect().await.expect("a body").to_bytes().to_vec())
    }

    #[tokio::test]
    async fn it_is_one_text_under_one_tag_packed_or_not() {
        let packed = Packed::new(&serde_json::json!({ "numbers": (0..500).collect::<Vec<u32>>() }));
        let (_, plain, text) = answered(&packed, &[]).await;
        let (_, small, bytes) = answered(&packed, &[(header::ACCEPT_ENCODING, "gzip, deflate, br")]).await;
        let mut unpacked = Vec::new();
        brotli::BrotliDecompress(&mut bytes.as_slice(), &mut unpacked).expect("brotli");
        assert_eq!(unpacked, text);
        assert!(bytes.len() < text.len() / 2);
        assert_eq!(
            (small[header::CONTENT_ENCODING].as_bytes(), plain.get(header::CONTENT_ENCODING)),
            (&b"br"[..], None)
        );
        assert_eq!(small[header::ETAG], plain[header::ETAG]);
        let tag = plain[header::ETAG].to_str().expect("a tag");
        for asked in [vec![], vec![(header::ACCEPT_ENCODING, "br")]] {
            let asked = [asked, vec![(header::IF_NONE_MATCH, tag)]].concat();
            let (status, _, body) = answered(&packed, &asked).await;
            assert_eq!((status, body.len()), (StatusCode::NOT_MODIFIED, 0));
        }
    }
}
