//! What the program fits the use cases and the worker with, by configuration.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, bail};
use domain::callout::Plan;
use domain::colour::WarningColour;
use domain::message::Channel;
use domain::names::Names;
use domain::world::World;
use notify::mail::Mail;
use notify::order::OrderPost;
use notify::outgoing::{Http, Reach};
use notify::outlet::Outlets;
use notify::pace::Paced;
use notify::smpp::Smpp;
use notify::sms::Sms;
use notify::speaker::Speakers;
use notify::{Carrier, Carriers, Texts};
use server::{Provider, Settings};
use service::Service;
use service::bridge::{Mapping, Outside, WriteBack};
use service::file::{Decoder, Files};
use service::reserve::Reserve;
use service::warning::{Checker, Warnings};
use store::{Location, OpenOptions};
use worker::{FeedReader, Post, Press};

use crate::config::{Config, SmsWay};

/// Fits the file store in. Pictures are decoded by this program itself, started anew for each.
pub(crate) fn fit_files(service: &Service, folder: &Path) -> anyhow::Result<()> {
    let program = std::env::current_exe().context("this program does not know where it lies")?;
    let decoder = Decoder::new(program, vec!["decode-image".into()]);
    service.fit_files(Files::in_folder(folder, decoder)?);
    Ok(())
}

/// Room that is kept for warnings and calls: where the files lie, and an SQLite database. The disk of a PostgreSQL server
/// cannot be seen from here.
pub(crate) fn reserve(config: &Config) -> anyhow::Result<Reserve> {
    let mut disks = vec![("files", config.files.clone())];
    if let Location::Sqlite(path) = config.open_options()?.location {
        disks.push(("database", path));
    }
    Ok(Reserve::new(u64::from(config.disk_reserve_mib) * 1024 * 1024, disks))
}

/// How the web server presents itself: without calls from other origins and without an outside sign-in service.
pub(crate) fn settings(config: &Config, notices: Vec<Names>) -> Settings {
    Settings {
        name: config.name.clone(),
        time_zone: config.time_zone.clone(),
        secure_cookies: config.secure_cookies,
        trusted_proxies: config.trusted_proxies.clone(),
        beat: server::BEAT,
        allowed_origins: Vec::new(),
        notices,
        provider: None,
        demo: None,
    }
}

/// Carriers and texts as configured; in an exercise the carriers record.
pub(crate) fn post(service: &Service, config: &Config) -> anyhow::Result<Post> {
    let mut carriers: Vec<Arc<dyn Carrier>> = Vec::new();
    let mut smpp = None;
    match &config.sms {
        Some(SmsWay::Gateway(gateway)) => carriers.push(Arc::new(Sms::new(http(config)?, gateway.clone())?)),
        Some(SmsWay::Smpp { smpp: centre }) => {
            let centre = Smpp::new(Reach::allowing(config.allow_networks.clone()), centre.clone())?;
            carriers.push(Arc::new(centre.clone()));
            // An exercise must not even connect.
            smpp = (service.store().world() == World::Live).then_some(centre);
        }
        None => {}
    }
    if let Some(gateway) = &config.voice {
        carriers.push(Arc::new(Sms::voice(http(config)?, gateway.clone())?));
    }
    if let Some(server) = &config.mail {
        carriers.push(Arc::new(Mail::new(server)?));
    }
    let carriers = carriers.into_iter().map(|carrier| paced(carrier, config)).collect();
    let speakers = config.loudspeakers.clone().map(Speakers::new).transpose()?;
    let phone = &config.test_phone;
    let recipients = [(Channel::Sms, phone), (Channel::Voice, phone), (Channel::Mail, &config.test_mail)];
    Ok(Post {
        carriers: Carriers::of(service.store().world(), carriers),
        orders: OrderPost::of(service.store().world(), http(config)?),
        outlets: Outlets::of(service.store().world(), http(config)?, speakers),
        smpp,
        texts: Texts::shipped()?.speaking(&config.language).context("`language` cannot be used")?,
        name: config.name.clone(),
        address: config.address.clone(),
        press: press(config.fonts.clone()),
        test_recipients: recipients.into_iter().filter_map(|(way, to)| Some((way, to.clone()?))).collect(),
        jitter: rand::random::<f64>,
    })
}

/// Makes PDF with the fonts of the machine, looked for anew each time: papers are few, and fonts are installed while
/// this runs.
#[cfg(feature = "pdf")]
fn press(folders: Vec<PathBuf>) -> Press {
    let failed = |problem: &str, error: &dyn std::fmt::Display| (problem.to_owned(), error.to_string());
    Press::new(move |form| {
        let paper = serde_json::from_str(form).map_err(|error| failed("print_failed", &error))?;
        document::Press::new(&folders).pdf(&paper).map_err(|error| failed(error.code(), &error))
    })
}

/// None: this program was built without it.
#[cfg(not(feature = "pdf"))]
fn press(_: Vec<PathBuf>) -> Press {
    let why = "this program was built without the feature `pdf`";
    Press::new(move |_| Err(("pdf_not_built".to_owned(), why.to_owned())))
}

/// What reads feeds: in the live world alone, an exercise listens to nobody outside.
pub(crate) fn feeds(service: &Service, config: &Config) -> anyhow::Result<Option<FeedReader>> {
    let live = matches!(service.store().world(), World::Live);
    Ok(if live { Some(FeedReader::new(http(config)?, rand::random::<f64>)) } else { None })
}

/// As fast as the contract allows.
fn paced(carrier: Arc<dyn Carrier>, config: &Config) -> Arc<dyn Carrier> {
    let rate = match carrier.channel() {
        Channel::Sms => config.rates.sms,
        Channel::Voice => config.rates.voice,
        Channel::Mail => config.rates.mail,
    };
    match rate {
        Some(rate) => Arc::new(Paced::new(carrier, rate)),
        None => carrier,
    }
}

