//! Laws and refusals of bow-ties.

use proptest::prelude::*;
use risk::bow_tie::{BowTie, Threat};

fn any_bow_tie() -> impl Strategy<Value = BowTie> {
    let chances = || prop::collection::vec(0.0..=1.0_f64, 0..5);
    let threat = (0.0..10.0_f64, chances()).prop_map(|(frequency, barrier_pfd)| Threat {
        name: "threat".to_owned(),
        frequency,
        barrier_pfd,
    });
    (prop::collection::vec(threat, 1..5), chances()).prop_map(|(threats, mitigation_pfd)| {
        let consequences_by_number_failed = (0..=mitigation_pfd.len()).map(|failed| failed.to_string()).collect();
        BowTie { threats, mitigation_pfd, consequences_by_number_failed }
    })
}

proptest! {
    #[test]
    fn consequences_and_threats_sum_to_the_event(bow_tie in any_bow_tie()) {
        let outcome = bow_tie.outcome().expect("an outcome");
        prop_assert!((outcome.consequences.iter().sum::<f64>() - outcome.top_event).abs() < 1e-9);
        prop_assert!((outcome.by_threat.iter().sum::<f64>() - outcome.top_event).abs() < 1e-9);
        prop_assert!((0.0..=1.0).contains(&outcome.at_least_one_in_a_year));
    }

    #[test]
    fn a_barrier_never_makes_the_event_more_frequent(bow_tie in any_bow_tie()) {
        let outcome = bow_tie.outcome().expect("an outcome");
        for barrier in outcome.barriers {
            prop_assert!(barrier.top_event_without >= outcome.top_event - 1e-9);
            prop_assert!(barrier.top_event_perfect <= outcome.top_event + 1e-9);
        }
    }

    #[test]
    fn the_order_of_threats_and_barriers_does_not_matter(bow_tie in any_bow_tie()) {
        let mut turned = bow_tie.clone();
        turned.threats.reverse();
        turned.threats.iter_mut().for_each(|threat| threat.barrier_pfd.reverse());
        turned.mitigation_pfd.reverse();
        let (straight, turned) = (bow_tie.outcome().expect("an outcome"), turned.outcome().expect("an outcome"));
        for (one, other) in straight.consequences.iter().zip(turned.consequences) {
            prop_assert!((one - other).abs() < 1e-9);
        }
    }
}

#[test]
fn what_is_no_bow_tie_is_refused_with_its_place() {
    let sound = BowTie {
        threats: vec![Threat { name: "hot work".to_owned(), frequency: 1.0, barrier_pfd: vec![0.1] }],
        mitigation_pfd: vec![0.5],
        consequences_by_number_failed: vec!["minor".to_owned(), "major".to_owned()],
    };
    let refused = |change: fn(&mut BowTie)| {
        let mut bow_tie = sound.clone();
        change(&mut bow_tie);
        let refusal = bow_tie.outcome().expect_err("a refusal");
        (refusal.code, refusal.path)
    };
    assert_eq!(refused(|b| b.threats.clear()), ("empty", "/threats".to_owned()));
    assert_eq!(refused(|b| b.threats[0].frequency = -1.0), ("out_of_range", "/threats/0/freq".to_owned()));
    assert_eq!(refused(|b| b.threats[0].barrier_pfd[0] = 1.1), ("out_of_range", "/threats/0/barrier_pfd/0".to_owned()));
    assert_eq!(refused(|b| b.mitigation_pfd[0] = f64::NAN), ("not_finite", "/mitigation_pfd/0".to_owned()));
    let short = refused(|b| b.consequences_by_number_failed.truncate(1));
    assert_eq!(short, ("shape", "/consequences_by_number_failed".to_owned()));
}
