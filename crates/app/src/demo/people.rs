//! Bodies, accounts and the roster of the fictional community. Every title has an account, so that a visitor may sign in
//! as any.

use std::collections::HashMap;

use anyhow::Context;
use domain::access::{Title, Titles};
use domain::body::BodyKind;
use domain::contact::ContactKind;
use domain::id::PostingId;
use domain::names::Names;
use jiff::Timestamp;
use serde::Deserialize;
use server::DemoAccount;
use service::account::{NewAccount, NewPosting};
use service::exchange::BodyRow;
use service::roster::{NewDuty, Rostering};
use service::{Once, Service};

use super::staff::CITY;
use super::tree::COMMUNITY;

const FILE: &str = include_str!("../../../../data/zhengzhou/pingan.json");

/// Everybody's password; shown on the sign-in page.
const PASSWORD: &str = "bridgehead-demo";

/// Where those sit whom the file leaves out; a title that is not named here sits in the fictional community.
const SEATS: [(&str, &str); 5] = [
    ("shift_leader", "410105008"),
    ("warning_desk", CITY),
    ("warning_source", CITY),
    ("work_order_bridge", CITY),
    ("hotline_operator", CITY),
];

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

/// The file, with an account for each title that has none in it: a title that is new in the table is not forgotten here.
fn cast(titles: &Titles) -> anyhow::Result<File> {
    let mut file: File = serde_json::from_str(FILE)?;
    let missing = titles.all().iter().filter(|title| file.accounts.iter().all(|account| account.title != title.id));
    let more: Vec<Account> = missing.map(account).collect();
    file.accounts.extend(more);
    Ok(file)
}

/// An account that is named after its title.
fn account(title: &Title) -> Account {
    let seat = SEATS.iter().find(|(id, _)| *id == title.id).map_or(COMMUNITY, |(_, unit)| *unit);
    Account {
        login: title.id.replace('_', "-"),
        name_zh: title.names.best("zh").to_owned(),
        name_en: title.names.best("en").to_owned(),
        title: title.id.clone(),
        unit: seat.to_owned(),
        body: None,
    }
}

/// Makes them all; gives the accounts for the sign-in page.
pub(crate) async fn seed(service: &Service, now: Timestamp) -> anyhow::Result<Vec<DemoAccount>> {
    let file = cast(service.titles())?;
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
        service.add_duties(Rostering::Operator, unit, &[line], &Once::fresh(), now).await?;
    }
    Ok(shown)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::super::tree;
    use super::*;

    #[test]
    fn every_title_of_the_table_can_be_signed_in() {
        let titles = Titles::shipped().expect("titles");
        let file = cast(&titles).expect("accounts");
        for title in titles.all() {
            assert!(file.accounts.iter().any(|account| account.title == title.id), "nobody is `{}`", title.id);
        }
        let logins: HashSet<&str> = file.accounts.iter().map(|account| &account.login[..]).collect();
        assert_eq!(logins.len(), file.accounts.len(), "each sign-in name stands once");
        let city = city::decode(tree::CITY).expect("the city");
        let codes: HashSet<&str> = city.units.iter().map(|unit| &unit.code[..]).collect();
        for account in &file.accounts {
            assert!(
                codes.contains(&account.unit[..]),
                "`{}` sits in `{}`, which is nowhere",
                account.login,
                account.unit
            );
        }
        for (title, _) in SEATS {
            assert!(titles.get(title).is_some(), "a seat for `{title}`, which is no title");
        }
    }

    #[test]
    fn a_title_that_is_new_is_not_forgotten() {
        let table = r#"{ "version": "test", "items": [
            { "id": "administrator", "names": { "zh": "管理员" }, "second_factor": true, "grants": { "manage_accounts": "subtree" } },
            { "id": "lock_keeper", "names": { "zh": "闸门员", "en": "Lock keeper" }, "grants": { "view_hazards": "subtree" } }
        ] }"#;
        let file = cast(&Titles::read(table).expect("titles")).expect("accounts");
        let keeper = file.accounts.iter().find(|account| account.title == "lock_keeper").expect("an account");
        assert_eq!((&keeper.login[..], &keeper.name_zh[..], &keeper.unit[..]), ("lock-keeper", "闸门员", COMMUNITY));
    }
}
