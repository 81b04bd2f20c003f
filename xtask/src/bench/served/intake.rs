//! Reports over HTTP, each durable before it is answered, and the same rows without us in the same run.
//!
//! The reporter is signed in: that is how the limits on reports are off.

use std::time::{Duration, Instant};

use anyhow::Context;

use super::client::Client;
use super::program::{Cpu, Program};
use super::{Options, bare};
use crate::bench::intake::pgbench;
use crate::load::CITY_DESK;

/// A place in the demo city, and how far around it reports lie, degrees.
const MIDDLE: (f64, f64, f64) = (113.65, 34.75, 0.15);

pub(super) async fn run(options: &Options, clients: usize) -> anyhow::Result<()> {
    let (mut ours, mut theirs) = (0.0_f64, 0.0_f64);
    for round in 1..=options.runs {
        let program = Program::start(&options.program, &options.database)?;
        program.caught_up().await;
        let (rate, cpu) = reports(&program, clients, options.seconds).await?;
        // What the other writes is not ours to tell readers of.
        drop(program);
        let beside = match options.database.starts_with("postgres") {
            true => pgbench(&options.database, clients, options.seconds)?,
            false => bare::loop_of_one_writer(options.seconds).await?,
        };
        println!("run {round}: {rate:.0} reports/s over HTTP, {cpu}; {beside:.0}/s without us");
        ours = ours.max(rate);
        theirs = theirs.max(beside);
    }
    println!("best: {ours:.0}/s beside {theirs:.0}/s: {:.0} %", 100.0 * ours / theirs);
    Ok(())
}

/// Reports per second, and the CPU of each.
async fn reports(program: &Program, clients: usize, seconds: u64) -> anyhow::Result<(f64, Cpu)> {
    let desk = Client::sign_in(program.port, CITY_DESK.0).await?;
    let (before, begin) = (program.cpu(), Instant::now());
    let end = begin + Duration::from_secs(seconds);
    let mut running = Vec::new();
    for number in 0..clients {
        let mut client = desk.again().await?;
        running.push(tokio::spawn(async move {
            let (mut random, mut done) = (fastrand::Rng::with_seed(number as u64), 0_u64);
            while Instant::now() < end {
                let (lon, lat) = somewhere(&mut random);
                client.report(lon, lat).await?;
                done += 1;
            }
            anyhow::Ok(done)
        }));
    }
    let mut done = 0;
    for client in running {
        done += client.await.context("a client ended early")??;
    }
    Ok((done as f64 / begin.elapsed().as_secs_f64(), program.cpu().since(before, done)))
}

/// A point in the city.
pub(super) fn somewhere(random: &mut fastrand::Rng) -> (f64, f64) {
    let (lon, lat, around) = MIDDLE;
    (lon + around * (random.f64() - 0.5), lat + around * (random.f64() - 0.5))
}
