//! Reports taken in by the use case, beside `pgbench` that writes the same rows: the same server, the same
//! database, the same number of clients, one after the other in one run.

use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use clap::Args;
use domain::hazard::Draft;
use domain::id::{CommandId, HazardId};
use domain::names::Names;
use domain::unit::boundary::{Boundary, Position};
use domain::unit::row::UnitRow;
use domain::unit::{BoundaryQuality, UnitKind};
use domain::world::World;
use jiff::tz::TimeZone;
use service::Service;
use service::hazard::Submission;
use sqlx::{Connection, Executor, PgConnection, Row};
use store::{Location, OpenOptions, Store};
use uuid::Uuid;

#[derive(Args)]
pub(crate) struct Options {
    /// A durable PostgreSQL, as `scripts/postgres.sh start --durable` prints it.
    #[arg(long, env = "BRIDGEHEAD_BENCH_POSTGRES")]
    address: String,
    /// Clients at the same time.
    #[arg(long, default_value_t = 16)]
    clients: u32,
    /// Seconds of each run.
    #[arg(long, default_value_t = 8)]
    seconds: u64,
    /// Runs of each; the best one counts.
    #[arg(long, default_value_t = 3)]
    runs: usize,
}

const DATABASE: &str = "bench_intake";
const DROP: &str = "drop database if exists bench_intake with (force)";
const CREATE: &str = "create database bench_intake";

/// The rows of one report as `pgbench` writes them: what stands in them is as long as in a real one.
const SCRIPT: &str = "\\set n random(1, 2000000000)
begin;
select pg_advisory_xact_lock_shared(1);
select value from meta where key = 'tree_version';
insert into command (actor, key, body_hash, subject) values ('anonymous', gen_random_uuid(), decode(repeat('ab', 32), 'hex'), gen_random_uuid());
insert into hazard (id, kind, category, urgency, severity, restricted, state, controlled, secured, open, unit, path, x, y, cell, hand_backs, channel, appealed, reopened, reported_at, due_step, due_at, follow_hash, version)
  select gen_random_uuid(), 'hazard', 'A01', 'urgent', 'general', false, 'reported', false, 0, true, id, path, :n % 100000, :n % 90000, :n, 0, 'own', false, false, 1795000000000, 'accept', 1795000000000 + :n % 100000, decode(repeat('cd', 32), 'hex'), 1 from unit limit 1 returning id \\gset
insert into hazard_deadline (hazard, sequence, step, started_at, due_at, unpaused_due_at, pauses, duration, calendar, rule) values (:id, 0, 'accept', 1795000000000, 1795000000000, 1795000000000, '', 'PT2H', 'clock', '2026-11-01');
insert into free_text (id, subject, field, value, salt) values (gen_random_uuid(), :id, 'description', 'e-bikes charge in the stairwell of building 7', decode(repeat('ef', 16), 'hex'));
insert into journal (tx, kind, kind_version, subject_kind, subject, unit, path, command, happened_at, recorded_at, payload)
  select pg_current_xact_id()::text::bigint, 'hazard.reported', 1, 'hazard', :id, id, path, gen_random_uuid(), 1795000000000, 1795000000000, to_json(repeat('p', 428))::text from unit limit 1;
commit;
";

pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(compare(options))
}

async fn compare(options: &Options) -> anyhow::Result<()> {
    let mut admin = PgConnection::connect(&format!("{}/postgres", options.address)).await.context("no PostgreSQL")?;
    for show in ["show fsync", "show synchronous_commit", "show full_page_writes"] {
        let value: String = admin.fetch_one(show).await?.try_get(0)?;
        ensure!(value == "on", "`{show}` gives `{value}`: measure with `--durable`");
    }
    admin.execute(DROP).await?;
    admin.execute(CREATE).await?;
    let address = format!("{}/{DATABASE}", options.address);
    let service = city(&address, options.clients).await?;
    let (mut ours, mut theirs) = (0.0_f64, 0.0_f64);
    for round in 1..=options.runs {
        let one = intake(&service, options).await?;
        let other = pgbench(&address, options.clients as usize, options.seconds)?;
        println!("run {round}: {one:.0} reports/s through the use case, {other:.0}/s by pgbench");
        ours = ours.max(one);
        theirs = theirs.max(other);
    }
    println!("best: {ours:.0}/s beside {theirs:.0}/s: {:.0} %", 100.0 * ours / theirs);
    service.store().clone().close().await?;
    admin.execute(DROP).await?;
    Ok(())
}

