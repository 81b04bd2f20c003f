//! Signing seals (Ed25519).

use ring::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};

use super::file::Secret;
use super::{Keyring, Keys};
use crate::{ServiceError, secret};

/// The public half of a key that signs seals.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct PublicKey {
    /// Identity, as seals name it.
    pub id: String,
    /// 32 bytes as hexadecimal digits.
    pub public_key: String,
}

impl Keys {
    /// The id of the key that signs what is new.
    pub fn current_seal(&self) -> &str {
        &self.file.current_seal
    }

    /// Signs with the current key.
    ///
    /// # Errors
    /// When the key is damaged.
    pub fn sign(&self, message: &[u8]) -> Result<Vec<u8>, ServiceError> {
        let key = self.file.seal.iter().find(|key| key.id == self.file.current_seal);
        let pair = key.and_then(|key| Ed25519KeyPair::from_seed_unchecked(&key.secret.0).ok());
        let pair = pair.ok_or_else(|| ServiceError::Internal("the key for seals is damaged".to_owned()))?;
        Ok(pair.sign(message).as_ref().to_vec())
    }

    /// Public halves of every key that signed or signs.
    pub fn public_keys(&self) -> Vec<PublicKey> {
        let known =
            self.file.seal.iter().filter_map(|key| {
                Some(PublicKey { id: key.id.clone(), public_key: secret::hex(&public(&key.secret)?) })
            });
        known.collect()
    }
}

impl Keyring {
    /// Public halves of every key, as they are in the file now.
    pub fn public_keys(&self) -> Vec<PublicKey> {
        self.fresh().public_keys()
    }
}

/// The public half.
pub(super) fn public(seed: &Secret) -> Option<Vec<u8>> {
    let pair = Ed25519KeyPair::from_seed_unchecked(&seed.0).ok()?;
    Some(pair.public_key().as_ref().to_vec())
}

/// Whether the key made this signature over the message.
pub fn verify(key: &PublicKey, message: &[u8], signature: &[u8]) -> bool {
    let public = secret::unhex(&key.public_key).unwrap_or_default();
    UnparsedPublicKey::new(&ED25519, public).verify(message, signature).is_ok()
}
