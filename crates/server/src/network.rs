//! The network that a request comes from: what budgets against guessing are counted by.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::request::Parts;

use axum_extra::extract::CookieJar;
use service::hazard::Origin;

use crate::session::device_of;
use crate::state::App;

/// An IPv4 address, or the first half of an IPv6 address: one subscriber has all of the rest.
pub(crate) struct Network(pub(crate) Option<String>);

impl FromRequestParts<App> for Network {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip().to_canonical());
        Ok(Self(peer.map(|peer| prefix(client(peer, &parts.headers, &app.settings.trusted_proxies)))))
    }
}

/// Where a report or a file comes from: network, browser, and the work that it brings.
pub(crate) struct SentFrom(pub(crate) Origin);

impl FromRequestParts<App> for SentFrom {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let Network(network) = Network::from_request_parts(parts, app).await?;
        let device = device_of(app, &CookieJar::from_headers(&parts.headers));
        let proof = parts.headers.get("report-proof").and_then(|value| value.to_str().ok()).map(str::to_owned);
        Ok(Self(Origin { network, device, proof }))
    }
}

/// The nearest address that is not one of our own proxies. What stands further left in the header, anybody
/// may have written.
fn client(peer: IpAddr, headers: &HeaderMap, trusted: &[IpAddr]) -> IpAddr {
    let hops: Vec<&str> = headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .collect();
    let mut nearest = peer;
    for hop in hops.iter().rev() {
        if !trusted.contains(&nearest) {
            break;
        }
        let Ok(before) = hop.parse::<IpAddr>() else { break };
        nearest = before.to_canonical();
    }
    nearest
}

fn prefix(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let bits = u128::from(address) & (u128::MAX << 64);
            format!("{}/64", Ipv6Addr::from(bits))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(peer: &str, forwarded: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append("x-forwarded-for", value.parse().unwrap());
        }
        let trusted = ["10.0.0.1".parse().unwrap(), "10.0.0.2".parse().unwrap()];
        prefix(client(peer.parse().unwrap(), &headers, &trusted))
    }

    #[test]
    fn only_our_own_proxies_are_believed() {
        assert_eq!(of("198.51.100.7", &[]), "198.51.100.7");
        assert_eq!(of("198.51.100.7", &["203.0.113.9"]), "198.51.100.7", "a stranger says where it comes from");
        assert_eq!(of("10.0.0.1", &["203.0.113.9"]), "203.0.113.9");
        assert_eq!(of("10.0.0.1", &["1.2.3.4, 203.0.113.9"]), "203.0.113.9", "the left one was written by the client");
        assert_eq!(of("10.0.0.1", &["1.2.3.4", "203.0.113.9, 10.0.0.2"]), "203.0.113.9");
        assert_eq!(of("10.0.0.1", &["nonsense"]), "10.0.0.1");
        assert_eq!(of("10.0.0.1", &[]), "10.0.0.1");
    }

    #[test]
    fn one_subscriber_is_one_network() {
        assert_eq!(of("2001:db8:1:2:aaaa::1", &[]), of("2001:db8:1:2:bbbb::2", &[]));
        assert_ne!(of("2001:db8:1:2::1", &[]), of("2001:db8:1:3::1", &[]));
    }
}
