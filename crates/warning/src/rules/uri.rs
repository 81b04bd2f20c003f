//! Addresses, as far as their form goes. None is ever fetched from here.

/// Whether the text has the characters of an address: no white space, no quotes, brackets or control characters.
pub(crate) fn has_form(text: &str) -> bool {
    !text.is_empty()
        && !text.chars().any(|c| {
            c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | '{' | '}' | '|' | '\\' | '^' | '`')
        })
}

/// Whether it names its scheme (`https:`), so that it means the same everywhere.
pub(crate) fn is_absolute(text: &str) -> bool {
    has_form(text)
        && text.split_once(':').is_some_and(|(scheme, rest)| {
            scheme.starts_with(|c: char| c.is_ascii_alphabetic())
                && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
                && !rest.is_empty()
        })
}
