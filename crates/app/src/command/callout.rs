//! `callout`: calling from a snapshot while the database is gone, and bringing back what was recorded.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use domain::colour::WarningColour;
use domain::names::Names;
use jiff::Timestamp;
use serde_json::json;
use service::callout::snapshot::{snapshot_at, unpack};
use service::keyring::Keyring;
use service::warning::Way;
use service::{Service, ServiceError};
use store::{Location, OpenOptions, Store};
use tokio::sync::watch;

use super::{Outcome, output};
use crate::config::Config;
use crate::{clock, fitting, run};

mod alert;
mod board;

/// Commands about calling without the database.
#[derive(clap::Subcommand)]
pub(crate) enum Callout {
    /// Write the encrypted snapshot now. `serve` and `worker` write it each hour.
    #[command(after_help = "Example:\n  bridgehead callout snapshot")]
    Snapshot,
    /// Call from the snapshot while the database is gone. The pages, links and answers are the usual ones; accounts sign
    /// in as they did when the snapshot was made.
    #[command(after_help = "Examples:\n  bridgehead callout run --warning red.xml\n  \
        bridgehead callout run --colour red --unit 410105 --headline '暴雨红色预警' --hours 6\n  \
        bridgehead callout run --resume callout-20260720T060000Z.db\n\n\
        It goes on until it is stopped (Ctrl-C). What it recorded is kept in the file that it names;\n\
        `bridgehead callout return FILE` brings it back.")]
    Run(Box<Run>),
    /// Bring back into the database what was recorded while it was gone. Safe to repeat.
    #[command(after_help = "Example:\n  bridgehead callout return callout-20260720T060000Z.db")]
    Return {
        /// The file that `callout run` named.
        file: PathBuf,
    },
}

/// What is called for, and where from.
#[derive(clap::Args)]
pub(crate) struct Run {
    /// The warning, a message of CAP.
    #[arg(long, value_name = "FILE", required_unless_present_any = ["colour", "resume"])]
    warning: Option<PathBuf>,
    /// Colour of a warning that was told by phone or radio.
    #[arg(long, value_parser = colour, requires = "unit", requires = "headline", conflicts_with = "warning")]
    colour: Option<WarningColour>,
    /// Code of a unit that it is for, with everything below; several may be given.
    #[arg(long, value_name = "CODE")]
    unit: Vec<String>,
    /// What is warned of, in the words that the posts read.
    #[arg(long)]
    headline: Option<String>,
    /// For how many hours it counts.
    #[arg(long, default_value_t = 6, value_parser = clap::value_parser!(u8).range(1..=72))]
    hours: u8,
    /// Go on with what an earlier run recorded.
    #[arg(long, value_name = "FILE")]
    resume: Option<PathBuf>,
    /// The snapshot, where it is not the one of the configuration.
    #[arg(long, value_name = "FILE", conflicts_with = "resume")]
    snapshot: Option<PathBuf>,
    /// Address and port to listen on.
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
}

fn colour(word: &str) -> Result<WarningColour, String> {
    let words: Vec<_> = WarningColour::ALL.iter().map(|colour| colour.word()).collect();
    WarningColour::from_word(word).ok_or_else(|| format!("the colours are {}", words.join(", ")))
}

impl Callout {
    pub(crate) async fn run(self, config: Config, json: bool) -> anyhow::Result<Outcome> {
        match self {
            Self::Snapshot => write(&config, json).await,
            Self::Run(run) => run.call(config, json).await,
            Self::Return { file } => bring_back(&config, &file, json).await,
        }
    }
}

async fn write(config: &Config, as_json: bool) -> anyhow::Result<Outcome> {
    let service = run::open(config).await?;
    run::require_keyring(&service, config)?;
    let file = &config.callout_snapshot;
    let spinner = output::spinner("writing the snapshot");
    let bytes = service.write_snapshot(file, clock::now()).await?;
    spinner.finish_and_clear();
    let text = format!("`{}`: {bytes} bytes, encrypted; it opens with the keyring alone", file.display());
    output::result(as_json, &json!({ "file": file, "bytes": bytes }), &text);
    Ok(Outcome::Done)
}

impl Run {
    async fn call(self, config: Config, as_json: bool) -> anyhow::Result<Outcome> {
        let file = self.stand_in(&config)?;
        let database = format!("sqlite://{}", file.display());
        let config = Config { database, listen: self.listen.unwrap_or(config.listen), ..config };
        let stop = run::stop_signal()?;
        let prepared = self.prepare(&config, &file, as_json).await;
        if prepared.is_err() && self.resume.is_none() {
            // Nobody was called from it: it would only be taken for a record.
            for ending in ["", "-wal", "-shm"] {
                let _ = std::fs::remove_file(format!("{}{ending}", file.display()));
            }
        }
        let (service, made_at) = prepared?;
        serve(&config, service, made_at, as_json, stop).await?;
        Ok(Outcome::Done)
    }

