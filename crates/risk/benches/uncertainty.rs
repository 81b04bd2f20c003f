//! An index of 50 units and 50 indicators, computed a thousand times: `cargo bench -p risk --bench uncertainty`.

#![expect(clippy::expect_used, reason = "a benchmark without its index has nothing to measure")]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use risk::composite::{
    Aggregation, Data, Definition, Direction, Group, Indicator, Limits, Missing, Transform, compute, explain_all,
};
use risk::uncertainty::{Variation, sensitivity, spread};

const UNITS: usize = 50;
const GROUPS: usize = 5;
const INDICATORS: usize = 50;

fn definition() -> Definition {
    let group = |code: String, parent: Option<&str>, aggregation| Group {
        code,
        name: String::new(),
        parent: parent.map(str::to_owned),
        weight: 1.0,
        aggregation,
    };
    let indicator = |at: usize| Indicator {
        code: format!("indicator{at:02}"),
        name: String::new(),
        parent: format!("group{}", at % GROUPS),
        weight: 1.0 + (at % 3) as f64,
        direction: if at.is_multiple_of(4) { Direction::Lower } else { Direction::Higher },
        denominator: None,
        transform: Transform::None,
        limits: Limits::Fixed { low: 0.0, high: 100.0 },
    };
    let mut groups = vec![group("index".to_owned(), None, Aggregation::Geometric)];
    groups.extend((0..GROUPS).map(|at| group(format!("group{at}"), Some("index"), Aggregation::Arithmetic)));
    Definition {
        id: "bench".to_owned(),
        version: "1".to_owned(),
        scale: 10.0,
        missing: Missing::LeaveOut { at_least: 0.6 },
        outliers: None,
        freshness: None,
        flag_from: None,
        decimals: None,
        bands: Vec::new(),
        indicators: (0..INDICATORS).map(indicator).collect(),
        groups,
    }
}

/// Values all over the range, one in 29 of them missing.
fn data() -> Data {
    let value = |unit: usize, at: usize| {
        let number = (unit * 7_919 + at * 104_729) % 10_007;
        (!number.is_multiple_of(29)).then_some(number as f64 / 100.07)
    };
    let column = |at: usize| (format!("indicator{at:02}"), (0..UNITS).map(|unit| value(unit, at)).collect());
    Data {
        units: (0..UNITS).map(|unit| format!("unit{unit:02}")).collect(),
        columns: (0..INDICATORS).map(column).collect(),
        ..Data::default()
    }
}

fn index(c: &mut Criterion) {
    let (definition, data) = (definition(), data());
    c.bench_function("index once", |b| b.iter(|| compute(black_box(&definition), black_box(&data)).expect("an index")));
    c.bench_function("every unit explained", |b| {
        b.iter(|| explain_all(black_box(&definition), black_box(&data)).expect("explanations"));
    });
}

fn uncertainty(c: &mut Criterion) {
    let (definition, data) = (definition(), data());
    let variation = Variation::usual(1_000, 1, &definition.missing);
    let mut group = c.benchmark_group("uncertainty");
    group.sample_size(20);
    group.bench_function("rank intervals, 1,000 runs", |b| {
        b.iter(|| spread(black_box(&definition), black_box(&data), black_box(&variation)).expect("runs"));
    });
    group.bench_function("Sobol indices, 1,000 points, 6,000 runs", |b| {
        b.iter(|| sensitivity(black_box(&definition), black_box(&data), black_box(&variation)).expect("runs"));
    });
    group.finish();
}

criterion_group!(benches, index, uncertainty);
criterion_main!(benches);
