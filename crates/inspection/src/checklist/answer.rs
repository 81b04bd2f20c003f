//! What whoever was there answered. Everything that is needed to judge it is on the phone: it works offline.

use serde::{Deserialize, Serialize};

use super::{Checklist, Item};
use crate::refusal::{Code, Refusal, all_or_nothing};
use crate::text::is_id;
use crate::vocabulary::repeated;

/// Longest note, in characters.
pub const NOTE_MAX_CHARS: usize = 1_000;

/// Most photographs of one item.
const PHOTOS_MAX: usize = 9;

/// What an item came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// 合格.
    Pass,
    /// 不合格.
    Fail,
    /// 不适用.
    NotApplicable,
}

/// The answer to one item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// The item.
    pub item: String,
    /// What it came to.
    pub verdict: Verdict,
    /// Ids of its photographs; they may arrive later than the answer.
    #[serde(default)]
    pub photos: Vec<String>,
    /// What else there is to say; empty where nothing is.
    #[serde(default)]
    pub note: String,
}

impl Checklist {
    /// Looks whether the answers are whole: each item once, a photograph of what failed where one is asked for,
    /// `not_applicable` only where the item allows it.
    ///
    /// # Errors
    /// Everything that is wrong. What is missing is named by its place in the checklist, what is wrong by its place among
    /// the answers.
    pub fn check_answers(&self, answers: &[Answer]) -> Result<(), Vec<Refusal>> {
        let mut wrong = repeated("/answers", "/item", answers.iter().map(|answer| answer.item.as_str()));
        for (index, answer) in answers.iter().enumerate() {
            let at = format!("/answers/{index}");
            match self.item(&answer.item) {
                None => wrong.push(Refusal::new(Code::ItemUnknown, format!("{at}/item"), &answer.item)),
                Some(item) => wrong.extend(check_answer(item, answer, &at)),
            }
        }
        let open = |item: &&Item| !answers.iter().any(|answer| answer.item == item.id);
        wrong.extend(self.items.iter().filter(open).map(|item| Refusal::new(Code::Unanswered, "/answers", &item.id)));
        all_or_nothing(wrong)
    }
}

/// What is wrong with one answer.
pub(crate) fn check_answer(item: &Item, answer: &Answer, at: &str) -> Vec<Refusal> {
    let mut wrong = Vec::new();
    match answer.verdict {
        Verdict::Pass => {}
        Verdict::Fail => {
            if item.photo_on_fail && answer.photos.is_empty() {
                wrong.push(Refusal::new(Code::Photo, format!("{at}/photos"), "[]"));
            }
        }
        Verdict::NotApplicable => {
            if !item.may_not_apply {
                wrong.push(Refusal::new(Code::Applies, format!("{at}/verdict"), "not_applicable"));
            }
        }
    }
    if answer.photos.len() > PHOTOS_MAX {
        wrong.push(Refusal::new(Code::TooMany, format!("{at}/photos"), answer.photos.len()));
    }
    let bad = answer.photos.iter().enumerate().filter(|(_, photo)| !is_id(photo));
    wrong.extend(bad.map(|(index, photo)| Refusal::new(Code::Id, format!("{at}/photos/{index}"), photo)));
    let line_end = |c: char| matches!(c, '\n' | '\r' | '\t');
    let control = answer.note.chars().any(|c| c.is_control() && !line_end(c));
    if control || answer.note.chars().count() > NOTE_MAX_CHARS {
        wrong.push(Refusal::new(Code::Range, format!("{at}/note"), &answer.note));
    }
    wrong
}
