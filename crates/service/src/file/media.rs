//! What a file is, by its first bytes; what the sender says does not count.

use crate::ServiceError;

/// Largest voice note: a minute in any format that phones record.
const VOICE_MAX: usize = 2 * 1024 * 1024;

/// What can be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Media {
    /// Decoded and written anew.
    Picture,
    /// Stored as it is, under this media type.
    Voice(&'static str),
}

/// Recognises what can be taken.
pub(super) fn recognise(bytes: &[u8]) -> Result<Media, ServiceError> {
    let refused = |code, detail: &str| Err(ServiceError::invalid("file", code, detail));
    let at = |from: usize, text: &[u8]| bytes.get(from..from + text.len()) == Some(text);
    let voice = match bytes {
        [] => return refused("file_empty", "the file is empty"),
        [0xFF, 0xD8, 0xFF, ..] => return Ok(Media::Picture),
        _ if at(0, b"\x89PNG\r\n\x1a\n") || (at(0, b"RIFF") && at(8, b"WEBP")) => return Ok(Media::Picture),
        _ if at(4, b"ftyp") && is_heif(bytes) => {
            let detail =
                "this is a HEIC or AVIF picture; set the camera to `most compatible`, or send JPEG, PNG or WebP";
            return refused("file_heic", detail);
        }
        _ if at(4, b"ftyp") && has_sound_alone(bytes) => "audio/mp4",
        _ if at(0, b"OggS") => "audio/ogg",
        _ if at(0, b"RIFF") && at(8, b"WAVE") => "audio/wav",
        _ if at(0, b"ID3") || is_mpeg_audio(bytes) => "audio/mpeg",
        _ => {
            return refused(
                "file_kind",
                "only JPEG, PNG and WebP pictures and M4A, Ogg, MP3 and WAV voice notes are taken",
            );
        }
    };
    if bytes.len() > VOICE_MAX {
        let detail = format!("a voice note has at most 2 MiB, this one has {} bytes", bytes.len());
        return refused("voice_too_large", &detail);
    }
    Ok(Media::Voice(voice))
}

/// HEIF family by its major brand.
fn is_heif(bytes: &[u8]) -> bool {
    let brands: [&[u8]; 9] = [b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif"];
    bytes.get(8..12).is_some_and(|brand| brands.contains(&brand))
}

/// An MP4 with a sound track and no film: films are not taken.
fn has_sound_alone(bytes: &[u8]) -> bool {
    // The handler's kind stands eight bytes behind its box's name.
    let has = |kind: &[u8]| bytes.windows(16).any(|part| &part[..4] == b"hdlr" && &part[12..] == kind);
    has(b"soun") && !has(b"vide")
}

/// A frame header of MPEG audio, layer III.
fn is_mpeg_audio(bytes: &[u8]) -> bool {
    let [0xFF, second, third, ..] = bytes else { return false };
    let (version, layer) = (second >> 3 & 3, second >> 1 & 3);
    let (rate, frequency) = (third >> 4, third >> 2 & 3);
    second & 0xE0 == 0xE0 && version != 1 && layer == 1 && !matches!(rate, 0 | 15) && frequency != 3
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(bytes: &[u8]) -> &'static str {
        match recognise(bytes) {
            Err(ServiceError::Invalid { code, .. }) => code,
            other => panic!("{other:?}"),
        }
    }

    fn mp4(handlers: &[&[u8]]) -> Vec<u8> {
        let mut bytes = b"\0\0\0\x18ftypM4A \0\0\0\0".to_vec();
        for handler in handlers {
            bytes.extend_from_slice(b"\0\0\0\x21hdlr\0\0\0\0\0\0\0\0");
            bytes.extend_from_slice(handler);
        }
        bytes
    }

    #[test]
    fn first_bytes_decide() {
        for picture in [&b"\xFF\xD8\xFF\xE0"[..], b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBPVP8 "] {
            assert_eq!(recognise(picture).unwrap(), Media::Picture);
        }
        let voices: [(&[u8], &str); 5] = [
            (b"OggS\0", "audio/ogg"),
            (b"RIFF\0\0\0\0WAVEfmt ", "audio/wav"),
            (b"ID3\x04", "audio/mpeg"),
            (b"\xFF\xFB\x90\x00", "audio/mpeg"),
            (&mp4(&[b"soun"]), "audio/mp4"),
        ];
        for (voice, media_type) in voices {
            assert_eq!(recognise(voice).unwrap(), Media::Voice(media_type));
        }
        assert_eq!(code(b"\0\0\0\x18ftypheic"), "file_heic");
        assert_eq!(code(&mp4(&[b"soun", b"vide"])), "file_kind", "a film");
        for other in
            [&b"<svg onload=alert(1)>"[..], b"%PDF-1.7", b"GIF89a", b"MZ", b"PK\x03\x04", b"\xFF\xFF\xFF", b"\xFF"]
        {
            assert_eq!(code(other), "file_kind");
        }
        assert_eq!(code(b""), "file_empty");
    }

    #[test]
    fn a_voice_note_ends_at_two_mebibytes() {
        let mut bytes = b"OggS".to_vec();
        bytes.resize(VOICE_MAX, 0);
        assert!(recognise(&bytes).is_ok());
        bytes.push(0);
        assert_eq!(code(&bytes), "voice_too_large");
    }
}
