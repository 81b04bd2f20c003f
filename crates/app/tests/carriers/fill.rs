//! The posts and outlets of the city, made over its database before the program runs.

use std::collections::HashMap;

use domain::contact::ContactKind;
use domain::id::{AccountId, OutletId};
use domain::names::Names;
use domain::outlet::OutletKind;
use jiff::Timestamp;
use service::access::Attempt;
use service::account::{NewAccount, NewPosting};
use service::outlet::NewOutlet;
use service::{Once, Service};

use super::fakes::{Fakes, OUTLETS, topic};
use super::town::POSTS;
use crate::city::PASSWORD;

/// Code of the county of a post.
pub(crate) fn county(post: usize) -> String {
    format!("4101{:02}", post + 2)
}

#[expect(clippy::disallowed_methods, reason = "the program lives by the real clock")]
pub(crate) fn now() -> Timestamp {
    Timestamp::now()
}

/// One post in each county, with a number and an address.
pub(crate) async fn people(service: &Service) -> HashMap<AccountId, String> {
    let password_hash = service.hash_password(PASSWORD).await.expect("a hash");
    let mut numbers = HashMap::new();
    for post in 0..POSTS {
        let login = format!("post{post}");
        let unit = service.tree().by_code(&county(post)).expect("a county").id;
        let new = NewAccount { login: login.clone(), names: Names::zh(&login), password_hash: password_hash.clone() };
        let posting = NewPosting { title: "district_duty".to_owned(), unit, body: None };
        let (account, _) = service.create_account(new, &[posting], now()).await.expect("an account");
        let (number, mail) = (format!("138{post:08}"), format!("{login}@example.org"));
        for (kind, value) in [(ContactKind::Phone, number.as_str()), (ContactKind::Email, mail.as_str())] {
            service.set_contact(None, account, kind, Some(value), now()).await.expect("a contact");
        }
        numbers.insert(account, format!("86{number}"));
    }
    numbers
}

/// Robots and loudspeakers of the city; the group of each robot.
pub(crate) async fn outlets(service: &Service, fakes: &Fakes) -> HashMap<OutletId, String> {
    let token = service.sign_in(&Attempt::new("admin", PASSWORD), now()).await.expect("a sign-in").token;
    let session = service.session_of(&token, now()).await.expect("an answer").expect("a session");
    let unit = service.tree().by_code("4101").expect("the city").id;
    let add = async |kind: OutletKind, address: String| {
        let new = NewOutlet { kind, name: kind.word().to_owned(), address, secret: None };
        service.add_outlet(&session, unit, new, &Once::fresh(), now()).await.expect("an outlet")
    };
    let mut groups = HashMap::new();
    for number in 0..OUTLETS {
        let group = format!("group-{number}");
        groups.insert(add(OutletKind::WeCom, fakes.robot.address(&group)).await, group);
        add(OutletKind::Loudspeaker, topic(number)).await;
    }
    groups
}
