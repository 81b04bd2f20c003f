//! The four colours of a warning. A warning's colour is not a risk level and not a response level.

use serde::{Deserialize, Serialize};

/// Colour of a warning, the weakest first (domain reference 5.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WarningColour {
    /// 蓝色, level IV.
    Blue,
    /// 黄色, level III.
    Yellow,
    /// 橙色, level II.
    Orange,
    /// 红色, level I.
    Red,
}

impl WarningColour {
    /// Every colour, the weakest first.
    pub const ALL: [Self; 4] = [Self::Blue, Self::Yellow, Self::Orange, Self::Red];

    /// The stable word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Blue => "blue",
            Self::Yellow => "yellow",
            Self::Orange => "orange",
            Self::Red => "red",
        }
    }

    /// The colour with this [`word`](Self::word), in letters of either case.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|colour| word.eq_ignore_ascii_case(colour.word()))
    }
}
