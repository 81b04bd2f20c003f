//! What holds for every index.

use proptest::prelude::*;
use risk::composite::{Aggregation, Data, Definition, Direction, Index, Limits, Missing, change, compute, explain_all};

use super::{definition, group, indicator};

const KINDS: [Aggregation; 4] =
    [Aggregation::Arithmetic, Aggregation::Geometric, Aggregation::ComplementGeometric, Aggregation::Sum];

/// An index of three groups with up to four indicators each, and data with gaps.
fn any_index() -> impl Strategy<Value = (Definition, Data, Data)> {
    let kinds = (0..3_usize, prop::array::uniform3(0..4_usize));
    let group_sizes = prop::array::uniform3(1..5_usize);
    (kinds, group_sizes, 1..7_usize).prop_flat_map(|((top, kinds), sizes, units)| {
        let indicators: usize = sizes.iter().sum();
        let value = prop_oneof![6 => (0.0..100.0_f64).prop_map(Some), 1 => Just(Some(0.0)), 1 => Just(Some(100.0)), 1 => Just(None)];
        let cells = prop::collection::vec(prop::collection::vec(value, units), indicators);
        let parts = prop::collection::vec((0.1..5.0_f64, any::<bool>()), indicators);
        (cells.clone(), cells, parts).prop_map(move |(before, after, parts)| {
            // The complement of a sum is refused.
            let sums = kinds.iter().any(|kind| KINDS[*kind] == Aggregation::Sum);
            let top = if sums && KINDS[top] == Aggregation::ComplementGeometric { 0 } else { top };
            let definition = assembled(KINDS[top], kinds.map(|kind| KINDS[kind]), &sizes, &parts);
            (definition.clone(), filled(&definition, before), filled(&definition, after))
        })
    })
}

fn assembled(top: Aggregation, kinds: [Aggregation; 3], sizes: &[usize; 3], parts: &[(f64, bool)]) -> Definition {
    let mut made = definition(Missing::LeaveOut { at_least: 0.4 });
    made.groups = vec![group("index", None, 1.0, top)];
    made.indicators = Vec::new();
    for (at, (kind, size)) in kinds.into_iter().zip(sizes).enumerate() {
        let code = format!("group{at}");
        made.groups.push(group(&code, Some("index"), 1.0 + at as f64, kind));
        for _ in 0..*size {
            let position = made.indicators.len();
            let (weight, lower) = parts[position];
            let mut one = indicator(&format!("indicator{position}"), &code, weight);
            one.direction = if lower { Direction::Lower } else { Direction::Higher };
            made.indicators.push(one);
        }
    }
    made
}

fn filled(definition: &Definition, cells: Vec<Vec<Option<f64>>>) -> Data {
    let units = cells.first().map_or(0, Vec::len);
    let codes = definition.indicators.iter().map(|one| one.code.clone());
    Data {
        units: (0..units).map(|unit| format!("unit{unit}")).collect(),
        columns: codes.zip(cells).collect(),
        ..Data::default()
    }
}

/// The same index, written down the other way round.
fn turned(mut definition: Definition, mut data: Data) -> (Definition, Data) {
    definition.indicators.reverse();
    definition.groups.reverse();
    data.units.reverse();
    data.columns.values_mut().for_each(|column| column.reverse());
    (definition, data)
}

fn sorted(mut index: Index) -> Index {
    index.units.sort_by(|a, b| a.unit.cmp(&b.unit));
    index
}

proptest! {
    #[test]
    fn contributions_and_base_sum_to_the_score((definition, data, _) in any_index()) {
        for one in explain_all(&definition, &data).expect("explanations") {
            let sum = one.base + one.contributions.iter().map(|part| part.contribution).sum::<f64>();
            prop_assert!((sum - one.score).abs() < 1e-9, "{one:?}");
            prop_assert_eq!((one.availability, one.rounding), (0.0, 0.0));
        }
    }

    #[test]
    fn old_and_contributions_of_a_change_sum_to_new((definition, before, after) in any_index()) {
        for unit in &before.units {
            // A unit without an index on one side, or with too few indicators in common, has no change to explain.
            let Ok(one) = change(&definition, &before, &after, unit) else { continue };
            let sum = one.base + one.availability + one.contributions.iter().map(|part| part.contribution).sum::<f64>();
            prop_assert!((sum - one.score).abs() < 1e-9, "{one:?}");
            prop_assert_eq!(one.rounding, 0.0);
        }
    }

    #[test]
    fn the_order_of_units_indicators_and_groups_does_not_matter((definition, data, _) in any_index()) {
        let straight = compute(&definition, &data).expect("an index");
        let (definition, data) = turned(definition, data);
        prop_assert_eq!(sorted(straight), sorted(compute(&definition, &data).expect("an index")));
    }

    #[test]
    fn scores_lie_on_the_scale((definition, data, _) in any_index()) {
        let sums = definition.groups.iter().any(|group| group.aggregation == Aggregation::Sum);
        let index = compute(&definition, &data).expect("an index");
        for score in index.units.iter().flat_map(|unit| unit.scores.values().flatten()) {
            prop_assert!(*score >= 0.0 && (sums || *score <= definition.scale + 1e-9));
        }
        prop_assert!(index.units.iter().all(|unit| (0.0..=1.0).contains(&unit.reliability)));
    }

    #[test]
    fn a_higher_value_never_lowers_the_index((definition, data, _) in any_index(), by in 0.0..50.0_f64) {
        let before = compute(&definition, &data).expect("an index");
        let (first, mut raised) = (&definition.indicators[0], data.clone());
        let up = first.direction == Direction::Higher;
        let column = raised.columns.get_mut(&first.code).expect("its column");
        column.iter_mut().flatten().for_each(|value| *value += if up { by } else { -by });
        let after = compute(&definition, &raised).expect("an index");
        for (old, new) in before.units.iter().zip(&after.units) {
            prop_assert!(new.score.unwrap_or(0.0) >= old.score.unwrap_or(0.0) - 1e-9);
        }
    }

    #[test]
    fn nonsense_does_not_stop_the_program(low in any::<f64>(), high in any::<f64>(), weight in any::<f64>(), scale in any::<f64>()) {
        let (mut definition, data) = (definition(Missing::Mean), super::whole());
        definition.scale = scale;
        definition.indicators[0].weight = weight;
        definition.indicators[0].limits = Limits::Fixed { low, high };
        let _ = compute(&definition, &data);
        let _ = explain_all(&definition, &data);
    }
}
