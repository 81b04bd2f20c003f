//! `doctor`: the keyring, whether the database is held, and whether it stands where it was made for.

use service::Service;
use service::erasure::ErasureList;
use service::keyring::{Keyring, is_private};
use store::{Location, Meta, Store};

use super::Check;
use crate::config::Config;

pub(super) async fn look(store: Store, config: &Config, checks: &mut Vec<Check>) -> anyhow::Result<()> {
    let keyring = keyring(config, checks);
    let here = store.whereabouts().await?;
    let service = Service::open(store, config.zone()?).await?;
    let service = match keyring {
        Some(keyring) => service.with_keyring(keyring),
        None => service,
    };
    let missing = service.missing_keys().await?;
    checks.push(Check {
        check: "contacts",
        ok: missing.is_empty(),
        detail: match missing.is_empty() {
            true => "every key that they need is in the keyring".to_owned(),
            false => format!("they cannot be read: the keyring has no key {}", missing.join(", ")),
        },
    });
    let place = Meta::get(service.store().read(), "place").await?;
    let moved = place.is_some_and(|place| place != here);
    let held = service.held().await?;
    checks.push(Check {
        check: "held",
        ok: held.is_none() && !moved,
        detail: match (held, moved) {
            (Some(held), _) => {
                format!("since {}: no channel sends until `bridgehead release --by LOGIN`", held.since)
            }
            (None, true) => "it stands elsewhere than it was made for, and will be held when it is used".to_owned(),
            (None, false) => "no".to_owned(),
        },
    });
    let last = store::seal::last(service.store().read()).await?;
    checks.push(Check {
        check: "seals",
        ok: true,
        detail: last.map_or("none yet".to_owned(), |signed| {
            format!("{} over the journal up to entry {}", signed.seal.number, signed.seal.last)
        }),
    });
    super::bridges::look(&service, config, checks).await
}

/// Where the keyring lies, and whether only its owner reads it.
fn keyring(config: &Config, checks: &mut Vec<Check>) -> Option<Keyring> {
    let path = &config.keyring;
    let list = ErasureList::beside(path);
    let (keyring, ok, detail) = match (Keyring::load(path), is_private(path)) {
        (Err(error), _) => (None, false, format!("{error}; `bridgehead keys create` makes one")),
        (Ok(keyring), Ok(true)) => {
            let detail = format!(
                "`{}`; it is in no backup of the database, nor is `{}`: keep both apart, and keep copies",
                path.display(),
                list.path().display()
            );
            (Some(keyring), true, detail)
        }
        (Ok(keyring), _) => {
            (Some(keyring), false, format!("others may read `{}`: chmod 600 {}", path.display(), path.display()))
        }
    };
    checks.push(Check { check: "keyring", ok, detail });
    let folder = |path: &std::path::Path| std::path::absolute(path).ok()?.parent().map(std::path::Path::to_owned);
    if let Ok(Location::Sqlite(database)) = config.database.parse()
        && folder(&database) == folder(path)
    {
        let detail = "keyring and database lie in one folder: whoever copies the folder has both".to_owned();
        checks.push(Check { check: "keyring", ok: true, detail });
    }
    keyring
}
