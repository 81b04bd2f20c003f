//! What is counted when somebody tries a password or a code.
//!
//! A browser that an account knows has a lane of its own, so whoever hammers the account from outside
//! spends the strangers' lane and the network's, never the owner's.

use domain::access::throttle::{FACTOR, KNOWN_DEVICE, NETWORK, UNKNOWN_DEVICE};
use domain::id::AccountId;
use jiff::Timestamp;
use store::throttle::{self, Lane};
use uuid::Uuid;

use super::AccessRefusal;
use crate::{Service, ServiceError, secret};

/// Tries of a password at sign-in. `device` is the hash of a secret that the account knows.
pub(super) fn sign_in(login: &str, known: Option<(AccountId, &[u8])>, network: Option<&str>) -> Vec<Lane> {
    if let Some((account, device)) = known {
        return vec![Lane { key: key("device", &[account.0.as_bytes(), device]), budget: KNOWN_DEVICE }];
    }
    let stranger = Lane { key: key("account", &[login.as_bytes()]), budget: UNKNOWN_DEVICE };
    let network = network.map(|network| Lane { key: key("network", &[network.as_bytes()]), budget: NETWORK });
    std::iter::once(stranger).chain(network).collect()
}

/// Tries of a code, apart for each known browser and for all unknown ones together.
pub(super) fn factor(account: AccountId, device: Option<&[u8]>) -> Lane {
    Lane { key: key("factor", &[account.0.as_bytes(), device.unwrap_or_default()]), budget: FACTOR }
}

/// Tries of a password or code within a session: a stolen session must not guess either.
pub(super) fn session(account: AccountId, session: Uuid) -> Lane {
    Lane { key: key("session", &[account.0.as_bytes(), session.as_bytes()]), budget: FACTOR }
}

fn key(what: &str, parts: &[&[u8]]) -> Vec<u8> {
    let mut all: Vec<&[u8]> = vec![what.as_bytes(), b"\0"];
    all.extend(parts);
    secret::sha256(&all)
}

impl Service {
    /// Spends a try before it is looked at: parallel guesses do not get through together.
    pub(super) async fn spend(&self, lanes: &[Lane], now: Timestamp) -> Result<(), ServiceError> {
        let write = self.store().write().await?;
        if let Err(retry_after_s) = throttle::spend(&write, lanes, now).await? {
            return Err(AccessRefusal::TooManyAttempts { retry_after_s }.into());
        }
        write.commit().await?;
        Ok(())
    }
}
