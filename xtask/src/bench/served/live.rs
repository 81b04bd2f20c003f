//! A thousand readers of live events while reports come in: how long after it was sent a report is heard of.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, RwLock};
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use http_body_util::BodyExt;
use tokio::task::JoinHandle;
use tokio::time::interval;
use uuid::Uuid;

use super::client::Client;
use super::intake::somewhere;
use super::program::Program;
use super::{Options, time};
use crate::load::{CITY_DESK, COMMUNITY, middle_of};

/// When each report was sent.
type Sent = Arc<RwLock<HashMap<Uuid, Instant>>>;

/// Connections that report.
const WRITERS: u64 = 8;

/// One report of so many lies in the community.
const SHARE: u64 = 100;

pub(super) async fn run(options: &Options, community: usize, city: usize, rate: u64) -> anyhow::Result<()> {
    let program = Program::start(&options.program, &options.database)?;
    program.caught_up().await;
    let (sent, stop) = (Sent::default(), Arc::new(AtomicBool::new(false)));
    let near = readers(&program, COMMUNITY.0, community, &sent).await?;
    let wide = readers(&program, CITY_DESK.0, city, &sent).await?;
    tokio::time::sleep(Duration::from_secs(2)).await;
    let (before, begin) = (program.cpu(), Instant::now());
    let writers = writers(&program, rate, &sent, &stop).await?;
    tokio::time::sleep(Duration::from_secs(options.seconds)).await;
    stop.store(true, Ordering::Relaxed);
    let mut written = 0;
    for writer in writers {
        written += writer.await??;
    }
    let took = begin.elapsed();
    tokio::time::sleep(Duration::from_secs(2)).await;
    let cpu = program.cpu().since(before, 1);
    let (mut near, mut wide) = (collect(near), collect(wide));
    let inside = written / SHARE;
    let expected = inside * community as u64 + written * city as u64;
    println!(
        "{written} reports in {:.1} s ({:.0}/s), {} of {} events heard",
        took.as_secs_f64(),
        written as f64 / took.as_secs_f64(),
        near.len() + wide.len(),
        expected
    );
    println!("{community} readers of one community: {}", time::told(&mut near));
    println!("{city} readers of the whole city: {}", time::told(&mut wide));
    println!(
        "CPU {:.2} of a core by the program, {:.2} by the database",
        cpu.program / 1e3 / took.as_secs_f64(),
        cpu.database / 1e3 / took.as_secs_f64()
    );
    ensure!(near.len() as u64 + wide.len() as u64 >= expected, "events were lost");
    Ok(())
}

type Heard = Arc<std::sync::Mutex<Vec<Duration>>>;

async fn readers(program: &Program, login: &str, count: usize, sent: &Sent) -> anyhow::Result<Heard> {
    let first = Client::sign_in(program.port, login).await?;
    let all = Heard::default();
    for _ in 0..count {
        let mut client = first.again().await?;
        let response = client.send("GET", "/api/events", None, &[]).await?;
        ensure!(response.status() == 200, "a reader was answered {}", response.status());
        let (sent, all) = (sent.clone(), all.clone());
        tokio::spawn(async move {
            // The connection lives as long as its client.
            let _client = client;
            let (mut body, mut text) = (response.into_body(), String::new());
            while let Some(Ok(frame)) = body.frame().await {
                let Ok(data) = frame.into_data() else { continue };
                text.push_str(&String::from_utf8_lossy(&data));
                while let Some((event, rest)) = text.split_once("\n\n") {
                    if let Some(after) = event.contains("event: hazard").then(|| of(event, &sent)).flatten() {
                        all.lock().unwrap_or_else(|broken| broken.into_inner()).push(after);
                    }
                    text = rest.to_owned();
                }
            }
        });
    }
    Ok(all)
}

/// How long ago the hazard of this event was sent.
fn of(event: &str, sent: &Sent) -> Option<Duration> {
    let id = event.split_once("\"id\":\"")?.1.get(..36)?.parse::<Uuid>().ok()?;
    Some(sent.read().ok()?.get(&id)?.elapsed())
}

async fn writers(
    program: &Program,
    rate: u64,
    sent: &Sent,
    stop: &Arc<AtomicBool>,
) -> anyhow::Result<Vec<JoinHandle<anyhow::Result<u64>>>> {
    let desk = Client::sign_in(program.port, CITY_DESK.0).await?;
    let inside = middle_of(COMMUNITY.2)?;
    let number = Arc::new(AtomicU64::new(1));
    let mut writers = Vec::new();
    for seed in 0..WRITERS {
        let (mut client, sent, stop, number) = (desk.again().await?, sent.clone(), stop.clone(), number.clone());
        writers.push(tokio::spawn(async move {
            let (mut random, mut done) = (fastrand::Rng::with_seed(seed), 0);
            let mut pace = interval(Duration::from_secs_f64(WRITERS as f64 / rate.max(1) as f64));
            while !stop.load(Ordering::Relaxed) {
                pace.tick().await;
                let in_it = number.fetch_add(1, Ordering::Relaxed) % SHARE == 0;
                let (lon, lat) = if in_it { inside } else { somewhere(&mut random) };
                let id = Uuid::now_v7();
                sent.write().ok().context("another writer broke")?.insert(id, Instant::now());
                client.report_as(id, lon, lat).await?;
                done += 1;
            }
            anyhow::Ok(done)
        }));
    }
    Ok(writers)
}

fn collect(heard: Heard) -> Vec<Duration> {
    heard.lock().unwrap_or_else(|broken| broken.into_inner()).clone()
}
