//! The canonical form of an entry: what its hash covers.

use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::Hash;

/// Where an entry stands in the journal: transaction number first, then sequence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, serde::Serialize, serde::Deserialize)]
pub struct Place {
    /// Transaction number; 0 on SQLite.
    pub tx: i64,
    /// Sequence number.
    pub seq: i64,
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.tx, self.seq)
    }
}

/// Every column of one entry, exactly as stored.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Columns {
    /// Sequence number.
    pub seq: i64,
    /// Transaction number.
    pub tx: i64,
    /// What it tells.
    pub kind: String,
    /// Version of the payload's shape.
    pub kind_version: i16,
    /// What kind of thing the subject is.
    pub subject_kind: String,
    /// The thing that changed.
    pub subject: Uuid,
    /// The unit concerned.
    pub unit: Option<Uuid>,
    /// Its path as of then.
    pub path: Option<String>,
    /// The responsible body.
    pub body: Option<Uuid>,
    /// The account that did it.
    pub actor: Option<Uuid>,
    /// The posting under which it was done.
    pub posting: Option<Uuid>,
    /// What kind of thing set it off.
    pub cause_kind: Option<String>,
    /// The thing that set it off.
    pub cause: Option<Uuid>,
    /// The command that did it.
    pub command: Option<Uuid>,
    /// When it happened, UTC milliseconds.
    pub happened_at: i64,
    /// When it was recorded, UTC milliseconds.
    pub recorded_at: i64,
    /// What changed: the text as stored, never parsed and written anew.
    pub payload: String,
}

impl Columns {
    /// Its place.
    pub fn place(&self) -> Place {
        Place { tx: self.tx, seq: self.seq }
    }

    /// The canonical form: a heading, then each column in the order of the struct as one byte (0 for a
    /// missing value, else 1), its length as 8 bytes and its bytes. Numbers are 8 bytes, the highest first;
    /// ids 16 bytes; texts UTF-8. Lengths keep neighbours apart: nothing can move from one into the next. An entry with a
    /// cause has a heading of its own and the cause at the end: entries that were sealed before causes were kept stay valid.
    pub fn canonical(&self) -> Vec<u8> {
        let mut form = Vec::with_capacity(512);
        let caused = self.cause.is_some() || self.cause_kind.is_some();
        form.extend(if caused { b"bridgehead entry 2\n" } else { b"bridgehead entry 1\n" });
        let mut put = |value: Option<&[u8]>| match value {
            None => form.push(0),
            Some(bytes) => {
                form.push(1);
                form.extend((bytes.len() as u64).to_be_bytes());
                form.extend(bytes);
            }
        };
        put(Some(&self.seq.to_be_bytes()));
        put(Some(&self.tx.to_be_bytes()));
        put(Some(self.kind.as_bytes()));
        put(Some(&i64::from(self.kind_version).to_be_bytes()));
        put(Some(self.subject_kind.as_bytes()));
        put(Some(self.subject.as_bytes()));
        put(self.unit.as_ref().map(|id| id.as_bytes().as_slice()));
        put(self.path.as_deref().map(str::as_bytes));
        for id in [&self.body, &self.actor, &self.posting, &self.command] {
            put(id.as_ref().map(|id| id.as_bytes().as_slice()));
        }
        put(Some(&self.happened_at.to_be_bytes()));
        put(Some(&self.recorded_at.to_be_bytes()));
        put(Some(self.payload.as_bytes()));
        if caused {
            put(self.cause_kind.as_deref().map(str::as_bytes));
            put(self.cause.as_ref().map(|id| id.as_bytes().as_slice()));
        }
        form
    }

    /// The hash of the entry: the leaf of the Merkle tree.
    pub fn hash(&self) -> Hash {
        // 0 before leaves and 1 before nodes (RFC 6962): a node can never pass for an entry.
        Sha256::new().chain_update([0]).chain_update(self.canonical()).finalize().into()
    }
}
