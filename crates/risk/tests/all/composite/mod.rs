//! Laws and refusals of composite indices.

mod explained;
mod laws;
mod missing;
mod outliers;
mod refused;
mod unsure;

use risk::composite::{Aggregation, Band, Data, Definition, Direction, Group, Indicator, Limits, Missing, Transform};

/// An indicator between 0 and 100.
fn indicator(code: &str, parent: &str, weight: f64) -> Indicator {
    Indicator {
        code: code.to_owned(),
        name: String::new(),
        parent: parent.to_owned(),
        weight,
        direction: Direction::Higher,
        denominator: None,
        transform: Transform::None,
        limits: Limits::Fixed { low: 0.0, high: 100.0 },
    }
}

fn group(code: &str, parent: Option<&str>, weight: f64, aggregation: Aggregation) -> Group {
    Group { code: code.to_owned(), name: String::new(), parent: parent.map(str::to_owned), weight, aggregation }
}

/// Hazard and care of a place, half each.
fn definition(missing: Missing) -> Definition {
    Definition {
        id: "place".to_owned(),
        version: "1".to_owned(),
        scale: 10.0,
        missing,
        outliers: None,
        freshness: None,
        flag_from: None,
        decimals: None,
        bands: [("blue", 0.0), ("yellow", 3.5), ("red", 6.5)]
            .map(|(name, from)| Band { name: name.to_owned(), from })
            .into(),
        indicators: vec![
            indicator("fire", "hazard", 1.0),
            indicator("flood", "hazard", 3.0),
            indicator("care", "lack", 1.0),
        ],
        groups: vec![
            group("risk", None, 1.0, Aggregation::Geometric),
            group("hazard", Some("risk"), 1.0, Aggregation::Arithmetic),
            group("lack", Some("risk"), 1.0, Aggregation::Arithmetic),
        ],
    }
}

/// Columns by code, one value a unit; the units are `a`, `b`, `c` …
fn data(columns: &[(&str, &[Option<f64>])]) -> Data {
    let units = columns.first().map_or(0, |(_, values)| values.len());
    Data {
        units: ('a'..='z').take(units).map(String::from).collect(),
        columns: columns.iter().map(|(code, values)| ((*code).to_owned(), values.to_vec())).collect(),
        ..Data::default()
    }
}

/// Three units without gaps.
fn whole() -> Data {
    data(&[
        ("fire", &[Some(20.0), Some(40.0), Some(90.0)]),
        ("flood", &[Some(60.0), Some(0.0), Some(90.0)]),
        ("care", &[Some(50.0), Some(80.0), Some(90.0)]),
    ])
}
