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
        _ if at(0, b"\x1A\x45\xDF\xA3") && is_webm_sound(bytes) => "audio/webm",
        _ if at(0, b"RIFF") && at(8, b"WAVE") => "audio/wav",
        _ if at(0, b"ID3") || is_mpeg_audio(bytes) => "audio/mpeg",
        _ => {
            return refused(
                "file_kind",
                "only JPEG, PNG and WebP pictures and M4A, Ogg, WebM, MP3 and WAV voice notes are taken",
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

/// A WebM whose tracks are all of sound: films are not taken.
fn is_webm_sound(bytes: &[u8]) -> bool {
    const HEAD: u64 = 0x1A45_DFA3;
    const KIND: u64 = 0x4282;
    const SEGMENT: u64 = 0x1853_8067;
    const TRACKS: u64 = 0x1654_AE6B;
    const TRACK: u64 = 0xAE;
    const TRACK_KIND: u64 = 0x83;
    const SOUND: &[u8] = &[2];
    let in_webm = inside(bytes, HEAD).and_then(|head| inside(head, KIND)) == Some(&b"webm"[..]);
    let Some(tracks) = inside(bytes, SEGMENT).and_then(|segment| inside(segment, TRACKS)) else { return false };
    let mut kinds =
        elements(tracks).filter(|(id, _)| *id == TRACK).map(|(_, track)| inside(track, TRACK_KIND)).peekable();
    in_webm && kinds.peek().is_some() && kinds.all(|kind| kind == Some(SOUND))
}

/// What the first element of this id holds.
fn inside(bytes: &[u8], wanted: u64) -> Option<&[u8]> {
    elements(bytes).find(|(id, _)| *id == wanted).map(|(_, content)| content)
}

/// The elements of EBML, the ground of WebM, one after another: each one's id and what it holds.
fn elements(bytes: &[u8]) -> impl Iterator<Item = (u64, &[u8])> {
    let mut left = bytes;
    std::iter::from_fn(move || {
        let (id, _, rest) = number(left)?;
        let (size, marker, rest) = number(rest)?;
        // All ones: its end was not known when it began. It ends with what it stands in.
        let open = size == 2 * marker - 1;
        let size = usize::try_from(size - marker).ok().filter(|_| !open).unwrap_or(usize::MAX);
        let (content, after) = rest.split_at(size.min(rest.len()));
        left = after;
        Some((id, content))
    })
}

/// A number of EBML, its marker, and the bytes behind it. The marker is the first bit that is set; its place tells how
/// many bytes there are. Ids are written with it, sizes mean what is left without it.
fn number(bytes: &[u8]) -> Option<(u64, u64, &[u8])> {
    let first = *bytes.first()?;
    let length = (1..=8_usize).find(|length| first >> (8 - length) == 1)?;
    let (digits, rest) = bytes.split_at_checked(length)?;
    let whole = digits.iter().fold(0, |whole: u64, digit| (whole << 8) | u64::from(*digit));
    Some((whole, 1 << (7 * length), rest))
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

    /// As browsers record it: the segment and its cluster are open, for their ends are not known yet.
    fn webm(kind: &[u8; 4], tracks: &[u8]) -> Vec<u8> {
        const OPEN: &[u8] = b"\x01\xFF\xFF\xFF\xFF\xFF\xFF\xFF";
        let mut bytes = b"\x1A\x45\xDF\xA3\x87\x42\x82\x84".to_vec();
        bytes.extend_from_slice(kind);
        bytes.extend_from_slice(b"\x18\x53\x80\x67");
        bytes.extend_from_slice(OPEN);
        // Something before the tracks, with the bytes of a film track in it.
        bytes.extend_from_slice(b"\xEC\x83\x83\x81\x01");
        bytes.extend_from_slice(b"\x16\x54\xAE\x6B\x40");
        bytes.push(u8::try_from(tracks.len() * 8).expect("a few tracks"));
        for track in tracks {
            bytes.extend_from_slice(b"\xAE\x86\xD7\x81\x01\x83\x81");
            bytes.push(*track);
        }
        bytes.extend_from_slice(b"\x1F\x43\xB6\x75");
        bytes.extend_from_slice(OPEN);
        bytes.extend_from_slice(b"\xA3\x83\x83\x81\x01");
        bytes
    }

    #[test]
    fn first_bytes_decide() {
        for picture in [&b"\xFF\xD8\xFF\xE0"[..], b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBPVP8 "] {
            assert_eq!(recognise(picture).unwrap(), Media::Picture);
        }
        let voices: [(&[u8], &str); 6] = [
            (b"OggS\0", "audio/ogg"),
            (b"RIFF\0\0\0\0WAVEfmt ", "audio/wav"),
            (b"ID3\x04", "audio/mpeg"),
            (b"\xFF\xFB\x90\x00", "audio/mpeg"),
            (&mp4(&[b"soun"]), "audio/mp4"),
            (&webm(b"webm", &[2]), "audio/webm"),
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
    fn a_webm_is_taken_for_its_sound_alone() {
        assert_eq!(recognise(&webm(b"webm", &[2, 2])).unwrap(), Media::Voice("audio/webm"));
        for film in [&[1_u8][..], &[2, 1], &[1, 2]] {
            assert_eq!(code(&webm(b"webm", film)), "file_kind", "a film");
        }
        assert_eq!(code(&webm(b"webm", &[])), "file_kind", "no track at all");
        assert_eq!(code(&webm(b"matr", &[2])), "file_kind", "another kind of EBML");
        // Broken off anywhere it is refused or taken, never more than that.
        let whole = webm(b"webm", &[2]);
        for end in 4..whole.len() {
            let _ = recognise(&whole[..end]);
        }
        assert_eq!(code(b"\x1A\x45\xDF\xA3"), "file_kind");
        assert_eq!(code(b"\x1A\x45\xDF\xA3\x00\x00"), "file_kind");
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
