//! What free text may not hold, or should not.

use super::Judge;
use crate::reason::Reason;
use crate::report::shown;

/// Characters that no XML text may have, not even written as a number.
pub(super) fn characters(judge: &mut Judge, index: usize, value: &str) {
    let is_wrong = |c: char| (c < ' ' && !matches!(c, '\t' | '\n' | '\r')) || matches!(c, '\u{fffe}' | '\u{ffff}');
    // Nearly all text has none: bytes tell that faster.
    let suspicious = value.bytes().any(|byte| byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r') || byte == 0xef);
    if suspicious && let Some(wrong) = value.chars().find(|&c| is_wrong(c)) {
        judge.say(Reason::InvalidCharacters, index, || {
            format!("the character U+{:04X} may not stand in `{}`; leave it out", u32::from(wrong), shown(value))
        });
    }
}

/// Tags and entities that were escaped, and so would be shown to people as they stand.
pub(super) fn html(judge: &mut Judge, index: usize, value: &str) {
    if let Some(found) = tag(value).or_else(|| entity(value)) {
        judge.say(Reason::TextContainsHtml, index, || {
            format!("`{}` looks like HTML and would be shown as it stands; write plain text", shown(found))
        });
    }
}

fn tag(value: &str) -> Option<&str> {
    value.match_indices('<').find_map(|(at, _)| {
        let rest = &value[at..];
        let name = rest[1..].trim_start_matches('/');
        let end = rest.char_indices().take(80).find(|(_, c)| *c == '>')?.0;
        name.starts_with(|c: char| c.is_ascii_alphabetic()).then(|| &rest[..=end])
    })
}

fn entity(value: &str) -> Option<&str> {
    value.match_indices('&').find_map(|(at, _)| {
        let rest = &value[at..];
        let end = rest.bytes().take(10).position(|byte| byte == b';')?;
        let name = rest[1..end].trim_start_matches('#');
        (!name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric())).then(|| &rest[..=end])
    })
}
