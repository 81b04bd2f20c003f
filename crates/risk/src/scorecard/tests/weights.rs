use super::*;
use crate::ahp::{RandomIndex, RandomIndices};

fn table() -> RandomIndex {
    RandomIndices::shipped().expect("the shipped tables are whole").tables.remove(0)
}

/// A matrix that agrees with itself: each weight over each other.
fn matrix(weights: [f64; 6]) -> Vec<Vec<f64>> {
    weights.iter().map(|row| weights.iter().map(|column| row / column).collect()).collect()
}

#[test]
fn judgements_that_agree_become_weights() {
    let weights = [1.0, 4.0, 2.0, 2.0, 1.0, 1.0];
    let rules = weigh(&shipped(), "2", &matrix(weights), &table()).expect("they agree");
    for (aspect, weight) in rules.definition().aspects.iter().zip(weights) {
        assert!((aspect.weight - weight / 11.0).abs() < 1e-12, "{}: {}", aspect.code, aspect.weight);
    }
    assert_eq!(rules.definition().version, "2");
}

#[test]
fn judgements_that_contradict_each_other_are_refused_with_the_one_to_look_at() {
    let mut judged = matrix([1.0; 6]);
    (judged[1][4], judged[4][1]) = (9.0, 1.0 / 9.0);
    let refused = weigh(&shipped(), "2", &judged, &table()).expect_err("nine times, and all others say as much as");
    assert_eq!(refused.code(), "inconsistent_judgements");
    let NotWeighed::Inconsistent { cr, more, less, judged, .. } = refused else { panic!("{refused}") };
    assert!(cr >= 0.1, "{cr}");
    assert_eq!((more.as_str(), less.as_str(), judged), ("prevention", "culture", 9.0));
}

#[test]
fn other_weights_need_another_version() {
    let refused = weigh(&shipped(), "1", &matrix([1.0; 6]), &table()).expect_err("the version is taken");
    assert_eq!(refused.code(), "contradiction");
}

#[test]
fn there_is_a_judgement_for_each_aspect() {
    let refused = weigh(&shipped(), "2", &[vec![1.0]], &table()).expect_err("one of six");
    assert_eq!(refused.code(), "shape");
}
