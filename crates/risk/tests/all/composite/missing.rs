//! Each rule for missing values.

use risk::composite::{Data, Gap, Missing, UnitScore, compute};

use super::{data, definition};

/// Fire is missing in a and b.
fn gaps() -> Data {
    let mut data = data(&[
        ("fire", &[None, None, Some(80.0), Some(40.0)]),
        ("flood", &[Some(20.0), Some(20.0), Some(20.0), Some(20.0)]),
        ("care", &[Some(50.0), Some(50.0), Some(50.0), Some(50.0)]),
    ]);
    data.classes.insert("kind".to_owned(), ["old", "new", "old", "old"].map(str::to_owned).into());
    data
}

fn first(missing: Missing) -> UnitScore {
    compute(&definition(missing), &gaps()).expect("an index").units.swap_remove(0)
}

fn hazard(unit: &UnitScore) -> Option<f64> {
    unit.scores["hazard"]
}

#[test]
fn the_mean_of_the_others_stands_in() {
    let unit = first(Missing::Mean);
    // (6 + 3·2)/4 points.
    assert_eq!((unit.scores["fire"], hazard(&unit)), (Some(6.0), Some(3.0)));
    assert_eq!(unit.gaps, [Gap { indicator: "fire".to_owned(), filled: true }]);
    assert_eq!(unit.reliability, 0.875);
}

#[test]
fn the_mean_of_a_class_stands_in_where_the_class_has_values() {
    let missing = Missing::ClassMean { column: "kind".to_owned() };
    let index = compute(&definition(missing), &gaps()).expect("an index");
    assert_eq!(index.units[0].scores["fire"], Some(6.0));
    // No other is new: the value stays missing, and so does the index.
    assert_eq!((index.units[1].scores["fire"], index.units[1].score), (None, None));
}

#[test]
fn units_without_a_word_are_no_class() {
    let mut data = gaps();
    data.classes.insert("kind".to_owned(), ["", "new", "", "old"].map(str::to_owned).into());
    let missing = Missing::ClassMean { column: "kind".to_owned() };
    let index = compute(&definition(missing), &data).expect("an index");
    assert_eq!((index.units[0].scores["fire"], index.units[2].scores["fire"]), (None, Some(8.0)));
}

#[test]
fn the_rest_shares_the_weight() {
    let unit = first(Missing::LeaveOut { at_least: 0.5 });
    assert_eq!(hazard(&unit), Some(2.0));
    assert_eq!(unit.gaps, [Gap { indicator: "fire".to_owned(), filled: false }]);
}

#[test]
fn too_small_a_rest_is_no_group() {
    let unit = first(Missing::LeaveOut { at_least: 0.8 });
    assert_eq!((hazard(&unit), unit.score, unit.rank, unit.band), (None, None, None, None));
}

#[test]
fn a_missing_part_makes_the_whole_missing() {
    let unit = first(Missing::Whole);
    assert_eq!((hazard(&unit), unit.scores["lack"], unit.score), (None, Some(5.0), None));
}

#[test]
fn a_missing_value_is_refused_with_its_place() {
    let refusal = compute(&definition(Missing::Refuse), &gaps()).expect_err("a refusal");
    assert_eq!((refusal.code, refusal.path.as_str()), ("empty", "/data/columns/fire/0"));
}

#[test]
fn ranks_are_counted_over_units_that_have_an_index() {
    let index = compute(&definition(Missing::Whole), &gaps()).expect("an index");
    let ranks: Vec<_> = index.units.iter().map(|unit| unit.rank).collect();
    assert_eq!(ranks, [None, None, Some(1), Some(2)]);
}
