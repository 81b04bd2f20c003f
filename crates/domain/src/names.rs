//! Names by language tag.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A thing's names, keyed by BCP 47 language tag (`zh`, `en`).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Names(pub BTreeMap<String, String>);

/// Longest name accepted, in characters.
pub const NAME_MAX_CHARS: usize = 120;

impl Names {
    /// Names in Chinese and English.
    pub fn zh_en(zh: &str, en: &str) -> Self {
        Self(BTreeMap::from([("en".to_owned(), en.to_owned()), ("zh".to_owned(), zh.to_owned())]))
    }

    /// The Chinese name alone.
    pub fn zh(zh: &str) -> Self {
        Self(BTreeMap::from([("zh".to_owned(), zh.to_owned())]))
    }

    /// The name in `language`, else in Chinese, else any; empty only where there is no name at all.
    pub fn best(&self, language: &str) -> &str {
        self.0.get(language).or_else(|| self.0.get("zh")).or_else(|| self.0.values().next()).map_or("", String::as_str)
    }

    /// Whether there is at least one name and each is 1 to [`NAME_MAX_CHARS`] printable characters.
    pub fn is_valid(&self) -> bool {
        !self.0.is_empty()
            && self.0.iter().all(|(language, name)| {
                !language.is_empty()
                    && language.len() <= 35
                    && !name.trim().is_empty()
                    && name.chars().count() <= NAME_MAX_CHARS
                    && !name.chars().any(char::is_control)
            })
    }
}
