//! What is kept apart: files, notices, accounts that are changed.

use domain::contact::ContactKind;
use domain::id::{AccountId, CommandId, NoticeId};
use domain::names::Names;
use domain::notice::NoticeDraft;
use jiff::civil::Date;
use service::Once;
use service::access::{Authority, NewPerson};
use service::account::{NewAccount, NewPosting};
use service::notice::NewNotice;
use store::hazard::Stored;
use testkit::city::City;
use testkit::t0;
use uuid::Uuid;

use super::voice;

pub(super) async fn files(city: &City) -> [Uuid; 4] {
    let mut ids = [Uuid::nil(); 4];
    for id in &mut ids {
        *id = city.service.upload(None, voice(), t0()).await.expect("a file").id.0;
    }
    ids
}

pub(super) async fn notice(city: &City, stored: &Stored, login: &str) -> (Uuid, String) {
    let draft = NoticeDraft {
        id: NoticeId(Uuid::now_v7()),
        recipient: city.property,
        found: "飞线充电".to_owned(),
        required: "拆除".to_owned(),
        basis: "《消防法》第二十八条".to_owned(),
        until: Date::constant(2021, 8, 1),
    };
    let key = CommandId(Uuid::now_v7());
    let new = NewNotice { hazard: stored.hazard.id, draft, key, body_hash: vec![1] };
    let issued = city.service.issue_notice(&city.actor(login).await, new, t0()).await.expect("a notice");
    (issued.id.0, issued.code)
}

pub(super) async fn target(city: &City, login: &str, hash: &str) -> (Uuid, Uuid) {
    let login = format!("{login}-target");
    let new = NewAccount { login: login.clone(), names: Names::zh(&login), password_hash: hash.to_owned() };
    let posting = NewPosting { title: "grid_worker".to_owned(), unit: city.id("410102001002001"), body: None };
    let made = city.service.create_account(new, &[posting], t0()).await;
    let (AccountId(account), postings) = made.expect("an account");
    let contact = city.service.set_contact(None, AccountId(account), ContactKind::Phone, Some("13812341234"), t0());
    contact.await.expect("a contact");
    (account, postings[0].0)
}

/// Somebody whose account was opened and who has set no password yet.
pub(super) async fn invited(city: &City, login: &str) -> Uuid {
    let new = NewPerson {
        login: format!("{login}-invited"),
        names: Names::zh("新人"),
        contacts: vec![(ContactKind::Email, "new@example.org".to_owned())],
        posting: NewPosting { title: "grid_worker".to_owned(), unit: city.id("410102001002001"), body: None },
        held: (t0(), None),
    };
    city.service.open_account(Authority::Operator, new, &Once::fresh(), t0()).await.expect("an account").0
}
