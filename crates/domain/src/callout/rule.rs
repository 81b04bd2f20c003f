//! How many posts of a unit must confirm.

use serde::Deserialize;

/// When a unit counts as confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Rule {
    /// One of its posts is enough.
    Any,
    /// Each of them.
    Each,
    /// So many of them, or all where there are fewer.
    Quorum {
        /// How many.
        posts: u32,
    },
}

impl Rule {
    /// Whether a unit with `called` posts is confirmed when `confirmed` of them are. A unit without posts is not:
    /// nobody is there.
    pub fn is_met(self, confirmed: u32, called: u32) -> bool {
        let needed = match self {
            Self::Any => 1,
            Self::Each => called,
            Self::Quorum { posts } => posts.min(called),
        };
        called > 0 && confirmed >= needed.max(1)
    }
}
