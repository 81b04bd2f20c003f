//! Texts of messages, in the recipient's language.

use std::borrow::Cow;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};

/// The languages that ship, the first one being the one for everybody else.
const SHIPPED: [(&str, &str); 2] = [("zh", include_str!("../texts/zh.ftl")), ("en", include_str!("../texts/en.ftl"))];

/// Every text in every language, the installation's own first.
pub struct Texts(Vec<(&'static str, FluentBundle<FluentResource>)>);

/// A text that is missing or damaged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TextsError {
    /// The shipped file cannot be read; a test holds that it can.
    #[error("the texts in `{0}` are damaged")]
    Damaged(&'static str),
    /// Nothing ships in this language.
    #[error("no texts ship in the language `{0}`; there are `zh` and `en`")]
    Unknown(String),
    /// No language has this text, or a value for it is missing.
    #[error("the text `{0}` cannot be made")]
    Missing(String),
}

impl std::fmt::Debug for Texts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Texts")
    }
}

impl Texts {
    /// The texts that ship.
    ///
    /// # Errors
    /// When a shipped file is damaged.
    pub fn shipped() -> Result<Self, TextsError> {
        let mut languages = Vec::new();
        for (tag, text) in SHIPPED {
            let damaged = || TextsError::Damaged(tag);
            let language = tag.parse().map_err(|_| damaged())?;
            let mut bundle = FluentBundle::new_concurrent(vec![language]);
            // Marks around each value would reach the phone as boxes.
            bundle.set_use_isolating(false);
            let resource = FluentResource::try_new(text.to_owned()).map_err(|_| damaged())?;
            bundle.add_resource(resource).map_err(|_| damaged())?;
            languages.push((tag, bundle));
        }
        Ok(Self(languages))
    }

    /// The same texts, with this language for everybody whose own is not known.
    ///
    /// # Errors
    /// When nothing ships in it.
    pub fn speaking(mut self, language: &str) -> Result<Self, TextsError> {
        let place = self.0.iter().position(|(tag, _)| *tag == language);
        self.0[..=place.ok_or_else(|| TextsError::Unknown(language.to_owned()))?].rotate_right(1);
        Ok(self)
    }

    /// The language of the installation.
    pub fn language(&self) -> &'static str {
        self.0.first().map_or("zh", |(tag, _)| tag)
    }

    /// A text with its values, in the language or else in the installation's own.
    ///
    /// # Errors
    /// When there is no such text, or a value for it is missing: nobody is sent half a sentence.
    pub fn get(&self, language: &str, key: &str, values: &[(&str, &str)]) -> Result<String, TextsError> {
        let missing = || TextsError::Missing(key.to_owned());
        let wanted = self.0.iter().find(|(tag, _)| *tag == language).or_else(|| self.0.first());
        let (_, bundle) = wanted.ok_or_else(missing)?;
        let pattern = bundle.get_message(key).and_then(|message| message.value()).ok_or_else(missing)?;
        let mut arguments = FluentArgs::new();
        for (name, value) in values {
            arguments.set(*name, *value);
        }
        let mut errors = Vec::new();
        let text: Cow<'_, str> = bundle.format_pattern(pattern, Some(&arguments), &mut errors);
        if errors.is_empty() { Ok(text.into_owned()) } else { Err(missing()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::message::StatusStep;

    #[test]
    fn every_status_has_a_short_text_in_each_language_and_no_marks_in_it() {
        let texts = Texts::shipped().expect("the texts");
        for language in ["zh", "en"] {
            for step in StatusStep::ALL {
                let key = format!("status-{}", step.word());
                let text = texts.get(language, &key, &[("number", "H-2026-000123")]).expect("a text");
                assert!(text.contains("H-2026-000123"));
                assert!(!text.contains(['\u{2068}', '\u{2069}']), "isolates");
                // One message: 70 characters of Chinese, 160 of Latin letters.
                assert!(text.chars().count() <= if language == "zh" { 60 } else { 140 }, "{text}");
            }
        }
        let half = texts.get("en", "status-closed", &[]);
        assert_eq!(half, Err(TextsError::Missing("status-closed".to_owned())));
        assert_eq!(
            texts.get("fr", "test-subject", &[("name", "x")]),
            texts.get("zh", "test-subject", &[("name", "x")])
        );
    }
    #[test]
    fn the_installation_speaks_one_of_the_shipped_languages() {
        let texts = Texts::shipped().expect("the texts").speaking("en").expect("English ships");
        assert_eq!(texts.language(), "en");
        let name = [("name", "x")];
        assert_eq!(texts.get("fr", "test-subject", &name).as_deref(), Ok("x: test"));
        assert_eq!(texts.get("zh", "test-subject", &name).as_deref(), Ok("x:测试"), "a reader's own stays");
        assert_eq!(texts.speaking("fr").err(), Some(TextsError::Unknown("fr".to_owned())));
    }
}
