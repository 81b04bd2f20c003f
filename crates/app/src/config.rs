//! Configuration: defaults, then a file, then the environment, then flags; `doctor` says which won.

use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::path::PathBuf;

use anyhow::{Context, bail};
use figment::providers::{Env, Format, Serialized, Toml};
use figment::{Figment, Source};
use ipnet::IpNet;
use jiff::tz::TimeZone;
use notify::mail::Server;
use notify::smpp::Centre;
use notify::sms::Gateway;
use notify::speaker::Broker;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use service::bridge::Open311;
use store::{Location, OpenOptions};

/// Everything that an operator can set.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// `sqlite://FILE` or `postgres://…`.
    pub(crate) database: String,
    /// Address and port to listen on.
    pub(crate) listen: SocketAddr,
    /// Name of the installation, shown on every page.
    pub(crate) name: String,
    /// Language of texts to phones, work groups and loudspeakers: `zh` or `en`.
    pub(crate) language: String,
    /// IANA name of the zone in which days are counted and times are shown.
    pub(crate) time_zone: String,
    /// Whether session cookies are marked `Secure`; set it behind TLS.
    pub(crate) secure_cookies: bool,
    /// Addresses of the proxies in front; what they say in `X-Forwarded-For` is believed.
    pub(crate) trusted_proxies: Vec<std::net::IpAddr>,
    /// What browsers on pages of other sites may do.
    pub(crate) http: Http,
    /// Largest number of database connections of this process.
    pub(crate) connections: u32,
    /// File with the keys, outside the database and its backups.
    pub(crate) keyring: PathBuf,
    /// File with the hourly snapshot from which `bridgehead callout run` calls while the database is gone; encrypted.
    pub(crate) callout_snapshot: PathBuf,
    /// What is logged, such as `info` or `info,sqlx=warn`.
    pub(crate) log: String,
    /// Whether the log is written as JSON lines.
    pub(crate) log_json: bool,
    /// Folders with fonts for PDF, before those of the system.
    pub(crate) fonts: Vec<PathBuf>,
    /// Folder of files.
    pub(crate) files: PathBuf,
    /// Room that is kept for warnings and calls on the disks of files and of an SQLite database, MiB; 0 keeps none.
    pub(crate) disk_reserve_mib: u32,
    /// The way of text messages: a gateway, or a message centre.
    pub(crate) sms: Option<SmsWay>,
    /// Messages a second that contracts allow.
    pub(crate) rates: Rates,
    /// The gateway for voice calls, described as the one for text messages.
    pub(crate) voice: Option<Gateway>,
    /// The mail server.
    pub(crate) mail: Option<Server>,
    /// The broker of loudspeakers and sirens.
    pub(crate) loudspeakers: Option<Broker>,
    /// The operator's own phone, for test messages.
    pub(crate) test_phone: Option<String>,
    /// The operator's own mailbox, for test messages.
    pub(crate) test_mail: Option<String>,
    /// An outside sign-in service (OpenID Connect); needs a program that was built with the feature `oidc`.
    pub(crate) oidc: Option<Oidc>,
    /// Private networks that may be called all the same, such as that of a gateway in the house.
    pub(crate) allow_networks: Vec<IpNet>,
    /// Mapping files of bridges to other work-order systems.
    pub(crate) bridges: Vec<PathBuf>,
    /// Open311 GeoReport v2; closed when missing.
    pub(crate) open311: Option<Open311>,
    /// Where phones reach this installation, such as `https://city.example`: messages carry links to it.
    pub(crate) address: Option<String>,
    /// File with the table of plans (预案) in place of the shipped one.
    pub(crate) plans: Option<PathBuf>,
    /// File with the catalogue of hazards in place of the shipped one.
    pub(crate) catalogue: Option<PathBuf>,
    /// File with titles and what they grant, in place of the shipped one.
    pub(crate) titles: Option<PathBuf>,
    /// File with time limits, in place of the shipped one.
    pub(crate) limits: Option<PathBuf>,
    /// File with working days, in place of the shipped one.
    pub(crate) holidays: Option<PathBuf>,
    /// File with thresholds of readings, in place of the shipped one.
    pub(crate) thresholds: Option<PathBuf>,
    /// Which warnings start calls, and how those go.
    pub(crate) warnings: WarningSettings,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            database: "sqlite://bridgehead.db".to_owned(),
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            name: "Bridgehead".to_owned(),
            language: "zh".to_owned(),
            time_zone: "Asia/Shanghai".to_owned(),
            secure_cookies: true,
            trusted_proxies: Vec::new(),
            http: Http::default(),
            connections: 16,
            keyring: PathBuf::from("bridgehead.keys"),
            callout_snapshot: PathBuf::from("callout.snapshot"),
            log: "info,sea_orm_migration=warn".to_owned(),
            log_json: false,
            fonts: Vec::new(),
            files: PathBuf::from("files"),
            disk_reserve_mib: 512,
            sms: None,
            rates: Rates::default(),
            voice: None,
            mail: None,
            loudspeakers: None,
            test_phone: None,
            test_mail: None,
            oidc: None,
            allow_networks: Vec::new(),
            bridges: Vec::new(),
            open311: None,
            address: None,
            plans: None,
            catalogue: None,
            titles: None,
            limits: None,
            holidays: None,
            thresholds: None,
            warnings: WarningSettings::default(),
        }
    }
}

