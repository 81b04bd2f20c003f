//! Who asks: one of each class, and what she holds by the matrix.

use axum::Router;
use axum::http::{Request, header};
use domain::access::{Permission, Titles};
use domain::names::Names;
use serde_json::{Value, json};
use service::account::{NewAccount, NewPosting};
use testkit::city::{City, PASSWORD};
use testkit::client::Client;
use testkit::t0;

use super::table::Need;

/// What is left when everything else is taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Nobody,
    Resident,
    Reporter,
    Title,
    /// A title that asks for a second factor, without it.
    WithoutFactor,
    /// A token of a title with one permission alone.
    Token(Permission),
}

pub(crate) struct Class {
    pub(crate) kind: Kind,
    /// A key of the titles table.
    pub(crate) title: Option<String>,
}

impl Class {
    /// Everybody there is.
    pub(crate) fn all(titles: &Titles) -> Vec<Self> {
        let one = |kind, title: Option<&str>| Self { kind, title: title.map(str::to_owned) };
        let mut all = vec![one(Kind::Nobody, None), one(Kind::Resident, None), one(Kind::Reporter, None)];
        all.extend(titles.all().iter().map(|title| one(Kind::Title, Some(&title.id))));
        all.push(one(Kind::WithoutFactor, Some("administrator")));
        all.push(one(Kind::Token(Permission::ViewHazards), Some("community_lead")));
        all
    }

    pub(crate) fn name(&self) -> String {
        let title = self.title.as_deref().unwrap_or_default();
        match self.kind {
            Kind::Nobody => "nobody: no session".to_owned(),
            Kind::Resident => "resident: an account without a posting".to_owned(),
            Kind::Reporter => "reporter of the hazard, without a posting".to_owned(),
            Kind::Title => title.to_owned(),
            Kind::WithoutFactor => format!("{title} without a second factor"),
            Kind::Token(only) => format!("token of a {title} for {}", only.word()),
        }
    }

    /// Whether she holds the permission, by the committed table.
    fn holds(&self, titles: &Titles, permission: Permission) -> bool {
        let title = self.title.as_deref().and_then(|id| titles.get(id));
        let granted = title.is_some_and(|title| title.grants.contains_key(&permission));
        granted
            && match self.kind {
                Kind::WithoutFactor => !permission.is_dangerous(),
                Kind::Token(only) => only == permission,
                _ => true,
            }
    }

    /// What she must get: `+` let in, `-` kept out, `0` let in and shown no row.
    pub(crate) fn expected(&self, titles: &Titles, need: Need) -> char {
        let account = self.kind != Kind::Nobody;
        let person = account && !matches!(self.kind, Kind::Token(_));
        let any = |permissions: &[Permission]| permissions.iter().any(|&one| self.holds(titles, one));
        let reporter = self.kind == Kind::Reporter;
        let allowed = match need {
            Need::Anybody => true,
            Need::Account => account,
            Need::Person => person,
            Need::TokenOwner => person && any(&Permission::ALL),
            Need::Holder(permissions) => any(permissions),
            Need::HolderOrReporter(permissions) => reporter || any(permissions),
            Need::Officer(permissions) => person && any(permissions),
            Need::Rows(permission) if account && !any(&[permission]) => return '0',
            Need::Rows(_) => account,
            Need::Reporter => reporter,
        };
        if allowed { '+' } else { '-' }
    }

    /// Her account and posting. Titles that need a body hold it; those over accounts and units stand at the top.
    pub(crate) async fn settle(&self, city: &City, login: &str, password_hash: String) {
        let title = self.title.as_deref();
        let body = match title {
            Some("property_manager") => Some(city.property),
            Some("line_department") => Some(city.fire),
            _ => None,
        };
        let unit = match title {
            Some("administrator" | "work_order_bridge" | "auditor" | "city_duty" | "hotline_operator") => "4101",
            Some(
                "line_department" | "street_operator" | "shift_leader" | "district_duty" | "commander"
                | "deputy_commander",
            ) => "410102001",
            _ => "410102001002",
        };
        let posting = title.map(|title| NewPosting { title: title.to_owned(), unit: city.id(unit), body });
        let account = NewAccount { login: login.to_owned(), names: Names::zh(login), password_hash };
        city.service.create_account(account, posting.as_slice(), t0()).await.expect("an account");
    }
}

/// One of a class at the door.
pub(crate) struct Caller {
    client: Client,
    token: Option<String>,
}

impl Caller {
    pub(crate) async fn of(class: &Class, router: &Router, login: &str) -> Self {
        match class.kind {
            Kind::Nobody => Self { client: Client::new(router.clone()), token: None },
            Kind::Token(only) => {
                let owner = Client::signed_in(router.clone(), login).await;
                let order =
                    json!({ "name": "t", "permissions": [only.word()], "expires_at": t0().as_millisecond() + 1_000 });
                let made = owner.post("/api/tokens", order).await;
                let secret = made.json["secret"].as_str().expect("a secret").to_owned();
                Self { client: owner.stranger(), token: Some(secret) }
            }
            _ => Self { client: Client::signed_in(router.clone(), login).await, token: None },
        }
    }

    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    pub(crate) fn request(&self, method: &str, path: &str, body: Option<Value>) -> Request<axum::body::Body> {
        let mut request = self.client.request(method, path, body);
        if let Some(token) = &self.token {
            let value = format!("Bearer {token}").parse().expect("a header");
            request.headers_mut().insert(header::AUTHORIZATION, value);
        }
        request
    }
}

/// The password of everybody, as a sign-in sends it.
pub(crate) fn credentials(login: &str) -> Value {
    json!({ "login": login, "password": PASSWORD })
}
