//! From bytes to text: what the byte order mark says, else what the document declares, else UTF-8.

use std::borrow::Cow;

use encoding_rs::{Encoding, REPLACEMENT, UTF_8, UTF_16BE, UTF_16LE};

use crate::limits::BYTES_MAX;
use crate::reason::Reason;
use crate::report::shown;
use crate::scan::Fault;

/// The text of a document.
///
/// # Errors
/// When there is too much of it, or the bytes are not in the encoding that they claim.
pub(crate) fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, Fault> {
    if bytes.len() > BYTES_MAX {
        let message = format!("the document has {} bytes; at most {BYTES_MAX} are read", bytes.len());
        return Err(Fault::new(Reason::TooLarge, message));
    }
    let (encoding, bytes) = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => (encoding, &bytes[mark..]),
        None => (declared(bytes)?, bytes),
    };
    if encoding == UTF_8 {
        return match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Cow::Borrowed(text)),
            Err(error) => Err(invalid(encoding, &format!(" at byte {}", error.valid_up_to()))),
        };
    }
    encoding.decode_without_bom_handling_and_without_replacement(bytes).ok_or_else(|| invalid(encoding, ""))
}

fn invalid(encoding: &'static Encoding, at: &str) -> Fault {
    let message =
        format!("the bytes are not `{}`{at}; write the encoding that they are in into `<?xml …?>`", encoding.name());
    Fault::new(Reason::InvalidEncoding, message)
}

/// What the first bytes give away, or the declaration says.
fn declared(bytes: &[u8]) -> Result<&'static Encoding, Fault> {
    match bytes {
        [0, b'<', ..] => return Ok(UTF_16BE),
        [b'<', 0, ..] => return Ok(UTF_16LE),
        _ => {}
    }
    let Some(label) = label(bytes) else { return Ok(UTF_8) };
    match Encoding::for_label(label).filter(|encoding| *encoding != REPLACEMENT) {
        // A document in two bytes each could not have said so in single ones.
        Some(encoding) if encoding == UTF_16BE || encoding == UTF_16LE => Ok(UTF_8),
        Some(encoding) => Ok(encoding),
        None => {
            let name = shown(&String::from_utf8_lossy(label));
            let message = format!("the encoding `{name}` is not known here; send the message in UTF-8");
            Err(Fault::new(Reason::UnknownEncoding, message))
        }
    }
}

/// The value of `encoding` in `<?xml …?>`.
fn label(bytes: &[u8]) -> Option<&[u8]> {
    let rest = bytes.strip_prefix(b"<?xml")?;
    let end = rest.windows(2).take(200).position(|two| two == b"?>")?;
    let declaration = &rest[..end];
    let at = declaration.windows(8).position(|word| word == b"encoding")? + 8;
    let value = declaration[at..].trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let quote = *value.first().filter(|byte| matches!(byte, b'"' | b'\''))?;
    let end = value[1..].iter().position(|byte| *byte == quote)?;
    Some(&value[1..=end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_say_the_encoding() {
        let latin = b"<?xml version='1.0' encoding = 'ISO-8859-1' ?><a>\xe1</a>";
        assert!(decode(latin).expect("Latin-1").ends_with("<a>á</a>"));
        assert_eq!(decode(b"\xef\xbb\xbf<a/>").expect("UTF-8 with its mark"), "<a/>");
        assert_eq!(decode(b"\xfe\xff\0<\0a\0/\0>").expect("UTF-16 with its mark"), "<a/>");
        assert_eq!(decode(b"<\0a\0/\0>\0").expect("UTF-16 without"), "<a/>");
        let chinese = b"<?xml version=\"1.0\" encoding=\"gb18030\"?><a>\xba\xec</a>";
        assert!(decode(chinese).expect("GB 18030").ends_with("<a>红</a>"));
    }

    #[test]
    fn what_cannot_be_decoded_says_why() {
        let reason = |bytes: &[u8]| decode(bytes).expect_err("a fault").reason;
        assert_eq!(reason(b"<a>\xff</a>"), Reason::InvalidEncoding);
        assert_eq!(reason(b"<?xml version='1.0' encoding='utf-7'?><a/>"), Reason::UnknownEncoding);
        assert_eq!(reason(b"<?xml version='1.0' encoding='iso-2022-kr'?><a/>"), Reason::UnknownEncoding);
        assert_eq!(reason(&vec![b' '; BYTES_MAX + 1]), Reason::TooLarge);
    }
}
