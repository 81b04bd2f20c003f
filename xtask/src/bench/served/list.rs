//! 50 hazards of a reader's scope in a bounding box: over HTTP, through the store alone, and by hand with PostGIS.

use std::time::{Duration, Instant};

use anyhow::Context;
use domain::access::Scope;
use domain::unit::boundary::{Bounds, Position};
use domain::world::World;
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions, Executor, PgConnection};
use store::hazard::Filter;
use store::{OpenOptions, Store};

use super::client::Client;
use super::program::Program;
use super::{Options, time};
use crate::load::{CITY_DESK, somewhere_people_live};

/// Boxes that the database alone is asked for.
const BOXES: usize = 1_000;

const TABLE: &str = r#"
    create extension if not exists postgis;
    drop schema if exists bench_list cascade;
    create schema bench_list;
    create table bench_list.hazard as
        select h.*, ST_SetSRID(ST_MakePoint(x / 1e7, y / 1e7), 4326) as geometry from hazard h where x is not null;
    create index on bench_list.hazard using gist (geometry);
    create index on bench_list.hazard (path collate "C", due_at);
    create index on bench_list.hazard (due_at, id);
    analyze bench_list.hazard"#;

const QUERY: &str = r#"select * from bench_list.hazard
    where geometry && ST_MakeEnvelope($1, $2, $3, $4, 4326) and path collate "C" >= $5 and path collate "C" < $6
      and not restricted and ($7 or open)
    order by due_at, id limit 50"#;

pub(super) async fn run(options: &Options, clients: usize, side: f64) -> anyhow::Result<()> {
    let boxes = boxes(side)?;
    for open in [false, true] {
        over_http(options, clients, &boxes, open).await?;
    }
    let location = options.database.parse().map_err(anyhow::Error::msg)?;
    let store = Store::open(&OpenOptions::new(location)).await?;
    let root = service_root(&store).await?;
    let postgres = options.database.starts_with("postgres");
    let mut hand = if postgres { Some(connect(&options.database).await?) } else { None };
    if let Some(hand) = &mut hand {
        hand.execute(TABLE).await.context("PostGIS is needed: apt-get install postgresql-15-postgis-3")?;
    }
    for open in [false, true] {
        let scope = Scope::within(root.clone());
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for area in &boxes {
            let filter = Filter { bounds: Some(*area), open: open.then_some(true), ..Filter::default() };
            let begin = Instant::now();
            store.hazards(&scope, &filter, None, 50).await?;
            ours.push(begin.elapsed());
            if let Some(hand) = &mut hand {
                let [west, south, east, north] = area.degrees();
                let begin = Instant::now();
                let query = sqlx::query(QUERY).bind(west).bind(south).bind(east).bind(north);
                query.bind(root.as_str()).bind(root.upper_bound()).bind(!open).fetch_all(&mut *hand).await?;
                theirs.push(begin.elapsed());
            }
        }
        let all = |durations: &[Duration]| durations.iter().sum::<Duration>().as_secs_f64();
        let ratio = all(&ours) / all(&theirs).max(f64::MIN_POSITIVE);
        println!("{}, the store alone: {}", word(open), time::told(&mut ours));
        if hand.is_some() {
            println!(
                "{}, PostGIS by hand: {}; ours takes {ratio:.2} times its time",
                word(open),
                time::told(&mut theirs)
            );
        }
    }
    if let Some(hand) = &mut hand {
        hand.execute("drop schema bench_list cascade").await?;
    }
    Ok(())
}

/// The live world has a schema of its own; PostGIS stands in the public one.
async fn connect(database: &str) -> anyhow::Result<PgConnection> {
    let path = format!("{},public", World::Live.schema());
    let options = database.parse::<PgConnectOptions>()?.options([("search_path", path)]);
    Ok(options.connect().await?)
}

fn word(open: bool) -> &'static str {
    if open { "open ones" } else { "all" }
}

async fn over_http(options: &Options, clients: usize, boxes: &[Bounds], open: bool) -> anyhow::Result<()> {
    let program = Program::start(&options.program, &options.database)?;
    program.caught_up().await;
    let desk = Client::sign_in(program.port, CITY_DESK.0).await?;
    let (before, begin) = (program.cpu(), Instant::now());
    let end = begin + Duration::from_secs(options.seconds);
    let mut running = Vec::new();
    for number in 0..clients {
        let mut client = desk.again().await?;
        let boxes = boxes.to_vec();
        running.push(tokio::spawn(async move {
            let mut taken = Vec::new();
            for area in boxes.iter().cycle().skip(number * 97) {
                if Instant::now() >= end {
                    break;
                }
                let [west, south, east, north] = area.degrees();
                let only = if open { "&open=true" } else { "" };
                let path = format!("/api/hazards?bbox={west},{south},{east},{north}&limit=50{only}");
                let begin = Instant::now();
                client.get(&path, &[]).await?;
                taken.push(begin.elapsed());
            }
            anyhow::Ok(taken)
        }));
    }
    let mut taken = Vec::new();
    for client in running {
        taken.extend(client.await??);
    }
    let cpu = program.cpu().since(before, taken.len() as u64);
    let rate = taken.len() as f64 / begin.elapsed().as_secs_f64();
    println!("{} over HTTP, {clients} connections: {rate:.0}/s, {}; {cpu}", word(open), time::told(&mut taken));
    Ok(())
}

/// Boxes of `side` metres around places where people live.
fn boxes(side: f64) -> anyhow::Result<Vec<Bounds>> {
    const METRES_OF_A_DEGREE: f64 = 111_195.0;
    let around = |middle: Position| {
        let north = side / 2.0 / METRES_OF_A_DEGREE;
        let east = north / middle.lat().to_radians().cos();
        let corner = |sign: f64| Position::from_degrees(middle.lon() + sign * east, middle.lat() + sign * north);
        Some(Bounds { min: corner(-1.0)?, max: corner(1.0)? })
    };
    somewhere_people_live(BOXES)?.into_iter().map(|middle| around(middle).context("a box")).collect()
}

/// The path of the city.
async fn service_root(store: &Store) -> anyhow::Result<domain::unit::UnitPath> {
    let service = service::Service::open(store.clone(), jiff::tz::TimeZone::UTC).await?;
    Ok(service.tree().root().context("the city")?.path.clone())
}
