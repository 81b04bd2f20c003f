//! What every handler can reach.

use std::hash::Hash;
use std::ops::Deref;
use std::sync::Arc;

use bytes::Bytes;
use jiff::Timestamp;
use metrics_exporter_prometheus::PrometheusHandle;
use moka::future::Cache;
use service::Service;
use service::access::outside::IdentityProvider;

use crate::boards::Boards;
use crate::live::Live;
use crate::map::StateKey;
use crate::packed::Packed;
use crate::public_limit::PublicLimit;

/// Reads the time. The binary passes the real clock, tests pass their own.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// An outside sign-in service.
pub type Provider = Arc<dyn IdentityProvider>;

/// What the operator configured.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Name of the installation.
    pub name: String,
    /// IANA name of the installation's zone.
    pub time_zone: String,
    /// Whether session cookies are marked `Secure` (behind TLS).
    pub secure_cookies: bool,
    /// Addresses of our own proxies: what they say about who asks is believed, and nobody else.
    pub trusted_proxies: Vec<std::net::IpAddr>,
    /// Silence on the live stream after which it says that it is alive: [`BEAT`](crate::BEAT), shorter in a test.
    pub beat: std::time::Duration,
    /// Other sites whose pages may read what is public here, see [`origins`](crate::origins).
    pub allowed_origins: Vec<axum::http::HeaderValue>,
    /// What must be said beside the data, by language.
    pub notices: Vec<domain::names::Names>,
    /// An outside sign-in service, where there is one.
    pub provider: Option<Provider>,
    /// Present only in a demonstration.
    pub demo: Option<Demo>,
}

/// What a demonstration tells on its sign-in page.
#[derive(Debug, Clone)]
pub struct Demo {
    /// Accounts that a visitor may use.
    pub accounts: Vec<DemoAccount>,
}

/// One account of a demonstration.
#[derive(Debug, Clone)]
pub struct DemoAccount {
    /// Sign-in name.
    pub login: String,
    /// Password.
    pub password: String,
    /// Title key.
    pub title: String,
    /// The unit of its posting.
    pub unit: domain::id::UnitId,
}

/// State of the router. Cheap to clone, as every request does many times.
#[derive(Clone)]
pub struct App(Arc<Parts>);

/// What the state consists of.
pub struct Parts {
    pub(crate) service: Service,
    pub(crate) live: Live,
    /// Boards of rounds of calls.
    pub(crate) boards: Boards,
    pub(crate) settings: Settings,
    pub(crate) clock: Clock,
    pub(crate) metrics: Option<PrometheusHandle>,
    /// Finished tiles by (tree version, z, x, y).
    pub(crate) tiles: Cache<(i64, u8, u32, u32), Bytes>,
    /// Finished states of the map.
    pub(crate) map_states: Cache<StateKey, Packed>,
    /// How often networks asked for what is public.
    pub(crate) public_limit: PublicLimit,
}

impl Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

/// Bytes of finished tiles that are kept.
const TILE_CACHE_BYTES: u64 = 48 * 1024 * 1024;

/// Bytes of map states that are kept.
const MAP_CACHE_BYTES: u64 = 16 * 1024 * 1024;

impl App {
    /// Puts the parts together.
    pub fn new(
        service: Service,
        live: Live,
        settings: Settings,
        clock: Clock,
        metrics: Option<PrometheusHandle>,
    ) -> Self {
        let (tiles, map_states) = (cache(TILE_CACHE_BYTES, Bytes::len), cache(MAP_CACHE_BYTES, Packed::len));
        let boards = Boards::follow(&live);
        Self(Arc::new(Parts {
            service,
            live,
            boards,
            settings,
            clock,
            metrics,
            tiles,
            map_states,
            public_limit: PublicLimit::default(),
        }))
    }

    pub(crate) fn now(&self) -> Timestamp {
        (self.clock)()
    }
}

/// A cache of so many bytes.
fn cache<K, V>(bytes: u64, len: fn(&V) -> usize) -> Cache<K, V>
where
    K: Hash + Eq + Send + Sync + 'static,
    V: Clone + Send + Sync + 'static,
{
    let weight = move |_: &K, value: &V| u32::try_from(len(value)).unwrap_or(u32::MAX);
    Cache::builder().max_capacity(bytes).weigher(weight).build()
}
