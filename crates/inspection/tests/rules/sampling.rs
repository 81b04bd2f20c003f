//! Random double sampling: fair shares, no conflict of interest, and a record that can be redone.

use std::collections::BTreeMap;

use inspection::Code;
use inspection::sampling::{Check, Commitment, Draw, Pair, Pool, PoolPlace, commit, draw, verify};
use proptest::prelude::*;

use crate::common::codes;

const WORDS: &str = "03 07 11 19 28 30 09";

/// Thirty places, each third of low risk; six posts; two conflicts of interest.
fn pool(quota: u32) -> Pool {
    let place = |number: u32| PoolPlace { id: format!("place-{number:02}"), low_risk: number.is_multiple_of(3) };
    let pair = |place: &str, post: &str| Pair { place: place.to_owned(), post: post.to_owned() };
    Pool {
        places: (0..30).map(place).collect(),
        posts: (0..6).map(|number| format!("post-{number}")).collect(),
        excluded: vec![pair("place-01", "post-0"), pair("place-02", "post-3")],
        quota,
        team: 2,
    }
}

fn seed() -> [u8; 32] {
    std::array::from_fn(|index| index as u8)
}

fn drawn(pool: &Pool, seed: &[u8; 32]) -> (Commitment, Draw) {
    let published = commit(pool, seed, "").expect("a commitment");
    let draw = draw(pool, &published, seed, "").expect("a draw");
    (published, draw)
}

fn low(draw: &Draw) -> usize {
    draw.checks.iter().filter(|check| check.low_risk).count()
}

/// Redone from the description of the method with another program (Python, hashlib, ChaCha20 from RFC 8439).
#[test]
fn the_method_can_be_redone_from_its_description() {
    let pool = pool(25);
    let published = commit(&pool, &seed(), "lottery of 1 December 2026").expect("a commitment");
    assert_eq!(published.pool_sha256, "47cce40dfa5afa2fa1c544a3c301de5a663fc25bf2f54d527fcc20ef392c75e8");
    assert_eq!(published.seed_sha256, "630dcd2966c4336691125448bbb25b4ff412a49c732db2c8abc1b8581bd710dd");
    let draw = draw(&pool, &published, &seed(), WORDS).expect("a draw");
    let of = |check: &Check| format!("{} {}", &check.place[6..], check.posts.join(" ").replace("post-", ""));
    let expected = [
        "09 4 5", "24 1 2", "18 3 0", "00 2 5", "06 4 3", "10 0 1", "11 3 1", "22 4 5", "26 0 2", "04 0 1", "08 5 2",
        "05 3 4", "16 1 2", "25 3 0", "20 5 4", "01 2 3", "13 0 4", "28 1 5", "23 4 3", "17 2 1", "19 0 5", "29 4 1",
        "14 3 5", "02 2 0", "07 1 2",
    ];
    assert_eq!(draw.checks.iter().map(of).collect::<Vec<_>>(), expected);
    assert_eq!(verify(&draw, &published), Ok(()));
}

#[test]
fn one_in_twenty_is_of_low_risk_and_at_least_one() {
    let shares = [1, 5, 20].map(|quota| low(&drawn(&pool(quota), &seed()).1));
    assert_eq!(shares, [1, 1, 1]);
    let mut many = pool(1);
    many.places = (0..900).map(|number| PoolPlace { id: format!("{number}"), low_risk: number % 2 == 0 }).collect();
    many.excluded = Vec::new();
    let shares = [21, 40, 41, 400].map(|quota| low(&drawn(&Pool { quota, ..many.clone() }, &seed()).1));
    assert_eq!(shares, [2, 2, 3, 20]);
}

#[test]
fn more_are_of_low_risk_where_there_are_no_others_and_none_where_there_are_none() {
    let (mut all_low, mut none_low) = (pool(30), pool(10));
    all_low.places.iter_mut().for_each(|place| place.low_risk = true);
    none_low.places.iter_mut().for_each(|place| place.low_risk = false);
    assert_eq!((low(&drawn(&all_low, &seed()).1), low(&drawn(&none_low, &seed()).1)), (30, 0));
}

