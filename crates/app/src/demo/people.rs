//! Bodies, accounts and the roster of the fictional community.

use std::collections::HashMap;

use anyhow::Context;
use domain::body::BodyKind;
use domain::contact::ContactKind;
use domain::id::PostingId;
use domain::names::Names;
use jiff::Timestamp;
use serde::Deserialize;
use server::DemoAccount;
use service::Service;
use service::account::{NewAccount, NewPosting};
use service::exchange::BodyRow;
use service::roster::{NewDuty, Rostering};

const FILE: &str = include_str!("../../../../data/zhengzhou/pingan.json");

/// Everybody's password; shown on the sign-in page.
const PASSWORD: &str = "bridgehead-demo";

#[derive(Deserialize)]
struct File {
    bodies: Vec<Body>,
    accounts: Vec<Account>,
    roster: Vec<Duty>,
}

#[derive(Deserialize)]
struct Body {
    code: String,
    kind: String,
    name_zh: String,
    name_en: String,
    jurisdiction: Vec<String>,
}

#[derive(Deserialize)]
struct Account {
    login: String,
    name_zh: String,
    name_en: String,
    title: String,
    unit: String,
    body: Option<String>,
}

#[derive(Deserialize)]
struct Duty {
    unit: String,
    kind: String,
    start: String,
    end: String,
    login: String,
    leader: bool,
}

/// Makes them all; gives the accounts for the sign-in page.
pub(crate) async fn seed(service: &Service, now: Timestamp) -> anyhow::Result<Vec<DemoAccount>> {
    let file: File = serde_json::from_str(FILE)?;
    let bodies = file.bodies.into_iter().zip(1..).map(|(body, row)| {
        Ok(BodyRow {
            row,
            kind: BodyKind::from_word(&body.kind).with_context(|| format!("body kind `{}`", body.kind))?,
            code: body.code,
            names: Names::zh_en(&body.name_zh, &body.name_en),
            jurisdiction: body.jurisdiction,
        })
    });
    service.import_bodies("pingan.json", bodies.collect::<anyhow::Result<_>>()?, now).await?;
    let tree = service.tree();
    let bodies = service.bodies();
    // One hash for all: they share the password, and hashing it for each would take seconds.
    let password_hash = service.hash_password(PASSWORD).await?;
    let mut shown = Vec::new();
    let mut postings: HashMap<String, PostingId> = HashMap::new();
    for account in file.accounts {
        let unit = tree.by_code(&account.unit).with_context(|| format!("unit `{}`", account.unit))?.id;
        let body = account.body.as_ref().map(|code| {
            bodies.iter().find(|body| body.code == *code).map(|body| body.id).with_context(|| format!("body `{code}`"))
        });
        let posting = NewPosting { title: account.title.clone(), unit, body: body.transpose()? };
        let new = NewAccount {
            login: account.login.clone(),
            names: Names::zh_en(&account.name_zh, &account.name_en),
            password_hash: password_hash.clone(),
        };
        let (id, ids) = service.create_account(new, &[posting], now).await?;
        // Numbers that nobody has; nothing is sent to them.
        let number = format!("1380000{:04}", shown.len());
        service.set_contact(None, id, ContactKind::Phone, Some(&number), now).await?;
        postings.extend(ids.first().map(|id| (account.login.clone(), *id)));
        shown.push(DemoAccount { login: account.login, password: PASSWORD.to_owned(), title: account.title, unit });
    }
    for duty in file.roster {
        let unit = tree.by_code(&duty.unit).with_context(|| format!("unit `{}`", duty.unit))?.id;
        let posting = *postings.get(&duty.login).with_context(|| format!("account `{}`", duty.login))?;
        let line = NewDuty::daily(posting, &duty.kind, &duty.start, &duty.end, duty.leader);
        service.add_duties(Rostering::Operator, unit, &[line], now).await?;
    }
    Ok(shown)
}
