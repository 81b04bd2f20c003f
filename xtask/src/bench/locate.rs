//! How many positions per second find their unit.

use std::time::Instant;

use anyhow::{Context, ensure};
use clap::Args;
use domain::unit::{Unit, UnitTree};

use super::demo;
use super::memory::memory;

/// Positions located at a time: what a batch of a large import would hand over.
const BATCH: usize = 1_000_000;

#[derive(Args)]
pub(crate) struct Options {
    /// How many random positions inside the city's box.
    #[arg(long, default_value_t = 10_000_000)]
    points: usize,
    /// Runs over the same positions; the best one counts, because others may be using the machine.
    #[arg(long, default_value_t = 3)]
    runs: usize,
    /// Decides the positions.
    #[arg(long, default_value_t = 20_261_124)]
    seed: u64,
}

pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    let start = Instant::now();
    let tree = demo::tree()?;
    let loaded = memory()?;
    println!("{} units in {:.2} s", tree.units().len(), start.elapsed().as_secs_f64());
    println!("memory with the tree: {:.0} MB, at most {:.0} MB while loading", loaded.now, loaded.peak);
    let bounds = tree.root().and_then(|root| root.boundary.as_ref()?.bounds()).context("the city has no boundary")?;
    let positions = demo::positions(bounds, options.points, options.seed);
    let mut best = f64::INFINITY;
    let mut sums = Vec::new();
    for run in 1..=options.runs.max(1) {
        let start = Instant::now();
        let mut sum = Sum::default();
        for batch in positions.chunks(BATCH) {
            tree.locate_many(batch).into_iter().for_each(|unit| sum.add(unit));
        }
        let seconds = start.elapsed().as_secs_f64();
        best = best.min(seconds);
        println!("run {run}: {seconds:.2} s, {:.0} points/s", options.points as f64 / seconds);
        sums.push(sum);
    }
    ensure!(sums.iter().all(|sum| *sum == sums[0]), "two runs over the same positions differ: {sums:?}");
    spot_check(&tree, &positions)?;
    let Sum { found, numbers } = sums[0];
    println!("found {found} of {}, numbers add up to {numbers}", options.points);
    println!(
        "best: {best:.2} s, {:.0} points/s on {} threads",
        options.points as f64 / best,
        rayon::current_num_threads()
    );
    Ok(())
}

/// What a run found, in two numbers.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Sum {
    found: u64,
    numbers: u64,
}

impl Sum {
    fn add(&mut self, unit: Option<&Unit>) {
        if let Some(unit) = unit {
            self.found += 1;
            self.numbers += u64::from(unit.number.0);
        }
    }
}

/// Some of the positions again, against every boundary of the tree.
fn spot_check(tree: &UnitTree, positions: &[domain::unit::boundary::Position]) -> anyhow::Result<()> {
    for &p in positions.iter().step_by(positions.len().div_ceil(200).max(1)) {
        let holds = |unit: &&Unit| unit.boundary.as_ref().is_some_and(|boundary| boundary.contains(p));
        let deepest = tree.units().iter().filter(holds).max_by_key(|unit| unit.kind.level());
        let found = tree.locate(p).filter(|located| !located.fallback).map(|located| located.unit);
        ensure!(deepest.map(|u| u.number) == found.map(|u| u.number), "{p:?} is in another unit than was found");
    }
    Ok(())
}
