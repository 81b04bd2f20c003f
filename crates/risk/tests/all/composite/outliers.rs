//! How far outliers are drawn in.

use risk::composite::{Index, Limits, Missing, Outliers, Treatment, compute};

use super::{data, definition};

/// Fire in forty units, with observed limits; the other indicators do not matter.
fn index(highest: &[f64], points: usize) -> Index {
    let mut fire: Vec<Option<f64>> = (0..40 - highest.len()).map(|value| Some(value as f64 / 10.0)).collect();
    fire.extend(highest.iter().map(|value| Some(*value)));
    let mut definition = definition(Missing::Refuse);
    definition.indicators[0].limits = Limits::Observed;
    definition.outliers = Some(Outliers { skewness: 2.0, kurtosis: 3.5, points });
    let other = [Some(1.0); 40];
    let mut data = data(&[("fire", &fire), ("flood", &other), ("care", &other)]);
    data.units = (0..40).map(|unit| unit.to_string()).collect();
    compute(&definition, &data).expect("an index")
}

#[test]
fn the_outermost_value_is_set_to_the_next_one() {
    let index = index(&[100.0], 1);
    assert_eq!(index.limits["fire"].treatment, Treatment::DrawnIn { points: 1 });
    // The others run from 0 to 3.8.
    assert_eq!((index.limits["fire"].high, index.units[39].scores["fire"]), (3.8, Some(10.0)));
}

#[test]
fn equal_outliers_are_drawn_in_together_or_not_at_all() {
    assert_eq!(index(&[100.0, 100.0], 2).limits["fire"].treatment, Treatment::DrawnIn { points: 2 });
    assert_eq!(index(&[100.0, 100.0], 1).limits["fire"].treatment, Treatment::Logarithm);
}

#[test]
fn a_tie_that_would_go_beyond_the_points_stays() {
    // The highest alone leaves the two next ones outside; with them there would be three.
    assert_eq!(index(&[90.0, 90.0, 100.0], 2).limits["fire"].treatment, Treatment::Logarithm);
}