    /// Opens what stands in, and takes the warning in.
    async fn prepare(&self, config: &Config, file: &Path, as_json: bool) -> anyhow::Result<(Service, Timestamp)> {
        let service = run::open(config).await?;
        run::require_trustworthy(service.store()).await?;
        let Some(made_at) = snapshot_at(service.store()).await? else {
            anyhow::bail!("`{}` does not stand on a snapshot", file.display());
        };
        fitting::fit_files(&service, &config.files)?;
        fitting::fit_calls(&service, config).await?;
        let own = self.own_warning(&service)?;
        let senders = config.warnings.official_senders.iter().cloned();
        let mut warnings = config.warnings.clone();
        // What somebody at this machine says is told by radio begins calls like the station's word.
        warnings.official_senders = senders.chain(own.is_some().then(|| alert::SENDER.to_owned())).collect();
        fitting::fit_warnings(&service, &Config { warnings, ..config.clone() })?;
        if let Some(document) = self.document(own)? {
            receive(&service, &document, as_json).await?;
        }
        let text = format!("calling from the snapshot of {made_at}; what is recorded lies in `{}`", file.display());
        output::result(as_json, &json!({ "snapshot_at": made_at.to_string(), "file": file }), &text);
        Ok((service, made_at))
    }

    /// The database that stands in: made from the snapshot, or one that an earlier run left.
    fn stand_in(&self, config: &Config) -> anyhow::Result<PathBuf> {
        if let Some(file) = &self.resume {
            ensure!(file.exists(), "there is no `{}`", file.display());
            return Ok(file.clone());
        }
        let keyring = Keyring::load(&config.keyring)?;
        let file = PathBuf::from(format!("callout-{}.db", clock::now().strftime("%Y%m%dT%H%M%SZ")));
        unpack(&keyring, self.snapshot.as_ref().unwrap_or(&config.callout_snapshot), &file)?;
        Ok(file)
    }

    fn own_warning(&self, service: &Service) -> anyhow::Result<Option<String>> {
        let (Some(colour), Some(headline)) = (self.colour, &self.headline) else { return Ok(None) };
        let tree = service.tree();
        for code in &self.unit {
            ensure!(tree.by_code(code).is_some(), "the snapshot has no unit `{code}`");
        }
        Ok(Some(alert::document(colour, &self.unit, headline, self.hours, (clock::now(), service.zone()))))
    }

    fn document(&self, own: Option<String>) -> anyhow::Result<Option<Vec<u8>>> {
        let Some(file) = &self.warning else { return Ok(own.map(String::into_bytes)) };
        let bytes = std::fs::read(file).with_context(|| format!("cannot read `{}`", file.display()))?;
        Ok(Some(bytes))
    }
}

async fn receive(service: &Service, document: &[u8], as_json: bool) -> anyhow::Result<()> {
    let received = match service.receive_warning(None, Way::File, true, document, clock::now()).await {
        Ok(received) => received,
        Err(ServiceError::WarningRefused(findings)) => {
            anyhow::bail!("the warning was refused\n  {}", super::warning::lines(&findings));
        }
        Err(error) => return Err(error.into()),
    };
    let calls = received.callout.is_some();
    let text = if calls {
        "the warning begins calls"
    } else {
        "the warning begins no calls by itself: it is not orange or red, not of an official sender, or not for units here"
    };
    output::result(as_json, &json!({ "warning": received.warning.id, "calls": calls }), text);
    Ok(())
}

async fn serve(
    config: &Config,
    service: Service,
    made_at: Timestamp,
    as_json: bool,
    stop: watch::Receiver<bool>,
) -> anyhow::Result<()> {
    let post = fitting::post(&service, config)?;
    let listener = run::listen(config.listen).await?;
    let time = service.zone().to_datetime(made_at).strftime("%m-%d %H:%M").to_string();
    let notice = Names::zh_en(
        &format!("应急叫应:主数据库不可用。名册是 {time} 的快照,这里的记录稍后并回。"),
        &format!(
            "Emergency calls: the database is gone. Rosters are those of {time}; what is recorded here is brought back later."
        ),
    );
    let settings = fitting::settings(config, vec![notice]);
    let address = listener.local_addr()?.to_string();
    output::result(as_json, &json!({ "listening": address }), &format!("pages and links at http://{address}"));
    let watched = tokio::spawn(board::follow(service.clone(), as_json, stop.clone()));
    run::serve(listener, service, settings, post, None, stop).await?;
    watched.await?;
    Ok(())
}

async fn bring_back(config: &Config, file: &Path, as_json: bool) -> anyhow::Result<Outcome> {
    ensure!(file.exists(), "there is no `{}`", file.display());
    let service = run::open(config).await?;
    let location = Location::Sqlite(file.to_owned());
    let from = Store::open(&OpenOptions { world: service.store().world(), ..OpenOptions::new(location) }).await?;
    ensure!(snapshot_at(&from).await?.is_some(), "`{}` is not what `callout run` recorded", file.display());
    let spinner = output::spinner("bringing back");
    let returned = service.bring_calls_back(&from, clock::now()).await?;
    spinner.finish_and_clear();
    from.close().await?;
    let text = format!(
        "new here: {} warnings, {} rounds, {} calls, {} messages; {} calls of posts that are not here were left out",
        returned.warnings,
        returned.rounds.len(),
        returned.calls,
        returned.messages,
        returned.unknown
    );
    let object = json!({ "warnings": returned.warnings, "rounds": returned.rounds.len(), "calls": returned.calls,
        "messages": returned.messages, "unknown": returned.unknown });
    output::result(as_json, &object, &text);
    Ok(Outcome::Done)
}
