//! Use cases: one function per thing that a person or a device does.
//!
//! The only crate that opens write transactions. Every function takes the actor and `now`; phone,
//! console, import, worker and demo all come through here, so there is no second path.

pub mod access;
pub mod account;
pub mod alert;
pub mod assist;
pub mod assumed;
pub mod backup;
pub mod bag;
pub mod body;
pub mod bridge;
pub mod callout;
pub mod chain_test;
pub mod closure;
pub mod contact;
pub mod erasure;
mod error;
pub mod evacuation;
pub mod exchange;
pub mod exercise;
pub mod file;
pub mod follow_end;
pub mod harm;
pub mod hazard;
pub mod held;
pub mod holding;
pub mod job;
pub mod journal;
pub mod keyring;
mod link;
pub mod message;
pub mod notice;
mod once;
pub mod outlet;
pub mod paper;
pub mod place;
pub mod plan_sheet;
mod private;
pub mod public_message;
pub mod reading;
pub mod report_contact;
pub mod reserve;
pub mod resident;
pub mod response;
pub mod roster;
pub mod rotation;
pub mod saved_view;
pub mod seal;
pub mod secret;
pub mod shelter;
pub mod unit;
pub mod warning;

use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use domain::access::{Actor, Permission, Posting, Target, Titles};
use domain::body::Body;
use domain::calendar::Holidays;
use domain::catalogue::Catalogue;
use domain::deadline::Rules;
use domain::id::BodyId;
use domain::reading::Table;
use domain::response::Plans;
use domain::unit::UnitTree;
use jiff::tz::TimeZone;
use store::{Meta, Store};

pub use error::ServiceError;
pub use once::Once;

/// What an installation brings to its use cases.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Whether dangerous permissions count without a second factor, and access that has just changed may approve: for a
    /// demonstration alone, whose accounts are open to anybody at its own machine. A release build has nothing that
    /// sets it.
    pub factor_exempt: bool,
    /// Its own table of plans in place of the shipped one.
    pub plans: Option<Plans>,
    /// Its own titles with what they grant.
    pub titles: Option<Titles>,
    /// Its own catalogue of hazards.
    pub catalogue: Option<Catalogue>,
    /// Its own time limits, read for the zone that it is opened with; their holidays are replaced by those in use.
    pub limits: Option<Rules>,
    /// Its own working days.
    pub holidays: Option<Holidays>,
    /// Its own thresholds of readings.
    pub thresholds: Option<Table>,
}

/// The store with the reference data, and the tree and bodies kept in memory. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Service {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    store: Store,
    titles: Titles,
    catalogue: Catalogue,
    rules: Rules,
    plans: Plans,
    thresholds: Table,
    zone: TimeZone,
    tree: RwLock<Arc<UnitTree>>,
    bodies: RwLock<Arc<Vec<Body>>>,
    hashing: tokio::sync::Semaphore,
    options: Options,
    keyring: OnceLock<keyring::Keyring>,
    files: OnceLock<Arc<file::Files>>,
    reserve: OnceLock<Arc<reserve::Reserve>>,
    outside: OnceLock<bridge::Outside>,
    warnings: OnceLock<warning::Warnings>,
    desk: callout::Desk,
    calls: OnceLock<Store>,
    place_kinds: OnceLock<domain::place::PlaceKinds>,
    snapshot: OnceLock<std::path::PathBuf>,
}

/// A table of the installation's own, else the one that ships.
fn own_or<T: Clone, E: std::fmt::Display>(
    own: &Option<T>,
    shipped: impl FnOnce() -> Result<T, E>,
) -> Result<T, ServiceError> {
    own.clone().map_or_else(|| shipped().map_err(|error| ServiceError::Internal(error.to_string())), Ok)
}

