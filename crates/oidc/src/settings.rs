//! What the operator says about the outside service.

use std::fmt;

use openidconnect::{IssuerUrl, RedirectUrl};
use url::{Host, Url};

use crate::CALLBACK;

/// The outside sign-in service and our place at it.
#[derive(Clone)]
pub struct Settings {
    /// Its address, as it writes it itself.
    pub issuer: String,
    /// Our name there.
    pub client_id: String,
    /// Our secret there.
    pub client_secret: String,
    /// Where browsers reach this installation, such as `https://city.example`.
    pub address: String,
    /// What the button says.
    pub label: String,
}

/// Shows no secret.
impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("issuer", &self.issuer)
            .field("client_id", &self.client_id)
            .finish_non_exhaustive()
    }
}

/// A setting that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// It is no address.
    #[error("`{0}` is `{1}`, which is no web address")]
    Address(&'static str, String),
    /// Codes and tokens would be readable on the way.
    #[error("`{0}` is `{1}`: use https; http is for this machine itself alone")]
    Plain(&'static str, String),
    /// More than scheme, host and port.
    #[error("`address` is `{0}`: give scheme, host and port alone, such as `https://city.example`")]
    Path(String),
    /// It is empty.
    #[error("`{0}` is empty")]
    Empty(&'static str),
}

impl Settings {
    pub(crate) fn check(&self) -> Result<(IssuerUrl, RedirectUrl), SettingsError> {
        for (name, text) in
            [("client_id", &self.client_id), ("client_secret", &self.client_secret), ("label", &self.label)]
        {
            if text.trim().is_empty() {
                return Err(SettingsError::Empty(name));
            }
        }
        secure("issuer", &self.issuer)?;
        let address = secure("address", &self.address)?;
        if address.path() != "/" || address.query().is_some() || address.fragment().is_some() {
            return Err(SettingsError::Path(self.address.clone()));
        }
        let issuer = IssuerUrl::new(self.issuer.clone());
        let issuer = issuer.map_err(|_| SettingsError::Address("issuer", self.issuer.clone()))?;
        let redirect = RedirectUrl::new(format!("{}{CALLBACK}", self.address.trim_end_matches('/')));
        let redirect = redirect.map_err(|_| SettingsError::Address("address", self.address.clone()))?;
        Ok((issuer, redirect))
    }
}

fn secure(name: &'static str, text: &str) -> Result<Url, SettingsError> {
    let url = Url::parse(text).map_err(|_| SettingsError::Address(name, text.to_owned()))?;
    let here = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => return Err(SettingsError::Address(name, text.to_owned())),
    };
    match url.scheme() {
        "https" => Ok(url),
        "http" if here => Ok(url),
        _ => Err(SettingsError::Plain(name, text.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(issuer: &str, address: &str) -> Settings {
        let text = str::to_owned;
        Settings {
            issuer: text(issuer),
            client_id: text("c"),
            client_secret: text("s"),
            address: text(address),
            label: text("l"),
        }
    }

    #[test]
    fn secrets_travel_over_tls_alone() {
        let good = settings("https://sso.example/realm", "https://city.example/").check().expect("good settings");
        assert_eq!(good.1.as_str(), "https://city.example/api/session/oidc/callback");
        assert!(settings("http://127.0.0.1:9000", "http://localhost:8080").check().is_ok());
        for (issuer, address) in [
            ("http://sso.example", "https://city.example"),
            ("https://sso.example", "http://city.example"),
            ("https://sso.example", "https://city.example/below"),
            ("sso.example", "https://city.example"),
            ("ftp://127.0.0.1", "https://city.example"),
        ] {
            assert!(settings(issuer, address).check().is_err(), "{issuer} {address}");
        }
        let secret = Settings { client_secret: String::new(), ..settings("https://a.example", "https://b.example") };
        assert_eq!(secret.check().map(|_| ()), Err(SettingsError::Empty("client_secret")));
        assert!(!format!("{:?}", settings("https://a.example", "https://b.example")).contains("\"s\""));
    }
}
