//! The draw itself: steps 2 to 6 of the method.

use std::collections::{BTreeMap, BTreeSet};

use super::keystream::{Keystream, hex};
use super::record::{Check, Commitment, Draw, hold};
use super::{Pool, PoolPlace};
use crate::refusal::{Code, Refusal};

/// Places of low risk per quota: one in twenty, 5 %.
const LOW_RISK_ONE_IN: usize = 20;

/// Draws places and posts. The same seed, lists and public words always give the same draw.
///
/// `public_words` are the words of the public source that the commitment names; empty where it names none.
///
/// # Errors
/// What is wrong with the lists; [`Code::Seed`] or [`Code::Lists`] where they are not what the commitment was made for;
/// [`Code::Range`] where public words are missing, not asked for, or hold a control character.
pub fn draw(pool: &Pool, published: &Commitment, seed: &[u8; 32], public_words: &str) -> Result<Draw, Vec<Refusal>> {
    pool.check()?;
    hold(published, pool, seed)?;
    let named = !published.public_source.is_empty();
    if named == public_words.is_empty() || public_words.chars().any(char::is_control) {
        return Err(vec![Refusal::new(Code::Range, "/public_words", public_words)]);
    }
    let (seed, pool_sha256) = (hex(seed), &published.pool_sha256);
    let mut numbers = Keystream::of(&format!("bridgehead sampling key 1\n{seed}\n{pool_sha256}\n{public_words}\n"));
    let places = draw_places(pool, &mut numbers);
    let checks = draw_posts(pool, &places, &mut numbers);
    Ok(Draw { published: published.clone(), pool: pool.clone(), seed, public_words: public_words.to_owned(), checks })
}

/// Steps 4 and 5.
fn draw_places<'a>(pool: &'a Pool, numbers: &mut Keystream) -> Vec<&'a PoolPlace> {
    let mut places: Vec<&PoolPlace> = pool.places.iter().collect();
    places.sort_by(|a, b| a.id.cmp(&b.id));
    let (mut low, mut others): (Vec<_>, Vec<_>) = places.into_iter().partition(|place| place.low_risk);
    let quota = pool.quota as usize;
    let share = quota.div_ceil(LOW_RISK_ONE_IN).min(low.len());
    let from_low = share.max(quota.saturating_sub(others.len()));
    let mut drawn = first_of_shuffled(&mut low, from_low, numbers);
    drawn.extend(first_of_shuffled(&mut others, quota - from_low, numbers));
    drawn
}

fn first_of_shuffled<'a>(list: &mut [&'a PoolPlace], count: usize, numbers: &mut Keystream) -> Vec<&'a PoolPlace> {
    for index in 0..count {
        let other = index + numbers.below(list.len() - index);
        list.swap(index, other);
    }
    list[..count].to_vec()
}

/// Step 6.
fn draw_posts(pool: &Pool, places: &[&PoolPlace], numbers: &mut Keystream) -> Vec<Check> {
    let conflicts: BTreeSet<(&str, &str)> =
        pool.excluded.iter().map(|pair| (pair.place.as_str(), pair.post.as_str())).collect();
    // Sorted by post, as the method asks.
    let mut load: BTreeMap<&str, u32> = pool.posts.iter().map(|post| (post.as_str(), 0)).collect();
    let team = |place: &&PoolPlace| {
        let mut team: Vec<&str> = Vec::new();
        for _ in 0..pool.team {
            let free = |post: &&str| !team.contains(post) && !conflicts.contains(&(place.id.as_str(), *post));
            let fewest = load.iter().filter(|(post, _)| free(post)).map(|(_, count)| *count).min();
            let eligible: Vec<&str> = load
                .iter()
                .filter(|(post, count)| free(post) && Some(**count) == fewest)
                .map(|(post, _)| *post)
                .collect();
            let chosen = eligible[numbers.below(eligible.len())];
            load.entry(chosen).and_modify(|count| *count += 1);
            team.push(chosen);
        }
        let posts = team.into_iter().map(str::to_owned).collect();
        Check { place: place.id.clone(), low_risk: place.low_risk, posts }
    };
    places.iter().map(team).collect()
}
