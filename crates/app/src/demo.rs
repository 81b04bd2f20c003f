//! `demo`: Zhengzhou with a fictional community, on a database that is gone afterwards.
//!
//! Everything goes through the same use cases as in a real installation. The accounts are open to anybody
//! at this machine, so the demonstration listens on loopback alone and its database is marked: `serve`
//! refuses it. While it runs, an invented city goes on around the visitor: reports come in and are worked on.

mod life;
mod people;
mod reports;
mod staff;
mod tree;

use std::net::SocketAddr;

use serde_json::json;
use server::{Demo as DemoSettings, Settings};
use service::keyring::Keyring;
use service::{Options, Service};
use store::{Location, Meta, OpenOptions, Store};

use crate::command::Outcome;
use crate::config::Config;
use crate::{clock, fitting, run};

/// Arguments of `demo`.
#[derive(clap::Args)]
pub(crate) struct Demo {
    /// Do not open the browser.
    #[arg(long)]
    no_open: bool,
    /// Port on this machine; any free one when 0.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Only the fictional community's first reports: no invented city around it, and nothing moves by itself.
    #[arg(long)]
    still: bool,
    /// File with a table of call ladders in place of the shipped one, such as one whose minutes are seconds.
    #[arg(long, value_name = "FILE")]
    callout_plan: Option<std::path::PathBuf>,
}

impl Demo {
    pub(crate) async fn run(self, config: Config, as_json: bool) -> anyhow::Result<Outcome> {
        let stop = run::stop_signal()?;
        // The port first: a busy one must be said before the data is made.
        let listener = run::listen(SocketAddr::from(([127, 0, 0, 1], self.port))).await?;
        let folder = tempfile::tempdir()?;
        let location = Location::Sqlite(folder.path().join("demo.db"));
        let store = Store::open(&OpenOptions::new(location)).await?;
        let write = store.write().await?;
        Meta::set(write.tx(), "demo", "true").await?;
        write.commit().await?;
        // Its accounts are open to anybody at this machine: a second factor would protect nothing.
        let options = Options { factor_exempt: true, ..Options::default() };
        let keyring = Keyring::create(&folder.path().join("demo.keys"), clock::now())?;
        let service = Service::open_with(store, config.zone()?, options).await?.with_keyring(keyring);
        fitting::fit_files(&service, &folder.path().join("files"))?;
        fitting::fit_demo_warnings(&service, self.callout_plan.as_deref())?;
        let accounts = seed(&service).await?;

        let address = format!("http://127.0.0.1:{}", listener.local_addr()?.port());
        if as_json {
            println!("{}", json!({ "address": address }));
        } else {
            println!(
                "\n  console  {address}/console/\n  pocket   {address}/pocket/\n\n  Sign in as any account that the sign-in page lists. Ctrl-C ends it; nothing is kept.\n"
            );
        }
        if !self.no_open {
            // Without a browser the address above is enough.
            let _ = opener::open_browser(format!("{address}/console/"));
        }
        let settings = Settings {
            name: "郑州(演示)".to_owned(),
            secure_cookies: false,
            trusted_proxies: Vec::new(),
            demo: Some(DemoSettings { accounts }),
            ..fitting::settings(&config, vec![tree::notice()])
        };
        let city = (!self.still).then(|| tokio::spawn(life::go_on(service.clone(), stop.clone())));
        run::serve(listener, service, settings, fitting::silent()?, None, stop).await?;
        if let Some(city) = city {
            city.await?;
        }
        Ok(Outcome::Done)
    }
}

async fn seed(service: &Service) -> anyhow::Result<Vec<server::DemoAccount>> {
    let now = clock::now();
    tree::seed(service, now).await?;
    let accounts = people::seed(service, now).await?;
    tree::places(service, now).await?;
    tree::shelters(service, now).await?;
    reports::seed(service, now).await?;
    Ok(accounts)
}
