//! Random double sampling (双随机): which places are checked is drawn at random, and so is which posts check them.
//!
//! **Cast.** A department makes the lists (a [`Pool`]): places, inspectors' posts, pairs with a conflict of interest, how
//! many places are to be checked. It chooses 32 random bytes, the seed, and publishes a [`Commitment`]: the SHA-256 of the
//! seed and of the lists. From then on neither can be changed unseen. At the draw the seed is shown; the [`Draw`] follows
//! from it alone, and [`verify`] recomputes it. Anybody can do the same without this program.
//!
//! **What it does not hold.** Whoever chooses the seed could try many before publishing one. That ends where the
//! commitment names a public source that nobody can know yet, such as the winning numbers of a state lottery on a day to
//! come: its words enter the draw.
//!
//! **Method** ([`METHOD`]). All texts are UTF-8; "sorted" means by bytes.
//! 1. The lists as text: the line `bridgehead sampling pool 1`, then lines of fields with a tab between them: `quota` and
//!    its number, `team` and its number, for each place sorted by id `place`, id and `low` or `other`, for each post sorted
//!    `post` and id, for each excluded pair sorted `excluded`, place and post. Each line ends with a line feed.
//! 2. The key: SHA-256 of four lines, each ended by a line feed: `bridgehead sampling key 1`, the seed as 64 small
//!    hexadecimal digits, the SHA-256 of the lists in the same form, the words of the public source (empty without one).
//! 3. Random numbers: the ChaCha20 keystream (RFC 8439) of that key, nonce and counter zero, read as 64-bit little-endian
//!    numbers. A number below n: the next one modulo n, leaving out those from the largest multiple of n within 2^64 on.
//! 4. The share of places of low risk: 5 % of the quota, rounded up, so at least one; fewer where there are not as many, more
//!    where there are not enough others.
//! 5. Places of low risk sorted by id, then the others: to draw k of n, for i from 0 to k − 1 swap entry i with entry
//!    i + (a number below n − i). The first k are drawn, in this order.
//! 6. For each drawn place in turn, as many times as the team has members: of the posts that have no conflict with it and
//!    are not in its team yet, those with the fewest places so far, sorted; a number below their count says which.
//!
//! Why 5 %: places that look safe are looked at too, for fairness, and so that the estimate of what is found where stays
//! honest (the same rule stands for forecasts).

mod check;
mod draw;
mod keystream;
mod record;

use serde::{Deserialize, Serialize};

pub use draw::draw;
pub use record::{Check, Commitment, Draw, commit, verify};

/// The name of the method, counted up with any change to it.
pub const METHOD: &str = "bridgehead_sampling_1";

/// Most places of a pool.
pub const PLACES_MAX: usize = 200_000;

/// Most posts of a pool.
pub const POSTS_MAX: usize = 2_000;

/// The lists that are drawn from. Ids are opaque: 1 to 100 characters, none of them a control character.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pool {
    /// Every place that may be drawn; up to [`PLACES_MAX`].
    pub places: Vec<PoolPlace>,
    /// Inspectors' posts; up to [`POSTS_MAX`].
    pub posts: Vec<String>,
    /// Pairs with a conflict of interest: this post does not check this place.
    #[serde(default)]
    pub excluded: Vec<Pair>,
    /// How many places are drawn.
    pub quota: u32,
    /// How many posts check each; 1 to 10, usually two.
    pub team: u32,
}

/// A place that may be drawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PoolPlace {
    /// Its id.
    pub id: String,
    /// Whether its risk is known to be low. Where it is not known, it is not low.
    pub low_risk: bool,
}

/// A place and a post with a conflict of interest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pair {
    /// The place.
    pub place: String,
    /// The post.
    pub post: String,
}