#[test]
fn the_order_of_the_lists_does_not_matter() {
    let mut turned = pool(10);
    turned.places.reverse();
    turned.posts.reverse();
    turned.excluded.reverse();
    let ((published, draw), (again, other)) = (drawn(&pool(10), &seed()), drawn(&turned, &seed()));
    assert_eq!((published, draw.checks), (again, other.checks));
}

#[test]
fn every_place_is_drawn_about_as_often() {
    let mut count: BTreeMap<String, i32> = BTreeMap::new();
    for number in 0..600_u32 {
        let seed = std::array::from_fn(|index| if index < 4 { number.to_le_bytes()[index] } else { 0 });
        for check in drawn(&pool(6), &seed).1.checks {
            *count.entry(check.place).or_default() += 1;
        }
    }
    // One of ten of low risk: 60 expected. Five of twenty others: 150 expected. Five standard deviations are 37 and 53.
    let fair = |place: &str, count: i32| {
        let number: u32 = place[6..].parse().expect("a number");
        if number.is_multiple_of(3) { (count - 60).abs() < 37 } else { (count - 150).abs() < 53 }
    };
    assert_eq!(count.len(), 30);
    assert!(count.iter().all(|(place, count)| fair(place, *count)), "{count:?}");
}

#[test]
fn lists_that_cannot_be_drawn_from_are_refused() {
    let refused = |change: fn(&mut Pool)| {
        let mut pool = pool(10);
        change(&mut pool);
        codes(commit(&pool, &seed(), ""))
    };
    let one = |code, path: &str| [(code, path.to_owned())];
    assert_eq!(refused(|pool| pool.quota = 31), one("quota_too_large", "/quota"));
    assert_eq!(refused(|pool| pool.quota = 0), one("quota_too_large", "/quota"));
    assert_eq!(refused(|pool| pool.team = 0), one("out_of_range", "/team"));
    assert_eq!(refused(|pool| pool.places[4].id = "place-05".to_owned()), one("listed_twice", "/places/5/id"));
    assert_eq!(refused(|pool| pool.posts[1] = "a\tb".to_owned()), one("id_invalid", "/posts/1"));
    assert_eq!(refused(|pool| pool.excluded[1].place = "moon".to_owned()), one("pair_unknown", "/excluded/1/place"));
    assert_eq!(refused(|pool| pool.excluded[1].post = "moon".to_owned()), one("pair_unknown", "/excluded/1/post"));
    assert_eq!(refused(|pool| pool.excluded.push(pool.excluded[0].clone())), one("listed_twice", "/excluded/2"));
}

#[test]
fn a_place_that_too_few_posts_may_check_is_named() {
    let mut pool = pool(10);
    pool.team = 6;
    let short = codes(commit(&pool, &seed(), ""));
    assert_eq!(short, [1, 2].map(|place| ("team_too_small", format!("/places/{place}/id"))));
}

#[test]
fn another_seed_or_other_lists_than_the_published_ones_are_refused() {
    let (published, _) = drawn(&pool(10), &seed());
    let other_seed = draw(&pool(10), &published, &[7; 32], "");
    assert_eq!(codes(other_seed), [("seed_mismatch", "/published/seed_sha256".to_owned())]);
    let other_lists = draw(&pool(11), &published, &seed(), "");
    assert_eq!(codes(other_lists), [("lists_mismatch", "/published/pool_sha256".to_owned())]);
}

#[test]
fn public_words_are_given_exactly_where_a_source_was_named() {
    let with = commit(&pool(10), &seed(), "lottery").expect("a commitment");
    let without = commit(&pool(10), &seed(), "").expect("a commitment");
    let refused = [("out_of_range", "/public_words".to_owned())];
    assert_eq!(codes(draw(&pool(10), &with, &seed(), "")), refused);
    assert_eq!(codes(draw(&pool(10), &without, &seed(), WORDS)), refused);
    let (one, other) = (draw(&pool(10), &with, &seed(), WORDS), draw(&pool(10), &with, &seed(), "1 2 3"));
    assert_ne!(one.expect("a draw").checks, other.expect("a draw").checks);
}

