//! A city whose posts are reached by text and mail, and whose work groups and loudspeakers hear of it.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use domain::id::{AccountId, OutletId};
use jiff::tz::TimeZone;
use service::keyring::Keyring;
use service::{Options, Service};
use store::{Engine, Location, OpenOptions, Store};
use testkit::warning::STATION;

use super::fakes::{Fakes, OUTLETS};
use super::fill::{county, outlets, people};
use crate::city::{Installation, Running};

/// Posts that a warning calls: one in each county.
pub(crate) const POSTS: usize = 20;

/// Messages of a round: a text and a mail for each post, and one for each outlet.
pub(crate) const MESSAGES: usize = 2 * POSTS + 2 * OUTLETS;

/// A lease ends within it, should a claim be written down after its worker was killed.
const PATIENCE: Duration = Duration::from_secs(180);

/// Ladders whose minutes are hours: what is rung is the first attempt alone.
const LADDERS: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/catalogue/callout.json"));

pub(crate) struct Town {
    pub(crate) place: Installation,
    pub(crate) fakes: Fakes,
    engine: Engine,
    /// The number of each post, as a message centre writes it.
    pub(crate) numbers: HashMap<AccountId, String>,
    /// The group of each robot.
    pub(crate) groups: HashMap<OutletId, String>,
}

impl Town {
    /// `more` settings begin with a table.
    pub(crate) fn new(engine: Engine, more: &str) -> Self {
        let fakes = Fakes::start(engine);
        let warnings =
            format!("\n[warnings]\nofficial_senders = [{STATION:?}]\ncallout_plan = \"ladders.json\"\n{more}");
        let settings = fakes.settings() + &warnings;
        let place = match engine {
            Engine::Postgres => Installation::new(&settings),
            Engine::Sqlite => Installation::in_file(&settings),
        };
        let write = |name: &str, text: &str| std::fs::write(place.path().join(name), text).expect("a file");
        write("ladders.json", &LADDERS.replace("m\", \"unless\"", "h\", \"unless\""));
        let rows: String = (0..POSTS).map(|post| format!("{},4101,county,第{post}区\n", county(post))).collect();
        write("counties.csv", &format!("code,parent,kind,name_zh\n{rows}"));
        place.run(&["import", "units", "counties.csv"], "");
        let keyring = Keyring::load(&place.path().join("bridgehead.keys")).expect("the keyring");
        let mut town = Self { place, fakes, engine, numbers: HashMap::new(), groups: HashMap::new() };
        let (numbers, groups) = town.look(&town.place.database, async |store: &Store| {
            let options = Options { factor_exempt: true, ..Options::default() };
            let service = Service::open_with(store.clone(), TimeZone::UTC, options).await.expect("the use cases");
            let service = service.with_keyring(keyring);
            (people(&service).await, outlets(&service, &town.fakes).await)
        });
        (town.numbers, town.groups) = (numbers, groups);
        town
    }

    /// Does something with a database over connections that are closed again: one that is copied may have none.
    pub(crate) fn look<T>(&self, database: &str, work: impl AsyncFnOnce(&Store) -> T) -> T {
        self.fakes.run(async {
            let location: Location = database.parse().expect("an address");
            let options = OpenOptions { connections: 4, migrate: false, ..OpenOptions::new(location) };
            let store = Store::open(&options).await.expect("the database");
            let found = work(&store).await;
            store.close().await.expect("closed");
            found
        })
    }

    /// Starts what sends: the worker beside `serve`, or inside it.
    pub(crate) fn start(&self) -> Running {
        self.start_on(&self.place.database)
    }

    /// The same over another database.
    pub(crate) fn start_on(&self, database: &str) -> Running {
        match self.engine {
            Engine::Postgres => self.place.start(&["worker", "--database", database]),
            Engine::Sqlite => self.place.start(&["serve", "--listen", "127.0.0.1:0", "--database", database]),
        }
    }

    /// Starts what serves, where that is another process.
    pub(crate) fn serve(&self) -> Option<Running> {
        (self.engine == Engine::Postgres).then(|| self.place.start(&["serve", "--listen", "127.0.0.1:0"]))
    }

    /// Ends the claims of a killed worker, as time would; on SQLite the next start does.
    pub(crate) fn end_claims(&self) {
        if self.engine == Engine::Postgres {
            for table in ["call", "outlet_message"] {
                self.place.execute(&format!("update {table} set claimed_until = 0 where claimed_until is not null"));
            }
        }
    }

    /// Copies the database, while no program has it; the address of the copy.
    pub(crate) fn copy(&self, name: &str) -> String {
        let (place, _) = self.place.database.rsplit_once('/').expect("an address");
        match self.engine {
            Engine::Postgres => self.fakes.run(testkit::clone_database(place, "city", name)),
            // A killed program leaves the end of its data in the log beside the file.
            Engine::Sqlite => {
                for end in ["", "-wal"] {
                    let from = self.place.path().join(format!("city.db{end}"));
                    if from.exists() {
                        std::fs::copy(from, self.place.path().join(format!("{name}{end}"))).expect("a copy");
                    }
                }
            }
        }
        format!("{place}/{name}")
    }

    /// Waits until something holds.
    pub(crate) fn until(&self, what: &str, mut holds: impl FnMut() -> bool) {
        let started = Instant::now();
        while !holds() {
            assert!(started.elapsed() < PATIENCE, "never: {what}\n{}", self.place.log());
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}
