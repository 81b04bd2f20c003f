//! Whether the lists can be drawn from.

use std::collections::{BTreeMap, BTreeSet};

use super::{PLACES_MAX, POSTS_MAX, Pool};
use crate::refusal::{Code, Refusal, all_or_nothing};
use crate::text::is_id;
use crate::vocabulary::repeated;

impl Pool {
    /// Looks whether the lists can be drawn from: ids that stand once, a quota that there are places for, and for each
    /// place enough posts without a conflict of interest, so that the draw of posts cannot undo the draw of places.
    ///
    /// # Errors
    /// Everything that is wrong.
    pub fn check(&self) -> Result<(), Vec<Refusal>> {
        let mut wrong = Vec::new();
        wrong.extend(too_many("/places", self.places.len(), PLACES_MAX));
        wrong.extend(too_many("/posts", self.posts.len(), POSTS_MAX));
        all_or_nothing(std::mem::take(&mut wrong))?;
        let (places, posts) =
            (|| self.places.iter().map(|place| place.id.as_str()), || self.posts.iter().map(String::as_str));
        wrong.extend(bad_ids("/places", "/id", places()));
        wrong.extend(bad_ids("/posts", "", posts()));
        wrong.extend(repeated("/places", "/id", places()));
        wrong.extend(repeated("/posts", "", posts()));
        if self.quota == 0 || self.quota as usize > self.places.len() {
            wrong.push(Refusal::new(Code::Quota, "/quota", self.quota));
        }
        if !(1..=10).contains(&self.team) {
            wrong.push(Refusal::new(Code::Range, "/team", self.team));
        }
        wrong.extend(self.check_pairs(places().collect(), posts().collect()));
        all_or_nothing(wrong)
    }

    /// Pairs that name nothing, and places that too few posts may check.
    fn check_pairs(&self, places: BTreeSet<&str>, posts: BTreeSet<&str>) -> Vec<Refusal> {
        let mut wrong = Vec::new();
        let mut conflicts: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (index, pair) in self.excluded.iter().enumerate() {
            if !places.contains(pair.place.as_str()) {
                wrong.push(Refusal::new(Code::Pair, format!("/excluded/{index}/place"), &pair.place));
            }
            if !posts.contains(pair.post.as_str()) {
                wrong.push(Refusal::new(Code::Pair, format!("/excluded/{index}/post"), &pair.post));
            } else if !conflicts.entry(&pair.place).or_default().insert(&pair.post) {
                wrong.push(Refusal::new(Code::Twice, format!("/excluded/{index}"), &pair.place));
            }
        }
        let left = |id: &str| posts.len() - conflicts.get(id).map_or(0, BTreeSet::len);
        let short = self.places.iter().enumerate().filter(|(_, place)| left(&place.id) < self.team as usize);
        wrong.extend(short.map(|(index, place)| Refusal::new(Code::Team, format!("/places/{index}/id"), &place.id)));
        wrong
    }
}

fn too_many(path: &str, length: usize, most: usize) -> Option<Refusal> {
    (length > most).then(|| Refusal::new(Code::TooMany, path, length))
}

fn bad_ids<'a>(list: &str, key: &str, ids: impl Iterator<Item = &'a str>) -> Vec<Refusal> {
    let bad = ids.enumerate().filter(|(_, id)| !is_id(id));
    bad.map(|(index, id)| Refusal::new(Code::Id, format!("{list}/{index}{key}"), id)).collect()
}
