//! `load`: the demo city with as many invented hazards as asked for, in an empty database, through the use cases.
//!
//! The closed ones come as cases of an older system, the open ones as reports of the last days, so that their deadlines
//! are real. Two accounts are made for measurements; the password is no secret, so the database must not be served to
//! anybody else.

use std::time::Instant;

use anyhow::{Context, ensure};
use city::Life;
use clap::Args;
use domain::catalogue::CaseKind;
use domain::hazard::Draft;
use domain::id::{CommandId, HazardId};
use domain::names::Names;
use domain::unit::boundary::Position;
use futures::StreamExt;
use futures::stream;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use service::Service;
use service::account::{NewAccount, NewPosting};
use service::exchange::CaseRow;
use service::hazard::Submission;
use store::{OpenOptions, Store};
use uuid::Uuid;

#[derive(Args)]
pub(crate) struct Options {
    /// An empty database: `sqlite://FILE` or `postgres://…`.
    #[arg(long)]
    database: String,
    /// Hazards in it.
    #[arg(long, default_value_t = 1_000_000)]
    hazards: usize,
    /// Of a thousand, how many are open.
    #[arg(long, default_value_t = 30)]
    open: usize,
    /// Decides what is invented.
    #[arg(long, default_value_t = 20_210_720)]
    seed: u64,
}

/// Sign-in name and title, and the unit.
pub(crate) const CITY_DESK: (&str, &str, &str) = ("load-city", "city_duty", "4101");
/// The same for one community.
pub(crate) const COMMUNITY: (&str, &str, &str) = ("load-community", "community_lead", "410105008990");
/// Everybody's password.
pub(crate) const PASSWORD: &str = "bridgehead-load";

const CITY: &[u8] = include_bytes!("../../data/zhengzhou/city.bin.zst");
/// Cases of one import.
const CHUNK: usize = 50_000;
/// Days over which the closed ones are spread.
const DAYS: u32 = 1_095;
/// Reports under way at once.
const AT_ONCE: usize = 16;

pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(load(options))
}

async fn load(options: &Options) -> anyhow::Result<()> {
    let location = options.database.parse().map_err(anyhow::Error::msg)?;
    let service = Service::open(Store::open(&OpenOptions::new(location)).await?, TimeZone::UTC).await?;
    ensure!(
        service.tree().units().is_empty(),
        "`{}` has units already; load needs an empty database",
        options.database
    );
    let (begin, now) = (Instant::now(), super::now());
    let city = city_alone(&service, now).await?;
    accounts(&service, now).await?;
    let categories = service.catalogue().items.iter().filter(|item| item.enabled).map(|item| item.id.clone()).collect();
    let mut life = Life::new(&city, "4101", categories, options.seed);
    let open = options.hazards * options.open / 1_000;
    let mut done = 0;
    while done < options.hazards - open {
        let count = CHUNK.min(options.hazards - open - done);
        let cases = cases(&mut life, done, count, now)?;
        service.import_cases("load", CaseKind::Hazard, "load", &cases, now, |_| {}).await?;
        done += count;
        eprintln!("{done} closed ones after {:.0} s", begin.elapsed().as_secs_f64());
    }
    reports(&service, &mut life, open, now).await?;
    // As an installation stands that has run all the time.
    while service.record_overdue(now).await? > 0 {}
    eprintln!("{open} open ones; all of it after {:.0} s", begin.elapsed().as_secs_f64());
    service.store().clone().close().await?;
    Ok(())
}

/// A point in this unit, degrees.
pub(crate) fn middle_of(code: &str) -> anyhow::Result<(f64, f64)> {
    let city = city::decode(CITY)?;
    let unit = city.units.iter().find(|unit| unit.code == code).context("the unit")?;
    let middle = city::boundary(&unit.boundary).inner_position().context("a point in the unit")?;
    Ok((middle.lon(), middle.lat()))
}

/// Points where people live, the same ones each time.
pub(crate) fn somewhere_people_live(count: usize) -> anyhow::Result<Vec<Position>> {
    let mut life = Life::new(&city::decode(CITY)?, "4101", vec!["A01".to_owned()], 1);
    (0..count).map(|_| Ok(life.hazard().context("nobody lives in this city")?.position)).collect()
}

/// Puts the units of the demo city in.
pub(crate) async fn city_alone(service: &Service, now: Timestamp) -> anyhow::Result<city::City> {
    let city = city::decode(CITY)?;
    let plan = service.plan_import(city.clone().into_rows(now, now), now).await?;
    service.apply_import(plan, "city.bin.zst", now, |_| {}).await?;
    Ok(city)
}

/// The accounts of measurements.
pub(crate) async fn accounts(service: &Service, now: Timestamp) -> anyhow::Result<()> {
    let password_hash = service.hash_password(PASSWORD).await?;
    for (login, title, unit) in [CITY_DESK, COMMUNITY] {
        let unit = service.tree().by_code(unit).context("the unit")?.id;
        let new = NewAccount {
            login: login.to_owned(),
            names: Names::zh_en("测量", "Measurement"),
            password_hash: password_hash.clone(),
        };
        let posting = NewPosting { title: title.to_owned(), unit, body: None };
        service.create_account(new, &[posting], now).await?;
    }
    Ok(())
}

fn cases(life: &mut Life, from: usize, count: usize, now: Timestamp) -> anyhow::Result<Vec<CaseRow>> {
    let case = |number: usize| {
        let case = life.closed(0, DAYS, now).context("nobody lives in this city")?;
        Ok(CaseRow {
            row: number as u64,
            outside_number: format!("L-{number}"),
            category: case.hazard.category,
            unit_code: case.hazard.unit,
            reported_at: case.reported_at,
            closed_at: Some(case.closed_at),
            status: "closed".to_owned(),
            closed: true,
            position: Some(case.hazard.position),
            text: Some(format!("虚构 invented {number}")),
        })
    };
    (from..from + count).map(case).collect()
}

async fn reports(service: &Service, life: &mut Life, count: usize, now: Timestamp) -> anyhow::Result<()> {
    let drafts = (0..count).map(|_| {
        let hazard = life.hazard().context("nobody lives in this city")?;
        let at = now.checked_sub(SignedDuration::from_mins(life.pick(14 * 24 * 60) as i64))?;
        let position = (Some(hazard.position.lon()), Some(hazard.position.lat()));
        let id = HazardId(Uuid::now_v7());
        let seen = Some("虚构 invented".to_owned());
        let draft = Draft::new(id, hazard.category, seen, position, None, None, None, None, at)?;
        Ok((Submission { draft, key: CommandId(Uuid::now_v7()), body_hash: Vec::new(), follow_secret: None }, at))
    });
    let drafts: Vec<(Submission, Timestamp)> = drafts.collect::<anyhow::Result<_>>()?;
    let mut taken = stream::iter(drafts)
        .map(|(new, at)| async move { service.report(None, new, at).await.map(|_| ()) })
        .buffer_unordered(AT_ONCE);
    while let Some(result) = taken.next().await {
        result?;
    }
    Ok(())
}