/// What browsers on pages of other sites may do: nothing, where this is empty.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Http {
    /// Origins of sites whose pages may read what is public here, or use a token; never a session.
    pub(crate) allowed_origins: Vec<String>,
}

/// Which warnings start calls, and how those go.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct WarningSettings {
    /// Senders, as CAP names them, whose orange and red start calls by themselves.
    pub(crate) official_senders: Vec<String>,
    /// File with the table of ladders in place of the shipped one.
    pub(crate) callout_plan: Option<PathBuf>,
    /// Most reports of posts in one transaction, 1 to 64; 64 when missing.
    pub(crate) report_group: Option<usize>,
    /// Codes of the bodies that the law names for warnings of their own (发布预警); nobody here warns when empty.
    pub(crate) competent_bodies: Vec<String>,
    /// Program and arguments that judge the signature of a message on their input: exit code 0 valid, 1 invalid.
    pub(crate) signature_checker: Vec<String>,
    /// Sender of CAP messages; no spaces, commas, `<` or `&`.
    pub(crate) sender: Option<String>,
    /// The 14 fixed digits of identifiers in the Chinese form; identifiers are UUIDs when missing.
    pub(crate) identifier_prefix: Option<String>,
}

/// The way of text messages.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(untagged, try_from = "Value")]
pub(crate) enum SmsWay {
    /// A message centre (SMPP 3.4).
    Smpp {
        /// Where it is.
        smpp: Centre,
    },
    /// A gateway with an HTTP interface.
    Gateway(Gateway),
}

/// By hand, so that a mistake in one of the two is told as such.
impl TryFrom<Value> for SmsWay {
    type Error = String;

    fn try_from(value: Value) -> Result<Self, String> {
        let wrong = |error: serde_json::Error| error.to_string();
        match value.as_object() {
            Some(table) if table.contains_key("smpp") => {
                if table.len() > 1 {
                    return Err("`smpp` stands alone: text messages go by a centre or by a gateway".to_owned());
                }
                Ok(Self::Smpp { smpp: serde_json::from_value(table["smpp"].clone()).map_err(wrong)? })
            }
            _ => serde_json::from_value(value).map(Self::Gateway).map_err(wrong),
        }
    }
}

/// Messages a second that contracts allow; as many as there are where nothing is said.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Rates {
    /// Text messages.
    pub(crate) sms: Option<NonZeroU32>,
    /// Voice calls that begin.
    pub(crate) voice: Option<NonZeroU32>,
    /// E-mails.
    pub(crate) mail: Option<NonZeroU32>,
}

/// An outside sign-in service, and this installation's place at it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Oidc {
    /// Address of the service, as it writes it itself.
    pub(crate) issuer: String,
    /// The name of this installation there.
    pub(crate) client_id: String,
    /// File with its secret there, one line.
    pub(crate) client_secret_file: PathBuf,
    /// Where browsers reach this installation, such as `https://city.example`.
    pub(crate) address: String,
    /// What the button says.
    #[serde(default = "label")]
    pub(crate) label: String,
}

