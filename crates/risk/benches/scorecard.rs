//! Grading a city of 75,000 units, whole and after one change: `cargo bench -p risk`.

#![expect(clippy::expect_used, reason = "a benchmark without its city has nothing to measure")]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use risk::scorecard::{Draws, Facts, Measure, Node, NodeKind, Rules, Source, Tree};

const NOW: i64 = 1_800_000_000_000;

/// A city, districts, sub-districts, communities and grids: how many stand below each of the level above.
const LEVELS: [(NodeKind, usize); 4] =
    [(NodeKind::Above, 16), (NodeKind::Above, 13), (NodeKind::Community, 14), (NodeKind::Grid, 25)];

const UNITS: usize = 1 + 16 + 16 * 13 + 16 * 13 * 14 + 16 * 13 * 14 * 25;

/// Numbers that look like chance and are the same each time.
fn some(seed: &mut u64, most: u32) -> u32 {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    ((*seed >> 33) % u64::from(most + 1)) as u32
}

fn facts(seed: &mut u64) -> Facts {
    let mut facts = Facts::default();
    for source in Source::ALL {
        let of = Measure::ALL.iter().copied().filter(|measure| measure.source() == source);
        let of: Vec<_> = of.map(|measure| (measure, some(seed, 20))).collect();
        facts.report(source, NOW - 1_000, &of).expect("each count is of its source");
    }
    facts
}

fn nodes() -> Vec<Node> {
    let mut seed = 1;
    let node = |parent, kind, seed: &mut u64| Node { parent, kind, facts: facts(seed), before: None };
    let mut nodes = vec![node(None, NodeKind::Above, &mut seed)];
    let mut level = 0..1;
    for (kind, count) in LEVELS {
        let next = nodes.len();
        for parent in level {
            nodes.extend((0..count).map(|_| node(Some(parent), kind, &mut seed)));
        }
        level = next..nodes.len();
    }
    nodes
}

fn city(c: &mut Criterion) {
    let rules = Rules::shipped().expect("the shipped scorecard is whole");
    let mut tree = Tree::new(rules.clone(), nodes(), NOW).expect("a tree");
    assert_eq!(tree.grades().len(), UNITS);
    let mut group = c.benchmark_group("scorecard");
    group.throughput(Throughput::Elements(UNITS as u64)).sample_size(10);
    group.bench_function("whole", |b| b.iter(|| tree.recompute(black_box(NOW))));
    group.throughput(Throughput::Elements(1));
    let (grid, mut seed) = (UNITS - 1, 2);
    let changed = [facts(&mut seed), facts(&mut seed)];
    let mut turn = 0;
    group.bench_function("one change", |b| {
        b.iter(|| {
            turn = 1 - turn;
            tree.change(grid, changed[turn].clone())
        });
    });
    group.bench_function("one explanation", |b| b.iter(|| tree.explain(black_box(grid))));
    group.bench_function("1,000 draws", |b| b.iter(|| Draws::new(&rules, black_box(1), 1_000)));
    let draws = Draws::new(&rules, 1, 1_000);
    group.bench_function("stability of one", |b| b.iter(|| tree.stability(black_box(grid), &draws)));
    group.finish();
}

criterion_group!(benches, city);
criterion_main!(benches);
