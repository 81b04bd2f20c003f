//! Starting and stopping what runs for long.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, bail};
use domain::access::Titles;
use domain::calendar::Holidays;
use domain::catalogue::Catalogue;
use domain::deadline::Rules;
use domain::reading::Table;
use domain::response::Plans;
use server::{App, Live, Settings};
use service::keyring::{Keyring, is_private};
use service::{Options, Service};
use store::{Engine, Meta, Store};
use tokio::net::TcpListener;
use tokio::sync::watch;
use worker::{Clock, FeedReader, Post};

use crate::clock;
use crate::config::Config;

/// Opens the store with the use cases over it, and the keyring where there is one. A database that is found
/// elsewhere than it was made for is held from here on.
pub(crate) async fn open(config: &Config) -> anyhow::Result<Service> {
    let service = open_anywhere(config).await?;
    if let Some(held) = service.take_place(clock::now()).await? {
        tracing::warn!(since = %held.since, why = ?held.why, "the database is held: no channel sends until `bridgehead release`");
    }
    Ok(service)
}

/// Opens it without looking where it stands.
pub(crate) async fn open_anywhere(config: &Config) -> anyhow::Result<Service> {
    let store = Store::open(&config.open_options()?)
        .await
        .with_context(|| format!("the database `{}` cannot be opened", crate::config::masked(&config.database)))?;
    let zone = config.zone()?;
    let options = Options {
        plans: own(config.plans.as_ref(), Plans::read)?,
        titles: own(config.titles.as_ref(), Titles::read)?,
        catalogue: own(config.catalogue.as_ref(), Catalogue::read)?,
        limits: own(config.limits.as_ref(), |text| Rules::read(text, Holidays::shipped()?, zone.clone()))?,
        holidays: own(config.holidays.as_ref(), |text| serde_json::from_str(text))?,
        thresholds: own(config.thresholds.as_ref(), Table::read)?,
        ..Options::default()
    };
    let service = Service::open_with(store, zone, options).await?;
    if let Some((item, permission)) = service.catalogue().unattended(service.titles()) {
        bail!(
            "the catalogue takes reports of `{}`, which are for a narrow circle, but no title of one grants `{}`: \
             set `\"restricted\": true` on titles of your own that handle them (setting `titles`)",
            item.id,
            permission.word()
        );
    }
    if !config.keyring.exists() {
        return Ok(service);
    }
    let keyring = Keyring::load(&config.keyring)?;
    if !is_private(&config.keyring)? {
        tracing::warn!(keyring = %config.keyring.display(), "others may read the keyring: chmod 600");
    }
    Ok(service.with_keyring(keyring))
}

/// A table of the installation's own, read and checked, so that a mistake in it is found at the start.
fn own<T, E: std::error::Error + Send + Sync + 'static>(
    file: Option<&PathBuf>,
    read: impl FnOnce(&str) -> Result<T, E>,
) -> anyhow::Result<Option<T>> {
    let Some(file) = file else { return Ok(None) };
    let text = std::fs::read_to_string(file).with_context(|| format!("cannot read `{}`", file.display()))?;
    Ok(Some(read(&text).with_context(|| format!("`{}` cannot be used", file.display()))?))
}

/// Refuses to run without keys: nothing would be sealed, and contacts could not be read.
pub(crate) fn require_keyring(service: &Service, config: &Config) -> anyhow::Result<()> {
    if service.keyring().is_err() {
        bail!(
            "there is no keyring at `{}`: put it there, or make a new one with `bridgehead keys create`",
            config.keyring.display()
        );
    }
    Ok(())
}

/// Refuses what must not serve a city: a demonstration's data, or a database that may lose what it acknowledged.
pub(crate) async fn require_trustworthy(store: &Store) -> anyhow::Result<()> {
    if Meta::get(store.read(), "demo").await?.is_some() {
        bail!("this database belongs to a demonstration; start with an empty one");
    }
    for setting in store.durability().await? {
        if !setting.safe && !store::weakened() {
            bail!(
                "the database runs with `{} = {}`: a power cut would lose acknowledged reports",
                setting.name,
                setting.value
            );
        }
    }
    Ok(())
}

/// Turns true when the process is asked to stop.
pub(crate) fn stop_signal() -> anyhow::Result<watch::Receiver<bool>> {
    let (sender, receiver) = watch::channel(false);
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    tokio::spawn(async move {
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = terminate.recv() => {}
        }
        sender.send_replace(true);
    });
    Ok(receiver)
}

/// Binds the address, with a helpful error.
pub(crate) async fn listen(address: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).await.with_context(|| format!("cannot listen on {address}; is the port in use?"))
}

/// Runs schedules and jobs until asked to stop.
pub(crate) async fn work(
    service: Service,
    post: Post,
    feeds: Option<FeedReader>,
    clock: Clock,
    stop: watch::Receiver<bool>,
) {
    let post = Arc::new(post);
    worker::free_left_claims(&service).await;
    let schedules = worker::run(service.clone(), clock.clone(), stop.clone());
    let calls = worker::run_calls(service.clone(), post.clone(), clock.clone(), stop.clone());
    let feeds = async {
        if let Some(feeds) = feeds {
            worker::run_feeds(service.clone(), feeds, clock.clone(), stop.clone()).await;
        }
    };
    let exercises = worker::run_exercises(service.clone(), clock.clone(), stop.clone());
    let tests = worker::run_chain_tests(service.clone(), post.clone(), clock.clone(), stop.clone());
    let papers = worker::run_papers(service.clone(), post.clone(), clock.clone(), stop.clone());
    let jobs = worker::run_jobs(service.clone(), post, clock.clone(), stop.clone());
    // Of a worker by itself the servers hear in no other way.
    let announced = service.store().announce(stop.clone());
    tokio::join!(schedules, calls, feeds, exercises, tests, papers, jobs, announced);
}

/// Serves until asked to stop; on SQLite the worker runs inside.
pub(crate) async fn serve(
    listener: TcpListener,
    service: Service,
    settings: Settings,
    post: Post,
    feeds: Option<FeedReader>,
    stop: watch::Receiver<bool>,
) -> anyhow::Result<()> {
    let metrics = metrics_exporter_prometheus::PrometheusBuilder::new().install_recorder().ok();
    let live = Live::start(service.clone(), stop.clone()).await?;
    let clock = clock::shared(service.store()).await?;
    let worker = (service.store().engine() == Engine::Sqlite)
        .then(|| tokio::spawn(work(service.clone(), post, feeds, clock.clone(), stop.clone())));
    let store = service.store().clone();
    let app = App::new(service, live, settings, clock, metrics);
    server::serve(listener, server::router(app), server::Patience::default(), stop).await?;
    if let Some(worker) = worker {
        worker.await?;
    }
    store.close().await?;
    Ok(())
}
