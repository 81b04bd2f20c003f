//! A red warning over the demo city or a part of it: its calls written down, then confirmed by many at once, the board beside it.
//!
//! PostgreSQL alone: a city of this size runs on it. Posts and rosters are put in by hand, because making 120,000
//! accounts by the use case measures the making of accounts.

use std::sync::Arc;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use http_body_util::BodyExt;
use jiff::tz::TimeZone;
use serde_json::{Value, json};
use service::Service;
use service::warning::{Warnings, Way};
use sqlx::{Connection, Executor, PgConnection, Row};
use store::{OpenOptions, Store};
use uuid::Uuid;

use super::Options;
use super::client::Client;
use super::program::Program;
use super::time::told;
use crate::load::{CITY_DESK, accounts, city_alone};

const STATION: &str = "bench@example.org";

/// One account with one post for each warned unit, and a second one for as many units as make 120,000 in all; all on duty
/// around the clock.
const POSTS: [&str; 4] = [
    "create temporary table seat as select u.id as unit, n, gen_random_uuid() as account, gen_random_uuid() as posting
       from unit u join warned on u.path like warned.path || '%' cross join generate_series(1, 2) n
       where u.valid_to is null and (n = 1 or u.number % 100 < 62)",
    "insert into account (id, login, names, password_hash, created_at)
       select account, 'bench-' || account, '{\"zh\":\"岗\"}', '', 0 from seat",
    "insert into posting (id, account, title, unit, valid_from) select posting, account, 'grid_worker', unit, 0 from seat",
    "insert into roster (id, unit, posting, kind, starts, ends, days, leader)
       select gen_random_uuid(), unit, posting, 'day', '00:00', '00:00', '1234567', n = 1 from seat",
];

pub(super) async fn run(options: &Options, clients: usize, group: usize, code: &str) -> anyhow::Result<()> {
    ensure!(options.database.starts_with("postgres"), "give an empty PostgreSQL database with `--database`");
    let mut sql = PgConnection::connect(&options.database).await?;
    let service = prepared(options, &mut sql, code).await?;
    let warning = warning(crate::now(), code);
    let begin = Instant::now();
    service.receive_warning(None, Way::File, true, warning.as_bytes(), crate::now()).await?;
    let calls = service.place_calls(crate::now()).await?;
    let placed = begin.elapsed();
    service.store().clone().close().await?;
    println!("{calls} calls written down and due {:.1} s after the warning came in", placed.as_secs_f64());
    for round in 1..=options.runs {
        let program = Program::start_with(
            &options.program,
            &options.database,
            &[("WARNINGS", &format!("{{report_group={group}}}"))],
        )?;
        program.caught_up().await;
        confirm(options, &program, &mut sql, clients, round).await?;
    }
    Ok(())
}

async fn prepared(options: &Options, sql: &mut PgConnection, code: &str) -> anyhow::Result<Service> {
    let location = options.database.parse().map_err(anyhow::Error::msg)?;
    let service = Service::open(Store::open(&OpenOptions::new(location)).await?, TimeZone::UTC).await?;
    ensure!(service.tree().units().is_empty(), "`{}` has units already; give an empty database", options.database);
    city_alone(&service, crate::now()).await?;
    accounts(&service, crate::now()).await?;
    sql.execute("set search_path = bridgehead").await?;
    sql.execute("create temporary table warned (path text)").await?;
    let warned = "insert into warned select path from unit where code = $1 and valid_to is null";
    let found = sqlx::query(warned).bind(code).execute(&mut *sql).await?.rows_affected();
    ensure!(found == 1, "the demo city has no unit with the code `{code}`");
    for statement in POSTS {
        sql.execute(statement).await.context("posts")?;
    }
    sql.execute("analyze").await?;
    let shipped = Warnings::shipped()?;
    service.fit_warnings(Warnings { official_senders: vec![STATION.to_owned()], ..shipped });
    Ok(service)
}

