//! Files beside the message, and the address for further reading.

use super::Judge;
use super::uri::{has_form, is_absolute};
use crate::element::El;
use crate::reason::Reason;
use crate::report::shown;

pub(super) fn web(judge: &mut Judge, index: usize, value: &str) {
    if !is_absolute(value) {
        judge.say(Reason::InvalidWeb, index, || {
            format!("`{}` is no full address; write one such as `https://example.org/page`", shown(value))
        });
    }
}

/// Type and subtype of RFC 2045, parameters allowed.
pub(super) fn mime_type(judge: &mut Judge, index: usize, value: &str) {
    let is_token = |text: &str| {
        !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic() && !br#"()<>@,;:\"/[]?="#.contains(&byte))
    };
    let essence = value.split(';').next().unwrap_or_default().trim();
    if !essence.split_once('/').is_some_and(|(kind, subtype)| is_token(kind) && is_token(subtype)) {
        judge.say(Reason::InvalidMimeType, index, || {
            format!("`{}` is no media type; write one such as `image/png`", shown(value))
        });
    }
}

pub(super) fn size(judge: &mut Judge, index: usize, value: &str) {
    if value.parse::<u64>().is_err() {
        judge.say(Reason::InvalidResourceSize, index, || {
            format!("`{}` is no number of bytes; write a whole number, 0 or more", shown(value))
        });
    }
}

pub(super) fn uri(judge: &mut Judge, index: usize, value: &str) {
    if !has_form(value) {
        return judge.say(Reason::InvalidResourceUri, index, || format!("`{}` is no address", shown(value)));
    }
    let resource = judge.tree.nodes[index].parent as usize;
    if !is_absolute(value) && judge.tree.value(resource, El::DerefUri).is_none() {
        judge.say(Reason::RelativeUriWithoutDerefUri, index, || {
            format!("`{}` names no place; write a full address, or the content into `derefUri`", shown(value))
        });
    }
}

/// Base64, white space allowed anywhere.
pub(super) fn deref_uri(judge: &mut Judge, index: usize, value: &str) {
    let mut count = 0_usize;
    let mut padding = 0_usize;
    let sound = value.bytes().filter(|byte| !byte.is_ascii_whitespace()).all(|byte| {
        count += 1;
        padding += usize::from(byte == b'=');
        byte == b'=' || (padding == 0 && (byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/')))
    });
    if !sound || padding > 2 || !count.is_multiple_of(4) {
        judge.say(Reason::InvalidDerefUri, index, || format!("`{}` is not base64", shown(value)));
    }
}
