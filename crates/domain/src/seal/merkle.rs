//! A Merkle tree as in RFC 6962, grown leaf by leaf: it keeps one hash per level, never the leaves.

use sha2::{Digest, Sha256};

use super::Hash;

/// A tree that grows.
#[derive(Debug, Clone, Default)]
pub struct Merkle {
    /// Tops of complete subtrees, the largest first, with their height.
    tops: Vec<(u32, Hash)>,
    leaves: u64,
}

impl Merkle {
    /// Adds the next leaf.
    pub fn push(&mut self, leaf: Hash) {
        let mut top = (0, leaf);
        while let Some((_, left)) = self.tops.pop_if(|(height, _)| *height == top.0) {
            top = (top.0 + 1, node(&left, &top.1));
        }
        self.tops.push(top);
        self.leaves += 1;
    }

    /// How many leaves it has.
    pub fn leaves(&self) -> u64 {
        self.leaves
    }

    /// The top; that of no leaves is the hash of nothing.
    pub fn root(&self) -> Hash {
        let mut tops = self.tops.iter().rev().map(|(_, hash)| *hash);
        match tops.next() {
            None => Sha256::digest([]).into(),
            Some(last) => tops.fold(last, |right, left| node(&left, &right)),
        }
    }
}

fn node(left: &Hash, right: &Hash) -> Hash {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}
