use super::*;

const RUNS: u32 = 1_000;

fn stability_of(facts: Facts, seed: u64) -> Stability {
    let draws = Draws::new(&shipped(), seed, RUNS);
    alone(NodeKind::Place, facts, None).stability(0, &draws).expect("the node is there")
}

#[test]
fn the_same_seed_gives_the_same_runs_on_any_number_of_threads() {
    let draws = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
        pool.install(|| Draws::new(&shipped(), 7, RUNS))
    };
    assert_eq!(draws(1), draws(3));
    assert_ne!(draws(1), Draws::new(&shipped(), 8, RUNS));
}

#[test]
fn draws_are_around_the_rules_of_the_tree() {
    let mut definition = shipped().definition().clone();
    definition.indicators.pop();
    let draws = Draws::new(&Rules::new(definition).expect("one indicator less"), 1, 10);
    let refusal = alone(NodeKind::Place, place(&[]), None).stability(0, &draws).expect_err("other rules");
    assert_eq!((refusal.code, refusal.path.as_str()), ("contradiction", "/draws"));
}

#[test]
fn a_place_in_order_stays_low_whatever_the_rules() {
    let stability = stability_of(place(&[]), 1);
    assert_eq!((stability.runs, stability.stays, stability.low), (RUNS, Some(RUNS), RUNS));
}

#[test]
fn a_major_hazard_stays_major_whatever_the_rules() {
    assert_eq!(stability_of(place(&[(Measure::MajorOverdue, 1)]), 1).stays, Some(RUNS));
}

#[test]
fn a_score_at_a_bound_does_not() {
    // The floor of warnings is 24 points, and a score of 83 % of that is low: one in thirty-three draws.
    let stability = stability_of(place(&[(Measure::UnderOrange, 1)]), 1);
    let stays = stability.stays.expect("it is general");
    assert!(stays > RUNS / 2 && stays < RUNS, "{stays}");
    assert_eq!(stability.low + stability.general + stability.larger + stability.major, RUNS);
}

#[test]
fn a_grey_node_tells_what_it_could_be() {
    let mut facts = place(&[]);
    facts.missing(Source::Warnings);
    let stability = stability_of(facts, 1);
    assert_eq!(stability.stays, None);
    assert!(stability.low > 0 && stability.general > 0 && stability.larger > 0, "{stability:?}");
}
