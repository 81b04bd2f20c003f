//! Whether a checklist holds together and names only what is known.

use super::{Checklist, ITEMS_MAX, Item, PRACTICE, Rule};
use crate::refusal::{Code, Refusal, all_or_nothing};
use crate::text::{is_line, is_word};
use crate::vocabulary::{Vocabulary, known, repeated};

/// Longest name or question, in characters.
const SHORT: usize = 120;

/// Longest text on how to look, and longest description, in characters.
const LONG: usize = 400;

impl Checklist {
    /// Looks whether it can be used: ids that are unique, categories and kinds of places that are known, texts in both
    /// languages, sources that are listed.
    ///
    /// # Errors
    /// Everything that is wrong, in the order of the file.
    pub fn check(&self, words: &Vocabulary) -> Result<(), Vec<Refusal>> {
        let mut wrong = Vec::new();
        if !is_word(&self.id) {
            wrong.push(Refusal::new(Code::Word, "/id", &self.id));
        }
        if !is_line(&self.version, 40) {
            wrong.push(Refusal::new(Code::Id, "/version", &self.version));
        }
        wrong.extend(self.names.check("/names", SHORT));
        wrong.extend(self.check_kinds(words));
        wrong.extend(repeated("/rules", "/id", self.rules.iter().map(|rule| rule.id.as_str())));
        wrong.extend(self.rules.iter().enumerate().flat_map(|(index, rule)| self.check_rule(index, rule)));
        wrong.extend(self.check_length());
        wrong.extend(repeated("/items", "/id", self.items.iter().map(|item| item.id.as_str())));
        wrong.extend(self.items.iter().enumerate().flat_map(|(index, item)| self.check_item(index, item, words)));
        all_or_nothing(wrong)
    }

    fn check_kinds(&self, words: &Vocabulary) -> Vec<Refusal> {
        let kinds = || self.place_kinds.iter().map(String::as_str);
        let empty = self.place_kinds.is_empty().then(|| Refusal::new(Code::Empty, "/place_kinds", "[]"));
        let at = |index| format!("/place_kinds/{index}");
        let unknown =
            kinds().enumerate().filter_map(|(index, kind)| known(&words.place_kinds, Code::PlaceKind, at(index), kind));
        empty.into_iter().chain(unknown).chain(repeated("/place_kinds", "", kinds())).collect()
    }

    fn check_length(&self) -> Option<Refusal> {
        match self.items.len() {
            0 => Some(Refusal::new(Code::Empty, "/items", "[]")),
            1..=ITEMS_MAX => None,
            length => Some(Refusal::new(Code::TooMany, "/items", length)),
        }
    }

    fn check_rule(&self, index: usize, rule: &Rule) -> Vec<Refusal> {
        let at = format!("/rules/{index}");
        let mut wrong = Vec::new();
        if !is_word(&rule.id) || rule.id == PRACTICE {
            wrong.push(Refusal::new(Code::Word, format!("{at}/id"), &rule.id));
        }
        if let Some(number) = rule.number.as_ref().filter(|number| !is_line(number, SHORT)) {
            wrong.push(Refusal::new(Code::Id, format!("{at}/number"), number));
        }
        if !self.items.iter().any(|item| item.source == rule.id) {
            wrong.push(Refusal::new(Code::RuleUnused, format!("{at}/id"), &rule.id));
        }
        wrong.extend(rule.names.check(&format!("{at}/names"), SHORT));
        wrong
    }

    fn check_item(&self, index: usize, item: &Item, words: &Vocabulary) -> Vec<Refusal> {
        let at = format!("/items/{index}");
        let mut wrong = Vec::new();
        if !is_word(&item.id) {
            wrong.push(Refusal::new(Code::Word, format!("{at}/id"), &item.id));
        }
        wrong.extend(item.question.check(&format!("{at}/question"), SHORT));
        wrong.extend(item.how.check(&format!("{at}/how"), LONG));
        wrong.extend(known(&words.categories, Code::Category, format!("{at}/fail/category"), &item.fail.category));
        wrong.extend(item.fail.description.check(&format!("{at}/fail/description"), LONG));
        if item.source != PRACTICE && !self.rules.iter().any(|rule| rule.id == item.source) {
            wrong.push(Refusal::new(Code::Source, format!("{at}/source"), &item.source));
        }
        if let Some(clause) = &item.clause
            && (item.source == PRACTICE || !is_line(clause, SHORT))
        {
            wrong.push(Refusal::new(Code::Source, format!("{at}/clause"), clause));
        }
        wrong
    }
}