/// Connections for calls alone.
const CALL_CONNECTIONS: u32 = 6;

/// Gives calls connections of their own.
pub(crate) async fn fit_calls(service: &Service, config: &Config) -> anyhow::Result<()> {
    let options = OpenOptions { connections: CALL_CONNECTIONS, ..config.open_options()? };
    service.fit_calls(service.store().beside(&options).await?);
    Ok(())
}

/// Which warnings start calls, and how those go.
pub(crate) fn fit_warnings(service: &Service, config: &Config) -> anyhow::Result<()> {
    let settings = &config.warnings;
    let mut warnings = warnings(&settings.official_senders, settings.callout_plan.as_deref())?;
    if config.loudspeakers.as_ref().is_some_and(|broker| broker.at_orange) {
        warnings.loud_from = WarningColour::Orange;
    }
    warnings.report_group = settings.report_group.unwrap_or(warnings.report_group);
    warnings.signature_checker = checker(&settings.signature_checker);
    let public = &mut warnings.public;
    public.competent_bodies.clone_from(&settings.competent_bodies);
    public.sender = settings.sender.clone().unwrap_or_else(|| public.sender.clone());
    public.identifier_prefix.clone_from(&settings.identifier_prefix);
    public.address.clone_from(&config.address);
    public.check().map_err(|reason| anyhow::anyhow!("`[warnings]`: {reason}"))?;
    service.fit_warnings(warnings);
    Ok(())
}

fn checker(command: &[String]) -> Option<Checker> {
    let (program, arguments) = command.split_first()?;
    Some(Checker { program: program.into(), arguments: arguments.to_vec() })
}

fn warnings(official_senders: &[String], plan: Option<&Path>) -> anyhow::Result<Warnings> {
    let mut warnings = Warnings { official_senders: official_senders.to_vec(), ..Warnings::shipped()? };
    if let Some(file) = plan {
        let text = std::fs::read_to_string(file).with_context(|| format!("cannot read `{}`", file.display()))?;
        warnings.plan = Plan::read(&text).with_context(|| format!("`{}` cannot be used", file.display()))?;
    }
    Ok(warnings)
}

/// The station of a demonstration: its warnings begin calls that are recorded and reach nobody.
#[cfg(feature = "demo")]
pub(crate) fn fit_demo_warnings(service: &Service, plan: Option<&Path>) -> anyhow::Result<()> {
    let warnings = warnings(&["demo-station@example.org".to_owned()], plan)?;
    // A visitor confirms few calls: each is called back, so that it can be seen.
    service.fit_warnings(Warnings { call_back_share: 1.0, ..warnings });
    Ok(())
}

/// The one client for what leaves the house.
fn http(config: &Config) -> anyhow::Result<Http> {
    Http::new(Reach::allowing(config.allow_networks.clone())).context("TLS cannot be set up")
}

/// The systems outside: each mapping file read and checked, so that a mistake in one is found at the start.
pub(crate) fn fit_outside(service: &Service, config: &Config) -> anyhow::Result<()> {
    let mut bridges: Vec<Mapping> = Vec::new();
    for path in &config.bridges {
        let mapping = Mapping::load(path)?;
        service.check_mapping(&mapping).with_context(|| format!("`{}` cannot be used", path.display()))?;
        if let Some(way) = &mapping.write_back {
            OrderPost::check(&mapping.system, &call_headers(way), &way.url)?;
        }
        if bridges.iter().any(|known| known.system == mapping.system) {
            bail!("two mapping files in `bridges` are for the system `{}`", mapping.system);
        }
        bridges.push(mapping);
    }
    service.fit_outside(Outside { bridges, open311: config.open311.clone() });
    Ok(())
}

fn call_headers(way: &WriteBack) -> Vec<(String, String)> {
    way.credential.iter().map(|value| (way.credential_header.clone(), value.clone())).collect()
}

/// The outside sign-in service as configured. It is not asked yet: it may be down when this program starts.
#[cfg(feature = "oidc")]
pub(crate) fn provider(config: &Config) -> anyhow::Result<Option<Provider>> {
    let Some(oidc) = &config.oidc else { return Ok(None) };
    let file = &oidc.client_secret_file;
    let secret = std::fs::read_to_string(file).with_context(|| format!("cannot read `{}`", file.display()))?;
    let settings = oidc::Settings {
        issuer: oidc.issuer.clone(),
        client_id: oidc.client_id.clone(),
        client_secret: secret.trim().to_owned(),
        address: oidc.address.clone(),
        label: oidc.label.clone(),
    };
    Ok(Some(Arc::new(oidc::Provider::new(settings, http(config)?).context("`[oidc]` cannot be used")?)))
}

/// None: this program was built without it.
#[cfg(not(feature = "oidc"))]
pub(crate) fn provider(config: &Config) -> anyhow::Result<Option<Provider>> {
    anyhow::ensure!(config.oidc.is_none(), "`[oidc]` is set, and this program was built without the feature `oidc`");
    Ok(None)
}

/// Carriers that record: a demonstration speaks to nobody, whatever is configured.
#[cfg(feature = "demo")]
pub(crate) fn silent() -> anyhow::Result<Post> {
    Ok(Post {
        carriers: Carriers::recording(),
        orders: OrderPost::default(),
        outlets: Outlets::recording(),
        smpp: None,
        texts: Texts::shipped()?,
        name: String::new(),
        address: None,
        press: press(Vec::new()),
        test_recipients: Vec::new(),
        jitter: rand::random::<f64>,
    })
}
