//! Links in messages: an id and 128 bits that nobody can guess, so that nothing needs to be stored.

use uuid::Uuid;

use crate::{Service, ServiceError, secret};

/// Bytes of the hash that a link carries.
const HASH: usize = 16;

impl Service {
    /// What stands behind the `#` of a link to something; `purpose` keeps links to different things apart.
    ///
    /// # Errors
    /// When there is no keyring.
    pub(crate) fn link_to(&self, purpose: &str, id: Uuid) -> Result<String, ServiceError> {
        let hash = self.keyring()?.keys().lookup(purpose, &id.to_string());
        Ok(format!("{}{}", id.simple(), secret::hex(&hash[..HASH])))
    }

    /// What a link leads to; none where it was not made here.
    ///
    /// # Errors
    /// When there is no keyring.
    pub(crate) fn linked(&self, purpose: &str, link: &str) -> Result<Option<Uuid>, ServiceError> {
        let Some((id, hash)) = link.split_at_checked(32) else { return Ok(None) };
        let (Ok(id), Some(given)) = (Uuid::try_parse(id), secret::unhex(hash)) else { return Ok(None) };
        let known = self.keyring()?.keys().lookup(purpose, &id.to_string());
        // Hashes of both are compared: how long that takes tells nothing about either.
        Ok((secret::sha256(&[&known[..HASH]]) == secret::sha256(&[&given])).then_some(id))
    }
}