fn label() -> String {
    "统一身份认证".to_owned()
}

/// Settings that can be given as flags of any command.
#[derive(Debug, Clone, Default, clap::Args, Serialize)]
pub(crate) struct Flags {
    /// Configuration file (TOML); `bridgehead.toml` when there is one.
    #[arg(long, global = true, env = "BRIDGEHEAD_CONFIG", value_name = "FILE")]
    #[serde(skip)]
    pub(crate) config: Option<PathBuf>,
    /// Database: `sqlite://FILE` or `postgres://USER@HOST/NAME`.
    #[arg(long, global = true, value_name = "ADDRESS")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) database: Option<String>,
    /// What is logged, such as `info` or `debug`.
    #[arg(long, global = true, value_name = "FILTER")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) log: Option<String>,
}

/// A setting, its value and where it comes from.
#[derive(Debug, Serialize)]
pub(crate) struct Provenance {
    pub(crate) key: String,
    pub(crate) value: String,
    pub(crate) from: String,
}

/// Puts the layers together.
pub(crate) fn layers(flags: &Flags) -> Figment {
    let file = flags.config.clone().unwrap_or_else(|| PathBuf::from("bridgehead.toml"));
    Figment::from(Serialized::defaults(Config::default()))
        .merge(Toml::file(file))
        .merge(Env::prefixed("BRIDGEHEAD_").ignore(&[
            "config",
            "test_postgres",
            "test_folder",
            "shared",
            "cache",
            "writers",
            "seed",
            "full",
        ]))
        .merge(Serialized::globals(flags))
}

/// The configuration in force.
pub(crate) fn load(flags: &Flags) -> anyhow::Result<Config> {
    if let Some(file) = flags.config.as_ref().filter(|file| !file.exists()) {
        bail!("the configuration file `{}` does not exist", file.display());
    }
    let config: Config = layers(flags).extract().context("the configuration cannot be used")?;
    TimeZone::get(&config.time_zone)
        .with_context(|| format!("`time_zone` is `{}`, which is no IANA zone", config.time_zone))?;
    Ok(config)
}

/// Where each setting comes from, the password of a database address masked.
pub(crate) fn provenance(flags: &Flags, config: &Config) -> Vec<Provenance> {
    let layers = layers(flags);
    let shown = serde_json::to_value(config).unwrap_or_default();
    let settings = shown.as_object().into_iter().flatten();
    settings
        .map(|(key, value)| {
            // Tables hold credentials, and the operator's own number is nobody else's business.
            let private = value.is_object() || matches!(key.as_str(), "test_phone" | "test_mail");
            let shown = if private && !value.is_null() { Value::from("(set)") } else { value.clone() };
            let value = &shown;
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            let from = layers.find_metadata(key).map_or("default".to_owned(), |metadata| match &metadata.source {
                Some(Source::File(path)) => format!("file {}", path.display()),
                _ if metadata.name.contains("environment") => format!("environment BRIDGEHEAD_{}", key.to_uppercase()),
                _ if metadata.name.contains("Flags") => "flag".to_owned(),
                _ => "default".to_owned(),
            });
            Provenance { key: key.clone(), value: masked(&text), from }
        })
        .collect()
}

/// The text without the password of an address.
pub(crate) fn masked(text: &str) -> String {
    let Some((scheme, rest)) = text.split_once("://") else { return text.to_owned() };
    match rest.split_once('@') {
        Some((user, place)) => {
            let user = user.split(':').next().unwrap_or_default();
            format!("{scheme}://{user}:***@{place}")
        }
        None => text.to_owned(),
    }
}

impl Config {
    /// How the store is opened.
    pub(crate) fn open_options(&self) -> anyhow::Result<OpenOptions> {
        let location: Location = self.database.parse().map_err(|error: String| anyhow::anyhow!(error))?;
        Ok(OpenOptions { connections: self.connections, ..OpenOptions::new(location) })
    }

    /// The installation's zone.
    pub(crate) fn zone(&self) -> anyhow::Result<TimeZone> {
        Ok(TimeZone::get(&self.time_zone)?)
    }
}
