//! Language tags.

use super::Judge;
use crate::reason::Reason;
use crate::report::shown;

/// `xs:language`: parts of 1 to 8 letters or digits, hyphens between; the first of letters alone.
pub(super) fn check(judge: &mut Judge, index: usize, value: &str) {
    let mut parts = value.split('-');
    let sized = |part: &str| (1..=8).contains(&part.len());
    let first = parts.next().is_some_and(|part| sized(part) && part.bytes().all(|b| b.is_ascii_alphabetic()));
    if !first || !parts.all(|part| sized(part) && part.bytes().all(|b| b.is_ascii_alphanumeric())) {
        judge.say(Reason::InvalidLanguage, index, || {
            format!("`{}` is no language tag; write one such as `zh-CN`", shown(value))
        });
    }
}
