//! What is refused, and where.

use risk::composite::{Aggregation, Band, Data, Definition, Limits, Missing, Outliers, compute, explain};

use super::{definition, group, whole};

fn refused(change: impl FnOnce(&mut Definition, &mut Data)) -> (&'static str, String) {
    let (mut definition, mut data) = (definition(Missing::Refuse), whole());
    change(&mut definition, &mut data);
    let refusal = compute(&definition, &data).expect_err("a refusal");
    (refusal.code, refusal.path)
}

fn at(code: &'static str, path: &str) -> (&'static str, String) {
    (code, path.to_owned())
}

#[test]
fn a_structure_that_is_no_tree_is_refused() {
    let circle = refused(|definition, _| definition.groups[0].parent = Some("lack".to_owned()));
    assert_eq!(circle, at("contradiction", "/definition/groups/0/parent"));
    let tops = refused(|definition, _| definition.groups[2].parent = None);
    assert_eq!(tops, at("contradiction", "/definition/groups/2/parent"));
    let unknown = refused(|definition, _| definition.indicators[1].parent = "flood".to_owned());
    assert_eq!(unknown, at("unknown_name", "/definition/indicators/1/parent"));
    let empty = refused(|definition, _| definition.groups.push(group("bare", Some("risk"), 1.0, Aggregation::Sum)));
    assert_eq!(empty, at("empty", "/definition/groups/3"));
    let twice = refused(|definition, _| definition.groups[1].code = "fire".to_owned());
    assert_eq!(twice.0, "contradiction");
}

#[test]
fn weights_that_sum_to_nothing_are_refused() {
    let zero = refused(|definition, _| definition.indicators[2].weight = 0.0);
    assert_eq!(zero, at("out_of_range", "/definition/groups/2"));
    let negative = refused(|definition, _| definition.indicators[2].weight = -1.0);
    assert_eq!(negative, at("out_of_range", "/definition/indicators/2/weight"));
}

#[test]
fn limits_that_tell_nothing_apart_are_refused() {
    let same = refused(|definition, _| definition.indicators[0].limits = Limits::Fixed { low: 3.0, high: 3.0 });
    assert_eq!(same, at("out_of_range", "/definition/indicators/0/limits/high"));
    let constant = refused(|definition, data| {
        definition.indicators[0].limits = Limits::Observed;
        data.columns.insert("fire".to_owned(), vec![Some(2.0); 3]);
    });
    assert_eq!(constant, at("contradiction", "/definition/indicators/0/limits"));
}

#[test]
fn the_complement_of_a_sum_is_refused() {
    let found = refused(|definition, _| {
        definition.groups[0].aggregation = Aggregation::ComplementGeometric;
        definition.groups[1].aggregation = Aggregation::Sum;
    });
    assert_eq!(found, at("contradiction", "/definition/groups/0/aggregation"));
}

#[test]
fn more_outliers_than_are_drawn_in_are_refused() {
    let many = |points| {
        refused(|definition, data| {
            definition.outliers = Some(Outliers { skewness: 2.0, kurtosis: 3.5, points });
            // What is refused next, where the number is taken.
            data.units[2] = "a".to_owned();
        })
    };
    assert_eq!(many(101), at("out_of_range", "/definition/outliers/points"));
    assert_eq!(many(100), at("contradiction", "/data/units/2"));
}

#[test]
fn bands_that_do_not_begin_at_nothing_are_refused() {
    let late = refused(|definition, _| definition.bands = vec![Band { name: "red".to_owned(), from: 1.0 }]);
    assert_eq!(late, at("out_of_range", "/definition/bands/0/from"));
}

#[test]
fn columns_that_do_not_fit_are_refused() {
    let absent = refused(|_, data| drop(data.columns.remove("care")));
    assert_eq!(absent, at("unknown_name", "/definition/indicators/2/code"));
    let short = refused(|_, data| data.columns.insert("care".to_owned(), vec![Some(1.0)]).map_or((), drop));
    assert_eq!(short, at("shape", "/data/columns/care"));
    let endless = refused(|_, data| data.columns.insert("care".to_owned(), vec![Some(f64::NAN); 3]).map_or((), drop));
    assert_eq!(endless, at("not_finite", "/data/columns/care/0"));
    let twice = refused(|_, data| data.units[2] = "a".to_owned());
    assert_eq!(twice, at("contradiction", "/data/units/2"));
}

#[test]
fn nothing_is_divided_by_zero() {
    let found = refused(|definition, data| {
        definition.indicators[0].denominator = Some("people".to_owned());
        data.columns.insert("people".to_owned(), vec![Some(5.0), Some(0.0), None]);
    });
    assert_eq!(found, at("out_of_range", "/data/columns/people/1"));
}

#[test]
fn a_unit_that_is_not_there_is_not_explained() {
    let refusal = explain(&definition(Missing::Refuse), &whole(), "z").expect_err("a refusal");
    assert_eq!((refusal.code, refusal.path.as_str()), ("unknown_name", "/data/units"));
}

#[test]
fn a_mean_of_sums_has_no_complement_either() {
    let found = refused(|definition, _| {
        definition.groups[0].aggregation = Aggregation::ComplementGeometric;
        definition.groups.push(group("sum", Some("hazard"), 1.0, Aggregation::Sum));
        definition.indicators[0].parent = "sum".to_owned();
    });
    assert_eq!(found, at("contradiction", "/definition/groups/0/aggregation"));
}
