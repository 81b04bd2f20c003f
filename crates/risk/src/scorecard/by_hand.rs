//! A level set by hand beside the computed one.
//!
//! Anybody with a post may raise what is shown, with a reason. Only the level above may lower it. Either holds for the
//! days of the rules, and the computed level stands beside it. Lowering ends at once when the computed level rises above
//! what it was, or is not known any more: whoever lowered it did not know that. What is not known is never shown as low.
//! A level set by hand is of its unit alone; the units above are graded from facts.

use serde::{Deserialize, Serialize};

use super::rules::Rules;
use crate::RiskLevel;

/// Milliseconds in a day.
const DAY: i64 = 86_400_000;

/// As what somebody asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Asker {
    /// Without a post.
    NoPost,
    /// With a post, but none above this unit.
    Post,
    /// With a post in a unit above.
    Above,
}

/// A level set by hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ByHand {
    /// The level.
    pub level: RiskLevel,
    /// On which side of the computed level.
    pub way: Way,
    /// The computed level of then; none was grey.
    pub computed: Option<RiskLevel>,
    /// Why.
    pub reason: String,
    /// When it was set, ms UTC.
    pub from: i64,
    /// From when it does not hold any more, ms UTC.
    pub until: i64,
}

/// On which side of the computed level of then a level was set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// Above it, or there was none. The computed level is shown where it is higher.
    Raised,
    /// Below it, or back to it. The computed level is shown where it is lower, and as soon as it rises.
    Lowered,
}

/// Why a level was not set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotSet {
    /// Whoever asks has no post.
    #[error("no post: ask somebody who has one")]
    NoPost,
    /// There is no reason.
    #[error("no reason is given: say in a sentence what the computed level does not know")]
    NoReason,
    /// Only the level above may lower it.
    #[error("`{shown:?}` to `{to:?}` lowers the level: only a post in a unit above may do that")]
    OnlyAbove {
        /// What is shown.
        shown: RiskLevel,
        /// What was asked for.
        to: RiskLevel,
    },
    /// The level is what is shown already.
    #[error("`{0:?}` is shown already")]
    Same(RiskLevel),
    /// What is not known is never shown as low.
    #[error("too little is known to call it low: report what is missing first")]
    NotKnown,
}

impl NotSet {
    /// Stable word for programs.
    pub fn code(self) -> &'static str {
        match self {
            Self::NoPost => "level_without_post",
            Self::NoReason => "level_without_reason",
            Self::OnlyAbove { .. } => "level_lowered_from_below",
            Self::Same(_) => "level_shown_already",
            Self::NotKnown => "level_not_known",
        }
    }
}

/// What is shown: the computed level, or the one that holds by hand. None is grey.
pub fn shown(computed: Option<RiskLevel>, by_hand: Option<&ByHand>, now: i64) -> Option<RiskLevel> {
    let Some(by_hand) = by_hand.filter(|set| (set.from..set.until).contains(&now)) else { return computed };
    match (by_hand.way, computed) {
        (Way::Raised, computed) => computed.max(Some(by_hand.level)),
        (Way::Lowered, Some(computed)) if Some(computed) <= by_hand.computed => Some(computed.min(by_hand.level)),
        (Way::Lowered, computed) => computed,
    }
}

/// Sets a level. `computed` and `standing` are the computed level and what was set by hand before.
///
/// # Errors
/// [`NotSet`], with what to do.
pub fn set(
    rules: &Rules,
    computed: Option<RiskLevel>,
    standing: Option<&ByHand>,
    (asker, to, reason): (Asker, RiskLevel, &str),
    now: i64,
) -> Result<ByHand, NotSet> {
    let holding = standing.filter(|set| (set.from..set.until).contains(&now));
    match (asker, shown(computed, holding, now)) {
        (Asker::NoPost, _) => return Err(NotSet::NoPost),
        _ if reason.trim().is_empty() => return Err(NotSet::NoReason),
        _ if computed.is_none() && to == RiskLevel::Low => return Err(NotSet::NotKnown),
        (_, Some(shown)) if to == shown => return Err(NotSet::Same(shown)),
        (Asker::Post, Some(shown)) if to < shown => return Err(NotSet::OnlyAbove { shown, to }),
        (Asker::Post | Asker::Above, _) => {}
    }
    let way = if computed.is_some_and(|computed| to <= computed) { Way::Lowered } else { Way::Raised };
    let until = now.saturating_add(i64::from(rules.definition().overrides.days) * DAY);
    // From below, a lowered level can be raised part of the way, but not be kept below the computed one for longer.
    let until = match (asker, way, holding) {
        (Asker::Post, Way::Lowered, Some(holding)) => until.min(holding.until),
        _ => until,
    };
    Ok(ByHand { level: to, way, computed, reason: reason.trim().to_owned(), from: now, until })
}
