//! The tree beside PostGIS: the same polygons, positions and machine, in one run.
//!
//! The database is asked as one would ask it without this program: one statement per position, one
//! statement for all positions, and one over polygons cut small (`ST_Subdivide`), which is how such
//! queries are usually made fast. Each contender runs several times and its best run counts.

mod contest;
mod load;
mod wkb;

use anyhow::{Context, ensure};
use clap::Args;
use domain::unit::UnitTree;
use sqlx::{Connection, PgConnection};

use super::demo;
use contest::{Contest, best};

#[derive(Args)]
pub(crate) struct Options {
    /// A PostgreSQL with PostGIS, as `scripts/postgres.sh start --durable` prints it.
    #[arg(long, env = "BRIDGEHEAD_BENCH_POSTGRES")]
    address: String,
    /// How many random positions inside the city's box.
    #[arg(long, default_value_t = 20_000)]
    points: usize,
    /// How many of them are also asked one by one.
    #[arg(long, default_value_t = 2_000)]
    singles: usize,
    /// The county whose units are listed.
    #[arg(long, default_value = "410105")]
    county: String,
    /// Runs of each; the best one counts.
    #[arg(long, default_value_t = 3)]
    runs: usize,
}

pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(compare(options))
}

async fn compare(options: &Options) -> anyhow::Result<()> {
    let tree = demo::tree()?;
    let mut database = PgConnection::connect(&options.address).await.context("no PostgreSQL at the address")?;
    let version = load::load(&mut database, &tree).await?;
    println!("{} units in {version}", tree.units().len());
    locating(options, &tree, &mut database).await?;
    listing(options, &tree, &mut database).await?;
    load::remove(&mut database).await
}

const ONE: &str = "select number from bench_postgis.unit
    where ST_Intersects(geometry, ST_SetSRID(ST_MakePoint($1, $2), 4326)) order by level desc limit 1";

const ALL: &str = "select found.number from unnest($1::float8[], $2::float8[]) with ordinality as point(x, y, place)
    left join lateral (select number from bench_postgis.unit
        where ST_Intersects(geometry, ST_SetSRID(ST_MakePoint(point.x, point.y), 4326)) order by level desc limit 1) found on true
    order by point.place";

const PIECES: &str = "select found.number from unnest($1::float8[], $2::float8[]) with ordinality as point(x, y, place)
    left join lateral (select number from bench_postgis.piece
        where ST_Intersects(geometry, ST_SetSRID(ST_MakePoint(point.x, point.y), 4326)) order by level desc limit 1) found on true
    order by point.place";

async fn locating(options: &Options, tree: &UnitTree, database: &mut PgConnection) -> anyhow::Result<()> {
    let bounds = tree.root().and_then(|root| root.boundary.as_ref()?.bounds()).context("the city has no boundary")?;
    let positions = demo::positions(bounds, options.points, 7);
    let singles = &positions[..options.singles.min(positions.len())];
    let (x, y): (Vec<f64>, Vec<f64>) = positions.iter().map(|p| (p.lon(), p.lat())).unzip();
    let mut contest = Contest::new("locating", "positions/s");

    let (ours, seconds) = best(options.runs, || {
        let one = |&p| tree.locate(p).filter(|located| !located.fallback).map(|located| located.unit.number.0 as i32);
        Ok(positions.iter().map(one).collect::<Vec<Option<i32>>>())
    })?;
    contest.ours("tree, one thread", positions.len(), seconds);
    let (_, seconds) = best(options.runs, || Ok(tree.locate_many(&positions)))?;
    contest.note("tree, all cores", positions.len(), seconds);

    let mut theirs = Vec::new();
    let mut seconds = f64::INFINITY;
    for _ in 0..options.runs {
        let start = std::time::Instant::now();
        theirs.clear();
        for p in singles {
            let query = sqlx::query_scalar::<_, i32>(ONE).bind(p.lon()).bind(p.lat());
            theirs.push(query.fetch_optional(&mut *database).await?);
        }
        seconds = seconds.min(start.elapsed().as_secs_f64());
    }
    agree(&ours[..singles.len()], &theirs)?;
    contest.theirs("PostGIS, one statement per position", singles.len(), seconds);

    for (name, query) in [("PostGIS, one statement for all", ALL), ("PostGIS, for all, polygons cut small", PIECES)] {
        let mut seconds = f64::INFINITY;
        for _ in 0..options.runs {
            let start = std::time::Instant::now();
            let query = sqlx::query_scalar::<_, Option<i32>>(query).bind(&x).bind(&y);
            theirs = query.fetch_all(&mut *database).await?;
            seconds = seconds.min(start.elapsed().as_secs_f64());
        }
        agree(&ours, &theirs)?;
        contest.theirs(name, positions.len(), seconds);
    }
    contest.print();
    Ok(())
}

/// Both must find the same units. A position within a rounding error of a border may differ.
fn agree(ours: &[Option<i32>], theirs: &[Option<i32>]) -> anyhow::Result<()> {
    ensure!(ours.len() == theirs.len(), "{} answers for {} positions", theirs.len(), ours.len());
    let differing = ours.iter().zip(theirs).filter(|(a, b)| a != b).count();
    ensure!(differing * 1_000 <= ours.len(), "{differing} of {} positions are in different units", ours.len());
    Ok(())
}

const BY_PARENT: &str = "with recursive below as (
        select number from bench_postgis.unit where path = $1
        union all select unit.number from bench_postgis.unit join below on unit.parent = below.number)
    select number from below";

const BY_PATH: &str = "select number from bench_postgis.unit where path >= $1 and path < $2 order by path";

async fn listing(options: &Options, tree: &UnitTree, database: &mut PgConnection) -> anyhow::Result<()> {
    let path = tree.by_code(&options.county).with_context(|| format!("no county `{}`", options.county))?.path.clone();
    let mut contest = Contest::new("listing a county", "lists/s");

    const LISTS: usize = 1_000;
    let (ours, seconds) = best(options.runs, || {
        let list = || tree.subtree(&path).map(|unit| unit.number.0 as i32).collect::<Vec<i32>>();
        (1..LISTS).for_each(|_| drop(std::hint::black_box(list())));
        Ok(list())
    })?;
    contest.ours("tree", LISTS, seconds);

    const QUERIES: usize = 20;
    for (name, query) in [("PostgreSQL, by parent, recursive", BY_PARENT), ("PostgreSQL, by range of paths", BY_PATH)] {
        let mut seconds = f64::INFINITY;
        for _ in 0..options.runs {
            let start = std::time::Instant::now();
            for _ in 0..QUERIES {
                let bound = sqlx::query_scalar::<_, i32>(query).bind(path.as_str());
                let bound = if query == BY_PATH { bound.bind(path.upper_bound()) } else { bound };
                let found = bound.fetch_all(&mut *database).await?;
                ensure!(found.len() == ours.len(), "{name}: {} units instead of {}", found.len(), ours.len());
            }
            seconds = seconds.min(start.elapsed().as_secs_f64());
        }
        contest.theirs(name, QUERIES, seconds);
    }
    println!("{} units stand in {} and below", ours.len(), options.county);
    contest.print();
    Ok(())
}
