//! Contradictions: a message that sends people where something is known to be wrong.
//!
//! On 20 July 2021 at 12:52 people were told to use public transport; at 18:00 the metro was full of water. What a text
//! tells people to use is found by phrases; what is known there, by open major hazards and closed places. A phrase
//! counts unless a negation stands right before it: a false alarm costs a changed sentence, a missed one more.

use serde::{Deserialize, Serialize};

use super::text::LANGUAGES;
use super::{Content, Said};
use crate::catalogue::Urgency;
use crate::hazard::Severity;
use crate::id::{HazardId, PlaceId};
use crate::names::Names;
use crate::unit::UnitPath;

/// Something that people can be told to use.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Advice {
    /// Stable id, such as `use_metro`.
    pub id: String,
    /// What it is called.
    pub names: Names,
    /// What a text says that means it, by language, in small letters.
    pub phrases: std::collections::BTreeMap<String, Vec<String>>,
    /// Kinds of place that it leads to.
    pub kinds: Vec<String>,
    /// Categories of hazard that speak against it where no place is known.
    pub categories: Vec<String>,
}

/// How advice is told from its contrary.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Speech {
    /// Words that turn what follows into its contrary.
    pub negations: Vec<String>,
    /// Words that end the reach of a negation.
    pub links: Vec<String>,
    /// Words that send people to what follows.
    pub going: Vec<String>,
}

/// Something open at a place, or about one.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenRisk {
    /// The hazard; none for a place that is closed without one.
    pub hazard: Option<HazardId>,
    /// Catalogue id of the hazard.
    pub category: Option<String>,
    /// How serious the hazard is.
    pub severity: Severity,
    /// How fast the hazard must be handled.
    pub urgency: Urgency,
    /// The place.
    pub place: Option<PlaceId>,
    /// Kind of the place.
    pub kind: Option<String>,
    /// Names of the place.
    pub names: Names,
    /// Whether the place is closed.
    pub closed: bool,
    /// Where.
    pub path: UnitPath,
}

/// A text that contradicts what is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Conflict {
    /// Where it is said: `said/residents/zh`, `detail/en` or `advice`.
    pub field: String,
    /// The words that say it; empty for advice that was chosen.
    pub phrase: String,
    /// The advice; none where a place is named.
    pub advice: Option<String>,
    /// What speaks against it.
    pub risk: OpenRisk,
}

impl OpenRisk {
    /// Whether it speaks against sending people there.
    pub fn weighs(&self) -> bool {
        self.closed || self.severity != Severity::General
    }

    fn speaks_against(&self, advice: &Advice) -> bool {
        let kind = self.kind.as_ref().is_some_and(|kind| advice.kinds.contains(kind));
        let category = self.category.as_ref().is_some_and(|category| advice.categories.contains(category));
        kind || category
    }
}

/// Every contradiction between what is said and what is open in the units of the message.
pub fn conflicts(content: &Content, all: &[Advice], speech: &Speech, risks: &[OpenRisk]) -> Vec<Conflict> {
    let risks: Vec<&OpenRisk> = risks.iter().filter(|risk| risk.weighs()).collect();
    let mut found = Vec::new();
    let mut against = |field: &str, phrase: &str, advice: &Advice| {
        for risk in risks.iter().filter(|risk| risk.speaks_against(advice)) {
            let advice = Some(advice.id.clone());
            found.push(Conflict { field: field.to_owned(), phrase: phrase.to_owned(), advice, risk: (*risk).clone() });
        }
    };
    for advice in all.iter().filter(|advice| content.advice.contains(&advice.id)) {
        against("advice", "", advice);
    }
    let texts = texts(content);
    for (field, text) in &texts {
        let text = text.to_lowercase();
        for advice in all {
            // One phrase of each advice is enough to show.
            let phrases = LANGUAGES.iter().filter_map(|language| advice.phrases.get(*language)).flatten();
            if let Some(phrase) = phrases.into_iter().find(|phrase| speech.says(&text, phrase)) {
                against(field, phrase, advice);
            }
        }
    }
    for (field, text) in &texts {
        let text = text.to_lowercase();
        for risk in &risks {
            let sent = risk.names.0.values().find(|name| speech.sends_to(&text, &name.to_lowercase()));
            if let Some(name) = sent {
                let (field, phrase) = (field.clone(), name.clone());
                found.push(Conflict { field, phrase, advice: None, risk: (*risk).clone() });
            }
        }
    }
    found
}

fn texts(content: &Content) -> Vec<(String, &str)> {
    let of = |said: &Said, language: &str| format!("said/{}/{language}", said.audience.word());
    let said = content
        .said
        .iter()
        .flat_map(|said| said.action.0.iter().map(move |(language, text)| (of(said, language), text.as_str())));
    let detail = content.detail.0.iter().map(|(language, text)| (format!("detail/{language}"), text.as_str()));
    said.chain(detail).collect()
}

/// Shortest name of a place that is looked for, in characters: shorter ones stand in too many words.
const NAME_MIN_CHARS: usize = 3;
/// Characters between a negation or a verb and what it is about.
const GAP_MAX_CHARS: usize = 3;

impl Speech {
    /// Whether the text says the phrase, not its contrary.
    fn says(&self, text: &str, phrase: &str) -> bool {
        text.match_indices(phrase).any(|(at, _)| !self.negated(&text[..at]))
    }

    /// Whether the text sends people to what has this name.
    fn sends_to(&self, text: &str, name: &str) -> bool {
        if name.chars().count() < NAME_MIN_CHARS {
            return false;
        }
        text.match_indices(name).any(|(at, _)| {
            let before = &text[..at];
            let verbs = self.going.iter().filter_map(|verb| before.rfind(verb.as_str()).map(|from| (from, verb.len())));
            let near = |(from, length): &(usize, usize)| self.is_gap(&before[from + length..]);
            verbs.filter(near).any(|(from, _)| !self.negated(&before[..from]))
        })
    }

    /// Whether what follows `before` is turned into its contrary.
    fn negated(&self, before: &str) -> bool {
        let ends = self.negations.iter().filter_map(|word| before.rfind(word.as_str()).map(|at| at + word.len()));
        ends.into_iter().any(|end| self.is_gap(&before[end..]))
    }

    /// Whether nothing that matters stands between two words.
    fn is_gap(&self, between: &str) -> bool {
        let between = between.trim();
        let stop = |c: char| "，。；,.;!！\n".contains(c);
        let linked = self.links.iter().any(|link| between.contains(link.as_str()));
        between.chars().count() <= GAP_MAX_CHARS && !linked && !between.contains(stop)
    }
}
