//! One tap turns an item that failed into a hazard, with everything filled in.

use serde::{Deserialize, Serialize};

use crate::checklist::{Answer, Checklist, Verdict, check_answer};
use crate::point::Point;
use crate::refusal::{Code, Refusal, all_or_nothing};
use crate::text::Text;

/// Where an inspection took place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Site {
    /// Id of the place.
    pub place: String,
    /// Where it is, or where the item was found, where that is known.
    pub position: Option<Point>,
}

/// A hazard as an item that failed describes it, for a person to send.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Finding {
    /// Id of the hazard catalogue.
    pub category: String,
    /// The item's own words, and the note where there is one, in each language.
    pub description: Text,
    /// Id of the place.
    pub place: String,
    /// Where it is.
    pub position: Option<Point>,
    /// Ids of the photographs.
    pub photos: Vec<String>,
    /// The checklist that asked.
    pub checklist: String,
    /// Its version.
    pub version: String,
    /// The item that failed.
    pub item: String,
}

/// The hazard that this answer describes.
///
/// # Errors
/// [`Code::ItemUnknown`], [`Code::NotFailed`], [`Code::Photo`] where the item asks for a photograph and there is none, and
/// what else is wrong with the answer.
pub fn finding(checklist: &Checklist, answer: &Answer, site: &Site) -> Result<Finding, Vec<Refusal>> {
    let Some(item) = checklist.item(&answer.item) else {
        return Err(vec![Refusal::new(Code::ItemUnknown, "/item", &answer.item)]);
    };
    if answer.verdict != Verdict::Fail {
        return Err(vec![Refusal::new(Code::NotFailed, "/verdict", &answer.item)]);
    }
    let mut wrong = check_answer(item, answer, "");
    if let Some(at) = site.position.filter(|at| !at.is_valid()) {
        wrong.push(Refusal::new(Code::Position, "/position", format!("{}, {}", at.lon, at.lat)));
    }
    all_or_nothing(wrong)?;
    Ok(Finding {
        category: item.fail.category.clone(),
        description: described(&item.fail.description, answer.note.trim()),
        place: site.place.clone(),
        position: site.position,
        photos: answer.photos.clone(),
        checklist: checklist.id.clone(),
        version: checklist.version.clone(),
        item: item.id.clone(),
    })
}

/// The hazards of all answers that failed, in the order of the answers.
///
/// # Errors
/// What is wrong with the answers as a whole ([`Checklist::check_answers`]), or with the position.
pub fn findings(checklist: &Checklist, answers: &[Answer], site: &Site) -> Result<Vec<Finding>, Vec<Refusal>> {
    checklist.check_answers(answers)?;
    let failed = answers.iter().filter(|answer| answer.verdict == Verdict::Fail);
    failed.map(|answer| finding(checklist, answer, site)).collect()
}

/// The default words, and on a new line what was noted. The note is as it was written: it is not translated.
fn described(words: &Text, note: &str) -> Text {
    let one = |text: &String| if note.is_empty() { text.clone() } else { format!("{text}\n{note}") };
    Text(words.0.iter().map(|(language, text)| (language.clone(), one(text))).collect())
}
