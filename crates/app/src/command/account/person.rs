//! What concerns the person behind an account: contacts, what is held, erasure.

use std::io::{IsTerminal, Read, Write};

use anyhow::{Context, bail};
use domain::contact::ContactKind;
use serde_json::json;
use service::Service;
use service::erasure::ErasureList;

use crate::clock;
use crate::command::{Outcome, output};
use crate::config::Config;

/// Sets or takes away a contact. The value is no argument: others could see it in the list of processes.
pub(super) async fn contact(service: &Service, login: &str, kind: &str, json: bool) -> anyhow::Result<Outcome> {
    let Some(kind) = ContactKind::from_word(kind) else {
        bail!("`{kind}` is no kind of contact: use `phone` or `email`");
    };
    let account = service.store().account_facts(login).await?;
    let account = account.with_context(|| format!("there is no account `{login}`"))?.id;
    let value = line(kind.word())?;
    let value = Some(value.trim()).filter(|value| !value.is_empty());
    service.set_contact(None, account, kind, value, clock::now()).await?;
    let done = if value.is_some() { "is set" } else { "is taken away" };
    output::result(
        json,
        &json!({ "account": account, "kind": kind, "present": value.is_some() }),
        &format!("the {} of `{login}` {done}", kind.word()),
    );
    Ok(Outcome::Done)
}

/// Prints everything that is held.
pub(super) async fn holds(service: &Service, login: &str) -> anyhow::Result<Outcome> {
    println!("{}", serde_json::to_string_pretty(&service.holdings(login).await?)?);
    Ok(Outcome::Done)
}

/// Erases the account.
pub(super) async fn erase(
    service: &Service,
    config: &Config,
    login: &str,
    yes: bool,
    json: bool,
) -> anyhow::Result<Outcome> {
    let holdings = service.holdings(login).await?;
    if !yes {
        bail!(
            "this erases `{login}` for good: {} postings, {} contacts, the words of {} reports; say `--yes`",
            holdings.postings.len(),
            holdings.contacts.len(),
            holdings.hazards_reported.len()
        );
    }
    let list = ErasureList::beside(&config.keyring);
    let erased = service.erase_account(holdings.account, None, &list, clock::now()).await?;
    output::result(
        json,
        &json!({ "account": holdings.account, "texts": erased.texts, "files": erased.files, "list": list.path() }),
        &format!(
            "`{login}` is erased, with {} texts and {} files; `{}` remembers it for restores",
            erased.texts,
            erased.files,
            list.path().display()
        ),
    );
    Ok(Outcome::Done)
}

fn line(what: &str) -> anyhow::Result<String> {
    let mut text = String::new();
    if std::io::stdin().is_terminal() {
        eprint!("{what}: ");
        std::io::stderr().flush()?;
        std::io::stdin().read_line(&mut text)?;
    } else {
        std::io::stdin().take(1_024).read_to_string(&mut text)?;
    }
    Ok(text.lines().next().unwrap_or_default().to_owned())
}
