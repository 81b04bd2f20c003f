//! The form in which seals are published and kept elsewhere.

use domain::seal::{Hash, Place, Seal};
use serde::{Deserialize, Serialize};
use store::seal::Signed;

use crate::keyring::PublicKey;
use crate::secret;

/// Seals and the public keys that verify them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// Seals in order.
    pub seals: Vec<SealLine>,
    /// Public keys by id.
    pub keys: Vec<PublicKey>,
}

/// One seal; hashes, keys and signatures as hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealLine {
    /// 1, 2, 3 …
    pub number: i64,
    /// Its first entry.
    pub first: Place,
    /// Its last entry.
    pub last: Place,
    /// How many entries it covers.
    pub entries: i64,
    /// Top of the Merkle tree over them.
    pub root: String,
    /// Hash of the seal before it; zeros in the first.
    pub previous: String,
    /// Its own hash.
    pub hash: String,
    /// UTC milliseconds.
    pub sealed_at: i64,
    /// Which key signed it.
    pub key: String,
    /// Ed25519 over the seal.
    pub signature: String,
}

impl From<&Signed> for SealLine {
    fn from(signed: &Signed) -> Self {
        let seal = &signed.seal;
        Self {
            number: seal.number,
            first: seal.first,
            last: seal.last,
            entries: seal.entries,
            root: secret::hex(&seal.root),
            previous: secret::hex(&seal.previous),
            hash: secret::hex(&seal.hash()),
            sealed_at: seal.sealed_at,
            key: seal.key.clone(),
            signature: secret::hex(&signed.signature),
        }
    }
}

impl SealLine {
    /// The seal again; `None` when a hash in it is none.
    pub fn signed(&self) -> Option<Signed> {
        let hash = |text: &str| -> Option<Hash> { secret::unhex(text)?.try_into().ok() };
        let seal = Seal {
            number: self.number,
            previous: hash(&self.previous)?,
            first: self.first,
            last: self.last,
            entries: self.entries,
            root: hash(&self.root)?,
            sealed_at: self.sealed_at,
            key: self.key.clone(),
        };
        Some(Signed { seal, signature: secret::unhex(&self.signature)? })
    }
}