/// Reports for different posts, each durable before it is answered, and a reader of the board.
async fn confirm(
    options: &Options,
    program: &Program,
    sql: &mut PgConnection,
    clients: usize,
    round: usize,
) -> anyhow::Result<()> {
    let open = sql
        .fetch_all("select id, callout from call where state in ('pending', 'sent', 'unreached') order by id")
        .await?;
    let callout: Uuid = open.first().context("no open call is left")?.try_get(1)?;
    let ids = open.iter().map(|row| row.try_get::<Uuid, _>(0)).collect::<Result<Vec<_>, _>>()?;
    let start = sql.fetch_one("select count(*) from call where state = 'on_post'").await?.try_get::<i64, _>(0)?;
    let desk = Client::sign_in(program.port, CITY_DESK.0).await?;
    // The board is counted once before: a desk that opens it in the middle waits for that as well.
    desk.again().await?.get(&format!("/api/callouts/{callout}/board"), &[]).await?;
    let acknowledged: Arc<Mutex<Vec<Instant>>> = Arc::default();
    let (before, begin) = (program.cpu(), Instant::now());
    let end = begin + Duration::from_secs(options.seconds);
    let mut running = Vec::new();
    for number in 0..clients {
        let mut client = desk.again().await?;
        let mine: Vec<_> = ids.iter().skip(number).step_by(clients).copied().collect();
        let acknowledged = acknowledged.clone();
        running.push(tokio::spawn(async move {
            let mut took = Vec::new();
            for id in mine {
                let asked = Instant::now();
                if asked >= end {
                    break;
                }
                report(&mut client, id).await?;
                took.push(asked.elapsed());
                acknowledged.lock().map_err(|_| anyhow::anyhow!("a client failed"))?.push(Instant::now());
            }
            anyhow::Ok(took)
        }));
    }
    let lag = tokio::spawn(board_lag(desk.again().await?, callout, start, acknowledged.clone(), end));
    let mut took = Vec::new();
    for client in running {
        took.extend(client.await.context("a client ended early")??);
    }
    let passed = begin.elapsed().as_secs_f64();
    let cpu = program.cpu().since(before, took.len() as u64);
    println!(
        "run {round}: {:.0} confirmations/s by {clients} clients, {}, {cpu}",
        took.len() as f64 / passed,
        told(&mut took)
    );
    let mut lag = lag.await??;
    println!("  board behind what was acknowledged: {}", told(&mut lag));
    Ok(())
}

async fn report(client: &mut Client, id: Uuid) -> anyhow::Result<()> {
    let body = json!({ "report": "on_post", "how": "radio" });
    let response = client.send("POST", &format!("/api/calls/{id}/report"), Some(body), &[]).await?;
    let status = response.status();
    let body = response.into_body().collect().await?.to_bytes();
    ensure!(status == 200, "a confirmation gave {status}: {}", String::from_utf8_lossy(&body));
    Ok(())
}

/// How old the oldest acknowledged confirmation is that the board does not show.
async fn board_lag(
    mut client: Client,
    callout: Uuid,
    start: i64,
    acknowledged: Arc<Mutex<Vec<Instant>>>,
    end: Instant,
) -> anyhow::Result<Vec<Duration>> {
    let mut lags = Vec::new();
    while Instant::now() < end {
        let asked = Instant::now();
        let board: Value = serde_json::from_slice(&client.get(&format!("/api/callouts/{callout}/board"), &[]).await?)?;
        let shown = board["callout"]["counts"]["on_post"].as_i64().context("a count")? - start;
        let missing = {
            let acknowledged = acknowledged.lock().map_err(|_| anyhow::anyhow!("a client failed"))?;
            acknowledged.get(usize::try_from(shown).unwrap_or(0)).copied()
        };
        lags.push(missing.map_or(Duration::ZERO, |at| asked.saturating_duration_since(at)));
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    Ok(lags)
}

fn warning(now: jiff::Timestamp, code: &str) -> String {
    let time = |hours| {
        let at = now.saturating_add(jiff::SignedDuration::from_hours(hours)).unwrap_or(now);
        TimeZone::UTC.to_datetime(at).strftime("%Y-%m-%dT%H:%M:%S+00:00").to_string()
    };
    format!(
        "<alert xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\"><identifier>bench</identifier><sender>{STATION}</sender>\
         <sent>{}</sent><status>Actual</status><msgType>Alert</msgType><scope>Public</scope><info><language>zh-CN</language>\
         <category>Met</category><event>暴雨</event><urgency>Immediate</urgency><severity>Unknown</severity>\
         <certainty>Unknown</certainty><expires>{}</expires><headline>暴雨红色预警</headline><area><areaDesc>x</areaDesc>\
         <geocode><valueName>code</valueName><value>{code}</value></geocode></area></info></alert>",
        time(0),
        time(6)
    )
}
