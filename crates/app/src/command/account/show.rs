//! `account list`.

use jiff::Timestamp;
use serde_json::{Value, json};
use service::Service;
use service::access::{AccountListing, Authority, HeldPosting};

use crate::clock;
use crate::command::output;

/// Prints every account with its postings.
pub(super) async fn list(service: &Service, as_json: bool) -> anyhow::Result<()> {
    for account in service.accounts(Authority::Operator, clock::now()).await? {
        output::result(as_json, &machine(service, &account), &text(service, &account));
    }
    Ok(())
}

fn unit(service: &Service, held: &HeldPosting) -> Option<String> {
    let tree = service.tree();
    let unit = tree.by_id(held.posting.unit)?;
    Some(unit.code.clone().unwrap_or_else(|| unit.names.best("zh").to_owned()))
}

fn machine(service: &Service, account: &AccountListing) -> Value {
    let postings: Vec<Value> = account
        .postings
        .iter()
        .map(|held| {
            json!({
                "id": held.posting.id,
                "title": held.posting.title,
                "unit": unit(service, held),
                "from": held.from.as_millisecond(),
                "to": held.to.map(Timestamp::as_millisecond),
            })
        })
        .collect();
    json!({
        "account": account.id,
        "login": account.login,
        "disabled": account.disabled,
        "second_factor": account.second_factor,
        "postings": postings,
    })
}

fn text(service: &Service, account: &AccountListing) -> String {
    let mut text = account.login.clone();
    if account.disabled {
        text.push_str("  disabled");
    }
    if account.second_factor {
        text.push_str("  second factor");
    }
    let day = |at: Timestamp| service.zone().to_datetime(at).strftime("%Y-%m-%d").to_string();
    for held in &account.postings {
        let place = unit(service, held).unwrap_or_default();
        text.push_str(&format!("\n  {}  {}  {place}  from {}", held.posting.id, held.posting.title, day(held.from)));
        if let Some(to) = held.to {
            text.push_str(&format!("  until {}", day(to)));
        }
    }
    text
}
