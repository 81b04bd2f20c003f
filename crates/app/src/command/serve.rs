//! `serve` and `worker`.

use std::net::SocketAddr;

use anyhow::bail;
use server::Settings;
use store::Engine;

use super::Outcome;
use crate::config::Config;
use crate::{clock, fitting, run};

/// Arguments of `serve`.
#[derive(clap::Args)]
pub(crate) struct Serve {
    /// Address and port to listen on.
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
}

impl Serve {
    pub(crate) async fn run(self, config: Config) -> anyhow::Result<Outcome> {
        let stop = run::stop_signal()?;
        let service = run::open(&config).await?;
        run::require_trustworthy(service.store()).await?;
        run::require_keyring(&service, &config)?;
        fitting::fit_files(&service, &config.files)?;
        service.fit_reserve(fitting::reserve(&config)?);
        fitting::fit_outside(&service, &config)?;
        fitting::fit_warnings(&service, &config)?;
        fitting::fit_calls(&service, &config).await?;
        service.fit_snapshot(config.callout_snapshot.clone());
        let post = fitting::post(&service, &config)?;
        let listener = run::listen(self.listen.unwrap_or(config.listen)).await?;
        let origins = server::origins(&config.http.allowed_origins)
            .map_err(|text| anyhow::anyhow!("`http.allowed_origins`: {text}"))?;
        let settings = Settings {
            allowed_origins: origins,
            provider: fitting::provider(&config)?,
            ..fitting::settings(&config, Vec::new())
        };
        tracing::info!(address = %listener.local_addr()?, "serving");
        let feeds = fitting::feeds(&service, &config)?;
        run::serve(listener, service, settings, post, feeds, stop).await?;
        Ok(Outcome::Done)
    }
}

/// Runs the schedules until asked to stop.
pub(crate) async fn worker(config: &Config) -> anyhow::Result<Outcome> {
    let stop = run::stop_signal()?;
    let service = run::open(config).await?;
    if service.store().engine() == Engine::Sqlite {
        bail!("on SQLite the schedules run inside `bridgehead serve`: one process owns the file");
    }
    run::require_trustworthy(service.store()).await?;
    run::require_keyring(&service, config)?;
    fitting::fit_files(&service, &config.files)?;
    fitting::fit_outside(&service, config)?;
    fitting::fit_warnings(&service, config)?;
    fitting::fit_calls(&service, config).await?;
    service.fit_snapshot(config.callout_snapshot.clone());
    let post = fitting::post(&service, config)?;
    let feeds = fitting::feeds(&service, config)?;
    tracing::info!("working");
    let clock = clock::shared(service.store()).await?;
    run::work(service, post, feeds, clock, stop).await;
    Ok(Outcome::Done)
}
