//! Seals over the journal: what was sealed cannot be changed unseen.
//!
//! A seal covers the entries since the seal before it. Its root is the top of a Merkle tree over their
//! hashes ([`leaf`]); it names the seal before it by hash, and is signed with a key that is not in the
//! database. Whoever edits, deletes, inserts or swaps entries changes a root; whoever cuts the end off
//! leaves a seal without its entries; whoever computes everything anew cannot sign it, and does not
//! match the seals that were published.
//!
//! This module computes and compares. Signing is the caller's: the key never comes here.

mod check;
mod leaf;
mod merkle;

use sha2::{Digest, Sha256};

pub use check::{Finding, Walk};
pub use leaf::{Columns, Place};
pub use merkle::Merkle;

/// SHA-256.
pub type Hash = [u8; 32];

/// One seal, without its signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seal {
    /// 1, 2, 3 …
    pub number: i64,
    /// Hash of the seal before it; zeros in the first.
    pub previous: Hash,
    /// Its first entry.
    pub first: Place,
    /// Its last entry.
    pub last: Place,
    /// How many entries it covers.
    pub entries: i64,
    /// Top of the Merkle tree over them.
    pub root: Hash,
    /// When it was made, UTC milliseconds.
    pub sealed_at: i64,
    /// Which key signs it.
    pub key: String,
}

impl Seal {
    /// What is signed: every field, in one fixed form.
    pub fn message(&self) -> Vec<u8> {
        let mut bytes = b"bridgehead seal 1\n".to_vec();
        bytes.extend(self.number.to_be_bytes());
        bytes.extend(self.previous);
        for place in [self.first, self.last] {
            bytes.extend(place.tx.to_be_bytes());
            bytes.extend(place.seq.to_be_bytes());
        }
        bytes.extend(self.entries.to_be_bytes());
        bytes.extend(self.root);
        bytes.extend(self.sealed_at.to_be_bytes());
        bytes.extend(self.key.as_bytes());
        bytes
    }

    /// What the next seal names it by.
    pub fn hash(&self) -> Hash {
        Sha256::digest(self.message()).into()
    }
}
