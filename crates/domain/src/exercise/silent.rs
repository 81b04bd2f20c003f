//! Who had not answered, and why: by title and unit, nobody by name.

use serde::{Deserialize, Serialize};

use crate::names::Names;

crate::words! {
    /// Why a post has not answered; the one after which most was done stands first.
    Silence {
        /// A carrier took a call, and nobody answered.
        NoAnswer = "no_answer",
        /// No carrier took any: the network is at fault, not the post.
        NoNetwork = "no_network",
        /// There is no number to ring.
        NoNumber = "no_number",
        /// No call had gone out yet.
        NotCalled = "not_called",
    }
}

impl Silence {
    /// Whether no channel could reach the post, as the board counts it.
    pub fn is_out_of_reach(self) -> bool {
        matches!(self, Self::NoNetwork | Self::NoNumber)
    }
}

/// Posts of one title in one unit that had not said 已收到 by a moment, for the same reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SilentPosts {
    /// The unit, told from others of the same name by the one above.
    pub unit: Names,
    /// Its code.
    pub code: Option<String>,
    /// Key of the title.
    pub title: String,
    /// Why.
    pub why: Silence,
    /// How many.
    pub posts: usize,
    /// Of them, those that were assumed because nobody holds one.
    pub assumed: usize,
    /// Of them, those that said 已收到 after that moment.
    pub answered_later: usize,
}
