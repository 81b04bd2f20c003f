//! Texts by language, and the words and ids that data uses.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::refusal::{Code, Refusal};

/// The languages that shipped data must have.
pub const LANGUAGES: [&str; 2] = ["zh", "en"];

/// A text by BCP 47 language tag; `zh` and `en` are required, others may be there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Text(pub BTreeMap<String, String>);

impl Text {
    /// A text in Chinese and English.
    pub fn zh_en(zh: &str, en: &str) -> Self {
        Self(BTreeMap::from([("zh".to_owned(), zh.to_owned()), ("en".to_owned(), en.to_owned())]))
    }

    /// The text in `language`, else in Chinese, else in any; empty only where there is none.
    pub fn best(&self, language: &str) -> &str {
        self.0.get(language).or_else(|| self.0.get("zh")).or_else(|| self.0.values().next()).map_or("", String::as_str)
    }

    /// What is wrong with it: a required language is missing, or a text is empty, longer than `max_chars` characters or
    /// holds a control character.
    pub(crate) fn check(&self, path: &str, max_chars: usize) -> Vec<Refusal> {
        let required = LANGUAGES.iter().filter(|language| !self.0.contains_key(**language));
        let missing = required.map(|language| Refusal::new(Code::Language, format!("{path}/{language}"), ""));
        let wrong = self.0.iter().filter(|(_, text)| !is_line(text, max_chars));
        missing.chain(wrong.map(|(at, text)| Refusal::new(Code::Language, format!("{path}/{at}"), text))).collect()
    }
}

/// Whether it is 1 to `max_chars` characters, not all blank, none of them a control character.
pub(crate) fn is_line(text: &str, max_chars: usize) -> bool {
    !text.trim().is_empty() && text.chars().count() <= max_chars && !text.chars().any(char::is_control)
}

/// Whether it is a stable word: 1 to 60 small letters, digits and underscores.
pub(crate) fn is_word(text: &str) -> bool {
    (1..=60).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

/// Whether it is an id that another part gave: 1 to 100 characters, none of them a control character.
pub(crate) fn is_id(text: &str) -> bool {
    is_line(text, 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_needs_both_languages() {
        let paths: Vec<_> = Text::default().check("/names", 10).into_iter().map(|refusal| refusal.path).collect();
        assert_eq!(paths, ["/names/zh", "/names/en"]);
        assert_eq!(Text::zh_en("电梯", "Lift").check("/names", 10), []);
    }

    #[test]
    fn a_text_that_is_blank_long_or_holds_a_control_character_is_refused() {
        for bad in [" ", "longer than ten", "two\nlines"] {
            assert_eq!(Text::zh_en("电梯", bad).check("/names", 10), [Refusal::new(Code::Language, "/names/en", bad)]);
        }
    }

    #[test]
    fn a_language_that_is_not_there_falls_back_to_chinese() {
        assert_eq!(Text::zh_en("电梯", "Lift").best("uk"), "电梯");
    }
}
