//! The one HTTP client for everything that leaves the house.
//!
//! An address that somebody can choose must not become a way into the operator's own network. So each
//! resolved address is looked at before a connection is made, each time; addresses written as numbers,
//! which no resolver sees, are looked at too; and a redirect leads to no other host, since it would
//! take credentials there.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use ipnet::IpNet;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect::{Attempt, Policy};
use reqwest::{Client, Method, RequestBuilder, Url};

/// How long one request may take.
const TIME_MAX: Duration = Duration::from_secs(15);

/// Most redirects followed.
const REDIRECTS_MAX: usize = 3;

/// Addresses inside the operator's network that may be reached all the same.
#[derive(Debug, Clone, Default)]
pub struct Reach(Arc<Vec<IpNet>>);

/// Why a request was not even begun.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreachable {
    /// Only web addresses are called.
    #[error("`{0}` is no scheme that is called; use https or http")]
    Scheme(String),
    /// The address lies inside a network.
    #[error("`{0}` is an address of a private network; allow it in the configuration if it is meant")]
    Private(IpAddr),
}

impl Reach {
    /// The world, and these networks.
    pub fn allowing(networks: Vec<IpNet>) -> Self {
        Self(Arc::new(networks))
    }

    /// Whether a connection to the address may be made.
    pub fn allows(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        is_public(address) || self.0.iter().any(|network| network.contains(&address))
    }

    /// Checks what can be seen in the address itself; names are looked at when they are resolved.
    ///
    /// # Errors
    /// When it is no web address, or a number inside a private network.
    pub fn check(&self, url: &Url) -> Result<(), Unreachable> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(Unreachable::Scheme(url.scheme().to_owned()));
        }
        let host = url.host_str().unwrap_or_default();
        let literal = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
        match literal {
            Ok(address) if !self.allows(address) => Err(Unreachable::Private(address)),
            _ => Ok(()),
        }
    }
}

/// The client.
#[derive(Debug, Clone)]
pub struct Http {
    client: Client,
    reach: Reach,
}

impl Http {
    /// A client that reaches the world, and what `reach` allows besides.
    ///
    /// # Errors
    /// When TLS cannot be set up.
    pub fn new(reach: Reach) -> Result<Self, reqwest::Error> {
        crate::install_tls();
        let redirects = reach.clone();
        let client = Client::builder()
            .user_agent(concat!("bridgehead/", env!("CARGO_PKG_VERSION")))
            .timeout(TIME_MAX)
            .connect_timeout(Duration::from_secs(5))
            // A proxy of the environment would resolve names where nobody looks at them.
            .no_proxy()
            .referer(false)
            .dns_resolver(Arc::new(Looked(reach.clone())))
            .redirect(Policy::custom(move |attempt| follow(&redirects, attempt)))
            .build()?;
        Ok(Self { client, reach })
    }

    /// Begins a request.
    ///
    /// # Errors
    /// When the address is one that is not called.
    pub fn request(&self, method: Method, url: Url) -> Result<RequestBuilder, Unreachable> {
        self.reach.check(&url)?;
        Ok(self.client.request(method, url))
    }
}

fn follow(reach: &Reach, attempt: Attempt<'_>) -> reqwest::redirect::Action {
    if let Err(error) = reach.check(attempt.url()) {
        return attempt.error(error);
    }
    let Some(from) = attempt.previous().last() else { return attempt.stop() };
    let same = from.host_str() == attempt.url().host_str();
    let weaker = from.scheme() == "https" && attempt.url().scheme() != "https";
    if same && !weaker && attempt.previous().len() <= REDIRECTS_MAX { attempt.follow() } else { attempt.stop() }
}

/// The system's resolver, with what it finds looked at.
struct Looked(Reach);

impl Resolve for Looked {
    fn resolve(&self, name: Name) -> Resolving {
        let reach = self.0.clone();
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            // One private address among public ones is how a name is bent: none of them is taken then.
            if let Some(private) = found.iter().find(|address| !reach.allows(address.ip())) {
                return Err(Unreachable::Private(private.ip()).into());
            }
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

/// Whether the address belongs to somebody on the open internet (IANA special-purpose registries).
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let special = address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_documentation()
        || address.is_multicast();
    // This network, carrier NAT, protocol assignments, 6to4 relays, benchmarks, the future.
    let further = a == 0
        || (a == 100 && b & 0xC0 == 64)
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && b & 0xFE == 18)
        || a >= 240;
    !special && !further
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let part = address.segments();
    let embedded = |high: u16, low: u16| {
        let [a, b] = high.to_be_bytes();
        let [c, d] = low.to_be_bytes();
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match part {
        // NAT64 and 6to4 lead to the address inside.
        [0x64, 0xFF9B, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => embedded(high, low),
        // Teredo, benchmarks, documentation.
        [0x2001, 0 | 2 | 0xDB8, ..] | [0x3FFF, ..] => false,
        // Global unicast is 2000::/3; everything else is local, mapped, or not given out.
        [first, ..] => first & 0xE000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inside_is_inside_however_it_is_written() {
        let reach = Reach::default();
        for inside in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "192.0.0.1",
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "2001::1",
            "2001:db8::1",
            "::7f00:1",
        ] {
            assert!(!reach.allows(inside.parse().expect("an address")), "{inside}");
        }
        for outside in ["8.8.8.8", "172.32.0.1", "100.128.0.1", "2400:3200::1", "64:ff9b::808:808"] {
            assert!(reach.allows(outside.parse().expect("an address")), "{outside}");
        }
        // What a URL parser makes of unusual spellings is looked at, not the spelling.
        for url in ["http://127.1/", "http://0x7f000001/", "http://2130706433/", "http://[::ffff:127.0.0.1]/"] {
            assert!(matches!(reach.check(&url.parse().expect("a URL")), Err(Unreachable::Private(_))), "{url}");
        }
        assert!(matches!(reach.check(&"file:///etc/passwd".parse().expect("a URL")), Err(Unreachable::Scheme(_))));
        let one = Reach::allowing(vec!["10.0.0.0/8".parse().expect("a network")]);
        assert!(one.allows("10.1.2.3".parse().expect("one")) && !one.allows("127.0.0.1".parse().expect("one")));
    }
}