/// A city of one unit.
async fn city(address: &str, clients: u32) -> anyhow::Result<Service> {
    let location: Location = address.parse().map_err(anyhow::Error::msg)?;
    let options = OpenOptions { connections: clients, ..OpenOptions::new(location) };
    let service = Service::open(Store::open(&options).await?, TimeZone::UTC).await?;
    let corner = |lon, lat| Position::from_degrees(lon, lat).context("a position");
    let ring = vec![corner(113.0, 34.0)?, corner(114.0, 34.0)?, corner(114.0, 35.0)?, corner(113.0, 35.0)?];
    let row = UnitRow {
        row: 2,
        code: "4101".to_owned(),
        parent: None,
        kind: UnitKind::City,
        names: Names::zh("郑州市"),
        transliterated: false,
        fictional: false,
        boundary: Some(Boundary { polygons: vec![vec![ring]] }),
        boundary_quality: BoundaryQuality::Surveyed,
        boundary_note: None,
        valid_from: None,
        statistics: None,
    };
    let plan = service.plan_import(vec![row], crate::now()).await?;
    service.apply_import(plan, "bench", crate::now(), |_| {}).await?;
    Ok(service)
}

/// Reports per second, each durable before the next of its client.
async fn intake(service: &Service, options: &Options) -> anyhow::Result<f64> {
    let done = Arc::new(AtomicU64::new(0));
    let begin = Instant::now();
    let end = begin + Duration::from_secs(options.seconds);
    let clients = (0..options.clients).map(|_| {
        let (service, done) = (service.clone(), done.clone());
        tokio::spawn(async move {
            while Instant::now() < end {
                service.report(None, submission()?, crate::now()).await?;
                done.fetch_add(1, Ordering::Relaxed);
            }
            anyhow::Ok(())
        })
    });
    for client in clients.collect::<Vec<_>>() {
        client.await??;
    }
    Ok(done.load(Ordering::Relaxed) as f64 / begin.elapsed().as_secs_f64())
}

fn submission() -> anyhow::Result<Submission> {
    let seen = Some("e-bikes charge in the stairwell of building 7".to_owned());
    let degrees = (Some(113.5), Some(34.5));
    let id = HazardId(Uuid::now_v7());
    let draft = Draft::new(id, "A01".to_owned(), seen, degrees, None, None, None, None, crate::now())?;
    Ok(Submission { draft, key: CommandId(Uuid::now_v7()), body_hash: vec![0; 32], follow_secret: None })
}

/// Rows of a report per second by `pgbench`.
pub(super) fn pgbench(address: &str, clients: usize, seconds: u64) -> anyhow::Result<f64> {
    let script = std::env::temp_dir().join("bridgehead-intake.sql");
    std::fs::write(&script, SCRIPT)?;
    let output = Command::new("pgbench")
        .args(["-n", "-M", "prepared", "-j", "2", "-c", &clients.to_string()])
        .args(["-T", &seconds.to_string(), "-f"])
        .arg(script)
        .arg(address)
        // The live world has a schema of its own.
        .env("PGOPTIONS", format!("-c search_path={}", World::Live.schema()))
        .output()
        .context("pgbench comes with PostgreSQL")?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    ensure!(output.status.success(), "pgbench failed: {}", String::from_utf8_lossy(&output.stderr));
    let line = text.lines().find_map(|line| line.strip_prefix("tps = ")).context("pgbench said no rate")?;
    Ok(line.split(' ').next().context("a number")?.parse()?)
}
