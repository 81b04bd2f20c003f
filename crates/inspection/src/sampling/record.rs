//! What is published before, what is shown after, and whether the one follows from the other.

use std::fmt::Write;

use serde::{Deserialize, Serialize};

use super::keystream::sha256_hex;
use super::{METHOD, Pool, draw};
use crate::refusal::{Code, Refusal, all_or_nothing};
use crate::text::is_line;

/// What is published before the draw.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Commitment {
    /// [`METHOD`].
    pub method: String,
    /// SHA-256 of the 32 bytes of the seed, 64 small hexadecimal digits.
    pub seed_sha256: String,
    /// SHA-256 of the lists as text, in the same form.
    pub pool_sha256: String,
    /// Where public words will come from, and when; empty without them. Up to 500 characters.
    pub public_source: String,
}

/// What is shown after the draw: everything that is needed to redo it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Draw {
    /// What was published before.
    pub published: Commitment,
    /// The lists.
    pub pool: Pool,
    /// The seed, 64 small hexadecimal digits.
    pub seed: String,
    /// The words of the public source; empty without one.
    pub public_words: String,
    /// What was drawn, in the order of the draw.
    pub checks: Vec<Check>,
}

/// A place that was drawn, and the posts that check it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// The place.
    pub place: String,
    /// Whether it was drawn as one of low risk.
    pub low_risk: bool,
    /// The posts, in the order of the draw.
    pub posts: Vec<String>,
}

/// What to publish before a draw from these lists with this seed. The seed stays secret until then.
///
/// # Errors
/// What is wrong with the lists, or [`Code::Id`] where the name of the public source is no line of up to 500 characters.
pub fn commit(pool: &Pool, seed: &[u8; 32], public_source: &str) -> Result<Commitment, Vec<Refusal>> {
    pool.check()?;
    if !public_source.is_empty() && !is_line(public_source, 500) {
        return Err(vec![Refusal::new(Code::Id, "/public_source", public_source)]);
    }
    Ok(Commitment {
        method: METHOD.to_owned(),
        seed_sha256: sha256_hex(seed),
        pool_sha256: sha256_hex(as_text(pool).as_bytes()),
        public_source: public_source.to_owned(),
    })
}

/// Whether the draw follows from its seed and lists, and these are what was published.
///
/// `published` is the commitment as it was published, from where it was published: the one inside the record proves nothing.
///
/// # Errors
/// [`Code::Seed`] or [`Code::Lists`] where they are others, [`Code::Record`] with the first entry that does not follow, or
/// what is wrong with the lists.
pub fn verify(record: &Draw, published: &Commitment) -> Result<(), Vec<Refusal>> {
    if record.published != *published {
        return Err(vec![Refusal::new(Code::Record, "/published", &record.published.seed_sha256)]);
    }
    let seed = bytes(&record.seed).ok_or_else(|| vec![Refusal::new(Code::Seed, "/seed", &record.seed)])?;
    let again = draw(&record.pool, published, &seed, &record.public_words)?;
    let pairs = again.checks.iter().zip(&record.checks);
    let same = pairs.take_while(|(right, given)| right == given).count();
    if same == again.checks.len() && same == record.checks.len() {
        return Ok(());
    }
    let given = record.checks.get(same).map_or("", |check| &check.place);
    Err(vec![Refusal::new(Code::Record, format!("/checks/{same}"), given)])
}

/// Whether method, seed and lists are what the commitment was made for.
pub(super) fn hold(published: &Commitment, pool: &Pool, seed: &[u8; 32]) -> Result<(), Vec<Refusal>> {
    let mut wrong = Vec::new();
    if published.method != METHOD {
        wrong.push(Refusal::new(Code::Record, "/published/method", &published.method));
    }
    if published.seed_sha256 != sha256_hex(seed) {
        wrong.push(Refusal::new(Code::Seed, "/published/seed_sha256", &published.seed_sha256));
    }
    if published.pool_sha256 != sha256_hex(as_text(pool).as_bytes()) {
        wrong.push(Refusal::new(Code::Lists, "/published/pool_sha256", &published.pool_sha256));
    }
    all_or_nothing(wrong)
}

/// Step 1 of the method. Writing to a text cannot fail.
fn as_text(pool: &Pool) -> String {
    let mut text = "bridgehead sampling pool 1\n".to_owned();
    let mut places: Vec<_> = pool.places.iter().map(|place| (place.id.as_str(), place.low_risk)).collect();
    let mut posts: Vec<_> = pool.posts.iter().map(String::as_str).collect();
    let mut excluded: Vec<_> = pool.excluded.iter().map(|pair| (pair.place.as_str(), pair.post.as_str())).collect();
    places.sort_unstable();
    posts.sort_unstable();
    excluded.sort_unstable();
    let _ = writeln!(text, "quota\t{}\nteam\t{}", pool.quota, pool.team);
    for (id, low_risk) in places {
        let _ = writeln!(text, "place\t{id}\t{}", if low_risk { "low" } else { "other" });
    }
    for id in posts {
        let _ = writeln!(text, "post\t{id}");
    }
    for (place, post) in excluded {
        let _ = writeln!(text, "excluded\t{place}\t{post}");
    }
    text
}

/// The 32 bytes of 64 small hexadecimal digits.
fn bytes(hex: &str) -> Option<[u8; 32]> {
    if hex.len() != 64 || !hex.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f')) {
        return None;
    }
    let mut bytes = [0; 32];
    for (index, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&hex[2 * index..2 * index + 2], 16).ok()?;
    }
    Some(bytes)
}
