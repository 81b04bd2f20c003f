//! Locating and subtree listing on the demo city: `cargo bench -p domain`.

#![expect(clippy::expect_used, reason = "a benchmark without its city has nothing to measure")]

mod demo;

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use domain::unit::UnitTree;
use domain::unit::boundary::Position;

const POINTS: usize = 100_000;

/// The tree and positions spread evenly over its box.
fn demo() -> (UnitTree, Vec<Position>) {
    let tree = demo::tree().expect("the committed city is whole");
    let bounds = tree.root().and_then(|root| root.boundary.as_ref()?.bounds()).expect("the city has a boundary");
    let positions = demo::positions(bounds, POINTS, 1);
    (tree, positions)
}

fn locate(c: &mut Criterion) {
    let (tree, positions) = demo();
    let mut group = c.benchmark_group("locate");
    group.throughput(Throughput::Elements(POINTS as u64)).sample_size(10);
    group.bench_function("one thread", |b| {
        b.iter(|| positions.iter().filter(|&&p| tree.locate(black_box(p)).is_some_and(|l| !l.fallback)).count());
    });
    group.bench_function("all cores", |b| b.iter(|| tree.locate_many(black_box(&positions))));
    group.finish();
}

fn subtree(c: &mut Criterion) {
    let (tree, _) = demo();
    let county = tree.by_code("410105").expect("the county is in the city").path.clone();
    c.bench_function("subtree of a county", |b| {
        b.iter(|| tree.subtree(black_box(&county)).map(|unit| u64::from(unit.number.0)).sum::<u64>());
    });
}

criterion_group!(benches, locate, subtree);
criterion_main!(benches);
