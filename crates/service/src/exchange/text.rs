//! Opening a file under a limit, finding its encoding, reading it as UTF-8.

use std::fs::File;
use std::io::{Read, Seek};
use std::path::Path;

use encoding_rs::{CoderResult, Decoder, DecoderResult, Encoding, GB18030, UTF_8};

use super::error::ReadError;
use super::report::Report;

const CHUNK: usize = 64 << 10;

/// Opens a plain file of at most `max_bytes`; the size is compared before anything is read.
pub(super) fn open(path: &Path, max_bytes: u64) -> Result<File, ReadError> {
    // Looked at before opening: opening a pipe would wait for its writer.
    let metadata = std::fs::metadata(path)?;
    if !metadata.is_file() {
        return Err(ReadError::NotAFile);
    }
    if metadata.len() > max_bytes {
        return Err(ReadError::TooLarge { bytes: metadata.len(), limit: max_bytes });
    }
    if metadata.len() == 0 {
        return Err(ReadError::Empty);
    }
    Ok(File::open(path)?)
}

/// The whole of a file of at most `max_bytes`.
pub(super) fn bytes(path: &Path, max_bytes: u64) -> Result<Vec<u8>, ReadError> {
    let mut bytes = Vec::new();
    // `take`, because a file may grow after it was measured.
    open(path, max_bytes)?.take(max_bytes).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Opens a text file as UTF-8 without byte order mark. Unless its encoding is named, it is UTF-8 if all
/// of it is, else GB 18030 if all of it is, which is reported. This reads the file twice or three
/// times, which is cheap, instead of holding it in memory.
pub(super) fn text(
    path: &Path,
    max_bytes: u64,
    encoding: Option<&str>,
    report: &mut Report,
) -> Result<Decoded<File>, ReadError> {
    let mut file = open(path, max_bytes)?;
    let named = encoding.map(named).transpose()?;
    let first = named.unwrap_or(UTF_8);
    let encoding = match (first_malformed(&mut file, first)?, named) {
        (None, _) => first,
        (Some(offset), Some(_)) => return Err(ReadError::TextEncoding { encoding: first.name().to_owned(), offset }),
        (Some(offset), None) => {
            if has_mark(&mut file)? || first_malformed(&mut file, GB18030)?.is_some() {
                return Err(ReadError::TextEncoding { encoding: "UTF-8 or GB 18030".to_owned(), offset });
            }
            report.warning(0, "file", "gb18030", "encoding_guessed", "the file is not UTF-8; it was read as gb18030");
            GB18030
        }
    };
    file.rewind()?;
    Ok(Decoded::new(file, encoding))
}

/// The encoding of this label.
pub(super) fn named(label: &str) -> Result<&'static Encoding, ReadError> {
    Encoding::for_label(label.trim().as_bytes())
        .filter(|encoding| *encoding != encoding_rs::REPLACEMENT)
        .ok_or_else(|| ReadError::UnknownEncoding { label: label.to_owned() })
}

/// GB 18030 accepts most of UTF-16 and some of a damaged UTF-8: a mark at the beginning says that it is not.
fn has_mark(file: &mut File) -> Result<bool, ReadError> {
    file.rewind()?;
    let mut start = Vec::new();
    file.take(3).read_to_end(&mut start)?;
    Ok(Encoding::for_bom(&start).is_some())
}

/// Offset of the first byte that is not text in `encoding`, about; `None` where all are.
fn first_malformed(file: &mut File, encoding: &'static Encoding) -> Result<Option<u64>, ReadError> {
    file.rewind()?;
    let mut decoder = encoding.new_decoder_with_bom_removal();
    let (mut raw, mut text) = (vec![0; CHUNK], vec![0; 4 * CHUNK]);
    let mut offset = 0;
    loop {
        let read = file.read(&mut raw)?;
        let mut from = 0;
        loop {
            let (result, used, _) = decoder.decode_to_utf8_without_replacement(&raw[from..read], &mut text, read == 0);
            from += used;
            offset += used as u64;
            match result {
                DecoderResult::InputEmpty => break,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(length, after) => {
                    return Ok(Some(offset.saturating_sub(u64::from(length) + u64::from(after))));
                }
            }
        }
        if read == 0 {
            return Ok(None);
        }
    }
}

/// Reads any encoding as UTF-8, piece by piece. Malformed bytes become U+FFFD; [`text`] has made
/// sure that there are none.
pub(super) struct Decoded<R> {
    inner: R,
    decoder: Decoder,
    raw: Vec<u8>,
    text: Vec<u8>,
    from: usize,
    to: usize,
    ended: bool,
}

impl<R: Read> Decoded<R> {
    fn new(inner: R, encoding: &'static Encoding) -> Self {
        let decoder = encoding.new_decoder_with_bom_removal();
        // Room for whatever a piece can become; it is far from overflowing.
        let most = decoder.max_utf8_buffer_length(CHUNK).unwrap_or(4 * CHUNK);
        Self { inner, decoder, raw: vec![0; CHUNK], text: vec![0; most], from: 0, to: 0, ended: false }
    }

    fn fill(&mut self) -> std::io::Result<()> {
        while self.from == self.to && !self.ended {
            let read = self.inner.read(&mut self.raw)?;
            self.ended = read == 0;
            let (result, used, written, _) = self.decoder.decode_to_utf8(&self.raw[..read], &mut self.text, self.ended);
            if result == CoderResult::OutputFull || used != read {
                return Err(std::io::Error::other("a piece of text grew beyond its buffer"));
            }
            (self.from, self.to) = (0, written);
        }
        Ok(())
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        self.fill()?;
        let count = out.len().min(self.to - self.from);
        out[..count].copy_from_slice(&self.text[self.from..self.from + count]);
        self.from += count;
        Ok(count)
    }
}