impl Service {
    /// Loads the reference data, the tree and the bodies. Days are counted in `zone`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn open(store: Store, zone: TimeZone) -> Result<Self, ServiceError> {
        Self::open_with(store, zone, Options::default()).await
    }

    /// As [`open`](Self::open), with what the installation brings.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn open_with(store: Store, zone: TimeZone, options: Options) -> Result<Self, ServiceError> {
        let tree = store.unit_tree().await?;
        let bodies = store.bodies().await?;
        let plans = own_or(&options.plans, Plans::shipped)?;
        let titles = own_or(&options.titles, Titles::shipped)?;
        let catalogue = own_or(&options.catalogue, Catalogue::shipped)?;
        let thresholds = own_or(&options.thresholds, Table::shipped)?;
        let holidays = options.holidays.clone().map_or_else(Holidays::shipped, Ok)?;
        let rules = own_or(&options.limits, || Rules::shipped(zone.clone()))?.with_holidays(holidays);
        let inner = Inner {
            titles,
            catalogue,
            rules,
            plans,
            thresholds,
            zone,
            tree: RwLock::new(Arc::new(tree)),
            bodies: RwLock::new(Arc::new(bodies)),
            // Each hash takes 19 MiB and a core: two at a time leave room for everything else.
            hashing: tokio::sync::Semaphore::new(2),
            options,
            keyring: OnceLock::new(),
            files: OnceLock::new(),
            reserve: OnceLock::new(),
            outside: OnceLock::new(),
            warnings: OnceLock::new(),
            desk: callout::Desk::default(),
            calls: OnceLock::new(),
            place_kinds: OnceLock::new(),
            snapshot: OnceLock::new(),
            store,
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Gives it the keyring, once; without one, nothing that needs a key works.
    #[must_use]
    pub fn with_keyring(self, keyring: keyring::Keyring) -> Self {
        // A second one is not taken: what was encrypted must stay readable.
        let _ = self.inner.keyring.set(keyring);
        self
    }

    /// The keyring.
    ///
    /// # Errors
    /// When this process has none.
    pub fn keyring(&self) -> Result<&keyring::Keyring, ServiceError> {
        self.inner.keyring.get().ok_or(ServiceError::NoKeyring)
    }

    /// The store, for reading.
    pub fn store(&self) -> &Store {
        &self.inner.store
    }

    /// Titles and what they grant.
    pub fn titles(&self) -> &Titles {
        &self.inner.titles
    }

    /// The catalogue of hazards.
    pub fn catalogue(&self) -> &Catalogue {
        &self.inner.catalogue
    }

    /// Time limits.
    pub fn rules(&self) -> &Rules {
        &self.inner.rules
    }

    /// Plans: which warning asks for which response, and what is then to be done.
    pub fn plans(&self) -> &Plans {
        &self.inner.plans
    }

    /// The installation's time zone.
    pub fn zone(&self) -> &TimeZone {
        &self.inner.zone
    }

    /// The tree as this process knows it.
    pub fn tree(&self) -> Arc<UnitTree> {
        self.inner.tree.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The bodies as this process knows them.
    pub fn bodies(&self) -> Arc<Vec<Body>> {
        self.inner.bodies.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Brings the tree up to date where another process changed it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn refresh_tree(&self) -> Result<(), ServiceError> {
        if Meta::tree_version(self.store().read()).await? != self.tree().version() {
            let tree = self.store().unit_tree().await?;
            self.set_tree(tree);
        }
        Ok(())
    }

    /// Brings the bodies up to date.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn refresh_bodies(&self) -> Result<(), ServiceError> {
        let bodies = self.store().bodies().await?;
        *self.inner.bodies.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(bodies);
        Ok(())
    }

    /// Fits the file store in, once, at the start.
    pub fn fit_files(&self, files: file::Files) {
        let _ = self.inner.files.set(Arc::new(files));
    }

    /// Tells it how much room to keep on which disks, once, at the start; without it nothing is kept.
    pub fn fit_reserve(&self, reserve: reserve::Reserve) {
        let _ = self.inner.reserve.set(Arc::new(reserve));
    }

    /// Tells it which systems outside it works with, once, at the start.
    pub fn fit_outside(&self, outside: bridge::Outside) {
        let _ = self.inner.outside.set(outside);
    }

    /// The systems outside; none where nothing was configured.
    pub fn outside(&self) -> &bridge::Outside {
        self.inner.outside.get_or_init(bridge::Outside::default)
    }

    /// Tells it which warnings start calls and how those go, once, at the start.
    pub fn fit_warnings(&self, warnings: warning::Warnings) {
        let _ = self.inner.warnings.set(warnings);
    }

    /// Gives calls connections of their own, once, at the start: life-safety work waits for nothing else.
    pub fn fit_calls(&self, store: Store) {
        let _ = self.inner.calls.set(store);
    }

    /// The store that calls are written through.
    fn calls(&self) -> &Store {
        self.inner.calls.get().unwrap_or(&self.inner.store)
    }

    /// What is set about warnings; the shipped tables and no official sender where nothing was.
    ///
    /// # Errors
    /// When shipped data is damaged.
    pub fn warnings(&self) -> Result<&warning::Warnings, ServiceError> {
        if let Some(warnings) = self.inner.warnings.get() {
            return Ok(warnings);
        }
        let shipped = warning::Warnings::shipped()?;
        Ok(self.inner.warnings.get_or_init(|| shipped))
    }

    /// The file store.
    fn files(&self) -> Result<&Arc<file::Files>, ServiceError> {
        let missing = || ServiceError::invalid("file", "files_unavailable", "this installation takes no files");
        self.inner.files.get().ok_or_else(missing)
    }

    /// What encrypts the secrets of second factors.
    fn factor_keys(&self) -> Result<&keyring::Keyring, ServiceError> {
        self.inner.keyring.get().ok_or_else(|| access::AccessRefusal::KeyringMissing.into())
    }

    fn set_tree(&self, tree: UnitTree) {
        *self.inner.tree.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(tree);
    }

    fn body(&self, id: BodyId) -> Option<Body> {
        self.bodies().iter().find(|body| body.id == id).cloned()
    }

    /// The posting under which the actor may do it to the target.
    fn require<'a>(
        &self,
        actor: &'a Actor,
        permission: Permission,
        target: &Target<'_>,
    ) -> Result<&'a Posting, ServiceError> {
        actor.may(&self.inner.titles, permission, target).ok_or(ServiceError::Forbidden(permission))
    }
}