#[test]
fn a_record_that_was_touched_does_not_hold() {
    let (published, draw) = drawn(&pool(10), &seed());
    let touched = |change: fn(&mut Draw)| {
        let mut record = draw.clone();
        change(&mut record);
        codes(verify(&record, &published))
    };
    let one = |code, path: &str| [(code, path.to_owned())];
    assert_eq!(touched(|record| record.checks.swap(3, 4)), one("record_mismatch", "/checks/3"));
    assert_eq!(touched(|record| drop(record.checks.pop())), one("record_mismatch", "/checks/9"));
    assert_eq!(touched(|record| record.checks.push(record.checks[0].clone())), one("record_mismatch", "/checks/10"));
    assert_eq!(touched(|record| record.checks[2].posts.reverse()), one("record_mismatch", "/checks/2"));
    assert_eq!(touched(|record| record.seed = "00".repeat(32)), one("seed_mismatch", "/published/seed_sha256"));
    assert_eq!(touched(|record| record.seed = "é".repeat(32)), one("seed_mismatch", "/seed"));
    assert_eq!(
        touched(|record| record.pool.places[0].low_risk = false),
        one("lists_mismatch", "/published/pool_sha256")
    );
}

#[test]
fn a_record_with_a_commitment_of_its_own_does_not_hold() {
    let (published, _) = drawn(&pool(10), &seed());
    let (_, other) = drawn(&pool(10), &[7; 32]);
    assert_eq!(codes(verify(&other, &published)), [("record_mismatch", "/published".to_owned())]);
}

#[test]
fn a_record_is_read_as_it_was_written() {
    let (published, draw) = drawn(&pool(10), &seed());
    let read: Draw = serde_json::from_str(&serde_json::to_string(&draw).expect("written")).expect("read");
    assert_eq!((verify(&read, &published), read), (Ok(()), draw));
}

#[test]
fn a_method_that_is_not_known_is_refused() {
    let (mut published, _) = drawn(&pool(10), &seed());
    published.method = "dice".to_owned();
    let refusals = draw(&pool(10), &published, &seed(), "").expect_err("refused");
    assert_eq!((refusals[0].code, refusals[0].path.as_str()), (Code::Record, "/published/method"));
}

proptest! {
    /// Whatever the seed: the quota is met, no place twice, each team whole, no conflict, and work is shared evenly.
    #[test]
    fn a_draw_meets_the_quota_without_conflicts(seed in any::<[u8; 32]>(), quota in 1..=30_u32) {
        let pool = Pool { excluded: Vec::new(), ..pool(quota) };
        let (published, draw) = drawn(&pool, &seed);
        prop_assert_eq!(verify(&draw, &published), Ok(()));
        let places: std::collections::BTreeSet<_> = draw.checks.iter().map(|check| &check.place).collect();
        prop_assert_eq!(places.len(), quota as usize);
        let mut load: BTreeMap<&str, u32> = pool.posts.iter().map(|post| (post.as_str(), 0)).collect();
        for check in &draw.checks {
            prop_assert!(check.posts.len() == 2 && check.posts[0] != check.posts[1]);
            check.posts.iter().for_each(|post| *load.entry(post).or_default() += 1);
        }
        let (least, most) = (load.values().min().copied(), load.values().max().copied());
        prop_assert!(most.unwrap_or(0) - least.unwrap_or(0) <= 1, "{load:?}");
    }

    /// No post ever checks a place that it has a conflict with.
    #[test]
    fn an_excluded_pair_is_never_drawn(seed in any::<[u8; 32]>()) {
        let pool = pool(30);
        for check in drawn(&pool, &seed).1.checks {
            let conflict = |post: &String| pool.excluded.iter().any(|pair| pair.place == check.place && pair.post == *post);
            prop_assert!(!check.posts.iter().any(conflict), "{check:?}");
        }
    }
}
